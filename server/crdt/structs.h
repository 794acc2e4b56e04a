/* structs.h - all items by client and clock: for each client a gap-free array of slots in leaves of
 * bounded size, so that a cut in the middle of a million structs moves a few hundred slots only.
 * A slot repeats its item's clock: a search touches no items. For the engine's own files. */
#ifndef SOPU_CRDT_STRUCTS_H
#define SOPU_CRDT_STRUCTS_H

#include "crdt/store.h"

/* The item that holds a clock below the client's clock. */
struct place structs_find(const struct doc *doc, uint32_t client, uint32_t clock);
static inline uint32_t structs_at(const struct doc *doc, uint32_t client, struct place place)
{
    return doc->clients.list[client].leaves[place.leaf].slots[place.slot].item;
}
/* The same, if it may be soon behind the place that was found last; NULL: none was. */
struct place structs_find_on(const struct doc *doc, uint32_t client, uint32_t clock,
                             const struct place *last);
/* NONE if the client does not have that clock (yet). */
uint32_t structs_holder(const struct doc *doc, struct ref id);
/* NONE if it has none. */
static inline uint32_t structs_last(const struct doc *doc, uint32_t client)
{
    const struct client *c = &doc->clients.list[client];
    if (c->leaf_count == 0)
        return NONE;
    const struct leaf *leaf = &c->leaves[c->leaf_count - 1];
    return leaf->slots[leaf->count - 1].item;
}

/* False at the end; `place` then is behind the last one. */
bool structs_next(const struct doc *doc, uint32_t client, struct place *place);
/* False at the beginning. */
bool structs_previous(const struct doc *doc, uint32_t client, struct place *place);

/* Adds an item that begins at the client's clock, and advances it. */
void structs_append_slowly(struct doc *doc, uint32_t item);
static inline void structs_append(struct doc *doc, uint32_t item)
{
    const struct item *added = item_of(doc, item);
    struct client *client = &doc->clients.list[added->client];
    struct leaf *leaf = client->leaf_count ? &client->leaves[client->leaf_count - 1] : NULL;
    if (!leaf || leaf->count == leaf->capacity) {
        structs_append_slowly(doc, item);
        return;
    }
    leaf->slots[leaf->count++] = (struct slot){added->clock, item};
    client->clock += added->len;
}
/* Puts the second part of a cut item behind the first one; `place` stays at the first one. */
void structs_insert_behind(struct doc *doc, uint32_t client, struct place *place, uint32_t item);
/* Takes out the item at a place which is not the client's first one; `place` goes to the one before
 * it. */
void structs_remove(struct doc *doc, uint32_t client, struct place *place);

#endif
