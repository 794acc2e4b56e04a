/* store_fault.c [TEST...] - breaks things under the real journal and looks at what is left. Run by
 * `make fault`. ROUNDS=1000 for a long night. */
#include "store_fault.h"

#include "base/log.h"
#include "store/db.h"
#include "store/replay.h"
#include "store/verify.h"
#include "store_record.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Beside this program: build/fault/store_worker and store_disk.so. */
static char program_folder[400];
static char scratch[64];
static int not_possible;

static void say(const char *mark, const char *format, va_list args)
{
    printf("  %s ", mark);
    vprintf(format, args);
    printf("\n");
    fflush(stdout);
}

bool pass(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say("ok:", format, args);
    va_end(args);
    return true;
}

bool failed(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say("FAILED:", format, args);
    va_end(args);
    return false;
}

bool not_here(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say("not possible here:", format, args);
    va_end(args);
    not_possible++;
    return true;
}

int rounds_or(int usual)
{
    const char *wanted = getenv("ROUNDS");
    return wanted != NULL ? atoi(wanted) : usual;
}

void sleep_ms(int ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L}, NULL);
}

void random_sleep(int least_ms, int most_ms)
{
    int us = least_ms * 1000 + rand() % ((most_ms - least_ms) * 1000);
    nanosleep(&(struct timespec){.tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000L}, NULL);
}

/* --- places --- */

static int entry_remove(const char *path, const struct stat *about, int type, struct FTW *where)
{
    (void)about, (void)type;
    return where->level == 0 ? 0 : remove(path);
}

const char *scratch_folder(void)
{
    return scratch;
}

const char *fresh_db(void)
{
    static char path[100];
    nftw(scratch, entry_remove, 8, FTW_DEPTH | FTW_PHYS);
    snprintf(path, sizeof path, "%s/day.db", scratch);
    return path;
}

/* --- the worker --- */

static void become_worker(const char *db, const char *disk)
{
    char path[500];
    if (disk != NULL) {
        char settings[200];
        snprintf(settings, sizeof settings, "%s", disk);
        for (char *setting = strtok(settings, " "); setting != NULL; setting = strtok(NULL, " "))
            putenv(strdup(setting));
        snprintf(path, sizeof path, "%s/store_disk.so", program_folder);
        setenv("LD_PRELOAD", path, 1);
        setenv("DISK_FILE", db, 1);
        setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 1);
    }
    setenv("TSAN_OPTIONS", "halt_on_error=1", 0); /* a race ends the worker, and so the test */
    snprintf(path, sizeof path, "%s/store_worker", program_folder);
    execl(path, "store_worker", db, (char *)NULL);
    _exit(127);
}

void worker_start(struct worker *worker, const char *db, const char *disk)
{
    int out[2];
    *worker = (struct worker){.is_writable = true};
    if (pipe(out) != 0 || (worker->pid = fork()) < 0)
        abort();
    if (worker->pid == 0) {
        dup2(out[1], STDOUT_FILENO);
        close(out[0]);
        close(out[1]);
        int errors = open("/dev/null", O_WRONLY);
        if (getenv("VERBOSE") == NULL)
            dup2(errors, STDERR_FILENO);
        become_worker(db, disk);
    }
    close(out[1]);
    worker->out = out[0];
}

static void line_heard(struct worker *worker)
{
    log_pos number = strtoull(worker->line + 1, NULL, 10);
    switch (worker->line[0]) {
    case 'o':
        worker->is_open = true;
        break;
    case 'd':
        worker->acked = number;
        break;
    case 'w':
        worker->is_writable = number == 1;
        worker->stops += number == 0;
        break;
    case 'f':
        worker->failures++;
        break;
    case 'c':
        worker->is_closed = true;
        worker->is_all_written = number == 1;
        break;
    }
}

/* What it has said within that time; false: it will say no more. */
static bool worker_hear(struct worker *worker, int wait_ms)
{
    struct pollfd out = {.fd = worker->out, .events = POLLIN};
    if (worker->is_gone || poll(&out, 1, wait_ms) <= 0)
        return !worker->is_gone;
    char heard[4096];
    ssize_t len = read(worker->out, heard, sizeof heard);
    worker->is_gone = len <= 0;
    for (ssize_t i = 0; i < len; i++) {
        if (heard[i] == '\n') {
            worker->line[worker->line_len] = 0;
            line_heard(worker);
            worker->line_len = 0;
        } else if (worker->line_len < sizeof worker->line - 1) {
            worker->line[worker->line_len++] = heard[i];
        }
    }
    return !worker->is_gone;
}

bool worker_until(struct worker *worker, bool (*is_so)(const struct worker *, log_pos), log_pos pos,
                  int limit_ms)
{
    struct timespec start;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &start);
    do {
        if (is_so(worker, pos))
            return true;
        if (!worker_hear(worker, 5))
            break;
        clock_gettime(CLOCK_MONOTONIC, &now);
    } while ((now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1000000 <
             limit_ms);
    return is_so(worker, pos);
}

bool has_acked(const struct worker *worker, log_pos pos)
{
    return worker->acked >= pos;
}

bool has_stopped(const struct worker *worker, log_pos unused)
{
    (void)unused;
    return !worker->is_writable;
}

bool has_resumed(const struct worker *worker, log_pos unused)
{
    (void)unused;
    return worker->is_writable && worker->stops > 0;
}

bool has_failed(const struct worker *worker, log_pos unused)
{
    (void)unused;
    return worker->failures > 0;
}

bool has_gone(const struct worker *worker, log_pos unused)
{
    (void)unused;
    return worker->is_gone;
}

void worker_kill(struct worker *worker)
{
    kill(worker->pid, SIGKILL);
    waitpid(worker->pid, NULL, 0);
    while (worker_hear(worker, 1000))
        ;
    close(worker->out);
}

/* --- the proof --- */

static bool texts_equal(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static enum err row_is_as_made(void *context, const struct log_row *row)
{
    log_pos *last = context;
    struct made_record made;
    record_make(row->pos, &made);
    const struct record *expected = &made.record;
    *last = row->pos;
    bool is_same = row->kind == expected->kind && texts_equal(row->stream, expected->stream) &&
                   row->epoch == expected->epoch && texts_equal(row->actor, expected->actor) &&
                   row->at_ms == expected->at_ms && texts_equal(row->command, expected->command) &&
                   bytes_equal(row->body, expected->body);
    return is_same ? OK : ERR_POLICY;
}

static enum err person_count(void *context, const char *seat, const char *name)
{
    (void)seat, (void)name;
    ++*(log_pos *)context;
    return OK;
}

static enum err content_check(const char *path, log_pos *last, log_pos *persons)
{
    struct db *db;
    enum err err = db_open(path, DB_READ, &db, NULL);
    *last = *persons = 0;
    if (err == OK)
        err = replay_each(db, 0, row_is_as_made, last, NULL);
    if (err == OK)
        err = replay_persons(db, person_count, persons);
    db_close(db);
    return err;
}

bool log_holds(const char *db, log_pos acked, char *why, size_t why_size)
{
    struct verify_report report;
    log_pos last;
    log_pos persons;
    if (verify_database(db, &report) != OK)
        snprintf(why, why_size, "verify: %s", report.what);
    else if (content_check(db, &last, &persons) != OK)
        snprintf(why, why_size, "row %llu is not what was appended", (unsigned long long)last);
    else if (last < acked)
        snprintf(why, why_size, "acknowledged %llu, but the log ends at %llu",
                 (unsigned long long)acked, (unsigned long long)last);
    else if (last % HAPPENING_RECORDS != 0 || acked % HAPPENING_RECORDS != 0)
        snprintf(why, why_size, "a happening was cut in two: acknowledged %llu, last %llu",
                 (unsigned long long)acked, (unsigned long long)last);
    else if (persons != last / PERSON_EVERY)
        snprintf(why, why_size, "%llu persons beside %llu rows", (unsigned long long)persons,
                 (unsigned long long)last);
    else
        return true;
    return false;
}

/* --- all of them --- */

static const struct {
    const char *name;
    bool (*run)(void);
} TESTS[] = {
    {"killed_at_any_moment", killed_at_any_moment},
    {"power_cut_at_any_moment", power_cut_at_any_moment},
    {"power_cut_with_a_lying_disk_is_noticed", power_cut_with_a_lying_disk_is_noticed},
    {"sync_errors", sync_errors},
    {"write_errors", write_errors},
    {"truncate_errors", truncate_errors},
    {"open_errors", open_errors},
    {"file_size_limit", file_size_limit},
    {"closing_without_space", closing_without_space},
    {"full_file_system", full_file_system},
    {"flipped_bytes", flipped_bytes},
    {"flipped_bytes_of_a_write_ahead_log", flipped_bytes_of_a_write_ahead_log},
    {"every_byte_of_a_small_day", every_byte_of_a_small_day},
};

static bool is_wanted(const char *name, int count, char **args)
{
    for (int i = 1; i < count; i++)
        if (strcmp(args[i], name) == 0)
            return true;
    return count == 1;
}

int main(int count, char **args)
{
    ssize_t len = readlink("/proc/self/exe", program_folder, sizeof program_folder - 1);
    if (len < 0)
        return 2;
    *strrchr(program_folder, '/') = 0;
    snprintf(scratch, sizeof scratch, "/tmp/sopu-fault-XXXXXX");
    if (mkdtemp(scratch) == NULL)
        return 2;
    srand((unsigned)time(NULL));

    int passed = 0;
    int bad = 0;
    for (size_t i = 0; i < sizeof TESTS / sizeof TESTS[0]; i++) {
        if (!is_wanted(TESTS[i].name, count, args))
            continue;
        printf("%s\n", TESTS[i].name);
        if (TESTS[i].run())
            passed++;
        else
            bad++;
    }
    if (bad == 0) {
        fresh_db();
        rmdir(scratch);
    } else {
        printf("the last database is kept in %s\n", scratch);
    }
    printf("store faults: %d passed, %d failed, %d not possible here\n", passed - not_possible, bad,
           not_possible);
    return bad == 0 ? 0 : 1;
}
