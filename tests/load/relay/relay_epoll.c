/* relay-epoll - the floor: what a server of WebSockets costs that does nothing but pass on. Each binary frame goes to
 * all others who have the same path open; no CRDT, no disk, no limits.
 *   relay-epoll PORT [DOC] [echo]
 * A sync step 1 is answered with the update in the file DOC, or with an empty one. `echo`: frames go back to their
 * sender too, as Yjs servers do it. */
#include "base/buf.h"
#include "base/mem.h"
#include "gen/lines.h"
#include "handshake.h"
#include "relay_answer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 512, CHUNK_BYTES = 256 * 1024, MOST_FILES = 20000, OP_BINARY = 2, OP_CLOSE = 8 };

struct room {
    char path[128];
    struct guest **guests;
    size_t count;
    size_t capacity;
};

struct guest {
    int fd;
    struct room *room; /* NULL until it has upgraded */
    size_t place;      /* among the room's guests */
    struct buf in;     /* the beginning of a frame */
    struct buf out;    /* what its socket did not take */
};

struct relay {
    int epoll;
    int listener;
    bool is_echoing;
    struct buf answer; /* to step 1: a whole frame */
    struct room *rooms;
    size_t room_count;
    struct guest guests[MOST_FILES]; /* by descriptor */
    uint8_t chunk[CHUNK_BYTES];
};

static void watch(struct relay *relay, int how, int fd, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.fd = fd};
    epoll_ctl(relay->epoll, how, fd, &event);
}

/* --- rooms -------------------------------------------------------------------------------------- */

/* Rooms are never forgotten, and their guests point at them: they are found by number. */
static struct room *room_find(struct relay *relay, const char *path)
{
    for (size_t i = relay->room_count; i-- > 0;)
        if (strcmp(relay->rooms[i].path, path) == 0)
            return &relay->rooms[i];
    if (relay->room_count == MOST_FILES)
        exit(1);
    struct room *room = &relay->rooms[relay->room_count++];
    snprintf(room->path, sizeof room->path, "%s", path);
    return room;
}

static void room_enter(struct room *room, struct guest *guest)
{
    if (room->count == room->capacity) {
        room->capacity = room->capacity > 0 ? 2 * room->capacity : 4;
        room->guests = mem_grow(room->guests, room->capacity, sizeof(struct guest *));
    }
    guest->room = room;
    guest->place = room->count;
    room->guests[room->count++] = guest;
}

static void guest_leave(struct guest *guest)
{
    struct room *room = guest->room;
    if (room) {
        room->guests[guest->place] = room->guests[--room->count];
        room->guests[guest->place]->place = guest->place;
    }
    close(guest->fd);
    buf_free(&guest->in);
    buf_free(&guest->out);
    *guest = (struct guest){.fd = -1};
}

/* --- frames ------------------------------------------------------------------------------------- */

static void guest_send(struct relay *relay, struct guest *guest, struct bytes bytes)
{
    ssize_t sent = 0;
    if (guest->out.len == 0)
        sent = send(guest->fd, bytes.data, bytes.len, MSG_NOSIGNAL | MSG_DONTWAIT);
    size_t taken = sent > 0 ? (size_t)sent : 0;
    if (taken == bytes.len)
        return;
    if (guest->out.len == 0)
        watch(relay, EPOLL_CTL_MOD, guest->fd, EPOLLIN | EPOLLOUT);
    buf_append(&guest->out, bytes.data + taken, bytes.len - taken);
}

static void guest_flush(struct relay *relay, struct guest *guest)
{
    struct buf *out = &guest->out;
    ssize_t sent = send(guest->fd, out->data, out->len, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent <= 0)
        return;
    memmove(out->data, out->data + sent, out->len - (size_t)sent);
    out->len -= (size_t)sent;
    if (out->len == 0)
        watch(relay, EPOLL_CTL_MOD, guest->fd, EPOLLIN);
}

static void frame_write(struct buf *frame, struct bytes payload)
{
    buf_u8(frame, 0x80 | OP_BINARY);
    if (payload.len < 126) {
        buf_u8(frame, (uint8_t)payload.len);
    } else {
        bool is_long = payload.len > UINT16_MAX;
        buf_u8(frame, is_long ? 127 : 126);
        for (int shift = is_long ? 56 : 8; shift >= 0; shift -= 8)
            buf_u8(frame, (uint8_t)((uint64_t)payload.len >> shift));
    }
    buf_bytes_append(frame, payload);
}

static void pass_on(struct relay *relay, struct guest *from, struct bytes payload)
{
    static struct buf frame;
    if (is_step1(payload)) {
        guest_send(relay, from, buf_bytes(&relay->answer));
        return;
    }
    buf_clear(&frame);
    frame_write(&frame, payload);
    for (size_t i = 0; i < from->room->count; i++)
        if (from->room->guests[i] != from || relay->is_echoing)
            guest_send(relay, from->room->guests[i], buf_bytes(&frame));
}

/* One masked frame, if it is whole: how many bytes it took; SIZE_MAX: the guest wants to go. */
static size_t frame_take(struct relay *relay, struct guest *guest, uint8_t *in, size_t left)
{
    size_t head = 6;
    if (left < 2)
        return 0;
    uint64_t len = in[1] & 0x7f;
    if (len >= 126) {
        size_t wide = len == 126 ? 2 : 8;
        head += wide;
        if (left < head)
            return 0;
        len = 0;
        for (size_t i = 0; i < wide; i++)
            len = len << 8 | in[2 + i];
    }
    if (left < head || left - head < len)
        return 0;
    const uint8_t *mask = in + head - 4;
    uint8_t *payload = in + head;
    for (size_t i = 0; i < len; i++)
        payload[i] ^= mask[i & 3];
    if ((in[0] & 0x0f) == OP_CLOSE)
        return SIZE_MAX;
    if ((in[0] & 0x0f) == OP_BINARY)
        pass_on(relay, guest, bytes_of(payload, (size_t)len));
    return head + (size_t)len;
}

/* --- guests ------------------------------------------------------------------------------------- */

static size_t upgrade(struct relay *relay, struct guest *guest, uint8_t *in, size_t left)
{
    char path[128];
    char answer[256];
    char request[1024];
    const uint8_t *end = memmem(in, left, "\r\n\r\n", 4);
    if (end == NULL)
        return left < sizeof request ? 0 : SIZE_MAX;
    size_t head = (size_t)(end - in) + 4;
    if (head >= sizeof request)
        return SIZE_MAX;
    memcpy(request, in, head);
    request[head] = 0;
    if (!handshake(request, path, answer))
        return SIZE_MAX;
    room_enter(room_find(relay, path), guest);
    guest_send(relay, guest, bytes_text(answer));
    return head;
}

static void guest_read(struct relay *relay, struct guest *guest)
{
    struct buf *kept = &guest->in;
    bool is_rest = kept->len > 0;
    uint8_t *into = is_rest ? buf_reserve(kept, CHUNK_BYTES) : relay->chunk;
    ssize_t got = recv(guest->fd, into, CHUNK_BYTES, MSG_DONTWAIT);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN)
            guest_leave(guest);
        return;
    }
    uint8_t *in = is_rest ? kept->data : relay->chunk;
    size_t len = is_rest ? kept->len + (size_t)got : (size_t)got;
    size_t at = 0;
    for (size_t more = 1; more > 0; at += more) {
        more = guest->room ? frame_take(relay, guest, in + at, len - at)
                           : upgrade(relay, guest, in + at, len - at);
        if (more == SIZE_MAX) {
            guest_leave(guest);
            return;
        }
    }
    if (at == len) {
        buf_free(kept);
        return;
    }
    if (is_rest) {
        memmove(kept->data, in + at, len - at);
        kept->len = len - at;
    } else {
        buf_append(kept, in + at, len - at);
    }
}

static void guests_accept(struct relay *relay)
{
    int on = 1;
    for (;;) {
        int fd = accept4(relay->listener, NULL, NULL, SOCK_NONBLOCK);
        if (fd < 0)
            return;
        if (fd >= MOST_FILES) {
            close(fd);
            continue;
        }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        relay->guests[fd] = (struct guest){.fd = fd};
        watch(relay, EPOLL_CTL_ADD, fd, EPOLLIN);
    }
}

/* --- the whole ---------------------------------------------------------------------------------- */

static void answer_make(struct relay *relay, const char *file)
{
    struct buf message = {0};
    if (!relay_answer(file, &message))
        exit(2);
    frame_write(&relay->answer, buf_bytes(&message));
    buf_free(&message);
}

static int listen_on(uint16_t port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 4096) != 0)
        exit(2);
    return fd;
}

int main(int argc, char **argv)
{
    struct epoll_event events[EVENTS];
    if (argc < 2)
        return 2;
    bool is_echoing = strcmp(argv[argc - 1], "echo") == 0;
    lines_prepare();
    struct relay *relay = mem_new(sizeof *relay);
    relay->rooms = mem_array(MOST_FILES, sizeof *relay->rooms);
    relay->is_echoing = is_echoing;
    relay->epoll = epoll_create1(0);
    relay->listener = listen_on((uint16_t)atoi(argv[1]));
    answer_make(relay, argc > 2 + is_echoing ? argv[2] : NULL);
    watch(relay, EPOLL_CTL_ADD, relay->listener, EPOLLIN);
    for (;;) {
        int count = epoll_wait(relay->epoll, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            struct guest *guest = &relay->guests[events[i].data.fd];
            if (events[i].data.fd == relay->listener) {
                guests_accept(relay);
                continue;
            }
            if (events[i].events & EPOLLOUT)
                guest_flush(relay, guest);
            if (events[i].events & ~(uint32_t)EPOLLOUT)
                guest_read(relay, guest);
        }
    }
}
