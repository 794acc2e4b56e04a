#include "crdt/integrate.h"

#include "crdt/item.h"
#include "crdt/structs.h"

#include <assert.h>

/* An item on its way to its place (YATA, as Yjs: Item.integrate).
 *
 * It was made between `origin` and `right`. If somebody else's items stand there by now, those that
 * were made at the same place stay left of it if their client id is lower; items hanging on others
 * go with what they hang on. So everybody arrives at the same order, and what one person typed in
 * one go stays together. */
struct arrival {
    uint32_t client;
    uint32_t clock;
    uint32_t skip; /* of the part's units are known already */
    struct ref origin;
    struct ref right_origin;
    uint32_t left; /* items; NONE at the ends */
    uint32_t right;
    uint32_t parent; /* NONE: what it belonged to is gone, it becomes a GC struct */
    uint32_t key;
};

/* Whoever is referred to has integrated that clock. */
static struct ref ref_of(const struct doc *doc, struct id id)
{
    return (struct ref){client_find(doc, id.client), id.clock};
}

static bool is_gc(const struct doc *doc, uint32_t item)
{
    return item != NONE && item_of(doc, item)->kind == DOC_GC;
}

static void parent_as_written(struct doc *doc, const struct part *part, struct arrival *a)
{
    if (part->parent_is_root) {
        a->parent = root_add(doc, part->root);
    } else {
        uint32_t holder = structs_holder(doc, ref_of(doc, part->parent));
        a->parent = item_of(doc, holder)->type; /* NONE if it holds no type (any more) */
    }
    if (a->parent != NONE && part->info & INFO_KEY)
        a->key = name_add(doc, part->key);
}

static void find_neighbours(struct doc *doc, const struct part *part, struct arrival *a)
{
    if (a->skip > 0)
        a->origin = (struct ref){a->client, a->clock - 1};
    else if (part->info & INFO_ORIGIN)
        a->origin = ref_of(doc, part->origin);
    if (part->info & INFO_RIGHT)
        a->right_origin = ref_of(doc, part->right);
    if (a->origin.client != NONE)
        a->left = item_ending_at(doc, a->origin);
    if (a->right_origin.client != NONE)
        a->right = item_beginning_at(doc, a->right_origin);
    if (is_gc(doc, a->left) || is_gc(doc, a->right))
        return;
    uint32_t neighbour = a->left != NONE ? a->left : a->right;
    if (neighbour == NONE) {
        parent_as_written(doc, part, a);
    } else {
        a->parent = item_of(doc, neighbour)->parent;
        a->key = item_of(doc, neighbour)->key;
    }
}

static uint32_t first_of(const struct doc *doc, const struct arrival *a)
{
    if (a->key == NONE)
        return doc->types.list[a->parent].first;
    const struct entry *entry = entry_find(doc, a->parent, a->key);
    return entry ? entry->first : NONE;
}

static bool somebody_stands_between(const struct doc *doc, const struct arrival *a)
{
    if (a->left != NONE)
        return item_of(doc, a->left)->next != a->right;
    return a->right == NONE ? first_of(doc, a) != NONE : item_of(doc, a->right)->prev != NONE;
}

/* Sets of items are epochs: an item is in a set if it bears the set's number; a new number is an
 * empty set. */
static uint32_t epoch_new(struct doc *doc)
{
    return ++doc->epoch;
}

/* Begins anew in time: a scan has fewer steps than half of the numbers. */
static void epochs_reset(struct doc *doc)
{
    for (uint32_t i = 0; i < doc->items.count; i++)
        doc->items.list[i].seen = doc->items.list[i].conflict = 0;
    doc->epoch = 0;
}

static enum err find_place(struct doc *doc, struct arrival *a)
{
    uint64_t id = doc->clients.list[a->client].id;
    if (doc->epoch > UINT32_MAX / 2)
        epochs_reset(doc);
    uint32_t seen = epoch_new(doc);
    uint32_t conflict = epoch_new(doc);
    uint32_t o = a->left != NONE ? item_of(doc, a->left)->next : first_of(doc, a);
    while (o != NONE && o != a->right) {
        if (doc->steps_left == 0)
            return ERR_TOO_BIG;
        doc->steps_left--;
        struct item *other = item_of(doc, o);
        other->seen = seen;
        other->conflict = conflict;
        if (refs_equal(other->origin, a->origin)) {
            if (doc->clients.list[other->client].id < id) {
                a->left = o;
                conflict = epoch_new(doc);
            } else if (refs_equal(other->right, a->right_origin)) {
                break;
            }
        } else {
            uint32_t holder = structs_holder(doc, other->origin);
            if (holder == NONE || item_of(doc, holder)->seen != seen)
                break;
            if (item_of(doc, holder)->conflict != conflict) {
                a->left = o;
                conflict = epoch_new(doc);
            }
        }
        o = other->next;
    }
    return OK;
}

/* Typing on: the part continues the client's last item and stands right behind it. */
static bool is_continuation(const struct doc *doc, const struct part *part, const struct arrival *a)
{
    if (a->left == NONE || a->key != NONE || a->left != structs_last(doc, a->client))
        return false;
    const struct item *left = item_of(doc, a->left);
    bool joins = part->kind == DOC_STRING || part->kind == DOC_ANY || part->kind == DOC_JSON;
    return joins && left->kind == part->kind && !left->deleted && a->origin.client == a->client &&
           left->next == a->right && refs_equal(left->right, a->right_origin);
}

static void link_item(struct doc *doc, uint32_t index, const struct arrival *a)
{
    struct item *item = item_of(doc, index);
    struct entry *entry = a->key == NONE ? NULL : entry_find(doc, a->parent, a->key);
    if (a->key != NONE && !entry)
        entry = entry_add(doc, a->parent, a->key);
    item->prev = a->left;
    if (a->left != NONE) {
        item->next = item_of(doc, a->left)->next;
        item_of(doc, a->left)->next = index;
    } else {
        uint32_t *first = entry ? &entry->first : &doc->types.list[a->parent].first;
        item->next = *first;
        *first = index;
    }
    if (item->next != NONE)
        item_of(doc, item->next)->prev = index;
    else if (entry)
        entry->last = index;
}

static void client_advance(struct doc *doc, uint32_t client)
{
    struct client *c = &doc->clients.list[client];
    if (c->is_advanced)
        return;
    c->is_advanced = true;
    c->clock_before = c->clock;
    uint32_t i = VECTOR_ADD(doc->advanced);
    doc->advanced.list[i] = client;
}

static uint32_t item_make(struct doc *doc, const struct part *part, const struct arrival *a)
{
    uint32_t index = item_add(doc);
    struct item *item = item_of(doc, index);
    item->client = a->client;
    item->clock = a->clock;
    item->len = part->len - a->skip;
    item->origin = a->origin;
    item->right = a->right_origin;
    item->parent = a->parent;
    item->key = a->key;
    item_content_set(doc, index, part, a->skip);
    if (part->kind == DOC_TYPE) {
        uint32_t type = type_add(doc, index, NONE);
        item_of(doc, index)->type = type;
    }
    return index;
}

/* What follows from where it stands now. */
static void settle(struct doc *doc, uint32_t index)
{
    struct item *item = item_of(doc, index);
    const struct type *parent = &doc->types.list[item->parent];
    if (is_counting(item) && item->key == NONE)
        doc->types.list[item->parent].length_utf16 += item->len;
    bool parent_is_deleted = parent->item != NONE && item_of(doc, parent->item)->deleted;
    if (item->key != NONE && item->next == NONE && item->prev != NONE)
        item_delete(doc, item->prev); /* the key has a new value */
    if (item->kind == DOC_DELETED || parent_is_deleted || (item->key != NONE && item->next != NONE))
        item_delete(doc, index);
}

/* GC structs know no place: they only fill their client's array. */
static void gc_append(struct doc *doc, uint32_t client, uint32_t clock, uint32_t len)
{
    uint32_t last = structs_last(doc, client);
    if (is_gc(doc, last)) {
        item_of(doc, last)->len += len;
        doc->clients.list[client].clock += len;
        return;
    }
    uint32_t index = item_add(doc);
    struct item *item = item_of(doc, index);
    item->client = client;
    item->clock = clock;
    item->len = len;
    item->kind = DOC_GC;
    item->deleted = true;
    structs_append(doc, index);
}

enum err part_integrate(struct doc *doc, uint64_t id, const struct part *part)
{
    struct arrival a = {.client = client_add(doc, id),
                        .origin = ref_none(),
                        .right_origin = ref_none(),
                        .left = NONE,
                        .right = NONE,
                        .parent = NONE,
                        .key = NONE};
    a.clock = doc->clients.list[a.client].clock;
    assert(a.clock >= part->clock && a.clock < part->clock + part->len);
    a.skip = a.clock - part->clock;
    client_advance(doc, a.client);
    if (part->kind != DOC_GC)
        find_neighbours(doc, part, &a);
    if (a.parent == NONE) {
        gc_append(doc, a.client, a.clock, part->len - a.skip);
        return OK;
    }
    if (is_continuation(doc, part, &a)) {
        item_extend(doc, a.left, part, a.skip);
        return OK;
    }
    if (somebody_stands_between(doc, &a) && find_place(doc, &a) != OK)
        return ERR_TOO_BIG;
    uint32_t item = item_make(doc, part, &a);
    link_item(doc, item, &a);
    structs_append(doc, item);
    settle(doc, item);
    return OK;
}
