/* clock.h - what time it is, as the day needs it. net/ implements it with the machine's clock, tests set it.
 * Thread: loop. */
#ifndef SOPU_LIVE_PORTS_CLOCK_H
#define SOPU_LIVE_PORTS_CLOCK_H

#include <stdint.h>

struct clock_port {
    /* Unix time in ms. May jump: people see it, order never depends on it. */
    int64_t (*now_ms)(void *context);
    void *context;
};

static inline int64_t clock_now_ms(const struct clock_port *clock)
{
    return clock->now_ms(clock->context);
}

#endif
