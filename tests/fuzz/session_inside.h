/* session_inside.h - what session_ops.c, session_places.c and session_content.c share: an op being
 * done, and the place it goes to. */
#ifndef SOPU_TESTS_SESSION_INSIDE_H
#define SOPU_TESTS_SESSION_INSIDE_H

#include "fuzz/session.h"

/* An op: who does it, and its four bytes. */
struct deed {
    struct session *s;
    uint8_t author, a, b, c, d;
};

/* Where it goes. */
struct spot {
    uint32_t origin, right; /* units; NOBODY */
    uint32_t type;          /* NOBODY: the root is not there yet */
    struct bytes root;
    struct bytes key; /* data NULL: into the list */
};

uint64_t session_client(const struct session *s, uint8_t author);
bool sees(const struct session *s, uint8_t author, uint32_t unit);
/* The author's horizon moves on; nobody forgets. */
void look(struct session *s, uint8_t author, uint32_t horizon);

/* Content of a kind, drawn from two bytes; its units. */
uint32_t put_content(const struct session *s, uint8_t kind, uint8_t number, uint8_t which,
                     struct buf *out);
void put_name(const struct session *s, uint32_t unit, struct buf *out);
/* One struct of the author at that place. */
void write_at(const struct deed *x, const struct spot *at, uint8_t kind, uint8_t number,
              uint8_t which);
/* A new value: its author deletes the old one. */
void write_value(const struct deed *x, const struct spot *at, uint8_t kind, uint8_t which);

/* The list or map that a byte chooses: more often a root than a nested type. */
struct spot spot_in(const struct deed *x, uint8_t choice);
uint32_t root_of(const struct model *model, struct bytes root);
/* A place of the list as its author sees it: at place / 255 of it; behind a unit, NOBODY for its
 * beginning; under a key. */
void place_at(const struct deed *x, struct spot *at, uint32_t place);
void place_behind(const struct deed *x, struct spot *at, uint32_t origin);
void place_under_key(const struct deed *x, struct spot *at, struct bytes key);
struct bytes key_of(uint8_t choice);
static inline bool is_listed(const struct unit *unit)
{
    return unit->kind != DOC_GC && !unit->key.data;
}

#endif
