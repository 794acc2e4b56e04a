#include "store/row.h"

#include <sqlite3.h>

void row_seal(const struct record *record, log_pos pos, uint8_t chain[CHAIN_BYTES],
              struct seal *seal)
{
    struct log_row row = {
        .pos = pos,
        .kind = record->kind,
        .stream = record->stream,
        .epoch = record->epoch,
        .actor = record->actor,
        .at_ms = record->at_ms,
        .command = record->command,
    };
    chain_digest(seal->salt, record->body, seal->digest);
    chain_next(chain, &row, seal->digest, chain);
    memcpy(seal->chain, chain, CHAIN_BYTES);
}

struct sqlite3_stmt *row_prepare(struct db *db)
{
    return db_prepare(db, "INSERT INTO log (pos, kind, stream, epoch, actor, at_ms, command, body, "
                          "salt, digest, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
}

static void bind_text(struct sqlite3_stmt *statement, int at, const char *text)
{
    sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC);
}

static void bind_blob(struct sqlite3_stmt *statement, int at, const uint8_t *data, size_t len)
{
    sqlite3_bind_blob(statement, at, data, (int)len, SQLITE_STATIC);
}

bool row_insert(struct sqlite3_stmt *statement, const struct record *record, log_pos pos,
                const struct seal *seal)
{
    sqlite3_bind_int64(statement, 1, (int64_t)pos);
    sqlite3_bind_int64(statement, 2, record->kind);
    bind_text(statement, 3, record->stream);
    sqlite3_bind_int64(statement, 4, record->epoch);
    bind_text(statement, 5, record->actor);
    sqlite3_bind_int64(statement, 6, record->at_ms);
    bind_text(statement, 7, record->command);
    bind_blob(statement, 8, record->body.data, record->body.len);
    bind_blob(statement, 9, seal->salt, SALT_BYTES);
    bind_blob(statement, 10, seal->digest, CHAIN_BYTES);
    bind_blob(statement, 11, seal->chain, CHAIN_BYTES);
    int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code == SQLITE_DONE;
}
