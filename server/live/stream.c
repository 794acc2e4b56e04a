#include "live/stream.h"

#include "base/mem.h"

#include <assert.h>

/* What followers may lag behind before they get a catch-up frame made afresh. */
enum { WINDOW_FRAMES = 64, WINDOW_BYTES = 512 * 1024 };

struct payload {
    uint8_t *data;
    size_t len;
    log_pos pos;
};

/* What became durable together: the shared frame, and what it was joined from, for those further
 * behind. */
struct release {
    struct frame *frame;
    struct payload *payloads;
    size_t count;
    size_t bytes;
};

struct stream {
    struct stream_kind kind;
    struct payload *waiting; /* not yet durable */
    size_t waiting_count;
    size_t waiting_capacity;
    struct release *window; /* a ring: release n at n % WINDOW_FRAMES; NULL before the first */
    uint64_t first;         /* the oldest release in the window       */
    uint64_t end;           /* one past the newest                    */
    size_t window_bytes;
    struct outbox **followers;
    size_t follower_count;
    size_t follower_capacity;
};

struct stream *stream_new(const struct stream_kind *kind)
{
    struct stream *stream = mem_new(sizeof *stream);
    stream->kind = *kind;
    return stream;
}

static void payloads_free(struct payload *payloads, size_t count)
{
    for (size_t i = 0; i < count; i++)
        mem_free(payloads[i].data);
    mem_free(payloads);
}

static void window_drop_oldest(struct stream *stream)
{
    struct release *oldest = &stream->window[stream->first % WINDOW_FRAMES];
    stream->window_bytes -= oldest->bytes;
    frame_release(oldest->frame);
    payloads_free(oldest->payloads, oldest->count);
    *oldest = (struct release){0};
    stream->first++;
}

void stream_free(struct stream *stream)
{
    if (stream == NULL)
        return;
    assert(stream->follower_count == 0);
    while (stream->first < stream->end)
        window_drop_oldest(stream);
    payloads_free(stream->waiting, stream->waiting_count);
    mem_free(stream->window);
    mem_free(stream->followers);
    mem_free(stream);
}

void stream_add(struct stream *stream, struct bytes payload, log_pos pos)
{
    assert(stream->waiting_count == 0 || stream->waiting[stream->waiting_count - 1].pos <= pos);
    if (stream->waiting_count == stream->waiting_capacity) {
        stream->waiting_capacity = stream->waiting_capacity ? stream->waiting_capacity * 2 : 8;
        stream->waiting =
            mem_grow(stream->waiting, stream->waiting_capacity, sizeof *stream->waiting);
    }
    struct payload *copy = &stream->waiting[stream->waiting_count++];
    *copy = (struct payload){.data = mem_new(payload.len), .len = payload.len, .pos = pos};
    if (payload.len > 0)
        memcpy(copy->data, payload.data, payload.len);
}

/* One frame from all payloads of the releases from..to-1. */
static struct frame *releases_join(const struct stream *stream, uint64_t from, uint64_t to)
{
    size_t count = 0;
    for (uint64_t n = from; n < to; n++)
        count += stream->window[n % WINDOW_FRAMES].count;
    struct bytes *all = mem_array(count, sizeof *all);
    size_t filled = 0;
    for (uint64_t n = from; n < to; n++) {
        const struct release *release = &stream->window[n % WINDOW_FRAMES];
        for (size_t i = 0; i < release->count; i++)
            all[filled++] = bytes_of(release->payloads[i].data, release->payloads[i].len);
    }
    struct frame *frame = stream->kind.join(stream->kind.context, all, count);
    mem_free(all);
    return frame;
}

/* Moves the first `count` waiting payloads into the window as one release. */
static void waiting_release(struct stream *stream, size_t count)
{
    if (stream->window == NULL)
        stream->window = mem_array(WINDOW_FRAMES, sizeof *stream->window);
    if (stream->end - stream->first == WINDOW_FRAMES)
        window_drop_oldest(stream);
    struct release *release = &stream->window[stream->end % WINDOW_FRAMES];
    *release =
        (struct release){.payloads = mem_array(count, sizeof(struct payload)), .count = count};
    memcpy(release->payloads, stream->waiting, count * sizeof(struct payload));
    for (size_t i = 0; i < count; i++)
        release->bytes += release->payloads[i].len;

    stream->waiting_count -= count;
    memmove(stream->waiting, stream->waiting + count,
            stream->waiting_count * sizeof(struct payload));

    stream->end++;
    release->frame = releases_join(stream, stream->end - 1, stream->end);
    stream->window_bytes += release->bytes;
    while (stream->window_bytes > WINDOW_BYTES && stream->end - stream->first > 1)
        window_drop_oldest(stream);
}

bool stream_release(struct stream *stream, log_pos durable)
{
    size_t count = 0;
    while (count < stream->waiting_count && stream->waiting[count].pos <= durable)
        count++;
    if (count == 0)
        return false;
    waiting_release(stream, count);
    for (size_t i = 0; i < stream->follower_count; i++)
        outbox_wake(stream->followers[i]);
    return true;
}

uint64_t stream_end(const struct stream *stream)
{
    return stream->end;
}

enum frame_type stream_frame_type(const struct stream *stream)
{
    return stream->kind.type;
}

void stream_join(struct stream *stream, struct outbox *follower)
{
    if (stream->follower_count == stream->follower_capacity) {
        stream->follower_capacity = stream->follower_capacity ? stream->follower_capacity * 2 : 8;
        stream->followers =
            mem_grow(stream->followers, stream->follower_capacity, sizeof(struct outbox *));
    }
    stream->followers[stream->follower_count++] = follower;
}

void stream_leave(struct stream *stream, struct outbox *follower)
{
    for (size_t i = 0; i < stream->follower_count; i++)
        if (stream->followers[i] == follower) {
            stream->followers[i] = stream->followers[--stream->follower_count];
            return;
        }
    assert(!"left a stream that was not followed");
}

struct frame *stream_next(struct stream *stream, uint64_t *cursor, log_pos *after)
{
    uint64_t from = *cursor;
    assert(from <= stream->end);
    if (from == stream->end)
        return NULL;
    *cursor = stream->end;
    if (from < stream->first)
        return stream->kind.catch_up(stream->kind.context, after);

    const struct release *newest = &stream->window[(stream->end - 1) % WINDOW_FRAMES];
    *after = newest->payloads[newest->count - 1].pos;
    if (from + 1 == stream->end)
        return frame_hold(newest->frame);
    return releases_join(stream, from, stream->end);
}
