/* given_store.h - a folder of its own for each test, and a journal whose loop is the test. */
#ifndef SOPU_TESTS_UNIT_STORE_GIVEN_STORE_H
#define SOPU_TESTS_UNIT_STORE_GIVEN_STORE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "store/db.h"
#include "store/journal_open.h"
#include "store/replay.h"

#include <ftw.h>
#include <poll.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct place {
    char folder[64];
    char db[80]; /* <folder>/day.db */
    int wake[2]; /* the writer's wake, as a pipe */
};

static inline int given_place(void **state)
{
    struct place *place = mem_new(sizeof *place);
    snprintf(place->folder, sizeof place->folder, "/tmp/sopu-unit-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->db, sizeof place->db, "%s/day.db", place->folder);
    assert_int_equal(pipe(place->wake), 0);
    *state = place;
    return 0;
}

static inline int place_entry_remove(const char *path, const struct stat *about, int type,
                                     struct FTW *where)
{
    (void)about, (void)type, (void)where;
    return remove(path);
}

static inline int place_clear(void **state)
{
    struct place *place = *state;
    close(place->wake[0]);
    close(place->wake[1]);
    nftw(place->folder, place_entry_remove, 8, FTW_DEPTH | FTW_PHYS);
    mem_free(place);
    return 0;
}

static inline void place_wake(void *context)
{
    struct place *place = context;
    ssize_t written = write(place->wake[1], "w", 1);
    assert_int_equal(written, 1);
}

static inline struct journal *given_journal(struct place *place)
{
    struct journal *journal;
    struct buf why = {0};
    enum err err = journal_open(place->db, place_wake, place, &journal, &why);
    if (err != OK)
        fail_msg("%s", buf_c_string(&why));
    buf_free(&why);
    return journal;
}

/* The loop: sleeps until the writer wakes it and the position is durable. */
static inline void wait_durable(struct place *place, struct journal *journal, log_pos pos)
{
    while (journal_durable(journal) < pos) {
        struct pollfd wake = {.fd = place->wake[0], .events = POLLIN};
        assert_int_equal(poll(&wake, 1, 10000), 1);
        char drained[256];
        assert_true(read(place->wake[0], drained, sizeof drained) > 0);
    }
}

static inline struct record an_event(const char *body)
{
    return (struct record){
        .kind = RECORD_EVENT,
        .stream = "day",
        .actor = "seat-1",
        .at_ms = 1732600000000,
        .command = "command-1",
        .body = bytes_text(body),
    };
}

/* A database with events "1", "2", ... `count`, closed. */
static inline void given_events(struct place *place, int count)
{
    struct journal *journal = given_journal(place);
    for (int i = 1; i <= count; i++) {
        char body[16];
        snprintf(body, sizeof body, "%d", i);
        struct record record = an_event(body);
        journal_append(journal, &record);
    }
    assert_int_equal(journal_close(journal), OK);
}

static inline struct db *given_reader(const struct place *place)
{
    struct db *db;
    assert_int_equal(db_open(place->db, DB_READ, &db, NULL), OK);
    return db;
}

/* Somebody with a database tool. */
static inline void tamper(const char *path, const char *sql)
{
    struct sqlite3 *sqlite;
    assert_int_equal(sqlite3_open(path, &sqlite), SQLITE_OK);
    char *message = NULL;
    if (sqlite3_exec(sqlite, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
    assert_int_equal(sqlite3_close(sqlite), SQLITE_OK);
}

static inline int64_t number_in(const char *path, const char *sql)
{
    struct sqlite3 *sqlite;
    struct sqlite3_stmt *query;
    assert_int_equal(sqlite3_open(path, &sqlite), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(sqlite, sql, -1, &query, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(query), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(query, 0);
    sqlite3_finalize(query);
    assert_int_equal(sqlite3_close(sqlite), SQLITE_OK);
    return number;
}

/* The whole file; empty when there is none. */
static inline void file_read(const char *path, struct buf *content)
{
    buf_clear(content);
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return;
    size_t len;
    do {
        len = fread(buf_reserve(content, 4096), 1, 4096, file);
        content->len += len;
    } while (len > 0);
    fclose(file);
}

static inline void file_write(const char *path, const void *data, size_t len)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

#define TEST_IN_PLACE(test) cmocka_unit_test_setup_teardown(test, given_place, place_clear)

#endif
