/* pending.h - in which order the structs of an update can be integrated, and what came too early.
 *
 * A run is a stretch of one client's structs without a hole. It goes on until a struct needs a
 * clock that some client has not reached (its own: a gap; another's: an origin or parent); then it
 * waits at that client and goes on when the client gets there. What still waits at the end of an
 * update is kept, within bounds, for the ones to come. No recursion: chains of thousands of clients
 * exist. For the engine's own files. */
#ifndef SOPU_CRDT_PENDING_H
#define SOPU_CRDT_PENDING_H

#include "crdt/update.h"

struct run {
    struct block rest; /* what is still to do */
    uint64_t needs_client;
    uint32_t needs_clock; /* that client has integrated this clock */
    uint32_t link;
    uint8_t *owned; /* its bytes, if kept from an earlier update */
    uint32_t owned_count;
    size_t owned_bytes;
};

struct waiting_at {
    uint64_t client;
    uint32_t first; /* list of runs */
};

struct waits {
    struct run *runs;
    uint32_t run_count;
    uint32_t run_capacity;
    uint32_t free_runs;
    uint32_t waiting;         /* runs that wait */
    struct waiting_at *table; /* open addressing by client id */
    uint32_t table_used;
    uint32_t table_capacity;
    uint32_t *ready; /* runs that may go on */
    uint32_t ready_count;
    uint32_t ready_capacity;
    size_t kept_structs;
    size_t kept_bytes;
    bool lost;             /* something that waited did not fit */
    struct ranges deletes; /* of units that have not arrived */
};

/* Whoever takes the structs: a document, or an examination of what a document would do. */
struct taker {
    void *context;
    uint32_t (*clock)(void *context, uint64_t client);
    /* Integrates a part whose references are all there; some of its first units may be known
     * already. */
    enum err (*take)(void *context, uint64_t client, const struct part *part);
    /* If not NULL: takes what it can out of the beginning of a block, whose next part is not known
     * in part. */
    void (*take_quickly)(void *context, struct block *block);
    uint64_t *steps_left; /* for looking through what waits; ERR_TOO_BIG when they are used up */
};

/* All that the client's part needs is there. */
bool part_is_ready(const struct taker *taker, uint64_t client, const struct part *part);
/* Takes what can be taken of the update's structs, and of what waited for them. */
enum err waits_run(struct waits *waits, const struct update *update, const struct taker *taker);
/* Copies what still waits of the present update, as its bytes are only borrowed. */
void waits_keep(struct waits *waits);
/* A delete of units that have not arrived. */
void waits_keep_delete(struct waits *waits, struct range range);
/* Forgets all. */
void waits_drop(struct waits *waits);
void waits_free(struct waits *waits);

#endif
