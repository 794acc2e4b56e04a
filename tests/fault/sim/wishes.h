/* wishes.h - a person thinks of something to ask for. wishes.c: groups, agenda, phases; assembly.c: motions, votes,
 * minutes. */
#ifndef SOPU_TESTS_FAULT_SIM_WISHES_H
#define SOPU_TESTS_FAULT_SIM_WISHES_H

#include "fault/sim/run.h"

#include "live/hall_inside.h"

struct thinking {
    struct run *run;
    const struct day *day;
    const char *seat;
    struct buf *out;
};

/* The wish, said; always true. */
bool wish_say(struct thinking *t, const char *kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* False: nothing comes to mind. */
bool think_of_assembly(struct thinking *t);
bool think_of_minutes(struct thinking *t);
bool think_of_officers(struct thinking *t);

#endif
