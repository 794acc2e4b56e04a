/* One person's socket: the text frames of the hub. */
#include "live/hall_inside.h"

#include "base/lib0.h"
#include "wire/codec.h"
#include "wire/hub.h"

#include <string.h>

static void turn_away(struct visitor *visitor, enum err err)
{
    outbox_send(visitor->out, FRAME_TEXT,
                frame_of_json(json_pack("{s:s,s:s}", "op", "error", "code", err_code(err))), 0);
    visitor_dismiss(visitor, 4400, err_code(err));
}

struct channel *visitor_channel(struct visitor *visitor, uint32_t number)
{
    for (size_t i = 0; i < visitor->channel_count; i++)
        if (visitor->channels[i].number == number)
            return &visitor->channels[i];
    return NULL;
}

/* A whole number of JSON in 0 .. max, or -1. */
static int64_t number_in(json_t *json, int64_t max)
{
    if (!json_is_integer(json))
        return -1;
    int64_t number = json_integer_value(json);
    return number >= 0 && number <= max ? number : -1;
}

static enum err op_open(struct visitor *visitor, json_t *message)
{
    int64_t number = number_in(json_object_get(message, "ch"), HUB_CHANNEL_MAX);
    const char *doc = json_string_value(json_object_get(message, "doc"));
    json_t *have = json_object_get(message, "have");
    if (number < 1 || doc == NULL)
        return ERR_MALFORMED;
    int64_t epoch = 0;
    int64_t client = 0;
    if (json_is_object(have)) {
        epoch = number_in(json_object_get(have, "epoch"), UINT32_MAX);
        client = number_in(json_object_get(have, "cid"), (int64_t)LIB0_UINT_MAX);
        if (epoch < 0 || client < 0)
            return ERR_MALFORMED;
    }
    channel_open(visitor, (uint32_t)number, doc, (uint32_t)epoch, (uint64_t)client);
    return OK;
}

static enum err op_close(struct visitor *visitor, json_t *message)
{
    int64_t number = number_in(json_object_get(message, "ch"), HUB_CHANNEL_MAX);
    struct channel *channel = number > 0 ? visitor_channel(visitor, (uint32_t)number) : NULL;
    if (number < 1)
        return ERR_MALFORMED;
    if (channel != NULL)
        channel_close(visitor, channel);
    return OK;
}

static enum err op_flushed(struct visitor *visitor, json_t *message)
{
    const char *doc = json_string_value(json_object_get(message, "doc"));
    int64_t seq = number_in(json_object_get(message, "seq"), (int64_t)LIB0_UINT_MAX);
    if (doc == NULL || seq < 0)
        return ERR_MALFORMED;
    for (size_t i = 0; i < visitor->channel_count; i++) {
        struct channel *channel = &visitor->channels[i];
        if (strcmp(room_doc_id(channel->place->room), doc) == 0 && (uint64_t)seq <= channel->seq)
            channel->awaits_flush = false;
    }
    return OK;
}

static enum err op_late(struct visitor *visitor, json_t *message)
{
    const char *doc = json_string_value(json_object_get(message, "doc"));
    if (doc == NULL)
        return ERR_MALFORMED;
    late_tell(visitor, doc);
    return OK;
}

void visitor_text(struct visitor *visitor, struct bytes message)
{
    if (visitor->is_leaving)
        return;
    json_t *json = visitor->is_stock ? NULL : codec_parse(message);
    const char *op = json_string_value(json_object_get(json, "op"));
    enum err err = ERR_MALFORMED;
    if (op == NULL) {
        err = ERR_MALFORMED;
    } else if (strcmp(op, "command") == 0) {
        day_command(visitor->hall, visitor->seat, json, visitor->out, true);
        err = OK;
    } else if (strcmp(op, "open") == 0) {
        err = op_open(visitor, json);
    } else if (strcmp(op, "close") == 0) {
        err = op_close(visitor, json);
    } else if (strcmp(op, "flushed") == 0) {
        err = op_flushed(visitor, json);
    } else if (strcmp(op, "late") == 0) {
        err = op_late(visitor, json);
    }
    json_decref(json);
    if (err != OK)
        turn_away(visitor, err);
}

void visitor_binary(struct visitor *visitor, struct bytes message)
{
    if (visitor->is_leaving)
        return;
    if (visitor->is_stock)
        stock_binary(visitor, message);
    else
        channel_frame(visitor, message);
}
