#include "crdt/integrate.h"

#include "crdt/item.h"
#include "crdt/positions.h"
#include "crdt/siblings.h"
#include "crdt/structs.h"

#include <assert.h>

/* An item on its way to its place (YATA, as Yjs: Item.integrate).
 *
 * It was made between `origin` and `right`. If somebody else's items stand there by now, those that
 * were made at the same place stay left of it if their client id is lower; items hanging on others
 * go with what they hang on. So everybody arrives at the same order, and what one person typed in
 * one go stays together. */
struct arrival {
    struct item item; /* as it will be: client, clock, origin, right, list */
    uint32_t skip;    /* of the part's units are known already */
    uint32_t left;    /* items; NONE at the ends */
    uint32_t right;
};

/* Whoever is referred to has integrated that clock. */
static struct ref ref_of(const struct doc *doc, const struct arrival *a, struct id id)
{
    if (id.client == doc->clients.list[a->item.client].id)
        return (struct ref){a->item.client, id.clock};
    return (struct ref){client_find(doc, id.client), id.clock};
}

static bool is_gc(const struct doc *doc, uint32_t item)
{
    return item != NONE && item_of(doc, item)->kind == DOC_GC;
}

static void find_references(const struct doc *doc, const struct part *part, struct arrival *a)
{
    if (a->skip > 0)
        a->item.origin = (struct ref){a->item.client, a->item.clock - 1};
    else if (part->info & INFO_ORIGIN)
        a->item.origin = ref_of(doc, a, part->origin);
    if (part->info & INFO_RIGHT)
        a->item.right = ref_of(doc, a, part->right);
}

/* Typing on. */

static bool joins(uint8_t kind)
{
    return kind == DOC_STRING || kind == DOC_ANY || kind == DOC_JSON;
}

/* The part continues this item: together they are one run. */
static bool continues(const struct item *left, const struct part *part, const struct arrival *a)
{
    return joins(part->kind) && left->kind == part->kind && !left->deleted &&
           a->item.origin.client == left->client && left->client == a->item.client &&
           a->item.origin.clock == left->clock + left->len - 1 &&
           left->clock + left->len == a->item.clock && refs_equal(left->right, a->item.right);
}

/* The next item begins with that unit: then nobody has written between the two. */
static bool begins_behind(const struct doc *doc, uint32_t item, struct ref id)
{
    uint32_t next = item == NONE ? NONE : item_of(doc, item)->next;
    return next != NONE && item_of(doc, next)->client == id.client &&
           item_of(doc, next)->clock == id.clock;
}

/* The client's last item, if the part continues it and nobody else has written there since. Then
 * there is nothing to search: most of what people type comes this way. */
static uint32_t typed_on(const struct doc *doc, const struct part *part, const struct arrival *a)
{
    uint32_t last = structs_last(doc, a->item.client);
    if (last == NONE || !continues(item_of(doc, last), part, a) || has_key(doc, item_of(doc, last)))
        return NONE;
    if (item_of(doc, last)->next == NONE)
        return a->item.right.client == NONE ? last : NONE;
    return begins_behind(doc, last, a->item.right) ? last : NONE;
}

/* Where it was made. */

static void list_as_written(struct doc *doc, const struct part *part, struct arrival *a)
{
    uint32_t type;
    if (part->parent_is_root) {
        type = root_add(doc, part->root);
    } else {
        uint32_t holder = structs_holder(doc, ref_of(doc, a, part->parent));
        type = held_type(item_of(doc, holder)); /* NONE if it holds no type (any more) */
    }
    if (type == NONE)
        return;
    if (part->info & INFO_KEY)
        a->item.list = key_add(doc, type, name_add(doc, part->key));
    else
        a->item.list = doc->types.list[type].list;
}

/* The list stays NONE if what it belonged to is gone. */
static void find_neighbours(struct doc *doc, const struct part *part, struct arrival *a)
{
    if (a->item.origin.client != NONE)
        a->left = item_ending_at(doc, a->item.origin);
    if (a->item.right.client != NONE)
        a->right = begins_behind(doc, a->left, a->item.right)
                       ? item_of(doc, a->left)->next
                       : item_beginning_at(doc, a->item.right);
    if (is_gc(doc, a->left) || is_gc(doc, a->right))
        return;
    uint32_t neighbour = a->left != NONE ? a->left : a->right;
    if (neighbour == NONE)
        list_as_written(doc, part, a);
    else
        a->item.list = item_of(doc, neighbour)->list;
}

/* Where it goes. */

static bool somebody_stands_between(const struct doc *doc, const struct arrival *a)
{
    if (a->left != NONE)
        return item_of(doc, a->left)->next != a->right;
    if (a->right != NONE)
        return item_of(doc, a->right)->prev != NONE;
    return list_of(doc, a->item.list)->first != NONE;
}

/* What the scan has passed: each item bears the number of the moment when it was passed. An item
 * was seen if its number is not below that of the scan's beginning, and is in conflict if it is not
 * below that of the last step to the right. */
struct scan {
    uint32_t seen_from;
    uint32_t conflict_from;
    uint32_t steps;
};

static struct scan scan_begin(struct doc *doc)
{
    if (doc->epoch > UINT32_MAX / 2) { /* long before the numbers run out within a scan */
        memset(doc->marks.list, 0, doc->marks.count * sizeof *doc->marks.list);
        doc->epoch = 0;
    }
    while (doc->marks.count < doc->items.count) {
        uint32_t added = VECTOR_ADD(doc->marks);
        doc->marks.list[added] = 0;
    }
    doc->epoch++;
    return (struct scan){doc->epoch, doc->epoch, 0};
}

static bool is_seen(const struct doc *doc, const struct scan *scan, struct ref ref,
                    uint32_t *holder)
{
    *holder = structs_holder(doc, ref);
    return *holder != NONE && doc->marks.list[*holder] >= scan->seen_from;
}

static void step_right(struct doc *doc, struct scan *scan, struct arrival *a, uint32_t to)
{
    a->left = to;
    scan->conflict_from = ++doc->epoch;
}

/* It is about to be put right of something that others hang on, and left of one of these others. */
static bool is_intruder(const struct doc *doc, const struct scan *scan, const struct arrival *a)
{
    uint32_t holder;
    uint32_t next = a->left == NONE ? NONE : item_of(doc, a->left)->next;
    return next != NONE && next == a->right &&
           is_seen(doc, scan, item_of(doc, next)->origin, &holder);
}

/* Passes whoever stands between; leaves its place in a->left. */
static enum err find_place(struct doc *doc, struct arrival *a, struct scan *scan)
{
    uint64_t id = doc->clients.list[a->item.client].id;
    *scan = scan_begin(doc);
    uint32_t anchor = siblings_anchor(doc, &a->item);
    if (anchor != NONE) {
        doc->marks.list[anchor] = doc->epoch;
        step_right(doc, scan, a, anchor);
    }
    uint32_t o = a->left != NONE ? item_of(doc, a->left)->next : list_of(doc, a->item.list)->first;
    for (; o != NONE && o != a->right; o = item_of(doc, o)->next) {
        if (doc->steps_left == 0)
            return ERR_TOO_BIG;
        doc->steps_left--;
        scan->steps++;
        doc->marks.list[o] = doc->epoch;
        const struct item *other = item_of(doc, o);
        uint32_t holder;
        if (refs_equal(other->origin, a->item.origin)) {
            if (doc->clients.list[other->client].id < id)
                step_right(doc, scan, a, o);
            else if (refs_equal(other->right, a->item.right))
                return OK;
        } else if (!is_seen(doc, scan, other->origin, &holder)) {
            return OK;
        } else if (doc->marks.list[holder] < scan->conflict_from) {
            step_right(doc, scan, a, o);
        }
    }
    if (is_intruder(doc, scan, a))
        siblings_off(doc);
    return OK;
}

/* Taking its place. */

static uint32_t item_make(struct doc *doc, const struct part *part, const struct arrival *a)
{
    uint32_t index = item_add(doc, &a->item);
    item_content_set(doc, index, part, a->skip);
    if (part->kind == DOC_TYPE) {
        uint32_t type = type_add(doc, index, NONE);
        item_of(doc, index)->type = type;
    }
    return index;
}

static void link_item(struct doc *doc, uint32_t index, uint32_t left)
{
    struct item *item = item_of(doc, index);
    struct list *list = list_of(doc, item->list);
    item->prev = left;
    item->next = left != NONE ? item_of(doc, left)->next : list->first;
    if (left != NONE)
        item_of(doc, left)->next = index;
    else
        list->first = index;
    if (item->next != NONE)
        item_of(doc, item->next)->prev = index;
    else
        list->last = index;
    if (list->tree != NONE)
        positions_insert(doc, index);
}

/* What follows from where it stands now. */
static void settle(struct doc *doc, uint32_t index)
{
    struct item *item = item_of(doc, index);
    struct type *parent = parent_of(doc, item);
    bool keyed = has_key(doc, item);
    if (is_counting(item) && !keyed)
        parent->length_utf16 += item->len;
    bool parent_is_deleted = parent->item != NONE && item_of(doc, parent->item)->deleted;
    if (keyed && item->next == NONE && item->prev != NONE)
        item_delete(doc, item->prev); /* the key has a new value */
    if (item->kind == DOC_DELETED || parent_is_deleted || (keyed && item->next != NONE))
        item_delete(doc, index);
}

/* GC structs know no place: they only fill their client's array. */
static void gc_append(struct doc *doc, const struct item *arriving)
{
    uint32_t last = structs_last(doc, arriving->client);
    if (is_gc(doc, last)) {
        item_of(doc, last)->len += arriving->len;
        doc->clients.list[arriving->client].clock += arriving->len;
        return;
    }
    struct item gc = item_blank();
    gc.client = arriving->client;
    gc.clock = arriving->clock;
    gc.len = arriving->len;
    gc.kind = DOC_GC;
    gc.deleted = true;
    structs_append(doc, item_add(doc, &gc));
}

static enum err item_integrate(struct doc *doc, const struct part *part, struct arrival *a)
{
    enum { LONG_SCAN = 32 };
    uint32_t made_behind = a->left;
    struct scan scan = {0};
    if (somebody_stands_between(doc, a) && find_place(doc, a, &scan) != OK)
        return ERR_TOO_BIG;
    if (a->left == made_behind && a->left != NONE && a->left == structs_last(doc, a->item.client) &&
        continues(item_of(doc, a->left), part, a) && !has_key(doc, item_of(doc, a->left))) {
        item_extend(doc, a->left, part, a->skip);
        return OK;
    }
    uint32_t item = item_make(doc, part, a);
    link_item(doc, item, a->left);
    structs_append(doc, item);
    settle(doc, item);
    if (scan.steps >= LONG_SCAN)
        siblings_keep(doc, item);
    return OK;
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

enum err part_integrate(struct doc *doc, uint64_t id, const struct part *part)
{
    struct arrival a = {.item = item_blank(), .left = NONE, .right = NONE};
    a.item.client = client_add(doc, id);
    a.item.clock = doc->clients.list[a.item.client].clock;
    assert(a.item.clock >= part->clock && a.item.clock < part->clock + part->len);
    a.skip = a.item.clock - part->clock;
    a.item.len = part->len - a.skip;
    client_advance(doc, a.item.client);
    if (part->kind != DOC_GC) {
        find_references(doc, part, &a);
        uint32_t typed = typed_on(doc, part, &a);
        if (typed != NONE) {
            item_extend(doc, typed, part, a.skip);
            return OK;
        }
        find_neighbours(doc, part, &a);
    }
    if (doc->root_count > DOC_MAX_ROOTS || doc->clients.count > DOC_MAX_CLIENTS)
        return ERR_TOO_BIG;
    if (a.item.list != NONE)
        return item_integrate(doc, part, &a);
    gc_append(doc, &a.item);
    return OK;
}
