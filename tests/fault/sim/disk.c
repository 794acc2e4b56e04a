#include "fault/sim/disk.h"

#include "base/mem.h"
#include "fault/sim/thread.h"

#include <assert.h>
#include <sqlite3.h>
#include <string.h>

enum {
    SECTOR_BYTES = 512,
    PAGE_BYTES = 4096,
    STANDS_STILL_IN = 6, /* one operation in so many takes a while */
    OPERATION_MOST_US = 200,
};

static void piece_free(struct piece *piece)
{
    buf_free(&piece->data);
}

static void pieces_drop(struct file *file)
{
    for (size_t i = 0; i < file->piece_count; i++)
        piece_free(&file->pieces[i]);
    file->piece_count = 0;
}

static void file_free(struct file *file)
{
    pieces_drop(file);
    mem_free(file->pieces);
    buf_free(&file->now);
    buf_free(&file->synced);
    for (int i = 0; i < DISK_SHM_REGIONS; i++)
        mem_free(file->shm[i]);
    *file = (struct file){0};
}

void disk_free(struct disk *disk)
{
    for (int i = 0; i < DISK_FILES; i++)
        file_free(&disk->files[i]);
}

/* --- bytes --- */

static void image_write(struct buf *image, uint64_t at, const uint8_t *data, size_t len)
{
    if (at + len > image->len) {
        buf_reserve(image, at + len - image->len);
        if (at > image->len)
            memset(image->data + image->len, 0, at - image->len);
        image->len = at + len;
    }
    memcpy(image->data + at, data, len);
}

static void image_cut(struct buf *image, uint64_t len)
{
    if (len < image->len)
        image->len = len;
}

static void piece_apply(struct buf *image, const struct piece *piece)
{
    if (piece->is_cut)
        image_cut(image, piece->at);
    else
        image_write(image, piece->at, piece->data.data, piece->data.len);
}

static void piece_add(struct file *file, uint64_t at, const void *data, size_t len, bool is_cut)
{
    if (file->piece_count == file->piece_capacity) {
        file->piece_capacity = file->piece_capacity ? file->piece_capacity * 2 : 16;
        file->pieces = mem_grow(file->pieces, file->piece_capacity, sizeof *file->pieces);
    }
    struct piece *piece = &file->pieces[file->piece_count++];
    *piece = (struct piece){.at = at, .is_cut = is_cut};
    if (!is_cut)
        buf_append(&piece->data, data, len);
}

/* --- what the power cut leaves --- */

/* Of one write some sectors. */
static void piece_tear(struct disk *disk, struct file *file, const struct piece *piece,
                       size_t sector, unsigned keeps_of_8)
{
    if (piece->is_cut) {
        if (draw(disk->chance, 8) < keeps_of_8)
            image_cut(&file->synced, piece->at);
        return;
    }
    for (uint64_t at = piece->at, end = piece->at + piece->data.len; at < end;) {
        uint64_t next = (at / sector + 1) * sector;
        uint64_t len = (next < end ? next : end) - at;
        if (draw(disk->chance, 8) < keeps_of_8)
            image_write(&file->synced, at, piece->data.data + (at - piece->at), len);
        at += len;
    }
}

static void power_cut(struct disk *disk, struct file *file)
{
    size_t sector = once_in(disk->chance, 2) ? SECTOR_BYTES : PAGE_BYTES;
    unsigned keeps_of_8 = draw(disk->chance, 9);
    for (size_t i = 0; i < file->piece_count; i++)
        piece_tear(disk, file, &file->pieces[i], sector, keeps_of_8);
    if ((file->is_ghost || file->is_new) && once_in(disk->chance, 2))
        file->is_there = file->is_ghost;
}

void disk_restart(struct disk *disk, enum disk_end end)
{
    for (int i = 0; i < DISK_FILES; i++) {
        struct file *file = &disk->files[i];
        if (end == DISK_POWER_CUT) {
            power_cut(disk, file);
            pieces_drop(file);
            buf_clear(&file->now);
            buf_bytes_append(&file->now, buf_bytes(&file->synced));
        }
        file->is_ghost = file->is_new = false;
        if (!file->is_there) {
            file_free(file);
            continue;
        }
        assert(file->lock_level == 0 && file->shared_locks == 0 && file->shm_users == 0);
    }
    disk->is_process_gone = false;
    disk->operations_left = -1;
}

/* --- what SQLite asks for --- */

bool disk_turn(struct disk *disk)
{
    if (disk->operations_left > 0 && --disk->operations_left == 0)
        disk->is_process_gone = true;
    if (!disk->is_process_gone && thread_is_inside() && once_in(disk->chance, STANDS_STILL_IN))
        thread_sleep(draw_between(disk->chance, 1, OPERATION_MOST_US));
    return !disk->is_process_gone;
}

static void trace(struct disk *disk, int what, uint64_t at, uint64_t len)
{
    *disk->digest = hash_number(*disk->digest, (uint64_t)what << 56 ^ at << 16 ^ len);
}

static bool fails(struct disk *disk, unsigned in)
{
    return in > 0 && once_in(disk->chance, in);
}

struct file *disk_file(struct disk *disk, const char *name)
{
    for (int i = 0; i < DISK_FILES; i++)
        if (disk->files[i].is_there && strcmp(disk->files[i].name, name) == 0)
            return &disk->files[i];
    return NULL;
}

/* What was deleted under that name is gone for good. */
struct file *disk_file_make(struct disk *disk, const char *name, bool is_new)
{
    struct file *place = NULL;
    for (int i = 0; i < DISK_FILES; i++) {
        struct file *file = &disk->files[i];
        if (strcmp(file->name, name) == 0 || (file->name[0] == '\0' && place == NULL))
            place = file;
    }
    assert(place != NULL && strlen(name) < DISK_NAME);
    file_free(place);
    strcpy(place->name, name);
    place->is_there = true;
    place->is_new = is_new;
    return place;
}

/* What the folder holds is sure from now on. */
static void folder_is_sure(struct disk *disk)
{
    for (int i = 0; i < DISK_FILES; i++)
        disk->files[i].is_new = disk->files[i].is_ghost = false;
}

int disk_read(struct disk *disk, struct file *file, void *to, int len, int64_t at)
{
    if (!disk_turn(disk) || fails(disk, disk->trouble.read_fails_in)) {
        disk->has_failed_reading = true;
        return SQLITE_IOERR_READ;
    }
    size_t have = (uint64_t)at < file->now.len ? file->now.len - (size_t)at : 0;
    size_t part = have < (size_t)len ? have : (size_t)len;
    if (part > 0)
        memcpy(to, file->now.data + at, part);
    if (part == (size_t)len)
        return SQLITE_OK;
    memset((char *)to + part, 0, (size_t)len - part);
    return SQLITE_IOERR_SHORT_READ;
}

/* An error may come after a part has been written. */
int disk_write(struct disk *disk, struct file *file, const void *from, int len, int64_t at)
{
    if (!disk_turn(disk))
        return SQLITE_IOERR_WRITE;
    int code = SQLITE_OK;
    size_t part = (size_t)len;
    if (disk->trouble.is_full && (uint64_t)at + part > file->now.len)
        code = SQLITE_FULL;
    else if (fails(disk, disk->trouble.write_fails_in))
        code = SQLITE_IOERR_WRITE;
    if (code != SQLITE_OK)
        part = draw(disk->chance, (uint32_t)len + 1);
    if (code == SQLITE_FULL)
        part = (uint64_t)at < file->now.len ? file->now.len - (size_t)at : 0;
    if (part > 0) {
        image_write(&file->now, (uint64_t)at, from, part);
        piece_add(file, (uint64_t)at, from, part, false);
    }
    trace(disk, 1 + code, (uint64_t)at, (uint64_t)part);
    return code;
}

int disk_truncate(struct disk *disk, struct file *file, int64_t len)
{
    if (!disk_turn(disk) || fails(disk, disk->trouble.write_fails_in))
        return SQLITE_IOERR_TRUNCATE;
    image_cut(&file->now, (uint64_t)len);
    piece_add(file, (uint64_t)len, NULL, 0, true);
    trace(disk, 2, (uint64_t)len, 0);
    return SQLITE_OK;
}

int disk_sync(struct disk *disk, struct file *file)
{
    if (!disk_turn(disk))
        return SQLITE_IOERR_FSYNC;
    /* What is written while the sync runs is not the sync's. */
    if (thread_is_inside())
        thread_sleep(draw_between(disk->chance, 20, disk->trouble.sync_most_us));
    if (disk->is_process_gone)
        return SQLITE_IOERR_FSYNC;
    trace(disk, 3, file->piece_count, 0);
    if (disk->lies)
        return SQLITE_OK;
    bool is_failing = fails(disk, disk->trouble.sync_fails_in);
    for (size_t i = 0; i < file->piece_count; i++)
        if (!is_failing || file->pieces[i].is_cut || once_in(disk->chance, 2))
            piece_apply(&file->synced, &file->pieces[i]);
    pieces_drop(file);
    if (!is_failing && file->is_new)
        folder_is_sure(disk);
    return is_failing ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

int disk_delete(struct disk *disk, struct file *file, bool sync_folder)
{
    if (!disk_turn(disk) || fails(disk, disk->trouble.write_fails_in))
        return SQLITE_IOERR_DELETE;
    file->is_there = false;
    file->is_ghost = !file->is_new;
    if (sync_folder)
        folder_is_sure(disk);
    return SQLITE_OK;
}

bool disk_folder_sync(struct disk *disk)
{
    if (!disk_turn(disk) || fails(disk, disk->trouble.sync_fails_in))
        return false;
    if (!disk->lies)
        folder_is_sure(disk);
    return true;
}
