#include "crdt/edit.h"

#include "base/utf.h"
#include "crdt/store.h"
#include "crdt/writer.h"

#include <assert.h>

/* An edit is written as the update a client would send, and applied like any other. */

static const struct bytes no_deletes = {(const uint8_t *)"", 1};

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

/* Left of it is the live unit before `at`, right of it whatever comes next. */
static bool gap_find(const struct doc *doc, uint32_t type, uint32_t at, struct gap *gap)
{
    *gap = (struct gap){NONE, 0, NONE, 0};
    if (type == NONE)
        return at == 0;
    gap->right = doc->types.list[type].first;
    for (uint32_t i = gap->right; at > 0 && i != NONE; i = item_of(doc, i)->next) {
        const struct item *item = item_of(doc, i);
        if (!is_counted(item))
            continue;
        gap->left = i;
        gap->left_units = at < item->len ? at : item->len;
        gap->right = at < item->len ? i : item->next;
        gap->right_offset = at < item->len ? at : 0;
        if (halves_a_pair(doc, item, gap->left_units))
            return false;
        at -= gap->left_units;
    }
    return at == 0;
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

static enum err insert_parts(struct doc *doc, const struct part *parts, size_t count,
                             struct buf *update)
{
    struct buf written = {0};
    struct writer writer = {0};
    write_varuint(&written, 1);
    writer_begin(&writer, doc->own_client);
    for (size_t i = 0; i < count; i++)
        writer_add(&writer, &parts[i], 0);
    writer_end(&writer, &written);
    buf_bytes_append(&written, no_deletes);
    enum err err = doc_apply(doc, buf_bytes(&written), update);
    writer_free(&writer);
    buf_free(&written);
    return err;
}

static enum err delete_ranges(struct doc *doc, struct ranges *ranges, struct buf *update)
{
    struct buf written = {0};
    write_varuint(&written, 0);
    ranges_sort(ranges);
    ranges_write(ranges, &written);
    enum err err = doc_apply(doc, buf_bytes(&written), update);
    buf_free(&written);
    return err;
}

static enum err nothing(struct buf *update)
{
    buf_append(update, "\0", 2);
    return OK;
}

static enum err list_delete(struct doc *doc, struct bytes root, uint32_t at, uint32_t len,
                            struct buf *update)
{
    struct gap gap;
    struct gap end;
    uint32_t type = root_find(doc, root);
    if (at > UINT32_MAX - len || !gap_find(doc, type, at, &gap) ||
        !gap_find(doc, type, at + len, &end))
        return ERR_MALFORMED;
    struct ranges ranges = {0};
    uint32_t offset = gap.right_offset;
    for (uint32_t i = gap.right; len > 0; i = item_of(doc, i)->next, offset = 0) {
        const struct item *item = item_of(doc, i);
        if (!is_counted(item))
            continue;
        uint32_t units = item->len - offset < len ? item->len - offset : len;
        uint32_t clock = item->clock + offset;
        ranges_add(&ranges, doc->clients.list[item->client].id, clock, clock + units);
        len -= units;
    }
    enum err err = delete_ranges(doc, &ranges, update);
    ranges_free(&ranges);
    return err;
}

enum err doc_text_insert(struct doc *doc, struct bytes root, uint32_t at_utf16, struct bytes utf8,
                         struct buf *update)
{
    size_t units;
    struct gap gap;
    if (!utf8_check(utf8, &units) || units > CLOCK_MAX ||
        !gap_find(doc, root_find(doc, root), at_utf16, &gap))
        return ERR_MALFORMED;
    if (units == 0)
        return nothing(update);
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
        return nothing(update);
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
    if (type == NONE || name == NONE)
        return NULL;
    const struct entry *entry = entry_find(doc, type, name);
    return entry ? item_of(doc, entry->last) : NULL;
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
    if (!utf8_check(utf8, &units) || !utf8_check(key, NULL) || units >= CLOCK_MAX)
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
    struct ranges ranges = {0};
    if (last)
        ranges_add(&ranges, doc->clients.list[last->client].id, last->clock,
                   last->clock + last->len);
    enum err err = delete_ranges(doc, &ranges, update);
    ranges_free(&ranges);
    return err;
}
