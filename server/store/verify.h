/* verify.h - is the database whole, and does it hold what its chain says?
 *
 * The pages (SQLite's integrity_check), the gapless positions, each body against its digest, the
 * chain from the first row to the last; and of each body that is gone, that the log tells of its
 * erasing (store/erase.h).
 *
 * Not found by it: a log that was written anew from some record on, or that ends earlier (so also a
 * damaged write-ahead log, of which SQLite reads the sound beginning) is whole in itself. Whoever has
 * kept a printed chain head sees that with verify_chain_at. And names, links and sessions are in no
 * chain, because they can be erased or expire: they only have to be readable.
 * Reads only; may run beside a server. Thread: any. */
#ifndef SOPU_STORE_VERIFY_H
#define SOPU_STORE_VERIFY_H

#include "base/err.h"
#include "live/ports/journal.h"

struct verify_report {
    uint64_t rows;     /* rows found good, from the first                                     */
    uint64_t erased;   /* of these, rows whose body has been erased                           */
    log_pos trouble;   /* the first bad position; 0: none, or not about a row                 */
    uint8_t chain[32]; /* of the last row, when the result is OK; zeros for an empty log       */
    char what[256];    /* one sentence when the result is not OK, else ""                     */
};

/* Always fills the report. OK: all is well. ERR_CORRUPT: see the report. Otherwise as
 * db_open(DB_READ). */
enum err verify_database(const char *path, struct verify_report *report);

/* The chain value of a record in a database that verify_database found whole: what was printed as the chain head when it
 * was the newest. ERR_NOT_FOUND: there is no such record. Otherwise as db_open(DB_READ). */
enum err verify_chain_at(const char *path, log_pos pos, uint8_t chain[32]);

#endif
