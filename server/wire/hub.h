/* hub.h - the binary frames of /ws: varUint channel, then a y-protocols message byte for byte, or one of ours:
 *   16 varUint seq, buffer(update)     an update, numbered by its sender
 *   17 varUint seq                     acknowledged: everything up to seq is on disk
 *   18 varUint seq, string code        refused as a whole
 *   19 varUint seq, buffer(update)     the answer to sync step 1, numbered like an update
 * Views point into the frame.
 * Thread: any. */
#ifndef SOPU_WIRE_HUB_H
#define SOPU_WIRE_HUB_H

#include "base/buf.h"
#include "base/err.h"
#include "wire/ysync.h"

enum { HUB_CHANNEL_MAX = 127 }; /* one byte in front of every frame */

enum hub_kind {
    HUB_STEP1,     /* body: state vector */
    HUB_AWARENESS, /* body: awareness update */
    HUB_UPDATE,    /* seq, body: update (16, and 19: what differs is only why it was sent) */
};

struct hub_frame {
    uint32_t channel;
    enum hub_kind kind;
    uint64_t seq;
    struct bytes body;
};

/* ERR_MALFORMED: anything a client may not send. */
enum err hub_read(struct bytes bytes, struct hub_frame *frame);

void hub_write_sync(struct buf *out, uint32_t channel, enum ysync_kind kind, struct bytes body);
void hub_write_ack(struct buf *out, uint32_t channel, uint64_t seq);
void hub_write_nack(struct buf *out, uint32_t channel, uint64_t seq, const char *code);

#endif
