/* relay-lws - the same relay as relay-epoll, on libwebsockets: what that library costs alone. `relay-lws PORT [DOC]`.
 * A frame is kept once and counted; each guest has a queue of frames, and one goes out each time it is writable. */
#include "base/buf.h"
#include "base/mem.h"
#include "gen/lines.h"
#include "relay_answer.h"

#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST_ROOMS = 20000 };

struct frame {
    size_t holders;
    size_t len;
    uint8_t bytes[]; /* LWS_PRE bytes, then the payload */
};

struct room {
    char path[PATH_BYTES];
    struct guest *first;
};

struct guest {
    struct lws *wsi;
    struct room *room;
    struct guest *before;
    struct guest *after;
    struct frame **queue; /* a ring */
    size_t begin;
    size_t count;
    size_t capacity;
    struct buf in; /* a message that comes in parts */
};

struct relay {
    struct frame *answer; /* to step 1 */
    struct room *rooms;
    size_t room_count;
};

static struct frame *frame_of(struct bytes payload)
{
    struct frame *frame = mem_new(sizeof *frame + LWS_PRE + payload.len);
    frame->len = payload.len;
    memcpy(frame->bytes + LWS_PRE, payload.data, payload.len);
    return frame;
}

static void frame_release(struct frame *frame)
{
    if (--frame->holders == 0)
        mem_free(frame);
}

/* --- rooms -------------------------------------------------------------------------------------- */

static struct room *room_find(struct relay *relay, const char *path)
{
    for (size_t i = relay->room_count; i-- > 0;)
        if (strcmp(relay->rooms[i].path, path) == 0)
            return &relay->rooms[i];
    if (relay->room_count == MOST_ROOMS)
        exit(1);
    struct room *room = &relay->rooms[relay->room_count++];
    snprintf(room->path, sizeof room->path, "%s", path);
    return room;
}

static void guest_enter(struct relay *relay, struct guest *guest, struct lws *wsi)
{
    char path[PATH_BYTES] = "";
    lws_hdr_copy(wsi, path, sizeof path, WSI_TOKEN_GET_URI);
    struct room *room = room_find(relay, path);
    *guest = (struct guest){.wsi = wsi, .room = room, .after = room->first};
    if (room->first)
        room->first->before = guest;
    room->first = guest;
}

static void guest_leave(struct guest *guest)
{
    if (guest->room == NULL)
        return;
    if (guest->before)
        guest->before->after = guest->after;
    else
        guest->room->first = guest->after;
    if (guest->after)
        guest->after->before = guest->before;
    for (; guest->count > 0; guest->count--)
        frame_release(guest->queue[guest->begin++ % guest->capacity]);
    mem_free(guest->queue);
    buf_free(&guest->in);
}

/* --- frames ------------------------------------------------------------------------------------- */

static void guest_grow(struct guest *guest)
{
    size_t capacity = guest->capacity > 0 ? 2 * guest->capacity : 8;
    struct frame **queue = mem_array(capacity, sizeof(struct frame *));
    for (size_t i = 0; i < guest->count; i++)
        queue[i] = guest->queue[(guest->begin + i) % guest->capacity];
    mem_free(guest->queue);
    guest->queue = queue;
    guest->capacity = capacity;
    guest->begin = 0;
}

static void guest_queue(struct guest *guest, struct frame *frame)
{
    if (guest->count == guest->capacity)
        guest_grow(guest);
    guest->queue[(guest->begin + guest->count++) % guest->capacity] = frame;
    frame->holders++;
    lws_callback_on_writable(guest->wsi);
}

static void pass_on(struct relay *relay, struct guest *from, struct bytes payload)
{
    if (is_step1(payload)) {
        guest_queue(from, relay->answer);
        return;
    }
    struct frame *frame = frame_of(payload);
    frame->holders = 1;
    for (struct guest *guest = from->room->first; guest; guest = guest->after)
        if (guest != from)
            guest_queue(guest, frame);
    frame_release(frame);
}

static int guest_write(struct guest *guest)
{
    if (guest->count == 0)
        return 0;
    struct frame *frame = guest->queue[guest->begin];
    int written = lws_write(guest->wsi, frame->bytes + LWS_PRE, frame->len, LWS_WRITE_BINARY);
    guest->begin = (guest->begin + 1) % guest->capacity;
    guest->count--;
    frame_release(frame);
    if (guest->count > 0)
        lws_callback_on_writable(guest->wsi);
    return written < 0 ? -1 : 0;
}

static void guest_read(struct relay *relay, struct guest *guest, struct bytes part)
{
    bool is_last =
        lws_is_final_fragment(guest->wsi) && lws_remaining_packet_payload(guest->wsi) == 0;
    if (is_last && guest->in.len == 0) {
        pass_on(relay, guest, part);
        return;
    }
    buf_bytes_append(&guest->in, part);
    if (!is_last)
        return;
    pass_on(relay, guest, buf_bytes(&guest->in));
    buf_free(&guest->in);
}

static int on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                    size_t len)
{
    struct relay *relay = lws_context_user(lws_get_context(wsi));
    switch (reason) {
    case LWS_CALLBACK_ESTABLISHED:
        guest_enter(relay, user, wsi);
        break;
    case LWS_CALLBACK_RECEIVE:
        guest_read(relay, user, bytes_of(in, len));
        break;
    case LWS_CALLBACK_SERVER_WRITEABLE:
        return guest_write(user);
    case LWS_CALLBACK_CLOSED:
        guest_leave(user);
        break;
    default:
        break;
    }
    return 0;
}

static struct frame *answer_make(const char *file)
{
    struct buf message = {0};
    if (!relay_answer(file, &message))
        exit(2);
    struct frame *frame = frame_of(buf_bytes(&message));
    frame->holders = 1;
    buf_free(&message);
    return frame;
}

int main(int argc, char **argv)
{
    static const struct lws_protocols protocols[] = {
        {"relay", on_event, sizeof(struct guest), 4096, 0, NULL, 0}, {0}};
    if (argc < 2)
        return 2;
    lines_prepare();
    lws_set_log_level(LLL_ERR, NULL);
    struct relay relay = {.answer = answer_make(argc > 2 ? argv[2] : NULL),
                          .rooms = mem_array(MOST_ROOMS, sizeof(struct room))};
    struct lws_context_creation_info info = {.port = atoi(argv[1]),
                                             .iface = "127.0.0.1",
                                             .protocols = protocols,
                                             .user = &relay,
                                             .gid = (gid_t)-1,
                                             .uid = (uid_t)-1};
    struct lws_context *context = lws_create_context(&info);
    while (context && lws_service(context, 0) >= 0)
        ;
    return 1;
}
