/* row.h - a record becomes a row of the log: sealed into the chain, then written.
 * Thread: of whoever holds the writing connection. */
#ifndef SOPU_STORE_ROW_H
#define SOPU_STORE_ROW_H

#include "live/ports/journal.h"
#include "store/chain.h"
#include "store/db.h"

/* Made once, so that a second attempt writes the very same row. */
struct seal {
    uint8_t salt[SALT_BYTES];
    uint8_t digest[CHAIN_BYTES];
    uint8_t chain[CHAIN_BYTES];
};

/* seal->salt is the caller's, fresh from randombytes_buf. `chain`: that of the row before; then that of this one. */
void row_seal(const struct record *record, log_pos pos, uint8_t chain[CHAIN_BYTES],
              struct seal *seal);

/* The statement that row_insert runs; NULL when SQLite refuses. */
struct sqlite3_stmt *row_prepare(struct db *db);
/* True when it is done. */
bool row_insert(struct sqlite3_stmt *statement, const struct record *record, log_pos pos,
                const struct seal *seal);

#endif
