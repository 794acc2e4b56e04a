/* typing.c - rooms of people who type at a given rate: how soon the others see it, and what it costs the server. */
#include "clock.h"
#include "crowd.h"
#include "modes.h"
#include "process.h"

#include <stdio.h>

enum { DRAIN_PATIENCE_S = 10 };
static const double WARM_UP_S = 1;

static double per(double amount, uint64_t count)
{
    return count > 0 ? amount / (double)count : 0;
}

int mode_typing(const struct options *o)
{
    static struct crowd crowd;
    long empty_kib = process_resident_kib(o->pid);
    if (!crowd_begin(&crowd, o))
        return 1;
    crowd_type(&crowd, o->rate, WARM_UP_S, UINT64_MAX);
    bool is_whole = crowd_drain(&crowd, DRAIN_PATIENCE_S);
    crowd.tally = (struct tally){0};
    uint64_t bytes = crowd.lines.bytes_in;
    int64_t cpu = process_cpu_ns(o->pid);
    int64_t own = process_cpu_ns(0);
    int64_t begun = now_ns();
    crowd_type(&crowd, o->rate, o->seconds, UINT64_MAX);
    is_whole = crowd_drain(&crowd, DRAIN_PATIENCE_S) && is_whole;
    double wall_us = (double)(now_ns() - begun) / NS_PER_US;
    double cpu_us = (double)(process_cpu_ns(o->pid) - cpu) / NS_PER_US;
    double own_us = (double)(process_cpu_ns(0) - own) / NS_PER_US;
    const struct tally *t = &crowd.tally;
    long full_kib = process_resident_kib(o->pid);
    uint64_t missing = o->dialect == FLOOR ? 0 : crowd_missing(&crowd);
    printf("{\"mode\":\"typing\",\"rooms\":%u,\"clients\":%u,\"rate\":%g,\"cursor\":%s,"
           "\"sent\":%lu,\"delivered\":%lu,\"undelivered\":%lu,\"updates\":%lu,\"frames\":%lu,"
           "\"echoed\":%lu,\"holes\":%lu,\"closed\":%u,\"missing\":%lu,\"bytes\":%lu,"
           "\"p50_ms\":%.3f,\"p95_ms\":%.3f,\"p99_ms\":%.3f,\"most_ms\":%.3f,"
           "\"late_p99_ms\":%.3f,\"cpu_us\":%.0f,\"cpu_us_per_character\":%.3f,"
           "\"cpu_us_per_update\":%.3f,\"cpu_us_per_keystroke\":%.3f,\"cpu_share\":%.3f,"
           "\"own_us_per_character\":%.3f,\"own_share\":%.3f,\"rss_kib\":%ld,"
           "\"kib_per_connection\":%.2f}\n",
           o->rooms, o->clients, o->rate, o->cursor ? "true" : "false", t->sent, t->delivered,
           crowd.expected - crowd.arrived, t->updates, t->frames, t->echoed, t->holes,
           crowd.lines.closed, missing, crowd.lines.bytes_in - bytes, delays_ms(&t->delay, 0.5),
           delays_ms(&t->delay, 0.95), delays_ms(&t->delay, 0.99),
           (double)t->delay.most_ns / NS_PER_MS, delays_ms(&t->late, 0.99), cpu_us,
           per(cpu_us, t->delivered), per(cpu_us, t->updates), per(cpu_us, t->sent),
           cpu_us / wall_us, per(own_us, t->delivered), own_us / wall_us, full_kib,
           (double)(full_kib - empty_kib) / crowd.lines.count);
    bool is_right = is_whole && missing == 0 && t->holes == 0 && crowd.lines.closed == 0;
    crowd_end(&crowd);
    return is_right ? 0 : 1;
}
