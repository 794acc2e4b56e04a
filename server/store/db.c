#include "store/db.h"

#include "base/mem.h"
#include "schema_log.h"
#include "store/folder.h"
#include "store/journal_open.h"
#include "store/wal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

enum {
    APPLICATION_ID = 0x536f7075,    /* "Sopu" */
    BUSY_TIMEOUT_MS = 5000,         /* only a backup or a verification competes */
    CLOSING_TIMEOUT_MS = 500,       /* a restart does not wait for a backup */
    ROW_OVERHEAD_BYTES = 64 * 1024, /* what a row may hold beside its body */
};

/* https://www.sqlite.org/fileformat.html, "The Database Header" */
enum { HEADER_BYTES = 100, HEADER_USER_VERSION = 60, HEADER_APPLICATION_ID = 68 };
static const char HEADER_MAGIC[16] = "SQLite format 3";

struct db {
    struct sqlite3 *sqlite;
    enum db_use use;
};

#define SAY(why, ...)                                                                              \
    do {                                                                                           \
        if ((why) != NULL)                                                                         \
            buf_format((why), __VA_ARGS__);                                                        \
    } while (0)

static int64_t step_count(const struct embedded *steps)
{
    int64_t count = 0;
    while (steps[count].name != NULL)
        count++;
    return count;
}

enum err db_err(int sqlite_code)
{
    switch (sqlite_code & 0xff) {
    case SQLITE_OK:
        return OK;
    case SQLITE_NOTADB:
        return ERR_MALFORMED;
    case SQLITE_CORRUPT:
        return ERR_CORRUPT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ERR_BUSY;
    default:
        return ERR_IO;
    }
}

/* --- claim --- */

static enum err identity_check(const char *path, int64_t application_id, int64_t version,
                               bool is_empty, struct buf *why)
{
    bool is_new = application_id == 0 && version == 0 && is_empty;
    if (application_id != APPLICATION_ID && !is_new) {
        SAY(why, "%s is not a Sopu database; it was left as it is", path);
        return ERR_MALFORMED;
    }
    if (version > step_count(schema_log)) {
        SAY(why,
            "%s was made by a newer Sopu (schema %lld, this program knows %lld); it was left as it "
            "is",
            path, (long long)version, (long long)step_count(schema_log));
        return ERR_NEWER;
    }
    return OK;
}

static uint32_t u32_be(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Without SQLite, because even its reading would leave a -wal and a -shm beside somebody else's
 * file. What a crash left in a write-ahead log is not seen here; db_open looks again. */
static enum err header_check(int fd, const char *path, struct buf *why)
{
    uint8_t header[HEADER_BYTES];
    ssize_t len = pread(fd, header, sizeof header, 0);
    if (len == 0)
        return OK;
    if (len < 0) {
        SAY(why, "cannot read %s: %s", path, strerror(errno));
        return ERR_IO;
    }
    if (len < HEADER_BYTES || memcmp(header, HEADER_MAGIC, sizeof HEADER_MAGIC) != 0)
        return identity_check(path, -1, 0, false, why);
    uint32_t application_id = u32_be(header + HEADER_APPLICATION_ID);
    if (application_id == 0)
        return OK; /* new, or foreign: the tables tell, db_open looks */
    return identity_check(path, application_id, u32_be(header + HEADER_USER_VERSION), false, why);
}

/* Shared memory and locks, which the write-ahead log needs, do not work there. */
static bool is_network_file_system(int fd)
{
    enum { NFS = 0x6969, SMB = 0x517b, V9FS = 0x01021997 };
    const uint32_t cifs = 0xff534d42, smb2 = 0xfe534d42;
    struct statfs about;
    if (fstatfs(fd, &about) != 0)
        return false;
    uint32_t type = (uint32_t)about.f_type;
    return type == NFS || type == SMB || type == V9FS || type == cifs || type == smb2;
}

static enum err claim_check(int fd, const char *path, struct buf *why)
{
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) {
            SAY(why, "%s is in use by another Sopu process", path);
            return ERR_BUSY;
        }
        SAY(why, "cannot lock %s: %s", path, strerror(errno));
        return ERR_IO;
    }
    if (is_network_file_system(fd)) {
        SAY(why, "%s is on a network file system, which cannot hold a Sopu database safely", path);
        return ERR_IO;
    }
    struct stat about;
    if (fstat(fd, &about) != 0 || (about.st_size == 0 && !folder_sync(path))) {
        SAY(why, "cannot create %s: %s", path, strerror(errno));
        return ERR_IO;
    }
    return header_check(fd, path, why);
}

enum err db_claim(const char *path, int *fd, struct buf *why)
{
    *fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (*fd < 0) {
        SAY(why, "cannot open or create %s: %s", path, strerror(errno));
        return ERR_IO;
    }
    enum err err = claim_check(*fd, path, why);
    if (err != OK) {
        close(*fd);
        *fd = -1;
    }
    return err;
}

/* --- open --- */

static int execute(struct db *db, const char *sql)
{
    return sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL);
}

/* One row, one column. */
int db_number(struct db *db, const char *sql, int64_t *number)
{
    struct sqlite3_stmt *query = NULL;
    int code = sqlite3_prepare_v2(db->sqlite, sql, -1, &query, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_step(query) == SQLITE_ROW ? SQLITE_OK : sqlite3_errcode(db->sqlite);
        *number = sqlite3_column_int64(query, 0);
    }
    sqlite3_finalize(query);
    return code;
}

static int query_answers(struct db *db, const char *sql, const char *expected, bool *is_so)
{
    struct sqlite3_stmt *query = NULL;
    int code = sqlite3_prepare_v2(db->sqlite, sql, -1, &query, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_step(query) == SQLITE_ROW ? SQLITE_OK : sqlite3_errcode(db->sqlite);
        const char *text = (const char *)sqlite3_column_text(query, 0);
        *is_so = text != NULL && strcmp(text, expected) == 0;
    }
    sqlite3_finalize(query);
    return code;
}

static enum err trouble(struct db *db, const char *path, int code, struct buf *why)
{
    enum err err = db_err(code);
    if (err == ERR_MALFORMED)
        SAY(why, "%s is not a Sopu database; it was left as it is", path);
    else
        SAY(why, "cannot use %s: %s", path, db->sqlite ? sqlite3_errmsg(db->sqlite) : "no memory");
    return err;
}

static int settings_apply(struct db *db)
{
    struct sqlite3 *sqlite = db->sqlite;
    sqlite3_extended_result_codes(sqlite, 1);
    sqlite3_busy_timeout(sqlite, BUSY_TIMEOUT_MS);
    sqlite3_db_config(sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(sqlite, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(sqlite, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(sqlite, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    /* Until it is known to be ours, and for readers always: closing writes nothing. */
    sqlite3_db_config(sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_limit(sqlite, SQLITE_LIMIT_LENGTH, JOURNAL_BODY_MAX_BYTES + ROW_OVERHEAD_BYTES);
    return execute(db, "PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON");
}

static enum err ours_check(struct db *db, const char *path, int64_t *version, struct buf *why)
{
    int64_t application_id = 0;
    int64_t tables = 0;
    int code = db_number(db, "PRAGMA application_id", &application_id);
    if (code == SQLITE_OK)
        code = db_number(db, "PRAGMA user_version", version);
    if (code == SQLITE_OK)
        code = db_number(db, "SELECT count(*) FROM sqlite_schema", &tables);
    if (code != SQLITE_OK)
        return trouble(db, path, code, why);
    return identity_check(path, application_id, *version, tables == 0, why);
}

/* A file that is empty may have been begun before a crash: that it is empty has to be on the disk before its first page is
 * written again, or a power cut leaves a piece of the page of then. */
static int empty_settle(struct db *db)
{
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    int code = sqlite3_file_control(db->sqlite, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (code == SQLITE_OK)
        code = file->pMethods->xFileSize(file, &size);
    return code == SQLITE_OK && size == 0 ? file->pMethods->xSync(file, SQLITE_SYNC_NORMAL) : code;
}

static enum err writable_make(struct db *db, const char *path, struct buf *why)
{
    bool is_wal = false;
    int code = empty_settle(db);
    if (code == SQLITE_OK)
        code = query_answers(db, "PRAGMA journal_mode = WAL", "wal", &is_wal);
    if (code == SQLITE_OK)
        code = execute(db, "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON");
    if (code != SQLITE_OK)
        return trouble(db, path, code, why);
    if (!is_wal) {
        SAY(why, "cannot use %s: it cannot have a write-ahead log", path);
        return ERR_IO;
    }
    /* SQLite has taken away the rollback journal by which it made the file a WAL one, and after a power cut that would be
     * there again, for the whole day to be rolled back by. */
    if (!folder_sync(path)) {
        SAY(why, "cannot bring the folder of %s to the disk", path);
        return ERR_IO;
    }
    /* What a process before us wrote and did not live to sync, or could not, is readable, and may not be on the disk: whoever
     * reads it shows it to people, and a step of the schema may move it into the file. */
    enum err err = wal_settle(db);
    if (err != OK) {
        SAY(why, "cannot bring the write-ahead log of %s to the disk", path);
        return err;
    }
    sqlite3_wal_autocheckpoint(db->sqlite, DB_WAL_PAGES);
    err = db_migrate(db, schema_log, why);
    if (err != OK)
        return err;
    bool is_whole = false;
    code = query_answers(db, "PRAGMA quick_check(1)", "ok", &is_whole);
    if (code != SQLITE_OK)
        return trouble(db, path, code, why);
    if (!is_whole) {
        SAY(why, "%s is damaged: SQLite's quick_check finds errors", path);
        return ERR_CORRUPT;
    }
    return OK;
}

static enum err db_begin(struct db *db, const char *path, struct buf *why)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= db->use == DB_WRITE ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    int code = sqlite3_open_v2(path, &db->sqlite, flags, NULL);
    if (code == SQLITE_OK)
        code = settings_apply(db);
    if (code != SQLITE_OK)
        return trouble(db, path, code, why);
    int64_t version = 0;
    enum err err = ours_check(db, path, &version, why);
    if (err != OK)
        return err;
    if (db->use == DB_WRITE)
        return writable_make(db, path, why);
    if (version < step_count(schema_log)) {
        SAY(why, "%s has the schema of an older Sopu; start the server on it once", path);
        return ERR_MALFORMED;
    }
    return OK;
}

enum err db_open(const char *path, enum db_use use, struct db **out, struct buf *why)
{
    struct db *db = mem_new(sizeof *db);
    db->use = use;
    enum err err = db_begin(db, path, why);
    if (err != OK) {
        db_abandon(db);
        db = NULL;
    }
    *out = db;
    return err;
}

void db_abandon(struct db *db)
{
    if (db == NULL)
        return;
    int code = sqlite3_close(db->sqlite);
    assert(code == SQLITE_OK); /* otherwise a statement was not finalized */
    mem_free(db);
}

void db_close(struct db *db)
{
    if (db != NULL && db->use == DB_WRITE) {
        sqlite3_busy_timeout(db->sqlite, CLOSING_TIMEOUT_MS);
        if (db_checkpoint(db) == OK) /* if not, the next start reads the write-ahead log */
            sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    }
    db_abandon(db);
}

enum err db_checkpoint(struct db *db)
{
    /* A connection that has not read the file yet moves nothing and says OK, with -1 pages. */
    int64_t version = 0;
    int code = db_number(db, "PRAGMA user_version", &version);
    int pages = -1;
    int moved = -1;
    if (code == SQLITE_OK)
        code =
            sqlite3_wal_checkpoint_v2(db->sqlite, NULL, SQLITE_CHECKPOINT_TRUNCATE, &pages, &moved);
    return code == SQLITE_OK && pages >= 0 && pages == moved ? OK : ERR_IO;
}

/* --- schema --- */

static int step_run(struct db *db, const struct embedded *step, int64_t version)
{
    char marks[96];
    snprintf(marks, sizeof marks, "PRAGMA application_id = %d; PRAGMA user_version = %lld; COMMIT",
             APPLICATION_ID, (long long)version);
    int code = execute(db, "BEGIN IMMEDIATE");
    if (code == SQLITE_OK)
        code = execute(db, (const char *)step->data);
    if (code == SQLITE_OK)
        code = execute(db, marks);
    return code;
}

enum err db_migrate(struct db *db, const struct embedded *steps, struct buf *why)
{
    int64_t version = 0;
    int code = db_number(db, "PRAGMA user_version", &version);
    int64_t count = step_count(steps);
    if (code == SQLITE_OK && version > count) {
        SAY(why, "the database has schema %lld, this program knows %lld", (long long)version,
            (long long)count);
        return ERR_NEWER;
    }
    for (; code == SQLITE_OK && version < count; version++) {
        code = step_run(db, &steps[version], version + 1);
        if (code != SQLITE_OK)
            SAY(why, "schema step %s failed: %s", steps[version].name, sqlite3_errmsg(db->sqlite));
    }
    if (code != SQLITE_OK && !sqlite3_get_autocommit(db->sqlite))
        execute(db, "ROLLBACK");
    return db_err(code);
}

/* --- for the rest of store/ --- */

struct sqlite3 *db_sqlite(struct db *db)
{
    return db->sqlite;
}

struct sqlite3_stmt *db_prepare(struct db *db, const char *sql)
{
    struct sqlite3_stmt *statement = NULL;
    sqlite3_prepare_v3(db->sqlite, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    return statement;
}
