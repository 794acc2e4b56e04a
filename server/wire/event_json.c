#include "wire/event_json.h"

#include "wire/codec.h"

#include <assert.h>

void event_write(const struct event *event, struct buf *out)
{
    json_t *json = json_object();
    json_object_set_new(json, "kind", json_string(names_event_kind[event->kind]));
    json_object_set_new(json, "data", codec_encode(shapes_of_event[event->kind], &event->as));
    codec_write(json, out);
    json_decref(json);
}

enum err event_read(struct bytes body, struct arena *arena, struct event *out)
{
    json_t *json = codec_parse(body);
    if (json == NULL)
        return ERR_MALFORMED;
    const char *name = json_string_value(json_object_get(json, "kind"));
    int kind = name ? codec_name(names_event_kind, EVENT_KIND_COUNT, name) : -1;
    enum err err = ERR_MALFORMED;
    if (kind >= 0) {
        out->kind = (enum event_kind)kind;
        json_t *data = json_object_get(json, "data");
        if (codec_decode(shapes_of_event[kind], data, arena, &out->as) == NULL)
            err = OK;
    }
    json_decref(json);
    return err;
}

void event_write_placed(struct bytes body, uint64_t pos, int64_t at_ms, const char *by,
                        struct buf *out)
{
    assert(body.len > 2 && body.data[0] == '{');
    /* Seat ids are [a-z0-9-_]: nothing to escape. */
    buf_format(out, "{\"pos\":%llu,\"at_ms\":%lld,\"by\":\"%s\",", (unsigned long long)pos,
               (long long)at_ms, by);
    buf_append(out, body.data + 1, body.len - 1);
}

void day_write(const struct day *day, struct buf *out)
{
    json_t *json = codec_encode(&shape_day, day);
    codec_write(json, out);
    json_decref(json);
}
