/* typed.h - what one person typed, out of their changes as the log brings them.
 * Thread: start of the program. */
#ifndef SOPU_TYPED_H
#define SOPU_TYPED_H

#include "live/hall.h"
#include "store/replay.h"

#include <jansson.h>

struct typed;

/* The hall is borrowed; it is fed the log beside. */
struct typed *typed_new(struct hall *hall);
/* A change of theirs, or a late edit, before the hall takes it: it is read against the text as it was just before. */
void typed_row(struct typed *typed, const struct log_row *row);
/* [{"doc","field","pos","at_ms","too_late","text"}], in the order of typing, an entry for what was typed in one field
 * without a longer pause. The caller's; `typed` is freed. */
json_t *typed_end(struct typed *typed);

#endif
