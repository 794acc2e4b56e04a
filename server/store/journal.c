#include "store/journal_open.h"

#include "base/mem.h"
#include "store/db.h"
#include "store/queue.h"
#include "store/writer.h"

#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

/* A commit costs the processor as much as telling twenty people, and the disk its sync, however little it writes. So the
 * first record of a quiet moment waits for those that come with it (a keystroke in each group, at the same tick), and
 * commits follow one another at some distance: what comes meanwhile goes together, on the disk and to people's screens. */
enum { GATHER_NS = 1 * 1000 * 1000, COMMITS_APART_NS = 2 * 1000 * 1000 };

struct journal {
    /* loop only */
    int claim; /* descriptor that keeps other processes away */
    log_pos last;
    struct entry
        *held; /* records of a happening whose last one has not come: not yet the writer's */
    struct entry *held_newest;
    struct writer *writer;

    /* set once */
    void (*wake)(void *context);
    void *wake_context;

    /* written by the writer, read by the loop */
    _Atomic log_pos durable;
    atomic_bool is_writable;

    pthread_mutex_t lock;
    pthread_cond_t changed; /* something queued, or closing */
    struct entry *oldest;   /* {lock} */
    struct entry *newest;   /* {lock} */
    bool is_closing;        /* {lock} */
    bool is_idle;           /* {lock} the writer waits for the first record */
    struct log_tail head;   /* {lock}; the newest row that is on disk */

    /* writer only */
    struct timespec not_before; /* the next commit */
};

/* --- loop --- */

static enum err journal_begin(struct journal *journal, const char *path, struct buf *why)
{
    struct db *db = NULL;
    struct log_tail tail;
    enum err err = db_claim(path, &journal->claim, why);
    if (err == OK)
        err = db_open(path, DB_WRITE, &db, why);
    /* What the power cut left behind the last whole commit would become whole again, if the first pages that we write over
     * it happened to be the same and the rest failed: so the log begins anew, or we write nothing until it has. */
    bool is_clean = err == OK && db_checkpoint(db) == OK;
    if (err == OK) {
        err = replay_tail(db, &tail);
        if (err != OK && why != NULL)
            buf_format(why, "cannot read the end of the log in %s", path);
    }
    if (err != OK) {
        db_abandon(db);
        return err;
    }
    journal->last = tail.pos;
    journal->head = tail;
    atomic_store(&journal->durable, tail.pos);
    atomic_store(&journal->is_writable, is_clean);
    journal->writer = writer_start(journal, path, db, &tail, is_clean);
    return OK;
}

static void journal_free(struct journal *journal)
{
    while (journal->oldest != NULL) {
        struct entry *entry = journal->oldest;
        journal->oldest = entry->next;
        mem_free(entry);
    }
    if (journal->claim >= 0)
        close(journal->claim);
    pthread_cond_destroy(&journal->changed);
    pthread_mutex_destroy(&journal->lock);
    mem_free(journal);
}

enum err journal_open(const char *path, void (*wake)(void *context), void *context,
                      struct journal **out, struct buf *why)
{
    int sodium = sodium_init();
    assert(sodium >= 0);
    struct journal *journal = mem_new(sizeof *journal);
    journal->claim = -1;
    journal->wake = wake;
    journal->wake_context = context;
    pthread_mutex_init(&journal->lock, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC); /* pauses survive a jumping clock */
    pthread_cond_init(&journal->changed, &attributes);
    pthread_condattr_destroy(&attributes);

    enum err err = journal_begin(journal, path, why);
    if (err != OK) {
        journal_free(journal);
        journal = NULL;
    }
    *out = journal;
    return err;
}

enum err journal_close(struct journal *journal)
{
    if (journal == NULL)
        return OK;
    assert(journal->held == NULL); /* a happening without its last record is never whole */
    pthread_mutex_lock(&journal->lock);
    journal->is_closing = true;
    pthread_cond_signal(&journal->changed);
    pthread_mutex_unlock(&journal->lock);
    bool is_all_written = writer_join(journal->writer);
    journal_free(journal);
    return is_all_written ? OK : ERR_STORAGE;
}

static size_t text_size(const char *text)
{
    return text != NULL ? strlen(text) + 1 : 0;
}

static const char *text_put(char **place, const char *text)
{
    if (text == NULL)
        return NULL;
    char *copy = *place;
    size_t size = text_size(text);
    memcpy(copy, text, size);
    *place += size;
    return copy;
}

static struct entry *entry_new(const struct record *record)
{
    const struct side *side = &record->side;
    size_t size = text_size(record->stream) + text_size(record->actor) +
                  text_size(record->command) + text_size(side->key) + text_size(side->seat) +
                  text_size(side->text) + record->body.len;
    struct entry *entry = mem_new(sizeof *entry + size);
    struct record *copy = &entry->record;
    char *place = (char *)(entry + 1);
    *copy = *record;
    copy->stream = text_put(&place, record->stream);
    copy->actor = text_put(&place, record->actor);
    copy->command = text_put(&place, record->command);
    copy->side.key = text_put(&place, side->key);
    copy->side.seat = text_put(&place, side->seat);
    copy->side.text = text_put(&place, side->text);
    copy->body.data = (const uint8_t *)place;
    if (record->body.len > 0)
        memcpy(place, record->body.data, record->body.len);
    return entry;
}

/* A record the tables would refuse would be refused for ever, and every later one behind it. */
static void record_assert(const struct record *record)
{
    const struct side *side = &record->side;
    assert(record->kind >= RECORD_EVENT && record->kind <= RECORD_AUDIT);
    assert(record->stream != NULL && record->actor != NULL && record->command != NULL);
    assert(record->body.len <= JOURNAL_BODY_MAX_BYTES);
    assert(side->kind != SIDE_PERSON || (side->key != NULL && side->text != NULL));
    assert(side->kind != SIDE_PERSON_END || side->key != NULL);
    assert(side->kind != SIDE_BALLOT ||
           (side->key != NULL && side->seat != NULL && side->text != NULL));
    assert(side->kind != SIDE_BALLOTS_END || side->key != NULL);
    assert(side->kind != SIDE_REGISTRY || (side->key != NULL && side->text != NULL));
    assert(side->kind != SIDE_FEEDBACK || (side->key != NULL && side->text != NULL));
    assert(side->kind != SIDE_LINK || (side->key != NULL && side->seat != NULL));
    assert(side->kind != SIDE_LINK_END || side->key != NULL);
    assert(side->kind != SIDE_SESSION || side->seat != NULL);
}

/* A happening reaches the writer whole, so that no commit can cut it in two. */
static void held_hand_over(struct journal *journal)
{
    pthread_mutex_lock(&journal->lock);
    if (journal->newest != NULL)
        journal->newest->next = journal->held;
    else
        journal->oldest = journal->held;
    journal->newest = journal->held_newest;
    if (journal->is_idle)
        pthread_cond_signal(&journal->changed);
    pthread_mutex_unlock(&journal->lock);
    journal->held = journal->held_newest = NULL;
}

log_pos journal_append(struct journal *journal, const struct record *record)
{
    /* The disk may have failed since the caller asked whether it is writable: then the record waits
     * with the rest. */
    record_assert(record);
    struct entry *entry = entry_new(record);
    entry->pos = ++journal->last;
    if (journal->held_newest != NULL)
        journal->held_newest->next = entry;
    else
        journal->held = entry;
    journal->held_newest = entry;
    if (!record->is_followed)
        held_hand_over(journal);
    return journal->last;
}

log_pos journal_durable(const struct journal *journal)
{
    return atomic_load(&journal->durable);
}

bool journal_is_writable(const struct journal *journal)
{
    return atomic_load(&journal->is_writable);
}

void journal_head(struct journal *journal, log_pos *pos, uint8_t chain[32])
{
    pthread_mutex_lock(&journal->lock);
    *pos = journal->head.pos;
    memcpy(chain, journal->head.chain, sizeof journal->head.chain);
    pthread_mutex_unlock(&journal->lock);
}

log_pos journal_last(const struct journal *journal)
{
    return journal->last;
}

/* --- writer --- */

static struct timespec time_in(int64_t wait_ns)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    time.tv_nsec += wait_ns % 1000000000L;
    time.tv_sec += wait_ns / 1000000000L + time.tv_nsec / 1000000000L;
    time.tv_nsec %= 1000000000L;
    return time;
}

/* {lock} */
static void wait_until(struct journal *journal, const struct timespec *until)
{
    int result = 0;
    while (!journal->is_closing && result == 0)
        result = pthread_cond_timedwait(&journal->changed, &journal->lock, until);
}

struct entry *queue_take(struct journal *journal, int limit)
{
    pthread_mutex_lock(&journal->lock);
    bool is_quiet = journal->oldest == NULL;
    while (journal->oldest == NULL && !journal->is_closing) {
        journal->is_idle = true;
        pthread_cond_wait(&journal->changed, &journal->lock);
    }
    journal->is_idle = false;
    if (is_quiet)
        journal->not_before = time_in(GATHER_NS);
    wait_until(journal, &journal->not_before);
    journal->not_before = time_in(COMMITS_APART_NS);
    struct entry *first = journal->oldest;
    struct entry *last = first;
    for (int count = 1; last != NULL && last->next != NULL; count++) {
        if (count >= limit && !last->record.is_followed)
            break;
        last = last->next;
    }
    if (last != NULL) {
        journal->oldest = last->next;
        last->next = NULL;
        if (journal->oldest == NULL)
            journal->newest = NULL;
    }
    pthread_mutex_unlock(&journal->lock);
    return first;
}

bool queue_pause(struct journal *journal, int wait_ms)
{
    struct timespec until = time_in(wait_ms * INT64_C(1000000));
    pthread_mutex_lock(&journal->lock);
    wait_until(journal, &until);
    bool is_open = !journal->is_closing;
    pthread_mutex_unlock(&journal->lock);
    return is_open;
}

void queue_report(struct journal *journal, const struct log_tail *durable, bool is_writable)
{
    pthread_mutex_lock(&journal->lock);
    journal->head = *durable;
    pthread_mutex_unlock(&journal->lock);
    /* In this order: whoever sees the new position finds the journal writable again. */
    atomic_store(&journal->is_writable, is_writable);
    atomic_store(&journal->durable, durable->pos);
    journal->wake(journal->wake_context);
}
