#include "crdt/positions.h"

#include <assert.h>

static struct node *node_of(const struct doc *doc, uint32_t node)
{
    return &doc->nodes.list[node];
}

static uint32_t node_add(struct doc *doc, uint32_t parent, uint16_t height)
{
    uint32_t node = doc->free_nodes;
    if (node != NONE)
        doc->free_nodes = node_of(doc, node)->parent;
    else
        node = VECTOR_ADD(doc->nodes);
    struct node *added = node_of(doc, node);
    added->parent = parent;
    added->count = 0;
    added->height = height;
    return node;
}

static void node_free(struct doc *doc, uint32_t node)
{
    node_of(doc, node)->parent = doc->free_nodes;
    doc->free_nodes = node;
}

static void belongs_to(struct doc *doc, uint32_t below, uint32_t node)
{
    if (node_of(doc, node)->height > 0)
        node_of(doc, below)->parent = node;
    else
        doc->leaf_of.list[below] = node;
}

static uint32_t place_of(const struct node *node, uint32_t below)
{
    uint32_t at = 0;
    while (node->below[at] != below)
        at++;
    assert(at < node->count);
    return at;
}

static uint32_t units_in(const struct node *node)
{
    uint32_t units = 0;
    for (uint32_t i = 0; i < node->count; i++)
        units += node->units[i];
    return units;
}

/* What is below a node has more or fewer units: so the nodes above say. */
static void units_add(struct doc *doc, uint32_t below, uint32_t node, int64_t units)
{
    for (; node != NONE; below = node, node = node_of(doc, node)->parent) {
        struct node *n = node_of(doc, node);
        uint32_t *at = &n->units[place_of(n, below)];
        *at = (uint32_t)(*at + units);
    }
}

/* Inserting. */

static void put_below(struct doc *doc, uint32_t node, uint32_t at, uint32_t below, uint32_t units)
{
    struct node *n = node_of(doc, node);
    memmove(n->below + at + 1, n->below + at, (n->count - at) * sizeof *n->below);
    memmove(n->units + at + 1, n->units + at, (n->count - at) * sizeof *n->units);
    n->below[at] = below;
    n->units[at] = units;
    n->count++;
    belongs_to(doc, below, node);
}

static void take_out(struct node *node, uint32_t at)
{
    node->count--;
    memmove(node->below + at, node->below + at + 1, (node->count - at) * sizeof *node->below);
    memmove(node->units + at, node->units + at + 1, (node->count - at) * sizeof *node->units);
}

/* The upper half of a full node goes to a new one, right of it below the same parent, which has
 * room. */
static void node_halve(struct doc *doc, uint32_t node)
{
    uint32_t parent = node_of(doc, node)->parent;
    uint32_t right = node_add(doc, parent, node_of(doc, node)->height);
    struct node *from = node_of(doc, node);
    struct node *to = node_of(doc, right);
    from->count = NODE_MAX / 2;
    to->count = NODE_MAX - NODE_MAX / 2;
    memcpy(to->below, from->below + from->count, to->count * sizeof *to->below);
    memcpy(to->units, from->units + from->count, to->count * sizeof *to->units);
    for (uint32_t i = 0; i < to->count; i++)
        belongs_to(doc, to->below[i], right);
    uint32_t at = place_of(node_of(doc, parent), node);
    node_of(doc, parent)->units[at] = units_in(from);
    put_below(doc, parent, at + 1, right, units_in(to));
}

static void root_raise(struct doc *doc, uint32_t list)
{
    uint32_t old = list_of(doc, list)->tree;
    uint32_t root = node_add(doc, NONE, (uint16_t)(node_of(doc, old)->height + 1));
    put_below(doc, root, 0, old, units_in(node_of(doc, old)));
    list_of(doc, list)->tree = root;
}

/* Makes room in a node and wherever that needs it above. */
static void make_room(struct doc *doc, uint32_t list, uint32_t node)
{
    for (;;) {
        uint32_t full = node;
        if (node_of(doc, full)->count < NODE_MAX)
            return;
        while (node_of(doc, full)->parent != NONE &&
               node_of(doc, node_of(doc, full)->parent)->count == NODE_MAX)
            full = node_of(doc, full)->parent;
        if (node_of(doc, full)->parent == NONE)
            root_raise(doc, list);
        node_halve(doc, full);
    }
}

static uint32_t leaf_first(const struct doc *doc, uint32_t list)
{
    uint32_t node = list_of(doc, list)->tree;
    while (node_of(doc, node)->height > 0)
        node = node_of(doc, node)->below[0];
    return node;
}

static void item_put(struct doc *doc, uint32_t item)
{
    uint32_t list = item_of(doc, item)->list;
    uint32_t prev = item_of(doc, item)->prev;
    make_room(doc, list, prev == NONE ? leaf_first(doc, list) : doc->leaf_of.list[prev]);
    uint32_t leaf = prev == NONE ? leaf_first(doc, list) : doc->leaf_of.list[prev];
    uint32_t at = prev == NONE ? 0 : place_of(node_of(doc, leaf), prev) + 1;
    const struct item *i = item_of(doc, item);
    uint32_t units = is_counting(i) && !i->deleted ? i->len : 0;
    put_below(doc, leaf, at, item, units);
    units_add(doc, leaf, node_of(doc, leaf)->parent, units);
}

void positions_insert(struct doc *doc, uint32_t item)
{
    if (list_of(doc, item_of(doc, item)->list)->tree == NONE)
        return;
    while (doc->leaf_of.count <= item)
        (void)VECTOR_ADD(doc->leaf_of);
    item_put(doc, item);
}

void positions_build(struct doc *doc, uint32_t list)
{
    while (doc->leaf_of.count < doc->items.count)
        (void)VECTOR_ADD(doc->leaf_of);
    uint32_t root = node_add(doc, NONE, 0);
    list_of(doc, list)->tree = root;
    for (uint32_t i = list_of(doc, list)->first; i != NONE; i = item_of(doc, i)->next)
        item_put(doc, i);
}

/* Removing. */

void positions_remove(struct doc *doc, uint32_t item)
{
    uint32_t list = item_of(doc, item)->list;
    if (list_of(doc, list)->tree == NONE)
        return;
    uint32_t below = item;
    uint32_t node = doc->leaf_of.list[item];
    for (;;) {
        struct node *n = node_of(doc, node);
        take_out(n, place_of(n, below));
        if (n->count > 0)
            return;
        below = node;
        node = n->parent;
        if (node == NONE)
            break;
        node_free(doc, below);
    }
    node_of(doc, below)->height = 0; /* the root is left, empty */
}

void positions_drop(struct doc *doc, uint32_t list)
{
    uint32_t node = list_of(doc, list)->tree;
    list_of(doc, list)->tree = NONE;
    while (node != NONE) {
        struct node *n = node_of(doc, node);
        if (n->height > 0 && n->count > 0) {
            node = n->below[--n->count];
            continue;
        }
        uint32_t parent = n->parent;
        node_free(doc, node);
        node = parent;
    }
}

void positions_change(struct doc *doc, uint32_t item, int64_t units)
{
    if (list_of(doc, item_of(doc, item)->list)->tree != NONE)
        units_add(doc, item, doc->leaf_of.list[item], units);
}

uint32_t positions_find(const struct doc *doc, uint32_t list, uint32_t at, uint32_t *before)
{
    uint32_t node = list_of(doc, list)->tree;
    *before = 0;
    for (;;) {
        const struct node *n = node_of(doc, node);
        uint32_t i = 0;
        for (; n->units[i] <= at; i++) {
            at -= n->units[i];
            *before += n->units[i];
        }
        if (n->height == 0) {
            if (i + 1 < n->count) /* whoever looks for a place looks at both sides of it */
                __builtin_prefetch(item_of(doc, n->below[i + 1]));
            return n->below[i];
        }
        node = n->below[i];
    }
}
