/* frame.h - immutable bytes shared by count: one broadcast, many sockets. Thread: loop. */
#ifndef SOPU_BASE_FRAME_H
#define SOPU_BASE_FRAME_H

#include "base/bytes.h"

struct frame {
    unsigned holders;
    size_t len;
    const uint8_t *data;
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
