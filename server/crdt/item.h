/* item.h - one run of content: make, cut, extend, delete. For the engine's own files. */
#ifndef SOPU_CRDT_ITEM_H
#define SOPU_CRDT_ITEM_H

#include "crdt/positions.h"

/* A new one; what it holds is for the caller to say. */
static inline uint32_t item_add(struct doc *doc)
{
    uint32_t index = doc->free_items;
    if (index == NONE)
        return VECTOR_ADD(doc->items);
    doc->free_items = item_of(doc, index)->next;
    return index;
}
void item_free(struct doc *doc, uint32_t item);
/* Gives an item which is not yet in the document the content of a part from unit `skip` on. */
void item_content_set(struct doc *doc, struct item *item, const struct part *part, uint32_t skip);
void item_content_drop(struct doc *doc, struct item *item);
/* More content at the end of a client's last item, whose kind can be joined. */
void item_extend(struct doc *doc, uint32_t item, const struct part *part, uint32_t skip);

/* Makes the unit begin (end) an item, by a cut if needed; gives that item. A GC struct is not cut.
 * The id is known. */
uint32_t item_beginning_at(struct doc *doc, struct ref id);
uint32_t item_ending_at(struct doc *doc, struct ref id);

/* The part, made right behind this item of the same client, may be one run with it. All at once, as
 * any of it is as likely as not. */
static inline bool item_joins(const struct item *left, const struct part *part, struct ref right)
{
    enum { JOINS = 1 << DOC_STRING | 1 << DOC_ANY | 1 << DOC_JSON | 1 << DOC_DELETED };
    return !part->is_apart & (left->kind == part->kind) & (JOINS >> part->kind & 1) &
           (left->deleted == (part->kind == DOC_DELETED)) & (left->right.clock == right.clock) &
           (left->right.client == right.client);
}
/* Links an item, whose list is set, behind another or (NONE) at the beginning. */
static inline void item_link(struct doc *doc, uint32_t index, uint32_t left)
{
    struct item *item = item_of(doc, index);
    struct list *list = list_of(doc, item->list);
    uint32_t next = left != NONE ? item_of(doc, left)->next : list->first;
    item->prev = left;
    item->next = next;
    *(left != NONE ? &item_of(doc, left)->next : &list->first) = index;
    *(next != NONE ? &item_of(doc, next)->prev : &list->last) = index;
    if (list->tree != NONE)
        positions_insert(doc, index);
}

/* Deletes an item and, if it holds a type, all in it; the present update's deletes note it. */
void item_delete(struct doc *doc, uint32_t item);
/* Deletes the units of the ranges, which are sorted if they are an update's; of those that have not
 * arrived it is noted that they are to be deleted. */
void items_delete(struct doc *doc, const struct ranges *ranges);

/* The item as it would stand in an update. */
struct part item_part(const struct doc *doc, const struct item *item);

#endif
