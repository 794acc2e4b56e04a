/* load.h - everything a file knows into memory.
 * Thread: loop, before it turns. */
#ifndef SOPU_LOAD_H
#define SOPU_LOAD_H

#include "live/hall.h"
#include "net/auth.h"
#include "store/replay.h"

/* auth may be NULL. On failure `why` has a sentence. */
enum err load(const char *path, struct hall *hall, struct auth *auth, struct buf *why);

/* One row, as the hall takes it. */
enum err load_row(struct hall *hall, const struct log_row *row);

#endif
