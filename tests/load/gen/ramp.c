/* ramp.c - faster and faster typing, until one delivery in twenty takes over 50 ms: what the server can carry. */
#include "clock.h"
#include "crowd.h"
#include "modes.h"
#include "process.h"

#include <stdio.h>

enum { FINER_STEPS = 4, REST_S = 5, TRIES = 3 };
static const double P95_MOST_MS = 50;
static const double FASTER = 1.4;
static const double RATE_MOST = 200000;
static const double LATE_MOST_MS = 20; /* then it is us who cannot */

struct step {
    double rate; /* as it came out */
    double p50_ms;
    double p95_ms;
    double p99_ms;
    double per_update;
    double own_share;
    double cpu_share;
    bool is_carried;
    bool is_ours; /* the generator was late */
};

static struct step try_once(struct crowd *crowd, double rate)
{
    const struct options *o = crowd->options;
    crowd->tally = (struct tally){0};
    int64_t begun = now_ns();
    int64_t own = process_cpu_ns(0);
    int64_t cpu = process_cpu_ns(o->pid);
    crowd_type(crowd, rate, o->seconds, UINT64_MAX);
    double wall_ns = (double)(now_ns() - begun);
    struct step step = {.own_share = (double)(process_cpu_ns(0) - own) / wall_ns,
                        .cpu_share = (double)(process_cpu_ns(o->pid) - cpu) / wall_ns};
    bool is_whole = crowd_drain(crowd, REST_S);
    const struct tally *t = &crowd->tally;
    step.rate = (double)t->sent / wall_ns * (double)NS_PER_S;
    step.p50_ms = delays_ms(&t->delay, 0.5);
    step.p95_ms = delays_ms(&t->delay, 0.95);
    step.p99_ms = delays_ms(&t->delay, 0.99);
    step.per_update = (double)t->delivered / (double)(t->updates > 0 ? t->updates : 1);
    step.is_ours = delays_ms(&t->late, 0.95) > LATE_MOST_MS;
    step.is_carried = is_whole && step.p95_ms <= P95_MOST_MS && !step.is_ours;
    return step;
}

/* A noisy moment of the machine is no limit: what fails may try again. */
static struct step try_rate(struct crowd *crowd, double rate)
{
    struct step step = {0};
    for (int i = 0; i < TRIES && !step.is_carried && crowd->lines.closed == 0; i++)
        step = try_once(crowd, rate);
    return step;
}

static void print_step(const struct step *step, bool is_first)
{
    printf("%s{\"rate\":%.0f,\"p50_ms\":%.2f,\"p95_ms\":%.2f,\"p99_ms\":%.2f,\"merged\":%.2f,"
           "\"cpu_share\":%.2f,\"own_share\":%.2f,\"generator_late\":%s}",
           is_first ? "" : ",", step->rate, step->p50_ms, step->p95_ms, step->p99_ms,
           step->per_update, step->cpu_share, step->own_share, step->is_ours ? "true" : "false");
}

int mode_ramp(const struct options *o)
{
    static struct crowd crowd;
    if (!crowd_begin(&crowd, o))
        return 1;
    struct step best = {0};
    struct step step;
    double low = 0;
    double high = o->rate;
    printf("{\"mode\":\"ramp\",\"steps\":[");
    do {
        step = try_rate(&crowd, high);
        print_step(&step, low == 0);
        if (!step.is_carried)
            break;
        best = step;
        low = high;
        high *= FASTER;
    } while (high < RATE_MOST);
    bool is_limit_ours = step.is_ours;
    for (int i = 0; i < FINER_STEPS && low > 0 && crowd.lines.closed == 0; i++) {
        double middle = (low + high) / 2;
        step = try_rate(&crowd, middle);
        print_step(&step, false);
        if (step.is_carried)
            best = step;
        *(step.is_carried ? &low : &high) = middle;
    }
    uint64_t missing = o->dialect == FLOOR ? 0 : crowd_missing(&crowd);
    printf("],\"capacity\":%.0f,\"p95_ms\":%.2f,\"merged\":%.2f,\"own_share\":%.2f,"
           "\"generator_is_the_limit\":%s,\"missing\":%lu,\"undelivered\":%lu,\"closed\":%u}\n",
           best.rate, best.p95_ms, best.per_update, best.own_share,
           is_limit_ours ? "true" : "false", missing, crowd.expected - crowd.arrived,
           crowd.lines.closed);
    crowd_end(&crowd);
    return best.rate > 0 ? 0 : 1;
}
