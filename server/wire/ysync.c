#include "wire/ysync.h"

#include "base/json_text.h"
#include "base/lib0.h"
#include "base/mem.h"

#include <assert.h>

enum { FRAME_SYNC = 0, FRAME_AWARENESS = 1, FRAME_AUTH = 2, FRAME_QUERY_AWARENESS = 3 };
enum { AUTH_DENIED = 0 };

static void read_sync(struct reader *reader, struct ysync_message *message)
{
    static const enum ysync_kind kinds[] = {YSYNC_STEP1, YSYNC_STEP2, YSYNC_UPDATE};
    uint64_t step = read_varuint(reader);
    if (step > 2)
        reader_fail(reader);
    else
        message->kind = kinds[step];
    message->body = read_buffer(reader);
}

static void read_auth(struct reader *reader, struct ysync_message *message)
{
    if (read_varuint(reader) != AUTH_DENIED)
        reader_fail(reader);
    message->kind = YSYNC_DENIED;
    message->body = read_string(reader, NULL);
}

enum err ysync_read(struct bytes frame, struct ysync_message *message)
{
    struct reader reader = reader_of(frame);
    *message = (struct ysync_message){.kind = YSYNC_OTHER, .number = read_varuint(&reader)};
    switch (message->number) {
    case FRAME_SYNC:
        read_sync(&reader, message);
        break;
    case FRAME_AWARENESS:
        message->kind = YSYNC_AWARENESS;
        message->body = read_buffer(&reader);
        break;
    case FRAME_AUTH:
        read_auth(&reader, message);
        break;
    case FRAME_QUERY_AWARENESS:
        message->kind = YSYNC_QUERY_AWARENESS;
        break;
    default:
        message->body = read_bytes(&reader, reader_left(&reader));
    }
    return reader_done(&reader) ? OK : ERR_MALFORMED;
}

void ysync_write(struct buf *frame, enum ysync_kind kind, struct bytes body)
{
    static const uint8_t numbers[][2] = {[YSYNC_STEP1] = {FRAME_SYNC, 0},
                                         [YSYNC_STEP2] = {FRAME_SYNC, 1},
                                         [YSYNC_UPDATE] = {FRAME_SYNC, 2},
                                         [YSYNC_AWARENESS] = {FRAME_AWARENESS, 0},
                                         [YSYNC_DENIED] = {FRAME_AUTH, AUTH_DENIED},
                                         [YSYNC_QUERY_AWARENESS] = {FRAME_QUERY_AWARENESS, 0}};
    assert(kind < YSYNC_OTHER);
    bool has_second = kind != YSYNC_AWARENESS && kind != YSYNC_QUERY_AWARENESS;
    buf_append(frame, numbers[kind], has_second ? 2 : 1);
    if (kind != YSYNC_QUERY_AWARENESS)
        write_buffer(frame, body);
}
