/* play.h - a real hall (server/live) with people at its doors, on a journal and outboxes in memory; and what must hold
 * after each frame (targets/command.c tells). */
#ifndef SOPU_TESTS_FUZZ_PLAY_H
#define SOPU_TESTS_FUZZ_PLAY_H

#include "base/buf.h"
#include "domain/state.h"
#include "fuzz/command/writing.h"
#include "live/hall.h"

#include <jansson.h>

enum { PEOPLE = 11, DEPTH_MAX = 8, ANSWER_BYTES_MAX = 1024 };

struct person {
    const char *seat;
    struct outbox *out; /* NULL: has no socket now */
    struct visitor *visitor;
    struct writing writings[CHANNELS];
};

struct play {
    int64_t now_ms;
    struct journal *journal;
    struct hall *hall;
    struct person people[PEOPLE];
    struct person wall; /* hears everything */
    struct state *told; /* the day that the wall makes of what it hears */
    struct buf day;     /* as it was after the step before, as letters (shape_text.h) */
};

struct play *play_begin(size_t stage);
/* Everything once more from the log, and compared. */
void play_end(struct play *play);

/* What people do. Each step ends with what it wrote on disk and told. */
void play_says(struct play *play, size_t person, struct bytes frame);
void play_writes(struct play *play, size_t person, struct bytes line); /* writing.h */
void play_sends(struct play *play, size_t person, struct bytes hex);   /* a binary frame */
void play_posts(struct play *play, size_t person, struct bytes body);
void play_leaves(struct play *play, size_t person);
void play_time_passes(struct play *play, int64_t ms);
void play_disk_is(struct play *play, bool is_writable);

#endif
