#include "store/backup.h"

#include "store/db.h"
#include "store/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err trouble(struct buf *why, const char *what, const char *path)
{
    buf_format(why, "cannot %s %s: %s", what, path, strerror(errno));
    return ERR_IO;
}

/* It was another backup's until a moment ago, and may have its final name by now. */
static bool is_still_named(int fd, const char *path)
{
    struct stat held, named;
    return fstat(fd, &held) == 0 && lstat(path, &named) == 0 && held.st_ino == named.st_ino &&
           held.st_dev == named.st_dev;
}

/* An empty file, locked. What a killed backup has left there is begun anew. */
static enum err part_begin(const char *part, int *fd, struct buf *why)
{
    *fd = open(part, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (*fd < 0)
        return trouble(why, "create", part);
    if (flock(*fd, LOCK_EX | LOCK_NB) != 0 || !is_still_named(*fd, part)) {
        buf_format(why, "another backup is writing %s", part);
        return ERR_BUSY;
    }
    if (ftruncate(*fd, 0) != 0 || fchmod(*fd, 0600) != 0)
        return trouble(why, "write", part);
    return OK;
}

static enum err part_fill(const char *path, const char *part, struct buf *why)
{
    struct db *db;
    enum err err = db_open(path, DB_READ, &db, why);
    if (err != OK)
        return err;
    struct sqlite3_stmt *copy = db_prepare(db, "VACUUM INTO ?");
    int code = SQLITE_ERROR;
    if (copy != NULL) {
        sqlite3_bind_text(copy, 1, part, -1, SQLITE_STATIC);
        code = sqlite3_step(copy);
    }
    if (code != SQLITE_DONE) {
        err = db_err(sqlite3_errcode(db_sqlite(db)));
        buf_format(why, "cannot copy %s to %s: %s", path, part, sqlite3_errmsg(db_sqlite(db)));
    }
    sqlite3_finalize(copy);
    db_close(db);
    return err;
}

static enum err part_check(const char *part, struct verify_report *report, struct buf *why)
{
    enum err err = verify_database(part, report);
    if (err != OK)
        buf_format(why, "the copy is not whole, it was thrown away: %s", report->what);
    return err;
}

/* From here on it is a backup. */
static enum err part_finish(const char *part, int fd, const char *copy, struct buf *why)
{
    if (fsync(fd) != 0)
        return trouble(why, "write", part);
    if (renameat2(AT_FDCWD, part, AT_FDCWD, copy, RENAME_NOREPLACE) != 0)
        return trouble(why, "make", copy);
    if (!folder_sync(copy)) {
        trouble(why, "sync the folder of", copy);
        unlink(copy);
        return ERR_IO;
    }
    return OK;
}

enum err backup_make(const char *path, const char *copy, struct verify_report *report,
                     struct buf *why)
{
    struct stat about;
    if (lstat(copy, &about) == 0) {
        buf_format(why, "%s exists already; a backup overwrites nothing", copy);
        return ERR_BUSY;
    }
    struct buf name = {0};
    buf_format(&name, "%s.sopu-part", copy);
    const char *part = buf_c_string(&name);
    int fd;
    enum err err = part_begin(part, &fd, why);
    bool is_ours = err == OK;
    if (err == OK)
        err = part_fill(path, part, why);
    if (err == OK)
        err = part_check(part, report, why);
    if (err == OK)
        err = part_finish(part, fd, copy, why);
    if (err != OK && is_ours)
        unlink(part);
    if (fd >= 0)
        close(fd);
    buf_free(&name);
    return err;
}
