/* stream.h - what many connections are told in the same order: a room's changes, the day's events.
 *
 * A record comes in with its log position; when the writer has passed it, what has become durable
 * since is joined into one frame (one commit, one frame) that all followers share. A follower is a
 * cursor, not a queue: someone one frame behind gets the shared frame, someone further behind one
 * merged frame, someone beyond the window one catch-up frame made afresh. Thread: loop. */
#ifndef SOPU_LIVE_STREAM_H
#define SOPU_LIVE_STREAM_H

#include "base/frame.h"
#include "live/ports/journal.h"
#include "live/ports/outbox.h"

#include <stdbool.h>

struct stream;

/* How records of one kind become frames. Both return a frame with one hold for the caller. */
struct stream_kind {
    enum frame_type type;
    /* Several payloads, in order, as one frame. */
    struct frame *(*join)(void *context, const struct bytes *payloads, size_t count);
    /* All that someone lacks whose cursor has fallen out of the window; *after: the position it
     * depends on. */
    struct frame *(*catch_up)(void *context, log_pos *after);
    void *context;
};

struct stream *stream_new(const struct stream_kind *kind);
/* Nobody may follow it any more. */
void stream_free(struct stream *stream);

/* The payload is copied. */
void stream_add(struct stream *stream, struct bytes payload, log_pos pos);
/* Everything up to `durable` may go out: joins it and wakes the followers. False: there was nothing. */
bool stream_release(struct stream *stream, log_pos durable);

/* Followers, for the outbox alone. A cursor counts released frames. */
uint64_t stream_end(const struct stream *stream);
enum frame_type stream_frame_type(const struct stream *stream);
void stream_join(struct stream *stream, struct outbox *follower);
void stream_leave(struct stream *stream, struct outbox *follower);
/* The next frame for a cursor, with one hold for the caller, and the cursor moved behind it; NULL:
 * nothing yet. *after: the position the frame depends on; the caller must hold it back until that
 * is durable. */
struct frame *stream_next(struct stream *stream, uint64_t *cursor, log_pos *after);

#endif
