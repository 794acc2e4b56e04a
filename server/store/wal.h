/* wal.h - makes sure that the disk has what is read of a write-ahead log.
 *
 * A process that was killed may not have synced what it wrote; after a sync that failed the kernel may call pages clean
 * though the disk never got them. Whoever goes on from what is read - shows it, or moves it into the file by a
 * checkpoint - must know that the disk has it: a log of which the disk has only the beginning would, after a power cut,
 * be put over the newer pages that a checkpoint has moved into the file.
 * Thread: of whoever is about to open the writing connection. */
#ifndef SOPU_STORE_WAL_H
#define SOPU_STORE_WAL_H

#include "base/err.h"

/* The log's own bytes once more, and a sync; with no connection of ours open. No log: OK. ERR_IO: the disk refuses. */
enum err wal_rewrite(const char *path_of_database);

#endif
