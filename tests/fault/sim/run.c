/* One run: a plan out of the seed, simulated time, and what must hold at the end. */
#include "fault/sim/run.h"

#include "base/mem.h"
#include "fault/sim/thread.h"
#include "store/verify.h"

#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>

enum {
    CALM_MOST_US = 120 * SECOND,
    LOOKS_EVERY_US = 250 * MS,
    USUAL_SYNC_US = 1500,
    WAKE_DELAY_MOST_US = 400,
    STOCK_IN = 7, /* one person in so many has another editor */
    SECOND_TAB_IN = 8,
};

/* What store/ asks of the thread, and libsodium of the machine, has no place for a context. */
static struct run *the_run;

struct run *run_now(void)
{
    return the_run;
}

void run_fail(struct run *run, const char *format, ...)
{
    if (run->failure.len > 0)
        return;
    va_list args;
    char text[600];
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    buf_format(&run->failure, "after %.3f s: %s", (double)run->now_us / SECOND, text);
}

void run_tell(struct run *run, const char *format, ...)
{
    if (!run->is_told)
        return;
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%9.4f  ", (double)run->now_us / SECOND);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
}

void run_later(struct run *run, int64_t in_us, happening_fn *what, void *subject)
{
    schedule_put(&run->schedule, run->now_us + in_us, what, subject, 0, (struct buf){0});
}

/* --- randomness and time for the server --- */

static const char *random_name(void)
{
    return "seed";
}

static uint32_t random_u32(void)
{
    return (uint32_t)chance_u64(&the_run->chance);
}

static void random_bytes(void *to, size_t size)
{
    for (size_t i = 0; i < size; i++)
        ((uint8_t *)to)[i] = (uint8_t)draw(&the_run->chance, 256);
}

static int64_t wake_delay_us(void)
{
    return draw_between(&the_run->chance, 1, WAKE_DELAY_MOST_US);
}

static void machine_begin(struct run *run)
{
    static struct randombytes_implementation seeded = {
        .implementation_name = random_name, .random = random_u32, .buf = random_bytes};
    the_run = run;
    randombytes_set_implementation(&seeded);
    thread_times(&run->now_us, wake_delay_us);
    run->disk.chance = &run->chance;
    run->disk.digest = &run->digest;
    run->disk.operations_left = -1;
    run->disk.trouble.sync_most_us = USUAL_SYNC_US;
    vfs_use(&run->disk, &run->now_us);
}

/* --- what goes wrong --- */

static void power_cut(struct run *run, void *subject, uint64_t number, struct bytes bytes)
{
    (void)subject, (void)number, (void)bytes;
    if (run->is_calm || run->server.hall == NULL)
        return;
    run_tell(run, "power cut");
    server_crash(run, DISK_POWER_CUT);
}

static void killed(struct run *run)
{
    run_tell(run, "killed");
    server_crash(run, DISK_KILLED);
    if (once_in(&run->chance, 2)) /* what one process left unsynced, the next has shown */
        run_later(run, draw_between(&run->chance, 1, 1 * SECOND), power_cut, NULL);
}

static void stopped(struct run *run)
{
    run_tell(run, "stopped");
    if (!server_stop(run))
        run_tell(run, "  the disk did not take everything");
    run_later(run, 10 * MS, server_start_again, NULL);
}

static void crash(struct run *run, void *subject, uint64_t number, struct bytes bytes)
{
    if (run->is_calm || run->server.hall == NULL)
        return;
    uint32_t which = draw(&run->chance, 5);
    if (which == 0)
        stopped(run);
    else if (which < 3)
        killed(run);
    else
        power_cut(run, subject, number, bytes);
}

static void trouble_ends(struct run *run, void *subject, uint64_t number, struct bytes bytes)
{
    (void)subject, (void)number, (void)bytes;
    run_tell(run, "the disk is well");
    run->disk.trouble = (struct trouble){.sync_most_us = USUAL_SYNC_US};
}

static void trouble_begins(struct run *run, void *subject, uint64_t number, struct bytes bytes)
{
    (void)subject, (void)number, (void)bytes;
    static const char *const names[] = {"writes fail", "syncs fail", "everything fails",
                                        "the disk is full", "the disk is slow"};
    struct trouble *trouble = &run->disk.trouble;
    uint32_t which = draw(&run->chance, 5);
    unsigned often = 1 + draw(&run->chance, 12);
    if (run->is_calm)
        return;
    run->counts.troubles++;
    run_tell(run, "%s, one in %u", names[which], often);
    trouble->write_fails_in = which == 0 || which == 2 ? often : 0;
    trouble->sync_fails_in = which == 1 || which == 2 ? 1 + often / 4 : 0;
    trouble->read_fails_in = which == 2 ? often * 8 : 0;
    trouble->is_full = which == 3;
    if (which == 4)
        trouble->sync_most_us = 400 * MS;
    run_later(run, draw_between(&run->chance, 1 * MS, 4 * SECOND), trouble_ends, NULL);
    if (once_in(&run->chance, 4)) /* a disk that fails often goes altogether */
        run_later(run, draw_between(&run->chance, 1 * MS, 1 * SECOND), power_cut, NULL);
}

static void clock_jumps(struct run *run, void *subject, uint64_t number, struct bytes bytes)
{
    (void)subject, (void)number, (void)bytes;
    if (run->is_calm)
        return;
    run->clock_off_ms += draw_between(&run->chance, -3600 * 1000, 3600 * 1000);
    run_tell(run, "the clock is off by %lld s", (long long)run->clock_off_ms / 1000);
}

void run_peer_add(struct run *run, struct peer *peer)
{
    run->peers = mem_grow(run->peers, run->peer_count + 1, sizeof(struct peer *));
    run->peers[run->peer_count++] = peer;
}

static void someone_comes(struct run *run, void *subject, uint64_t index, struct bytes bytes)
{
    (void)subject, (void)bytes;
    char seat[16];
    day_seat_name(&run->plan, index, seat);
    run->counts.people++;
    run_peer_add(run,
                 once_in(&run->chance, STOCK_IN) ? stock_new(run, seat) : client_new(run, seat));
}

static struct plan plan_draw(struct chance *chance)
{
    uint32_t size = draw(chance, 100);
    struct plan plan = {
        .begins = draw(chance, BEGINS_COUNT),
        .groups = 1 + draw(chance, 2),
        .people = 1 + draw(chance, 2),
        .lasts_us = draw_between(chance, 1 * SECOND, 10 * SECOND),
        .pause_most_us = draw_between(chance, 50 * MS, 400 * MS),
        .delay_most_us = once_in(chance, 4) ? 800 * MS : 20 * MS,
        .restarts = draw(chance, 4),
        .checkpoint_pages = once_in(chance, 2) ? (int)draw_between(chance, 3, 60) : 0,
        .has_disk_trouble = once_in(chance, 2),
    };
    if (size >= 97) {
        plan.groups = 4;
        plan.people = 10 + draw(chance, 40);
        plan.lasts_us = draw_between(chance, 1 * SECOND, 3 * SECOND);
        plan.pause_most_us = 1200 * MS;
    } else if (size >= 92) {
        plan.begins = BEGINS_WRITING; /* so much is typed that who stalls falls far behind */
        plan.groups = 1;
        plan.people = 4;
        plan.pause_most_us = 15 * MS;
        plan.lasts_us = draw_between(chance, 1 * SECOND, 3 * SECOND);
        plan.restarts /= 2;
    } else if (size >= 75) {
        plan.people = 3 + draw(chance, 4);
        plan.lasts_us /= 2;
    }
    return plan;
}

static void plan_put(struct run *run)
{
    struct plan *plan = &run->plan;
    struct chance *chance = &run->chance;
    size_t seats = day_seat_count(plan);
    for (size_t i = 0; i < seats; i++) {
        if (i != 0 && once_in(chance, 4))
            continue;
        for (int tab = 0; tab < 1 + once_in(chance, SECOND_TAB_IN); tab++)
            schedule_put(&run->schedule, draw_between(chance, 1, plan->lasts_us / 4), someone_comes,
                         NULL, i, (struct buf){0});
    }
    for (unsigned i = 0; i < plan->restarts; i++)
        run_later(run, draw_between(chance, 1, plan->lasts_us), crash, NULL);
    for (unsigned i = 0; plan->has_disk_trouble && i < 3; i++)
        run_later(run, draw_between(chance, 1, plan->lasts_us), trouble_begins, NULL);
    if (once_in(chance, 3))
        run_later(run, draw_between(chance, 1, plan->lasts_us), clock_jumps, NULL);
}

/* --- time --- */

static void step(struct run *run)
{
    if (thread_next_us() < schedule_next_us(&run->schedule)) {
        run->now_us = thread_next_us() > run->now_us ? thread_next_us() : run->now_us;
        thread_run();
        return;
    }
    struct happening happening = schedule_take(&run->schedule);
    run->now_us = happening.at_us > run->now_us ? happening.at_us : run->now_us;
    run->digest = hash_number(run->digest, (uint64_t)run->now_us);
    happening.what(run, happening.subject, happening.number, buf_bytes(&happening.bytes));
    buf_free(&happening.bytes);
}

static void live_until(struct run *run, int64_t until_us)
{
    while (run->failure.len == 0) {
        int64_t thread_us = thread_next_us(), other_us = schedule_next_us(&run->schedule);
        if ((thread_us < other_us ? thread_us : other_us) > until_us)
            break;
        step(run);
    }
    if (run->now_us < until_us)
        run->now_us = until_us;
}

/* --- the end --- */

static bool is_quiet(const struct run *run)
{
    const struct server *server = &run->server;
    if (server->hall == NULL || journal_durable(server->journal) < journal_last(server->journal))
        return false;
    if (server->is_woken) /* what has become durable is not told yet */
        return false;
    for (size_t i = 0; i < run->peer_count; i++)
        if (!run->peers[i]->is_quiet(run->peers[i]))
            return false;
    return lines_are_quiet(run);
}

/* Nothing breaks any more: whoever was cut off comes back, and everything asked is answered. */
static void calm_down(struct run *run)
{
    run->is_calm = true;
    trouble_ends(run, NULL, 0, (struct bytes){NULL, 0});
    int64_t latest_us = run->now_us + CALM_MOST_US;
    do
        live_until(run, run->now_us + LOOKS_EVERY_US);
    while (run->failure.len == 0 && !is_quiet(run) && run->now_us < latest_us);
    if (!is_quiet(run))
        run_fail(run, "two minutes after all was well again, somebody still waits");
}

static void check_database(struct run *run)
{
    struct verify_report report;
    if (verify_database(DB_NAME, &report) != OK)
        run_fail(run, "verify: %s", report.what);
}

static void check_end(struct run *run)
{
    for (size_t i = 0; i < run->peer_count; i++)
        run->peers[i]->check(run->peers[i]);
    uint64_t live = server_hash(run->server.hall);
    ledger_check_ballots(run, run->server.hall);
    if (!server_stop(run))
        run_fail(run, "a healthy disk did not take everything");
    struct hall *again = server_replay(run);
    if (again == NULL)
        run_fail(run, "a healthy disk cannot be read");
    else if (server_hash(again) != live)
        run_fail(run, "the log tells another day than the one that was lived");
    if (again != NULL)
        ledger_check_scrubbed(run, again);
    hall_free(again);
    ledger_check_commands(run);
    check_database(run);
    run->counts.records = run->ledger.count;
    ledger_count(&run->ledger, &run->counts.votes, &run->counts.ballots);
}

bool run_live(struct run *run, uint64_t seed)
{
    run->seed = seed;
    run->chance.state = seed * 0x2545f4914f6cdd1du + 1;
    run->digest = HASH_BASE;
    run->plan = plan_draw(&run->chance);
    run->leaving = leaving_new();
    machine_begin(run);
    run_tell(run, "%zu groups of %zu, %.1f s", run->plan.groups, run->plan.people,
             (double)run->plan.lasts_us / SECOND);
    if (run->plan.has_disk_trouble && once_in(&run->chance, 4))
        trouble_begins(run, NULL, 0, (struct bytes){NULL, 0}); /* the file is made in it */
    server_start(run);
    plan_put(run);
    live_until(run, run->plan.lasts_us);
    if (run->failure.len == 0)
        calm_down(run);
    if (run->failure.len == 0)
        check_end(run);
    return run->failure.len == 0;
}

void run_free(struct run *run)
{
    if (run->server.hall != NULL) {
        run->disk.is_process_gone = true;
        lines_free(run);
        hall_free(run->server.hall);
        journal_close(run->server.journal);
    }
    lines_free(run);
    for (size_t i = 0; i < run->peer_count; i++)
        run->peers[i]->free(run->peers[i]);
    mem_free(run->peers);
    schedule_free(&run->schedule);
    disk_free(&run->disk);
    leaving_free(run->leaving);
    ledger_free(&run->ledger);
    buf_free(&run->failure);
}
