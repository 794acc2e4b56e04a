/* store_fault.h - what the engine's fault tests share: a worker to break things under, and the
 * proof afterwards. */
#ifndef SOPU_TESTS_FAULT_STORE_FAULT_H
#define SOPU_TESTS_FAULT_STORE_FAULT_H

#include "live/ports/journal.h"

#include <stdbool.h>
#include <sys/types.h>

/* Said by a test about itself, in one line; false: it failed. */
bool pass(const char *format, ...) __attribute__((format(printf, 1, 2)));
bool failed(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* This machine does not allow it: told, and counted apart. */
bool not_here(const char *format, ...) __attribute__((format(printf, 1, 2)));

int rounds_or(int usual); /* ROUNDS from the environment */
void sleep_ms(int ms);
void random_sleep(int least_ms, int most_ms);

/* A folder under /tmp, removed at the end. */
const char *scratch_folder(void);
/* A path in it for a database; whatever lay there is removed. */
const char *fresh_db(void);

struct worker {
    pid_t pid;
    int out;
    char line[64];
    size_t line_len;
    bool is_open; /* it has said so */
    bool is_writable;
    bool is_gone;   /* its stdout has ended */
    bool is_closed; /* after SIGTERM, by itself */
    bool is_all_written;
    int stops;    /* times it became not writable */
    int failures; /* calls the disk has failed */
    log_pos acked;
};

/* `disk` is NULL, or the settings of store_disk.c ("DISK_FAIL=sync DISK_FROM=3 DISK_COUNT=1"). */
void worker_start(struct worker *worker, const char *db, const char *disk);
/* Listens until `is_so` or the time is up; whether it is so. */
bool worker_until(struct worker *worker, bool (*is_so)(const struct worker *, log_pos), log_pos pos,
                  int limit_ms);
bool has_acked(const struct worker *worker, log_pos pos);
bool has_stopped(const struct worker *worker, log_pos unused);
bool has_resumed(const struct worker *worker, log_pos unused);
bool has_failed(const struct worker *worker, log_pos unused);
bool has_gone(const struct worker *worker, log_pos unused);
/* kill -9, and hears everything it had said. */
void worker_kill(struct worker *worker);
/* For a worker with a `disk`: kill -9, and the files are what a power cut leaves. */
void power_cut(struct worker *worker, const char *db);

/* Sound, gapless, each row and its person as made, and nothing acknowledged missing. False and a
 * sentence if not. */
bool log_holds(const char *db, log_pos acked, char *why, size_t why_size);

bool killed_at_any_moment(void);
bool power_cut_at_any_moment(void);
bool power_cut_with_a_lying_disk_is_noticed(void);
bool sync_errors(void);
bool write_errors(void);
bool truncate_errors(void);
bool open_errors(void);
bool file_size_limit(void);
bool closing_without_space(void);
bool full_file_system(void);
bool flipped_bytes(void);
bool flipped_bytes_of_a_write_ahead_log(void);
bool every_byte_of_a_small_day(void);

#endif
