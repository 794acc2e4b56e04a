/* One text that a person has open: the binary frames of the hub. A keystroke's way starts in channel_frame. */
#include "live/hall_inside.h"

#include "base/lib0.h"
#include "wire/hub.h"

#include <assert.h>
#include <string.h>

static void tell_refused(struct visitor *visitor, uint32_t number, enum err err, log_pos after)
{
    outbox_send(visitor->out, FRAME_TEXT,
                frame_of_json(json_pack("{s:s,s:i,s:s}", "op", "refused", "ch", (int)number, "code",
                                        err_code(err))),
                after);
}

static uint32_t epoch_of(const struct hall *hall, const struct room *room)
{
    return (uint32_t)day_doc_epoch(hall_day(hall), room_doc_id(room));
}

static bool is_writable_now(const struct hall *hall, const char *seat, const char *doc)
{
    return rights_document(hall_day(hall), seat, doc) == ACCESS_WRITE;
}

static void send_binary(struct visitor *visitor, struct buf *bytes, log_pos after)
{
    outbox_send(visitor->out, FRAME_BINARY, frame_new(buf_bytes(bytes)), after);
    buf_free(bytes);
}

static void ask_what_they_have(struct visitor *visitor, const struct channel *channel)
{
    struct buf vector = {0};
    struct buf frame = {0};
    doc_state_vector(room_doc(channel->place->room), &vector);
    hub_write_sync(&frame, channel->number, YSYNC_STEP1, buf_bytes(&vector));
    buf_free(&vector);
    send_binary(visitor, &frame, room_last(channel->place->room));
}

/* A slot for each person's cursor in each open text. */
static uint32_t cursor_slot(const struct channel *channel, uint64_t client)
{
    return (uint32_t)(1u << 31 | channel->number << 24 | (client & 0xffffff));
}

void channel_awareness(struct visitor *visitor, struct channel *channel, uint64_t client,
                       struct bytes update)
{
    if (visitor->is_stock) {
        stock_awareness(visitor, update, cursor_slot(channel, client));
        return;
    }
    struct buf frame = {0};
    hub_write_sync(&frame, channel->number, YSYNC_AWARENESS, update);
    outbox_presence(visitor->out, cursor_slot(channel, client), FRAME_BINARY,
                    frame_new(buf_bytes(&frame)));
    buf_free(&frame);
}

static void tell_who_is_here(struct visitor *visitor, const struct channel *channel)
{
    struct buf all = {0};
    struct buf frame = {0};
    presence_all(channel->place->presence, &all);
    hub_write_sync(&frame, channel->number, YSYNC_AWARENESS, buf_bytes(&all));
    buf_free(&all);
    send_binary(visitor, &frame, 0);
}

static void tell_opened(struct visitor *visitor, const struct channel *channel, log_pos after)
{
    outbox_send(
        visitor->out, FRAME_TEXT,
        frame_of_json(json_pack(
            "{s:s,s:i,s:s,s:i,s:s,s:I,s:i}", "op", "opened", "ch", (int)channel->number, "doc",
            room_doc_id(channel->place->room), "epoch", (int)channel->epoch, "mode",
            channel->is_writable ? "rw" : "ro", "cid", (json_int_t)channel->client, "seq", 0)),
        after);
}

static enum err why_not_open(struct visitor *visitor, uint32_t number, const char *doc)
{
    struct hall *hall = visitor->hall;
    if (visitor->channel_count == CHANNELS_MAX || visitor_channel(visitor, number) != NULL)
        return ERR_MALFORMED;
    if (hall_place(hall, doc) == NULL)
        return ERR_NOT_FOUND;
    if (rights_document(hall_day(hall), visitor->seat, doc) == ACCESS_NONE)
        return ERR_NO_ACCESS;
    return journal_is_writable(hall->journal) ? OK : ERR_STORAGE;
}

/* A tab that opens under its old id has lost its old line, though that may not have been noticed yet. */
static void supersede_others(struct hall *hall, const struct channel *channel)
{
    for (struct visitor *v = hall->visitors; v != NULL; v = v->next) {
        for (size_t i = 0; i < v->channel_count; i++) {
            struct channel *other = &v->channels[i];
            if (other == channel || other->place != channel->place ||
                other->client != channel->client)
                continue;
            other->is_superseded = true;
            other->awaits_flush = false;
        }
    }
}

void channel_open(struct visitor *visitor, uint32_t number, const char *doc, uint32_t have_epoch,
                  uint64_t have_client)
{
    struct hall *hall = visitor->hall;
    enum err err = why_not_open(visitor, number, doc);
    if (err != OK) {
        tell_refused(visitor, number, err, 0);
        return;
    }
    struct place *place = hall_place(hall, doc);
    uint32_t epoch = epoch_of(hall, place->room);
    log_pos pos;
    uint64_t client =
        room_client_issue(place->room, visitor->seat, have_epoch == epoch ? have_client : 0, epoch,
                          hall_now_ms(hall), &pos);
    struct channel *channel = &visitor->channels[visitor->channel_count++];
    *channel = (struct channel){.number = number,
                                .place = place,
                                .epoch = epoch,
                                .client = client,
                                .is_writable = is_writable_now(hall, visitor->seat, doc)};
    place_enter(place, visitor);
    supersede_others(hall, channel);
    handin_await(visitor, channel);
    uint8_t prefix = (uint8_t)number;
    tell_opened(visitor, channel, pos > hall->last_event ? pos : hall->last_event);
    outbox_follow(visitor->out, number, room_stream(place->room), bytes_of(&prefix, 1));
    ask_what_they_have(visitor, channel);
    tell_who_is_here(visitor, channel);
    hall->has_moved = true;
}

/* A phone that comes back under its old id may be here before its old connection is found dead. */
static bool is_shown_elsewhere(const struct hall *hall, const struct channel *channel)
{
    for (const struct visitor *v = hall->visitors; v != NULL; v = v->next)
        for (size_t i = 0; i < v->channel_count; i++)
            if (&v->channels[i] != channel && v->channels[i].place == channel->place &&
                v->channels[i].client == channel->client)
                return true;
    return false;
}

void channel_close(struct visitor *visitor, struct channel *channel)
{
    outbox_unfollow(visitor->out, channel->number);
    if (channel->client != 0 && !is_shown_elsewhere(visitor->hall, channel))
        presence_leave(channel->place->presence, channel->client);
    place_leave(channel->place, visitor);
    *channel = visitor->channels[--visitor->channel_count];
    visitor->hall->has_moved = true;
}

static void review(struct visitor *visitor, struct channel *channel, log_pos after)
{
    struct hall *hall = visitor->hall;
    const char *doc = room_doc_id(channel->place->room);
    uint32_t epoch = epoch_of(hall, channel->place->room);
    bool is_writable = is_writable_now(hall, visitor->seat, doc);
    if (epoch == channel->epoch && is_writable == channel->is_writable)
        return;
    if (epoch != channel->epoch && channel->poisoned == NULL)
        channel->poisoned = err_code(ERR_EPOCH); /* the old text of a browser never meets the new */
    channel->epoch = epoch;
    channel->is_writable = is_writable;
    outbox_send(
        visitor->out, FRAME_TEXT,
        frame_of_json(json_pack("{s:s,s:i,s:s,s:i}", "op", "mode", "ch", (int)channel->number,
                                "mode", is_writable ? "rw" : "ro", "epoch", (int)epoch)),
        after);
}

void channels_review(struct visitor *visitor, log_pos after)
{
    if (visitor->is_stock) {
        stock_review(visitor);
        return;
    }
    for (size_t i = visitor->channel_count; i-- > 0;) {
        struct channel *channel = &visitor->channels[i];
        const char *doc = room_doc_id(channel->place->room);
        if (rights_document(hall_day(visitor->hall), visitor->seat, doc) == ACCESS_NONE) {
            tell_refused(visitor, channel->number, ERR_NO_ACCESS, after);
            channel_close(visitor, channel);
        } else {
            review(visitor, channel, after);
        }
    }
}

/* --- what comes in -------------------------------------------------------------------------------------------------- */

enum err channel_update(struct visitor *visitor, struct channel *channel, struct bytes update,
                        log_pos *saved)
{
    struct hall *hall = visitor->hall;
    struct room *room = channel->place->room;
    const char *doc = room_doc_id(room);
    int64_t now_ms = hall_now_ms(hall);
    *saved = room_last(room);
    if (!journal_is_writable(hall->journal))
        return ERR_STORAGE;
    enum access access = hall_access(hall, visitor->seat, doc);
    enum err err = room_update(room, visitor->seat, access, channel->epoch, now_ms, update, saved);
    if (err == ERR_LATE) {
        enum err kept = day_late_edit(hall, doc, visitor->seat, now_ms, *saved, true);
        assert(kept == OK); /* who may write there found it in the day */
    }
    return err;
}

/* A keystroke: taken and acknowledged when it is on disk, or refused as a whole. */
static void take_update(struct visitor *visitor, struct channel *channel,
                        const struct hub_frame *frame)
{
    struct buf answer = {0};
    log_pos saved = 0;
    uint32_t number = channel->number;
    if (channel->poisoned == NULL && frame->seq != channel->seq + 1)
        channel->poisoned = err_code(ERR_MALFORMED);
    if (channel->poisoned == NULL) {
        enum err err = channel_update(visitor, channel, frame->body, &saved);
        if (err == OK)
            channel->seq = frame->seq;
        else
            channel->poisoned = err_code(err);
    }
    if (channel->poisoned == NULL)
        hub_write_ack(&answer, number, frame->seq);
    else
        hub_write_nack(&answer, number, frame->seq, channel->poisoned);
    send_binary(visitor, &answer, saved);
}

static bool owns(void *context, uint64_t client)
{
    const struct channel *channel = context;
    return client == channel->client;
}

void channel_presence_take(struct visitor *visitor, struct channel *channel, struct bytes update)
{
    struct presence_person person = {visitor->seat, hall_person_name(visitor->hall, visitor->seat),
                                     channel, owns};
    presence_take(channel->place->presence, update,
                  &person); /* nonsense is passed over: nothing is lost by it */
}

static void answer_step1(struct visitor *visitor, struct channel *channel, struct bytes vector)
{
    struct room *room = channel->place->room;
    struct frame *frame;
    if (room_since(room, vector, &frame) != OK)
        return;
    struct buf number = {0};
    write_varuint(&number, channel->number);
    outbox_send_shared(visitor->out, buf_bytes(&number), FRAME_BINARY, frame, room_last(room));
    buf_free(&number);
}

void channel_frame(struct visitor *visitor, struct bytes message)
{
    struct hub_frame frame;
    if (hub_read(message, &frame) != OK) {
        visitor_dismiss(visitor, 4400, err_code(ERR_MALFORMED));
        return;
    }
    struct channel *channel = visitor_channel(visitor, frame.channel);
    if (channel == NULL)
        return; /* closed meanwhile: what was on its way meets nobody, and is not acknowledged */
    switch (frame.kind) {
    case HUB_STEP1:
        answer_step1(visitor, channel, frame.body);
        break;
    case HUB_AWARENESS:
        channel_presence_take(visitor, channel, frame.body);
        break;
    case HUB_UPDATE:
        take_update(visitor, channel, &frame);
        break;
    }
}
