/* The y-websocket endpoint: any Yjs editor is a client, by the same rules. */
#include "live/given_hall.h"

/* A stock client draws its id itself. */
static struct guest *connects(struct stage *stage, const char *seat, const char *doc,
                              uint64_t client)
{
    struct guest *guest = mem_new(sizeof *guest);
    *guest = (struct guest){.stage = stage,
                            .seat = seat,
                            .doc_id = doc,
                            .client = client,
                            .out = outbox_fake_new(),
                            .doc = doc_new(true)};
    guest->visitor = visitor_open_stock(stage->hall, seat, doc, guest->out);
    doc_client_set(guest->doc, client);
    return guest;
}

static void stock_sends(struct guest *guest, enum ysync_kind kind, struct bytes body)
{
    struct buf frame = {0};
    ysync_write(&frame, kind, body);
    sends(guest, &frame);
}

static void stock_types(struct guest *guest, const char *field, const char *text)
{
    struct buf update = composes(guest, field, text);
    stock_sends(guest, YSYNC_UPDATE, buf_bytes(&update));
    buf_free(&update);
}

/* The newest frame of that kind; its body. */
static bool stock_heard(const struct guest *guest, enum ysync_kind kind, struct bytes *body,
                        log_pos *after)
{
    for (size_t i = outbox_fake_count(guest->out); i-- > 0;) {
        struct sent sent = outbox_fake_sent(guest->out, i);
        struct ysync_message message;
        assert_int_equal(ysync_read(sent.bytes, &message), OK);
        if (message.kind != kind)
            continue;
        *body = message.body;
        if (after)
            *after = sent.after;
        return true;
    }
    return false;
}

static void stock_reads_on(struct guest *guest)
{
    struct bytes body;
    size_t count = outbox_fake_take_streams(guest->out);
    if (count > 0 && stock_heard(guest, YSYNC_UPDATE, &body, NULL))
        assert_int_equal(doc_apply(guest->doc, body, NULL), OK);
}

static struct stage *given_a_stock_client(struct guest **pa)
{
    struct stage *stage = given_a_hall();
    given_open_group(stage, "a");
    *pa = connects(stage, "pa", "doc-a", 4711);
    return stage;
}

static void it_is_asked_what_it_has_and_gets_what_it_lacks(void **unused)
{
    (void)unused;
    struct guest *pa;
    struct stage *stage = given_a_stock_client(&pa);
    struct bytes body;
    assert_true(stock_heard(pa, YSYNC_STEP1, &body, NULL));
    struct guest *hub = comes_in(stage, "qa");
    opens(hub, "doc-a");
    types(hub, "title", "Foorumi");
    log_pos after = 0;

    stock_sends(pa, YSYNC_STEP1, bytes_of("\0", 1));

    assert_true(stock_heard(pa, YSYNC_STEP2, &body, &after));
    assert_int_equal(after, last_pos(stage));
    assert_int_equal(doc_apply(pa->doc, body, NULL), OK);
    assert_string_equal(text_in(pa->doc, "title"), "Foorumi");
    goes(hub);
    goes(pa);
    stage_forget(stage);
}

static void its_words_reach_everyone_and_come_back_to_itself_after_the_disk(void **unused)
{
    (void)unused;
    struct guest *pa;
    struct stage *stage = given_a_stock_client(&pa);
    struct guest *hub = comes_in(stage, "qa");
    opens(hub, "doc-a");
    stock_types(pa, "title", "Foorumi");
    assert_int_equal(outbox_fake_take_streams(pa->out), 0);
    assert_int_equal(reads_on(hub), 0);
    disk_catches_up(stage);
    assert_int_equal(outbox_fake_take_streams(pa->out), 1);
    reads_on(hub);
    assert_string_equal(text_in(hub->doc, "title"), "Foorumi");
    types(hub, "title", "Uusi ");
    disk_catches_up(stage);
    stock_reads_on(pa);
    assert_string_equal(text_in(pa->doc, "title"), "Uusi Foorumi");
    goes(hub);
    goes(pa);
    stage_forget(stage);
}

static void it_takes_words_out_too(void **unused)
{
    (void)unused;
    struct guest *pa;
    struct stage *stage = given_a_stock_client(&pa);
    stock_types(pa, "title", "Foorumi");
    struct buf update = {0};
    assert_int_equal(doc_text_delete(pa->doc, bytes_text("title"), 0, 2, &update), OK);

    stock_sends(pa, YSYNC_UPDATE, buf_bytes(&update));

    assert_int_equal(outbox_fake_close_code(pa->out), 0);
    assert_string_equal(written(stage, "doc-a", "title"), "orumi");
    buf_free(&update);
    goes(pa);
    stage_forget(stage);
}

static void the_first_to_write_under_an_id_has_it(void **unused)
{
    (void)unused;
    struct guest *pa;
    struct stage *stage = given_a_stock_client(&pa);
    struct guest *qa = connects(stage, "qa", "doc-a", 4711);
    stock_types(pa, "title", "Foorumi");
    stock_types(qa, "decision", "Varas tulee");
    assert_int_equal(outbox_fake_close_code(qa->out), 4409);
    assert_string_equal(written(stage, "doc-a", "decision"), "");
    goes(qa);
    /* The owner on a new line goes on. */
    struct guest *again = connects(stage, "pa", "doc-a", 4711);
    stock_sends(again, YSYNC_STEP1, bytes_of("\0", 1));
    struct bytes body;
    assert_true(stock_heard(again, YSYNC_STEP2, &body, NULL));
    doc_apply(again->doc, body, NULL);
    stock_types(again, "title", "Oma ");
    assert_int_equal(outbox_fake_close_code(again->out), 0);
    assert_string_equal(written(stage, "doc-a", "title"), "Oma Foorumi");
    goes(again);
    goes(pa);
    stage_forget(stage);
}

static void a_hub_clients_id_is_not_a_stock_clients(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    given_open_group(stage, "a");
    struct guest *hub = comes_in(stage, "qa");
    opens(hub, "doc-a");
    struct guest *pa = connects(stage, "pa", "doc-a", hub->client);
    stock_types(pa, "title", "Varas");
    assert_int_equal(outbox_fake_close_code(pa->out), 4409);
    goes(pa);
    goes(hub);
    stage_forget(stage);
}

static void access_is_denied_in_words_and_with_a_code(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    static const char *const docs[] = {"doc-b", "doc-z"};
    for (size_t i = 0; i < 2; i++) {
        struct guest *pa = connects(stage, "pa", docs[i], 4711);
        struct bytes body;
        assert_true(stock_heard(pa, YSYNC_DENIED, &body, NULL));
        assert_int_equal(outbox_fake_close_code(pa->out), 4403);
        stock_types(pa, "title", "x"); /* not heard */
        goes(pa);
    }
    stage_forget(stage);
}

static void what_is_refused_ends_the_connection_so_that_it_does_not_come_back(void **unused)
{
    (void)unused;
    struct guest *pa;
    struct stage *stage = given_a_stock_client(&pa);
    stock_types(pa, "otsikko", "x");
    assert_int_equal(outbox_fake_close_code(pa->out), 4409);
    goes(pa);
    static const char *const nonsense[] = {"\7", "\0\0", "", "\0\2\1\1"};
    for (size_t i = 0; i < 4; i++) {
        pa = connects(stage, "pa", "doc-a", 4712);
        visitor_binary(pa->visitor, bytes_of(nonsense[i], i == 1 ? 2 : strlen(nonsense[i])));
        assert_int_equal(outbox_fake_close_code(pa->out), 4409);
        goes(pa);
    }
    pa = connects(stage, "pa", "doc-a", 4712);
    visitor_text(pa->visitor, bytes_text("{\"op\":\"late\",\"doc\":\"doc-a\"}"));
    assert_int_not_equal(outbox_fake_close_code(pa->out), 0);
    goes(pa);
    stage_forget(stage);
}

static void a_reader_that_writes_is_denied(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    given_open_group(stage, "a");
    struct guest *secretary = connects(stage, "secretary", "doc-a", 4711);
    log_pos before = last_pos(stage);
    stock_types(secretary, "title", "x");
    assert_int_equal(outbox_fake_close_code(secretary->out), 4403);
    assert_int_equal(last_pos(stage), before);
    goes(secretary);
    stage_forget(stage);
}

static void a_late_edit_is_kept_for_a_stock_client_as_well(void **unused)
{
    (void)unused;
    struct guest *pa;
    struct stage *stage = given_a_stock_client(&pa);
    struct guest *fa = comes_in(stage, "fa");
    opens(fa, "doc-a");
    fills_in(fa);
    disk_catches_up(stage);
    stock_reads_on(pa);
    does(fa, wish(handin_announce, "a"));
    time_passes(stage, HANDIN_NOTICE_MS);
    log_pos after = 0;
    struct bytes body;

    stock_types(pa, "title", "Myöhässä ");

    assert_int_equal(stage_group(stage, "a")->late.count, 1);
    assert_int_equal(journal_fake_record(stage->journal, last_pos(stage))->kind, RECORD_LATE);
    assert_true(stock_heard(pa, YSYNC_DENIED, &body, &after));
    assert_int_equal(after, last_pos(stage));
    assert_int_equal(outbox_fake_close_code(pa->out), 4409);
    goes(fa);
    goes(pa);
    stage_forget(stage);
}

static void what_depends_on_more_is_asked_for_twice_and_then_refused(void **unused)
{
    (void)unused;
    struct guest *pa;
    struct stage *stage = given_a_stock_client(&pa);
    struct buf lost = composes(pa, "title", "Foorumi");
    for (int i = 0; i < 2; i++) {
        outbox_fake_clear(pa->out);
        struct bytes body;
        stock_types(pa, "title", "x");
        assert_int_equal(outbox_fake_close_code(pa->out), 0);
        assert_true(stock_heard(pa, YSYNC_STEP1, &body, NULL));
    }
    stock_types(pa, "title", "x");
    assert_int_equal(outbox_fake_close_code(pa->out), 4409);
    buf_free(&lost);
    goes(pa);
    stage_forget(stage);
}

static void while_the_disk_takes_nothing_it_is_sent_away_to_come_back(void **unused)
{
    (void)unused;
    struct guest *pa;
    struct stage *stage = given_a_stock_client(&pa);
    disk_is(stage, false);
    stock_types(pa, "title", "x");
    assert_int_equal(outbox_fake_close_code(pa->out), 1013);
    goes(pa);
    stage_forget(stage);
}

static void a_text_that_is_given_back_closes_to_other_groups(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    given_handed_in_text(stage, "a");
    struct guest *pb = connects(stage, "pb", "doc-a", 4711);
    assert_int_equal(outbox_fake_close_code(pb->out), 0);
    struct guest *fa = comes_in(stage, "fa");
    does(fa, wish(group_return, "a", "Kesken"));
    assert_int_equal(outbox_fake_close_code(pb->out), 4403);
    goes(fa);
    goes(pb);
    stage_forget(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_asked_what_it_has_and_gets_what_it_lacks),
        cmocka_unit_test(its_words_reach_everyone_and_come_back_to_itself_after_the_disk),
        cmocka_unit_test(it_takes_words_out_too),
        cmocka_unit_test(the_first_to_write_under_an_id_has_it),
        cmocka_unit_test(a_hub_clients_id_is_not_a_stock_clients),
        cmocka_unit_test(access_is_denied_in_words_and_with_a_code),
        cmocka_unit_test(what_is_refused_ends_the_connection_so_that_it_does_not_come_back),
        cmocka_unit_test(a_reader_that_writes_is_denied),
        cmocka_unit_test(a_late_edit_is_kept_for_a_stock_client_as_well),
        cmocka_unit_test(what_depends_on_more_is_asked_for_twice_and_then_refused),
        cmocka_unit_test(while_the_disk_takes_nothing_it_is_sent_away_to_come_back),
        cmocka_unit_test(a_text_that_is_given_back_closes_to_other_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
