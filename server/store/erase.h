/* erase.h - takes out of the file what tells who a person was.
 *
 * In one transaction: the name, the links and sessions of the seat, what it voted in a vote that is open; the bodies (with their salts) of
 * its sign-ins and of its late edits, which never became part of a text. Digests stay, so the chain
 * holds, and no other record may lose its body, or the day could not be replayed. The erasing is a
 * record itself: {"what":"person_erased","seat":...,"erased":[positions]}; store/verify.h asks for it.
 * Then the file is built anew (VACUUM), so that no free page and no gap in one keeps a copy, and the
 * write-ahead log is cut to nothing.
 * What a person typed into a text is the group's and stays, under the seat's id, which tells nobody
 * who it was any more. Thread: any; no server may run on the file. */
#ifndef SOPU_STORE_ERASE_H
#define SOPU_STORE_ERASE_H

#include "base/buf.h"
#include "base/err.h"
#include "live/ports/journal.h"

#include <stdbool.h>

struct erase_report {
    bool had_name;
    uint64_t links;
    uint64_t sessions;
    uint64_t bodies;
    log_pos record;    /* where the log tells of it; 0: nothing was left to erase */
    uint8_t chain[32]; /* the newest row's, after it */
};

/* The seat is one of the day's: the caller has looked. Doing it again finishes what was cut short.
 *   ERR_BUSY   a server runs on the file; nothing was touched
 *   others     as db_claim, db_open; nothing was erased, or it was and the file could not be built
 *              anew: `why` tells */
enum err erase_person(const char *path, const char *seat, int64_t now_ms,
                      struct erase_report *report, struct buf *why);

#endif
