/* session.h - bytes of the fuzzer as a small session of many people writing at once: updates, and
 * the order in which they arrive.
 *
 *   flags   0x01 a session (targets take pieces of raw bytes instead if it is not set)   0x02 gc off
 *           0x04 odd: references that no honest client makes; then everything arrives in the order it was made
 *           0x18 arrival: as made, backwards, shuffled, neighbours swapped      0x20 some arrive twice
 *   scheme  0x03 client ids: ascending, descending, scrambled, wide and scrambled   0x04 letters of two units
 *   seed    u16 of the shuffling
 *   ops     six bytes each: what, who, a, b, c, d (session_ops.c)
 *
 * Everyone has a horizon: what was made before it has reached them. An honest op refers to what its
 * author sees, so the result may not depend on the order of arrival. The session's own document is
 * the reference (model.h). */
#ifndef SOPU_TESTS_SESSION_H
#define SOPU_TESTS_SESSION_H

#include "fuzz/model_inside.h"

enum {
    SESSION_HEAD = 4,
    SESSION_OP = 6,
    SESSION_PEOPLE = 256,
    SESSION_UNITS = 500,
    SESSION_UPDATES = 240,
    SESSION_PARTS = 256, /* structs of one update */
};

enum session_flag {
    SESSION_IS = 0x01,
    SESSION_NO_GC = 0x02,
    SESSION_ODD = 0x04,
    SESSION_ARRIVAL = 0x18,
    SESSION_TWICE = 0x20,
};

enum { SESSION_ASTRAL = 0x04 }; /* of the scheme */

struct span {
    size_t at, len;
};

/* A struct of the update being made. */
struct made {
    uint64_t client;
    uint32_t clock;
    struct span bytes;
};

struct session {
    bool gc, odd, astral, in_order;
    uint8_t scheme;
    struct model *model;
    uint32_t horizon[SESSION_PEOPLE];
    struct span updates[SESSION_UPDATES];
    size_t count;
    uint16_t arrival[SESSION_UPDATES * 2];
    size_t arrivals;
    struct buf bytes; /* of all updates */
    struct made made[SESSION_PARTS];
    size_t made_count;
    struct buf made_bytes;
    struct stretch deletes[SESSION_PARTS];
    size_t delete_count;
    uint32_t view[SESSION_UNITS]; /* units of a list that somebody sees */
    size_t view_count;
};

/* The one session, made anew from the input, with some flags set or cleared whatever it says; it
 * lives until the next. */
struct session *session_make(struct bytes input, uint8_t set, uint8_t clear);
/* The i-th update to arrive, i < arrivals; or as they were made, i < count. */
struct bytes session_arrival(const struct session *session, size_t i);
struct bytes session_update(const struct session *session, size_t i);

/* For session_ops.c. */
void session_op(struct session *s, const uint8_t op[SESSION_OP]);
void session_add(struct session *s, uint64_t client, struct bytes structure);
void session_add_delete(struct session *s, struct stretch range);
void session_add_update(struct session *s, struct bytes update);
void session_flush(struct session *s);
static inline bool session_has_room(const struct session *s, size_t units)
{
    return s->model->unit_count + units <= SESSION_UNITS && s->count + 2 < SESSION_UPDATES;
}

#endif
