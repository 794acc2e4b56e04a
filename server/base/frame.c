#include "base/frame.h"

#include "base/mem.h"

#include <assert.h>

struct frame *frame_new(struct bytes bytes)
{
    struct frame *frame = mem_new(sizeof *frame + bytes.len);
    uint8_t *data = (uint8_t *)(frame + 1);
    frame->holders = 1;
    frame->len = bytes.len;
    frame->data = data;
    if (bytes.len > 0)
        memcpy(data, bytes.data, bytes.len);
    return frame;
}

struct frame *frame_hold(struct frame *frame)
{
    frame->holders++;
    return frame;
}

void frame_release(struct frame *frame)
{
    if (frame == NULL)
        return;
    assert(frame->holders > 0);
    if (--frame->holders == 0)
        mem_free(frame);
}
