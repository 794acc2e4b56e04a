#include "fuzz/command/shape_text.h"

#include <string.h>

/* Every generated list has this layout. */
struct any_list {
    const char *items;
    size_t count;
    size_t capacity;
};

static size_t size_of(const struct shape_field *field)
{
    return field->kind == VALUE_STRUCT ? field->sub->size
           : field->kind == VALUE_ENUM ? sizeof(int)
           : field->kind == VALUE_BOOL ? sizeof(bool)
                                       : 8; /* a number, or where a text is */
}

static void one(const struct shape_field *field, const char *place, struct buf *out)
{
    const char *text;
    switch (field->kind) {
    case VALUE_STRUCT:
        shape_text(field->sub, place, out);
        break;
    case VALUE_ID:
    case VALUE_TEXT:
    case VALUE_FIELDNAME:
        memcpy(&text, place, sizeof text);
        buf_append(out, text, strlen(text) + 1);
        break;
    default:
        buf_append(out, place, size_of(field));
    }
}

void shape_text(const struct shape *shape, const void *value, struct buf *out)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct shape_field *field = &shape->fields[i];
        const char *place = (const char *)value + field->offset;
        if (!field->is_list) {
            one(field, place, out);
            continue;
        }
        struct any_list list;
        memcpy(&list, place, sizeof list);
        buf_append(out, &list.count, sizeof list.count);
        for (size_t n = 0; n < list.count; n++)
            one(field, list.items + n * size_of(field), out);
    }
}
