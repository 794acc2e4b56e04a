/* answers.h - which commands have been answered, and how: a command sent twice happens once and hears the same.
 * Thread: loop. */
#ifndef SOPU_LIVE_ANSWERS_H
#define SOPU_LIVE_ANSWERS_H

#include "base/bytes.h"
#include "live/ports/journal.h"

struct answers;

struct answer {
    const char *seat;
    log_pos pos; /* of its last record */
    bool is_done;
    struct bytes refusal; /* {"code":...,"detail":...} if not done */
};

struct answers *answers_new(void);
void answers_free(struct answers *answers);

/* NULL: never answered. Borrowed until the next answers_keep. */
const struct answer *answers_find(const struct answers *answers, const char *command);
/* Copies; a later record of the same command moves its position on. */
void answers_keep(struct answers *answers, const char *command, struct answer answer);

#endif
