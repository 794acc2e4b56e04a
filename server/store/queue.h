/* queue.h - the writer's end of the journal: what crosses between the two threads.
 * Records one way, "durable up to here" the other; nothing else.
 * Thread: writer. */
#ifndef SOPU_STORE_QUEUE_H
#define SOPU_STORE_QUEUE_H

#include "live/ports/journal.h"
#include "store/row.h"

/* A record with its position. Its texts and body lie in the same piece of memory, behind it. */
struct entry {
    struct entry *next;
    log_pos pos;
    struct record record;
    struct seal seal; /* filled by the writer */
};

/* The oldest entries, at most `limit` (more only to keep a happening whole), oldest first: now the
 * caller's, each to be freed with mem_free. Waits until there are some. NULL: the journal is closing
 * and nothing is left. */
struct entry *queue_take(struct journal *journal, int limit);

/* Waits that long; false, at once, when the journal is closing. */
bool queue_pause(struct journal *journal, int wait_ms);

/* Tells the loop how far the disk is and whether it takes records, and wakes it. */
void queue_report(struct journal *journal, const struct log_tail *durable, bool is_writable);

#endif
