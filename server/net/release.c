#include "net/release.h"

#include "base/mem.h"

#include <endian.h>

enum {
    PARCEL_BYTES = 64 * 1024,       /* as much as the kernel is told to hold for one socket */
    PIECE_BYTES = PARCEL_BYTES / 4, /* of a frame larger than that */
    HEAD_BYTES_MAX = 10,
};

/* Frames on their way into one socket, each with the head that RFC 6455, 5.2, gives it. */
struct parcel {
    uint8_t headroom[LWS_PRE]; /* lws asks for it, and has nothing to write there */
    size_t len;
    uint8_t bytes[PARCEL_BYTES];
};

struct parcel *parcel_new(void)
{
    return mem_new(sizeof(struct parcel));
}

static void move_to(struct session *session, lws_dll2_owner_t *list)
{
    if (session->in_line.owner == list)
        return;
    lws_dll2_remove(&session->in_line);
    lws_dll2_add_tail(&session->in_line, list);
}

/* --- into the socket --- */

/* lws passes the bytes of this kind on as they are, and keeps what the kernel does not take. */
static bool parcel_write(struct session *session, struct parcel *parcel)
{
    size_t len = parcel->len;
    if (len == 0)
        return true;
    parcel->len = 0;
    session->told_ms = (int64_t)uv_now(&session->server->loop); /* as monotonic_ms, of this turn */
    return lws_write(session->wsi, parcel->bytes, len, LWS_WRITE_HTTP) >= 0;
}

/* --- a large frame --- */

/* It is shared by all who get it, and lws would copy what a full socket does not take of it: so it leaves piece by piece,
 * the next one when the socket has taken the last. Nothing may come in between, and lws would answer a ping there: so
 * meanwhile nothing is read. */
static void rest_begin(struct session *session, struct frame *frame, size_t from)
{
    session->rest = frame_hold(frame);
    session->rest_from = from;
    lws_rx_flow_control(session->wsi, 0);
}

static bool rest_write(struct session *session, struct parcel *parcel)
{
    if (parcel->len > 0)
        return parcel_write(session, parcel);
    struct frame *rest = session->rest;
    size_t left = rest->len - session->rest_from;
    size_t len = left < PIECE_BYTES ? left : PIECE_BYTES;
    session->told_ms = (int64_t)uv_now(&session->server->loop);
    /* lws has nothing to write into bytes of this kind, though it asks for a place where it might */
    uint8_t *piece = (uint8_t *)(uintptr_t)(rest->data + session->rest_from);
    if (lws_write(session->wsi, piece, len, LWS_WRITE_HTTP) < 0)
        return false;
    session->rest_from += len;
    if (len < left)
        return true;
    frame_release(rest);
    session->rest = NULL;
    lws_rx_flow_control(session->wsi, 1);
    return true;
}

/* --- a turn --- */

static size_t head_write(uint8_t *head, enum frame_type type, size_t len)
{
    head[0] = type == FRAME_TEXT ? 0x81 : 0x82;
    if (len < 126) {
        head[1] = (uint8_t)len;
        return 2;
    }
    if (len <= UINT16_MAX) {
        uint16_t short_len = htobe16((uint16_t)len);
        head[1] = 126;
        memcpy(head + 2, &short_len, sizeof short_len);
        return 4;
    }
    uint64_t long_len = htobe64(len);
    head[1] = 127;
    memcpy(head + 2, &long_len, sizeof long_len);
    return 10;
}

/* The frame's head and so many of its bytes. */
static void parcel_add(struct parcel *parcel, const struct turn *turn, size_t len)
{
    uint8_t *at = parcel->bytes + parcel->len;
    at += head_write(at, turn->type, turn->prefix_len + turn->frame->len);
    memcpy(at, turn->prefix, turn->prefix_len);
    memcpy(at + turn->prefix_len, turn->frame->data, len);
    parcel->len = (size_t)(at + turn->prefix_len + len - parcel->bytes);
}

static bool turn_write(struct session *session, struct parcel *parcel, const struct turn *turn)
{
    const struct frame *frame = turn->frame;
    size_t len = frame->len < PIECE_BYTES ? frame->len : PIECE_BYTES;
    if (parcel->len + HEAD_BYTES_MAX + turn->prefix_len + len > PARCEL_BYTES &&
        !parcel_write(session, parcel))
        return false;
    parcel_add(parcel, turn, len);
    if (len < frame->len)
        rest_begin(session, turn->frame, len);
    return true;
}

/* Our own close frame, since lws' would not leave: what is built into Debian as a test of the libuv plugin closes each
 * connection twice over, and the second time loses the frame of the first. The peer answers it, or is given up. */
static bool close_write(struct session *session, struct parcel *parcel, const struct turn *turn)
{
    enum { REASON_BYTES_MAX = 123 };
    size_t len = strlen(turn->reason);
    len = len < REASON_BYTES_MAX ? len : REASON_BYTES_MAX;
    if (!parcel_write(session, parcel))
        return false;
    uint16_t code = htobe16(turn->code);
    parcel->bytes[0] = 0x88;
    parcel->bytes[1] = (uint8_t)(sizeof code + len);
    memcpy(parcel->bytes + 2, &code, sizeof code);
    memcpy(parcel->bytes + 2 + sizeof code, turn->reason, len);
    parcel->len = 2 + sizeof code + len;
    session_leave(session);
    return true;
}

/* With something in it: lws does not tell of the answer to an empty one. */
static void ping_add(struct parcel *parcel)
{
    static const uint8_t ping[] = {0x89, 1, '?'};
    memcpy(parcel->bytes + parcel->len, ping, sizeof ping);
    parcel->len += sizeof ping;
}

static bool next_write(struct session *session, struct parcel *parcel, bool *is_all)
{
    if (session->rest != NULL)
        return rest_write(session, parcel);
    if (session->wants_ping) {
        session->wants_ping = false;
        ping_add(parcel);
    }
    struct turn turn = outbox_turn(session->out);
    *is_all = turn.kind == TURN_NOTHING;
    if (*is_all)
        return true;
    bool is_well = turn.kind == TURN_CLOSE ? close_write(session, parcel, &turn)
                                           : turn_write(session, parcel, &turn);
    frame_release(turn.frame);
    return is_well;
}

/* Everything that may leave, until the socket is full. False: it is broken. */
static bool flush(struct session *session)
{
    struct parcel *parcel = session->server->parcel;
    bool is_well = true;
    bool is_all = false;
    bool is_full = lws_partial_buffered(session->wsi);
    while (is_well && !is_all && session->is_open && !is_full) {
        is_well = next_write(session, parcel, &is_all);
        is_full = lws_partial_buffered(session->wsi);
    }
    is_well = parcel_write(session, parcel) && is_well;
    if (is_well && session->is_open && is_full)
        lws_callback_on_writable(session->wsi);
    else if (is_well && outbox_is_waiting(session->out))
        move_to(session, &session->server->waiting);
    return is_well;
}

int release_writeable(struct session *session)
{
    if (session->rest != NULL) /* it has taken more */
        session_heard(session);
    return flush(session) ? 0 : -1;
}

/* --- who has something --- */

void release_ask(struct session *session)
{
    struct server *server = session->server;
    if (session->in_line.owner != &server->ready)
        move_to(session, outbox_is_ready(session->out) ? &server->ready : &server->waiting);
}

void release_ping(struct session *session)
{
    session->wants_ping = true;
    move_to(session, &session->server->ready);
}

void release_forget(struct session *session)
{
    lws_dll2_remove(&session->in_line);
}

void release_durable(struct server *server)
{
    lws_start_foreach_dll_safe(struct lws_dll2 *, node, next, server->waiting.head)
    {
        struct session *session = lws_container_of(node, struct session, in_line);
        if (outbox_is_ready(session->out))
            move_to(session, &server->ready);
    }
    lws_end_foreach_dll_safe(node, next);
}

void release_turn_end(struct server *server)
{
    while (server->ready.head != NULL) {
        struct session *session = lws_container_of(server->ready.head, struct session, in_line);
        lws_dll2_remove(&session->in_line);
        if (!flush(session))
            lws_set_timeout(session->wsi, PENDING_TIMEOUT_CLOSE_SEND, LWS_TO_KILL_SYNC);
    }
}
