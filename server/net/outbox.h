/* outbox.h - live/ports/outbox.h from the socket's side: what may leave a connection now.
 *
 * Order: what was sent to this connection alone goes first and in order, each when its position is
 * durable. A followed stream or a presence frame never overtakes what had been sent before it was
 * followed or shown, so "opened" comes before the first change of the text that was opened. Thread:
 * loop. */
#ifndef SOPU_NET_OUTBOX_H
#define SOPU_NET_OUTBOX_H

#include "live/ports/outbox.h"

#include <stdbool.h>

enum {
    OUTBOX_PREFIX_MAX = 16,     /* of a stream's frames      */
    OUTBOX_SEND_PREFIX_MAX = 3, /* of what is sent to one    */
    OUTBOX_FRAMES_MAX = 1024,   /* waiting for one connection; then it is closed with 1013 */
    OUTBOX_BYTES_MAX = 2 * 1024 * 1024, /* the same in bytes; a single frame may be larger */
    OUTBOX_FOLLOWS_MAX = 256, /* streams, and as many presence slots: a peer cannot reach it */
    CLOSE_BEHIND = 1013,
};

/* `ask_for_turn` is called whenever something may have become ready; it may only ask
 * outbox_is_ready. */
struct outbox *outbox_new(const struct journal *journal, void (*ask_for_turn)(void *context),
                          void *context);
/* Leaves its streams and lets go of its frames. */
void outbox_free(struct outbox *out);

/* One turn to write: at most one frame, or the close. */
struct turn {
    enum { TURN_NOTHING, TURN_FRAME, TURN_CLOSE } kind;
    enum frame_type type;
    struct frame *frame;               /* one hold for the caller */
    uint8_t prefix[OUTBOX_PREFIX_MAX]; /* goes in front of it      */
    size_t prefix_len;
    uint16_t code;
    const char *reason; /* borrowed from the outbox */
};
struct turn outbox_turn(struct outbox *out);
/* Would a turn give something? May say yes too often. */
bool outbox_is_ready(const struct outbox *out);
/* It has something that waits for the disk. */
bool outbox_is_waiting(const struct outbox *out);

/* Nothing more is read from this connection. */
bool outbox_is_closing(const struct outbox *out);
/* Closes at the next turn; what waits is dropped. The first close counts. */
void outbox_cut(struct outbox *out, uint16_t code, const char *reason);

#endif
