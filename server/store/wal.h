/* wal.h - what is done to a write-ahead log itself, below SQLite's transactions, through SQLite's own handle of it (so that
 * no second descriptor drops its locks).
 *
 * Readable is not durable: a process that was killed may not have synced what it wrote, and after a sync that failed the
 * kernel may call pages clean though the disk never got them. Whoever goes on from what is read - shows it, or moves it
 * into the file by a checkpoint - must know that the disk has it: a log of which the disk has only the beginning would,
 * after a power cut, be put over the newer pages that a checkpoint has moved into the file.
 * Thread: of whoever has the writing connection; no transaction is open. */
#ifndef SOPU_STORE_WAL_H
#define SOPU_STORE_WAL_H

#include "store/db.h"

/* The log's own bytes once more where they stand, and a sync: all that is readable is on the disk afterwards. ERR_IO: the
 * disk refuses. */
enum err wal_settle(struct db *db);

/* Gives an empty log room for so many pages in zeros, which SQLite takes for an empty one: a commit that makes the file
 * longer costs a third more than one that writes into it. Where it does not fit, the log stays empty. */
void wal_lengthen(struct db *db, int pages);

#endif
