#include "crdt/structs.h"

#include "base/mem.h"

#include <assert.h>

enum {
    LEAF_SLOTS = 256,
    NEAR_SLOTS = 8, /* are looked at one by one */
};

/* The last slot whose clock is not above. In a leaf of n units and m slots unit k is likely to be near
 * slot k m / n: looking there first touches little memory, which is what a search in a long text
 * costs. */
static uint32_t slot_find(const struct leaf *leaf, uint32_t clock)
{
    const struct slot *slots = leaf->slots;
    uint32_t count = leaf->count;
    uint32_t slot = 0;
    if (count > NEAR_SLOTS) {
        uint32_t last = count - 1;
        uint64_t units = slots[last].clock - leaf->clock;
        uint64_t ahead = clock - leaf->clock;
        uint32_t guess = ahead >= units ? last : (uint32_t)(ahead * last / units);
        uint32_t near;
        if (slots[guess].clock <= clock) {
            near = guess + NEAR_SLOTS < count ? guess + NEAR_SLOTS : count;
            slot = guess;
            bool is_near = near == count || slots[near].clock > clock;
            count = (is_near ? near : count) - slot;
        } else {
            near = guess < NEAR_SLOTS ? 0 : guess - NEAR_SLOTS;
            bool is_near = slots[near].clock <= clock;
            slot = is_near ? near : 0;
            count = guess - slot;
        }
    }
    while (count > 1) {
        uint32_t half = count / 2;
        slot += slots[slot + half].clock <= clock ? half : 0;
        count -= half;
    }
    return slot;
}

static uint32_t leaf_find(const struct client *client, uint32_t clock)
{
    uint32_t leaf = 0;
    for (uint32_t count = client->leaf_count; count > 1;) {
        uint32_t half = count / 2;
        leaf += client->leaves[leaf + half].clock <= clock ? half : 0;
        count -= half;
    }
    return leaf;
}

struct place structs_find(const struct doc *doc, uint32_t client, uint32_t clock)
{
    const struct client *c = &doc->clients.list[client];
    assert(clock < c->clock);
    uint32_t last = c->leaf_count - 1;
    const struct leaf *leaf = &c->leaves[last];
    uint32_t near = leaf->count < NEAR_SLOTS ? leaf->count : NEAR_SLOTS;
    for (uint32_t i = 1; i <= near; i++) /* typing goes on about where it was */
        if (leaf->slots[leaf->count - i].clock <= clock)
            return (struct place){last, leaf->count - i};
    uint32_t found = leaf_find(c, clock);
    return (struct place){found, slot_find(&c->leaves[found], clock)};
}

struct place structs_find_on(const struct doc *doc, uint32_t client, uint32_t clock,
                             const struct place *last)
{
    const struct client *c = &doc->clients.list[client];
    const struct leaf *leaf = last && last->leaf < c->leaf_count ? &c->leaves[last->leaf] : NULL;
    if (!leaf || last->slot >= leaf->count || leaf->slots[last->slot].clock > clock)
        return structs_find(doc, client, clock);
    for (uint32_t i = last->slot + 1; i < leaf->count && i <= last->slot + NEAR_SLOTS; i++)
        if (leaf->slots[i].clock > clock)
            return (struct place){last->leaf, i - 1};
    return structs_find(doc, client, clock);
}

uint32_t structs_holder(const struct doc *doc, struct ref id)
{
    if (id.client == NO_CLIENT || id.clock >= doc->clients.list[id.client].clock)
        return NONE;
    return structs_at(doc, id.client, structs_find(doc, id.client, id.clock));
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
    place->slot = doc->clients.list[client].leaves[place->leaf].count - 1;
    return true;
}

static void leaf_insert(struct leaf *leaf, uint32_t at, struct slot slot)
{
    if (leaf->count == leaf->capacity) {
        leaf->capacity = (uint16_t)(leaf->capacity ? leaf->capacity * 2 : 1); /* many clients type
                                                                                one letter */
        leaf->slots = mem_grow(leaf->slots, leaf->capacity, sizeof *leaf->slots);
    }
    memmove(leaf->slots + at + 1, leaf->slots + at, (leaf->count - at) * sizeof *leaf->slots);
    leaf->slots[at] = slot;
    leaf->count++;
    leaf->clock = leaf->slots[0].clock;
}

/* An empty leaf at that place. */
static struct leaf *leaf_add(struct client *client, uint32_t at)
{
    if (client->leaf_count == client->leaf_capacity) {
        client->leaf_capacity = client->leaf_capacity ? client->leaf_capacity * 2 : 1;
        client->leaves = mem_grow(client->leaves, client->leaf_capacity, sizeof *client->leaves);
    }
    assert(client->leaves);
    memmove(client->leaves + at + 1, client->leaves + at,
            (client->leaf_count - at) * sizeof *client->leaves);
    client->leaf_count++;
    client->leaves[at] = (struct leaf){0};
    return &client->leaves[at];
}

void structs_append_slowly(struct doc *doc, uint32_t item)
{
    const struct item *added = item_of(doc, item);
    struct client *client = &doc->clients.list[added->client];
    assert(client->clock == added->clock);
    struct leaf *leaf = NULL;
    if (client->leaf_count > 0)
        leaf = &client->leaves[client->leaf_count - 1];
    if (leaf && leaf->count == LEAF_SLOTS) {
        leaf = leaf_add(client, client->leaf_count); /* whoever has written so much writes on */
        leaf->capacity = LEAF_SLOTS;
        leaf->slots = mem_grow(NULL, LEAF_SLOTS, sizeof *leaf->slots);
    } else if (!leaf) {
        leaf = leaf_add(client, 0);
    }
    leaf_insert(leaf, leaf->count, (struct slot){added->clock, item});
    client->clock += added->len;
}

static void leaf_halve(struct client *client, uint32_t at)
{
    leaf_add(client, at + 1);
    struct leaf *left = &client->leaves[at];
    struct leaf *right = &client->leaves[at + 1];
    uint16_t kept = left->count / 2;
    right->count = (uint16_t)(left->count - kept);
    right->clock = left->slots[kept].clock;
    right->capacity = LEAF_SLOTS;
    right->slots = mem_array(right->capacity, sizeof *right->slots);
    memcpy(right->slots, left->slots + kept, right->count * sizeof *right->slots);
    left->count = kept;
}

void structs_insert_behind(struct doc *doc, uint32_t client, struct place *place, uint32_t item)
{
    struct client *c = &doc->clients.list[client];
    if (c->leaves[place->leaf].count == LEAF_SLOTS) {
        leaf_halve(c, place->leaf);
        uint32_t kept = c->leaves[place->leaf].count;
        if (place->slot >= kept) {
            place->leaf++;
            place->slot -= kept;
        }
    }
    leaf_insert(&c->leaves[place->leaf], place->slot + 1,
                (struct slot){item_of(doc, item)->clock, item});
}

void structs_remove(struct doc *doc, uint32_t client, struct place *place)
{
    struct client *c = &doc->clients.list[client];
    struct place removed = *place;
    bool has_previous = structs_previous(doc, client, place);
    assert(has_previous);
    struct leaf *leaf = &c->leaves[removed.leaf];
    leaf->count--;
    if (removed.slot == 0 && leaf->count > 0)
        leaf->clock = leaf->slots[1].clock;
    memmove(leaf->slots + removed.slot, leaf->slots + removed.slot + 1,
            (leaf->count - removed.slot) * sizeof *leaf->slots);
    if (leaf->count > 0)
        return;
    mem_free(leaf->slots);
    c->leaf_count--;
    memmove(c->leaves + removed.leaf, c->leaves + removed.leaf + 1,
            (c->leaf_count - removed.leaf) * sizeof *c->leaves);
}
