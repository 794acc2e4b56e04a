#include "net/clock.h"

#include <stddef.h>
#include <time.h>

static int64_t machine_now_ms(void *unused)
{
    (void)unused;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct clock_port clock_of_the_machine(void)
{
    return (struct clock_port){.now_ms = machine_now_ms, .context = NULL};
}
