#include "crdt/quick.h"

#include "crdt/integrate.h"
#include "crdt/item.h"
#include "crdt/positions.h"
#include "crdt/structs.h"

/* The item that ends with the unit the part was made behind, if the part may go there at once. */
static uint32_t left_of(const struct doc *doc, uint32_t client, const struct part *part)
{
    uint32_t index = structs_last(doc, client);
    if (part->origin.clock != part->clock - 1) {
        index = structs_at(doc, client, structs_find(doc, client, part->origin.clock));
        const struct item *found = item_of(doc, index);
        if (found->clock + found->len - 1 != part->origin.clock)
            return NONE;
    }
    const struct item *left = item_of(doc, index);
    bool has_right = part->info & INFO_RIGHT;
    if (left->kind == DOC_GC || (left->next == NONE) == has_right)
        return NONE;
    const struct item *next = item_of(doc, has_right ? left->next : index);
    return !has_right || (next->clock == part->right.clock && next->client == client) ? index
                                                                                      : NONE;
}

/* A living list, not the values of a key. */
static bool is_open(const struct doc *doc, const struct list *list)
{
    uint32_t holder = doc->types.list[list->type].item;
    return list->key == NONE && (holder == NONE || !item_of(doc, holder)->deleted);
}

static bool joins(const struct item *left, const struct part *part, struct ref right)
{
    return !part->is_apart & (left->kind == part->kind) &
           (left->deleted == (part->kind == DOC_DELETED)) & (left->right.clock == right.clock) &
           (left->right.client == right.client);
}

static void item_put(struct doc *doc, uint32_t client, const struct part *part, uint32_t left,
                     struct ref right)
{
    uint32_t index = item_add(doc);
    struct item *item = item_of(doc, index);
    struct item *before = item_of(doc, left);
    item->clock = part->clock;
    item->len = part->len;
    item->prev = left;
    item->next = before->next;
    item->list = before->list;
    item->client = (uint16_t)client;
    item->origin = ref_to(client, part->origin.clock);
    item->right = right;
    item->deleted = part->kind == DOC_DELETED;
    item_content_set(doc, item, part, 0);
    struct list *list = list_of(doc, item->list);
    before->next = index;
    *(item->next != NONE ? &item_of(doc, item->next)->prev : &list->last) = index;
    if (item->deleted)
        ranges_add(&doc->deleted, doc->clients.list[client].id, part->clock,
                   part->clock + part->len);
    else
        doc->types.list[list->type].length_utf16 += part->len;
    if (list->tree != NONE)
        positions_insert(doc, index);
    structs_append(doc, index);
}

static bool part_put(struct doc *doc, uint32_t client, const struct part *part)
{
    uint32_t left = left_of(doc, client, part);
    if (left == NONE || !is_open(doc, list_of(doc, item_of(doc, left)->list)))
        return false;
    client_advance(doc, client);
    bool has_right = part->info & INFO_RIGHT;
    struct ref right = has_right ? ref_to(client, part->right.clock) : ref_none();
    if (left == structs_last(doc, client) && joins(item_of(doc, left), part, right))
        item_extend(doc, left, part, 0);
    else
        item_put(doc, client, part, left, right);
    return true;
}

void quick_take(struct doc *doc, struct block *block)
{
    uint32_t client = client_find(doc, block->client);
    if (client == NONE || doc->clients.list[client].clock != block->clock)
        return;
    while (block->count > 0) {
        struct part part;
        const uint8_t *end = block_peek_usual(block, &part);
        if (!end || !(part.info & INFO_ORIGIN) || !part_put(doc, client, &part))
            return;
        block_pass(block, &part, end);
    }
}
