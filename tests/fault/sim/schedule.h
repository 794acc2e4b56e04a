/* schedule.h - simulated time: what happens when. Of two things at the same moment the one that was
 * put in first happens first, so a line keeps its order and a run can be repeated. */
#ifndef SOPU_TESTS_FAULT_SIM_SCHEDULE_H
#define SOPU_TESTS_FAULT_SIM_SCHEDULE_H

#include "base/buf.h"

#include <stdbool.h>

struct run;

/* `what` gets `subject`, `number` and `bytes`; the bytes belong to the schedule. */
typedef void happening_fn(struct run *run, void *subject, uint64_t number, struct bytes bytes);

struct happening {
    int64_t at_us;
    uint64_t order;
    happening_fn *what;
    void *subject;
    uint64_t number;
    struct buf bytes;
};

struct schedule {
    struct happening *heap;
    size_t count;
    size_t capacity;
    uint64_t order;
};

/* Takes the bytes. */
void schedule_put(struct schedule *schedule, int64_t at_us, happening_fn *what, void *subject,
                  uint64_t number, struct buf bytes);
/* INT64_MAX: nothing is to come. */
int64_t schedule_next_us(const struct schedule *schedule);
/* The caller frees its bytes. */
struct happening schedule_take(struct schedule *schedule);
void schedule_free(struct schedule *schedule);

#endif
