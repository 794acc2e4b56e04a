/* fail_memory.c - preloaded into the server: after SIGUSR1, the allocation with the number that FAIL_AFTER says fails, and so
 * do the FAIL_COUNT - 1 behind it. */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *old, size_t size);

static atomic_long left = -1; /* until the first that fails; below 0: none is to fail */
static atomic_long to_fail;

static void arm(int signal_number)
{
    (void)signal_number;
    const char *count = getenv("FAIL_COUNT");
    const char *after = getenv("FAIL_AFTER");
    atomic_store(&to_fail, count != NULL ? atol(count) : 1);
    atomic_store(&left, after != NULL ? atol(after) : 0);
}

__attribute__((constructor)) static void begin(void)
{
    struct sigaction action = {.sa_handler = arm, .sa_flags = SA_RESTART};
    sigaction(SIGUSR1, &action, NULL);
}

static int fails(void)
{
    if (atomic_load(&left) < 0)
        return 0;
    if (atomic_fetch_sub(&left, 1) > 0)
        return 0;
    if (atomic_fetch_sub(&to_fail, 1) > 1)
        atomic_store(&left, 0);
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return fails() ? NULL : __libc_realloc(old, size);
}
