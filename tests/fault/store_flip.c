/* store_flip.c - one byte of the file changes: verify says so, or the log does not hold that byte.
 */
#include "store_fault.h"

#include "base/buf.h"
#include "store/verify.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void beside_remove(const char *db)
{
    char path[120];
    snprintf(path, sizeof path, "%s-wal", db);
    remove(path);
    snprintf(path, sizeof path, "%s-shm", db);
    remove(path);
}

static bool byte_flip(const char *db, long at, uint8_t mask)
{
    FILE *file = fopen(db, "r+b");
    if (file == NULL || fseek(file, at, SEEK_SET) != 0)
        return false;
    int byte = fgetc(file);
    bool is_done = byte != EOF && fseek(file, at, SEEK_SET) == 0 && fputc(byte ^ mask, file) != EOF;
    return fclose(file) == 0 && is_done;
}

static long file_size(const char *db)
{
    FILE *file = fopen(db, "rb");
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    fclose(file);
    return size;
}

bool flipped_bytes(void)
{
    const char *db = fresh_db();
    struct worker worker;
    worker_start(&worker, db, NULL);
    worker_until(&worker, has_acked, 200, 5000);
    kill(worker.pid, SIGTERM);
    worker_until(&worker, has_gone, 0, 5000);
    worker_kill(&worker);

    struct verify_report sound;
    if (verify_database(db, &sound) != OK)
        return failed("not sound before: %s", sound.what);
    long size = file_size(db);
    int reported = 0;
    int rounds = rounds_or(1000);
    for (int round = 1; round <= rounds; round++) {
        long at = rand() % size;
        uint8_t mask = (uint8_t)(1 << rand() % 8);
        struct verify_report report;
        char why[300] = "other rows";
        if (!byte_flip(db, at, mask))
            return failed("cannot change byte %ld", at);
        beside_remove(db);
        if (verify_database(db, &report) != OK)
            reported++;
        else if (report.rows != sound.rows || !log_holds(db, sound.rows, why, sizeof why))
            return failed("byte %ld ^ %d was not reported: %s", at, mask, why);
        byte_flip(db, at, mask);
    }
    return pass("%d flips in %ld bytes: %d reported, the others lie outside the log", rounds, size,
                reported);
}
