/* model_inside.h - the reference's own structs, for model*.c and the generator (session.c), which
 * looks for places. */
#ifndef SOPU_TESTS_MODEL_INSIDE_H
#define SOPU_TESTS_MODEL_INSIDE_H

#include "fuzz/model.h"

#include "base/lib0.h"

#define NOBODY UINT32_MAX

enum { TYPE_REF_ELEMENT = 3, TYPE_REF_HOOK = 5, TYPE_REF_LAST = 6 };

/* A unit's name. `is` is false where there is none. */
struct name {
    uint64_t client;
    uint32_t clock;
    bool is;
};

static inline bool names_equal(struct name a, struct name b)
{
    return a.is == b.is && (!a.is || (a.client == b.client && a.clock == b.clock));
}

struct unit {
    uint64_t client;
    uint32_t clock;
    uint8_t kind; /* enum doc_kind; DOC_GC once its type was collected */
    bool deleted;
    bool is_head;         /* first of a run that arrived, or was cut, here */
    bool seen, conflict;  /* of the present scan */
    uint16_t letter;      /* DOC_STRING */
    struct bytes content; /* others: this element's bytes */
    struct name origin, right_origin;
    uint32_t left, right; /* units */
    uint32_t parent;      /* type */
    struct bytes key;     /* data is NULL: in the list */
    uint32_t type;        /* DOC_TYPE: what it holds */
};

struct chain {
    struct bytes key;
    uint32_t last; /* unit */
};

struct type {
    uint32_t holder; /* unit; NOBODY: a root */
    struct bytes root;
    uint32_t first; /* unit of the list */
    bool collected;
    struct chain *chains;
    size_t chain_count, chain_capacity;
};

struct person {
    uint64_t client;
    uint32_t *units; /* by clock */
    uint32_t clock, capacity;
};

/* One struct as read. */
struct piece {
    uint64_t client;
    uint32_t clock, len;
    uint8_t kind;
    struct name origin, right_origin, parent;
    bool has_key;
    struct bytes root, key;
    struct bytes content; /* of ANY, JSON, STRING: the elements, without their number */
};

struct stretch {
    uint64_t client;
    uint32_t clock, end;
};

struct pieces {
    struct piece *list;
    size_t count, capacity;
    struct stretch *deletes;
    size_t delete_count, delete_capacity;
    size_t stretches;
};

struct model {
    bool gc;
    bool too_big, ambiguous, half_told;
    size_t max_units;
    struct unit *units;
    uint32_t unit_count, unit_capacity;
    struct type
        *types; /* behind the last one: memory of earlier ones, to be used again; so with people */
    size_t type_count, type_capacity, types_begun;
    struct person *people;
    size_t person_count, person_capacity, people_begun;
    uint32_t hint[256]; /* where a client was last found among the people */
    struct pieces waiting;
    uint32_t *dead; /* units deleted by the present update */
    size_t dead_count, dead_capacity;
    uint32_t *set; /* units that are in `seen` or `conflict` */
    size_t set_count, set_capacity;
    uint8_t **copies; /* blocks for the updates' bytes */
    size_t copy_count, copy_capacity;
    size_t copies_full, copy_used; /* blocks; bytes of the one after them */
};

/* Room for one more in a list that grows. */
void *model_grow(void *list, size_t count, size_t *capacity, size_t size);
#define ROOM_FOR(list, count, capacity)                                                            \
    ((list) = model_grow((list), (count), &(capacity), sizeof *(list)))

/* Appends what the update holds; false: it is none, and `pieces` holds rubbish behind what it held.
 */
bool pieces_read(struct pieces *pieces, struct bytes update);
struct person *model_person(const struct model *model, uint64_t client);
/* NOBODY if it has not arrived. */
uint32_t model_unit(const struct model *model, struct name name);
/* From here on the unit begins a run; a character in two halves becomes two U+FFFD. */
void model_cut_before(struct model *model, uint32_t unit);
struct chain *model_chain(const struct model *model, uint32_t type, struct bytes key);
void model_integrate(struct model *model, const struct piece *piece);
void model_delete(struct model *model, uint32_t unit);
/* Reads one letter of UTF-8 as units; the number of units. */
int letter_read(struct reader *reader, uint16_t units[2]);
/* Unit as UTF-8; `low` is its other half if it is half of a character. */
void letter_write(struct buf *out, uint16_t unit, uint16_t low);
static inline bool is_high(uint16_t unit)
{
    return unit >= 0xD800 && unit < 0xDC00;
}
static inline bool counts(const struct unit *unit)
{
    return unit->kind >= DOC_JSON && unit->kind != DOC_FORMAT;
}

#endif
