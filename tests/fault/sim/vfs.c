/* vfs.c - SQLite's side of the disk: the default VFS, with locks and shared memory within the one
 * process there is. */
#include "fault/sim/disk.h"

#include "base/mem.h"
#include "fault/sim/thread.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

enum { REGION_MOST_BYTES = 32768 };

struct handle {
    sqlite3_file base;
    struct disk *disk;
    struct file *file;
    int level;
    bool has_shm;
    unsigned shm_shared; /* bits: which locks this connection holds */
    unsigned shm_exclusive;
};

static struct {
    struct disk *disk;
    const int64_t *now_us;
} place;

static struct handle *of(sqlite3_file *file)
{
    return (struct handle *)file;
}

/* --- reading and writing --- */

static int on_read(sqlite3_file *file, void *to, int len, sqlite3_int64 at)
{
    return disk_read(of(file)->disk, of(file)->file, to, len, at);
}

static int on_write(sqlite3_file *file, const void *from, int len, sqlite3_int64 at)
{
    return disk_write(of(file)->disk, of(file)->file, from, len, at);
}

static int on_truncate(sqlite3_file *file, sqlite3_int64 len)
{
    return disk_truncate(of(file)->disk, of(file)->file, len);
}

static int on_sync(sqlite3_file *file, int flags)
{
    (void)flags;
    return disk_sync(of(file)->disk, of(file)->file);
}

static int on_size(sqlite3_file *file, sqlite3_int64 *size)
{
    *size = (sqlite3_int64)of(file)->file->now.len;
    return SQLITE_OK;
}

static int on_control(sqlite3_file *file, int what, void *argument)
{
    (void)file, (void)what, (void)argument;
    return SQLITE_NOTFOUND;
}

static int on_sector_size(sqlite3_file *file)
{
    (void)file;
    return 4096;
}

/* As the unix VFS says: bytes beside those that are written are not harmed. */
static int on_characteristics(sqlite3_file *file)
{
    (void)file;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/* --- locks: none, shared, reserved, pending, exclusive --- */

static int on_lock(sqlite3_file *base, int level)
{
    struct handle *handle = of(base);
    struct file *file = handle->file;
    if (level <= handle->level)
        return SQLITE_OK;
    bool is_alone = file->shared_locks == (handle->level >= SQLITE_LOCK_SHARED);
    bool others_write =
        file->lock_level > handle->level && file->lock_level >= SQLITE_LOCK_RESERVED;
    if (level == SQLITE_LOCK_SHARED && file->lock_level >= SQLITE_LOCK_PENDING)
        return SQLITE_BUSY;
    if (level >= SQLITE_LOCK_RESERVED && others_write)
        return SQLITE_BUSY;
    if (level == SQLITE_LOCK_EXCLUSIVE && !is_alone)
        return SQLITE_BUSY;
    if (handle->level < SQLITE_LOCK_SHARED)
        file->shared_locks++;
    if (level > file->lock_level)
        file->lock_level = level;
    handle->level = level;
    return SQLITE_OK;
}

static int on_unlock(sqlite3_file *base, int level)
{
    struct handle *handle = of(base);
    struct file *file = handle->file;
    if (handle->level <= level)
        return SQLITE_OK;
    if (handle->level >= SQLITE_LOCK_RESERVED)
        file->lock_level = SQLITE_LOCK_SHARED;
    if (level == SQLITE_LOCK_NONE && --file->shared_locks == 0)
        file->lock_level = SQLITE_LOCK_NONE;
    handle->level = level;
    return SQLITE_OK;
}

static int on_reserved(sqlite3_file *base, int *is_reserved)
{
    *is_reserved = of(base)->file->lock_level >= SQLITE_LOCK_RESERVED;
    return SQLITE_OK;
}

/* --- the write-ahead log's index --- */

static int on_shm_map(sqlite3_file *base, int region, int size, int extend, void volatile **memory)
{
    struct handle *handle = of(base);
    *memory = NULL;
    if (!disk_turn(handle->disk) || region >= DISK_SHM_REGIONS || size > REGION_MOST_BYTES)
        return SQLITE_IOERR_SHMMAP;
    if (handle->file->shm[region] == NULL && extend) {
        if (handle->disk->trouble.is_full)
            return SQLITE_IOERR_SHMSIZE;
        handle->file->shm[region] = mem_new((size_t)size);
    }
    if (!handle->has_shm)
        handle->file->shm_users++;
    handle->has_shm = true;
    *memory = handle->file->shm[region];
    return SQLITE_OK;
}

static int on_shm_lock(sqlite3_file *base, int first, int count, int flags)
{
    struct handle *handle = of(base);
    struct file *file = handle->file;
    unsigned mask = ((1u << count) - 1) << first;
    for (int i = first; i < first + count; i++) {
        bool has_shared = handle->shm_shared >> i & 1,
             has_exclusive = handle->shm_exclusive >> i & 1;
        if (flags & SQLITE_SHM_UNLOCK)
            continue;
        if (file->shm_exclusive[i] && !has_exclusive)
            return SQLITE_BUSY;
        if (flags & SQLITE_SHM_EXCLUSIVE && file->shm_shared[i] > has_shared)
            return SQLITE_BUSY;
    }
    for (int i = first; i < first + count; i++) {
        file->shm_shared[i] -= (handle->shm_shared >> i & 1) != 0;
        file->shm_exclusive[i] = file->shm_exclusive[i] && !(handle->shm_exclusive >> i & 1);
    }
    handle->shm_shared &= ~mask;
    handle->shm_exclusive &= ~mask;
    if (flags & SQLITE_SHM_UNLOCK)
        return SQLITE_OK;
    for (int i = first; i < first + count; i++) {
        file->shm_shared[i] += (flags & SQLITE_SHM_SHARED) != 0;
        file->shm_exclusive[i] = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    }
    if (flags & SQLITE_SHM_SHARED)
        handle->shm_shared |= mask;
    else
        handle->shm_exclusive |= mask;
    return SQLITE_OK;
}

static void on_shm_barrier(sqlite3_file *base)
{
    (void)base;
}

/* Whoever maps it first makes it anew out of the log, as the unix VFS has it. */
static int on_shm_unmap(sqlite3_file *base, int is_deleted)
{
    (void)is_deleted;
    struct handle *handle = of(base);
    struct file *file = handle->file;
    if (!handle->has_shm)
        return SQLITE_OK;
    handle->has_shm = false;
    if (--file->shm_users > 0)
        return SQLITE_OK;
    for (int i = 0; i < DISK_SHM_REGIONS; i++) {
        mem_free(file->shm[i]);
        file->shm[i] = NULL;
    }
    return SQLITE_OK;
}

/* --- the file system --- */

static int on_close(sqlite3_file *base)
{
    on_unlock(base, SQLITE_LOCK_NONE);
    return SQLITE_OK;
}

static const sqlite3_io_methods METHODS = {
    .iVersion = 2,
    .xClose = on_close,
    .xRead = on_read,
    .xWrite = on_write,
    .xTruncate = on_truncate,
    .xSync = on_sync,
    .xFileSize = on_size,
    .xLock = on_lock,
    .xUnlock = on_unlock,
    .xCheckReservedLock = on_reserved,
    .xFileControl = on_control,
    .xSectorSize = on_sector_size,
    .xDeviceCharacteristics = on_characteristics,
    .xShmMap = on_shm_map,
    .xShmLock = on_shm_lock,
    .xShmBarrier = on_shm_barrier,
    .xShmUnmap = on_shm_unmap,
};

static int on_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *given)
{
    (void)vfs;
    struct handle *handle = of(base);
    *handle = (struct handle){.disk = place.disk};
    if (name == NULL || !disk_turn(place.disk))
        return SQLITE_CANTOPEN;
    bool is_main = flags & SQLITE_OPEN_MAIN_DB; /* db_claim has made it, and synced the folder */
    handle->file = disk_file(place.disk, name);
    if (handle->file == NULL && (is_main || flags & SQLITE_OPEN_CREATE))
        handle->file = disk_file_make(place.disk, name, !is_main);
    if (handle->file == NULL)
        return SQLITE_CANTOPEN;
    base->pMethods = &METHODS;
    if (given != NULL)
        *given = flags;
    return SQLITE_OK;
}

static int on_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
    (void)vfs;
    struct file *file = disk_file(place.disk, name);
    return file != NULL ? disk_delete(place.disk, file, sync_folder) : SQLITE_IOERR_DELETE_NOENT;
}

static int on_access(sqlite3_vfs *vfs, const char *name, int what, int *is_so)
{
    (void)vfs;
    struct file *file = disk_file(place.disk, name);
    *is_so = file != NULL && (what != SQLITE_ACCESS_EXISTS || file->now.len > 0);
    return SQLITE_OK;
}

static int on_full_name(sqlite3_vfs *vfs, const char *name, int size, char *full)
{
    (void)vfs;
    snprintf(full, (size_t)size, "%s", name);
    return SQLITE_OK;
}

static int on_randomness(sqlite3_vfs *vfs, int len, char *bytes)
{
    (void)vfs;
    for (int i = 0; i < len; i++)
        bytes[i] = (char)draw(place.disk->chance, 256);
    return len;
}

static int on_sleep(sqlite3_vfs *vfs, int us)
{
    (void)vfs;
    if (thread_is_inside())
        thread_sleep(us);
    return us;
}

static int on_time(sqlite3_vfs *vfs, double *days)
{
    (void)vfs;
    *days = 2460000.5 + (double)*place.now_us / 86400e6;
    return SQLITE_OK;
}

static int on_last_error(sqlite3_vfs *vfs, int size, char *text)
{
    (void)vfs, (void)size, (void)text;
    return 0;
}

static sqlite3_vfs vfs = {
    .iVersion = 1,
    .szOsFile = sizeof(struct handle),
    .mxPathname = DISK_NAME - 1,
    .zName = "simulated",
    .xOpen = on_open,
    .xDelete = on_delete,
    .xAccess = on_access,
    .xFullPathname = on_full_name,
    .xRandomness = on_randomness,
    .xSleep = on_sleep,
    .xCurrentTime = on_time,
    .xGetLastError = on_last_error,
};

void vfs_use(struct disk *disk, const int64_t *now_us)
{
    place.disk = disk;
    place.now_us = now_us;
    sqlite3_vfs_register(&vfs, 1);
    sqlite3_randomness(0, NULL); /* its own generator begins anew, from on_randomness */
}
