/* aside.h - what lies beside the log or is made of it: the ballots of votes that are open, the minutes. */
#ifndef SOPU_TESTS_FUZZ_ASIDE_H
#define SOPU_TESTS_FUZZ_ASIDE_H

#include "live/hall.h"

/* The table of ballots, as a start would find it: what the records had at their sides. */
void aside_replay(const struct journal *journal, struct hall *hall);
bool aside_is_same(const struct hall *a, const struct hall *b);

#endif
