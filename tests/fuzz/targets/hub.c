/* hub.c - fuzz target: frames of /ws and of y-websocket. Feeds: by the first byte, a frame of the
 * hub, a frame of y-protocols, or what a frame is to be written from. Checks: what is read and
 * written again is read as the same, and is no longer than it came; its body lies inside the frame.
 * What we write (sync, awareness, acknowledged, refused) says just what it was written from, and
 * the two that only the server sends are refused from a client. */
#include "fuzz/fuzz.h"

#include "base/utf.h"
#include "wire/hub.h"

enum { NUMBERED_UPDATE = 16, ACKNOWLEDGED = 17, REFUSED = 18 };

static struct buf frame;

static bool lies_in(struct bytes body, struct bytes whole)
{
    return body.len == 0 ||
           (body.data >= whole.data && body.data + body.len <= whole.data + whole.len);
}

static void check_ysync(struct bytes bytes)
{
    struct ysync_message message;
    struct ysync_message again;
    enum err err = ysync_read(bytes, &message);
    CHECK(err == OK || err == ERR_MALFORMED);
    if (err != OK)
        return;
    CHECK(lies_in(message.body, bytes));
    buf_clear(&frame);
    if (message.kind == YSYNC_OTHER) {
        CHECK(message.number > 3);
        write_varuint(&frame, message.number);
        buf_bytes_append(&frame, message.body);
    } else {
        ysync_write(&frame, message.kind, message.body);
    }
    CHECK(frame.len <= bytes.len);
    CHECK(ysync_read(buf_bytes(&frame), &again) == OK);
    CHECK(again.kind == message.kind && again.number == message.number);
    CHECK(bytes_equal(again.body, message.body));
}

static void write_again(const struct hub_frame *read)
{
    buf_clear(&frame);
    if (read->kind == HUB_UPDATE) {
        write_varuint(&frame, read->channel);
        write_varuint(&frame, NUMBERED_UPDATE);
        write_varuint(&frame, read->seq);
        write_buffer(&frame, read->body);
    } else {
        hub_write_sync(&frame, read->channel,
                       read->kind == HUB_STEP1 ? YSYNC_STEP1 : YSYNC_AWARENESS, read->body);
    }
}

static void check_hub(struct bytes bytes)
{
    struct hub_frame read;
    struct hub_frame again;
    enum err err = hub_read(bytes, &read);
    CHECK(err == OK || err == ERR_MALFORMED);
    if (err != OK)
        return;
    CHECK(read.channel > 0 && read.channel <= HUB_CHANNEL_MAX);
    CHECK(lies_in(read.body, bytes));
    CHECK((read.kind == HUB_UPDATE) == (read.seq > 0));
    write_again(&read);
    CHECK(frame.len <= bytes.len);
    CHECK(hub_read(buf_bytes(&frame), &again) == OK);
    CHECK(again.channel == read.channel && again.kind == read.kind && again.seq == read.seq);
    CHECK(bytes_equal(again.body, read.body));
}

/* A frame that only the server sends. */
static void check_ours(uint32_t channel, uint64_t number, uint64_t seq, const char *code)
{
    struct hub_frame read;
    struct reader reader = reader_of(buf_bytes(&frame));
    CHECK(read_varuint(&reader) == channel);
    CHECK(read_varuint(&reader) == number);
    CHECK(read_varuint(&reader) == seq);
    if (code)
        CHECK(bytes_equal(read_string(&reader, NULL), bytes_text(code)));
    CHECK(reader_done(&reader));
    CHECK(hub_read(buf_bytes(&frame), &read) == ERR_MALFORMED);
}

static void check_written(struct bytes input)
{
    uint32_t channel = 1 + take_u8(&input) % HUB_CHANNEL_MAX;
    uint8_t kind = take_u8(&input) % YSYNC_OTHER;
    uint64_t seq = take_u16(&input);
    seq = seq << (take_u8(&input) % 36) & LIB0_UINT_MAX;
    struct ysync_message message;
    buf_clear(&frame);
    hub_write_ack(&frame, channel, seq);
    check_ours(channel, ACKNOWLEDGED, seq, NULL);
    buf_clear(&frame);
    hub_write_nack(&frame, channel, seq, err_code((enum err)(seq % 9)));
    check_ours(channel, REFUSED, seq, err_code((enum err)(seq % 9)));
    buf_clear(&frame);
    hub_write_sync(&frame, channel, (enum ysync_kind)kind, input);
    enum err err = ysync_read(bytes_of(frame.data + 1, frame.len - 1), &message);
    CHECK((err == OK) == (kind != YSYNC_DENIED || utf8_check(input, NULL)));
    if (err == OK && kind != YSYNC_QUERY_AWARENESS)
        CHECK(message.kind == kind && bytes_equal(message.body, input));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes input = bytes_of(data, size);
    switch (take_u8(&input) % 3) {
    case 0:
        check_hub(input);
        break;
    case 1:
        check_ysync(input);
        break;
    default:
        check_written(input);
    }
    return 0;
}
