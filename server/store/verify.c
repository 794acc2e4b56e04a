#include "store/verify.h"

#include "base/mem.h"
#include "store/chain.h"
#include "store/db.h"
#include "store/replay.h"

#include <assert.h>
#include <jansson.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>

/* Rows without a body, and which of them the log tells of (store/erase.h). */
struct gone {
    log_pos pos;
    bool is_told;
};

struct reading {
    struct verify_report *report;
    struct gone *gone; /* in order */
    size_t gone_count;
};

static void told(struct reading *reading, log_pos pos)
{
    for (size_t i = 0; i < reading->gone_count; i++)
        if (reading->gone[i].pos == pos)
            reading->gone[i].is_told = true;
}

static void erasing_read(struct reading *reading, struct bytes body)
{
    json_t *record = json_loadb((const char *)body.data, body.len, 0, NULL);
    const char *what = json_string_value(json_object_get(record, "what"));
    size_t index;
    json_t *pos;
    if (what != NULL && strcmp(what, "person_erased") == 0)
        json_array_foreach(json_object_get(record, "erased"), index, pos)
            told(reading, (log_pos)json_integer_value(pos));
    json_decref(record);
}

static enum err row_take(void *context, const struct log_row *row)
{
    struct reading *reading = context;
    reading->report->rows++;
    if (row->is_erased) {
        reading->report->erased++;
        reading->gone = mem_grow(reading->gone, reading->gone_count + 1, sizeof *reading->gone);
        reading->gone[reading->gone_count++] = (struct gone){.pos = row->pos};
    } else if (row->kind == RECORD_AUDIT && row->actor[0] == '\0') {
        erasing_read(reading, row->body);
    }
    return OK;
}

/* Without its salt nobody can tell what a body was: so only the log itself may say that it went. */
static enum err gone_check(const struct reading *reading)
{
    for (size_t i = 0; i < reading->gone_count; i++) {
        if (reading->gone[i].is_told)
            continue;
        reading->report->trouble = reading->gone[i].pos;
        snprintf(reading->report->what, sizeof reading->report->what,
                 "the body of row %llu of the log is gone, and no record tells that it was erased",
                 (unsigned long long)reading->gone[i].pos);
        return ERR_CORRUPT;
    }
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
    struct reading reading = {.report = report};
    enum err err = replay_each(db, 0, row_take, &reading, &report->trouble);
    if (err == OK)
        err = gone_check(&reading);
    mem_free(reading.gone);
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

static enum err ballot_pass(void *context, const char *vote, const char *seat, const char *choice)
{
    (void)context, (void)vote, (void)seat, (void)choice;
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
        err = replay_ballots(db, ballot_pass, NULL);
    if (err == OK)
        err = replay_registry(db, person_pass, NULL);
    if (err == OK)
        err = replay_feedback(db, person_pass, NULL);
    if (err == OK)
        err = replay_links(db, link_pass, NULL);
    if (err == OK)
        err = replay_sessions(db, INT64_MIN, session_pass, NULL);
    if (err != OK && report->what[0] == 0)
        snprintf(report->what, sizeof report->what,
                 "persons, ballots, addresses, feedback, links or sessions cannot be read: %s",
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

enum err verify_chain_at(const char *path, log_pos pos, uint8_t chain[32])
{
    struct db *db;
    struct log_tail tail;
    enum err err = db_open(path, DB_READ, &db, NULL);
    if (err == OK)
        err = replay_tail_at(db, pos, &tail);
    if (err == OK && tail.pos != pos)
        err = ERR_NOT_FOUND;
    if (err == OK)
        memcpy(chain, tail.chain, CHAIN_BYTES);
    db_close(db);
    return err;
}
