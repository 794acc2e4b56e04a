/* relay_answer.h - the one thing the relays say themselves: the answer to sync step 1, so that joining them is done as
 * with any server. */
#ifndef SOPU_LOAD_RELAY_ANSWER_H
#define SOPU_LOAD_RELAY_ANSWER_H

#include "base/buf.h"

#include <stdbool.h>

bool is_step1(struct bytes payload);
/* Appends a sync step 2 with the update in that file, or with an empty one if file is NULL. False: it cannot be read.
 */
bool relay_answer(const char *file, struct buf *message);

#endif
