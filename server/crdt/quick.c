#include "crdt/quick.h"

#include "crdt/integrate.h"
#include "crdt/item.h"
#include "crdt/structs.h"

/* One client's structs, going in. */
struct way {
    struct doc *doc;
    uint32_t client;
    uint32_t last; /* item of the client */
    uint32_t list; /* that is known to be open; NONE: none is */
};

/* The item that ends with the unit the part was made behind, if the part may go there at once. */
static uint32_t left_of(const struct way *way, const struct part *part)
{
    const struct doc *doc = way->doc;
    uint32_t index = way->last;
    if (part->origin.clock != part->clock - 1) {
        index = structs_at(doc, way->client, structs_find(doc, way->client, part->origin.clock));
        const struct item *found = item_of(doc, index);
        if (found->clock + found->len - 1 != part->origin.clock)
            return NONE;
    }
    const struct item *left = item_of(doc, index);
    bool has_right = part->info & INFO_RIGHT;
    if (left->kind == DOC_GC || (left->next == NONE) == has_right)
        return NONE;
    const struct item *next = item_of(doc, has_right ? left->next : index);
    bool is_right = next->clock == part->right.clock && next->client == way->client;
    return !has_right || is_right ? index : NONE;
}

/* A living list, not the values of a key. */
static bool is_open(struct way *way, uint32_t list)
{
    if (way->list == list)
        return true;
    const struct list *l = list_of(way->doc, list);
    uint32_t holder = way->doc->types.list[l->type].item;
    if (l->key != NONE || (holder != NONE && item_of(way->doc, holder)->deleted))
        return false;
    way->list = list;
    return true;
}

static uint32_t item_put(const struct way *way, const struct part *part, uint32_t left,
                         struct ref right)
{
    struct doc *doc = way->doc;
    uint32_t index = item_add(doc);
    struct item *item = item_of(doc, index);
    item->clock = part->clock;
    item->len = part->len;
    item->list = item_of(doc, left)->list;
    item->client = (uint16_t)way->client;
    item->origin = ref_to(way->client, part->origin.clock);
    item->right = right;
    item->deleted = part->kind == DOC_DELETED;
    item_content_set(doc, item, part, 0);
    item_link(doc, index, left);
    if (item->deleted)
        ranges_add(&doc->deleted, doc->clients.list[way->client].id, part->clock,
                   part->clock + part->len);
    else
        parent_of(doc, item)->length_utf16 += part->len;
    structs_append(doc, index);
    return index;
}

static bool part_put(struct way *way, const struct part *part)
{
    uint32_t left = left_of(way, part);
    if (left == NONE || !is_open(way, item_of(way->doc, left)->list))
        return false;
    bool has_right = part->info & INFO_RIGHT;
    struct ref right = has_right ? ref_to(way->client, part->right.clock) : ref_none();
    client_advance(way->doc, way->client);
    if (left == way->last && item_joins(item_of(way->doc, left), part, right))
        item_extend(way->doc, left, part, 0);
    else
        way->last = item_put(way, part, left, right);
    return true;
}

void quick_take(struct doc *doc, struct block *block)
{
    struct way way = {doc, client_find(doc, block->client), NONE, NONE};
    if (way.client == NONE || doc->clients.list[way.client].clock != block->clock)
        return;
    way.last = structs_last(doc, way.client);
    while (block->count > 0) {
        struct part part;
        const uint8_t *end = block_peek_usual(block, &part);
        if (!end || !(part.info & INFO_ORIGIN) || !part_put(&way, &part))
            return;
        block_pass(block, &part, end);
    }
}
