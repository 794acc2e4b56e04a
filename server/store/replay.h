/* replay.h - the log from the disk, row by row, its chain verified on the way.
 *
 * Everything handed to a callback is borrowed for the call. A callback that returns something else
 * than OK stops the reading, and that error is returned. Thread: any, one at a time for each struct
 * db. */
#ifndef SOPU_STORE_REPLAY_H
#define SOPU_STORE_REPLAY_H

#include "base/err.h"
#include "live/ports/journal.h"
#include "store/db.h"

struct log_row {
    log_pos pos;
    enum record_kind kind;
    const char *stream;
    uint32_t epoch;
    const char *actor;
    int64_t at_ms;
    const char *command;
    bool is_erased; /* its body was erased on somebody's request: body is empty */
    struct bytes body;
};
typedef enum err replay_row_fn(void *context, const struct log_row *row);

/* Every row after position `after` (0: from the start), in order.
 *   ERR_CORRUPT  a position is missing, a body is not what its digest says, or the chain breaks;
 * `*trouble` (may be NULL) is the first such position. Rows before it have been handed over, it has
 * not. ERR_IO       the file cannot be read */
enum err replay_each(struct db *db, log_pos after, replay_row_fn *fn, void *context,
                     log_pos *trouble);

/* The newest row: its position (0: the log is empty) and chain (zeros). ERR_IO, or ERR_CORRUPT if
 * it is no chain. */
struct log_tail {
    log_pos pos;
    uint8_t chain[32];
};
enum err replay_tail(struct db *db, struct log_tail *tail);
/* The newest row at or below `highest`. */
enum err replay_tail_at(struct db *db, log_pos highest, struct log_tail *tail);

/* Of a table with two texts in a row. */
typedef enum err replay_person_fn(void *context, const char *seat, const char *name);
enum err replay_persons(struct db *db, replay_person_fn *fn, void *context);

/* Of votes that are still open. */
typedef enum err replay_ballot_fn(void *context, const char *vote, const char *seat,
                                  const char *choice);
enum err replay_ballots(struct db *db, replay_ballot_fn *fn, void *context);

/* Where each organisation takes official mail. */
enum err replay_registry(struct db *db, replay_person_fn *fn, void *context);

/* What each who said how the day was has answered. */
enum err replay_feedback(struct db *db, replay_person_fn *fn, void *context);

/* All links: whoever comes with one that has ended is told so. */
typedef enum err replay_link_fn(void *context, const char *id, const char *seat,
                                const uint8_t hash[32], bool ended);
enum err replay_links(struct db *db, replay_link_fn *fn, void *context);

/* Sessions that end after now_ms. */
typedef enum err replay_session_fn(void *context, const uint8_t hash[32], const char *seat,
                                   int64_t expires_ms);
enum err replay_sessions(struct db *db, int64_t now_ms, replay_session_fn *fn, void *context);

#endif
