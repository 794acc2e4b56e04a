#include "crdt/edit.h"

#include "base/utf.h"
#include "crdt/integrate.h"
#include "crdt/item.h"
#include "crdt/positions.h"
#include "crdt/transaction.h"

#include <assert.h>

/* An edit is made as the struct a client would send, and integrated like any other. */

static struct id id_of(const struct doc *doc, const struct item *item, uint32_t offset)
{
    return (struct id){doc->clients.list[item->client].id, item->clock + offset};
}

/* A place between two units of a list. */
struct gap {
    uint32_t left;       /* item; NONE at the beginning */
    uint32_t left_units; /* of it stand to the left */
    uint32_t right;
    uint32_t right_offset;
};

static bool is_counted(const struct item *item)
{
    return !item->deleted && is_counting(item);
}

static bool halves_a_pair(const struct doc *doc, const struct item *item, uint32_t at)
{
    bool halved = false;
    if (item->kind == DOC_STRING && at < item->len)
        utf8_offset(item_content(doc, item), item->len, at, &halved);
    return halved;
}

/* The item that holds live unit `at`, of which there are that many, and how many stand before that
 * item. Short lists are walked. */
static uint32_t unit_find(struct doc *doc, uint32_t list, uint32_t at, uint32_t *before)
{
    enum { SHORT_LIST = 64 };
    uint32_t i = list_of(doc, list)->first;
    *before = 0;
    for (int steps = 0; list_of(doc, list)->tree == NONE && steps < SHORT_LIST; steps++) {
        const struct item *item = item_of(doc, i);
        uint32_t units = is_counted(item) ? item->len : 0;
        if (units > at - *before)
            return i;
        *before += units;
        i = item->next;
    }
    if (list_of(doc, list)->tree == NONE)
        positions_build(doc, list);
    return positions_find(doc, list, at, before);
}

/* Left of it is the live unit before `at`, right of it whatever comes next. */
static bool gap_find(struct doc *doc, uint32_t type, uint32_t at, struct gap *gap)
{
    *gap = (struct gap){NONE, 0, NONE, 0};
    if (type == NONE || at > doc->types.list[type].length_utf16)
        return type == NONE && at == 0;
    uint32_t list = doc->types.list[type].list;
    gap->right = list_of(doc, list)->first;
    if (at == 0)
        return true;
    uint32_t before;
    gap->left = unit_find(doc, list, at - 1, &before);
    gap->left_units = at - before;
    const struct item *left = item_of(doc, gap->left);
    bool in_item = gap->left_units < left->len;
    gap->right = in_item ? gap->left : left->next;
    gap->right_offset = in_item ? gap->left_units : 0;
    return !halves_a_pair(doc, left, gap->left_units);
}

/* Text goes behind the deleted units that follow: so does Yjs. */
static void gap_pass_deleted(const struct doc *doc, struct gap *gap)
{
    while (gap->right != NONE && gap->right_offset == 0 && item_of(doc, gap->right)->deleted) {
        gap->left = gap->right;
        gap->left_units = item_of(doc, gap->left)->len;
        gap->right = item_of(doc, gap->right)->next;
    }
}

static struct part part_in_gap(const struct doc *doc, struct bytes root, const struct gap *gap)
{
    struct part part = {
        .parent_is_root = true, .root = root, .clock = client_clock(doc, doc->own_client)};
    if (gap->left != NONE) {
        part.info |= INFO_ORIGIN;
        part.origin = id_of(doc, item_of(doc, gap->left), gap->left_units - 1);
    }
    if (gap->right != NONE) {
        part.info |= INFO_RIGHT;
        part.right = id_of(doc, item_of(doc, gap->right), gap->right_offset);
    }
    return part;
}

/* An edit alone is a transaction; within one it is a part of it. */

static void edit_begin(struct doc *doc, const struct buf *update)
{
    assert(doc->is_open == (update == NULL));
    if (!doc->is_open)
        transaction_begin(doc, UINT64_MAX);
}

static enum err edit_end(struct doc *doc, struct buf *update)
{
    if (!doc->is_open)
        transaction_end(doc, update);
    return OK;
}

static enum err nothing(struct doc *doc, struct buf *update)
{
    edit_begin(doc, update);
    return edit_end(doc, update);
}

static bool is_within_limits(const struct doc *doc, const struct part *parts, size_t count)
{
    size_t bytes = 64; /* what else a struct takes */
    uint32_t clock = client_clock(doc, doc->own_client);
    for (size_t i = 0; i < count; i++) {
        bytes += parts[i].root.len + parts[i].key.len + parts[i].content.len;
        if (parts[i].len > DOC_MAX_CLOCK - clock)
            return false;
        clock += parts[i].len;
    }
    return !is_too_big(doc, bytes) && doc->clients.count < DOC_MAX_CLIENTS &&
           doc->root_count < DOC_MAX_ROOTS;
}

static enum err insert_parts(struct doc *doc, const struct part *parts, size_t count,
                             struct buf *update)
{
    if (!is_within_limits(doc, parts, count))
        return ERR_TOO_BIG;
    edit_begin(doc, update);
    for (size_t i = 0; i < count; i++) {
        enum err err = part_integrate(doc, doc->own_client, &parts[i]);
        assert(err == OK);
    }
    return edit_end(doc, update);
}

static enum err delete_ranges(struct doc *doc, const struct ranges *ranges, struct buf *update)
{
    edit_begin(doc, update);
    items_delete(doc, ranges);
    return edit_end(doc, update);
}

/* The live units at..at+len-1; false if that cuts a surrogate pair. */
static bool units_gather(struct doc *doc, uint32_t list, uint32_t at, uint32_t len,
                         struct ranges *ranges)
{
    while (len > 0) {
        uint32_t before;
        const struct item *item = item_of(doc, unit_find(doc, list, at, &before));
        uint32_t offset = at - before;
        uint32_t units = item->len - offset < len ? item->len - offset : len;
        if (halves_a_pair(doc, item, offset) || halves_a_pair(doc, item, offset + units))
            return false;
        uint32_t clock = item->clock + offset;
        ranges_add(ranges, doc->clients.list[item->client].id, clock, clock + units);
        at += units;
        len -= units;
    }
    return true;
}

static enum err list_delete(struct doc *doc, struct bytes root, uint32_t at, uint32_t len,
                            struct buf *update)
{
    uint32_t type = root_find(doc, root);
    uint32_t length = type == NONE ? 0 : doc->types.list[type].length_utf16;
    if (at > length || len > length - at)
        return ERR_MALFORMED;
    struct ranges *ranges = &doc->update.deletes; /* no update is in work */
    ranges->count = 0;
    if (len > 0 && !units_gather(doc, doc->types.list[type].list, at, len, ranges))
        return ERR_MALFORMED;
    return delete_ranges(doc, ranges, update);
}

enum err doc_text_insert(struct doc *doc, struct bytes root, uint32_t at_utf16, struct bytes utf8,
                         struct buf *update)
{
    size_t units;
    struct gap gap;
    if (!utf8_check(utf8, &units) || units > DOC_MAX_CLOCK ||
        !gap_find(doc, root_find(doc, root), at_utf16, &gap))
        return ERR_MALFORMED;
    if (units == 0)
        return nothing(doc, update);
    gap_pass_deleted(doc, &gap);
    struct part part = part_in_gap(doc, root, &gap);
    part.kind = DOC_STRING;
    part.len = (uint32_t)units;
    part.content = utf8;
    return insert_parts(doc, &part, 1, update);
}

enum err doc_text_delete(struct doc *doc, struct bytes root, uint32_t at_utf16, uint32_t len_utf16,
                         struct buf *update)
{
    return list_delete(doc, root, at_utf16, len_utf16, update);
}

static bool are_values(struct bytes values, uint32_t count)
{
    struct reader reader = reader_of(values);
    for (uint32_t i = 0; i < count && !reader.failed; i++)
        read_any(&reader);
    return reader_done(&reader);
}

enum err doc_array_insert(struct doc *doc, struct bytes root, uint32_t at, struct bytes values,
                          uint32_t count, struct buf *update)
{
    struct gap gap;
    if (!are_values(values, count) || !gap_find(doc, root_find(doc, root), at, &gap))
        return ERR_MALFORMED;
    if (count == 0)
        return nothing(doc, update);
    struct part part = part_in_gap(doc, root, &gap);
    part.kind = DOC_ANY;
    part.len = count;
    part.content = values;
    return insert_parts(doc, &part, 1, update);
}

enum err doc_array_delete(struct doc *doc, struct bytes root, uint32_t at, uint32_t count,
                          struct buf *update)
{
    return list_delete(doc, root, at, count, update);
}

static const struct item *map_last(const struct doc *doc, struct bytes root, struct bytes key)
{
    uint32_t type = root_find(doc, root);
    uint32_t name = name_find(doc, key);
    uint32_t list = type == NONE || name == NONE ? NONE : key_find(doc, type, name);
    uint32_t last = list == NONE ? NONE : list_of(doc, list)->last;
    return last == NONE ? NULL : item_of(doc, last);
}

/* A new value for the key, without content yet: it follows the last one, live or not. */
static struct part part_in_map(const struct doc *doc, struct bytes root, struct bytes key)
{
    const struct item *last = map_last(doc, root, key);
    struct part part = {.parent_is_root = true,
                        .root = root,
                        .key = key,
                        .info = INFO_KEY,
                        .len = 1,
                        .clock = client_clock(doc, doc->own_client)};
    if (last) {
        part.info |= INFO_ORIGIN;
        part.origin = id_of(doc, last, last->len - 1);
    }
    return part;
}

enum err doc_map_set(struct doc *doc, struct bytes root, struct bytes key, struct bytes value,
                     struct buf *update)
{
    if (!are_values(value, 1) || !utf8_check(key, NULL))
        return ERR_MALFORMED;
    struct part part = part_in_map(doc, root, key);
    part.kind = DOC_ANY;
    part.content = value;
    return insert_parts(doc, &part, 1, update);
}

enum err doc_map_set_text(struct doc *doc, struct bytes root, struct bytes key, struct bytes utf8,
                          struct buf *update)
{
    static const uint8_t text_ref[] = {TYPE_TEXT};
    size_t units;
    if (!utf8_check(utf8, &units) || !utf8_check(key, NULL) || units >= DOC_MAX_CLOCK)
        return ERR_MALFORMED;
    struct part parts[2] = {part_in_map(doc, root, key)};
    parts[0].kind = DOC_TYPE;
    parts[0].content = bytes_of(text_ref, sizeof text_ref);
    parts[1] = (struct part){.kind = DOC_STRING,
                             .clock = parts[0].clock + 1,
                             .len = (uint32_t)units,
                             .parent = {doc->own_client, parts[0].clock},
                             .content = utf8};
    return insert_parts(doc, parts, units > 0 ? 2 : 1, update);
}

enum err doc_map_delete(struct doc *doc, struct bytes root, struct bytes key, struct buf *update)
{
    const struct item *last = map_last(doc, root, key);
    struct ranges *ranges = &doc->update.deletes; /* no update is in work */
    ranges->count = 0;
    if (last)
        ranges_add(ranges, doc->clients.list[last->client].id, last->clock,
                   last->clock + last->len);
    return delete_ranges(doc, ranges, update);
}
