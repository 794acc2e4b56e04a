/* frame.h - immutable bytes shared by count: one broadcast, many sockets.
 * In front of the bytes lies headroom, which the socket layer scribbles into while it sends
 * (channel number and WebSocket header): the one part that may change after frame_new.
 * Thread: loop. */
#ifndef SOPU_BASE_FRAME_H
#define SOPU_BASE_FRAME_H

#include "base/bytes.h"

enum { FRAME_HEADROOM_BYTES = 48 };

struct frame {
    unsigned holders;
    size_t len;
    uint8_t *data; /* FRAME_HEADROOM_BYTES of headroom lie before it */
};

/* A copy of the bytes with one holder: the caller. */
struct frame *frame_new(struct bytes bytes);
struct frame *frame_hold(struct frame *frame);
/* Lets go; the last holder frees it. NULL is fine. */
void frame_release(struct frame *frame);
static inline struct bytes frame_bytes(const struct frame *frame)
{
    return (struct bytes){frame->data, frame->len};
}

#endif
