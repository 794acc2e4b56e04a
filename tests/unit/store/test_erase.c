/* A person is erased from a day that goes on: nothing of them is left in the file's bytes, and the log is whole. */
#include "store/given_store.h"

#include "store/erase.h"
#include "store/verify.h"

static const char NAME[] = "Kanaria Lintunen";
static const char LATE_WORDS[] = "kanarian myöhästyneet sanat";
static const int64_t NOW_MS = 1732600000000;

static struct record of_seat(enum record_kind kind, const char *seat, const char *body)
{
    return (struct record){.kind = kind,
                           .stream = "day",
                           .actor = seat,
                           .at_ms = NOW_MS,
                           .command = "",
                           .body = bytes_text(body)};
}

static void somebody_comes(struct journal *journal, const char *seat, const char *name)
{
    struct record added = an_event("{}");
    added.side = (struct side){.kind = SIDE_PERSON, .key = seat, .text = name};
    struct record link = of_seat(RECORD_AUDIT, seat, "{\"what\":\"link_made\"}");
    link.side = (struct side){.kind = SIDE_LINK, .key = seat, .seat = seat, .hash = {1}};
    struct record session = of_seat(RECORD_AUDIT, seat, "{\"what\":\"signed_in\"}");
    session.side = (struct side){.kind = SIDE_SESSION, .seat = seat, .expires_ms = NOW_MS};
    memcpy(session.side.hash, seat, strlen(seat));
    journal_append(journal, &added);
    journal_append(journal, &link);
    journal_append(journal, &session);
}

/* Rows 1..3 of canary, 4..6 of other, 7 a text's change, 8 a late edit, 9 an ended session. */
static void given_a_day_with_a_canary(struct place *place)
{
    struct journal *journal = given_journal(place);
    somebody_comes(journal, "canary", NAME);
    somebody_comes(journal, "other", "Toinen Henkilö");
    struct record update = of_seat(RECORD_UPDATE, "canary", "ryhmän sanat");
    struct record late = of_seat(RECORD_LATE, "canary", LATE_WORDS);
    struct record out = of_seat(RECORD_AUDIT, "canary", "{\"what\":\"signed_out\"}");
    journal_append(journal, &update);
    journal_append(journal, &late);
    journal_append(journal, &out);
    assert_int_equal(journal_close(journal), OK);
}

static bool file_holds(const char *path, const char *suffix, const char *words)
{
    char name[120];
    snprintf(name, sizeof name, "%s%s", path, suffix);
    struct buf content = {0};
    file_read(name, &content);
    bool holds = content.len > 0 && memmem(content.data, content.len, words, strlen(words)) != NULL;
    buf_free(&content);
    return holds;
}

static bool is_anywhere(const struct place *place, const char *words)
{
    return file_holds(place->db, "", words) || file_holds(place->db, "-wal", words) ||
           file_holds(place->db, "-shm", words) || file_holds(place->db, "-journal", words);
}

static struct erase_report when_erased(const struct place *place)
{
    struct erase_report report;
    struct buf why = {0};
    if (erase_person(place->db, "canary", NOW_MS, &report, &why) != OK)
        fail_msg("%s", buf_c_string(&why));
    buf_free(&why);
    return report;
}

static void nothing_of_the_person_is_left_in_the_files_and_the_chain_holds(void **state)
{
    struct place *place = *state;
    given_a_day_with_a_canary(place);
    assert_true(is_anywhere(place, NAME) && is_anywhere(place, LATE_WORDS));

    struct erase_report report = when_erased(place);

    assert_false(is_anywhere(place, NAME));
    assert_false(is_anywhere(place, LATE_WORDS));
    assert_true(report.had_name);
    assert_int_equal(report.links, 1);
    assert_int_equal(report.sessions, 1);
    assert_int_equal(report.bodies, 4);
    assert_int_equal(report.record, 10);
    struct verify_report whole;
    assert_int_equal(verify_database(place->db, &whole), OK);
    assert_int_equal(whole.rows, 10);
    assert_int_equal(whole.erased, 4);
    assert_memory_equal(whole.chain, report.chain, 32);
}

/* As a program without secure_delete leaves them: in free pages and in the gaps of used ones. */
static void copies_in_free_pages_go_too(void **state)
{
    struct place *place = *state;
    given_a_day_with_a_canary(place);
    tamper(place->db,
           "PRAGMA secure_delete = OFF;"
           "CREATE TABLE big (body TEXT);"
           "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)"
           "  INSERT INTO big SELECT 'Kanaria Lintunen ' || hex(randomblob(100)) FROM n;"
           "INSERT INTO person SELECT 'x' || rowid, body FROM big; DELETE FROM person WHERE seat "
           "GLOB 'x*';"
           "DROP TABLE big; PRAGMA wal_checkpoint(TRUNCATE)");
    tamper(place->db, "DELETE FROM person WHERE seat = 'canary'");
    assert_true(file_holds(place->db, "", NAME));

    when_erased(place);

    assert_false(is_anywhere(place, NAME));
}

static void what_replay_needs_and_what_is_others_stays(void **state)
{
    struct place *place = *state;
    given_a_day_with_a_canary(place);

    when_erased(place);

    assert_true(file_holds(place->db, "", "Toinen Henkilö"));
    assert_int_equal(number_in(place->db, "SELECT count(*) FROM link"), 1);
    assert_int_equal(number_in(place->db, "SELECT count(*) FROM session"), 1);
    assert_int_equal(
        number_in(place->db, "SELECT count(*) FROM log WHERE kind IN (1, 2) AND body IS NULL"), 0);
    assert_int_equal(
        number_in(place->db, "SELECT count(*) FROM log WHERE actor = 'other' AND body IS NULL"), 0);
    assert_int_equal(number_in(place->db,
                               "SELECT count(*) FROM log WHERE pos = 10 AND CAST(body AS TEXT) = "
                               "'{\"what\":\"person_erased\",\"seat\":\"canary\","
                               "\"erased\":[2,3,8,9]}'"),
                     1);
}

static void doing_it_again_changes_nothing(void **state)
{
    struct place *place = *state;
    given_a_day_with_a_canary(place);
    struct erase_report first = when_erased(place);

    struct erase_report again = when_erased(place);

    assert_int_equal(again.record, 0);
    assert_int_equal(again.bodies, 0);
    assert_memory_equal(again.chain, first.chain, 32);
    assert_int_equal(number_in(place->db, "SELECT count(*) FROM log"), 10);
}

static void the_journal_goes_on_after_it(void **state)
{
    struct place *place = *state;
    given_a_day_with_a_canary(place);
    when_erased(place);

    struct journal *journal = given_journal(place);
    struct record record = an_event("{}");
    assert_int_equal(journal_append(journal, &record), 11);
    assert_int_equal(journal_close(journal), OK);

    struct verify_report whole;
    assert_int_equal(verify_database(place->db, &whole), OK);
    assert_int_equal(whole.rows, 11);
}

static void nobody_is_erased_while_a_server_runs(void **state)
{
    struct place *place = *state;
    given_a_day_with_a_canary(place);
    struct journal *journal = given_journal(place);
    struct erase_report report;
    struct buf why = {0};

    assert_int_equal(erase_person(place->db, "canary", NOW_MS, &report, &why), ERR_BUSY);

    assert_non_null(strstr(buf_c_string(&why), "in use by another Sopu process"));
    buf_free(&why);
    assert_int_equal(journal_close(journal), OK);
    assert_int_equal(number_in(place->db, "SELECT count(*) FROM log"), 9);
    assert_int_equal(number_in(place->db, "SELECT count(*) FROM person"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_PLACE(nothing_of_the_person_is_left_in_the_files_and_the_chain_holds),
        TEST_IN_PLACE(copies_in_free_pages_go_too),
        TEST_IN_PLACE(what_replay_needs_and_what_is_others_stays),
        TEST_IN_PLACE(doing_it_again_changes_nothing),
        TEST_IN_PLACE(the_journal_goes_on_after_it),
        TEST_IN_PLACE(nobody_is_erased_while_a_server_runs),
    };
    return cmocka_run_group_tests_name("store/erase", tests, NULL, NULL);
}
