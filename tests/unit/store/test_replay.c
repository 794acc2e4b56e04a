#include "store/given_store.h"

struct reading {
    struct buf bodies; /* one after the other, erased ones as "-" */
    log_pos last;
    log_pos stop_at; /* 0: never */
    log_pos trouble;
};

static enum err row_seen(void *context, const struct log_row *row)
{
    struct reading *reading = context;
    if (row->pos == reading->stop_at)
        return ERR_POLICY;
    reading->last = row->pos;
    if (row->is_erased)
        buf_u8(&reading->bodies, '-');
    buf_bytes_append(&reading->bodies, row->body);
    return OK;
}

static enum err read_after(const struct place *place, log_pos after, struct reading *reading)
{
    struct db *db = given_reader(place);
    enum err err = replay_each(db, after, row_seen, reading, &reading->trouble);
    db_close(db);
    return err;
}

static void assert_bodies(struct reading *reading, const char *expected)
{
    assert_string_equal(buf_c_string(&reading->bodies), expected);
    buf_free(&reading->bodies);
}

static void rows_come_in_their_order(void **state)
{
    struct reading reading = {0};
    given_events(*state, 9);

    assert_int_equal(read_after(*state, 0, &reading), OK);

    assert_bodies(&reading, "123456789");
    assert_int_equal(reading.trouble, 0);
}

static void an_empty_log_has_no_rows(void **state)
{
    struct reading reading = {0};
    given_events(*state, 0);

    assert_int_equal(read_after(*state, 0, &reading), OK);

    assert_bodies(&reading, "");
}

static void reading_goes_on_after_a_position(void **state)
{
    struct reading reading = {0};
    given_events(*state, 9);

    assert_int_equal(read_after(*state, 6, &reading), OK);

    assert_bodies(&reading, "789");
}

static void reading_after_a_position_that_is_not_there_is_refused(void **state)
{
    struct reading reading = {0};
    given_events(*state, 3);

    assert_int_equal(read_after(*state, 4, &reading), ERR_CORRUPT);
    assert_int_equal(reading.trouble, 4);
}

static void a_callback_may_stop_the_reading(void **state)
{
    struct reading reading = {.stop_at = 4};
    given_events(*state, 9);

    assert_int_equal(read_after(*state, 0, &reading), ERR_POLICY);

    assert_bodies(&reading, "123");
}

static enum err row_is_the_full_one(void *context, const struct log_row *row)
{
    (void)context;
    assert_int_equal(row->pos, 1);
    assert_int_equal(row->kind, RECORD_UPDATE);
    assert_string_equal(row->stream, "ehdotus-ä");
    assert_int_equal(row->epoch, UINT32_MAX);
    assert_string_equal(row->actor, "seat-2");
    assert_int_equal(row->at_ms, -5);
    assert_string_equal(row->command, "");
    assert_false(row->is_erased);
    assert_int_equal(row->body.len, 4);
    assert_memory_equal(row->body.data, "\0\1\xff\0", 4);
    return OK;
}

static void a_row_is_read_as_it_was_appended(void **state)
{
    struct place *place = *state;
    struct journal *journal = given_journal(place);
    struct record record = {
        .kind = RECORD_UPDATE,
        .stream = "ehdotus-ä",
        .epoch = UINT32_MAX,
        .actor = "seat-2",
        .at_ms = -5,
        .command = "",
        .body = bytes_of("\0\1\xff\0", 4),
    };
    journal_append(journal, &record);
    assert_int_equal(journal_close(journal), OK);

    struct db *db = given_reader(place);
    assert_int_equal(replay_each(db, 0, row_is_the_full_one, NULL, NULL), OK);
    db_close(db);
}

static void an_empty_body_is_not_an_erased_one(void **state)
{
    struct place *place = *state;
    struct journal *journal = given_journal(place);
    struct record record = an_event("");
    journal_append(journal, &record);
    record.body = (struct bytes){0};
    journal_append(journal, &record);
    assert_int_equal(journal_close(journal), OK);

    struct reading reading = {0};
    assert_int_equal(read_after(place, 0, &reading), OK);
    assert_int_equal(reading.last, 2);
    assert_bodies(&reading, "");
}

static void a_body_can_be_erased_and_the_chain_still_holds(void **state)
{
    struct place *place = *state;
    struct reading reading = {0};
    given_events(place, 5);
    tamper(place->db, "UPDATE log SET body = NULL, salt = NULL WHERE pos = 3");

    assert_int_equal(read_after(place, 0, &reading), OK);

    assert_bodies(&reading, "12-45");
}

static void every_change_in_a_row_is_found_at_that_row(void **state)
{
    struct place *place = *state;
    static const char *const changes[] = {
        "UPDATE log SET kind = 2 WHERE pos = 3",
        "UPDATE log SET kind = 1 + (1 << 32) WHERE pos = 3",
        "UPDATE log SET stream = 'other' WHERE pos = 3",
        "UPDATE log SET epoch = 1 WHERE pos = 3",
        "UPDATE log SET epoch = 1 << 32 WHERE pos = 3",
        "UPDATE log SET actor = 'seat-2' WHERE pos = 3",
        "UPDATE log SET actor = actor || char(0) || 'x' WHERE pos = 3",
        "UPDATE log SET at_ms = at_ms + 1 WHERE pos = 3",
        "UPDATE log SET command = '' WHERE pos = 3",
        "UPDATE log SET body = x'34' WHERE pos = 3",
        "UPDATE log SET body = x'' WHERE pos = 3",
        "UPDATE log SET salt = zeroblob(16) WHERE pos = 3",
        "UPDATE log SET salt = x'', body = CAST(salt || body AS BLOB) WHERE pos = 3",
        "UPDATE log SET digest = zeroblob(32) WHERE pos = 3",
        "UPDATE log SET chain = zeroblob(32) WHERE pos = 3",
        "DELETE FROM log WHERE pos = 3",
        "UPDATE log SET pos = 9 WHERE pos = 3",
        "UPDATE log SET pos = -pos WHERE pos = 3",
    };
    given_events(place, 5);
    struct buf sound = {0};
    file_read(place->db, &sound);

    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        struct reading reading = {0};
        struct buf change = {0};
        buf_format(&change, "PRAGMA ignore_check_constraints = ON; %s", changes[i]);
        tamper(place->db, buf_c_string(&change));

        assert_int_equal(read_after(place, 0, &reading), ERR_CORRUPT);
        assert_int_equal(reading.trouble, 3);
        assert_int_equal(reading.last, 2);

        buf_free(&reading.bodies);
        buf_free(&change);
        file_write(place->db, sound.data, sound.len);
    }
    buf_free(&sound);
}

static void rows_cannot_change_places(void **state)
{
    struct place *place = *state;
    struct reading reading = {0};
    given_events(place, 5);
    tamper(place->db,
           "UPDATE log SET pos = 100 WHERE pos = 2; UPDATE log SET pos = 2 WHERE pos = 3;"
           "UPDATE log SET pos = 3 WHERE pos = 100");

    assert_int_equal(read_after(place, 0, &reading), ERR_CORRUPT);

    assert_int_equal(reading.trouble, 2);
    buf_free(&reading.bodies);
}

static void the_tail_is_the_newest_row(void **state)
{
    struct place *place = *state;
    given_events(place, 0);
    static const uint8_t zeros[32];
    struct log_tail empty;
    struct db *db = given_reader(place);
    assert_int_equal(replay_tail(db, &empty), OK);
    db_close(db);
    assert_int_equal(empty.pos, 0);
    assert_memory_equal(empty.chain, zeros, 32);

    given_events(place, 7);
    struct log_tail tail;
    db = given_reader(place);
    assert_int_equal(replay_tail(db, &tail), OK);
    db_close(db);
    assert_int_equal(tail.pos, 7);
    assert_memory_not_equal(tail.chain, zeros, 32);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_PLACE(rows_come_in_their_order),
        TEST_IN_PLACE(an_empty_log_has_no_rows),
        TEST_IN_PLACE(reading_goes_on_after_a_position),
        TEST_IN_PLACE(reading_after_a_position_that_is_not_there_is_refused),
        TEST_IN_PLACE(a_callback_may_stop_the_reading),
        TEST_IN_PLACE(a_row_is_read_as_it_was_appended),
        TEST_IN_PLACE(an_empty_body_is_not_an_erased_one),
        TEST_IN_PLACE(a_body_can_be_erased_and_the_chain_still_holds),
        TEST_IN_PLACE(every_change_in_a_row_is_found_at_that_row),
        TEST_IN_PLACE(rows_cannot_change_places),
        TEST_IN_PLACE(the_tail_is_the_newest_row),
    };
    return cmocka_run_group_tests_name("store/replay", tests, NULL, NULL);
}
