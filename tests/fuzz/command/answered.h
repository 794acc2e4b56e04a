/* answered.h - whether a frame was answered as the protocol says: once, with a code that is known, within bounds; and
 * whether what is written down agrees with it. */
#ifndef SOPU_TESTS_FUZZ_ANSWERED_H
#define SOPU_TESTS_FUZZ_ANSWERED_H

#include "fakes/journal_fake.h"
#include "fakes/outbox_fake.h"
#include "live/hall.h"

/* Text frames with that op; the first of them, borrowed (empty: none). */
size_t answered_count(const struct outbox *out, const char *op);
struct bytes answered_first(const struct outbox *out, const char *op);

/* What the outbox holds since the frame came in by the socket, or the body by POST; records since `before`. */
void answered_frame(const struct journal *journal, log_pos before, const struct outbox *out,
                    struct bytes frame);
void answered_post(const struct journal *journal, log_pos before, const struct outbox *out);

/* Every command on the log has the same answer in both halls. */
void answered_same(const struct journal *journal, struct hall *one, struct hall *other);

#endif
