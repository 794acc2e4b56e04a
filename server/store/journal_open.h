/* journal_open.h - the journal of live/ports/journal.h on a SQLite file: a queue, a writer thread,
 * one commit for many records.
 *
 * At start: journal_open (locks, creates, migrates), then db_open(DB_READ) + replay_each +
 * db_close, then serve. The journal must be open first: it is what makes the file readable and
 * keeps other processes away. Thread: loop, except for `wake`. */
#ifndef SOPU_STORE_JOURNAL_OPEN_H
#define SOPU_STORE_JOURNAL_OPEN_H

#include "base/buf.h"
#include "base/err.h"
#include "live/ports/journal.h"

/* The longest body a record may have; journal_append asserts it, doors check it long before. */
enum { JOURNAL_BODY_MAX_BYTES = 4 * 1024 * 1024 };

/* `wake` is called on the writer's thread, with no lock held, whenever journal_durable or
 * journal_is_writable may give a new answer; never after journal_close has returned. It only wakes
 * the loop. OK             *out is the caller's until journal_close; else *out is NULL and `why`
 * has a sentence ERR_BUSY       another process has the database open; nothing touched ERR_NEWER,
 * ERR_MALFORMED, ERR_CORRUPT, ERR_IO   as db_open */
enum err journal_open(const char *path, void (*wake)(void *context), void *context,
                      struct journal **out, struct buf *why);

/* The last position given out (on disk or not). */
log_pos journal_last(const struct journal *journal);

/* Writes what is queued, ends the thread, closes the file, frees everything. NULL is fine.
 * ERR_STORAGE: the disk did not take the rest; none of that was ever acknowledged. */
enum err journal_close(struct journal *journal);

#endif
