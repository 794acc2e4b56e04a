#include "fault/sim/thread.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <sys/mman.h>
#include <time.h>
#include <ucontext.h>

#if defined(__SANITIZE_ADDRESS__)
#include <dlfcn.h>
#include <sanitizer/common_interface_defs.h>
#endif

enum { STACK_BYTES = 4 * 1024 * 1024 };

/* There is one writer at a time. */
static struct {
    const int64_t *now_us;
    int64_t (*wake_delay_us)(void);
    ucontext_t loop;
    ucontext_t writer;
    char *stack;
    void *(*body)(void *);
    void *context;
    int64_t next_us;
    bool is_there;
    bool is_inside;
    bool is_waiting; /* for a signal */
} thread = {.next_us = INT64_MAX};

void thread_times(const int64_t *now_us, int64_t (*wake_delay_us)(void))
{
    thread.now_us = now_us;
    thread.wake_delay_us = wake_delay_us;
}

static struct {
    int (*swap)(ucontext_t *, const ucontext_t *);
    void (*make)(ucontext_t *, void (*)(void), int, ...);
} stacks = {swapcontext, makecontext};

/* AddressSanitizer's own functions in the place of these two warn of every use; it is told of each
 * switch below, as it wants to be. */
static void stacks_find(void)
{
#if defined(__SANITIZE_ADDRESS__)
    *(void **)&stacks.swap = dlsym(RTLD_NEXT, "swapcontext");
    *(void **)&stacks.make = dlsym(RTLD_NEXT, "makecontext");
#endif
}

static void switch_announce(void **fake, const void *bottom, size_t size)
{
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_start_switch_fiber(fake, bottom, size);
#else
    (void)fake, (void)bottom, (void)size;
#endif
}

static void switch_finish(void *fake, const void **bottom, size_t *size)
{
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_finish_switch_fiber(fake, bottom, size);
#else
    (void)fake, (void)bottom, (void)size;
#endif
}

static const void *loop_bottom;
static size_t loop_size;

static void to_loop(bool is_last)
{
    void *fake = NULL;
    switch_announce(is_last ? NULL : &fake, loop_bottom, loop_size);
    stacks.swap(&thread.writer, &thread.loop);
    switch_finish(fake, &loop_bottom, &loop_size);
}

static void begin(void)
{
    switch_finish(NULL, &loop_bottom, &loop_size);
    thread.body(thread.context);
    thread.is_there = false;
    thread.next_us = INT64_MAX;
    to_loop(true);
}

bool thread_is_inside(void)
{
    return thread.is_inside;
}

void thread_sleep(int64_t us)
{
    assert(thread.is_inside);
    thread.next_us = *thread.now_us + us;
    to_loop(false);
}

int64_t thread_next_us(void)
{
    return thread.next_us;
}

void thread_run(void)
{
    assert(thread.is_there && !thread.is_inside);
    void *fake = NULL;
    thread.is_inside = true;
    thread.is_waiting = false;
    thread.next_us = INT64_MAX;
    switch_announce(&fake, thread.stack, STACK_BYTES);
    stacks.swap(&thread.loop, &thread.writer);
    switch_finish(fake, NULL, NULL);
    thread.is_inside = false;
}

/* --- what the linker puts in the place of pthread --- */

int __wrap_pthread_create(pthread_t *id, const pthread_attr_t *how, void *(*body)(void *),
                          void *context);
int __wrap_pthread_join(pthread_t id, void **result);
int __wrap_pthread_cond_wait(pthread_cond_t *changed, pthread_mutex_t *lock);
int __wrap_pthread_cond_timedwait(pthread_cond_t *changed, pthread_mutex_t *lock,
                                  const struct timespec *until);
int __wrap_pthread_cond_signal(pthread_cond_t *changed);
int __wrap_clock_gettime(clockid_t clock, struct timespec *now);

int __wrap_pthread_create(pthread_t *id, const pthread_attr_t *how, void *(*body)(void *),
                          void *context)
{
    (void)how;
    assert(!thread.is_there);
    *id = pthread_self();
    if (thread.stack == NULL)
        thread.stack = mmap(NULL, STACK_BYTES, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    assert(thread.stack != MAP_FAILED);
    thread.body = body;
    thread.context = context;
    thread.is_there = true;
    stacks_find();
    getcontext(&thread.writer);
    thread.writer.uc_stack.ss_sp = thread.stack;
    thread.writer.uc_stack.ss_size = STACK_BYTES;
    thread.writer.uc_link = NULL;
    stacks.make(&thread.writer, begin, 0);
    thread.next_us = *thread.now_us + thread.wake_delay_us();
    return 0;
}

/* The loop stands still meanwhile; simulated time does not, but nothing else happens in it. */
int __wrap_pthread_join(pthread_t id, void **result)
{
    (void)id, (void)result;
    while (thread.is_there)
        thread_run();
    return 0;
}

int __wrap_pthread_cond_wait(pthread_cond_t *changed, pthread_mutex_t *lock)
{
    (void)changed;
    thread.is_waiting = true;
    pthread_mutex_unlock(lock);
    to_loop(false);
    pthread_mutex_lock(lock);
    return 0;
}

int __wrap_pthread_cond_timedwait(pthread_cond_t *changed, pthread_mutex_t *lock,
                                  const struct timespec *until)
{
    (void)changed;
    int64_t until_us = (int64_t)until->tv_sec * 1000000 + until->tv_nsec / 1000;
    thread.is_waiting = true;
    thread.next_us = until_us;
    pthread_mutex_unlock(lock);
    to_loop(false);
    pthread_mutex_lock(lock);
    return *thread.now_us >= until_us ? ETIMEDOUT : 0;
}

int __wrap_pthread_cond_signal(pthread_cond_t *changed)
{
    (void)changed;
    int64_t at_us = *thread.now_us + thread.wake_delay_us();
    if (thread.is_waiting && at_us < thread.next_us)
        thread.next_us = at_us;
    return 0;
}

int __wrap_clock_gettime(clockid_t clock, struct timespec *now)
{
    (void)clock;
    now->tv_sec = (time_t)(*thread.now_us / 1000000);
    now->tv_nsec = (long)(*thread.now_us % 1000000 * 1000);
    return 0;
}
