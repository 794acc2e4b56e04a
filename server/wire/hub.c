#include "wire/hub.h"

#include "base/lib0.h"

enum { UPDATE_NUMBERED = 16, ACKNOWLEDGED = 17, REFUSED = 18, STEP2_NUMBERED = 19 };

static enum err read_numbered(struct bytes message, struct hub_frame *frame)
{
    struct reader reader = reader_of(message);
    frame->kind = HUB_UPDATE;
    frame->seq = read_varuint(&reader);
    frame->body = read_buffer(&reader);
    return reader_done(&reader) && frame->seq > 0 ? OK : ERR_MALFORMED;
}

enum err hub_read(struct bytes bytes, struct hub_frame *frame)
{
    struct reader reader = reader_of(bytes);
    *frame = (struct hub_frame){0};
    uint64_t channel = read_varuint(&reader);
    if (reader.failed || channel == 0 || channel > HUB_CHANNEL_MAX)
        return ERR_MALFORMED;
    frame->channel = (uint32_t)channel;

    struct ysync_message message;
    enum err err = ysync_read(bytes_of(reader.at, reader_left(&reader)), &message);
    if (err != OK)
        return err;
    switch (message.kind) {
    case YSYNC_STEP1:
        frame->kind = HUB_STEP1;
        frame->body = message.body;
        return OK;
    case YSYNC_AWARENESS:
        frame->kind = HUB_AWARENESS;
        frame->body = message.body;
        return OK;
    case YSYNC_OTHER:
        if (message.number == UPDATE_NUMBERED || message.number == STEP2_NUMBERED)
            return read_numbered(message.body, frame);
        return ERR_MALFORMED;
    default:
        return ERR_MALFORMED; /* an update without a number could not be acknowledged */
    }
}

void hub_write_sync(struct buf *out, uint32_t channel, enum ysync_kind kind, struct bytes body)
{
    write_varuint(out, channel);
    ysync_write(out, kind, body);
}

void hub_write_ack(struct buf *out, uint32_t channel, uint64_t seq)
{
    write_varuint(out, channel);
    write_varuint(out, ACKNOWLEDGED);
    write_varuint(out, seq);
}

void hub_write_nack(struct buf *out, uint32_t channel, uint64_t seq, const char *code)
{
    write_varuint(out, channel);
    write_varuint(out, REFUSED);
    write_varuint(out, seq);
    write_buffer(out, bytes_text(code));
}
