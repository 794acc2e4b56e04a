/* delays.h - how long things took: percentiles of any number of them, each within one percent. */
#ifndef SOPU_LOAD_DELAYS_H
#define SOPU_LOAD_DELAYS_H

#include <stdint.h>

enum { DELAY_STEPS = 128, DELAY_DOUBLINGS = 40 };

struct delays {
    uint64_t count;
    int64_t most_ns;
    uint64_t bucket[DELAY_DOUBLINGS * DELAY_STEPS];
};

void delays_clear(struct delays *delays);
void delays_add(struct delays *delays, int64_t ns);
/* share: 0.95 for p95. 0 if there were none. */
double delays_ms(const struct delays *delays, double share);

#endif
