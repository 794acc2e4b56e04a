/* store_errors.c - the disk refuses: nothing is acknowledged that is not there, and it goes on when
 * the disk does. */
#include "store_fault.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { FOR_EVER = 1000000, RECOVERY_MS = 4000, AT_ONCE = 1, LATER = 300 };

/* --- one call fails --- */

struct tally {
    int rounds;
    int stops;
    int refused; /* failed before it was open: told, and did not start */
};

/* Takes no records for that long, and acknowledges none. (What was committed just before may be
 * told just after.) */
static bool stays_stopped(struct worker *worker, int ms)
{
    if (!worker_until(worker, has_stopped, 0, 20000) || worker_until(worker, has_resumed, 0, 50))
        return false;
    log_pos acked = worker->acked;
    return !worker_until(worker, has_resumed, 0, ms) && worker->acked == acked;
}

enum start { FRESH, USED };

static const char *given_db(enum start start)
{
    const char *db = fresh_db();
    if (start == USED) {
        struct worker worker;
        worker_start(&worker, db, NULL);
        worker_until(&worker, has_acked, 50, RECOVERY_MS);
        worker_kill(&worker);
    }
    return db;
}

/* The disk fails; if it gets well, the journal goes on by itself. Then, after so many more
 * acknowledgements, the power goes: every one of them was true. */
static bool error_round(const char *call, enum start start, int from, int count, int more,
                        struct tally *tally)
{
    const char *db = given_db(start);
    struct worker worker;
    char disk[100];
    char why[300];
    snprintf(disk, sizeof disk, "DISK_FAIL=%s DISK_FROM=%d DISK_COUNT=%d", call, from, count);
    worker_start(&worker, db, disk);
    worker_until(&worker, has_failed, 0, RECOVERY_MS);
    bool is_as_it_should =
        count == FOR_EVER
            ? stays_stopped(&worker, 300)
            : worker_until(&worker, has_acked, worker.acked + (log_pos)more, RECOVERY_MS);
    log_pos acked = worker.acked;
    power_cut(&worker, db);

    tally->rounds++;
    tally->stops += worker.stops;
    tally->refused += !worker.is_open;
    if (worker.failures == 0)
        return failed("%s: no call failed", disk);
    if (worker.is_open && !is_as_it_should)
        return failed("%s: %s", disk, count == FOR_EVER ? "did not stop" : "did not recover");
    if ((worker.is_open || start == USED) && !log_holds(db, worker.acked, why, sizeof why))
        return failed("%s: %s", disk, why);

    worker_start(&worker, db, NULL);
    bool is_usable = worker_until(&worker, has_acked, acked + 1, RECOVERY_MS);
    worker_kill(&worker);
    return is_usable || failed("%s: cannot be opened afterwards", disk);
}

/* `start`: calls that a start makes before it takes the first record; some rounds fail there, some behind it. */
static bool error_rounds(const char *call, int most, int start)
{
    struct tally tally = {0};
    for (int from = 1; from <= most; from += 1 + from / 3)
        if (!error_round(call, FRESH, from, 1, LATER, &tally) ||
            !error_round(call, USED, from, 1, AT_ONCE, &tally) ||
            !error_round(call, USED, start + from, 1, LATER, &tally) ||
            !error_round(call, USED, start + from, 4, AT_ONCE, &tally) ||
            !error_round(call, USED, start + from, FOR_EVER, LATER, &tally))
            return false;
    return pass(
        "%d rounds: stopped %d times, %d times not even opened; nothing acknowledged was lost",
        tally.rounds, tally.stops, tally.refused);
}

bool sync_errors(void)
{
    return error_rounds("sync", rounds_or(20), 0);
}

bool write_errors(void)
{
    /* What lies in the write-ahead log is written again, and it is made as long as it will be: 63 blocks each. */
    return error_rounds("write", rounds_or(60), 126);
}

bool open_errors(void)
{
    struct tally tally = {0};
    for (int from = 1; from <= 3; from++) /* the claim, the database, its write-ahead log */
        if (!error_round("open", FRESH, from, 1, LATER, &tally) ||
            !error_round("open", USED, from, 1, LATER, &tally))
            return false;
    return pass("%d rounds, %d times not opened, afterwards well", tally.rounds, tally.refused);
}

/* The write-ahead log is only cut when the journal closes. */
bool truncate_errors(void)
{
    const char *db = fresh_db();
    struct worker worker;
    char why[300];
    worker_start(&worker, db, "DISK_FAIL=truncate DISK_FROM=1 DISK_COUNT=100");
    worker_until(&worker, has_acked, 300, RECOVERY_MS);
    kill(worker.pid, SIGTERM);
    bool has_ended = worker_until(&worker, has_gone, 0, RECOVERY_MS);
    worker_kill(&worker);
    if (!has_ended || worker.failures == 0)
        return failed("ended=%d failures=%d", has_ended, worker.failures);
    if (!log_holds(db, worker.acked, why, sizeof why))
        return failed("%s", why);
    return pass("closed in spite of it, %llu records", (unsigned long long)worker.acked);
}

/* --- no space --- */

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Stopped, and not only until the write-ahead log had been moved into the file: no attempt helps
 * any more. */
static bool has_run_out(struct worker *worker)
{
    for (int attempts = 0; attempts < 50; attempts++) {
        if (stays_stopped(worker, 1700))
            return true;
    }
    return false;
}

/* Without space it acknowledges nothing, until `space_give`; then it goes on within two seconds. */
static bool space_round(struct worker *worker, const char *db, bool (*space_give)(struct worker *))
{
    char why[300];
    if (!has_run_out(worker))
        return failed("never ran out of space");
    log_pos acked = worker->acked;
    if (!space_give(worker))
        return failed("cannot give space");
    int64_t given_ms = now_ms();
    if (!worker_until(worker, has_resumed, 0, RECOVERY_MS))
        return failed("did not recover");
    int64_t recovery_ms = now_ms() - given_ms;
    bool goes_on = worker_until(worker, has_acked, acked + 1000, RECOVERY_MS);
    worker_kill(worker);
    if (acked == 0 || !goes_on || recovery_ms > 2000)
        return failed("acknowledged %llu, goes on: %d, after %lld ms", (unsigned long long)acked,
                      goes_on, (long long)recovery_ms);
    if (!log_holds(db, worker->acked, why, sizeof why))
        return failed("%s", why);
    return pass("stopped at %llu, recovered %lld ms after space came, went on to %llu",
                (unsigned long long)acked, (long long)recovery_ms,
                (unsigned long long)worker->acked);
}

static bool limit_set(struct worker *worker, rlim_t bytes)
{
    struct rlimit limit;
    if (prlimit(worker->pid, RLIMIT_FSIZE, NULL, &limit) != 0)
        return false;
    limit.rlim_cur = bytes;
    return prlimit(worker->pid, RLIMIT_FSIZE, &limit, NULL) == 0;
}

static bool limit_lift(struct worker *worker)
{
    return limit_set(worker, RLIM_INFINITY);
}

/* Works for everybody: the write-ahead log cannot grow past half a megabyte. */
bool file_size_limit(void)
{
    const char *db = fresh_db();
    struct worker worker;
    worker_start(&worker, db, NULL);
    worker_until(&worker, has_acked, 1, RECOVERY_MS);
    if (!limit_set(&worker, 512 * 1024)) {
        worker_kill(&worker);
        return failed("cannot set a file size limit");
    }
    return space_round(&worker, db, limit_lift);
}

/* SIGTERM while there is no space: it ends soon, and says that something was not written. */
bool closing_without_space(void)
{
    const char *db = fresh_db();
    struct worker worker;
    char why[300];
    worker_start(&worker, db, NULL);
    worker_until(&worker, has_acked, 1, RECOVERY_MS);
    bool is_limited = limit_set(&worker, 512 * 1024) && has_run_out(&worker);
    kill(worker.pid, SIGTERM);
    int64_t told_ms = now_ms();
    bool has_ended = worker_until(&worker, has_gone, 0, RECOVERY_MS);
    int64_t ending_ms = now_ms() - told_ms;
    worker_kill(&worker);
    if (!is_limited || !has_ended || !worker.is_closed || worker.is_all_written || ending_ms > 3000)
        return failed("full %d, ended %d by itself %d after %lld ms, said all was written: %d",
                      is_limited, has_ended, worker.is_closed, (long long)ending_ms,
                      worker.is_all_written);
    if (!log_holds(db, worker.acked, why, sizeof why))
        return failed("%s", why);
    return pass("ended after %lld ms, %llu acknowledged records, 0 lost", (long long)ending_ms,
                (unsigned long long)worker.acked);
}

static char full_folder[100];

static bool tmpfs_grow(struct worker *worker)
{
    (void)worker;
    return mount("tmpfs", full_folder, "tmpfs", MS_REMOUNT, "size=64m") == 0;
}

/* Killed while full, grown, started: as if nothing had been. */
static bool killed_while_full(const char *db)
{
    struct worker worker;
    char why[300];
    worker_start(&worker, db, NULL);
    bool is_stopped = has_run_out(&worker);
    worker_kill(&worker);
    log_pos acked = worker.acked;
    if (!is_stopped || !tmpfs_grow(&worker))
        return failed("stopped: %d", is_stopped);
    worker_start(&worker, db, NULL);
    bool goes_on = worker_until(&worker, has_acked, acked + 100, RECOVERY_MS);
    worker_kill(&worker);
    if (!goes_on || !log_holds(db, worker.acked, why, sizeof why))
        return failed("after a kill on a full disk: %s", goes_on ? why : "does not go on");
    return true;
}

static bool on_small_tmpfs(bool (*test)(const char *db), bool *is_possible)
{
    char db[120];
    fresh_db();
    snprintf(full_folder, sizeof full_folder, "%s/full", scratch_folder());
    snprintf(db, sizeof db, "%s/day.db", full_folder);
    mkdir(full_folder, 0700);
    *is_possible = mount("sopu-test", full_folder, "tmpfs", 0, "size=2m,mode=0700") == 0;
    if (!*is_possible)
        return false;
    bool is_passed = test(db);
    if (umount(full_folder) != 0)
        is_passed = failed("cannot unmount %s", full_folder);
    return is_passed;
}

static bool filled_and_grown(const char *db)
{
    struct worker worker;
    worker_start(&worker, db, NULL);
    return space_round(&worker, db, tmpfs_grow);
}

bool full_file_system(void)
{
    bool is_possible;
    bool is_passed = on_small_tmpfs(filled_and_grown, &is_possible);
    if (!is_possible && errno == EPERM)
        return not_here("mounting a tmpfs needs root; file_size_limit stands in for it");
    if (!is_possible)
        return failed("cannot mount a tmpfs of 2 MiB");
    return is_passed && on_small_tmpfs(killed_while_full, &is_possible);
}
