#include "crdt/integrate.h"

#include "crdt/item.h"
#include "crdt/siblings.h"
#include "crdt/structs.h"

#include <assert.h>

/* An item on its way to its place (YATA, as Yjs: Item.integrate).
 *
 * It was made between `origin` and `right`. If these two are still neighbours, it goes between them.
 * Otherwise others have written there too, and everybody has to arrive at the same order whoever
 * came first. What stands there is passed from left to right; each one is
 *
 *   a sibling, made behind the same origin:
 *     with a lower client id   stays left of us, with all that was passed so far
 *     with a higher one        stays right, if it was made before the same right origin: we are there;
 *                              else it is undecided as yet
 *   hanging on one passed      goes with it: left if that one stays left, undecided if it is
 *   hanging on another         belongs to what stands further right: we are there
 *
 * and our place is behind the last one that stays left. So what one person typed in one go stays
 * together, and what hangs on it as well. */
struct arrival {
    uint32_t client;
    uint32_t clock;
    uint32_t skip; /* of the part's units are known already */
    struct spot spot;
    uint32_t left; /* items; NONE at the ends */
    uint32_t right;
};

/* Whoever is referred to has integrated that clock. */
static struct ref ref_of(const struct doc *doc, const struct arrival *a, struct id id)
{
    if (id.client == doc->clients.list[a->client].id)
        return ref_to(a->client, id.clock);
    return ref_to(client_find(doc, id.client), id.clock);
}

static bool is_gc(const struct doc *doc, uint32_t item)
{
    return item != NONE && item_of(doc, item)->kind == DOC_GC;
}

static void find_references(const struct doc *doc, const struct part *part, struct arrival *a)
{
    if (a->skip > 0)
        a->spot.origin = ref_to(a->client, a->clock - 1);
    else if (part->info & INFO_ORIGIN)
        a->spot.origin = ref_of(doc, a, part->origin);
    if (part->info & INFO_RIGHT)
        a->spot.right = ref_of(doc, a, part->right);
}

/* Typing on. */

/* The part continues this item: together they are one run. */
static inline bool continues(const struct item *left, const struct part *part,
                             const struct arrival *a)
{
    return item_joins(left, part, a->spot.right) & (a->spot.origin.clock == a->clock - 1) &
           (a->spot.origin.client == a->client);
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
    uint32_t last = structs_last(doc, a->client);
    if (last == NONE || !continues(item_of(doc, last), part, a) || has_key(doc, item_of(doc, last)))
        return NONE;
    if (item_of(doc, last)->next == NONE)
        return a->spot.right.client == NO_CLIENT ? last : NONE;
    return begins_behind(doc, last, a->spot.right) ? last : NONE;
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
        a->spot.list = key_add(doc, type, name_add(doc, part->key));
    else
        a->spot.list = doc->types.list[type].list;
}

/* The list stays NONE if what it belonged to is gone: then nothing is cut for it either, as nobody who
 * is told of the GC struct would know. */
static void find_neighbours(struct doc *doc, const struct part *part, struct arrival *a)
{
    if (doc->has_gc && (is_gc(doc, structs_holder(doc, a->spot.origin)) ||
                        is_gc(doc, structs_holder(doc, a->spot.right))))
        return;
    if (a->spot.origin.client == a->client && a->spot.origin.clock == a->clock - 1)
        a->left = structs_last(doc, a->client);
    else if (a->spot.origin.client != NO_CLIENT)
        a->left = item_ending_at(doc, a->spot.origin);
    if (a->spot.right.client != NO_CLIENT)
        a->right = begins_behind(doc, a->left, a->spot.right)
                       ? item_of(doc, a->left)->next
                       : item_beginning_at(doc, a->spot.right);
    uint32_t neighbour = a->left != NONE ? a->left : a->right;
    if (neighbour == NONE)
        list_as_written(doc, part, a);
    else
        a->spot.list = item_of(doc, neighbour)->list;
}

/* Where it goes. */

static bool somebody_stands_between(const struct doc *doc, const struct arrival *a)
{
    if (a->left != NONE)
        return item_of(doc, a->left)->next != a->right;
    if (a->right != NONE)
        return item_of(doc, a->right)->prev != NONE;
    return list_of(doc, a->spot.list)->first != NONE;
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
    uint64_t id = doc->clients.list[a->client].id;
    *scan = scan_begin(doc);
    uint32_t anchor = siblings_anchor(doc, &a->spot, id);
    if (anchor != NONE) {
        doc->marks.list[anchor] = doc->epoch;
        step_right(doc, scan, a, anchor);
    }
    uint32_t o = a->left != NONE ? item_of(doc, a->left)->next : list_of(doc, a->spot.list)->first;
    for (; o != NONE && o != a->right; o = item_of(doc, o)->next) {
        if (doc->steps_left == 0)
            return ERR_TOO_BIG;
        doc->steps_left--;
        scan->steps++;
        doc->marks.list[o] = doc->epoch;
        const struct item *other = item_of(doc, o);
        uint32_t holder;
        if (refs_equal(other->origin, a->spot.origin)) {
            if (doc->clients.list[other->client].id < id)
                step_right(doc, scan, a, o);
            else if (refs_equal(other->right, a->spot.right))
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
    if (parent_is_deleted || (keyed && item->next != NONE))
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
    doc->has_gc = true;
    *item_of(doc, index) = (struct item){.client = (uint16_t)client,
                                         .clock = clock,
                                         .len = len,
                                         .prev = NONE,
                                         .next = NONE,
                                         .list = NONE,
                                         .origin = ref_none(),
                                         .right = ref_none(),
                                         .kind = DOC_GC,
                                         .deleted = true};
    structs_append(doc, index);
}

static uint32_t item_make(struct doc *doc, const struct part *part, const struct arrival *a)
{
    uint32_t index = item_add(doc);
    struct item *item = item_of(doc, index);
    item->client = (uint16_t)a->client;
    item->clock = a->clock;
    item->len = part->len - a->skip;
    item->origin = a->spot.origin;
    item->right = a->spot.right;
    item->list = a->spot.list;
    item->deleted = part->kind == DOC_DELETED;
    item_content_set(doc, item, part, a->skip);
    if (item->deleted)
        ranges_add(&doc->deleted, doc->clients.list[a->client].id, a->clock, a->clock + item->len);
    if (part->kind == DOC_TYPE)
        item->type = type_add(doc, index, NONE);
    item_link(doc, index, a->left);
    structs_append(doc, index);
    return index;
}

static enum err item_integrate(struct doc *doc, const struct part *part, struct arrival *a)
{
    enum { LONG_SCAN = 8 };
    struct scan scan = {0};
    if (somebody_stands_between(doc, a)) {
        uint32_t made_behind = a->left;
        if (find_place(doc, a, &scan) != OK)
            return ERR_TOO_BIG;
        if (a->left != NONE && a->left == made_behind && a->left == structs_last(doc, a->client) &&
            continues(item_of(doc, a->left), part, a) && !has_key(doc, item_of(doc, a->left))) {
            item_extend(doc, a->left, part, a->skip);
            return OK;
        }
    }
    uint32_t item = item_make(doc, part, a);
    settle(doc, item);
    if (scan.steps >= LONG_SCAN)
        siblings_keep(doc, item);
    return OK;
}

void client_advance(struct doc *doc, uint32_t client)
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
    struct arrival a = {.client = client_add(doc, id),
                        .spot = {NONE, ref_none(), ref_none()},
                        .left = NONE,
                        .right = NONE};
    a.clock = doc->clients.list[a.client].clock;
    assert(a.clock >= part->clock && a.clock < part->clock + part->len);
    a.skip = a.clock - part->clock;
    client_advance(doc, a.client);
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
    if (a.spot.list != NONE)
        return item_integrate(doc, part, &a);
    gc_append(doc, a.client, a.clock, part->len - a.skip);
    return OK;
}
