#include "wire/codec.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

enum {
    DEPTH_MAX = 8, /* the deepest message, a day with its versions' fields, has 6 */
    ID_LENGTH_MAX = 64,
    LIST_LENGTH_MAX = 10000,
};

/* Every generated list struct has this layout. */
struct any_list {
    void *items;
    size_t count;
    size_t capacity;
};

static int depth_of(const json_t *json, int left)
{
    if (left == 0)
        return 0;
    const char *key;
    json_t *value;
    size_t index;
    json_object_foreach((json_t *)json, key, value)
    {
        if (!depth_of(value, left - 1))
            return 0;
    }
    json_array_foreach(json, index, value)
    {
        if (!depth_of(value, left - 1))
            return 0;
    }
    return 1;
}

json_t *codec_parse(struct bytes text)
{
    json_error_t error;
    json_t *json = json_loadb((const char *)text.data, text.len, JSON_REJECT_DUPLICATES, &error);
    if (json != NULL && json_is_object(json) && depth_of(json, DEPTH_MAX))
        return json;
    json_decref(json);
    return NULL;
}

static bool is_id(const char *text, size_t len)
{
    if (len == 0 || len > ID_LENGTH_MAX)
        return false;
    for (size_t i = 0; i < len; i++)
        if (!islower((unsigned char)text[i]) && !isdigit((unsigned char)text[i]) &&
            text[i] != '-' && text[i] != '_')
            return false;
    return true;
}

/* "title", or "a1/what". */
static bool is_fieldname(const char *text, size_t len)
{
    const char *slash = memchr(text, '/', len);
    if (slash == NULL)
        return is_id(text, len);
    size_t before = (size_t)(slash - text);
    return is_id(text, before) && is_id(slash + 1, len - before - 1);
}

static bool is_text(const char *text, size_t len, int64_t max_utf16)
{
    int64_t units = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
            return false;
        if ((c & 0xc0) != 0x80)
            units += c >= 0xf0 ? 2 : 1;
    }
    return units <= max_utf16;
}

static bool decode_text(const struct shape_field *field, json_t *json, struct arena *arena,
                        void *out)
{
    if (!json_is_string(json))
        return false;
    const char *text = json_string_value(json);
    size_t len = json_string_length(json);
    bool is_fine = field->kind == VALUE_ID          ? is_id(text, len)
                   : field->kind == VALUE_FIELDNAME ? is_fieldname(text, len)
                                                    : is_text(text, len, field->max);
    if (!is_fine)
        return false;
    const char *copy = arena_text_n(arena, text, len);
    memcpy(out, &copy, sizeof copy);
    return true;
}

static bool decode_number(const struct shape_field *field, json_t *json, void *out)
{
    if (!json_is_integer(json))
        return false;
    int64_t number = json_integer_value(json);
    int64_t limit = (int64_t)1 << 53;
    if (number > limit || number < -limit || (field->kind == VALUE_TIME && number < 0))
        return false;
    memcpy(out, &number, sizeof number);
    return true;
}

static bool decode_enum(const struct shape_field *field, json_t *json, void *out)
{
    int found = json_is_string(json)
                    ? codec_name(field->names, (size_t)field->max, json_string_value(json))
                    : -1;
    if (found < 0)
        return false;
    memcpy(out, &found, sizeof found);
    return true;
}

static const char *decode_one(const struct shape_field *field, json_t *json, struct arena *arena,
                              void *out)
{
    bool is_fine = false;
    switch (field->kind) {
    case VALUE_ID:
    case VALUE_TEXT:
    case VALUE_FIELDNAME:
        is_fine = decode_text(field, json, arena, out);
        break;
    case VALUE_INT:
    case VALUE_TIME:
        is_fine = decode_number(field, json, out);
        break;
    case VALUE_BOOL: {
        bool yes = json_is_true(json);
        is_fine = json_is_boolean(json);
        memcpy(out, &yes, sizeof yes);
        break;
    }
    case VALUE_ENUM:
        is_fine = decode_enum(field, json, out);
        break;
    case VALUE_STRUCT:
        return codec_decode(field->sub, json, arena, out);
    }
    return is_fine ? NULL : field->name;
}

static size_t element_size(const struct shape_field *field)
{
    switch (field->kind) {
    case VALUE_STRUCT:
        return field->sub->size;
    case VALUE_ENUM:
        return sizeof(int);
    default:
        return sizeof(const char *);
    }
}

static const char *decode_list(const struct shape_field *field, json_t *json, struct arena *arena,
                               void *out)
{
    if (!json_is_array(json) || json_array_size(json) > LIST_LENGTH_MAX)
        return field->name;
    size_t size = element_size(field);
    struct any_list list = {0};
    list.count = list.capacity = json_array_size(json);
    list.items = arena_new(arena, list.count * size);
    for (size_t i = 0; i < list.count; i++) {
        const char *wrong =
            decode_one(field, json_array_get(json, i), arena, (char *)list.items + i * size);
        if (wrong != NULL)
            return wrong;
    }
    memcpy(out, &list, sizeof list);
    return NULL;
}

const char *codec_decode(const struct shape *shape, json_t *json, struct arena *arena, void *out)
{
    memset(out, 0, shape->size);
    if (!json_is_object(json))
        return shape->name;
    size_t seen = 0;
    for (size_t i = 0; i < shape->count; i++) {
        const struct shape_field *field = &shape->fields[i];
        void *place = (char *)out + field->offset;
        json_t *value = json_object_get(json, field->name);
        if (value == NULL) {
            if (!field->is_optional)
                return field->name;
            const char *nothing = "";
            memcpy(place, &nothing, sizeof nothing);
            continue;
        }
        seen++;
        const char *wrong = field->is_list ? decode_list(field, value, arena, place)
                                           : decode_one(field, value, arena, place);
        if (wrong != NULL)
            return wrong;
    }
    return seen == json_object_size(json) ? NULL : "unknown_field";
}

static json_t *encode_one(const struct shape_field *field, const void *place)
{
    int64_t number;
    int index;
    bool yes;
    const char *text;
    switch (field->kind) {
    case VALUE_INT:
    case VALUE_TIME:
        memcpy(&number, place, sizeof number);
        return json_integer(number);
    case VALUE_BOOL:
        memcpy(&yes, place, sizeof yes);
        return json_boolean(yes);
    case VALUE_ENUM:
        memcpy(&index, place, sizeof index);
        assert(index >= 0 && index < field->max);
        return json_string(field->names[index]);
    case VALUE_STRUCT:
        return codec_encode(field->sub, place);
    default:
        memcpy(&text, place, sizeof text);
        return json_string(text);
    }
}

static json_t *encode_list(const struct shape_field *field, const void *place)
{
    struct any_list list;
    memcpy(&list, place, sizeof list);
    size_t size = element_size(field);
    json_t *array = json_array();
    for (size_t i = 0; i < list.count; i++)
        json_array_append_new(array, encode_one(field, (const char *)list.items + i * size));
    return array;
}

json_t *codec_encode(const struct shape *shape, const void *value)
{
    json_t *object = json_object();
    for (size_t i = 0; i < shape->count; i++) {
        const struct shape_field *field = &shape->fields[i];
        const void *place = (const char *)value + field->offset;
        if (field->is_optional) {
            const char *text;
            memcpy(&text, place, sizeof text);
            if (text[0] == '\0')
                continue;
        }
        json_t *json = field->is_list ? encode_list(field, place) : encode_one(field, place);
        assert(json != NULL);
        json_object_set_new(object, field->name, json);
    }
    return object;
}

static int append(const char *data, size_t len, void *out)
{
    buf_append(out, data, len);
    return 0;
}

void codec_write(const json_t *json, struct buf *out)
{
    int failed = json_dump_callback(json, append, out, JSON_COMPACT);
    assert(!failed);
}

int codec_name(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return (int)i;
    return -1;
}
