#include "store/wal.h"

#include "base/mem.h"

#include <sqlite3.h>

enum { BLOCK_BYTES = 64 * 1024 };

/* The log's file and how long it is. */
static int log_of(struct db *db, sqlite3_file **log, sqlite3_int64 *size)
{
    int64_t version = 0; /* the first reading opens the log */
    int code = db_number(db, "PRAGMA user_version", &version);
    if (code == SQLITE_OK)
        code = sqlite3_file_control(db_sqlite(db), "main", SQLITE_FCNTL_JOURNAL_POINTER, log);
    if (code == SQLITE_OK && (*log == NULL || (*log)->pMethods == NULL))
        code = SQLITE_NOTFOUND;
    return code == SQLITE_OK ? (*log)->pMethods->xFileSize(*log, size) : code;
}

static int rewrite(sqlite3_file *log, sqlite3_int64 size)
{
    uint8_t *block = mem_new(BLOCK_BYTES);
    int code = SQLITE_OK;
    for (sqlite3_int64 at = 0; code == SQLITE_OK && at < size; at += BLOCK_BYTES) {
        int len = size - at < BLOCK_BYTES ? (int)(size - at) : BLOCK_BYTES;
        code = log->pMethods->xRead(log, block, len, at);
        if (code == SQLITE_OK)
            code = log->pMethods->xWrite(log, block, len, at);
    }
    mem_free(block);
    return code == SQLITE_OK ? log->pMethods->xSync(log, SQLITE_SYNC_NORMAL) : code;
}

enum err wal_settle(struct db *db)
{
    sqlite3_file *log = NULL;
    sqlite3_int64 size = 0;
    int code = log_of(db, &log, &size);
    if (code == SQLITE_NOTFOUND)
        return OK; /* there is none */
    return code == SQLITE_OK && rewrite(log, size) == SQLITE_OK ? OK : ERR_IO;
}

void wal_lengthen(struct db *db, int pages)
{
    enum { HEAD_BYTES = 32, FRAME_BYTES = 24 + 4096 }; /* sqlite.org/fileformat.html, 4.1 */
    sqlite3_file *log = NULL;
    sqlite3_int64 size = 0;
    if (log_of(db, &log, &size) != SQLITE_OK || size > 0)
        return;
    const sqlite3_int64 length = HEAD_BYTES + (sqlite3_int64)pages * FRAME_BYTES;
    /* That it is empty has to be on the disk first: of the log that was there, zeros over its end alone would leave a
     * beginning that SQLite takes for newer than the file. */
    uint8_t *zeros = mem_new(BLOCK_BYTES);
    int code = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
    for (sqlite3_int64 at = 0; code == SQLITE_OK && at < length; at += BLOCK_BYTES)
        code = log->pMethods->xWrite(log, zeros, BLOCK_BYTES, at);
    if (code == SQLITE_OK)
        code = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
    if (code != SQLITE_OK)
        log->pMethods->xTruncate(log, 0);
    mem_free(zeros);
}
