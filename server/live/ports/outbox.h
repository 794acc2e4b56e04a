/* outbox.h - one connection's way out, as the day needs it. net/ implements it; tests/fakes/ too.
 *
 * Every frame is handed over with the log position it depends on and leaves when the writer has passed that
 * position. There is no callback after the commit.
 * Three ways out: frames for this one connection in order; streams that many connections follow, each with a
 * cursor of its own; and presence, of which only the newest counts and which waits for nothing.
 * Thread: loop. */
#ifndef SOPU_LIVE_PORTS_OUTBOX_H
#define SOPU_LIVE_PORTS_OUTBOX_H

#include "base/frame.h"
#include "live/ports/journal.h"

enum frame_type { FRAME_TEXT, FRAME_BINARY };

struct outbox;
struct stream; /* live/stream.h */

/* Takes the caller's hold on the frame. Sent after all frames sent before by this call, and after `after`. */
void outbox_send(struct outbox *out, enum frame_type type, struct frame *frame, log_pos after);
/* The same for a frame that others get too, with `prefix` bytes (at most 3, copied) in front. */
void outbox_send_shared(struct outbox *out, struct bytes prefix, enum frame_type type,
                        struct frame *frame, log_pos after);

/* From now on this connection also gets what the stream releases, each frame with `prefix` bytes (at most 16,
 * copied) in front: the channel number of the hub, nothing for /yjs. The cursor starts at the stream's present end.
 * `key` names the subscription for outbox_unfollow; one stream per key. */
void outbox_follow(struct outbox *out, uint32_t key, struct stream *stream, struct bytes prefix);
void outbox_unfollow(struct outbox *out, uint32_t key);
/* The stream has something new to release for its followers: ask for a turn to write. */
void outbox_wake(struct outbox *out);

/* Replaces what is still waiting under the same key. Takes the caller's hold. */
void outbox_presence(struct outbox *out, uint32_t key, enum frame_type type, struct frame *frame);
/* The same, but it waits for nothing that was sent before: what must be heard while the disk takes nothing and the rest
 * stands still. Its keys are the presences' keys. */
void outbox_notice(struct outbox *out, uint32_t key, enum frame_type type, struct frame *frame);

/* Closes after what was sent before has left. Nothing more is read from this connection. */
void outbox_close(struct outbox *out, uint16_t code, const char *reason);

#endif
