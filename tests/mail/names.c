/* names.so - for LD_PRELOAD: names of the tests instead of the machine's. *.example is 127.0.0.1; slow.example takes
 * SLOW_SECONDS to be found, as behind a name server that does not answer. */
#include <dlfcn.h>
#include <netdb.h>
#include <string.h>
#include <unistd.h>

enum { SLOW_SECONDS = 4 };

typedef int resolver(const char *, const char *, const struct addrinfo *, struct addrinfo **);

static int is_example(const char *name)
{
    size_t len = name != NULL ? strlen(name) : 0;
    return len > 8 && strcmp(name + len - 8, ".example") == 0;
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                struct addrinfo **result)
{
    resolver *real;
    *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo"); /* so POSIX writes it */
    if (!is_example(name))
        return real(name, service, hints, result);
    if (strcmp(name, "slow.example") == 0)
        sleep(SLOW_SECONDS);
    return real("127.0.0.1", service, hints, result);
}
