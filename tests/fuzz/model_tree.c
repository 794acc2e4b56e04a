/* model_tree.c - the reference's document as people read it: text, and the JSON tree of
 * crdt/types.h. */
#include "fuzz/model_inside.h"

#include "base/base64.h"
#include "base/json_text.h"
#include "base/mem.h"
#include "base/utf.h"

#include <stdlib.h>

enum { SHOWN_DEPTH = 64 }; /* crdt/types.h */

static uint32_t find_root(const struct model *model, struct bytes root)
{
    for (size_t i = 0; i < model->type_count; i++)
        if (model->types[i].holder == NOBODY && bytes_equal(model->types[i].root, root))
            return (uint32_t)i;
    return NOBODY;
}

struct bytes model_root(const struct model *model, size_t index)
{
    for (size_t i = 0; i < model->type_count; i++)
        if (model->types[i].holder == NOBODY && index-- == 0)
            return model->types[i].root;
    return (struct bytes){NULL, 0};
}

uint32_t model_length(const struct model *model, struct bytes root)
{
    uint32_t length = 0;
    uint32_t type = find_root(model, root);
    uint32_t u = type == NOBODY ? NOBODY : model->types[type].first;
    for (; u != NOBODY; u = model->units[u].right)
        length += counts(&model->units[u]) && !model->units[u].deleted;
    return length;
}

/* The letter of the unit; of a whole character once, at its first half. */
static void unit_letter(const struct model *model, const struct unit *unit, struct buf *utf8)
{
    if ((unit->letter & 0xFC00) != 0xDC00)
        letter_write(utf8, unit->letter,
                     is_high(unit->letter) ? model->units[unit->right].letter : 0);
}

void model_text(const struct model *model, struct bytes root, struct buf *utf8)
{
    uint32_t type = find_root(model, root);
    uint32_t u = type == NOBODY ? NOBODY : model->types[type].first;
    for (; u != NOBODY; u = model->units[u].right)
        if (model->units[u].kind == DOC_STRING && !model->units[u].deleted)
            unit_letter(model, &model->units[u], utf8);
}

static void type_tree(const struct model *model, uint32_t type, uint64_t ref, struct bytes name,
                      unsigned depth, struct buf *json);

static void nested_tree(const struct model *model, const struct unit *unit, unsigned depth,
                        struct buf *json)
{
    struct reader reader = reader_of(unit->content);
    uint64_t ref = read_varuint(&reader);
    struct bytes name = {NULL, 0};
    if (ref == TYPE_REF_ELEMENT || ref == TYPE_REF_HOOK)
        name = read_string(&reader, NULL);
    if (depth >= SHOWN_DEPTH)
        buf_text(json, "null");
    else
        type_tree(model, unit->type, ref, name, depth + 1, json);
}

static void json_value(struct bytes text, bool undefined_too, struct buf *json)
{
    struct reader reader = reader_of(text);
    struct bytes value = read_string(&reader, NULL);
    if (undefined_too && bytes_equal(value, bytes_text("undefined")))
        buf_text(json, "{\"$undefined\":true}");
    else
        json_text_compact(value, json);
}

static void letter_value(const struct unit *unit, struct buf *json)
{
    if ((unit->letter & 0xF800) == 0xD800) {
        buf_format(json, "\"\\u%04x\"", (unsigned)unit->letter);
        return;
    }
    static _Thread_local struct buf letter;
    buf_clear(&letter);
    letter_write(&letter, unit->letter, 0);
    json_text_quote(buf_bytes(&letter), json);
}

static void unit_value(const struct model *model, const struct unit *unit, unsigned depth,
                       struct buf *json)
{
    struct reader reader = reader_of(unit->content);
    switch (unit->kind) {
    case DOC_ANY:
        any_tree(unit->content, json);
        break;
    case DOC_JSON:
    case DOC_EMBED:
        json_value(unit->content, unit->kind == DOC_JSON, json);
        break;
    case DOC_STRING:
        letter_value(unit, json);
        break;
    case DOC_BINARY:
        buf_text(json, "{\"$bytes\":\"");
        base64_write(json, unit->content);
        buf_text(json, "\"}");
        break;
    case DOC_TYPE:
        nested_tree(model, unit, depth, json);
        break;
    case DOC_SUBDOC:
        buf_text(json, "{\"$t\":\"doc\",\"guid\":");
        json_text_quote(read_string(&reader, NULL), json);
        buf_text(json, ",\"opts\":");
        any_tree(read_any(&reader), json);
        buf_u8(json, '}');
        break;
    default:
        buf_text(json, "null");
    }
}

static void list_tree(const struct model *model, uint32_t type, unsigned depth, struct buf *json)
{
    bool first = true;
    buf_text(json, "[");
    for (uint32_t u = model->types[type].first; u != NOBODY; u = model->units[u].right) {
        if (model->units[u].deleted || !counts(&model->units[u]))
            continue;
        buf_text(json, first ? "" : ",");
        first = false;
        unit_value(model, &model->units[u], depth, json);
    }
    buf_text(json, "]");
}

static void map_tree(const struct model *model, uint32_t type, unsigned depth, struct buf *json)
{
    bool first = true;
    buf_text(json, "{");
    for (size_t i = 0; i < model->types[type].chain_count; i++) {
        const struct chain *chain = &model->types[type].chains[i];
        if (model->units[chain->last].deleted)
            continue;
        buf_text(json, first ? "" : ",");
        first = false;
        json_text_quote(chain->key, json);
        buf_text(json, ":");
        unit_value(model, &model->units[chain->last], depth, json);
    }
    buf_text(json, "}");
}

/* Text with formats: the attributes in force are worked out anew at every unit, from the beginning
 * of the list. */

struct attribute {
    struct bytes key, value;
};

static int by_key(const void *a, const void *b)
{
    const struct attribute *x = a;
    const struct attribute *y = b;
    return utf8_compare_utf16(x->key, y->key);
}

struct attributes {
    struct attribute *list;
    size_t count, capacity;
};

static void attribute_take(struct attributes *in_force, struct bytes format)
{
    struct reader reader = reader_of(format);
    struct bytes key = read_string(&reader, NULL);
    struct bytes value = read_string(&reader, NULL);
    size_t at = 0;
    while (at < in_force->count && !bytes_equal(in_force->list[at].key, key))
        at++;
    if (at < in_force->count)
        in_force->list[at] = in_force->list[--in_force->count];
    if (bytes_equal(value, bytes_text("null")))
        return;
    ROOM_FOR(in_force->list, in_force->count, in_force->capacity);
    in_force->list[in_force->count++] = (struct attribute){key, value};
}

static void attributes_write(struct attributes *in_force, struct buf *json)
{
    if (in_force->count > 0)
        qsort(in_force->list, in_force->count, sizeof *in_force->list, by_key);
    for (size_t i = 0; i < in_force->count; i++) {
        buf_text(json, i == 0 ? "{" : ",");
        json_text_quote(in_force->list[i].key, json);
        buf_text(json, ":");
        json_text_compact(in_force->list[i].value, json);
    }
    if (in_force->count > 0)
        buf_text(json, "}");
}

struct delta {
    struct buf *json;
    struct buf text;       /* being gathered */
    struct buf attributes; /* in force; empty for none */
    struct buf of_text;    /* in force where it began */
    bool has_ops;
};

static void op_write(struct delta *delta, const struct buf *attributes)
{
    if (attributes->len > 0) {
        buf_text(delta->json, ",\"a\":");
        buf_bytes_append(delta->json, buf_bytes(attributes));
    }
    buf_text(delta->json, "}");
}

static void text_end(struct delta *delta)
{
    if (delta->text.len == 0)
        return;
    buf_text(delta->json, delta->has_ops ? ",{\"i\":" : "{\"i\":");
    delta->has_ops = true;
    json_text_quote(buf_bytes(&delta->text), delta->json);
    op_write(delta, &delta->of_text);
    buf_clear(&delta->text);
}

static void delta_unit(const struct model *model, const struct unit *unit, unsigned depth,
                       struct delta *delta)
{
    if (unit->kind == DOC_STRING) {
        if (!bytes_equal(buf_bytes(&delta->attributes), buf_bytes(&delta->of_text)))
            text_end(delta);
        buf_clear(&delta->of_text);
        buf_bytes_append(&delta->of_text, buf_bytes(&delta->attributes));
        unit_letter(model, unit, &delta->text);
    } else if (unit->kind == DOC_EMBED || unit->kind == DOC_TYPE) {
        text_end(delta);
        buf_text(delta->json, delta->has_ops ? ",{\"e\":" : "{\"e\":");
        delta->has_ops = true;
        unit_value(model, unit, depth, delta->json);
        op_write(delta, &delta->attributes);
    }
}

static void text_tree(const struct model *model, uint32_t type, unsigned depth, struct buf *json)
{
    struct delta delta = {.json = json};
    struct attributes in_force = {0};
    buf_text(json, "[");
    for (uint32_t u = model->types[type].first; u != NOBODY; u = model->units[u].right) {
        const struct unit *unit = &model->units[u];
        if (unit->deleted)
            continue;
        if (unit->kind == DOC_FORMAT) {
            attribute_take(&in_force, unit->content);
            buf_clear(&delta.attributes);
            attributes_write(&in_force, &delta.attributes);
        } else {
            delta_unit(model, unit, depth, &delta);
        }
    }
    text_end(&delta);
    buf_text(json, "]");
    mem_free(in_force.list);
    buf_free(&delta.text);
    buf_free(&delta.attributes);
    buf_free(&delta.of_text);
}

enum { REF_ARRAY, REF_MAP, REF_TEXT, REF_ELEMENT, REF_FRAGMENT, REF_HOOK, REF_XML_TEXT };

static void type_tree(const struct model *model, uint32_t type, uint64_t ref, struct bytes name,
                      unsigned depth, struct buf *json)
{
    static const char *const tags[] = {"array",       "map",     "text",   "xmlelement",
                                       "xmlfragment", "xmlhook", "xmltext"};
    buf_format(json, "{\"$t\":\"%s\"", tags[ref]);
    if (ref == REF_ELEMENT || ref == REF_HOOK) {
        buf_text(json, ",\"n\":");
        json_text_quote(name, json);
    }
    if (ref == REF_TEXT || ref == REF_XML_TEXT) {
        buf_text(json, ",\"d\":");
        text_tree(model, type, depth, json);
    }
    if (ref != REF_ARRAY && ref != REF_FRAGMENT) {
        buf_text(json, ref == REF_MAP || ref == REF_HOOK ? ",\"v\":" : ",\"a\":");
        map_tree(model, type, depth, json);
    }
    if (ref == REF_ARRAY || ref == REF_ELEMENT || ref == REF_FRAGMENT) {
        buf_text(json, ",\"v\":");
        list_tree(model, type, depth, json);
    }
    buf_text(json, "}");
}

void model_tree(const struct model *model, enum root_kind kind, struct bytes root, struct buf *json)
{
    static const uint64_t refs[] = {REF_TEXT, REF_ARRAY, REF_MAP, REF_FRAGMENT};
    static const char *const empty[] = {"{\"$t\":\"text\",\"d\":[],\"a\":{}}",
                                        "{\"$t\":\"array\",\"v\":[]}", "{\"$t\":\"map\",\"v\":{}}",
                                        "{\"$t\":\"xmlfragment\",\"v\":[]}"};
    uint32_t type = find_root(model, root);
    if (type == NOBODY)
        buf_text(json, empty[kind]);
    else
        type_tree(model, type, refs[kind], (struct bytes){NULL, 0}, 0, json);
}
