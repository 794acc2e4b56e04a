/* backup.h - a whole copy of a day, made while people write.
 *
 * VACUUM INTO makes it, in one read of one state of the file. SQLite's backup API in small steps
 * would begin anew whenever the server writes between two of them; held still by a read transaction
 * it is the same one long read. Neither ever holds the writer up: in WAL mode reading locks nobody
 * out. VACUUM INTO also leaves behind what was deleted or erased and still lay in free pages. The
 * price of either: the write-ahead log cannot begin anew while the copy is read, so it grows by what
 * is written meanwhile.
 * The copy is made under another name in the same folder, "<copy>.sopu-part", checked and synced
 * there, and then gets its name: a file of that name is always a whole backup. Thread: any. */
#ifndef SOPU_STORE_BACKUP_H
#define SOPU_STORE_BACKUP_H

#include "base/buf.h"
#include "store/verify.h"

/* Copies the database at `path` to `copy`, a new file of mode 0600. Holds everything that was durable
 * when the call began. `report`: of the copy; filled when the result is OK. On failure `why` has a
 * sentence and there is no new file.
 *   ERR_BUSY     a file of that name exists, or another backup is writing it
 *   ERR_CORRUPT  the copy is not whole, and so the original is not: see why
 *   ERR_IO, ERR_MALFORMED, ERR_NEWER   as db_open */
enum err backup_make(const char *path, const char *copy, struct verify_report *report,
                     struct buf *why);

#endif
