#include "store/given_store.h"

#include "store/verify.h"

static void a_sound_database_is_reported_with_its_chain_head(void **state)
{
    struct place *place = *state;
    struct verify_report report;
    given_events(place, 20);

    assert_int_equal(verify_database(place->db, &report), OK);

    struct log_tail tail;
    struct db *db = given_reader(place);
    assert_int_equal(replay_tail(db, &tail), OK);
    db_close(db);
    assert_int_equal(report.rows, 20);
    assert_int_equal(report.trouble, 0);
    assert_string_equal(report.what, "");
    assert_memory_equal(report.chain, tail.chain, 32);
}

static void a_body_that_is_gone_without_a_record_of_its_erasing_is_named(void **state)
{
    struct place *place = *state;
    struct verify_report report;
    given_events(place, 20);
    tamper(place->db, "UPDATE log SET body = NULL, salt = NULL WHERE pos % 5 = 0");

    assert_int_equal(verify_database(place->db, &report), ERR_CORRUPT);

    assert_int_equal(report.trouble, 5);
    assert_non_null(strstr(report.what, "row 5"));
}

static void bodies_that_the_log_says_were_erased_are_counted_and_sound(void **state)
{
    struct place *place = *state;
    struct verify_report report;
    given_events(place, 20);
    struct journal *journal = given_journal(place);
    struct record told = {.kind = RECORD_AUDIT, .stream = "day", .actor = "", .command = ""};
    told.body = bytes_text("{\"what\":\"person_erased\",\"seat\":\"s\",\"erased\":[5,10]}");
    journal_append(journal, &told);
    assert_int_equal(journal_close(journal), OK);

    tamper(place->db, "UPDATE log SET body = NULL, salt = NULL WHERE pos IN (5, 10)");
    assert_int_equal(verify_database(place->db, &report), OK);
    assert_int_equal(report.rows, 21);
    assert_int_equal(report.erased, 2);

    tamper(place->db, "UPDATE log SET body = NULL, salt = NULL WHERE pos = 21");
    assert_int_equal(verify_database(place->db, &report), ERR_CORRUPT);
}

/* A log that ends earlier is a whole one: what is missing shows only to whoever has kept a printed head. */
static void a_cut_off_end_is_found_by_a_printed_head(void **state)
{
    struct place *place = *state;
    struct verify_report printed, report;
    uint8_t chain[32];
    given_events(place, 20);
    assert_int_equal(verify_database(place->db, &printed), OK);
    assert_int_equal(verify_chain_at(place->db, printed.rows, chain), OK);
    assert_memory_equal(chain, printed.chain, 32);

    tamper(place->db, "DELETE FROM log WHERE pos = 20");

    assert_int_equal(verify_database(place->db, &report), OK);
    assert_int_equal(report.rows, 19);
    assert_int_equal(verify_chain_at(place->db, printed.rows, chain), ERR_NOT_FOUND);
}

static void a_head_stays_a_records_own_when_others_follow(void **state)
{
    struct place *place = *state;
    struct verify_report printed;
    uint8_t chain[32];
    given_events(place, 20);
    assert_int_equal(verify_database(place->db, &printed), OK);

    given_events(place, 5);

    assert_int_equal(verify_chain_at(place->db, 20, chain), OK);
    assert_memory_equal(chain, printed.chain, 32);
}

static void a_changed_row_is_named(void **state)
{
    struct place *place = *state;
    struct verify_report report;
    given_events(place, 20);
    tamper(place->db, "UPDATE log SET body = x'39' WHERE pos = 13");

    assert_int_equal(verify_database(place->db, &report), ERR_CORRUPT);

    assert_int_equal(report.trouble, 13);
    assert_int_equal(report.rows, 12);
    assert_non_null(strstr(report.what, "row 13"));
}

static void a_damaged_page_is_reported(void **state)
{
    struct place *place = *state;
    struct verify_report report;
    given_events(place, 2000);
    struct buf content = {0};
    file_read(place->db, &content);
    memset(content.data + 10 * 4096, 0x55, 4096);
    file_write(place->db, content.data, content.len);
    buf_free(&content);

    assert_int_equal(verify_database(place->db, &report), ERR_CORRUPT);

    assert_true(report.what[0] != 0);
}

static void a_missing_or_foreign_file_is_told_in_a_sentence(void **state)
{
    struct place *place = *state;
    struct verify_report report;

    assert_int_equal(verify_database(place->db, &report), ERR_IO);
    assert_non_null(strstr(report.what, place->db));

    file_write(place->db, "Pöytäkirja\n", 13);
    assert_int_equal(verify_database(place->db, &report), ERR_MALFORMED);
    assert_non_null(strstr(report.what, "not a Sopu database"));
}

static void a_database_in_use_can_be_verified(void **state)
{
    struct place *place = *state;
    struct verify_report report = {0};
    struct journal *journal = given_journal(place);
    struct record record = an_event("{}");
    wait_durable(place, journal, journal_append(journal, &record));

    pid_t child = fork();
    if (child == 0) {
        enum err err = verify_database(place->db, &report);
        _exit(err == OK && report.rows == 1 ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);

    assert_int_equal(status, 0);
    assert_int_equal(journal_close(journal), OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_PLACE(a_sound_database_is_reported_with_its_chain_head),
        TEST_IN_PLACE(a_body_that_is_gone_without_a_record_of_its_erasing_is_named),
        TEST_IN_PLACE(bodies_that_the_log_says_were_erased_are_counted_and_sound),
        TEST_IN_PLACE(a_cut_off_end_is_found_by_a_printed_head),
        TEST_IN_PLACE(a_head_stays_a_records_own_when_others_follow),
        TEST_IN_PLACE(a_changed_row_is_named),
        TEST_IN_PLACE(a_damaged_page_is_reported),
        TEST_IN_PLACE(a_missing_or_foreign_file_is_told_in_a_sentence),
        TEST_IN_PLACE(a_database_in_use_can_be_verified),
    };
    return cmocka_run_group_tests_name("store/verify", tests, NULL, NULL);
}
