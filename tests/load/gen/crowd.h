/* crowd.h - people who type: rooms of clients, each at a place of its own in the room's text.
 *
 * The first client of a room writes a text of two characters for each client; client i types
 * between its two. So what it sends is what Yjs would have it send (an item with its left and right
 * neighbour), whatever the others do meanwhile. Every keystroke is known by client and clock:
 * whoever receives it, alone or merged with others, tells how old it is. */
#ifndef SOPU_LOAD_CROWD_H
#define SOPU_LOAD_CROWD_H

#include "delays.h"
#include "lines.h"
#include "options.h"

struct member {
    uint64_t client; /* /ws: the server says which */
    uint64_t seq;    /* /ws: of its last update */
    uint32_t room;
    uint32_t number; /* in its room */
    uint32_t before; /* clock of its first keystroke */
    uint32_t typed;
    uint32_t told; /* clock of its cursor */
    uint32_t capacity;
    int64_t *sent_ns; /* of each keystroke */
    uint32_t *seen;   /* clock up to which it has seen each of its room */
    bool is_synced;
};

/* What happened since it was last cleared. */
struct tally {
    uint64_t sent;
    uint64_t delivered; /* keystrokes, to others than who typed them */
    uint64_t updates;   /* frames that brought at least one of those */
    uint64_t frames;    /* all that came */
    uint64_t echoed;    /* keystrokes back to who typed them */
    uint64_t holes;     /* something came before its predecessor */
    struct delays delay;
    struct delays late; /* keystrokes sent behind their time: ours, not the server's */
};

struct crowd {
    const struct options *options;
    struct lines lines;
    struct member *members;    /* as the lines; those of a room together */
    struct member **by_client; /* a hash table */
    uint32_t by_client_mask;
    uint64_t random;
    uint64_t synced;
    uint64_t expected; /* deliveries, ever */
    uint64_t arrived;
    pid_t kill_pid; /* killed when `arrived` reaches `kill_at` */
    uint64_t kill_at;
    struct tally tally;
};

/* Connects all, writes the first texts, waits until everyone has them. False: a sentence is on
 * stderr. */
bool crowd_begin(struct crowd *crowd, const struct options *options);
void crowd_end(struct crowd *crowd);

/* Keystrokes by anyone, at random moments, on the whole so many a second; until so many were sent,
 * or so much time is over. */
void crowd_type(struct crowd *crowd, double rate, double seconds, uint64_t most);
/* Until everything that was sent has arrived. */
bool crowd_drain(struct crowd *crowd, double patience_s);

/* Keystrokes that somebody who joins each room now does not see. */
uint64_t crowd_missing(const struct crowd *crowd);

#endif
