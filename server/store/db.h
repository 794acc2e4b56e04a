/* db.h - one SQLite file that holds a day: opened, checked, brought up to the present schema.
 *
 * WAL with synchronous=FULL: what a COMMIT has returned survives a power cut. A file that is not
 * ours, or that a newer program made, is left byte for byte as it is. `why`, here and below: may be
 * NULL; on failure one sentence for people is appended, without a full stop or a newline. Thread:
 * any, one at a time for each struct db. */
#ifndef SOPU_STORE_DB_H
#define SOPU_STORE_DB_H

#include "base/buf.h"
#include "base/embedded.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

/* The write-ahead log is moved into the file when it has grown so long. */
enum { DB_WAL_PAGES = 1000 };

struct db;
struct sqlite3;
struct sqlite3_stmt;

/* Claims the file for this process: made if missing (mode 0600, folder synced), locked, its header
 * looked at. The lock lasts until the descriptor is closed, which comes after every db_close of the
 * same file: closing it earlier would drop SQLite's own locks (POSIX locks belong to the process,
 * not to the descriptor). ERR_BUSY       another process has claimed it ERR_MALFORMED  not a
 * database of this program ERR_NEWER      made by a newer program ERR_IO         the folder or the
 * file cannot be written, or lies on a network file system */
enum err db_claim(const char *path, int *fd, struct buf *why);

enum db_use {
    DB_READ,  /* the file must exist and have the present schema; may run beside a writer        */
    DB_WRITE, /* only for the holder of the claim; a new or old file gets the present schema     */
};

/* DB_WRITE: all that can be read from here on is on the disk (wal.h). OK: *out is the caller's until db_close or db_abandon;
 * else *out is NULL.
 *   ERR_MALFORMED, ERR_NEWER   as above; untouched
 *   ERR_CORRUPT                SQLite finds the file damaged
 *   ERR_BUSY                   another program holds SQLite's write lock
 *   ERR_IO                     the file is missing, or cannot be read or written */
enum err db_open(const char *path, enum db_use use, struct db **out, struct buf *why);

/* NULL is fine. A writing connection moves its write-ahead log into the file first. */
void db_close(struct db *db);
/* Closes after an I/O error: no checkpoint, no further sync on the old handle. NULL is fine. */
void db_abandon(struct db *db);

/* The write-ahead log into the file and cut to nothing. ERR_IO if not everything could be moved. */
enum err db_checkpoint(struct db *db);

/* Steps of a schema, a list that ends with a NULL name: each runs in one transaction together with
 * `PRAGMA user_version` = its place in the list, counted from 1. A failed step leaves the file as
 * it was. */
enum err db_migrate(struct db *db, const struct embedded *steps, struct buf *why);

/* For store/ only: the handle, a statement that lives long (NULL when SQLite refuses;
 * sqlite3_finalize it before the database is closed), and what an SQLite result code is to us. */
struct sqlite3 *db_sqlite(struct db *db);
struct sqlite3_stmt *db_prepare(struct db *db, const char *sql);
/* A query of one row with one number; gives an SQLite result code. */
int db_number(struct db *db, const char *sql, int64_t *number);
enum err db_err(int sqlite_code);

#endif
