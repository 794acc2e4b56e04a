/* pack.h - a negotiation day from a file: a scenario pack (format "hyte-scenario", version 1) becomes the first events
 * of a log. Organisations, people, agenda, groups and limits are the pack's; the day begins where the workshop begins,
 * with the officers elected that the pack names; or at 1 §, before anyone is elected.
 * Thread: loop. */
#ifndef SOPU_IMPORT_PACK_H
#define SOPU_IMPORT_PACK_H

#include "base/buf.h"
#include "base/err.h"
#include "live/ports/journal.h"

/* Appends the day to an empty log. ERR_MALFORMED: the file is no pack; `why` gets one sentence, nothing was appended. */
enum err pack_import(struct bytes file, bool at_opening, struct journal *journal, int64_t now_ms,
                     struct buf *why);

#endif
