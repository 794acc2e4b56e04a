/* One person's socket: what it may say, and what comes of nonsense. */
#include "live/given_hall.h"

static void what_is_no_message_ends_the_connection_with_a_reason(void **unused)
{
    (void)unused;
    static const char *const nonsense[] = {
        "",
        "x",
        "[]",
        "{}",
        "{\"op\":7}",
        "{\"op\":\"dance\"}",
        "{\"op\":\"open\"}",
        "{\"op\":\"open\",\"ch\":0,\"doc\":\"doc-a\",\"have\":null}",
        "{\"op\":\"open\",\"ch\":128,\"doc\":\"doc-a\",\"have\":null}",
        "{\"op\":\"open\",\"ch\":1.5,\"doc\":\"doc-a\",\"have\":null}",
        "{\"op\":\"open\",\"ch\":\"1\",\"doc\":\"doc-a\",\"have\":null}",
        "{\"op\":\"open\",\"ch\":1,\"doc\":7,\"have\":null}",
        "{\"op\":\"open\",\"ch\":1,\"doc\":\"doc-a\",\"have\":{\"epoch\":-1,\"cid\":1}}",
        "{\"op\":\"open\",\"ch\":1,\"doc\":\"doc-a\",\"have\":{\"epoch\":1,\"cid\":-1}}",
        "{\"op\":\"open\",\"ch\":1,\"doc\":\"doc-a\",\"have\":{\"epoch\":4294967296,\"cid\":1}}",
        "{\"op\":\"open\",\"ch\":1,\"doc\":\"doc-a\",\"have\":{\"epoch\":1,\"cid\":"
        "9007199254740992}}",
        "{\"op\":\"open\",\"ch\":1,\"doc\":\"doc-a\",\"have\":{}}",
        "{\"op\":\"close\"}",
        "{\"op\":\"close\",\"ch\":0}",
        "{\"op\":\"flushed\",\"doc\":\"doc-a\"}",
        "{\"op\":\"flushed\",\"doc\":\"doc-a\",\"seq\":-1}",
        "{\"op\":\"flushed\",\"seq\":1}",
        "{\"op\":\"late\"}",
        "{\"op\":\"close\",\"op\":\"close\",\"ch\":1}",
        "{\"op\":\"close\",\"ch\":1}x",
    };
    struct stage *stage = given_a_hall();
    log_pos before = last_pos(stage);
    for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++) {
        struct guest *guest = comes_in(stage, "pa");
        says(guest, "%s", nonsense[i]);
        if (outbox_fake_close_code(guest->out) != 4400)
            fail_msg("taken: %s", nonsense[i]);
        assert_string_equal(heard_text(guest, "error", "code"), "malformed");
        outbox_fake_clear(guest->out);
        says(guest, "{\"op\":\"late\",\"doc\":\"doc-a\"}"); /* not heard any more */
        assert_int_equal(outbox_fake_count(guest->out), 0);
        goes(guest);
    }
    assert_int_equal(last_pos(stage), before);
    stage_forget(stage);
}

static void what_is_no_binary_message_ends_it_too(void **unused)
{
    (void)unused;
    static const struct {
        const char *bytes;
        size_t len;
    } nonsense[] = {{"", 0},           {"\0", 1},          {"\1", 1},           {"\1\1", 2},
                    {"\1\x10\0\0", 4}, {"\1\x10\1", 3},    {"\1\0\1\0", 4},     {"\1\0\2\0", 4},
                    {"\1\x11\1", 3},   {"\1\x10\1\0x", 5}, {"\x80\1\0\0\0", 5}, {"\1\2\0\0", 4}};
    struct stage *stage = given_a_hall();
    for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++) {
        struct guest *guest = comes_in(stage, "pa");
        visitor_binary(guest->visitor, bytes_of(nonsense[i].bytes, nonsense[i].len));
        assert_int_equal(outbox_fake_close_code(guest->out), 4400);
        goes(guest);
    }
    stage_forget(stage);
}

static void an_open_that_is_not_granted_says_why_and_the_line_stays(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *pa = comes_in(stage, "pa");
    assert_false(tries_to_open(pa, "doc-z"));
    assert_string_equal(heard_text(pa, "refused", "code"), "not_found");
    assert_false(tries_to_open(pa, "doc-b"));
    assert_string_equal(heard_text(pa, "refused", "code"), "no_access");
    assert_int_equal(heard_number(pa, "refused", "ch"), pa->channel);
    opens(pa, "doc-a");
    says(pa, "{\"op\":\"open\",\"ch\":%u,\"doc\":\"doc-a\",\"have\":null}", pa->channel);
    assert_string_equal(heard_text(pa, "refused", "code"), "malformed");
    assert_int_equal(outbox_fake_close_code(pa->out), 0);
    goes(pa);
    stage_forget(stage);
}

static void sixteen_texts_are_open_at_most(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *pa = comes_in(stage, "pa");
    for (int i = 0; i < 16; i++)
        assert_true(tries_to_open(pa, "doc-a"));
    assert_false(tries_to_open(pa, "doc-a"));
    closes(pa);
    says(pa, "{\"op\":\"close\",\"ch\":1}");
    assert_true(tries_to_open(pa, "doc-a"));
    goes(pa);
    stage_forget(stage);
}

static void an_id_goes_on_only_in_its_epoch_and_for_its_owner(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    given_open_group(stage, "a");
    struct guest *pa = comes_in(stage, "pa");
    struct guest *qa = comes_in(stage, "qa");
    opens(pa, "doc-a");
    uint64_t first = pa->client;
    assert_true(first > 0);
    closes(pa);
    opens(pa, "doc-a");
    assert_int_equal(pa->client, first);
    qa->client = first;
    qa->epoch = 1;
    opens(qa, "doc-a");
    assert_int_not_equal(qa->client, first);
    closes(pa);
    pa->epoch = 7;
    opens(pa, "doc-a");
    assert_int_not_equal(pa->client, first);
    goes(pa);
    goes(qa);
    stage_forget(stage);
}

static void an_id_is_on_disk_before_its_owner_hears_of_it(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *pa = comes_in(stage, "pa");
    opens(pa, "doc-a");
    log_pos after = 0;
    json_decref(heard(pa, "opened", &after));
    assert_int_equal(after, last_pos(stage));
    const struct record *record = journal_fake_record(stage->journal, after);
    assert_int_equal(record->kind, RECORD_CLIENT_ID);
    assert_string_equal(record->actor, "pa");
    goes(pa);
    stage_forget(stage);
}

static void a_frame_for_a_channel_that_was_closed_meets_nobody(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    given_open_group(stage, "a");
    struct guest *pa = comes_in(stage, "pa");
    opens(pa, "doc-a");
    closes(pa);
    log_pos before = last_pos(stage);
    types(pa, "title", "x");
    assert_int_equal(last_pos(stage), before);
    assert_int_equal(acked(pa, NULL), 0);
    assert_string_equal(nacked(pa, NULL), "");
    assert_int_equal(outbox_fake_close_code(pa->out), 0);
    goes(pa);
    stage_forget(stage);
}

static void a_state_vector_that_is_none_is_passed_over(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *pa = comes_in(stage, "pa");
    opens(pa, "doc-a");
    outbox_fake_clear(pa->out);
    struct buf frame = {0};
    hub_write_sync(&frame, pa->channel, YSYNC_STEP1, bytes_text("\xff\xff"));
    sends(pa, &frame);
    assert_int_equal(outbox_fake_count(pa->out), 0);
    goes(pa);
    stage_forget(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_message_ends_the_connection_with_a_reason),
        cmocka_unit_test(what_is_no_binary_message_ends_it_too),
        cmocka_unit_test(an_open_that_is_not_granted_says_why_and_the_line_stays),
        cmocka_unit_test(sixteen_texts_are_open_at_most),
        cmocka_unit_test(an_id_goes_on_only_in_its_epoch_and_for_its_owner),
        cmocka_unit_test(an_id_is_on_disk_before_its_owner_hears_of_it),
        cmocka_unit_test(a_frame_for_a_channel_that_was_closed_meets_nobody),
        cmocka_unit_test(a_state_vector_that_is_none_is_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
