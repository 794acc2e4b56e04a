/* lines.h - many WebSocket connections to one server on 127.0.0.1, in one thread, by epoll: the
 * client's side of RFC 6455 as far as servers under load use it. Whole frames only: a fragmented
 * message closes the line. Pings are answered. */
#ifndef SOPU_LOAD_LINES_H
#define SOPU_LOAD_LINES_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

enum { PATH_BYTES = 128 };

enum line_state { LINE_NEW, LINE_UPGRADING, LINE_OPEN, LINE_CLOSED };

struct line {
    int fd;
    enum line_state state;
    uint32_t index; /* in its lines */
    uint16_t close_code;
    struct buf in;  /* the beginning of a frame */
    struct buf out; /* what the socket did not take */
};

struct lines {
    void *context;
    void (*on_open)(void *context, struct line *line);
    /* A frame's payload, borrowed. */
    void (*on_message)(void *context, struct line *line, struct bytes payload);
    void (*on_text)(void *context, struct line *line, struct bytes payload); /* may be NULL */
    uint16_t port;
    int epoll;
    struct line *line;
    uint32_t count;
    uint32_t opened; /* ever */
    uint32_t closed; /* by the server, or refused */
    uint64_t bytes_in;
};

/* Callbacks and context are the caller's to set. */
void lines_begin(struct lines *lines, uint16_t port, uint32_t count);
void lines_end(struct lines *lines);

/* Begins to connect. False: the server does not listen (the line stays new). */
bool line_connect(struct lines *lines, struct line *line, const char *path);
/* All of them, some at a time, each with its path; false if they are not open within 60 s. */
bool lines_connect(struct lines *lines,
                   void (*path)(void *context, uint32_t index, char text[PATH_BYTES]));

/* One binary frame; what the socket does not take at once follows by itself. */
void line_send(struct lines *lines, struct line *line, struct bytes payload);
void line_send_text(struct lines *lines, struct line *line, struct bytes payload);
void line_close(struct lines *lines, struct line *line);

/* Waits for what comes, at most so long, and handles it. */
void lines_turn(struct lines *lines, int64_t wait_ns);

/* As many file descriptors as the machine lets us have, and short sleeps as short as they are. */
void lines_prepare(void);

#endif
