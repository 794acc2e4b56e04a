/* stages.h - a small day (that of tests/unit/given.h), as far as it has come at several moments: what the hall of the
 * `command` target begins with. Each is lived through once, by commands; an input begins with its log, played again. */
#ifndef SOPU_TESTS_FUZZ_STAGES_H
#define SOPU_TESTS_FUZZ_STAGES_H

#include "live/ports/journal.h"

#include <jansson.h>

enum { STAGES = 12 };

/* '0' is the first; any byte is one. */
static inline size_t stage_of(uint8_t digit)
{
    return (digit + 8U * STAGES - '0') % STAGES;
}

/* The log of that stage, durable to its end. Lives as long as the program. */
const struct journal *stage_log(size_t stage);
/* The day as its people saw it, and the seal of its minutes: where the mutator takes ids, hashes and times from. */
json_t *stage_json(size_t stage);
/* Where the clock stands. */
int64_t stage_now_ms(size_t stage);

#endif
