#include "store/verify.h"

#include "store/chain.h"
#include "store/db.h"
#include "store/replay.h"

#include <assert.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>

static enum err row_count(void *context, const struct log_row *row)
{
    struct verify_report *report = context;
    report->rows++;
    report->erased += row->is_erased;
    return OK;
}

/* SQLite's own opinion: "ok", or the first of its complaints. */
static enum err pages_check(struct db *db, struct verify_report *report)
{
    struct sqlite3_stmt *query = db_prepare(db, "PRAGMA integrity_check(1)");
    int code = query != NULL ? sqlite3_step(query) : sqlite3_errcode(db_sqlite(db));
    enum err err = OK;
    if (code != SQLITE_ROW) {
        err = db_err(code);
        snprintf(report->what, sizeof report->what, "the file cannot be read: %s",
                 sqlite3_errmsg(db_sqlite(db)));
    } else {
        const char *opinion = (const char *)sqlite3_column_text(query, 0);
        if (opinion == NULL || strcmp(opinion, "ok") != 0) {
            err = ERR_CORRUPT;
            snprintf(report->what, sizeof report->what, "the file is damaged: %s",
                     opinion != NULL ? opinion : "no answer");
        }
    }
    sqlite3_finalize(query);
    return err;
}

static enum err log_check(struct db *db, struct verify_report *report)
{
    enum err err = replay_each(db, 0, row_count, report, &report->trouble);
    if (err == ERR_CORRUPT && report->what[0] == 0)
        snprintf(report->what, sizeof report->what,
                 "row %llu of the log is missing, or is not what its digest and the chain say",
                 (unsigned long long)report->trouble);
    else if (err != OK && report->what[0] == 0)
        snprintf(report->what, sizeof report->what, "the log cannot be read: %s",
                 sqlite3_errmsg(db_sqlite(db)));
    struct log_tail last;
    if (err == OK && replay_tail(db, &last) == OK)
        memcpy(report->chain, last.chain, CHAIN_BYTES);
    return err;
}

static enum err person_pass(void *context, const char *seat, const char *name)
{
    (void)context, (void)seat, (void)name;
    return OK;
}

static enum err link_pass(void *context, const char *id, const char *seat, const uint8_t hash[32],
                          bool ended)
{
    (void)context, (void)id, (void)seat, (void)hash, (void)ended;
    return OK;
}

static enum err session_pass(void *context, const uint8_t hash[32], const char *seat,
                             int64_t expires_ms)
{
    (void)context, (void)hash, (void)seat, (void)expires_ms;
    return OK;
}

/* What lies beside the log is in no chain; it has to be readable. */
static enum err beside_check(struct db *db, struct verify_report *report)
{
    enum err err = replay_persons(db, person_pass, NULL);
    if (err == OK)
        err = replay_links(db, link_pass, NULL);
    if (err == OK)
        err = replay_sessions(db, INT64_MIN, session_pass, NULL);
    if (err != OK && report->what[0] == 0)
        snprintf(report->what, sizeof report->what, "persons, links or sessions cannot be read: %s",
                 sqlite3_errmsg(db_sqlite(db)));
    return err;
}

enum err verify_database(const char *path, struct verify_report *report)
{
    *report = (struct verify_report){0};
    struct db *db;
    struct buf why = {0};
    int sodium = sodium_init(); /* finds the fastest BLAKE2b */
    assert(sodium >= 0);
    enum err err = db_open(path, DB_READ, &db, &why);
    if (err != OK) {
        snprintf(report->what, sizeof report->what, "%s", buf_c_string(&why));
    } else {
        /* All, even if the first finds something: the row is what people can act on. */
        enum err pages = pages_check(db, report);
        enum err log = log_check(db, report);
        enum err beside = beside_check(db, report);
        err = pages != OK ? pages : log != OK ? log : beside;
        db_close(db);
    }
    buf_free(&why);
    return err;
}
