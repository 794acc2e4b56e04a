#include "lines.h"

#include "base/mem.h"
#include "clock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    EVENTS = 512,
    CHUNK_BYTES = 256 * 1024,
    MANY_AT_A_TIME = 200, /* connections under way: fewer than any server's backlog */
    CONNECT_PATIENCE_S = 60,
};

enum opcode { OP_CONTINUED = 0, OP_TEXT = 1, OP_BINARY = 2, OP_CLOSE = 8, OP_PING = 9, OP_PONG };

static uint8_t chunk[CHUNK_BYTES];

void lines_prepare(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    prctl(PR_SET_TIMERSLACK, 1UL);
}

void lines_begin(struct lines *lines, uint16_t port, uint32_t count)
{
    *lines = (struct lines){.port = port, .count = count, .epoll = epoll_create1(0)};
    lines->line = mem_array(count, sizeof *lines->line);
    for (uint32_t i = 0; i < count; i++)
        lines->line[i] = (struct line){.fd = -1, .index = i};
}

static void drop(struct line *line)
{
    if (line->fd >= 0)
        close(line->fd);
    line->fd = -1;
    line->state = LINE_CLOSED;
    buf_free(&line->in);
    buf_free(&line->out);
}

void line_close(struct lines *lines, struct line *line)
{
    (void)lines;
    drop(line);
}

static void lost(struct lines *lines, struct line *line)
{
    if (line->state != LINE_CLOSED)
        lines->closed++;
    drop(line);
}

void lines_end(struct lines *lines)
{
    for (uint32_t i = 0; i < lines->count; i++)
        drop(&lines->line[i]);
    mem_free(lines->line);
    close(lines->epoll);
    lines->line = NULL;
    lines->count = 0;
}

static void watch(struct lines *lines, struct line *line, int how, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.u32 = line->index};
    epoll_ctl(lines->epoll, how, line->fd, &event);
}

/* --- out ---------------------------------------------------------------------------------------- */

static void send_bytes(struct lines *lines, struct line *line, struct bytes bytes)
{
    if (line->out.len > 0) {
        buf_bytes_append(&line->out, bytes);
        return;
    }
    ssize_t sent = send(line->fd, bytes.data, bytes.len, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN) {
        lost(lines, line);
        return;
    }
    size_t taken = sent > 0 ? (size_t)sent : 0;
    if (taken == bytes.len)
        return;
    buf_append(&line->out, bytes.data + taken, bytes.len - taken);
    watch(lines, line, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
}

static void flush(struct lines *lines, struct line *line)
{
    struct buf out = line->out;
    line->out = (struct buf){0};
    watch(lines, line, EPOLL_CTL_MOD, EPOLLIN);
    if (out.len > 0)
        send_bytes(lines, line, buf_bytes(&out));
    buf_free(&out);
}

static void send_frame(struct lines *lines, struct line *line, enum opcode op, struct bytes payload)
{
    static const uint8_t mask[4] = {0x5a, 0xc3, 0x17, 0x99};
    static struct buf frame;
    buf_clear(&frame);
    buf_u8(&frame, (uint8_t)(0x80 | op));
    if (payload.len < 126) {
        buf_u8(&frame, (uint8_t)(0x80 | payload.len));
    } else {
        bool is_long = payload.len > UINT16_MAX;
        buf_u8(&frame, is_long ? 0xff : 0xfe);
        for (int shift = is_long ? 56 : 8; shift >= 0; shift -= 8)
            buf_u8(&frame, (uint8_t)((uint64_t)payload.len >> shift));
    }
    buf_append(&frame, mask, sizeof mask);
    uint8_t *to = buf_reserve(&frame, payload.len);
    for (size_t i = 0; i < payload.len; i++)
        to[i] = payload.data[i] ^ mask[i & 3];
    frame.len += payload.len;
    send_bytes(lines, line, buf_bytes(&frame));
}

void line_send(struct lines *lines, struct line *line, struct bytes payload)
{
    if (line->state == LINE_OPEN)
        send_frame(lines, line, OP_BINARY, payload);
}

void line_send_text(struct lines *lines, struct line *line, struct bytes payload)
{
    if (line->state == LINE_OPEN)
        send_frame(lines, line, OP_TEXT, payload);
}

/* --- in ----------------------------------------------------------------------------------------- */

static size_t upgraded(struct lines *lines, struct line *line, struct bytes in)
{
    const uint8_t *end = memmem(in.data, in.len, "\r\n\r\n", 4);
    if (end == NULL)
        return 0;
    if (in.len < 12 || memcmp(in.data, "HTTP/1.1 101", 12) != 0) {
        lost(lines, line);
        return in.len;
    }
    line->state = LINE_OPEN;
    lines->opened++;
    lines->on_open(lines->context, line);
    return (size_t)(end - in.data) + 4;
}

static void frame_take(struct lines *lines, struct line *line, uint8_t first, struct bytes payload)
{
    bool is_whole = first & 0x80;
    switch (is_whole ? first & 0x0f : OP_CONTINUED) {
    case OP_BINARY:
        lines->on_message(lines->context, line, payload);
        break;
    case OP_TEXT:
        if (lines->on_text)
            lines->on_text(lines->context, line, payload);
        break;
    case OP_PING:
        send_frame(lines, line, OP_PONG, payload);
        break;
    case OP_PONG:
        break;
    case OP_CLOSE:
        if (payload.len >= 2)
            line->close_code = (uint16_t)(payload.data[0] << 8 | payload.data[1]);
        lost(lines, line);
        break;
    default:
        lost(lines, line);
    }
}

/* One frame, if it is whole: how many bytes it took. */
static size_t frame_read(struct lines *lines, struct line *line, struct bytes in)
{
    if (in.len < 2)
        return 0;
    size_t head = 2;
    uint64_t len = in.data[1] & 0x7f;
    if (len >= 126) {
        size_t wide = len == 126 ? 2 : 8;
        head += wide;
        if (in.len < head)
            return 0;
        len = 0;
        for (size_t i = 0; i < wide; i++)
            len = len << 8 | in.data[2 + i];
    }
    if (in.len - head < len)
        return 0;
    frame_take(lines, line, in.data[0], bytes_of(in.data + head, (size_t)len));
    return head + (size_t)len;
}

/* How many of the bytes were whole frames. */
static size_t take(struct lines *lines, struct line *line, struct bytes in)
{
    size_t taken = 0;
    if (line->state == LINE_UPGRADING)
        taken = upgraded(lines, line, in);
    while (line->state == LINE_OPEN) {
        size_t more = frame_read(lines, line, bytes_of(in.data + taken, in.len - taken));
        if (more == 0)
            break;
        taken += more;
    }
    return taken;
}

/* What was not taken waits for the rest of its frame. */
static void keep(struct line *line, struct buf *kept, size_t taken)
{
    if (line->state == LINE_CLOSED || taken == kept->len) {
        buf_free(kept);
        return;
    }
    memmove(kept->data, kept->data + taken, kept->len - taken);
    kept->len -= taken;
    line->in = *kept;
}

static void receive(struct lines *lines, struct line *line)
{
    struct buf kept = line->in;
    uint8_t *into = kept.len > 0 ? buf_reserve(&kept, CHUNK_BYTES) : chunk;
    line->in = kept;
    ssize_t got = recv(line->fd, into, CHUNK_BYTES, MSG_DONTWAIT);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN)
            lost(lines, line);
        return;
    }
    lines->bytes_in += (size_t)got;
    line->in = (struct buf){0}; /* the line may be closed while its bytes are read */
    if (kept.len > 0) {
        kept.len += (size_t)got;
        keep(line, &kept, take(lines, line, buf_bytes(&kept)));
        return;
    }
    size_t taken = take(lines, line, bytes_of(chunk, (size_t)got));
    if (line->state != LINE_CLOSED)
        buf_append(&line->in, chunk + taken, (size_t)got - taken);
}

/* --- connecting --------------------------------------------------------------------------------- */

bool line_connect(struct lines *lines, struct line *line, const char *path)
{
    struct sockaddr_in server = {.sin_family = AF_INET,
                                 .sin_port = htons(lines->port),
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    /* On loopback the answer is there at once; so is a refusal. */
    if (fd < 0 || connect(fd, (struct sockaddr *)&server, sizeof server) != 0) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    line->fd = fd;
    line->state = LINE_UPGRADING;
    char request[512];
    int len = snprintf(request, sizeof request,
                       "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nUpgrade: websocket\r\n"
                       "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                       "Sec-WebSocket-Version: 13\r\n\r\n",
                       path, lines->port);
    watch(lines, line, EPOLL_CTL_ADD, EPOLLIN);
    send_bytes(lines, line, bytes_of(request, (size_t)len));
    return true;
}

bool lines_connect(struct lines *lines,
                   void (*path)(void *context, uint32_t index, char text[PATH_BYTES]))
{
    int64_t until = now_ns() + CONNECT_PATIENCE_S * NS_PER_S;
    uint32_t begun = 0;
    while (lines->opened < lines->count && now_ns() < until && lines->closed == 0) {
        while (begun < lines->count && begun - lines->opened < MANY_AT_A_TIME) {
            char text[PATH_BYTES];
            path(lines->context, begun, text);
            if (!line_connect(lines, &lines->line[begun], text))
                return false;
            begun++;
        }
        lines_turn(lines, NS_PER_MS);
    }
    return lines->opened == lines->count;
}

void lines_turn(struct lines *lines, int64_t wait_ns)
{
    struct epoll_event events[EVENTS];
    struct timespec wait = {.tv_nsec = 0};
    if (wait_ns > 0)
        wait = (struct timespec){wait_ns / NS_PER_S, wait_ns % NS_PER_S};
    int count = epoll_pwait2(lines->epoll, events, EVENTS, &wait, NULL);
    for (int i = 0; i < count; i++) {
        struct line *line = &lines->line[events[i].data.u32];
        if (line->state != LINE_CLOSED && events[i].events & EPOLLOUT)
            flush(lines, line);
        if (line->state != LINE_CLOSED && events[i].events & ~(uint32_t)EPOLLOUT)
            receive(lines, line);
    }
}
