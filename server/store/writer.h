/* writer.h - the second thread: many records, one commit.
 *
 * Takes everything that waits (at most 256), writes it in one transaction, reports the new durable
 * position. When that fails in any way, nothing is reported but "not writable", and the file is
 * closed and opened again until it takes the rest. It never syncs the old handle a second time:
 * after a failed fsync the kernel may call lost pages clean. What the failed commit did leave on
 * disk is found by its chain and not written twice. Thread: started and joined on the loop thread.
 */
#ifndef SOPU_STORE_WRITER_H
#define SOPU_STORE_WRITER_H

#include "store/db.h"
#include "store/replay.h"

struct writer;

/* Takes `db`, an open writing connection whose newest row is `tail`; `path` is copied. Where its write-ahead log is not
 * clean (db_checkpoint), it begins as after an error: nothing is written until it is. */
struct writer *writer_start(struct journal *journal, const char *path, struct db *db,
                            const struct log_tail *tail, bool is_clean);

/* Call when the journal is closing: waits for the thread, which has written what it could, and
 * frees the writer. False: the disk did not take everything. */
bool writer_join(struct writer *writer);

#endif
