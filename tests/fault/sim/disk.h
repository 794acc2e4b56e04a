/* disk.h - a disk in memory, as SQLite sees it through a VFS of its own (vfs.c).
 *
 * Each file has what everyone reads ("now": the kernel's cache), what a power cut leaves in any case
 * ("synced"), and the writes between the two. A sync moves them over. A power cut keeps of them any
 * subset, sector by sector. When a sync fails, what it was to move is either there or lost for good:
 * the kernel calls the pages clean, so that the next sync does not bring them (fsyncgate); only who
 * writes them anew has them. */
#ifndef SOPU_TESTS_FAULT_SIM_DISK_H
#define SOPU_TESTS_FAULT_SIM_DISK_H

#include "fault/sim/chance.h"

#include "base/buf.h"

enum { DISK_FILES = 6, DISK_NAME = 64, DISK_SHM_REGIONS = 8, DISK_SHM_LOCKS = 8 };

/* A write or a truncation that no sync has moved yet. */
struct piece {
    uint64_t at;
    struct buf data;
    bool is_cut; /* the file ends at `at` */
};

struct file {
    char name[DISK_NAME]; /* "": free */
    bool is_there;
    bool is_new; /* the folder may not know it yet: its first sync tells it, as the unix VFS does */
    bool is_ghost; /* deleted, but the folder may not know it after a power cut */
    struct buf now;
    struct buf synced;
    struct piece *pieces;
    size_t piece_count;
    size_t piece_capacity;
    /* Between connections of one process; gone with it. */
    int shared_locks;
    int lock_level;
    int shm_users;
    void *shm[DISK_SHM_REGIONS];
    int shm_shared[DISK_SHM_LOCKS];
    bool shm_exclusive[DISK_SHM_LOCKS];
};

/* How bad it is now. */
struct trouble {
    unsigned write_fails_in; /* one write in so many; 0: none */
    unsigned sync_fails_in;
    unsigned read_fails_in;
    bool is_full; /* no file grows */
    int64_t sync_most_us;
};

struct disk {
    struct chance *chance;
    struct file files[DISK_FILES];
    struct trouble trouble;
    uint64_t *digest;        /* what happens here is part of the run's trace */
    bool is_process_gone;    /* who still asks is dying: nothing reaches the disk any more */
    bool has_failed_reading; /* then what SQLite calls damaged may be whole */
    bool lies;               /* planted: syncs do nothing */
    long
        operations_left; /* -1; else the process ends after so many more (a crash while it starts) */
};

void disk_free(struct disk *disk);

enum disk_end {
    DISK_KILLED,    /* the process is gone, the kernel goes on: nothing is lost */
    DISK_POWER_CUT, /* only what was synced is sure */
};
/* Call when the process's last handle is closed. */
void disk_restart(struct disk *disk, enum disk_end end);

/* For vfs.c. */
struct file *disk_file(struct disk *disk, const char *name);
struct file *disk_file_make(struct disk *disk, const char *name, bool is_new);
/* Each gives an SQLite result code. */
int disk_read(struct disk *disk, struct file *file, void *to, int len, int64_t at);
int disk_write(struct disk *disk, struct file *file, const void *from, int len, int64_t at);
int disk_truncate(struct disk *disk, struct file *file, int64_t len);
int disk_sync(struct disk *disk, struct file *file);
int disk_delete(struct disk *disk, struct file *file, bool sync_folder);
/* What a program asks for itself: the names in the folder. */
bool disk_folder_sync(struct disk *disk);
/* Before anything is done: the thread may stand still here, and the process may end. */
bool disk_turn(struct disk *disk);

/* Makes it the disk of SQLite's default VFS. */
void vfs_use(struct disk *disk, const int64_t *now_us);

#endif
