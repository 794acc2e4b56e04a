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
#include "crdt/writer.h"

#include <assert.h>

#define NONE UINT32_MAX

/* An id inside: the client by number; NO_CLIENT: no id. Numbers fit 16 bits (DOC_MAX_CLIENTS), and
 * there are many items: so it lies close. */
#define NO_CLIENT UINT16_MAX
struct ref {
    uint32_t clock;
    uint16_t client;
} __attribute__((packed, aligned(2)));

struct item {
    /* What a search looks at; 16 bytes that lie in one cache line. */
    uint32_t clock;
    uint32_t len;
    uint32_t next;
    uint16_t client;
    uint8_t kind;
    bool deleted;
    uint32_t prev;
    uint32_t list;    /* where it stands; NONE for GC */
    uint32_t content; /* offset in the heap */
    uint32_t bytes;   /* of content */
    union {
        uint32_t capacity; /* in the heap */
        uint32_t type;     /* held by a DOC_TYPE, whose content is as large as it is */
    };
    struct ref origin;
    struct ref right;
};
static_assert(sizeof(struct item) == 48, "there are many items");

/* Where an item was made. */
struct spot {
    uint32_t list; /* NONE: what it belonged to is gone */
    struct ref origin;
    struct ref right;
};

/* An item in its client's array, with its clock for searching. */
struct slot {
    uint32_t clock;
    uint32_t item;
};

/* A piece of a client's array. */
struct leaf {
    struct slot *slots;
    uint32_t clock; /* of the first slot */
    uint16_t count;
    uint16_t capacity;
};

/* A place in a client's array. */
struct place {
    uint32_t leaf;
    uint32_t slot;
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

struct type {
    uint32_t item;         /* that holds it; NONE for a root */
    uint32_t name;         /* of a root */
    uint32_t list;         /* its children */
    uint32_t keys;         /* the lists of its keys, linked through next_of_type */
    uint32_t length_utf16; /* live counting units among its children */
};

/* Items in order: the children of a type, or the values of one of its keys, the last of which holds. */
struct list {
    uint32_t type; /* NONE: not in use */
    uint32_t key;  /* name; NONE for the children */
    uint32_t first;
    uint32_t last;
    uint32_t next_of_type;
    uint32_t next_in_bucket;
    uint32_t tree; /* positions.h; NONE until somebody asks for a unit by its number */
};

/* Of a tree of positions.h. */
enum { NODE_MAX = 32 };
struct node {
    uint32_t parent; /* NONE for the root */
    uint16_t count;
    uint16_t height;          /* 0: a leaf */
    uint32_t below[NODE_MAX]; /* items in a leaf, else nodes */
    uint32_t units[NODE_MAX]; /* live ones in each of them */
};

/* Of a crowd: an item where a scan may begin (siblings.h). */
struct anchor {
    uint64_t client; /* id */
    uint32_t clock;
    uint32_t item;
};

/* The anchors at one spot, by client id. */
struct crowd {
    struct spot spot;
    struct anchor *anchors;
    uint32_t count;
    uint32_t capacity;
};

struct siblings {
    struct crowd *crowds;
    uint32_t count;
    bool is_off;
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
    bool has_gc; /* there is, or was, a GC struct */
    uint64_t own_client;

    VECTOR(struct item) items;
    uint32_t free_items; /* list through next */
    VECTOR(struct client) clients;
    struct buckets client_buckets;
    uint32_t recent_client; /* the one asked for last */
    VECTOR(struct type) types;
    uint32_t free_types; /* list through first */
    VECTOR(struct list) lists;
    uint32_t free_lists; /* list through next_of_type */
    uint32_t key_count;
    uint32_t root_count;
    struct buckets key_buckets;
    VECTOR(struct name) names;
    struct buckets name_buckets;
    struct buf name_bytes;
    struct buf heap;
    size_t heap_wasted;
    uint64_t salt; /* of the hashes */
    struct waits waits;

    VECTOR(struct node) nodes;
    uint32_t free_nodes;      /* list through parent */
    VECTOR(uint32_t) leaf_of; /* for each item: the node that holds it, if its list has a tree */

    /* The scan among concurrent inserts (integrate.c, siblings.h). */
    VECTOR(uint32_t) marks; /* for each item, as far as a scan has needed them: when it was seen */
    uint32_t epoch;
    struct siblings siblings;

    /* The present update or transaction. */
    bool is_open; /* between doc_begin and doc_commit */
    struct update update;
    uint64_t steps_left;
    VECTOR(uint32_t) advanced; /* clients */
    struct ranges deleted;     /* all that is new of them */
    struct ranges collected;   /* those of them whose content was here and is to go */
    VECTOR(struct halved) halved;
    VECTOR(uint32_t) stack; /* items or types still to do, instead of recursion */

    /* Kept from one encoding to the next. */
    VECTOR(uint32_t) order; /* clients by descending id */
    struct buf state;       /* the whole document as an update; empty if it has changed since */
    struct writer writer;
};

/* Room for one more element; gives its number. */
#define VECTOR_ADD(vector)                                                                         \
    ((vector).count == (vector).capacity                                                           \
         ? vector_reserve((void **)&(vector).list, &(vector).capacity, (vector).count + 1,         \
                          sizeof *(vector).list)                                                   \
         : (void)0,                                                                                \
     (vector).count++)
/* Room for `count` elements, and for more if it has to grow. */
void vector_reserve(void **list, uint32_t *capacity, uint32_t count, size_t size);

static inline struct item *item_of(const struct doc *doc, uint32_t item)
{
    return &doc->items.list[item];
}
static inline struct ref ref_to(uint32_t client, uint32_t clock)
{
    return (struct ref){.client = (uint16_t)client, .clock = clock};
}
static inline struct ref ref_none(void)
{
    return (struct ref){.client = NO_CLIENT};
}
static inline bool refs_equal(struct ref a, struct ref b)
{
    return a.client == b.client && a.clock == b.clock;
}
static inline bool is_made_at(const struct item *item, const struct spot *spot)
{
    return item->list == spot->list && refs_equal(item->origin, spot->origin) &&
           refs_equal(item->right, spot->right);
}
/* Is part of the length of its list. */
static inline bool is_counting(const struct item *item)
{
    return item->kind >= DOC_JSON && item->kind != DOC_FORMAT;
}

void store_init(struct doc *doc, bool gc);
void store_clear(struct doc *doc);
/* Room for what a checked update is likely to bring. */
void store_reserve(struct doc *doc, const struct update *update);

/* Number of a client id; NONE if it is unknown. The adding one makes it known. */
uint32_t client_find(const struct doc *doc, uint64_t id);
uint32_t client_add(struct doc *doc, uint64_t id);
/* Units integrated; 0 for an unknown client. */
uint32_t client_clock(const struct doc *doc, uint64_t id);
/* Takes new clients into the order of writing; before it is used. */
void clients_sort(struct doc *doc);

uint32_t name_find(const struct doc *doc, struct bytes name);
uint32_t name_add(struct doc *doc, struct bytes name);
struct bytes name_bytes(const struct doc *doc, uint32_t name);

uint32_t type_add(struct doc *doc, uint32_t item, uint32_t name);
/* Forgets a type, its list and its keys. */
void type_remove(struct doc *doc, uint32_t type);
/* The root of that name: NONE if nobody wrote to it; the adding one makes it. */
uint32_t root_find(const struct doc *doc, struct bytes name);
uint32_t root_add(struct doc *doc, struct bytes name);

/* The list of a key: NONE if nobody wrote to it; the adding one makes it. */
uint32_t key_find(const struct doc *doc, uint32_t type, uint32_t key);
uint32_t key_add(struct doc *doc, uint32_t type, uint32_t key);
static inline struct list *list_of(const struct doc *doc, uint32_t list)
{
    return &doc->lists.list[list];
}
/* The type an item stands in, directly or under a key. */
static inline struct type *parent_of(const struct doc *doc, const struct item *item)
{
    return &doc->types.list[list_of(doc, item->list)->type];
}
static inline bool has_key(const struct doc *doc, const struct item *item)
{
    return list_of(doc, item->list)->key != NONE;
}
/* The type an item holds, or NONE. */
static inline uint32_t held_type(const struct item *item)
{
    return item->kind == DOC_TYPE ? item->type : NONE;
}

/* Room in the heap at its end, filled as far as data goes. Behind it, so many bytes of memory may be
 * read and written. */
enum { HEAP_PADDING = 16 };
uint32_t heap_add_slowly(struct doc *doc, const void *data, size_t len, size_t capacity);
static inline uint32_t heap_add(struct doc *doc, const void *data, size_t len, size_t capacity)
{
    size_t offset = doc->heap.len;
    if (len > 0 || capacity + HEAP_PADDING > doc->heap.capacity - offset)
        return heap_add_slowly(doc, data, len, capacity);
    doc->heap.len += capacity;
    return (uint32_t)offset;
}
/* Copies short content, without a loop if so much may be read and written. */
static inline void copy_padded(uint8_t *to, const uint8_t *from, size_t len)
{
    memcpy(to, from, HEAP_PADDING);
    if (len > HEAP_PADDING)
        memcpy(to + HEAP_PADDING, from + HEAP_PADDING, len - HEAP_PADDING);
}
static inline struct bytes item_content(const struct doc *doc, const struct item *item)
{
    return (struct bytes){doc->heap.data + item->content, item->bytes};
}
/* Closes the gaps in the heap if they are worth it. */
void heap_tidy(struct doc *doc);

#endif
