/* The y-websocket endpoint, /yjs/<doc>: any Yjs editor is a client, by the same rules. There is no acknowledgement in
 * that protocol: the echo of an update to its sender, after the disk, is the closest to it. A refused update leaves its
 * sender ahead of everyone for good, so the connection ends with a code after which stock clients do not come back. */
#include "live/hall_inside.h"

#include "base/lib0.h"
#include "wire/ysync.h"

#include <string.h>

enum {
    CLOSE_DENIED = 4403,
    CLOSE_REFUSED = 4409,
    CLOSE_LATER = 1013,
    FRUITLESS_MAX =
        2, /* updates without their predecessors, after each of which we asked for all */
    CLIENT_IDS_MAX = 4,
};

static void send_message(struct visitor *visitor, enum ysync_kind kind, struct bytes body,
                         log_pos after)
{
    struct buf frame = {0};
    ysync_write(&frame, kind, body);
    outbox_send(visitor->out, FRAME_BINARY, frame_new(buf_bytes(&frame)), after);
    buf_free(&frame);
}

static void deny(struct visitor *visitor, uint16_t code, enum err err, log_pos after)
{
    send_message(visitor, YSYNC_DENIED, bytes_text(err_code(err)), after);
    visitor_dismiss(visitor, code, err_code(err));
}

static void ask_what_they_have(struct visitor *visitor)
{
    struct room *room = visitor->channels[0].place->room;
    struct buf vector = {0};
    doc_state_vector(room_doc(room), &vector);
    send_message(visitor, YSYNC_STEP1, buf_bytes(&vector), room_last(room));
    buf_free(&vector);
}

static void tell_who_is_here(struct visitor *visitor)
{
    struct buf all = {0};
    presence_all(visitor->channels[0].place->presence, &all);
    send_message(visitor, YSYNC_AWARENESS, buf_bytes(&all), 0);
    buf_free(&all);
}

struct visitor *visitor_open_stock(struct hall *hall, const char *seat, const char *doc,
                                   struct outbox *out)
{
    struct visitor *visitor = visitor_new(hall, seat, out, true);
    struct place *place = hall_place_asked(hall, doc);
    if (place == NULL) {
        deny(visitor, CLOSE_DENIED, ERR_NOT_FOUND, 0);
        return visitor;
    }
    if (hall_access(hall, seat, doc) == ACCESS_NONE) {
        deny(visitor, CLOSE_DENIED, ERR_NO_ACCESS, 0);
        return visitor;
    }
    visitor->channels[visitor->channel_count++] = (struct channel){.place = place};
    place_enter(place, visitor);
    ask_what_they_have(visitor);
    tell_who_is_here(visitor);
    outbox_follow(out, 0, room_stream(place->room), (struct bytes){NULL, 0});
    return visitor;
}

void stock_review(struct visitor *visitor)
{
    if (visitor->channel_count == 0 || visitor->is_leaving)
        return;
    const char *doc = room_doc_id(visitor->channels[0].place->room);
    if (hall_access(visitor->hall, visitor->seat, doc) == ACCESS_NONE)
        deny(visitor, CLOSE_DENIED, ERR_NO_ACCESS, 0);
}

void stock_awareness(struct visitor *visitor, struct bytes update, uint32_t key)
{
    struct buf frame = {0};
    ysync_write(&frame, YSYNC_AWARENESS, update);
    outbox_presence(visitor->out, key, FRAME_BINARY, frame_new(buf_bytes(&frame)));
    buf_free(&frame);
}

/* --- what comes in -------------------------------------------------------------------------------------------------- */

struct claim {
    struct visitor *visitor;
    size_t count;
    uint64_t clients[CLIENT_IDS_MAX];
};

static enum err note_client(void *context, uint64_t client, uint32_t units, int kind,
                            struct bytes root, bool key_present, struct bytes utf8)
{
    (void)units, (void)kind, (void)root, (void)key_present, (void)utf8;
    struct claim *claim = context;
    for (size_t i = 0; i < claim->count; i++)
        if (claim->clients[i] == client)
            return OK;
    if (claim->count == CLIENT_IDS_MAX)
        return ERR_FOREIGN_ID;
    claim->clients[claim->count++] = client;
    return OK;
}

static enum err pass_delete(void *context, struct bytes root, uint32_t units)
{
    (void)context, (void)root, (void)units;
    return OK;
}

/* Stock clients draw their ids themselves: the first seat to show one has it. In a lab all are one seat. */
static bool client_claim(struct visitor *visitor, struct channel *channel, uint64_t client)
{
    struct hall *hall = visitor->hall;
    return hall->is_lab || room_client_claim(channel->place->room, visitor->seat, client,
                                             channel->epoch, hall_now_ms(hall));
}

static enum err claim_clients(struct visitor *visitor, struct channel *channel, struct bytes update)
{
    struct claim claim = {.visitor = visitor};
    struct doc_visitor look = {&claim, note_client, pass_delete};
    enum err err = doc_examine(room_doc(channel->place->room), update, &look);
    for (size_t i = 0; err == OK && i < claim.count; i++)
        if (!client_claim(visitor, channel, claim.clients[i]))
            err = ERR_FOREIGN_ID;
    return err;
}

static void take_update(struct visitor *visitor, struct channel *channel, struct bytes update)
{
    struct hall *hall = visitor->hall;
    log_pos saved = 0;
    const char *doc = room_doc_id(channel->place->room);
    enum err err = OK;
    if (!hall->is_lab && journal_is_writable(hall->journal) &&
        hall_access(hall, visitor->seat, doc) >= ACCESS_ARRIVING)
        err = claim_clients(visitor, channel, update);
    if (err == OK)
        err = channel_update(visitor, channel, update, &saved);
    switch (err) {
    case OK:
        channel->fruitless = 0;
        break;
    case ERR_PENDING:
        if (++channel->fruitless > FRUITLESS_MAX)
            deny(visitor, CLOSE_REFUSED, err, saved);
        else
            ask_what_they_have(visitor);
        break;
    case ERR_STORAGE:
        visitor_dismiss(visitor, CLOSE_LATER, err_code(err));
        break;
    case ERR_READ_ONLY:
        deny(visitor, CLOSE_DENIED, err, saved);
        break;
    default:
        deny(visitor, CLOSE_REFUSED, err, saved);
    }
}

/* The id a client shows itself under is its own from then on, if nobody else has it. */
static void take_awareness(struct visitor *visitor, struct channel *channel, struct bytes update)
{
    struct reader reader = reader_of(update);
    uint64_t count = read_varuint(&reader);
    uint64_t client = count > 0 ? read_varuint(&reader) : 0;
    if (channel->client == 0 && !reader.failed && client != 0 && count == 1 &&
        journal_is_writable(visitor->hall->journal) && client_claim(visitor, channel, client))
        channel->client = client;
    channel_presence_take(visitor, channel, update);
}

static void answer_step1(struct visitor *visitor, struct channel *channel, struct bytes vector)
{
    struct room *room = channel->place->room;
    struct frame *frame;
    enum err err = room_since(room, vector, &frame);
    if (err == OK)
        outbox_send(visitor->out, FRAME_BINARY, frame, room_last(room));
    else
        visitor_dismiss(visitor, CLOSE_REFUSED, err_code(err));
}

void stock_binary(struct visitor *visitor, struct bytes bytes)
{
    struct channel *channel = &visitor->channels[0];
    struct ysync_message message;
    if (visitor->channel_count == 0)
        return;
    if (ysync_read(bytes, &message) != OK) {
        visitor_dismiss(visitor, CLOSE_REFUSED, err_code(ERR_MALFORMED));
        return;
    }
    switch (message.kind) {
    case YSYNC_STEP1:
        answer_step1(visitor, channel, message.body);
        break;
    case YSYNC_STEP2:
    case YSYNC_UPDATE:
        take_update(visitor, channel, message.body);
        break;
    case YSYNC_AWARENESS:
        take_awareness(visitor, channel, message.body);
        break;
    case YSYNC_QUERY_AWARENESS:
        tell_who_is_here(visitor);
        break;
    default:
        visitor_dismiss(visitor, CLOSE_REFUSED, err_code(ERR_MALFORMED));
    }
}
