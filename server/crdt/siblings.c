#include "crdt/siblings.h"

#include "base/mem.h"

enum {
    CROWDS_MAX = 16, /* then the oldest makes room: a crowd that is gone is not missed */
};

/* The anchor is still what it was. */
static bool is_good(const struct doc *doc, const struct anchor *anchor, const struct spot *spot)
{
    if (anchor->item >= doc->items.count)
        return false;
    const struct item *item = item_of(doc, anchor->item);
    return item->kind != DOC_GC && item->clock == anchor->clock && is_made_at(item, spot) &&
           doc->clients.list[item->client].id == anchor->client;
}

static struct crowd *crowd_find(const struct siblings *siblings, const struct spot *spot)
{
    for (uint32_t i = 0; i < siblings->count; i++) {
        const struct spot *s = &siblings->crowds[i].spot;
        if (s->list == spot->list && refs_equal(s->origin, spot->origin) &&
            refs_equal(s->right, spot->right))
            return &siblings->crowds[i];
    }
    return NULL;
}

/* How many anchors have a lower id. */
static uint32_t anchors_below(const struct crowd *crowd, uint64_t client)
{
    uint32_t low = 0;
    for (uint32_t high = crowd->count; low < high;) {
        uint32_t middle = low + (high - low) / 2;
        if (crowd->anchors[middle].client < client)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void anchor_forget(struct crowd *crowd, uint32_t at)
{
    crowd->count--;
    memmove(crowd->anchors + at, crowd->anchors + at + 1,
            (crowd->count - at) * sizeof *crowd->anchors);
}

uint32_t siblings_anchor(struct doc *doc, const struct spot *spot, uint64_t client)
{
    struct crowd *crowd = crowd_find(&doc->siblings, spot);
    if (!crowd)
        return NONE;
    for (uint32_t below = anchors_below(crowd, client); below > 0; below--) {
        struct anchor *anchor = &crowd->anchors[below - 1];
        if (is_good(doc, anchor, spot))
            return anchor->item;
        anchor_forget(crowd, below - 1);
    }
    return NONE;
}

static struct crowd *crowd_add(struct siblings *siblings, const struct spot *spot)
{
    if (!siblings->crowds)
        siblings->crowds = mem_array(CROWDS_MAX, sizeof *siblings->crowds);
    if (siblings->count == CROWDS_MAX) {
        mem_free(siblings->crowds[0].anchors);
        siblings->count--;
        memmove(siblings->crowds, siblings->crowds + 1, siblings->count * sizeof *siblings->crowds);
    }
    struct crowd *crowd = &siblings->crowds[siblings->count++];
    *crowd = (struct crowd){.spot = *spot};
    return crowd;
}

void siblings_keep(struct doc *doc, uint32_t index)
{
    if (doc->siblings.is_off)
        return;
    const struct item *item = item_of(doc, index);
    struct spot spot = {item->list, item->origin, item->right};
    struct crowd *crowd = crowd_find(&doc->siblings, &spot);
    if (!crowd)
        crowd = crowd_add(&doc->siblings, &spot);
    uint64_t client = doc->clients.list[item->client].id;
    uint32_t at = anchors_below(crowd, client);
    if (at < crowd->count && crowd->anchors[at].client == client) {
        crowd->anchors[at] = (struct anchor){client, item->clock, index};
        return;
    }
    vector_reserve((void **)&crowd->anchors, &crowd->capacity, crowd->count + 1,
                   sizeof *crowd->anchors);
    memmove(crowd->anchors + at + 1, crowd->anchors + at,
            (crowd->count - at) * sizeof *crowd->anchors);
    crowd->anchors[at] = (struct anchor){client, item->clock, index};
    crowd->count++;
}

void siblings_free(struct siblings *siblings)
{
    for (uint32_t i = 0; i < siblings->count; i++)
        mem_free(siblings->crowds[i].anchors);
    mem_free(siblings->crowds);
    *siblings = (struct siblings){.is_off = siblings->is_off};
}

void siblings_off(struct doc *doc)
{
    siblings_free(&doc->siblings);
    doc->siblings.is_off = true;
}
