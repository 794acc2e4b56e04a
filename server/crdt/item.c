#include "crdt/item.h"

#include "base/utf.h"
#include "crdt/positions.h"
#include "crdt/structs.h"

#include <assert.h>

void item_free(struct doc *doc, uint32_t item)
{
    *item_of(doc, item) = (struct item){.kind = DOC_GC, .next = doc->free_items, .list = NONE};
    doc->free_items = item;
}

/* Content. Half a surrogate pair becomes U+FFFD, for good, on both sides: so does Yjs. */

static const uint8_t half_character[] = {0xEF, 0xBF, 0xBD};
enum { HALF_BYTES = 3, PAIR_BYTES = 4 };

/* Where unit `skip` of a content begins. halved: it is the second half of the character that begins
 * there. */
static size_t content_offset(struct doc *doc, struct bytes content, uint8_t kind, uint32_t len,
                             uint32_t skip, bool *halved)
{
    *halved = false;
    if (skip == 0 || content.len == 0)
        return 0;
    if (kind == DOC_STRING)
        return utf8_offset(content, len, skip, halved);
    /* Values are passed one by one: whoever makes us go far pays for it. */
    doc->steps_left -= skip < doc->steps_left ? skip : doc->steps_left;
    return values_size(content, kind, skip);
}

/* The bytes of a part without its first units; in `scratch` if they had to change. */
static struct bytes part_rest(struct doc *doc, const struct part *part, uint32_t skip,
                              struct buf *scratch)
{
    struct bytes content = part->content;
    if (content.len == 0)
        return content;
    bool halved;
    size_t offset = content_offset(doc, content, part->kind, part->len, skip, &halved);
    if (!halved)
        return bytes_of(content.data + offset, content.len - offset);
    buf_append(scratch, half_character, HALF_BYTES);
    offset += PAIR_BYTES;
    buf_append(scratch, content.data + offset, content.len - offset);
    return buf_bytes(scratch);
}

void item_content_set(struct doc *doc, struct item *item, const struct part *part, uint32_t skip)
{
    item->kind = part->kind;
    if (part->is_padded && skip == 0) {
        item->content = heap_add(doc, NULL, 0, part->content.len);
        copy_padded(doc->heap.data + item->content, part->content.data, part->content.len);
        item->bytes = item->capacity = (uint32_t)part->content.len;
        return;
    }
    struct buf scratch = {0};
    struct bytes content = skip > 0 ? part_rest(doc, part, skip, &scratch) : part->content;
    item->bytes = (uint32_t)content.len;
    if (item->kind != DOC_TYPE)
        item->capacity = item->bytes;
    item->content = heap_add(doc, content.data, content.len, content.len);
    buf_free(&scratch);
}

void item_content_drop(struct doc *doc, struct item *item)
{
    doc->heap_wasted += item->kind == DOC_TYPE ? item->bytes : item->capacity;
    item->content = item->bytes = item->capacity = 0;
}

static void item_content_grow(struct doc *doc, struct item *item, uint32_t bytes)
{
    if (bytes <= item->capacity)
        return;
    if (item->content + item->capacity == doc->heap.len) { /* the newest grows where it is */
        heap_add(doc, NULL, 0, bytes - item->capacity);
        item->capacity = bytes;
        return;
    }
    uint32_t capacity = bytes * 2;
    buf_reserve(&doc->heap,
                capacity +
                    HEAP_PADDING); /* so that the old bytes do not move while they are copied */
    uint32_t content = heap_add(doc, doc->heap.data + item->content, item->bytes, capacity);
    doc->heap_wasted += item->capacity;
    item->content = content;
    item->capacity = capacity;
}

/* More or fewer live units where it stands. */
static void units_change(struct doc *doc, uint32_t item, int64_t units)
{
    const struct list *list = list_of(doc, item_of(doc, item)->list);
    if (list->key != NONE || !is_counting(item_of(doc, item)))
        return;
    struct type *type = &doc->types.list[list->type];
    type->length_utf16 = (uint32_t)(type->length_utf16 + units);
    positions_change(doc, item, units);
}

void item_extend(struct doc *doc, uint32_t item, const struct part *part, uint32_t skip)
{
    struct buf scratch = {0};
    struct bytes more = skip > 0 ? part_rest(doc, part, skip, &scratch) : part->content;
    struct item *i = item_of(doc, item);
    uint32_t units = part->len - skip;
    if (more.len > 0) {
        item_content_grow(doc, i, i->bytes + (uint32_t)more.len);
        memcpy(doc->heap.data + i->content + i->bytes, more.data, more.len);
        i->bytes += (uint32_t)more.len;
    }
    if (i->deleted)
        ranges_add(&doc->deleted, doc->clients.list[i->client].id, i->clock + i->len,
                   i->clock + i->len + units);
    i->len += units;
    doc->clients.list[i->client].clock += units;
    units_change(doc, item, units);
    if (skip > 0)
        buf_free(&scratch);
}

/* Cutting. */

static void note_halved(struct doc *doc, const struct item *left, const uint8_t *character)
{
    uint32_t i = VECTOR_ADD(doc->halved);
    struct halved *halved = &doc->halved.list[i];
    *halved = (struct halved){.client = left->client, .clock = left->clock + left->len - 1};
    memcpy(halved->character, character, PAIR_BYTES);
}

/* The character at `offset` gives way to two halves: six bytes for four, so the shorter side moves.
 */
static void content_halve(struct doc *doc, struct item *left, struct item *right, uint32_t offset)
{
    uint32_t old = left->content;
    uint32_t behind = left->bytes - offset - PAIR_BYTES;
    note_halved(doc, left, doc->heap.data + old + offset);
    buf_reserve(&doc->heap, left->bytes + HALF_BYTES + HEAP_PADDING);
    if (offset <= behind) {
        uint8_t *half = doc->heap.data + old + offset + PAIR_BYTES - HALF_BYTES;
        right->content = old + offset + PAIR_BYTES - HALF_BYTES;
        right->capacity = left->capacity - offset - (PAIR_BYTES - HALF_BYTES);
        left->capacity = offset + HALF_BYTES;
        left->content = heap_add(doc, doc->heap.data + old, offset, left->capacity);
        doc->heap_wasted += offset + PAIR_BYTES - HALF_BYTES;
        memcpy(half, half_character, HALF_BYTES);
    } else {
        doc->heap_wasted += left->capacity - offset - HALF_BYTES;
        left->capacity = offset + HALF_BYTES;
        right->capacity = behind + HALF_BYTES;
        right->content = heap_add(doc, NULL, 0, right->capacity);
        uint8_t *half = doc->heap.data + right->content;
        memcpy(half, half_character, HALF_BYTES);
        memcpy(half + HALF_BYTES, doc->heap.data + old + offset + PAIR_BYTES, behind);
    }
    memcpy(doc->heap.data + left->content + offset, half_character, HALF_BYTES);
    left->bytes = offset + HALF_BYTES;
    right->bytes = behind + HALF_BYTES;
}

static void content_cut(struct doc *doc, struct item *left, struct item *right, uint32_t len)
{
    bool halved;
    uint32_t offset =
        (uint32_t)content_offset(doc, item_content(doc, left), left->kind, len, left->len, &halved);
    if (halved) {
        content_halve(doc, left, right, offset);
        return;
    }
    right->content = left->content + offset;
    right->bytes = left->bytes - offset;
    right->capacity = left->capacity - offset;
    left->bytes = left->capacity = offset;
}

/* Cuts the item at a place; the part from unit `at` on becomes an item of its own, which is given.
 */
static uint32_t item_cut(struct doc *doc, uint32_t client, struct place *place, uint32_t at)
{
    uint32_t left_index = structs_at(doc, client, *place);
    uint32_t right_index = item_add(doc);
    struct item *left = item_of(doc, left_index);
    struct item *right = item_of(doc, right_index);
    uint32_t len = left->len;
    *right = *left;
    assert(at > 0 && at < len && left->kind != DOC_GC);
    right->clock = left->clock + at;
    right->len = len - at;
    right->origin = ref_to(client, right->clock - 1);
    right->prev = left_index;
    left->len = at;
    left->next = right_index;
    if (right->next != NONE)
        item_of(doc, right->next)->prev = right_index;
    else
        list_of(doc, right->list)->last = right_index;
    if (left->bytes > 0)
        content_cut(doc, left, right, len);
    structs_insert_behind(doc, client, place, right_index);
    if (is_counting(left) && !left->deleted)
        positions_change(doc, left_index, (int64_t)at - len);
    positions_insert(doc, right_index);
    return right_index;
}

uint32_t item_beginning_at(struct doc *doc, struct ref id)
{
    struct place place = structs_find(doc, id.client, id.clock);
    uint32_t item = structs_at(doc, id.client, place);
    const struct item *i = item_of(doc, item);
    if (i->kind == DOC_GC || i->clock == id.clock)
        return item;
    return item_cut(doc, id.client, &place, id.clock - i->clock);
}

uint32_t item_ending_at(struct doc *doc, struct ref id)
{
    struct place place = structs_find(doc, id.client, id.clock);
    uint32_t item = structs_at(doc, id.client, place);
    const struct item *i = item_of(doc, item);
    if (i->kind != DOC_GC && i->clock + i->len - 1 != id.clock)
        item_cut(doc, id.client, &place, id.clock - i->clock + 1);
    return item;
}

/* Deleting. */

static void stack_add(struct doc *doc, uint32_t value)
{
    uint32_t i = VECTOR_ADD(doc->stack);
    doc->stack.list[i] = value;
}

static void type_delete_content(struct doc *doc, uint32_t type)
{
    const struct type *t = &doc->types.list[type];
    for (uint32_t i = list_of(doc, t->list)->first; i != NONE; i = item_of(doc, i)->next)
        if (!item_of(doc, i)->deleted)
            stack_add(doc, i);
    for (uint32_t k = t->keys; k != NONE; k = list_of(doc, k)->next_of_type) {
        uint32_t value = list_of(doc, k)->last;
        if (value != NONE && !item_of(doc, value)->deleted)
            stack_add(doc, value);
    }
}

void item_delete(struct doc *doc, uint32_t item)
{
    assert(doc->stack.count == 0);
    stack_add(doc, item);
    while (doc->stack.count > 0) {
        uint32_t index = doc->stack.list[--doc->stack.count];
        struct item *i = item_of(doc, index);
        if (i->deleted)
            continue;
        units_change(doc, index, -(int64_t)i->len);
        i->deleted = true;
        uint64_t client = doc->clients.list[i->client].id;
        ranges_add(&doc->deleted, client, i->clock, i->clock + i->len);
        ranges_add(&doc->collected, client, i->clock, i->clock + i->len);
        if (held_type(i) != NONE)
            type_delete_content(doc, held_type(i));
    }
}

/* Units clock..end-1, which are known. The place is where the last range was found, if one was, and
 * that of this one afterwards. */
static void range_delete(struct doc *doc, uint32_t client, uint32_t clock, uint32_t end,
                         struct place *place, bool has_place)
{
    *place = structs_find_on(doc, client, clock, has_place ? place : NULL);
    struct place at = *place;
    do {
        uint32_t item = structs_at(doc, client, at);
        const struct item *i = item_of(doc, item);
        if (i->clock >= end)
            return;
        if (i->kind == DOC_GC || i->deleted)
            continue;
        if (i->clock < clock) {
            item_cut(doc, client, &at, clock - i->clock);
            continue;
        }
        if (i->clock + i->len > end)
            item_cut(doc, client, &at, end - i->clock);
        item_delete(doc, item);
    } while (structs_next(doc, client, &at));
}

/* What came deleted already. Both lists are sorted and are gone through side by side. */
static bool came_deleted(const struct doc *doc, const struct range *range, size_t *at, size_t end)
{
    const struct range *came = doc->deleted.list;
    while (*at < end && (came[*at].client > range->client ||
                         (came[*at].client == range->client && came[*at].end < range->end)))
        ++*at;
    return *at < end && came[*at].client == range->client && came[*at].clock <= range->clock;
}

void items_delete(struct doc *doc, const struct ranges *ranges)
{
    uint32_t client = NONE;
    struct place place;
    bool has_place = false;
    size_t came = 0;
    size_t came_end = 0;
    if (!doc->is_open) { /* an update, whose ranges are sorted, or one edit */
        ranges_sort(&doc->deleted);
        came_end = doc->deleted.count;
    }
    for (size_t i = 0; i < ranges->count; i++) {
        struct range range = ranges->list[i];
        if (came_deleted(doc, &range, &came, came_end))
            continue;
        if (client == NONE || range.client != doc->clients.list[client].id) {
            client = client_find(doc, range.client);
            has_place = false;
        }
        uint32_t known = client == NONE ? 0 : doc->clients.list[client].clock;
        if (range.end > known) {
            uint32_t from = range.clock > known ? range.clock : known;
            waits_keep_delete(&doc->waits, (struct range){range.client, from, range.end});
        }
        uint32_t end = range.end < known ? range.end : known;
        if (range.clock >= end)
            continue;
        range_delete(doc, client, range.clock, end, &place, has_place);
        has_place = true;
    }
}

/* As it stands in an update. */

static struct id id_of(const struct doc *doc, struct ref ref)
{
    return (struct id){doc->clients.list[ref.client].id, ref.clock};
}

static void part_parent(const struct doc *doc, const struct item *item, struct part *part)
{
    const struct type *parent = parent_of(doc, item);
    part->parent_is_root = parent->item == NONE;
    if (part->parent_is_root) {
        part->root = name_bytes(doc, parent->name);
    } else {
        const struct item *holder = item_of(doc, parent->item);
        part->parent = id_of(doc, ref_to(holder->client, holder->clock));
    }
    if (has_key(doc, item))
        part->key = name_bytes(doc, list_of(doc, item->list)->key);
}

struct part item_part(const struct doc *doc, const struct item *item)
{
    struct part part = {.kind = item->kind, .clock = item->clock, .len = item->len};
    if (item->kind == DOC_GC)
        return part;
    if (item->origin.client != NO_CLIENT) {
        part.info |= INFO_ORIGIN;
        part.origin = id_of(doc, item->origin);
    }
    if (item->right.client != NO_CLIENT) {
        part.info |= INFO_RIGHT;
        part.right = id_of(doc, item->right);
    }
    if (has_key(doc, item))
        part.info |= INFO_KEY;
    if (!(part.info & (INFO_ORIGIN | INFO_RIGHT)))
        part_parent(doc, item, &part);
    part.content = item_content(doc, item);
    return part;
}
