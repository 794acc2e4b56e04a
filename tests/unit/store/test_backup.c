/* A copy has its name only when it is whole; what is there already stays. */
#include "store/given_store.h"

#include "store/backup.h"

static const char *copy_in(const struct place *place)
{
    static char copy[sizeof place->db];
    snprintf(copy, sizeof copy, "%.63s/copy.db", place->folder);
    return copy;
}

static const char *part_in(const struct place *place)
{
    static char part[120];
    snprintf(part, sizeof part, "%s.sopu-part", copy_in(place));
    return part;
}

static enum err when_copied(const struct place *place, struct verify_report *report, char why[300])
{
    struct buf sentence = {0};
    enum err err = backup_make(place->db, copy_in(place), report, &sentence);
    snprintf(why, 300, "%s", buf_c_string(&sentence));
    buf_free(&sentence);
    return err;
}

static void a_copy_has_every_row_and_the_same_chain_beside_a_running_journal(void **state)
{
    struct place *place = *state;
    struct verify_report report, whole;
    char why[300];
    given_events(place, 500);
    struct journal *journal = given_journal(place);
    struct record record = an_event("the last one before");
    wait_durable(place, journal, journal_append(journal, &record));

    assert_int_equal(when_copied(place, &report, why), OK);

    assert_int_equal(journal_close(journal), OK);
    assert_int_equal(report.rows, 501);
    assert_int_equal(verify_database(place->db, &whole), OK);
    assert_memory_equal(report.chain, whole.chain, 32);
    struct stat about;
    assert_int_equal(stat(copy_in(place), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_not_equal(access(part_in(place), F_OK), 0);
}

static void a_day_goes_on_in_a_copy(void **state)
{
    struct place *place = *state;
    struct verify_report report;
    char why[300];
    given_events(place, 5);
    assert_int_equal(when_copied(place, &report, why), OK);

    snprintf(place->db, sizeof place->db, "%s", copy_in(place));
    given_events(place, 5);

    assert_int_equal(verify_database(place->db, &report), OK);
    assert_int_equal(report.rows, 10);
}

static void nothing_is_overwritten(void **state)
{
    struct place *place = *state;
    struct verify_report report;
    struct buf content = {0};
    char why[300];
    given_events(place, 5);
    file_write(copy_in(place), "mine", 4);

    assert_int_equal(when_copied(place, &report, why), ERR_BUSY);

    assert_non_null(strstr(why, "exists already"));
    file_read(copy_in(place), &content);
    assert_int_equal(content.len, 4);
    buf_free(&content);
}

static void what_a_killed_backup_has_left_is_begun_anew(void **state)
{
    struct place *place = *state;
    struct verify_report report;
    char why[300];
    given_events(place, 5);
    file_write(part_in(place), "half of a page", 14);

    assert_int_equal(when_copied(place, &report, why), OK);

    assert_int_equal(report.rows, 5);
}

static void a_damaged_day_gives_no_copy(void **state)
{
    struct place *place = *state;
    struct verify_report report;
    char why[300];
    given_events(place, 5);
    tamper(place->db, "UPDATE log SET body = x'39' WHERE pos = 3");

    assert_int_equal(when_copied(place, &report, why), ERR_CORRUPT);

    assert_non_null(strstr(why, "row 3"));
    assert_int_not_equal(access(copy_in(place), F_OK), 0);
    assert_int_not_equal(access(part_in(place), F_OK), 0);
}

static void what_lies_in_free_pages_does_not_travel(void **state)
{
    struct place *place = *state;
    struct verify_report report;
    struct buf content = {0};
    char why[300];
    given_events(place, 5);
    tamper(place->db, "PRAGMA secure_delete = OFF; CREATE TABLE gone (x);"
                      "INSERT INTO gone VALUES ('Kanaria Lintunen'); DROP TABLE gone;"
                      "PRAGMA wal_checkpoint(TRUNCATE)");
    file_read(place->db, &content);
    assert_non_null(memmem(content.data, content.len, "Kanaria Lintunen", 16));

    assert_int_equal(when_copied(place, &report, why), OK);

    file_read(copy_in(place), &content);
    assert_null(memmem(content.data, content.len, "Kanaria Lintunen", 16));
    buf_free(&content);
}

static void a_missing_file_is_told(void **state)
{
    struct place *place = *state;
    struct verify_report report;
    char why[300];

    assert_int_equal(when_copied(place, &report, why), ERR_IO);

    assert_non_null(strstr(why, place->db));
    assert_int_not_equal(access(place->db, F_OK), 0);
    assert_int_not_equal(access(part_in(place), F_OK), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_PLACE(a_copy_has_every_row_and_the_same_chain_beside_a_running_journal),
        TEST_IN_PLACE(a_day_goes_on_in_a_copy),
        TEST_IN_PLACE(nothing_is_overwritten),
        TEST_IN_PLACE(what_a_killed_backup_has_left_is_begun_anew),
        TEST_IN_PLACE(a_damaged_day_gives_no_copy),
        TEST_IN_PLACE(what_lies_in_free_pages_does_not_travel),
        TEST_IN_PLACE(a_missing_file_is_told),
    };
    return cmocka_run_group_tests_name("store/backup", tests, NULL, NULL);
}
