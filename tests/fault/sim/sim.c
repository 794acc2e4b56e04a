/* sim.c - many runs, each from its seed (run.h). Prints what failed and how to see it again.
 *
 *   sim runs=10000 first=1 jobs=1   every fiftieth is run twice and must leave the same trace
 *   sim seed=7                      one run, told as it happens
 *   sim plants                      each fault of plants.def must be found
 *
 * The runs go on in processes of their own, so that one that dies names its seed. */
#include "fault/sim/plants.h"
#include "fault/sim/run.h"

#include "base/mem.h"

#include <jansson.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    TWICE_EVERY = 50,
    BATCH = 400, /* runs of one process */
    TELL_EVERY = 20000,
    PLANT_RUNS = 40000, /* the rarest is found once in some thousand */
    PATIENCE_S = 120,   /* for one run: then it hangs */
};

/* Shared with the processes. */
struct progress {
    uint64_t next; /* the first seed nobody has */
    uint64_t last;
    uint64_t failed; /* its seed; 0: none */
    uint64_t digest; /* of all runs, in any order */
    uint64_t runs, people, guests, ballots, votes, records, commands, updates, crashes, cuts,
        troubles, frames;
    char failure[800];
};

static void count(struct progress *all, const struct run *run)
{
    __atomic_fetch_xor(&all->digest, hash_number(run->digest, run->seed), __ATOMIC_RELAXED);
#define ADD(to, number) __atomic_fetch_add(&all->to, (number), __ATOMIC_RELAXED)
    ADD(runs, 1);
    ADD(people, run->counts.people);
    ADD(records, run->counts.records);
    ADD(commands, run->counts.commands);
    ADD(updates, run->counts.updates);
    ADD(crashes, run->counts.crashes);
    ADD(cuts, run->counts.cuts);
    ADD(troubles, run->counts.troubles);
    ADD(guests, run->counts.guests);
    ADD(ballots, run->counts.ballots);
    ADD(votes, run->counts.votes);
    ADD(frames, run->counts.frames);
#undef ADD
}

/* The trace of a run, and whether it held. */
static bool live(uint64_t seed, bool is_told, struct progress *all, uint64_t *digest, char *failure,
                 size_t size)
{
    struct run run = {.is_told = is_told};
    run.disk.lies = plant_is() == PLANT_lies;
    alarm(PATIENCE_S);
    bool held = run_live(&run, seed);
    if (!held)
        snprintf(failure, size, "%s", buf_c_string(&run.failure));
    if (all != NULL)
        count(all, &run);
    *digest = run.digest;
    run_free(&run);
    return held;
}

static bool one(struct progress *all, uint64_t seed)
{
    uint64_t first, second;
    char failure[sizeof all->failure];
    bool held = live(seed, false, all, &first, failure, sizeof failure);
    if (held && seed % TWICE_EVERY == 0 && plant_is() == PLANT_NONE) {
        held = live(seed, false, NULL, &second, failure, sizeof failure) && first == second;
        if (first != second)
            snprintf(failure, sizeof failure, "the same seed left another trace");
    }
    uint64_t none = 0;
    if (!held && __atomic_compare_exchange_n(&all->failed, &none, seed, false, __ATOMIC_SEQ_CST,
                                             __ATOMIC_SEQ_CST))
        memcpy(all->failure, failure, sizeof failure);
    return held;
}

/* A process's share. */
static void batch(struct progress *all, uint64_t *mine)
{
    for (int i = 0; i < BATCH && all->failed == 0; i++) {
        *mine = __atomic_fetch_add(&all->next, 1, __ATOMIC_SEQ_CST);
        if (*mine > all->last || !one(all, *mine))
            break;
    }
}

static void died(struct progress *all, uint64_t seed, int status)
{
    if (all->failed != 0)
        return;
    all->failed = seed;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        snprintf(all->failure, sizeof all->failure, "it hangs");
    else
        snprintf(all->failure, sizeof all->failure, "the process died of %s",
                 WIFSIGNALED(status) ? strsignal(WTERMSIG(status))
                                     : "an error, or left memory behind");
}

static void *shared(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return memory != MAP_FAILED ? memory : NULL;
}

enum { JOBS_MOST = 64 };

static void process_begin(struct progress *all, uint64_t *mine, pid_t *pid)
{
    fflush(stdout);
    *pid = fork();
    if (*pid == 0) {
        batch(all, mine);
        exit(0); /* not _exit: leaks are looked for at the end */
    }
}

static void run_all(struct progress *all, int jobs)
{
    uint64_t *mine = shared(JOBS_MOST * sizeof *mine);
    pid_t pids[JOBS_MOST] = {0};
    uint64_t told = 0;
    for (int running = 0;;) {
        for (int i = 0; i < jobs; i++) {
            if (pids[i] != 0 || all->next > all->last || all->failed != 0)
                continue;
            process_begin(all, &mine[i], &pids[i]);
            running++;
        }
        int status;
        pid_t ended = running > 0 ? wait(&status) : -1;
        if (ended < 0)
            return;
        running--;
        if (all->runs >= told + TELL_EVERY) {
            told = all->runs;
            fprintf(stderr, "%llu runs so far\n", (unsigned long long)told);
        }
        for (int i = 0; i < jobs; i++) {
            if (pids[i] != ended)
                continue;
            pids[i] = 0;
            if (status != 0)
                died(all, mine[i], status);
        }
    }
}

static double now_s(void)
{
    return (double)time(NULL);
}

/* --- what the program is asked for --- */

static int many(uint64_t first, uint64_t runs, int jobs)
{
    struct progress *all = shared(sizeof *all);
    double began_s = now_s();
    all->next = first;
    all->last = first + runs - 1;
    run_all(all, jobs);
    double took_s = now_s() - began_s;
    printf("%llu runs in %.0f s (%.0f a second): %llu people, %llu commands, %llu updates, %llu "
           "records, %llu frames, %llu crashes, %llu cuts, %llu disk troubles, %llu guests, "
           "%llu ballots in %llu votes; trace "
           "%016llx\n",
           (unsigned long long)all->runs, took_s, (double)all->runs / (took_s > 0 ? took_s : 1),
           (unsigned long long)all->people, (unsigned long long)all->commands,
           (unsigned long long)all->updates, (unsigned long long)all->records,
           (unsigned long long)all->frames, (unsigned long long)all->crashes,
           (unsigned long long)all->cuts, (unsigned long long)all->troubles,
           (unsigned long long)all->guests, (unsigned long long)all->ballots,
           (unsigned long long)all->votes, (unsigned long long)all->digest);
    if (all->failed == 0)
        return EXIT_SUCCESS;
    printf("FAILED: seed %llu, %s\n  again, told as it happens: make sim SEED=%llu\n",
           (unsigned long long)all->failed, all->failure, (unsigned long long)all->failed);
    return EXIT_FAILURE;
}

static int told(uint64_t seed)
{
    uint64_t digest;
    char failure[800];
    bool held = live(seed, true, NULL, &digest, failure, sizeof failure);
    printf("seed %llu: %s; trace %016llx\n", (unsigned long long)seed,
           held ? "all that must hold, held" : failure, (unsigned long long)digest);
    return held ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* A fault that is not found says that the simulator is blind there. */
static int plants(int jobs)
{
    int blind = 0;
    for (enum plant plant = PLANT_NONE + 1; plant < PLANT_COUNT; plant++) {
        struct progress *all = shared(sizeof *all);
        plant_put(plant);
        all->next = 1;
        all->last = PLANT_RUNS;
        run_all(all, jobs);
        if (all->failed != 0)
            printf("  ok: %s: found in run %llu: %s\n", plant_sentence(plant),
                   (unsigned long long)all->failed, all->failure);
        else
            printf("  FAILED: %s: not found in %d runs\n", plant_sentence(plant), PLANT_RUNS);
        blind += all->failed == 0;
        munmap(all, sizeof *all);
    }
    return blind == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static bool number_of(const char *argument, const char *name, uint64_t *number)
{
    size_t len = strlen(name);
    if (strncmp(argument, name, len) != 0 || argument[len] != '=')
        return false;
    *number = strtoull(argument + len + 1, NULL, 10);
    return true;
}

static bool plant_named(const char *argument)
{
    if (strncmp(argument, "plant=", 6) != 0)
        return false;
    for (enum plant plant = 0; plant < PLANT_COUNT; plant++)
        if (strcmp(plant_name(plant), argument + 6) == 0)
            plant_put(plant);
    return plant_is() != PLANT_NONE;
}

int main(int argc, char **argv)
{
    uint64_t first = 1, runs = 10000, jobs = 1, seed = 0;
    bool looks_for_plants = false;
    json_object_seed(1);
    if (sodium_init() < 0) /* draws for itself, once: before any run */
        return 2;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "plants") == 0)
            looks_for_plants = true;
        else if (!number_of(argv[i], "first", &first) && !number_of(argv[i], "runs", &runs) &&
                 !number_of(argv[i], "jobs", &jobs) && !number_of(argv[i], "seed", &seed) &&
                 !plant_named(argv[i])) {
            fprintf(stderr, "sim: %s is not understood\n", argv[i]);
            return 2;
        }
    }
    jobs = jobs < JOBS_MOST ? jobs : JOBS_MOST;
    if (looks_for_plants)
        return plants((int)jobs);
    return seed != 0 ? told(seed) : many(first, runs, (int)jobs);
}
