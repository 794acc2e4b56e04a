#include "store/replay.h"

#include "store/chain.h"

#include <assert.h>
#include <limits.h>
#include <sqlite3.h>

/* The order of the columns in both queries below. */
enum { POS, KIND, STREAM, EPOCH, ACTOR, AT_MS, COMMAND, BODY, SALT, DIGEST, CHAIN };

static bool column_hash(struct sqlite3_stmt *query, int column, const uint8_t **hash)
{
    *hash = sqlite3_column_blob(query, column);
    return *hash != NULL && sqlite3_column_bytes(query, column) == CHAIN_BYTES;
}

/* A text with a NUL inside would be cut short by every reader, and its tail be outside the chain.
 */
static bool column_text(struct sqlite3_stmt *query, int column, const char **text)
{
    *text = (const char *)sqlite3_column_text(query, column);
    return *text != NULL && strlen(*text) == (size_t)sqlite3_column_bytes(query, column);
}

static bool row_read(struct sqlite3_stmt *query, struct log_row *row)
{
    int64_t kind = sqlite3_column_int64(query, KIND);
    int64_t epoch = sqlite3_column_int64(query, EPOCH);
    if (kind <= 0 || kind > INT_MAX || epoch < 0 || epoch > UINT32_MAX)
        return false;
    row->pos = (log_pos)sqlite3_column_int64(query, POS);
    row->kind = (enum record_kind)kind;
    row->epoch = (uint32_t)epoch;
    row->at_ms = sqlite3_column_int64(query, AT_MS);
    row->is_erased = sqlite3_column_type(query, BODY) == SQLITE_NULL;
    row->body.data = sqlite3_column_blob(query, BODY);
    row->body.len = (size_t)sqlite3_column_bytes(query, BODY);
    return column_text(query, STREAM, &row->stream) && column_text(query, ACTOR, &row->actor) &&
           column_text(query, COMMAND, &row->command);
}

/* Moves `tail` to this row if the row is the next one and is what its digest and the chain say. */
static bool row_follows(struct sqlite3_stmt *query, const struct log_row *row,
                        struct log_tail *tail)
{
    const uint8_t *digest;
    const uint8_t *chain;
    if (row->pos != tail->pos + 1 || !column_hash(query, DIGEST, &digest) ||
        !column_hash(query, CHAIN, &chain))
        return false;
    if (!row->is_erased) {
        const uint8_t *salt = sqlite3_column_blob(query, SALT);
        uint8_t expected[CHAIN_BYTES];
        if (salt == NULL || sqlite3_column_bytes(query, SALT) != SALT_BYTES)
            return false;
        chain_digest(salt, row->body, expected);
        if (memcmp(expected, digest, CHAIN_BYTES) != 0)
            return false;
    }
    uint8_t expected[CHAIN_BYTES];
    chain_next(tail->chain, row, digest, expected);
    if (memcmp(expected, chain, CHAIN_BYTES) != 0)
        return false;
    tail->pos = row->pos;
    memcpy(tail->chain, expected, CHAIN_BYTES);
    return true;
}

/* SQLite's last answer in a loop over rows: all rows seen, or what went wrong. */
static enum err loop_result(int code)
{
    return code == SQLITE_DONE ? OK : db_err(code);
}

static enum err rows_each(struct sqlite3_stmt *query, struct log_tail *tail, replay_row_fn *fn,
                          void *context)
{
    int code;
    while ((code = sqlite3_step(query)) == SQLITE_ROW) {
        struct log_row row = {0};
        if (!row_read(query, &row) || !row_follows(query, &row, tail))
            return ERR_CORRUPT;
        enum err err = fn(context, &row);
        if (err != OK)
            return err;
    }
    return loop_result(code);
}

enum err replay_tail_at(struct db *db, log_pos highest, struct log_tail *tail)
{
    *tail = (struct log_tail){0};
    struct sqlite3_stmt *query = db_prepare(
        db, "SELECT pos, chain FROM log WHERE pos BETWEEN 1 AND ? ORDER BY pos DESC LIMIT 1");
    if (query == NULL)
        return db_err(sqlite3_errcode(db_sqlite(db)));
    sqlite3_bind_int64(query, 1, highest > INT64_MAX ? INT64_MAX : (int64_t)highest);
    int code = sqlite3_step(query);
    enum err err = OK;
    if (code == SQLITE_ROW) {
        const uint8_t *chain;
        tail->pos = (log_pos)sqlite3_column_int64(query, 0);
        if (column_hash(query, 1, &chain))
            memcpy(tail->chain, chain, CHAIN_BYTES);
        else
            err = ERR_CORRUPT;
    } else {
        err = loop_result(code);
    }
    sqlite3_finalize(query);
    return err;
}

enum err replay_tail(struct db *db, struct log_tail *tail)
{
    return replay_tail_at(db, INT64_MAX, tail);
}

enum err replay_each(struct db *db, log_pos after, replay_row_fn *fn, void *context,
                     log_pos *trouble)
{
    struct log_tail tail;
    enum err err = replay_tail_at(db, after, &tail);
    if (trouble != NULL)
        *trouble = 0;
    if (err == OK && tail.pos != after)
        err = ERR_CORRUPT; /* the caller has seen a row that is not there */
    if (err == OK) {
        struct sqlite3_stmt *query = db_prepare(
            db, "SELECT pos, kind, stream, epoch, actor, at_ms, command, body, salt, digest, chain "
                "FROM log WHERE pos > ? ORDER BY pos");
        if (query == NULL)
            return db_err(sqlite3_errcode(db_sqlite(db)));
        sqlite3_bind_int64(query, 1, (int64_t)after);
        err = rows_each(query, &tail, fn, context);
        sqlite3_finalize(query);
    }
    if (err == ERR_CORRUPT && trouble != NULL)
        *trouble = tail.pos + 1;
    return err;
}

/* --- what lies beside the log --- */

static enum err pairs_each(struct db *db, const char *sql, replay_person_fn *fn, void *context)
{
    struct sqlite3_stmt *query = db_prepare(db, sql);
    if (query == NULL)
        return db_err(sqlite3_errcode(db_sqlite(db)));
    enum err err = OK;
    int code = SQLITE_DONE;
    while (err == OK && (code = sqlite3_step(query)) == SQLITE_ROW) {
        const char *seat;
        const char *name;
        bool is_good = column_text(query, 0, &seat) && column_text(query, 1, &name);
        err = is_good ? fn(context, seat, name) : ERR_CORRUPT;
    }
    sqlite3_finalize(query);
    return err != OK ? err : loop_result(code);
}

enum err replay_persons(struct db *db, replay_person_fn *fn, void *context)
{
    return pairs_each(db, "SELECT seat, name FROM person ORDER BY seat", fn, context);
}

enum err replay_registry(struct db *db, replay_person_fn *fn, void *context)
{
    return pairs_each(db, "SELECT organisation, address FROM registry ORDER BY organisation", fn,
                      context);
}

enum err replay_feedback(struct db *db, replay_person_fn *fn, void *context)
{
    return pairs_each(db, "SELECT seat, answers FROM feedback ORDER BY seat", fn, context);
}

enum err replay_ballots(struct db *db, replay_ballot_fn *fn, void *context)
{
    struct sqlite3_stmt *query =
        db_prepare(db, "SELECT vote, seat, choice FROM ballot ORDER BY vote, seat");
    if (query == NULL)
        return db_err(sqlite3_errcode(db_sqlite(db)));
    enum err err = OK;
    int code = SQLITE_DONE;
    while (err == OK && (code = sqlite3_step(query)) == SQLITE_ROW) {
        const char *vote;
        const char *seat;
        const char *choice;
        bool is_good = column_text(query, 0, &vote) && column_text(query, 1, &seat) &&
                       column_text(query, 2, &choice);
        err = is_good ? fn(context, vote, seat, choice) : ERR_CORRUPT;
    }
    sqlite3_finalize(query);
    return err != OK ? err : loop_result(code);
}

enum err replay_links(struct db *db, replay_link_fn *fn, void *context)
{
    struct sqlite3_stmt *query =
        db_prepare(db, "SELECT id, seat, hash, ended_ms IS NOT NULL FROM link ORDER BY id");
    if (query == NULL)
        return db_err(sqlite3_errcode(db_sqlite(db)));
    enum err err = OK;
    int code = SQLITE_DONE;
    while (err == OK && (code = sqlite3_step(query)) == SQLITE_ROW) {
        const char *id;
        const char *seat;
        const uint8_t *hash;
        bool is_good = column_text(query, 0, &id) && column_text(query, 1, &seat) &&
                       column_hash(query, 2, &hash);
        err = is_good ? fn(context, id, seat, hash, sqlite3_column_int(query, 3)) : ERR_CORRUPT;
    }
    sqlite3_finalize(query);
    return err != OK ? err : loop_result(code);
}

enum err replay_sessions(struct db *db, int64_t now_ms, replay_session_fn *fn, void *context)
{
    struct sqlite3_stmt *query = db_prepare(
        db, "SELECT hash, seat, expires_ms FROM session WHERE expires_ms > ? ORDER BY hash");
    if (query == NULL)
        return db_err(sqlite3_errcode(db_sqlite(db)));
    sqlite3_bind_int64(query, 1, now_ms);
    enum err err = OK;
    int code = SQLITE_DONE;
    while (err == OK && (code = sqlite3_step(query)) == SQLITE_ROW) {
        const uint8_t *hash;
        const char *seat;
        bool is_good = column_hash(query, 0, &hash) && column_text(query, 1, &seat);
        err = is_good ? fn(context, hash, seat, sqlite3_column_int64(query, 2)) : ERR_CORRUPT;
    }
    sqlite3_finalize(query);
    return err != OK ? err : loop_result(code);
}
