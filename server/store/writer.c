#include "store/writer.h"

#include "base/log.h"
#include "base/mem.h"
#include "store/queue.h"
#include "store/row.h"
#include "store/wal.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <sqlite3.h>

enum {
    BATCH_RECORDS = 256,
    FIRST_WAIT_MS = 100, /* before the file is opened again */
    LONGEST_WAIT_MS = 1000,
};

enum statement {
    BEGIN,
    COMMIT,
    PERSON,
    LINK,
    SESSION,
    SESSION_END,
    LINK_END,
    PERSON_END,
    BALLOT,
    BALLOTS_END,
    REGISTRY,
    FEEDBACK,
    STATEMENT_COUNT,
};

static const char *const SQL[STATEMENT_COUNT] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [PERSON] = "INSERT INTO person (seat, name) VALUES (?, ?) "
               "ON CONFLICT (seat) DO UPDATE SET name = excluded.name",
    [LINK] = "INSERT INTO link (id, seat, hash) VALUES (?, ?, ?) "
             "ON CONFLICT (id) DO UPDATE SET seat = excluded.seat, hash = excluded.hash, ended_ms "
             "= NULL",
    [SESSION] =
        "INSERT INTO session (hash, seat, expires_ms) VALUES (?, ?, ?) "
        "ON CONFLICT (hash) DO UPDATE SET seat = excluded.seat, expires_ms = excluded.expires_ms",
    [SESSION_END] = "DELETE FROM session WHERE hash = ?",
    [LINK_END] = "UPDATE link SET ended_ms = ? WHERE id = ?",
    [PERSON_END] = "DELETE FROM person WHERE seat = ?",
    [BALLOT] = "INSERT INTO ballot (vote, seat, choice) VALUES (?, ?, ?) "
               "ON CONFLICT (vote, seat) DO UPDATE SET choice = excluded.choice",
    [REGISTRY] = "INSERT INTO registry (organisation, address) VALUES (?, ?) "
                 "ON CONFLICT (organisation) DO UPDATE SET address = excluded.address",
    [FEEDBACK] = "INSERT INTO feedback (seat, answers) VALUES (?, ?) "
                 "ON CONFLICT (seat) DO UPDATE SET answers = excluded.answers",
    [BALLOTS_END] = "DELETE FROM ballot WHERE vote = ?",
};

struct writer {
    struct journal *journal;
    char *path;
    pthread_t thread;
    struct db *db; /* NULL while it cannot be opened */
    struct sqlite3_stmt *row;
    struct sqlite3_stmt *statements[STATEMENT_COUNT];
    struct entry *pending;                    /* taken, not yet durable; oldest first */
    struct log_tail durable;                  /* the newest row known to be on disk */
    uint8_t chain[CHAIN_BYTES];               /* after the newest entry ever taken */
    uint8_t salts[BATCH_RECORDS][SALT_BYTES]; /* drawn many at a time: each draw asks the kernel */
    int salts_left;
    bool is_clean; /* at the start: nothing stands in the write-ahead log */
    bool has_given_up;
};

/* --- the connection --- */

static bool statements_prepare(struct writer *writer)
{
    writer->row = row_prepare(writer->db);
    if (writer->row == NULL)
        return false;
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        writer->statements[i] = db_prepare(writer->db, SQL[i]);
        if (writer->statements[i] == NULL)
            return false;
    }
    return true;
}

static void statements_free(struct writer *writer)
{
    sqlite3_finalize(writer->row);
    writer->row = NULL;
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        sqlite3_finalize(writer->statements[i]);
        writer->statements[i] = NULL;
    }
}

static void connection_abandon(struct writer *writer)
{
    statements_free(writer);
    db_abandon(writer->db);
    writer->db = NULL;
}

static void connection_close(struct writer *writer)
{
    statements_free(writer);
    db_close(writer->db);
    writer->db = NULL;
}

static bool connection_open(struct writer *writer)
{
    return db_open(writer->path, DB_WRITE, &writer->db, NULL) == OK && statements_prepare(writer);
}

/* --- one transaction --- */

/* Runs a statement whose parameters are bound; true when it is done. */
static bool run(struct writer *writer, enum statement which)
{
    struct sqlite3_stmt *statement = writer->statements[which];
    int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code == SQLITE_DONE;
}

static void bind_text(struct sqlite3_stmt *statement, int at, const char *text)
{
    sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC);
}

static void bind_blob(struct sqlite3_stmt *statement, int at, const uint8_t *data, size_t len)
{
    sqlite3_bind_blob(statement, at, data, (int)len, SQLITE_STATIC);
}

static bool side_write(struct writer *writer, const struct record *record)
{
    const struct side *side = &record->side;
    struct sqlite3_stmt *const *statements = writer->statements;
    switch (side->kind) {
    case SIDE_NONE:
        return true;
    case SIDE_PERSON:
        bind_text(statements[PERSON], 1, side->key);
        bind_text(statements[PERSON], 2, side->text);
        return run(writer, PERSON);
    case SIDE_LINK:
        bind_text(statements[LINK], 1, side->key);
        bind_text(statements[LINK], 2, side->seat);
        bind_blob(statements[LINK], 3, side->hash, sizeof side->hash);
        return run(writer, LINK);
    case SIDE_SESSION:
        bind_blob(statements[SESSION], 1, side->hash, sizeof side->hash);
        bind_text(statements[SESSION], 2, side->seat);
        sqlite3_bind_int64(statements[SESSION], 3, side->expires_ms);
        return run(writer, SESSION);
    case SIDE_SESSION_END:
        bind_blob(statements[SESSION_END], 1, side->hash, sizeof side->hash);
        return run(writer, SESSION_END);
    case SIDE_LINK_END:
        sqlite3_bind_int64(statements[LINK_END], 1, record->at_ms);
        bind_text(statements[LINK_END], 2, side->key);
        return run(writer, LINK_END);
    case SIDE_PERSON_END:
        bind_text(statements[PERSON_END], 1, side->key);
        return run(writer, PERSON_END);
    case SIDE_BALLOT:
        bind_text(statements[BALLOT], 1, side->key);
        bind_text(statements[BALLOT], 2, side->seat);
        bind_text(statements[BALLOT], 3, side->text);
        return run(writer, BALLOT);
    case SIDE_REGISTRY:
        bind_text(statements[REGISTRY], 1, side->key);
        bind_text(statements[REGISTRY], 2, side->text);
        return run(writer, REGISTRY);
    case SIDE_FEEDBACK:
        bind_text(statements[FEEDBACK], 1, side->key);
        bind_text(statements[FEEDBACK], 2, side->text);
        return run(writer, FEEDBACK);
    case SIDE_BALLOTS_END:
        bind_text(statements[BALLOTS_END], 1, side->key);
        return run(writer, BALLOTS_END);
    }
    return false;
}

static bool pending_write(struct writer *writer)
{
    if (writer->pending == NULL)
        return true;
    if (!run(writer, BEGIN))
        return false;
    for (struct entry *entry = writer->pending; entry != NULL; entry = entry->next)
        if (!row_insert(writer->row, &entry->record, entry->pos, &entry->seal) ||
            !side_write(writer, &entry->record))
            return false;
    return run(writer, COMMIT);
}

/* These entries are on disk. */
static void pending_drop_to(struct writer *writer, log_pos pos)
{
    while (writer->pending != NULL && writer->pending->pos <= pos) {
        struct entry *entry = writer->pending;
        writer->pending = entry->next;
        writer->durable.pos = entry->pos;
        memcpy(writer->durable.chain, entry->seal.chain, CHAIN_BYTES);
        mem_free(entry);
    }
}

static bool commit(struct writer *writer)
{
    if (!pending_write(writer))
        return false;
    pending_drop_to(writer, UINT64_MAX);
    queue_report(writer->journal, &writer->durable, true);
    return true;
}

static void salt_take(struct writer *writer, uint8_t salt[SALT_BYTES])
{
    if (writer->salts_left == 0) {
        randombytes_buf(writer->salts, sizeof writer->salts);
        writer->salts_left = BATCH_RECORDS;
    }
    memcpy(salt, writer->salts[--writer->salts_left], SALT_BYTES);
    sodium_memzero(writer->salts[writer->salts_left], SALT_BYTES);
}

/* Gives each new entry its place in the chain. */
static void pending_seal(struct writer *writer)
{
    for (struct entry *entry = writer->pending; entry != NULL; entry = entry->next) {
        salt_take(writer, entry->seal.salt);
        row_seal(&entry->record, entry->pos, writer->chain, &entry->seal);
    }
}

/* --- after an error --- */

/* Is this where our own writing may have stopped? Then everything up to it is ours. */
static bool tail_is_ours(const struct writer *writer, const struct log_tail *tail)
{
    if (tail->pos == writer->durable.pos)
        return memcmp(tail->chain, writer->durable.chain, CHAIN_BYTES) == 0;
    for (const struct entry *entry = writer->pending; entry != NULL; entry = entry->next)
        if (entry->pos == tail->pos)
            return memcmp(tail->chain, entry->seal.chain, CHAIN_BYTES) == 0;
    return false;
}

static bool retry(struct writer *writer)
{
    struct log_tail tail;
    if (!connection_open(writer) || replay_tail(writer->db, &tail) != OK)
        return false;
    if (!tail_is_ours(writer, &tail)) {
        log_error("journal_diverged", "expected=%llu found=%llu",
                  (unsigned long long)writer->durable.pos, (unsigned long long)tail.pos);
        return false;
    }
    /* A write-ahead log that has moved into the file makes room; what of it was readable alone, opening it has settled. */
    if (db_checkpoint(writer->db) != OK)
        return false;
    pending_drop_to(writer, tail.pos);
    return commit(writer);
}

static void error_log(const struct writer *writer, const char *what)
{
    struct sqlite3 *sqlite = writer->db != NULL ? db_sqlite(writer->db) : NULL;
    log_error(what, "durable=%llu code=%d system=%d", (unsigned long long)writer->durable.pos,
              sqlite != NULL ? sqlite3_extended_errcode(sqlite) : 0,
              sqlite != NULL ? sqlite3_system_errno(sqlite) : 0);
}

/* Opens the file again until it takes what is pending. False: the journal was closed meanwhile, and
 * one last attempt failed too. */
static bool recover(struct writer *writer)
{
    error_log(writer, "journal_stopped");
    connection_abandon(writer);
    queue_report(writer->journal, &writer->durable, false);
    for (int wait_ms = FIRST_WAIT_MS;; wait_ms = wait_ms * 2) {
        if (wait_ms > LONGEST_WAIT_MS)
            wait_ms = LONGEST_WAIT_MS;
        bool is_last = !queue_pause(writer->journal, wait_ms);
        if (retry(writer)) {
            log_info("journal_recovered", "durable=%llu", (unsigned long long)writer->durable.pos);
            return true;
        }
        connection_abandon(writer);
        if (is_last)
            return false;
    }
}

/* --- the thread --- */

static void *writer_run(void *context)
{
    struct writer *writer = context;
    writer->has_given_up = !writer->is_clean && !recover(writer);
    if (!writer->has_given_up)
        wal_lengthen(writer->db, DB_WAL_PAGES);
    while (!writer->has_given_up &&
           (writer->pending = queue_take(writer->journal, BATCH_RECORDS)) != NULL) {
        pending_seal(writer);
        writer->has_given_up = !commit(writer) && !recover(writer);
    }
    connection_close(writer);
    return NULL;
}

struct writer *writer_start(struct journal *journal, const char *path, struct db *db,
                            const struct log_tail *tail, bool is_clean)
{
    struct writer *writer = mem_new(sizeof *writer);
    writer->journal = journal;
    writer->path = mem_text(path);
    writer->db = db;
    writer->durable = *tail;
    writer->is_clean = is_clean;
    memcpy(writer->chain, tail->chain, CHAIN_BYTES);
    statements_prepare(writer); /* if not, the first commit fails and opens the file again */

    /* Signals are for the loop. */
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int code = pthread_create(&writer->thread, NULL, writer_run, writer);
    assert(code == 0);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return writer;
}

bool writer_join(struct writer *writer)
{
    pthread_join(writer->thread, NULL);
    bool is_all_written = !writer->has_given_up;
    for (struct entry *entry = writer->pending; entry != NULL;) {
        struct entry *next = entry->next;
        mem_free(entry);
        entry = next;
    }
    mem_free(writer->path);
    mem_free(writer);
    return is_all_written;
}
