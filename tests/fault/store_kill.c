/* store_kill.c - the process is killed, the power is cut, and what was acknowledged is there. */
#include "store_fault.h"

#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGE = 4096 };

bool killed_at_any_moment(void)
{
    const char *db = fresh_db();
    int rounds = rounds_or(30);
    log_pos acked = 0;
    for (int round = 1; round <= rounds; round++) {
        struct worker worker;
        worker_start(&worker, db, NULL);
        random_sleep(2, 120); /* sometimes before it has made its tables */
        worker_kill(&worker);
        char why[300];
        if (worker.acked > acked)
            acked = worker.acked;
        if (access(db, F_OK) != 0 || (acked == 0 && !worker.is_open))
            continue;
        if (!log_holds(db, acked, why, sizeof why))
            return failed("round %d: %s", round, why);
    }
    if (acked == 0)
        return failed("nothing was ever acknowledged");
    return pass("%d kills, %llu acknowledged records, 0 lost", rounds, (unsigned long long)acked);
}

/* --- power --- */

static void file_load(const char *path, struct buf *content)
{
    buf_clear(content);
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return;
    size_t len;
    do {
        len = fread(buf_reserve(content, PAGE), 1, PAGE, file);
        content->len += len;
    } while (len > 0);
    fclose(file);
}

static void file_store(const char *path, struct bytes content)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(content.data, 1, content.len, file) != content.len ||
        fclose(file) != 0)
        abort();
}

/* What was synced, and of what was written since each page with this chance: the disk had or had
 * not got to it. */
static void file_lose_power(const char *path, int percent)
{
    char image[220];
    snprintf(image, sizeof image, "%s.disk", path);
    if (access(image, F_OK) != 0)
        return; /* never written to */
    struct buf kept = {0};
    struct buf seen = {0};
    file_load(image, &kept);
    file_load(path, &seen);
    if (kept.len < seen.len && rand() % 100 < percent) {
        memset(buf_reserve(&kept, seen.len - kept.len), 0, seen.len - kept.len);
        kept.len = seen.len;
    }
    for (size_t at = 0; at < kept.len && at < seen.len; at += PAGE) {
        size_t end = at + PAGE;
        if (end > kept.len)
            end = kept.len;
        if (end > seen.len)
            end = seen.len;
        if (rand() % 100 < percent)
            memcpy(kept.data + at, seen.data + at, end - at);
    }
    file_store(path, buf_bytes(&kept));
    remove(image);
    buf_free(&kept);
    buf_free(&seen);
}

void power_cut(struct worker *worker, const char *db)
{
    static const int percents[] = {0, 30, 70};
    int percent = percents[rand() % 3];
    char path[220];
    worker_kill(worker);
    file_lose_power(db, percent);
    snprintf(path, sizeof path, "%s-wal", db);
    file_lose_power(path, percent);
    snprintf(path, sizeof path, "%s-shm", db);
    remove(path);
}

bool power_cut_at_any_moment(void)
{
    const char *db = fresh_db();
    int rounds = rounds_or(20);
    log_pos acked = 0;
    for (int round = 1; round <= rounds; round++) {
        struct worker worker;
        char why[300];
        worker_start(&worker, db, "DISK_FAIL=nothing");
        worker_until(&worker, has_acked, acked + 1, 5000);
        random_sleep(0, 60);
        power_cut(&worker, db);
        if (worker.acked <= acked)
            return failed("round %d: nothing new was acknowledged", round);
        acked = worker.acked;
        if (!log_holds(db, acked, why, sizeof why))
            return failed("round %d: %s", round, why);
    }
    return pass("%d power cuts, %llu acknowledged records, 0 lost", rounds,
                (unsigned long long)acked);
}

/* The proof of the test above: with a disk that does not sync it must find something missing. */
bool power_cut_with_a_lying_disk_is_noticed(void)
{
    for (int round = 1; round <= 20; round++) {
        const char *db = fresh_db();
        struct worker worker;
        char why[300];
        worker_start(&worker, db, "DISK_LIES=1");
        worker_until(&worker, has_acked, 1, 5000);
        random_sleep(0, 60);
        power_cut(&worker, db);
        if (!log_holds(db, worker.acked, why, sizeof why))
            return pass("round %d: %s", round, why);
    }
    return failed("20 power cuts without a sync, and nothing was missed");
}
