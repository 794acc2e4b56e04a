/* codec.h - JSON to and from the structs of domain/messages.h, driven by tables (messages_tables.c)
 * rather than by one function for each message: what the schema says is checked in one place.
 *
 * A value is refused if a field is missing, unknown, of another type, too long or out of range.
 * Texts are UTF-8 (Jansson checks) without control characters but newline. Thread: any. */
#ifndef SOPU_WIRE_CODEC_H
#define SOPU_WIRE_CODEC_H

#include "base/arena.h"
#include "base/buf.h"
#include "wire/messages_tables.h"

#include <jansson.h>
#include <stdbool.h>

enum value_kind {
    VALUE_ID,
    VALUE_TEXT,
    VALUE_FIELDNAME,
    VALUE_INT,
    VALUE_TIME,
    VALUE_BOOL,
    VALUE_ENUM,
    VALUE_STRUCT,
};

struct shape_field {
    const char *name;
    enum value_kind kind;
    bool is_list;
    bool is_optional;
    size_t offset;
    int64_t max; /* TEXT: UTF-16 units; ENUM: how many names */
    const char *const *names;
    const struct shape *sub;
};

struct shape {
    const char *name;
    size_t size;
    const struct shape_field *fields;
    size_t count;
};

/* Parses strictly: one object, no duplicate keys, bounded depth. NULL if it is not that; the caller
 * decrefs. */
json_t *codec_parse(struct bytes text);

/* Fills `out` (shape->size bytes); texts and lists go to the arena. NULL if fine, else the name of
 * the field at fault (static). */
const char *codec_decode(const struct shape *shape, json_t *json, struct arena *arena, void *out);

/* The caller decrefs. */
json_t *codec_encode(const struct shape *shape, const void *value);

/* Compact JSON with keys in the order they were set; appended. */
void codec_write(const json_t *json, struct buf *out);

/* The index of a name, or -1. */
int codec_name(const char *const *names, size_t count, const char *name);

#endif
