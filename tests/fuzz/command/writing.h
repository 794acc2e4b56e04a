/* writing.h - what people write in the texts they have open: changes made with the engine, as a browser makes them with
 * Yjs, numbered, perhaps with bytes turned over on the way; and what must hold after each (targets/command.c). */
#ifndef SOPU_TESTS_FUZZ_WRITING_H
#define SOPU_TESTS_FUZZ_WRITING_H

#include "base/bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hall;
struct journal;
struct outbox;
struct visitor;

enum { CHANNELS = 3 }; /* 1..3 */

/* One text that a person has open, as that person has it. */
struct writing {
    struct doc *doc; /* NULL: not open */
    uint64_t seq;
    bool is_minutes; /* which has other fields */
};

/* What was just opened, if anything was: the person's own copy begins with the server's words. */
void writing_begin(struct writing *writings, const struct hall *hall, const struct outbox *out);
void writing_end(struct writing *writings);

/* A change of that channel's text as a frame. line: channel, field, bytes to be turned ('0': none), then the words to
 * be written in front; none: all is wiped out. Empty: nothing is open there. */
struct bytes writing_frame(struct writing *writings, struct bytes line);

/* A binary frame was taken, acknowledged or refused as a whole, or its sender dismissed; records since `before`. */
void writing_answered(const struct visitor *visitor, const struct journal *journal, uint64_t before,
                      const struct outbox *out, struct bytes frame, bool has_changed);

#endif
