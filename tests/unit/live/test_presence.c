/* Who is in a room and where their cursor is: names are the server's, ghosts go. */
#include "live/given_hall.h"

#include "live/presence.h"

/* --- alone -------------------------------------------------------------------------------------------------------------- */

static bool owns_seven(void *context, uint64_t client)
{
    (void)context;
    return client == 7;
}

static const struct presence_person pekka = {"pa", "Pekka A", NULL, owns_seven};

static struct buf awareness_of(uint64_t client, uint64_t clock, const char *state)
{
    struct buf update = {0};
    write_varuint(&update, 1);
    write_varuint(&update, client);
    write_varuint(&update, clock);
    write_buffer(&update, bytes_text(state));
    return update;
}

static enum err comes(struct presence *presence, uint64_t client, uint64_t clock, const char *state)
{
    struct buf update = awareness_of(client, clock, state);
    enum err err = presence_take(presence, buf_bytes(&update), &pekka);
    buf_free(&update);
    return err;
}

/* The state of the only change; "" if there is none. */
static const char *told(struct presence *presence)
{
    static char state[1024];
    struct buf update = {0};
    state[0] = '\0';
    if (presence_changes(presence) == 1) {
        presence_change(presence, 0, &update);
        struct reader reader = reader_of(buf_bytes(&update));
        assert_int_equal(read_varuint(&reader), 1);
        read_varuint(&reader);
        read_varuint(&reader);
        struct bytes text = read_buffer(&reader);
        assert_true(reader_done(&reader));
        snprintf(state, sizeof state, "%.*s", (int)text.len, (const char *)text.data);
        buf_free(&update);
    }
    presence_told(presence);
    return state;
}

static void a_name_is_what_the_server_says_and_the_cursor_is_their_own(void **unused)
{
    (void)unused;
    struct presence *presence = presence_new();
    assert_int_equal(comes(presence, 7, 1,
                           "{\"user\":{\"seat\":\"chair\",\"name\":\"Puheenjohtaja\"},\"cursor\":{"
                           "\"field\":\"title\",\"anchor\":null},\"more\":1}"),
                     OK);
    assert_string_equal(told(presence), "{\"user\":{\"seat\":\"pa\",\"name\":\"Pekka "
                                        "A\"},\"cursor\":{\"field\":\"title\",\"anchor\":null}}");
    assert_int_equal(comes(presence, 7, 2, "{\"cursor\":\"<script>\"}"), OK);
    assert_string_equal(told(presence), "{\"user\":{\"seat\":\"pa\",\"name\":\"Pekka A\"}}");
    assert_int_equal(comes(presence, 7, 3, "[1]"), OK);
    assert_string_equal(told(presence), "{\"user\":{\"seat\":\"pa\",\"name\":\"Pekka A\"}}");
    presence_free(presence);
}

static void others_cannot_be_moved(void **unused)
{
    (void)unused;
    struct presence *presence = presence_new();
    assert_int_equal(comes(presence, 8, 1, "{\"cursor\":null}"), OK);
    assert_int_equal(presence_changes(presence), 0);
    struct buf all = {0};
    presence_all(presence, &all);
    assert_int_equal(all.len, 1);
    buf_free(&all);
    presence_free(presence);
}

static void nonsense_changes_nothing(void **unused)
{
    (void)unused;
    struct presence *presence = presence_new();
    assert_int_equal(presence_take(presence, bytes_text("\1\7"), &pekka), ERR_MALFORMED);
    assert_int_equal(comes(presence, 7, 1, "{"), ERR_MALFORMED);
    assert_int_equal(comes(presence, 7, 1, ""), ERR_MALFORMED);
    char big[1200];
    memset(big, ' ', sizeof big);
    memcpy(big, "{}", 2);
    big[sizeof big - 1] = '\0';
    assert_int_equal(comes(presence, 7, 1, big), ERR_TOO_BIG);
    assert_int_equal(presence_changes(presence), 0);
    presence_free(presence);
}

static void of_many_moves_the_newest_is_told_once(void **unused)
{
    (void)unused;
    struct presence *presence = presence_new();
    for (uint64_t clock = 1; clock <= 20; clock++)
        comes(presence, 7, clock,
              clock == 20 ? "{\"cursor\":{\"field\":\"decision\"}}"
                          : "{\"cursor\":{\"field\":\"title\"}}");
    assert_non_null(strstr(told(presence), "decision"));
    assert_int_equal(presence_changes(presence), 0);
    presence_free(presence);
}

static void who_leaves_is_told_as_gone_and_is_seen_at_once_when_back(void **unused)
{
    (void)unused;
    struct presence *presence = presence_new();
    comes(presence, 7, 5, "{}");
    presence_told(presence);
    presence_leave(presence, 7);
    assert_string_equal(told(presence), "null");
    presence_leave(presence, 7);
    presence_leave(presence, 99);
    assert_int_equal(presence_changes(presence), 0);
    comes(presence, 7, 5, "{}");
    assert_non_null(strstr(told(presence), "Pekka A"));
    comes(presence, 7, 6, "null");
    assert_string_equal(told(presence), "null");
    presence_free(presence);
}

/* --- in the hall ---------------------------------------------------------------------------------------------------------- */

static void moves(struct guest *guest, uint64_t clock, const char *state)
{
    struct buf update = awareness_of(guest->client, clock, state);
    struct buf frame = {0};
    hub_write_sync(&frame, guest->channel, YSYNC_AWARENESS, buf_bytes(&update));
    sends(guest, &frame);
    buf_free(&update);
}

/* What waits in the slot of `of`'s cursor for `guest`; "" if nothing does. */
static const char *cursor_seen(const struct guest *guest, const struct guest *of)
{
    uint32_t slot = (uint32_t)(1u << 31 | guest->channel << 24 | (of->client & 0xffffff));
    struct sent sent = outbox_fake_presence(guest->out, slot);
    static char text[1024];
    size_t len = 0;
    for (size_t i = 0; i < sent.bytes.len; i++)
        if (sent.bytes.data[i] >= ' ' && sent.bytes.data[i] < 0x7f)
            text[len++] = (char)sent.bytes.data[i];
    text[len] = '\0';
    return text;
}

static struct stage *given_two_in_a_room(struct guest **pa, struct guest **qa)
{
    struct stage *stage = given_a_hall();
    given_open_group(stage, "a");
    *pa = comes_in(stage, "pa");
    *qa = comes_in(stage, "qa");
    opens(*pa, "doc-a");
    opens(*qa, "doc-a");
    moves(*pa, 1, "{\"user\":{\"name\":\"Valehtelija\"},\"cursor\":{\"field\":\"title\"}}");
    time_passes(stage, 100);
    return stage;
}

static void a_cursor_is_seen_by_all_in_the_room_with_its_true_name(void **unused)
{
    (void)unused;
    struct guest *pa, *qa;
    struct stage *stage = given_two_in_a_room(&pa, &qa);
    assert_non_null(strstr(cursor_seen(qa, pa), "Pekka A"));
    assert_non_null(strstr(cursor_seen(qa, pa), "title"));
    assert_null(strstr(cursor_seen(qa, pa), "Valehtelija"));
    struct guest *fa = comes_in(stage, "fa");
    opens(fa, "doc-a"); /* one who comes later sees it too */
    struct reader reader;
    assert_true(frame_heard(fa, 1, -1, &reader, NULL));
    assert_true(reader_left(&reader) > 10);
    goes(fa);
    goes(pa);
    goes(qa);
    stage_forget(stage);
}

static void when_a_line_ends_its_cursor_goes(void **unused)
{
    (void)unused;
    struct guest *pa, *qa;
    struct stage *stage = given_two_in_a_room(&pa, &qa);
    struct guest gone = *pa;
    goes(pa);
    time_passes(stage, 100);
    assert_non_null(strstr(cursor_seen(qa, &gone), "null"));
    assert_null(strstr(cursor_seen(qa, &gone), "Pekka"));
    goes(qa);
    stage_forget(stage);
}

static void a_dead_line_that_is_noticed_late_takes_nobody_away_who_is_back(void **unused)
{
    (void)unused;
    struct guest *pa, *qa;
    struct stage *stage = given_two_in_a_room(&pa, &qa);
    struct guest *again = comes_in(stage, "pa");
    again->client = pa->client;
    again->epoch = pa->epoch;
    opens(again, "doc-a");
    moves(again, 2, "{\"cursor\":{\"field\":\"decision\"}}");
    time_passes(stage, 100);

    goes(pa); /* the old line, at last */
    time_passes(stage, 100);

    assert_non_null(strstr(cursor_seen(qa, again), "decision"));
    goes(again);
    time_passes(stage, 100);
    goes(qa);
    stage_forget(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_what_the_server_says_and_the_cursor_is_their_own),
        cmocka_unit_test(others_cannot_be_moved),
        cmocka_unit_test(nonsense_changes_nothing),
        cmocka_unit_test(of_many_moves_the_newest_is_told_once),
        cmocka_unit_test(who_leaves_is_told_as_gone_and_is_seen_at_once_when_back),
        cmocka_unit_test(a_cursor_is_seen_by_all_in_the_room_with_its_true_name),
        cmocka_unit_test(when_a_line_ends_its_cursor_goes),
        cmocka_unit_test(a_dead_line_that_is_noticed_late_takes_nobody_away_who_is_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
