#include "fakes/outbox_fake.h"

#include "base/buf.h"
#include "base/mem.h"
#include "live/stream.h"

#include <assert.h>

struct kept {
    enum frame_type type;
    log_pos after;
    struct buf bytes;
};

struct fake_follow {
    uint32_t key;
    struct stream *stream;
    uint64_t cursor;
    struct buf prefix;
};

struct fake_presence {
    uint32_t key;
    struct kept kept;
};

struct outbox {
    struct kept *kept;
    size_t count;
    struct fake_follow *follows;
    size_t follow_count;
    struct fake_presence *presences;
    size_t presence_count;
    size_t wakes;
    uint16_t close_code;
    char *close_reason;
};

struct outbox *outbox_fake_new(void)
{
    return mem_new(sizeof(struct outbox));
}

static void follow_drop(struct outbox *out, size_t i)
{
    stream_leave(out->follows[i].stream, out);
    buf_free(&out->follows[i].prefix);
    out->follows[i] = out->follows[--out->follow_count];
}

void outbox_fake_free(struct outbox *out)
{
    if (out == NULL)
        return;
    outbox_fake_clear(out);
    while (out->follow_count > 0)
        follow_drop(out, 0);
    for (size_t i = 0; i < out->presence_count; i++)
        buf_free(&out->presences[i].kept.bytes);
    mem_free(out->kept);
    mem_free(out->follows);
    mem_free(out->presences);
    mem_free(out->close_reason);
    mem_free(out);
}

static struct kept kept_of(enum frame_type type, struct bytes prefix, struct frame *frame,
                           log_pos after)
{
    struct kept kept = {.type = type, .after = after};
    buf_bytes_append(&kept.bytes, prefix);
    buf_bytes_append(&kept.bytes, frame_bytes(frame));
    buf_c_string(&kept.bytes);
    frame_release(frame);
    return kept;
}

static void keep(struct outbox *out, struct kept kept)
{
    out->kept = mem_grow(out->kept, out->count + 1, sizeof *out->kept);
    out->kept[out->count++] = kept;
}

static struct sent sent_of(const struct kept *kept)
{
    return (struct sent){.type = kept->type,
                         .after = kept->after,
                         .bytes = buf_bytes(&kept->bytes),
                         .text = (const char *)kept->bytes.data};
}

void outbox_send_shared(struct outbox *out, struct bytes prefix, enum frame_type type,
                        struct frame *frame, log_pos after)
{
    if (out->close_code != 0) {
        frame_release(frame);
        return;
    }
    keep(out, kept_of(type, prefix, frame, after));
}

void outbox_send(struct outbox *out, enum frame_type type, struct frame *frame, log_pos after)
{
    outbox_send_shared(out, (struct bytes){0}, type, frame, after);
}

void outbox_follow(struct outbox *out, uint32_t key, struct stream *stream, struct bytes prefix)
{
    assert(!outbox_fake_follows(out, key));
    out->follows = mem_grow(out->follows, out->follow_count + 1, sizeof *out->follows);
    struct fake_follow *follow = &out->follows[out->follow_count++];
    *follow = (struct fake_follow){.key = key, .stream = stream, .cursor = stream_end(stream)};
    buf_bytes_append(&follow->prefix, prefix);
    stream_join(stream, out);
}

void outbox_unfollow(struct outbox *out, uint32_t key)
{
    for (size_t i = 0; i < out->follow_count; i++)
        if (out->follows[i].key == key) {
            follow_drop(out, i);
            return;
        }
}

void outbox_wake(struct outbox *out)
{
    out->wakes++;
}

void outbox_presence(struct outbox *out, uint32_t key, enum frame_type type, struct frame *frame)
{
    size_t i = 0;
    while (i < out->presence_count && out->presences[i].key != key)
        i++;
    if (i == out->presence_count) {
        out->presences = mem_grow(out->presences, ++out->presence_count, sizeof *out->presences);
        out->presences[i] = (struct fake_presence){.key = key};
    }
    buf_free(&out->presences[i].kept.bytes);
    out->presences[i].kept = kept_of(type, (struct bytes){0}, frame, 0);
}

void outbox_notice(struct outbox *out, uint32_t key, enum frame_type type, struct frame *frame)
{
    outbox_presence(out, key, type, frame);
}

void outbox_close(struct outbox *out, uint16_t code, const char *reason)
{
    if (out->close_code != 0)
        return;
    out->close_code = code;
    out->close_reason = mem_text(reason);
}

size_t outbox_fake_count(const struct outbox *out)
{
    return out->count;
}

struct sent outbox_fake_sent(const struct outbox *out, size_t index)
{
    assert(index < out->count);
    return sent_of(&out->kept[index]);
}

struct sent outbox_fake_last(const struct outbox *out)
{
    assert(out->count > 0);
    return sent_of(&out->kept[out->count - 1]);
}

void outbox_fake_clear(struct outbox *out)
{
    for (size_t i = 0; i < out->count; i++)
        buf_free(&out->kept[i].bytes);
    out->count = 0;
}

size_t outbox_fake_take_streams(struct outbox *out)
{
    size_t before = out->count;
    for (size_t i = 0; i < out->follow_count; i++) {
        struct fake_follow *follow = &out->follows[i];
        log_pos after = 0;
        struct frame *frame = stream_next(follow->stream, &follow->cursor, &after);
        if (frame != NULL)
            keep(out, kept_of(stream_frame_type(follow->stream), buf_bytes(&follow->prefix), frame,
                              after));
    }
    return out->count - before;
}

bool outbox_fake_follows(const struct outbox *out, uint32_t key)
{
    for (size_t i = 0; i < out->follow_count; i++)
        if (out->follows[i].key == key)
            return true;
    return false;
}

size_t outbox_fake_follow_count(const struct outbox *out)
{
    return out->follow_count;
}

struct sent outbox_fake_presence(const struct outbox *out, uint32_t key)
{
    for (size_t i = 0; i < out->presence_count; i++)
        if (out->presences[i].key == key)
            return sent_of(&out->presences[i].kept);
    return (struct sent){0};
}

size_t outbox_fake_wakes(const struct outbox *out)
{
    return out->wakes;
}

uint16_t outbox_fake_close_code(const struct outbox *out)
{
    return out->close_code;
}

const char *outbox_fake_close_reason(const struct outbox *out)
{
    return out->close_reason;
}
