/* outbox_fake.h - an outbox that keeps everything it was told, for a test to look at. Nothing waits
 * for the disk: each frame is kept with the position it depends on. Linked before libsopu.a it
 * stands in for net/outbox.c. */
#ifndef SOPU_TESTS_FAKES_OUTBOX_FAKE_H
#define SOPU_TESTS_FAKES_OUTBOX_FAKE_H

#include "live/ports/outbox.h"

#include <stdbool.h>

struct outbox *outbox_fake_new(void);
void outbox_fake_free(struct outbox *out);

/* One frame that was sent, or taken from a stream. */
struct sent {
    enum frame_type type;
    log_pos after;
    struct bytes
        bytes;        /* with the stream's prefix; borrowed until the outbox is cleared or freed */
    const char *text; /* the same with a NUL behind it                                            */
};

/* Frames by outbox_send so far, in order, and those that outbox_fake_take_streams has added. */
size_t outbox_fake_count(const struct outbox *out);
struct sent outbox_fake_sent(const struct outbox *out, size_t index);
/* The newest; the test fails if there is none. */
struct sent outbox_fake_last(const struct outbox *out);
/* Forgets what was sent; follows and presence stay. */
void outbox_fake_clear(struct outbox *out);

/* Takes what the followed streams have for this connection, as a socket that may write would.
 * Returns the number of frames added. */
size_t outbox_fake_take_streams(struct outbox *out);
bool outbox_fake_follows(const struct outbox *out, uint32_t key);
size_t outbox_fake_follow_count(const struct outbox *out);

/* The newest presence frame under the key; bytes.data is NULL if there is none. */
struct sent outbox_fake_presence(const struct outbox *out, uint32_t key);

/* How often outbox_wake was called. */
size_t outbox_fake_wakes(const struct outbox *out);

/* 0: not closed. */
uint16_t outbox_fake_close_code(const struct outbox *out);
const char *outbox_fake_close_reason(const struct outbox *out);

#endif
