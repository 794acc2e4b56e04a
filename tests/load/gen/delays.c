#include "delays.h"

#include "clock.h"

#include <math.h>
#include <string.h>

/* Below DELAY_STEPS each number has a bucket of its own; then DELAY_STEPS buckets for each
 * doubling. */
static unsigned bucket_of(uint64_t value)
{
    if (value < DELAY_STEPS)
        return (unsigned)value;
    unsigned shift = 63U - (unsigned)__builtin_clzll(value) - 7U; /* 2^7 = DELAY_STEPS */
    unsigned bucket = (shift + 1) * DELAY_STEPS + (unsigned)(value >> shift) - DELAY_STEPS;
    unsigned last = DELAY_DOUBLINGS * DELAY_STEPS - 1;
    return bucket < last ? bucket : last;
}

static double value_of(unsigned bucket)
{
    if (bucket < DELAY_STEPS)
        return bucket;
    unsigned shift = bucket / DELAY_STEPS - 1;
    return ldexp(DELAY_STEPS + bucket % DELAY_STEPS + 0.5, (int)shift);
}

void delays_clear(struct delays *delays)
{
    memset(delays, 0, sizeof *delays);
}

void delays_add(struct delays *delays, int64_t ns)
{
    delays->count++;
    if (ns > delays->most_ns)
        delays->most_ns = ns;
    delays->bucket[bucket_of(ns > 0 ? (uint64_t)ns : 0)]++;
}

double delays_ms(const struct delays *delays, double share)
{
    uint64_t wanted = (uint64_t)ceil((double)delays->count * share);
    uint64_t passed = 0;
    for (unsigned i = 0; i < DELAY_DOUBLINGS * DELAY_STEPS; i++) {
        passed += delays->bucket[i];
        if (passed >= wanted && passed > 0)
            return value_of(i) / NS_PER_MS;
    }
    return 0;
}
