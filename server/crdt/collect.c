#include "crdt/collect.h"

#include "crdt/item.h"
#include "crdt/positions.h"
#include "crdt/structs.h"

#include <assert.h>

static void type_push(struct doc *doc, uint32_t type)
{
    uint32_t i = VECTOR_ADD(doc->stack);
    doc->stack.list[i] = type;
}

static void item_become_gc(struct doc *doc, uint32_t index)
{
    struct item *item = item_of(doc, index);
    if (held_type(item) != NONE)
        type_push(doc, item->type);
    item_content_drop(doc, item);
    item->kind = DOC_GC;
    item->deleted = true;
    item->origin = item->right = ref_none();
    item->prev = item->next = item->list = NONE;
}

static void list_collect(struct doc *doc, uint32_t list)
{
    for (uint32_t i = list_of(doc, list)->first; i != NONE;) {
        uint32_t next = item_of(doc, i)->next;
        item_become_gc(doc, i);
        i = next;
    }
}

static void type_collect(struct doc *doc, uint32_t type)
{
    list_collect(doc, doc->types.list[type].list);
    for (uint32_t k = doc->types.list[type].keys; k != NONE; k = list_of(doc, k)->next_of_type)
        list_collect(doc, k);
    type_remove(doc, type);
}

static void item_collect(struct doc *doc, uint32_t index)
{
    struct item *item = item_of(doc, index);
    assert(doc->stack.count == 0);
    if (held_type(item) != NONE)
        type_push(doc, item->type);
    item_content_drop(doc, item);
    item->kind = DOC_DELETED;
    while (doc->stack.count > 0)
        type_collect(doc, doc->stack.list[--doc->stack.count]);
}

static bool are_alike(const struct doc *doc, uint32_t left_index, uint32_t right_index)
{
    const struct item *left = item_of(doc, left_index);
    const struct item *right = item_of(doc, right_index);
    if (left->kind != right->kind)
        return false;
    if (left->kind == DOC_GC)
        return true;
    return left->kind == DOC_DELETED && left->next == right_index &&
           right->origin.client == right->client && right->origin.clock == right->clock - 1 &&
           refs_equal(left->right, right->right);
}

/* Joins the item at a place to the one before it, if they are alike; the place goes there then. */
static void join_to_previous(struct doc *doc, uint32_t client, struct place *place)
{
    struct place before = *place;
    if (!structs_previous(doc, client, &before))
        return;
    uint32_t left_index = structs_at(doc, client, before);
    uint32_t right_index = structs_at(doc, client, *place);
    if (!are_alike(doc, left_index, right_index))
        return;
    struct item *left = item_of(doc, left_index);
    struct item *right = item_of(doc, right_index);
    if (left->kind != DOC_GC) {
        positions_remove(doc, right_index);
        left->next = right->next;
        if (right->next != NONE)
            item_of(doc, right->next)->prev = left_index;
        else
            list_of(doc, left->list)->last = left_index;
    }
    left->len += right->len;
    structs_remove(doc, client, place);
    item_free(doc, right_index);
}

/* Ranges one after another, sorted: each is looked for where the last one ended. */
struct sweep {
    struct doc *doc;
    uint64_t id;
    uint32_t client;
    struct place place;
    bool has_place; /* of the same client, not behind its last item */
};

static void sweep_to(struct sweep *sweep, const struct range *range)
{
    if (!sweep->has_place || sweep->id != range->client) {
        sweep->id = range->client;
        sweep->client = client_find(sweep->doc, range->client);
        sweep->has_place = false;
    }
    sweep->place = structs_find_on(sweep->doc, sweep->client, range->clock,
                                   sweep->has_place ? &sweep->place : NULL);
    sweep->has_place = true;
}

static const struct item *sweep_item(const struct sweep *sweep)
{
    return item_of(sweep->doc, structs_at(sweep->doc, sweep->client, sweep->place));
}

static bool sweep_next(struct sweep *sweep)
{
    sweep->has_place = structs_next(sweep->doc, sweep->client, &sweep->place);
    return sweep->has_place;
}

static void range_collect(struct sweep *sweep, const struct range *range)
{
    sweep_to(sweep, range);
    do {
        const struct item *item = sweep_item(sweep);
        if (item->clock >= range->end)
            return;
        if (item->deleted && item->kind != DOC_GC && item->kind != DOC_DELETED)
            item_collect(sweep->doc, structs_at(sweep->doc, sweep->client, sweep->place));
    } while (sweep_next(sweep));
}

/* Its items, and the one behind it. */
static void range_join(struct sweep *sweep, const struct range *range)
{
    sweep_to(sweep, range);
    do {
        bool is_behind = sweep_item(sweep)->clock >= range->end;
        join_to_previous(sweep->doc, sweep->client, &sweep->place);
        if (is_behind)
            return;
    } while (sweep_next(sweep));
}

void deleted_collect(struct doc *doc)
{
    const struct ranges *ranges = &doc->collected;
    struct sweep sweep = {.doc = doc};
    ranges_sort(&doc->collected);
    for (size_t i = 0; i < ranges->count; i++)
        range_collect(&sweep, &ranges->list[i]);
    sweep.has_place = false;
    for (size_t i = 0; i < ranges->count; i++)
        range_join(&sweep, &ranges->list[i]);
}
