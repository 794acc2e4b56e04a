#include "crdt/types.h"

#include "base/json_text.h"
#include "base/mem.h"
#include "base/utf.h"
#include "crdt/store.h"
#include "crdt/values.h"

#include <stdlib.h>

static void type_write(const struct doc *doc, uint32_t type, enum type_ref ref, struct bytes name,
                       unsigned depth, struct buf *json);

static void nested_write(const struct doc *doc, const struct item *item, unsigned depth,
                         struct buf *json)
{
    struct reader reader = reader_of(item_content(doc, item));
    enum type_ref ref = (enum type_ref)read_varuint(&reader);
    struct bytes name = {NULL, 0};
    if (ref == TYPE_XML_ELEMENT || ref == TYPE_XML_HOOK)
        name = read_string(&reader, NULL);
    if (depth >= DOC_MAX_TREE_DEPTH)
        buf_text(json, "null");
    else
        type_write(doc, item->type, ref, name, depth + 1, json);
}

/* The values of a live counting item, separated by commas; or the last one alone. */
static void item_write(const struct doc *doc, const struct item *item, bool last_only,
                       unsigned depth, struct buf *json)
{
    struct bytes content = item_content(doc, item);
    struct reader reader = reader_of(content);
    switch (item->kind) {
    case DOC_ANY:
    case DOC_JSON:
        for (uint32_t i = 0; i < item->len; i++) {
            size_t start = json->len;
            if (item->kind == DOC_ANY)
                any_write_json(&reader, json);
            else
                json_write_value(&reader, json);
            bool is_last = i + 1 == item->len;
            if (last_only && !is_last)
                json->len = start;
            else if (!is_last)
                buf_u8(json, ',');
        }
        break;
    case DOC_STRING:
        units_write_json(content, last_only, json);
        break;
    case DOC_BINARY:
        bytes_write_json(content, json);
        break;
    case DOC_EMBED:
        json_write_value(&reader, json);
        break;
    case DOC_TYPE:
        nested_write(doc, item, depth, json);
        break;
    case DOC_SUBDOC:
        subdoc_write_json(content, json);
        break;
    default:
        buf_text(json, "null"); /* a format under a key: no value */
    }
}

static void list_write(const struct doc *doc, uint32_t type, unsigned depth, struct buf *json)
{
    bool first = true;
    buf_u8(json, '[');
    for (uint32_t i = list_of(doc, doc->types.list[type].list)->first; i != NONE;
         i = item_of(doc, i)->next) {
        const struct item *item = item_of(doc, i);
        if (item->deleted || !is_counting(item))
            continue;
        if (!first)
            buf_u8(json, ',');
        first = false;
        item_write(doc, item, false, depth, json);
    }
    buf_u8(json, ']');
}

static void map_write(const struct doc *doc, uint32_t type, unsigned depth, struct buf *json)
{
    bool first = true;
    buf_u8(json, '{');
    for (uint32_t k = doc->types.list[type].keys; k != NONE; k = list_of(doc, k)->next_of_type) {
        uint32_t last = list_of(doc, k)->last;
        const struct item *item = last == NONE ? NULL : item_of(doc, last);
        if (!item || item->deleted)
            continue;
        if (!first)
            buf_u8(json, ',');
        first = false;
        json_text_quote(name_bytes(doc, list_of(doc, k)->key), json);
        buf_u8(json, ':');
        item_write(doc, item, true, depth, json);
    }
    buf_u8(json, '}');
}

/* Text with formats. Where format items stand is nobody's business: what counts is what is in force at each letter. */

struct attribute {
    struct bytes key;
    struct bytes value; /* JSON */
};

struct delta {
    struct buf *json;
    struct attribute *in_force; /* by key */
    size_t count;
    size_t capacity;
    struct buf attributes;    /* in force, as JSON */
    struct buf op_attributes; /* of the text being gathered */
    struct buf text;
    bool has_ops;
};

static void op_begin(struct delta *delta)
{
    if (delta->has_ops)
        buf_u8(delta->json, ',');
    delta->has_ops = true;
}

static void op_end(struct delta *delta, const struct buf *attributes)
{
    if (attributes->len > 2) {
        buf_text(delta->json, ",\"a\":");
        buf_bytes_append(delta->json, buf_bytes(attributes));
    }
    buf_u8(delta->json, '}');
}

static void text_flush(struct delta *delta)
{
    if (delta->text.len == 0)
        return;
    op_begin(delta);
    buf_text(delta->json, "{\"i\":");
    json_text_quote(buf_bytes(&delta->text), delta->json);
    op_end(delta, &delta->op_attributes);
    buf_clear(&delta->text);
}

static void attribute_set(struct delta *delta, struct bytes key, struct bytes value)
{
    size_t at = 0;
    while (at < delta->count && utf8_compare_utf16(delta->in_force[at].key, key) < 0)
        at++;
    bool present = at < delta->count && bytes_equal(delta->in_force[at].key, key);
    if (bytes_equal(value, bytes_text("null"))) {
        if (present)
            memmove(delta->in_force + at, delta->in_force + at + 1,
                    (--delta->count - at) * sizeof *delta->in_force);
        return;
    }
    if (!present) {
        if (delta->count == delta->capacity) {
            delta->capacity = delta->capacity ? delta->capacity * 2 : 8;
            delta->in_force = mem_grow(delta->in_force, delta->capacity, sizeof *delta->in_force);
        }
        memmove(delta->in_force + at + 1, delta->in_force + at,
                (delta->count++ - at) * sizeof *delta->in_force);
    }
    delta->in_force[at] = (struct attribute){key, value};
}

static void delta_format(struct delta *delta, struct bytes content)
{
    struct reader reader = reader_of(content);
    struct bytes key = read_string(&reader, NULL);
    attribute_set(delta, key, read_string(&reader, NULL));
    buf_clear(&delta->attributes);
    buf_u8(&delta->attributes, '{');
    for (size_t i = 0; i < delta->count; i++) {
        if (i > 0)
            buf_u8(&delta->attributes, ',');
        json_text_quote(delta->in_force[i].key, &delta->attributes);
        buf_u8(&delta->attributes, ':');
        json_text_compact(delta->in_force[i].value, &delta->attributes);
    }
    buf_u8(&delta->attributes, '}');
}

static void delta_text(struct delta *delta, struct bytes text)
{
    if (!bytes_equal(buf_bytes(&delta->attributes), buf_bytes(&delta->op_attributes))) {
        text_flush(delta);
        buf_clear(&delta->op_attributes);
        buf_bytes_append(&delta->op_attributes, buf_bytes(&delta->attributes));
    }
    buf_bytes_append(&delta->text, text);
}

static void delta_write(const struct doc *doc, uint32_t type, unsigned depth, struct buf *json)
{
    struct delta delta = {.json = json};
    buf_text(&delta.attributes, "{}");
    buf_u8(json, '[');
    for (uint32_t i = list_of(doc, doc->types.list[type].list)->first; i != NONE;
         i = item_of(doc, i)->next) {
        const struct item *item = item_of(doc, i);
        if (item->deleted)
            continue;
        if (item->kind == DOC_STRING) {
            delta_text(&delta, item_content(doc, item));
        } else if (item->kind == DOC_FORMAT) {
            delta_format(&delta, item_content(doc, item));
        } else if (item->kind == DOC_EMBED || item->kind == DOC_TYPE) {
            text_flush(&delta);
            op_begin(&delta);
            buf_text(json, "{\"e\":");
            item_write(doc, item, false, depth, json);
            op_end(&delta, &delta.attributes);
        }
    }
    text_flush(&delta);
    buf_u8(json, ']');
    mem_free(delta.in_force);
    buf_free(&delta.attributes);
    buf_free(&delta.op_attributes);
    buf_free(&delta.text);
}

static void name_write(struct bytes name, struct buf *json)
{
    buf_text(json, ",\"n\":");
    json_text_quote(name, json);
}

static void type_write(const struct doc *doc, uint32_t type, enum type_ref ref, struct bytes name,
                       unsigned depth, struct buf *json)
{
    static const char *const tags[] = {"array",       "map",     "text",   "xmlelement",
                                       "xmlfragment", "xmlhook", "xmltext"};
    buf_format(json, "{\"$t\":\"%s\"", tags[ref]);
    if (ref == TYPE_XML_ELEMENT || ref == TYPE_XML_HOOK)
        name_write(name, json);
    if (ref == TYPE_TEXT || ref == TYPE_XML_TEXT) {
        buf_text(json, ",\"d\":");
        delta_write(doc, type, depth, json);
    }
    if (ref == TYPE_TEXT || ref == TYPE_XML_TEXT || ref == TYPE_XML_ELEMENT) {
        buf_text(json, ",\"a\":");
        map_write(doc, type, depth, json);
    }
    if (ref == TYPE_MAP || ref == TYPE_XML_HOOK) {
        buf_text(json, ",\"v\":");
        map_write(doc, type, depth, json);
    }
    if (ref == TYPE_ARRAY || ref == TYPE_XML_ELEMENT || ref == TYPE_XML_FRAGMENT) {
        buf_text(json, ",\"v\":");
        list_write(doc, type, depth, json);
    }
    buf_u8(json, '}');
}

void doc_tree(const struct doc *doc, enum root_kind kind, struct bytes root, struct buf *json)
{
    static const enum type_ref refs[] = {TYPE_TEXT, TYPE_ARRAY, TYPE_MAP, TYPE_XML_FRAGMENT};
    static const char *const empty[] = {"{\"$t\":\"text\",\"d\":[],\"a\":{}}",
                                        "{\"$t\":\"array\",\"v\":[]}", "{\"$t\":\"map\",\"v\":{}}",
                                        "{\"$t\":\"xmlfragment\",\"v\":[]}"};
    uint32_t type = root_find(doc, root);
    if (type == NONE)
        buf_text(json, empty[kind]);
    else
        type_write(doc, type, refs[kind], (struct bytes){NULL, 0}, 0, json);
}
