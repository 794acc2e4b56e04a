/* db.h - one SQLite file that holds a day: opened, checked, brought up to the present schema.
 *
 * WAL with synchronous=FULL: what a COMMIT has returned survives a power cut. The file is made with
 * mode 0600 and the folder is synced after that. A file that is not ours, or that a newer program
 * made, is left byte for byte as it is. `why`, here and below: may be NULL; on failure one sentence
 * for people is appended, without a full stop or a newline. Thread: any, one at a time for each
 * struct db. */
#ifndef SOPU_STORE_DB_H
#define SOPU_STORE_DB_H

#include "base/buf.h"
#include "base/err.h"

#include <stdint.h>

struct db;
struct sqlite3;
struct sqlite3_stmt;

enum db_use {
    DB_READ,  /* the file must exist and have the present schema; nothing is written            */
    DB_WRITE, /* made if missing, migrated if old; only for the holder of the lock              */
};

/* OK: *out is the caller's until db_close or db_abandon; else *out is NULL.
 *   ERR_MALFORMED  not a database of this program; untouched
 *   ERR_NEWER      made by a newer program; untouched
 *   ERR_NOT_FOUND  DB_READ and there is no such file
 *   ERR_CORRUPT    SQLite finds the file damaged
 *   ERR_IO         the folder or the file cannot be read or written */
enum err db_open(const char *path, enum db_use use, struct db **out, struct buf *why);

/* NULL is fine. A writing connection moves its write-ahead log into the file first. */
void db_close(struct db *db);
/* Closes after an I/O error: no checkpoint, no further sync on the old handle. NULL is fine. */
void db_abandon(struct db *db);

/* The write-ahead log into the file and cut to nothing. ERR_IO if not everything could be moved. */
enum err db_checkpoint(struct db *db);

/* One process at a time: an exclusive lock on `<path>.lock`, held until the descriptor is closed or
 * the process ends. ERR_BUSY: another process holds it. ERR_IO: the lock file cannot be made. */
enum err db_lock(const char *path, int *fd, struct buf *why);

/* For store/ only: the handle, and a statement that lives long (NULL when it cannot be prepared;
 * the caller finalizes it before the database is closed). */
struct sqlite3 *db_sqlite(struct db *db);
struct sqlite3_stmt *db_prepare(struct db *db, const char *sql);

/* A step of the schema: its SQL runs in one transaction with `PRAGMA user_version` set to its place
 * in the list, counted from 1. A failed step leaves the file as it was. */
struct migration {
    const char *name;
    const char *sql;
};
enum err db_migrate(struct db *db, const struct migration *steps, int count, struct buf *why);

#endif
