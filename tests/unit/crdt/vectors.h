/* vectors.h - test data made by real Yjs (tests/vectors/README.md) and how to compare with it. */
#ifndef SOPU_TESTS_VECTORS_H
#define SOPU_TESTS_VECTORS_H

#include "base/base64.h"
#include "base/buf.h"
#include "base/utf.h"
#include "crdt/doc.h"
#include "crdt/types.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static inline json_t *vectors_load(const char *name)
{
    char path[256];
    const char *folder = getenv("VECTORS");
    snprintf(path, sizeof path, "%s/%s.json", folder ? folder : "build/vectors", name);
    json_error_t error;
    json_t *json = json_load_file(path, JSON_ALLOW_NUL, &error);
    if (!json) {
        fprintf(stderr, "%s:%d: %s\n", path, error.line, error.text);
        exit(1);
    }
    return json;
}

static inline struct bytes json_bytes(const json_t *string)
{
    return bytes_of(json_string_value(string), json_string_length(string));
}

/* The caller frees it. */
static inline struct buf unbase64(const json_t *string)
{
    struct buf out = {0};
    if (!base64_read(&out, json_bytes(string)))
        abort();
    return out;
}

static inline struct buf unhex(const json_t *string)
{
    struct buf out = {0};
    const char *text = json_string_value(string);
    for (; *text; text += 2) {
        unsigned byte;
        if (sscanf(text, "%2x", &byte) != 1)
            abort();
        buf_u8(&out, (uint8_t)byte);
    }
    return out;
}

/* CRC-32 as in zip and Ethernet. */
static inline uint32_t crc_of(struct bytes bytes)
{
    uint32_t crc = 0xFFFFFFFF;
    for (size_t i = 0; i < bytes.len; i++) {
        crc ^= bytes.data[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (0xEDB88320 & -(crc & 1));
    }
    return ~crc;
}

static inline uint32_t state_crc(struct doc *doc)
{
    struct buf state = {0};
    doc_since(doc, (struct bytes){NULL, 0}, &state);
    uint32_t crc = crc_of(buf_bytes(&state));
    buf_free(&state);
    return crc;
}

static inline uint32_t vector_crc(struct doc *doc)
{
    struct buf vector = {0};
    doc_state_vector(doc, &vector);
    uint32_t crc = crc_of(buf_bytes(&vector));
    buf_free(&vector);
    return crc;
}

/* Equal as JSON values: numbers as doubles, key order free. */
static inline bool trees_equal(const json_t *a, const json_t *b)
{
    if (json_is_number(a) && json_is_number(b))
        return json_number_value(a) == json_number_value(b);
    if (json_typeof(a) != json_typeof(b))
        return false;
    if (json_is_array(a)) {
        if (json_array_size(a) != json_array_size(b))
            return false;
        for (size_t i = 0; i < json_array_size(a); i++)
            if (!trees_equal(json_array_get(a, i), json_array_get(b, i)))
                return false;
        return true;
    }
    if (!json_is_object(a))
        return json_equal(a, b);
    if (json_object_size(a) != json_object_size(b))
        return false;
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)a, key, value)
    {
        const json_t *other = json_object_get(b, key);
        if (!other || !trees_equal(value, other))
            return false;
    }
    return true;
}

static inline enum root_kind root_kind_of(const char *name)
{
    static const char *const names[] = {"text", "array", "map", "xmlfragment"};
    for (int i = 0; i < 4; i++)
        if (strcmp(name, names[i]) == 0)
            return (enum root_kind)i;
    return ROOT_TEXT;
}

/* XML as Yjs' toString() writes it, from a tree: names in lower case, keys sorted, nothing escaped. */

static inline int keys_compare(const void *a, const void *b)
{
    return utf8_compare_utf16(bytes_text(*(const char *const *)a),
                              bytes_text(*(const char *const *)b));
}

static inline const char **keys_sorted(json_t *object, size_t *count)
{
    const char **keys = calloc(json_object_size(object) + 1, sizeof *keys);
    const char *key;
    json_t *value;
    *count = 0;
    json_object_foreach(object, key, value) keys[(*count)++] = key;
    qsort(keys, *count, sizeof *keys, keys_compare);
    return keys;
}

/* A value in a template string of JavaScript. */
static inline void js_string(const json_t *value, struct buf *out)
{
    if (json_is_string(value)) {
        buf_bytes_append(out, json_bytes(value));
    } else if (json_is_object(value)) {
        json_t *number = json_object_get(value, "$num");
        json_t *bigint = json_object_get(value, "$bigint");
        if (number)
            buf_text(out, strcmp(json_string_value(number), "-0") == 0 ? "0"
                                                                       : json_string_value(number));
        else if (bigint)
            buf_text(out, json_string_value(bigint));
        else
            buf_text(out, json_object_get(value, "$undefined") ? "undefined" : "[object Object]");
    } else if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++) {
            if (i > 0)
                buf_u8(out, ',');
            if (!json_is_null(json_array_get(value, i)))
                js_string(json_array_get(value, i), out);
        }
    } else {
        char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(17));
        buf_text(out, text);
        free(text);
    }
}

static inline void xml_attributes(json_t *attributes, struct buf *out)
{
    size_t count;
    const char **keys = keys_sorted(attributes, &count);
    for (size_t i = 0; i < count; i++) {
        buf_format(out, " %s=\"", keys[i]);
        js_string(json_object_get(attributes, keys[i]), out);
        buf_u8(out, '"');
    }
    free(keys);
}

/* A format value as attributes, as `for (key in value)` goes through it: also a string's letters have keys. */
static inline void format_attributes(json_t *value, struct buf *out)
{
    json_t *letters = json_object();
    struct bytes text = json_is_string(value) ? json_bytes(value) : (struct bytes){NULL, 0};
    size_t unit = 0;
    for (size_t i = 0; i < text.len;) {
        char key[24];
        size_t len = 1;
        while (i + len < text.len && (text.data[i + len] & 0xC0) == 0x80)
            len++;
        for (size_t halves = len == 4 ? 2 : 1; halves > 0; halves--) {
            snprintf(key, sizeof key, "%zu", unit++);
            json_t *letter = len == 4 ? json_string("\xEF\xBF\xBD")
                                      : json_stringn((const char *)text.data + i, len);
            json_object_set_new(letters, key, letter);
        }
        i += len;
    }
    for (size_t i = 0; json_is_array(value) && i < json_array_size(value); i++) {
        char key[24];
        snprintf(key, sizeof key, "%zu", i);
        json_object_set(letters, key, json_array_get(value, i));
    }
    xml_attributes(json_is_object(value) ? value : letters, out);
    json_decref(letters);
}

static inline void tree_string(json_t *tree, struct buf *out);

static inline void xml_text_string(json_t *ops, struct buf *out)
{
    for (size_t i = 0; i < json_array_size(ops); i++) {
        json_t *op = json_array_get(ops, i);
        json_t *attributes = json_object_get(op, "a");
        size_t count = 0;
        const char **keys = attributes ? keys_sorted(attributes, &count) : NULL;
        for (size_t k = 0; k < count; k++) {
            json_t *value = json_object_get(attributes, keys[k]);
            buf_format(out, "<%s", keys[k]);
            format_attributes(value, out);
            buf_u8(out, '>');
        }
        if (json_object_get(op, "i"))
            buf_bytes_append(out, json_bytes(json_object_get(op, "i")));
        else
            tree_string(json_object_get(op, "e"), out);
        while (count > 0)
            buf_format(out, "</%s>", keys[--count]);
        free(keys);
    }
}

/* What toString() of the type gives. */
static inline void tree_string(json_t *tree, struct buf *out)
{
    const char *tag = json_string_value(json_object_get(tree, "$t"));
    json_t *values = json_object_get(tree, "v");
    if (tag && strcmp(tag, "text") == 0) {
        json_t *ops = json_object_get(tree, "d");
        for (size_t i = 0; i < json_array_size(ops); i++)
            if (json_object_get(json_array_get(ops, i), "i"))
                buf_bytes_append(out, json_bytes(json_object_get(json_array_get(ops, i), "i")));
    } else if (tag && strcmp(tag, "xmltext") == 0) {
        xml_text_string(json_object_get(tree, "d"), out);
    } else if (tag && (strcmp(tag, "xmlelement") == 0 || strcmp(tag, "xmlfragment") == 0)) {
        struct buf name = {0};
        if (strcmp(tag, "xmlelement") == 0) {
            buf_bytes_append(&name, json_bytes(json_object_get(tree, "n")));
            for (size_t i = 0; i < name.len; i++)
                if (name.data[i] >= 'A' && name.data[i] <= 'Z')
                    name.data[i] += 32;
            buf_format(out, "<%s", buf_c_string(&name));
            xml_attributes(json_object_get(tree, "a"), out);
            buf_u8(out, '>');
        }
        for (size_t i = 0; i < json_array_size(values); i++)
            tree_string(json_array_get(values, i), out);
        if (name.len > 0)
            buf_format(out, "</%s>", buf_c_string(&name));
        buf_free(&name);
    } else {
        js_string(tree, out);
    }
}

static inline json_t *doc_tree_json(const struct doc *doc, const char *kind, struct bytes root)
{
    struct buf text = {0};
    doc_tree(doc, root_kind_of(kind), root, &text);
    json_error_t error;
    json_t *tree =
        json_loadb(buf_c_string(&text), text.len, JSON_ALLOW_NUL | JSON_DECODE_ANY, &error);
    if (!tree)
        fprintf(stderr, "tree: %s in %s\n", error.text, buf_c_string(&text));
    buf_free(&text);
    return tree;
}

/* A damaged update of malformed.json: the set's target with the case's damage, or an update of its own. */
static inline struct buf damaged_update(const json_t *set, const json_t *change)
{
    json_t *own = json_object_get(change, "update");
    struct buf bytes = unbase64(own ? own : json_object_get(set, "target"));
    json_t *cut = json_object_get(change, "cut");
    json_t *flip = json_object_get(change, "flip");
    json_t *sets = json_object_get(change, "set");
    if (cut)
        bytes.len = (size_t)json_integer_value(cut);
    if (flip)
        bytes.data[json_integer_value(json_array_get(flip, 0))] ^=
            (uint8_t)json_integer_value(json_array_get(flip, 1));
    for (size_t i = 0; i < json_array_size(sets); i++) {
        json_t *pair = json_array_get(sets, i);
        bytes.data[json_integer_value(json_array_get(pair, 0))] =
            (uint8_t)json_integer_value(json_array_get(pair, 1));
    }
    return bytes;
}

/* The files of documents, in several orders of arrival. */
#define DOCUMENT_FILES(X)                                                                          \
    X(rules)                                                                                       \
    X(text)                                                                                        \
    X(typing)                                                                                      \
    X(astral)                                                                                      \
    X(rich)                                                                                        \
    X(array) X(map) X(nested) X(xml) X(subdoc) X(undo) X(mixed) X(nogc) X(crowd) X(big) X(huge)

#endif
