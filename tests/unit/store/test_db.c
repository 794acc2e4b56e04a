#include "store/given_store.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/time.h>

/* Is `why` one sentence that names the file? */
static void assert_sentence(struct buf *why, const char *path, const char *part)
{
    const char *sentence = buf_c_string(why);
    assert_non_null(strstr(sentence, path));
    assert_non_null(strstr(sentence, part));
    assert_null(strchr(sentence, '\n'));
    buf_free(why);
}

static void assert_claim_refused(const char *path, enum err expected, const char *part)
{
    struct buf why = {0};
    int claim;
    assert_int_equal(db_claim(path, &claim, &why), expected);
    assert_int_equal(claim, -1);
    assert_sentence(&why, path, part);
}

/* Opens for writing as the journal does; the error of the first step that fails. */
static enum err claim_and_open(const char *path, struct buf *why)
{
    int claim;
    struct db *db = NULL;
    enum err err = db_claim(path, &claim, why);
    if (err == OK)
        err = db_open(path, DB_WRITE, &db, why);
    db_close(db);
    if (claim >= 0)
        close(claim);
    return err;
}

static void a_new_file_is_for_its_owner_only(void **state)
{
    struct place *place = *state;
    mode_t before = umask(0);

    assert_int_equal(claim_and_open(place->db, NULL), OK);

    umask(before);
    struct stat about;
    assert_int_equal(stat(place->db, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(number_in(place->db, "PRAGMA application_id"), 0x536f7075);
    assert_int_equal(number_in(place->db, "PRAGMA user_version"), 2);
}

/* A file that is opened, and what of it has been brought to the disk. */
static struct {
    const char *path;
    bool empty;     /* the file, while nothing was in it */
    bool wal_alone; /* its folder, when it was a WAL one and its rollback journal was gone */
} watched;

static bool has_journal(void)
{
    char journal[4200];
    snprintf(journal, sizeof journal, "%s-journal", watched.path);
    return access(journal, F_OK) == 0;
}

static bool is_wal(void)
{
    uint8_t version = 0;
    int file = open(watched.path, O_RDONLY | O_CLOEXEC);
    bool is_read = file >= 0 && pread(file, &version, 1, 18) == 1; /* fileformat.html, 1.3 */
    close(file);
    return is_read && version == 2;
}

static void is_synced(int fd)
{
    char link[64];
    char path[4096] = "";
    struct stat about;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if (watched.path == NULL || readlink(link, path, sizeof path - 1) <= 0)
        return;
    if (strcmp(watched.path, path) == 0)
        watched.empty |= fstat(fd, &about) == 0 && about.st_size == 0 && !has_journal();
    else if (strncmp(watched.path, path, strlen(path)) == 0)
        watched.wal_alone = is_wal() && !has_journal();
}

/* These two stand before the C library's. */
int fsync(int fd)
{
    is_synced(fd);
    return (int)syscall(SYS_fsync, fd);
}
int fdatasync(int fd)
{
    is_synced(fd);
    return (int)syscall(SYS_fdatasync, fd);
}

static void is_opened_and_watched(const char *path)
{
    watched.path = path;
    watched.empty = watched.wal_alone = false;
    assert_int_equal(claim_and_open(path, NULL), OK);
    watched.path = NULL;
}

/* A crash may have ended an earlier beginning of it: a power cut would bring a piece of its first page back. */
static void that_a_new_file_is_empty_is_on_the_disk_first(void **state)
{
    struct place *place = *state;
    is_opened_and_watched(place->db);
    assert_true(watched.empty);
    is_opened_and_watched(place->db);
    assert_false(watched.empty);
}

/* SQLite makes the file a WAL one with a rollback journal, which it takes away without a sync: after a power cut that could be
 * there again, and the whole day be rolled back by it. */
static void that_the_rollback_journal_is_gone_is_on_the_disk(void **state)
{
    struct place *place = *state;
    for (int starts = 0; starts < 2; starts++) {
        is_opened_and_watched(place->db);
        assert_true(watched.wal_alone);
    }
}

static void the_write_ahead_log_is_for_its_owner_only_too(void **state)
{
    struct place *place = *state;
    int claim;
    struct db *db;
    mode_t before = umask(0);
    assert_int_equal(db_claim(place->db, &claim, NULL), OK);
    assert_int_equal(db_open(place->db, DB_WRITE, &db, NULL), OK);

    umask(before);
    char wal[100];
    struct stat about;
    snprintf(wal, sizeof wal, "%s-wal", place->db);
    assert_int_equal(stat(wal, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    db_close(db);
    close(claim);
}

static void an_empty_file_becomes_a_database(void **state)
{
    struct place *place = *state;
    file_write(place->db, "", 0);

    assert_int_equal(claim_and_open(place->db, NULL), OK);
}

static void a_missing_folder_is_told_in_one_sentence(void **state)
{
    struct place *place = *state;
    char path[100];
    snprintf(path, sizeof path, "%s/nowhere/day.db", place->folder);

    assert_claim_refused(path, ERR_IO, "No such file or directory");
}

static void a_folder_one_may_not_write_is_told_in_one_sentence(void **state)
{
    struct place *place = *state;
    assert_int_equal(chmod(place->folder, 0555), 0);
    uid_t before = geteuid();
    if (before == 0)
        assert_int_equal(seteuid(65534), 0); /* root may write anywhere */

    struct buf why = {0};
    int claim;
    enum err err = db_claim(place->db, &claim, &why);

    if (before == 0)
        assert_int_equal(seteuid(before), 0);
    assert_int_equal(chmod(place->folder, 0755), 0);
    assert_int_equal(err, ERR_IO);
    assert_sentence(&why, place->db, "Permission denied");
}

static void a_folder_is_not_a_database(void **state)
{
    struct place *place = *state;

    assert_claim_refused(place->folder, ERR_IO, "Is a directory");
}

/* Refused, and not one byte beside or inside it has changed. */
static void assert_untouched(struct place *place, enum err expected, const char *part)
{
    struct buf before = {0};
    struct buf after = {0};
    struct buf why = {0};
    file_read(place->db, &before);

    assert_int_equal(claim_and_open(place->db, &why), expected);

    assert_sentence(&why, place->db, part);
    file_read(place->db, &after);
    assert_true(bytes_equal(buf_bytes(&before), buf_bytes(&after)));
    buf_free(&before);
    buf_free(&after);
}

static void a_text_file_is_left_as_it_is(void **state)
{
    struct place *place = *state;
    const char *text = "Pöytäkirja\n";
    file_write(place->db, text, strlen(text));

    assert_untouched(place, ERR_MALFORMED, "not a Sopu database");
}

static void a_database_of_another_program_is_left_as_it_is(void **state)
{
    struct place *place = *state;
    tamper(place->db, "PRAGMA application_id = 7; CREATE TABLE log (x)");

    assert_untouched(place, ERR_MALFORMED, "not a Sopu database");
}

static void a_database_that_says_nothing_about_itself_is_left_as_it_is(void **state)
{
    struct place *place = *state;
    tamper(place->db, "CREATE TABLE log (x)");

    assert_untouched(place, ERR_MALFORMED, "not a Sopu database");
}

static void a_database_of_a_newer_version_is_left_as_it_is(void **state)
{
    struct place *place = *state;
    assert_int_equal(claim_and_open(place->db, NULL), OK);
    tamper(place->db, "PRAGMA user_version = 3");

    assert_untouched(place, ERR_NEWER, "newer Sopu");
    char wal[100];
    snprintf(wal, sizeof wal, "%s-wal", place->db);
    assert_int_equal(access(wal, F_OK), -1);
}

/* A program does this and is killed: it stands in the write-ahead log alone. */
static void is_left_in_the_log(const char *path, const char *sql)
{
    pid_t child = fork();
    if (child == 0) {
        struct sqlite3 *sqlite;
        sqlite3_open(path, &sqlite);
        _exit(sqlite3_exec(sqlite, sql, NULL, NULL, NULL));
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == SQLITE_OK);
}

/* The newer program was killed right after its migration: the file itself still says 2. */
static void a_newer_version_in_the_write_ahead_log_is_seen(void **state)
{
    struct place *place = *state;
    assert_int_equal(claim_and_open(place->db, NULL), OK);
    is_left_in_the_log(place->db, "PRAGMA user_version = 3");
    assert_untouched(place, ERR_NEWER, "newer Sopu");
}

static void a_damaged_file_is_not_opened(void **state)
{
    struct place *place = *state;
    given_events(place, 500);
    struct buf content = {0};
    file_read(place->db, &content);
    memset(content.data + 4096, 0x55, content.len - 4096);
    file_write(place->db, content.data, content.len);
    buf_free(&content);

    assert_untouched(place, ERR_CORRUPT, place->db);
}

static void one_process_has_the_database(void **state)
{
    struct place *place = *state;
    int claim;
    assert_int_equal(db_claim(place->db, &claim, NULL), OK);

    pid_t child = fork();
    if (child == 0) {
        struct buf why = {0};
        int second;
        enum err err = db_claim(place->db, &second, &why);
        bool is_told = strstr(buf_c_string(&why), "in use by another Sopu process") != NULL;
        _exit(err == ERR_BUSY && second == -1 && is_told ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);

    assert_int_equal(status, 0);
    close(claim);
}

static void a_claim_ends_with_its_process(void **state)
{
    struct place *place = *state;
    pid_t child = fork();
    if (child == 0) {
        int claim;
        _exit(db_claim(place->db, &claim, NULL) == OK ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);

    int claim;
    assert_int_equal(db_claim(place->db, &claim, NULL), OK);
    close(claim);
}

#define STEP(name, sql)                                                                            \
    {                                                                                              \
        name, (const uint8_t *)(sql), sizeof(sql) - 1                                              \
    }

static void steps_run_once_and_in_order(void **state)
{
    struct place *place = *state;
    const struct embedded steps[] = {
        STEP("001_begin.sql", "SELECT RAISE_NEVER_RUNS()"), /* the file has these already */
        STEP("002_ballot.sql", "SELECT RAISE_NEVER_RUNS()"),
        STEP("003_hall.sql", "CREATE TABLE hall (name TEXT) STRICT"),
        STEP("004_seats.sql", "ALTER TABLE hall ADD COLUMN seats INTEGER"),
        {0},
    };
    int claim;
    struct db *db;
    assert_int_equal(db_claim(place->db, &claim, NULL), OK);
    assert_int_equal(db_open(place->db, DB_WRITE, &db, NULL), OK);

    assert_int_equal(db_migrate(db, steps, NULL), OK);
    assert_int_equal(db_migrate(db, steps, NULL), OK);

    db_close(db);
    close(claim);
    assert_int_equal(number_in(place->db, "PRAGMA user_version"), 4);
    assert_int_equal(number_in(place->db, "SELECT count(seats) FROM hall"), 0);
}

/* As the program before the ballots left it: who only reads says what to do, a server brings it to today. */
static void a_file_of_before_the_ballots_is_brought_to_today(void **state)
{
    struct place *place = *state;
    struct db *db;
    int claim;
    assert_int_equal(claim_and_open(place->db, NULL), OK);
    tamper(place->db,
           "DROP TABLE ballot; DROP TABLE registry; DROP TABLE feedback; PRAGMA user_version = 1");
    assert_int_equal(db_open(place->db, DB_READ, &db, NULL), ERR_MALFORMED);
    assert_int_equal(db_claim(place->db, &claim, NULL), OK);
    assert_int_equal(db_open(place->db, DB_WRITE, &db, NULL), OK);
    db_close(db);
    close(claim);
    assert_int_equal(number_in(place->db, "PRAGMA user_version"), 2);
    assert_int_equal(number_in(place->db, "SELECT count(*) FROM ballot"), 0);
}

/* Ends itself by an alarm after so many microseconds of opening: true if it got that far. */
static bool opening_is_killed_after(const char *path, int us)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct itimerval when = {.it_value.tv_usec = us};
        signal(SIGALRM, SIG_DFL);
        setitimer(ITIMER_REAL, &when, NULL);
        _exit(claim_and_open(path, NULL) == OK ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM;
}

static void older_again(const char *path)
{
    tamper(path, "DROP TABLE ballot; DROP TABLE registry; DROP TABLE feedback;"
                 "PRAGMA user_version = 1; PRAGMA wal_checkpoint(TRUNCATE)");
}

/* At any moment of the step: it is of the old version or of the new one, with all that was in it, and the next start brings it
 * to today. */
static void a_kill_in_a_step_harms_nothing(void **state)
{
    enum { STEP_US = 20, MOST_US = 40 * 1000, EVENTS = 3 };
    struct place *place = *state;
    int killed = 0;
    int old = 0;
    int done = 0;
    given_events(place, EVENTS);
    for (int us = STEP_US; us < MOST_US && done < 3; us += STEP_US) {
        older_again(place->db);
        bool is_killed = opening_is_killed_after(place->db, us);
        killed += is_killed;
        done += !is_killed;
        int64_t version = number_in(place->db, "PRAGMA user_version");
        assert_true(version == 1 || version == 2);
        assert_int_equal(number_in(place->db, "SELECT count(*) FROM sqlite_schema WHERE name IN "
                                              "('ballot', 'registry', 'feedback')"),
                         version == 1 ? 0 : 3);
        old += version == 1;
        assert_int_equal(claim_and_open(place->db, NULL), OK);
        assert_int_equal(number_in(place->db, "PRAGMA user_version"), 2);
        assert_int_equal(number_in(place->db, "SELECT count(*) FROM log"), EVENTS);
    }
    assert_true(killed > 10 && old > 5 && done > 0);
}

/* Where SQLite wrote in write-ahead logs, in order. */
static struct {
    off_t at[512];
    size_t count;
} written;

static ssize_t pwrite_watched(int fd, const void *data, size_t len, off_t at)
{
    char link[64];
    char path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path);
    if (size > 4 && memcmp(path + size - 4, "-wal", 4) == 0 && written.count < 512)
        written.at[written.count++] = at;
    return pwrite(fd, data, len, at);
}

static void writes_are_watched(bool is_watched)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    sqlite3_syscall_ptr by = is_watched ? (sqlite3_syscall_ptr)pwrite_watched : NULL;
    assert_int_equal(vfs->xSetSystemCall(vfs, "pwrite64", by), SQLITE_OK);
    assert_int_equal(vfs->xSetSystemCall(vfs, "pwrite", by), SQLITE_OK);
}

static off_t log_size(const char *path)
{
    char name[4096];
    struct stat about;
    snprintf(name, sizeof name, "%s-wal", path);
    assert_int_equal(stat(name, &about), 0);
    return about.st_size;
}

/* A sync may have failed before: what is readable of the log is written once more where it stands before a step adds to it. A
 * step may be followed by a checkpoint, and a power cut in that would leave neither file nor log whole. */
static void a_step_comes_after_the_log_was_brought_to_the_disk(void **state)
{
    struct place *place = *state;
    assert_int_equal(claim_and_open(place->db, NULL), OK);
    older_again(place->db);
    is_left_in_the_log(place->db, "INSERT INTO person (seat, name) VALUES ('p1', 'Aino')");
    off_t size = log_size(place->db);
    assert_true(size > 0);
    written.count = 0;
    writes_are_watched(true);
    assert_int_equal(claim_and_open(place->db, NULL), OK);
    writes_are_watched(false);
    size_t behind = 0;
    while (behind < written.count && written.at[behind] < size)
        behind++;
    assert_true(behind < written.count); /* the step */
    assert_true(behind > 0 && written.at[0] == 0);
    assert_int_equal(number_in(place->db, "SELECT count(*) FROM person"), 1);
}

static void a_failed_step_leaves_the_database_as_it_was(void **state)
{
    struct place *place = *state;
    const struct embedded steps[] = {
        STEP("001_begin.sql", ""),
        STEP("002_ballot.sql", ""),
        STEP("003_hall.sql", "CREATE TABLE hall (name TEXT) STRICT; DROP TABLE person; nonsense"),
        {0},
    };
    int claim;
    struct db *db;
    struct buf why = {0};
    assert_int_equal(db_claim(place->db, &claim, NULL), OK);
    assert_int_equal(db_open(place->db, DB_WRITE, &db, NULL), OK);

    assert_int_equal(db_migrate(db, steps, &why), ERR_IO);

    assert_sentence(&why, "003_hall.sql", "nonsense");
    db_close(db);
    close(claim);
    assert_int_equal(number_in(place->db, "PRAGMA user_version"), 2);
    assert_int_equal(number_in(place->db, "SELECT count(*) FROM sqlite_schema WHERE name = 'hall'"),
                     0);
    assert_int_equal(number_in(place->db, "SELECT count(*) FROM person"), 0);
}

static void a_reader_needs_a_file_and_changes_nothing(void **state)
{
    struct place *place = *state;
    struct db *db;
    assert_int_equal(db_open(place->db, DB_READ, &db, NULL), ERR_IO);
    assert_null(db);
    given_events(place, 3);
    struct buf before = {0};
    struct buf after = {0};
    file_read(place->db, &before);

    assert_int_equal(db_open(place->db, DB_READ, &db, NULL), OK);
    assert_int_not_equal(sqlite3_exec(db_sqlite(db), "DELETE FROM log", NULL, NULL, NULL),
                         SQLITE_OK);
    db_close(db);

    file_read(place->db, &after);
    assert_true(bytes_equal(buf_bytes(&before), buf_bytes(&after)));
    buf_free(&before);
    buf_free(&after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_PLACE(a_new_file_is_for_its_owner_only),
        TEST_IN_PLACE(that_a_new_file_is_empty_is_on_the_disk_first),
        TEST_IN_PLACE(that_the_rollback_journal_is_gone_is_on_the_disk),
        TEST_IN_PLACE(the_write_ahead_log_is_for_its_owner_only_too),
        TEST_IN_PLACE(an_empty_file_becomes_a_database),
        TEST_IN_PLACE(a_missing_folder_is_told_in_one_sentence),
        TEST_IN_PLACE(a_folder_one_may_not_write_is_told_in_one_sentence),
        TEST_IN_PLACE(a_folder_is_not_a_database),
        TEST_IN_PLACE(a_text_file_is_left_as_it_is),
        TEST_IN_PLACE(a_database_of_another_program_is_left_as_it_is),
        TEST_IN_PLACE(a_database_that_says_nothing_about_itself_is_left_as_it_is),
        TEST_IN_PLACE(a_database_of_a_newer_version_is_left_as_it_is),
        TEST_IN_PLACE(a_newer_version_in_the_write_ahead_log_is_seen),
        TEST_IN_PLACE(a_file_of_before_the_ballots_is_brought_to_today),
        TEST_IN_PLACE(a_damaged_file_is_not_opened),
        TEST_IN_PLACE(one_process_has_the_database),
        TEST_IN_PLACE(a_claim_ends_with_its_process),
        TEST_IN_PLACE(steps_run_once_and_in_order),
        TEST_IN_PLACE(a_kill_in_a_step_harms_nothing),
        TEST_IN_PLACE(a_step_comes_after_the_log_was_brought_to_the_disk),
        TEST_IN_PLACE(a_failed_step_leaves_the_database_as_it_was),
        TEST_IN_PLACE(a_reader_needs_a_file_and_changes_nothing),
    };
    return cmocka_run_group_tests_name("store/db", tests, NULL, NULL);
}
