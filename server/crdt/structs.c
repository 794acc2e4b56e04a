#include "crdt/structs.h"

#include "base/mem.h"

#include <assert.h>

enum { LEAF_ITEMS = 512 };

static struct leaf *leaf_of(const struct doc *doc, uint32_t client, uint32_t leaf)
{
    return &doc->clients.list[client].leaves[leaf];
}

static uint32_t clock_at(const struct doc *doc, const struct leaf *leaf, uint32_t slot)
{
    return item_of(doc, leaf->items[slot])->clock;
}

uint32_t structs_at(const struct doc *doc, uint32_t client, struct place place)
{
    return leaf_of(doc, client, place.leaf)->items[place.slot];
}

struct place structs_find(const struct doc *doc, uint32_t client, uint32_t clock)
{
    const struct client *c = &doc->clients.list[client];
    assert(clock < c->clock);
    uint32_t low = 0;
    for (uint32_t high = c->leaf_count; high - low > 1;) {
        uint32_t middle = low + (high - low) / 2;
        if (clock_at(doc, &c->leaves[middle], 0) <= clock)
            low = middle;
        else
            high = middle;
    }
    const struct leaf *leaf = &c->leaves[low];
    uint32_t slot = 0;
    uint32_t high = leaf->count;
    if (clock_at(doc, leaf, high - 1) <= clock)
        slot = high - 1; /* typing goes on where it was */
    while (high - slot > 1) {
        uint32_t middle = slot + (high - slot) / 2;
        if (clock_at(doc, leaf, middle) <= clock)
            slot = middle;
        else
            high = middle;
    }
    return (struct place){low, slot};
}

uint32_t structs_holder(const struct doc *doc, struct ref id)
{
    if (id.client == NONE || id.clock >= doc->clients.list[id.client].clock)
        return NONE;
    return structs_at(doc, id.client, structs_find(doc, id.client, id.clock));
}

uint32_t structs_last(const struct doc *doc, uint32_t client)
{
    const struct client *c = &doc->clients.list[client];
    if (c->leaf_count == 0)
        return NONE;
    const struct leaf *leaf = &c->leaves[c->leaf_count - 1];
    return leaf->items[leaf->count - 1];
}

bool structs_next(const struct doc *doc, uint32_t client, struct place *place)
{
    const struct client *c = &doc->clients.list[client];
    if (++place->slot < c->leaves[place->leaf].count)
        return true;
    place->leaf++;
    place->slot = 0;
    return place->leaf < c->leaf_count;
}

bool structs_previous(const struct doc *doc, uint32_t client, struct place *place)
{
    if (place->slot > 0) {
        place->slot--;
        return true;
    }
    if (place->leaf == 0)
        return false;
    place->leaf--;
    place->slot = leaf_of(doc, client, place->leaf)->count - 1;
    return true;
}

static void leaf_insert(struct leaf *leaf, uint32_t slot, uint32_t item)
{
    if (leaf->count == leaf->capacity) {
        leaf->capacity = leaf->capacity ? leaf->capacity * 2 : 4;
        leaf->items = mem_grow(leaf->items, leaf->capacity, sizeof *leaf->items);
    }
    memmove(leaf->items + slot + 1, leaf->items + slot, (leaf->count - slot) * sizeof *leaf->items);
    leaf->items[slot] = item;
    leaf->count++;
}

/* An empty leaf at that place. */
static struct leaf *leaf_add(struct client *client, uint32_t at)
{
    vector_grow((void **)&client->leaves, client->leaf_count, &client->leaf_capacity,
                sizeof *client->leaves);
    memmove(client->leaves + at + 1, client->leaves + at,
            (client->leaf_count - at) * sizeof *client->leaves);
    client->leaf_count++;
    client->leaves[at] = (struct leaf){0};
    return &client->leaves[at];
}

void structs_append(struct doc *doc, uint32_t item)
{
    const struct item *added = item_of(doc, item);
    struct client *client = &doc->clients.list[added->client];
    assert(client->clock == added->clock);
    struct leaf *leaf = NULL;
    if (client->leaf_count > 0)
        leaf = &client->leaves[client->leaf_count - 1];
    if (!leaf || leaf->count == LEAF_ITEMS)
        leaf = leaf_add(client, client->leaf_count);
    leaf_insert(leaf, leaf->count, item);
    client->clock += added->len;
}

static void leaf_halve(struct client *client, uint32_t at)
{
    leaf_add(client, at + 1);
    struct leaf *left = &client->leaves[at];
    struct leaf *right = &client->leaves[at + 1];
    uint32_t kept = left->count / 2;
    right->count = left->count - kept;
    right->capacity = LEAF_ITEMS;
    right->items = mem_array(right->capacity, sizeof *right->items);
    memcpy(right->items, left->items + kept, right->count * sizeof *right->items);
    left->count = kept;
}

void structs_insert_behind(struct doc *doc, uint32_t client, struct place *place, uint32_t item)
{
    struct client *c = &doc->clients.list[client];
    if (c->leaves[place->leaf].count == LEAF_ITEMS) {
        leaf_halve(c, place->leaf);
        uint32_t kept = c->leaves[place->leaf].count;
        if (place->slot >= kept) {
            place->leaf++;
            place->slot -= kept;
        }
    }
    leaf_insert(&c->leaves[place->leaf], place->slot + 1, item);
}

void structs_remove(struct doc *doc, uint32_t client, struct place *place)
{
    struct client *c = &doc->clients.list[client];
    struct place removed = *place;
    bool has_previous = structs_previous(doc, client, place);
    assert(has_previous);
    struct leaf *leaf = &c->leaves[removed.leaf];
    leaf->count--;
    memmove(leaf->items + removed.slot, leaf->items + removed.slot + 1,
            (leaf->count - removed.slot) * sizeof *leaf->items);
    if (leaf->count > 0)
        return;
    mem_free(leaf->items);
    c->leaf_count--;
    memmove(c->leaves + removed.leaf, c->leaves + removed.leaf + 1,
            (c->leaf_count - removed.leaf) * sizeof *c->leaves);
}
