#include "crdt/fresh.h"

#include "base/mem.h"
#include "crdt/ends.h"
#include "crdt/integrate.h"
#include "crdt/structs.h"
#include "crdt/transaction.h"
#include "crdt/usual.h"

#include <assert.h>

enum {
    TOGETHER = 256, /* items that are made before they are entered everywhere */
    TOGETHER_BYTES = 4096,
    TOGETHER_UNITS = 16 * 1024,
    UNITS_A_BYTE = 4, /* more are not noted: a deletion's length costs a stranger nothing */
};

struct fresh {
    struct doc *doc;
    struct taker taker;
    enum err err;
    uint32_t client;
    uint32_t first; /* item of the client: the others follow it in the slab */
    struct ends ends;
    uint64_t most_units; /* of a client, to be noted there */
};

bool is_fresh(const struct doc *doc)
{
    return doc->clients.count == 0 && doc->types.count == 0 && doc->waits.waiting == 0 &&
           doc->waits.deletes.count == 0;
}

/* A client's items, being made. Views of the document's memory, which stays where it is meanwhile. */
struct row {
    struct item *items;
    uint32_t count;
    uint8_t *heap;
    size_t heap_len;
    size_t heap_room;
    uint32_t ends_room;
    uint32_t list; /* which the parent has, and which is open; NONE: none was met */
    struct type *parent;
    uint32_t clock;
};

/* A living list, not the values of a key. */
static bool is_open(const struct doc *doc, struct row *row, uint32_t list)
{
    const struct list *l = list_of(doc, list);
    struct type *parent = &doc->types.list[l->type];
    if (l->key != NONE || (parent->item != NONE && row->items[parent->item].deleted))
        return false;
    row->list = list;
    row->parent = parent;
    return true;
}

/* Puts a struct between two units of its client that are neighbours; false if they are not. */
static inline bool row_add(const struct fresh *fresh, struct row *row, const struct usual *usual)
{
    if (usual->len == 0 || usual->len > row->ends_room - row->clock ||
        usual->bytes > row->heap_room - row->heap_len)
        return false;
    uint32_t number = ends_find(&fresh->ends, usual->origin);
    if (number == NONE)
        return false;
    uint32_t left_index = fresh->first + number;
    struct item *left = &row->items[left_index];
    bool has_right = usual->info & INFO_RIGHT;
    if (left->kind == DOC_GC || (left->next == NONE) == has_right ||
        (left->list != row->list && !is_open(fresh->doc, row, left->list)))
        return false;
    assert(row->parent);
    struct item *next = &row->items[has_right ? left->next : left_index];
    if (has_right && (next->clock != usual->right || next->client != fresh->client))
        return false;
    uint32_t index = row->count++;
    row->items[index] = (struct item){
        .clock = row->clock,
        .len = usual->len,
        .next = left->next,
        .client = (uint16_t)fresh->client,
        .kind = usual->kind,
        .deleted = usual->kind == DOC_DELETED,
        .prev = left_index,
        .list = row->list,
        .content = (uint32_t)row->heap_len,
        .bytes = usual->bytes,
        .capacity = usual->bytes,
        .origin = ref_to(fresh->client, usual->origin),
        .right = has_right ? ref_to(fresh->client, usual->right) : ref_none(),
    };
    left->next = index;
    if (has_right)
        next->prev = index;
    else
        list_of(fresh->doc, row->list)->last = index;
    copy_padded(row->heap + row->heap_len, usual->text, usual->bytes);
    row->heap_len += usual->bytes;
    row->parent->length_utf16 += usual->kind == DOC_DELETED ? 0 : usual->len;
    row->clock += usual->len;
    return true;
}

static void row_enter(struct fresh *fresh, const struct row *row)
{
    struct doc *doc = fresh->doc;
    uint64_t id = doc->clients.list[fresh->client].id;
    doc->heap.len = row->heap_len;
    for (; doc->items.count < row->count; doc->items.count++) {
        const struct item *item = &row->items[doc->items.count];
        structs_append(doc, doc->items.count);
        if (item->deleted)
            ranges_add(&doc->deleted, id, item->clock, item->clock + item->len);
    }
}

static size_t row_take(struct fresh *fresh, struct reader *reader, const struct author *author,
                       uint32_t *clock, size_t most)
{
    struct doc *doc = fresh->doc;
    size_t taken = 0;
    size_t bytes = reader_left(reader) < TOGETHER_BYTES ? reader_left(reader) : TOGETHER_BYTES;
    vector_reserve((void **)&doc->items.list, &doc->items.capacity,
                   doc->items.count + (uint32_t)most, sizeof *doc->items.list);
    buf_reserve(&doc->heap, bytes + HEAP_PADDING);
    struct row row = {.items = doc->items.list,
                      .count = doc->items.count,
                      .heap = doc->heap.data,
                      .heap_len = doc->heap.len,
                      .heap_room = doc->heap.capacity - HEAP_PADDING,
                      .ends_room = fresh->ends.room * ENDS_WORD,
                      .list = NONE,
                      .clock = *clock};
    for (; taken < most; taken++) {
        struct usual usual;
        if (!usual_check(reader, author, row.clock, &usual) || !(usual.info & INFO_ORIGIN) ||
            !row_add(fresh, &row, &usual))
            break;
        ends_add(&fresh->ends, row.clock);
        reader->at = usual.text + usual.bytes;
    }
    *clock = row.clock;
    row_enter(fresh, &row);
    return taken;
}

/* Notes what has gone the long way since. False if not all items lie in a row any more. */
static bool ends_follow(struct fresh *fresh, uint32_t clock)
{
    struct ends *ends = &fresh->ends;
    uint32_t last = structs_last(fresh->doc, fresh->client);
    if (last == NONE || clock > fresh->most_units)
        return false;
    ends_reserve(ends, clock + TOGETHER_UNITS);
    if (ends->count == 0)
        fresh->first = last;
    if (last == fresh->first + ends->count && item_of(fresh->doc, last)->clock == ends->end)
        ends_add(ends, clock);
    return last == fresh->first + ends->count - 1 && clock == ends->end;
}

static size_t take_usual(void *context, struct reader *reader, struct author *author,
                         uint32_t *clock, size_t most)
{
    struct fresh *fresh = context;
    size_t taken = 0;
    size_t now = TOGETHER;
    while (*clock > 0 && now == TOGETHER && ends_follow(fresh, *clock)) {
        now = row_take(fresh, reader, author, clock,
                       most - taken < TOGETHER ? most - taken : TOGETHER);
        taken += now;
    }
    return taken;
}

static bool begin(void *context, uint64_t client, uint32_t clock, size_t structs)
{
    enum { RESERVED_MAX = 1 << 18 }; /* structs of two bytes each are no reason for 48 each */
    struct fresh *fresh = context;
    if (fresh->err != OK || clock > 0 || client_find(fresh->doc, client) != NONE)
        return false;
    struct doc *doc = fresh->doc;
    vector_reserve((void **)&doc->items.list, &doc->items.capacity,
                   doc->items.count + (uint32_t)(structs < RESERVED_MAX ? structs : RESERVED_MAX),
                   sizeof *doc->items.list);
    fresh->client = doc->clients.count;
    fresh->ends.used = fresh->ends.count = fresh->ends.end = 0;
    return true;
}

static bool take(void *context, uint64_t client, const struct part *part)
{
    struct fresh *fresh = context;
    if (!part_is_ready(&fresh->taker, client, part))
        return false;
    fresh->err = part_integrate(fresh->doc, client, part);
    return fresh->err == OK;
}

static void empty(struct doc *doc)
{
    struct doc emptied;
    store_init(&emptied, doc->gc);
    emptied.own_client = doc->own_client;
    emptied.salt = doc->salt;
    emptied.waits.lost = doc->waits.lost;
    store_clear(doc);
    *doc = emptied;
}

enum err fresh_read(struct doc *doc, struct bytes update)
{
    struct fresh fresh = {
        .doc = doc, .taker = transaction_taker(doc), .most_units = update.len * UNITS_A_BYTE};
    struct eager eager = {&fresh, begin, take_usual, take};
    buf_reserve(&doc->heap, update.len / 2 + HEAP_PADDING);
    enum err err = update_read(&doc->update, update, &eager);
    mem_free(fresh.ends.words);
    if (err == OK)
        err = fresh.err;
    if (err != OK)
        empty(doc);
    return err;
}
