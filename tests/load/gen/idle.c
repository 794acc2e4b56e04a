/* idle.c - people who are there and do nothing; person i has room i % rooms open. */
#include "clock.h"
#include "joiners.h"
#include "modes.h"
#include "process.h"

#include <stdio.h>

enum { AT_ONCE = 100, PATIENCE_S = 60, CALM_S = 2 };

int mode_idle(const struct options *o)
{
    long before_kib = process_resident_kib(o->pid);
    struct joiners joiners = {
        .options = o, .count = o->clients, .rooms = o->rooms, .at_once = AT_ONCE};
    join_begin(&joiners);
    bool is_well = join_wait(&joiners, PATIENCE_S);
    join_listen(&joiners, CALM_S);
    int64_t cpu = process_cpu_ns(o->pid);
    join_listen(&joiners, o->seconds);
    double cpu_ms = (double)(process_cpu_ns(o->pid) - cpu) / NS_PER_MS;
    printf("{\"mode\":\"idle\",\"connections\":%u,\"rooms\":%u,\"served\":%u,\"closed\":%u,"
           "\"before_kib\":%ld,\"rss_kib\":%ld,\"cpu_ms_per_s\":%.3f}\n",
           o->clients, o->rooms, joiners.served, joiners.lines.closed, before_kib,
           process_resident_kib(o->pid), cpu_ms / o->seconds);
    is_well = is_well && joiners.lines.closed == 0;
    join_end(&joiners);
    return is_well ? 0 : 1;
}
