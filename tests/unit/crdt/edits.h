/* edits.h - the server's own edits as the vectors describe them, and JSON values as Yjs encodes them. */
#ifndef SOPU_TESTS_EDITS_H
#define SOPU_TESTS_EDITS_H

#include "base/lib0.h"
#include "crdt/edit.h"
#include "vectors.h"

#include <inttypes.h>

static inline void any_number(double value, struct buf *out)
{
    float narrow = (float)value;
    if (value == floor(value) && fabs(value) <= INT32_MAX) {
        buf_u8(out, LIB0_INTEGER);
        write_varint(out, (uint64_t)fabs(value), signbit(value));
        return;
    }
    bool is_exact = (double)narrow == value;
    uint64_t bits = UINT64_C(0x7FF8) << 48;
    if (is_exact) {
        uint32_t narrow_bits;
        memcpy(&narrow_bits, &narrow, sizeof narrow);
        bits = (uint64_t)narrow_bits << 32;
    } else if (!isnan(value)) {
        memcpy(&bits, &value, sizeof value);
    }
    buf_u8(out, is_exact ? LIB0_FLOAT32 : LIB0_FLOAT64);
    for (int i = 0; i < (is_exact ? 4 : 8); i++)
        buf_u8(out, (uint8_t)(bits >> (56 - 8 * i)));
}

/* "0", "1", ...: JavaScript keeps such keys first, ascending. */
static inline bool is_index(const char *key, double *index)
{
    char again[32];
    *index = strtod(key, NULL);
    snprintf(again, sizeof again, "%.0f", *index);
    return *index >= 0 && *index < 4294967295.0 && strcmp(again, key) == 0;
}

static inline void any_encode(json_t *value, struct buf *out);

static inline void any_object(json_t *object, struct buf *out)
{
    const char *key;
    json_t *value;
    buf_u8(out, LIB0_OBJECT);
    write_varuint(out, json_object_size(object));
    for (double last = -1;;) {
        double index;
        double least = INFINITY;
        json_object_foreach(object, key, value) if (is_index(key, &index) && index > last &&
                                                    index < least) least = index;
        if (isinf(least))
            break;
        char text[32];
        snprintf(text, sizeof text, "%.0f", least);
        write_buffer(out, bytes_text(text));
        any_encode(json_object_get(object, text), out);
        last = least;
    }
    json_object_foreach(object, key, value)
    {
        double index;
        if (is_index(key, &index))
            continue;
        write_buffer(out, bytes_text(key));
        any_encode(value, out);
    }
}

static inline bool any_tagged(json_t *object, struct buf *out)
{
    json_t *number = json_object_get(object, "$num");
    json_t *bytes = json_object_get(object, "$bytes");
    json_t *bigint = json_object_get(object, "$bigint");
    if (json_object_size(object) != 1)
        return false;
    if (number) {
        any_number(strtod(json_string_value(number), NULL), out);
    } else if (bytes) {
        struct buf raw = unbase64(bytes);
        buf_u8(out, LIB0_BYTES);
        write_buffer(out, buf_bytes(&raw));
        buf_free(&raw);
    } else if (bigint) {
        uint64_t bits = (uint64_t)strtoll(json_string_value(bigint), NULL, 10);
        buf_u8(out, LIB0_BIGINT);
        for (int i = 0; i < 8; i++)
            buf_u8(out, (uint8_t)(bits >> (56 - 8 * i)));
    } else if (json_object_get(object, "$undefined")) {
        buf_u8(out, LIB0_UNDEFINED);
    } else {
        return false;
    }
    return true;
}

static inline void any_encode(json_t *value, struct buf *out)
{
    switch (json_typeof(value)) {
    case JSON_NULL:
        buf_u8(out, LIB0_NULL);
        break;
    case JSON_TRUE:
        buf_u8(out, LIB0_TRUE);
        break;
    case JSON_FALSE:
        buf_u8(out, LIB0_FALSE);
        break;
    case JSON_INTEGER:
    case JSON_REAL:
        any_number(json_number_value(value), out);
        break;
    case JSON_STRING:
        buf_u8(out, LIB0_STRING);
        write_buffer(out, json_bytes(value));
        break;
    case JSON_ARRAY:
        buf_u8(out, LIB0_ARRAY);
        write_varuint(out, json_array_size(value));
        for (size_t i = 0; i < json_array_size(value); i++)
            any_encode(json_array_get(value, i), out);
        break;
    case JSON_OBJECT:
        if (!any_tagged(value, out))
            any_object(value, out);
    }
}

static inline enum err edit_put(struct doc *doc, struct bytes root, uint32_t at, json_t *values,
                                struct buf *update)
{
    struct buf encoded = {0};
    for (size_t i = 0; i < json_array_size(values); i++)
        any_encode(json_array_get(values, i), &encoded);
    enum err err = doc_array_insert(doc, root, at, buf_bytes(&encoded),
                                    (uint32_t)json_array_size(values), update);
    buf_free(&encoded);
    return err;
}

/* One step; ERR_NOT_FOUND: no such kind of step. */
static inline enum err edit_step(struct doc *doc, json_t *step, struct buf *update)
{
    const char *op = json_string_value(json_object_get(step, "op"));
    struct bytes root = json_bytes(json_object_get(step, "root"));
    uint32_t at = (uint32_t)json_integer_value(json_object_get(step, "at"));
    uint32_t len = (uint32_t)json_integer_value(json_object_get(step, "len"));
    json_t *text = json_object_get(step, "text");
    json_t *key = json_object_get(step, "key");
    json_t *value = json_object_get(step, "value");
    if (!op || !root.data)
        return ERR_NOT_FOUND;
    if (strcmp(op, "insert") == 0 && json_is_string(text))
        return doc_text_insert(doc, root, at, json_bytes(text), update);
    if (strcmp(op, "delete") == 0)
        return doc_text_delete(doc, root, at, len, update);
    if (strcmp(op, "put") == 0 && json_is_array(json_object_get(step, "values")))
        return edit_put(doc, root, at, json_object_get(step, "values"), update);
    if (strcmp(op, "remove") == 0)
        return doc_array_delete(doc, root, at, len, update);
    if (!json_is_string(key))
        return ERR_NOT_FOUND;
    if (strcmp(op, "unset") == 0)
        return doc_map_delete(doc, root, json_bytes(key), update);
    if (strcmp(op, "settext") == 0 && json_is_string(text))
        return doc_map_set_text(doc, root, json_bytes(key), json_bytes(text), update);
    if (strcmp(op, "set") != 0 || !value)
        return ERR_NOT_FOUND;
    struct buf encoded = {0};
    any_encode(value, &encoded);
    enum err err = doc_map_set(doc, root, json_bytes(key), buf_bytes(&encoded), update);
    buf_free(&encoded);
    return err;
}

#endif
