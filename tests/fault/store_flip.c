/* store_flip.c - one byte of the file changes: verify says so, or the log does not hold that byte.
 */
#include "store_fault.h"

#include "base/buf.h"
#include "store/journal_open.h"
#include "store/replay.h"
#include "store/verify.h"

#include <signal.h>
#include <sodium.h>
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

/* What a killed server has left: SQLite takes the write-ahead log up to the first byte that does not fit. */
bool flipped_bytes_of_a_write_ahead_log(void)
{
    const char *db = fresh_db();
    char wal[120], shm[120];
    struct worker worker;
    struct verify_report sound;
    snprintf(wal, sizeof wal, "%s-wal", db);
    snprintf(shm, sizeof shm, "%s-shm", db);
    worker_start(&worker, db, NULL);
    worker_until(&worker, has_acked, 200, 5000);
    worker_kill(&worker);
    if (verify_database(db, &sound) != OK)
        return failed("not sound before: %s", sound.what);
    long size = file_size(wal);
    int reported = 0, shorter = 0;
    int rounds = rounds_or(500);
    for (int round = 1; round <= rounds; round++) {
        long at = rand() % size;
        struct verify_report report;
        char why[300];
        if (!byte_flip(wal, at, 1 << at % 8))
            return failed("cannot change byte %ld", at);
        remove(shm);
        if (verify_database(db, &report) != OK)
            reported++;
        else if (!log_holds(db, 0, why, sizeof why))
            return failed("byte %ld was not reported, and what is left is no beginning: %s", at,
                          why);
        else
            shorter += report.rows < sound.rows;
        byte_flip(wal, at, 1 << at % 8);
    }
    return pass("%d flips in %ld bytes: %d reported; %d cut the log, whose beginning is whole (a "
                "printed head shows it); the others change nothing",
                rounds, size, reported, shorter);
}

/* --- every byte of a small day --- */

enum { HASH_BYTES = 32, LONG_BODY_BYTES = 6000 };

static void wake(void *context)
{
    (void)context;
}

static void append(struct journal *journal, enum record_kind kind, struct bytes body,
                   struct side side)
{
    journal_append(journal, &(struct record){.kind = kind,
                                             .stream = "day",
                                             .actor = "seat-1",
                                             .at_ms = 1732600000000,
                                             .command = "command-1",
                                             .body = body,
                                             .side = side});
}

/* Rows of all lengths, one of them longer than a page, two persons, links and sessions. */
static bool small_day_make(const char *db)
{
    static const uint8_t body[LONG_BODY_BYTES] = {1, 2, 3};
    struct journal *journal;
    if (journal_open(db, wake, NULL, &journal, NULL) != OK)
        return false;
    for (size_t len = 1; len <= LONG_BODY_BYTES; len = len * 5 / 2 + 1)
        append(journal, RECORD_EVENT, bytes_of(body, len), (struct side){0});
    append(journal, RECORD_EVENT, bytes_text("{}"),
           (struct side){.kind = SIDE_PERSON, .key = "seat-1", .text = "Kanaria Lintunen"});
    append(journal, RECORD_AUDIT, bytes_text("{}"),
           (struct side){.kind = SIDE_LINK, .key = "link-1", .seat = "seat-1", .hash = {7}});
    append(journal, RECORD_AUDIT, bytes_text("{}"),
           (struct side){.kind = SIDE_SESSION, .seat = "seat-1", .hash = {8}, .expires_ms = 9});
    return journal_close(journal) == OK;
}

static void text_hash(crypto_generichash_state *hash, const char *text)
{
    crypto_generichash_update(hash, (const uint8_t *)text, strlen(text) + 1);
}

static enum err row_hash(void *context, const struct log_row *row)
{
    uint64_t numbers[] = {row->pos, row->kind, row->epoch, (uint64_t)row->at_ms, row->is_erased};
    crypto_generichash_update(context, (const uint8_t *)numbers, sizeof numbers);
    text_hash(context, row->stream);
    text_hash(context, row->actor);
    text_hash(context, row->command);
    crypto_generichash_update(context, row->body.data, row->body.len);
    return OK;
}

static enum err person_hash(void *context, const char *seat, const char *name)
{
    text_hash(context, seat);
    text_hash(context, name);
    return OK;
}

static enum err link_hash(void *context, const char *id, const char *seat, const uint8_t secret[32],
                          bool ended)
{
    uint8_t end = ended;
    crypto_generichash_update(context, &end, 1);
    text_hash(context, id);
    text_hash(context, seat);
    crypto_generichash_update(context, secret, 32);
    return OK;
}

static enum err session_hash(void *context, const uint8_t token[32], const char *seat,
                             int64_t expires_ms)
{
    crypto_generichash_update(context, token, 32);
    text_hash(context, seat);
    crypto_generichash_update(context, (const uint8_t *)&expires_ms, sizeof expires_ms);
    return OK;
}

/* What the log says, and what lies beside it. False: it cannot be read. */
static bool content_hash(const char *path, uint8_t log[HASH_BYTES], uint8_t beside[HASH_BYTES])
{
    crypto_generichash_state log_state, beside_state;
    struct db *db;
    crypto_generichash_init(&log_state, NULL, 0, HASH_BYTES);
    crypto_generichash_init(&beside_state, NULL, 0, HASH_BYTES);
    bool is_read = db_open(path, DB_READ, &db, NULL) == OK &&
                   replay_each(db, 0, row_hash, &log_state, NULL) == OK &&
                   replay_persons(db, person_hash, &beside_state) == OK &&
                   replay_links(db, link_hash, &beside_state) == OK &&
                   replay_sessions(db, INT64_MIN, session_hash, &beside_state) == OK;
    db_close(db);
    crypto_generichash_final(&log_state, log, HASH_BYTES);
    crypto_generichash_final(&beside_state, beside, HASH_BYTES);
    return is_read;
}

bool every_byte_of_a_small_day(void)
{
    const char *db = fresh_db();
    struct verify_report sound;
    uint8_t log[HASH_BYTES], beside[HASH_BYTES];
    if (!small_day_make(db) || verify_database(db, &sound) != OK || !content_hash(db, log, beside))
        return failed("no sound day to begin with");
    long size = file_size(db);
    long reported = 0, names = 0;
    for (long at = 0; at < size; at++) {
        uint8_t mask = (uint8_t)(1 << at % 8);
        struct verify_report report;
        uint8_t log_now[HASH_BYTES], beside_now[HASH_BYTES];
        if (!byte_flip(db, at, mask))
            return failed("cannot change byte %ld", at);
        beside_remove(db);
        if (verify_database(db, &report) != OK)
            reported++;
        else if (!content_hash(db, log_now, beside_now) || memcmp(log, log_now, HASH_BYTES) != 0 ||
                 memcmp(sound.chain, report.chain, 32) != 0)
            return failed("byte %ld ^ %d changes the log, and was not reported", at, mask);
        else
            names += memcmp(beside, beside_now, HASH_BYTES) != 0;
        byte_flip(db, at, mask);
    }
    return pass("of %ld bytes, each flipped once, %ld are reported; %ld change a name, link or "
                "session, which are in no chain; %ld hold nothing (free space, unused header)",
                size, reported, names, size - reported - names);
}
