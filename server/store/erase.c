#include "store/erase.h"

#include "store/replay.h"
#include "store/row.h"

#include <sodium.h>
#include <sqlite3.h>
#include <unistd.h>

/* The records a day replays without. ?1: the seat. */
#define ITS_BODIES "actor = ?1 AND kind IN (3, 6) AND body IS NOT NULL"
_Static_assert(RECORD_LATE == 3 && RECORD_AUDIT == 6, "as in ITS_BODIES");

static bool execute(struct db *db, const char *sql)
{
    return sqlite3_exec(db_sqlite(db), sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* Runs it for the seat; how many rows it changed. */
static bool run(struct db *db, const char *sql, const char *seat, uint64_t *rows)
{
    struct sqlite3_stmt *statement = db_prepare(db, sql);
    sqlite3_bind_text(statement, 1, seat, -1, SQLITE_STATIC);
    int code = sqlite3_step(statement);
    sqlite3_finalize(statement);
    *rows = (uint64_t)sqlite3_changes(db_sqlite(db));
    return code == SQLITE_DONE;
}

/* Appends "12,40,41". */
static bool positions_list(struct db *db, const char *seat, struct buf *out)
{
    struct sqlite3_stmt *query =
        db_prepare(db, "SELECT pos FROM log WHERE " ITS_BODIES " ORDER BY pos");
    sqlite3_bind_text(query, 1, seat, -1, SQLITE_STATIC);
    int code;
    for (const char *comma = ""; (code = sqlite3_step(query)) == SQLITE_ROW; comma = ",")
        buf_format(out, "%s%lld", comma, (long long)sqlite3_column_int64(query, 0));
    sqlite3_finalize(query);
    return code == SQLITE_DONE;
}

static bool record_write(struct db *db, struct bytes body, int64_t now_ms,
                         struct erase_report *report)
{
    struct log_tail tail;
    if (replay_tail(db, &tail) != OK)
        return false;
    struct record record = {.kind = RECORD_AUDIT,
                            .stream = "day",
                            .actor = "",
                            .at_ms = now_ms,
                            .command = "",
                            .body = body};
    struct seal seal;
    report->record = tail.pos + 1;
    randombytes_buf(seal.salt, sizeof seal.salt);
    row_seal(&record, report->record, tail.chain, &seal);
    struct sqlite3_stmt *row = row_prepare(db);
    bool is_written = row_insert(row, &record, report->record, &seal);
    sqlite3_finalize(row);
    return is_written;
}

static bool rows_erase(struct db *db, const char *seat, int64_t now_ms, struct erase_report *report)
{
    uint64_t names = 0;
    uint64_t ballots = 0, feedback = 0;
    struct buf body = {0};
    buf_format(&body, "{\"what\":\"person_erased\",\"seat\":\"%s\",\"erased\":[", seat);
    bool is_good = positions_list(db, seat, &body) &&
                   run(db, "UPDATE log SET body = NULL, salt = NULL WHERE " ITS_BODIES, seat,
                       &report->bodies) &&
                   run(db, "DELETE FROM session WHERE seat = ?1", seat, &report->sessions) &&
                   run(db, "DELETE FROM link WHERE seat = ?1", seat, &report->links) &&
                   run(db, "DELETE FROM ballot WHERE seat = ?1", seat, &ballots) &&
                   run(db, "DELETE FROM feedback WHERE seat = ?1", seat, &feedback) &&
                   run(db, "DELETE FROM person WHERE seat = ?1", seat, &names);
    buf_text(&body, "]}");
    report->had_name = names > 0;
    if (is_good &&
        names + ballots + feedback + report->links + report->sessions + report->bodies > 0)
        is_good = record_write(db, buf_bytes(&body), now_ms, report);
    buf_free(&body);
    return is_good;
}

static enum err trouble(struct db *db, const char *path, const char *what, struct buf *why)
{
    int code = sqlite3_errcode(db_sqlite(db));
    buf_format(why, "%s: %s: %s", path, what, sqlite3_errmsg(db_sqlite(db)));
    if (!sqlite3_get_autocommit(db_sqlite(db)))
        execute(db, "ROLLBACK");
    return code == SQLITE_OK ? ERR_IO : db_err(code);
}

static enum err erase_in(struct db *db, const char *path, const char *seat, int64_t now_ms,
                         struct erase_report *report, struct buf *why)
{
    struct log_tail tail;
    if (!execute(db, "PRAGMA secure_delete = ON") || !execute(db, "BEGIN IMMEDIATE") ||
        !rows_erase(db, seat, now_ms, report) || !execute(db, "COMMIT"))
        return trouble(db, path, "nothing was erased", why);
    if (!execute(db, "VACUUM") || db_checkpoint(db) != OK || replay_tail(db, &tail) != OK) {
        trouble(db, path, "erased, but the file still has to be cleared of copies: do it again",
                why);
        return ERR_IO;
    }
    memcpy(report->chain, tail.chain, CHAIN_BYTES);
    return OK;
}

enum err erase_person(const char *path, const char *seat, int64_t now_ms,
                      struct erase_report *report, struct buf *why)
{
    *report = (struct erase_report){0};
    if (sodium_init() < 0)
        return ERR_IO;
    int claim;
    struct db *db = NULL;
    enum err err = db_claim(path, &claim, why);
    if (err != OK)
        return err;
    err = db_open(path, DB_WRITE, &db, why);
    if (err == OK)
        err = erase_in(db, path, seat, now_ms, report, why);
    db_close(db);
    close(claim);
    return err;
}
