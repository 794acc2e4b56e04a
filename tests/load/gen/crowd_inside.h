/* crowd_inside.h - what crowd.c and crowd_lines.c share. */
#ifndef SOPU_LOAD_CROWD_INSIDE_H
#define SOPU_LOAD_CROWD_INSIDE_H

#include "crowd.h"

/* From now on it writes under that client id. */
void crowd_member_known(struct crowd *crowd, struct member *member, uint64_t client);
/* NULL: none of us. */
struct member *crowd_member_of(const struct crowd *crowd, uint64_t client);
void crowd_say(struct crowd *crowd, struct line *line, enum kind kind, struct bytes body);
/* Takes what comes on its lines. */
void crowd_listen(struct crowd *crowd);

#endif
