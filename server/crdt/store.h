/* store.h - the document's memory, for the engine's own files only.
 *
 * A document is a set of items. Each lies in two places: in its client's array, by clock and
 * without a gap, and in the list of its parent type (or in the chain of one key there), linked left
 * and right. Deleted items stay linked; GC structs lie in the client's array only. Items live in
 * one slab and know each other by index (u32), their bytes lie in one heap, client ids, names and
 * keys are numbered once. Thread: any, one at a time. */
#ifndef SOPU_CRDT_STORE_H
#define SOPU_CRDT_STORE_H

#include "crdt/pending.h"
#include "crdt/update.h"

#define NONE UINT32_MAX

/* An id inside: the client by number. client NONE: no id. */
struct ref {
    uint32_t client;
    uint32_t clock;
};

struct item {
    uint32_t client;
    uint32_t clock;
    uint32_t len;
    uint32_t prev;
    uint32_t next;
    struct ref origin;
    struct ref right;
    uint32_t parent;   /* type; NONE for GC */
    uint32_t key;      /* name; NONE if it stands in the list */
    uint32_t content;  /* offset in the heap */
    uint32_t bytes;    /* of content */
    uint32_t capacity; /* in the heap */
    uint32_t type;     /* held by a DOC_TYPE, else NONE */
    uint32_t seen;     /* epochs of the scan among concurrent inserts */
    uint32_t conflict;
    uint8_t kind;
    bool deleted;
};

/* A piece of a client's array. */
struct leaf {
    uint32_t *items;
    uint32_t count;
    uint32_t capacity;
};

struct client {
    uint64_t id;
    uint32_t clock; /* units integrated: the next clock */
    uint32_t clock_before;
    bool is_advanced; /* by the present update; then clock_before holds */
    struct leaf *leaves;
    uint32_t leaf_count;
    uint32_t leaf_capacity;
    uint32_t next_in_bucket;
};

/* A place in a client's array. */
struct place {
    uint32_t leaf;
    uint32_t slot;
};

struct type {
    uint32_t item; /* that holds it; NONE for a root */
    uint32_t name; /* of a root */
    uint32_t first;
    uint32_t length_utf16; /* live counting units in the list */
    uint32_t entries;      /* list of its keys */
};

/* One key of one type: a chain of items, the last of which is the value. */
struct entry {
    uint32_t type;
    uint32_t key;
    uint32_t first;
    uint32_t last;
    uint32_t next_of_type;
    uint32_t next_in_bucket;
};

struct name {
    uint32_t offset;
    uint32_t len;
    uint32_t root; /* the root type of that name, if any */
    uint32_t next_in_bucket;
};

/* Chains by hash; the elements link through next_in_bucket. */
struct buckets {
    uint32_t *heads;
    uint32_t count; /* a power of two, or 0 */
};

/* A surrogate pair cut by the present update, to take the cut back. */
struct halved {
    uint32_t client;
    uint32_t clock; /* of the first half */
    uint8_t character[4];
};

#define VECTOR(type)                                                                               \
    struct {                                                                                       \
        type *list;                                                                                \
        uint32_t count;                                                                            \
        uint32_t capacity;                                                                         \
    }

struct doc {
    bool gc;
    uint64_t own_client;

    VECTOR(struct item) items;
    uint32_t free_items; /* list through next */
    VECTOR(struct client) clients;
    struct buckets client_buckets;
    VECTOR(struct type) types;
    uint32_t free_types; /* list through first */
    VECTOR(struct entry) entries;
    uint32_t free_entries; /* list through next_of_type */
    struct buckets entry_buckets;
    VECTOR(struct name) names;
    struct buckets name_buckets;
    struct buf name_bytes;
    struct buf heap;
    size_t heap_wasted;
    uint32_t epoch;
    struct waits waits;

    /* The present update. */
    struct update update;
    uint64_t steps_left;
    VECTOR(uint32_t) advanced; /* clients */
    struct ranges deleted;
    VECTOR(struct halved) halved;
    VECTOR(uint32_t) stack; /* items or types still to do, instead of recursion */

    /* Kept from one encoding to the next. */
    VECTOR(uint32_t) order; /* clients by descending id */
    struct buf state;       /* the whole document as an update; empty if it has changed since */
};

/* Room for one more element; gives its number. */
#define VECTOR_ADD(vector)                                                                         \
    (vector_grow((void **)&(vector).list, (vector).count, &(vector).capacity,                      \
                 sizeof *(vector).list),                                                           \
     (vector).count++)
void vector_grow(void **list, uint32_t count, uint32_t *capacity, size_t size);

static inline struct item *item_of(const struct doc *doc, uint32_t item)
{
    return &doc->items.list[item];
}
static inline struct ref ref_none(void)
{
    return (struct ref){NONE, 0};
}
static inline bool refs_equal(struct ref a, struct ref b)
{
    return a.client == b.client && a.clock == b.clock;
}
/* Is part of the length of its list. */
static inline bool is_counting(const struct item *item)
{
    return item->kind >= DOC_JSON && item->kind != DOC_FORMAT;
}

void store_init(struct doc *doc, bool gc);
void store_clear(struct doc *doc);

/* Number of a client id; NONE if it is unknown. The adding one makes it known. */
uint32_t client_find(const struct doc *doc, uint64_t id);
uint32_t client_add(struct doc *doc, uint64_t id);
/* Units integrated; 0 for an unknown client. */
uint32_t client_clock(const struct doc *doc, uint64_t id);
/* Takes new clients into the order of writing; after each update. */
void clients_sort(struct doc *doc);

uint32_t name_find(const struct doc *doc, struct bytes name);
uint32_t name_add(struct doc *doc, struct bytes name);
struct bytes name_bytes(const struct doc *doc, uint32_t name);

uint32_t type_add(struct doc *doc, uint32_t item, uint32_t name);
/* Forgets a type and its keys. */
void type_remove(struct doc *doc, uint32_t type);
/* The root of that name: NONE if nobody wrote to it; the adding one makes it. */
uint32_t root_find(const struct doc *doc, struct bytes name);
uint32_t root_add(struct doc *doc, struct bytes name);

/* The chain of a key; NULL if there is none. The pointer holds until an entry is added. */
struct entry *entry_find(const struct doc *doc, uint32_t type, uint32_t key);
struct entry *entry_add(struct doc *doc, uint32_t type, uint32_t key);

/* Room in the heap at its end. */
uint32_t heap_add(struct doc *doc, const void *data, size_t len, size_t capacity);
static inline struct bytes item_content(const struct doc *doc, const struct item *item)
{
    return (struct bytes){doc->heap.data + item->content, item->bytes};
}
/* Closes the gaps in the heap if they are worth it. */
void heap_tidy(struct doc *doc);

#endif
