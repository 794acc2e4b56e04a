#include "export/pdf_child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define GIB (UINT64_C(1) << 30)
enum { POLITE = 10, NOT_STARTED = 127, FILE_BYTES = 64 << 20, FILES = 512 };

/* From here to child_becomes nothing is called but what may be called while other threads hold any lock. */

static void limit(int what, rlim_t most)
{
    struct rlimit limit = {most, most};
    setrlimit((__rlimit_resource_t)what, &limit);
}

/* Where memory runs out, it goes before the day does. */
static void dies_first(void)
{
    int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return;
    ssize_t unused = write(file, "1000", 4);
    (void)unused;
    close(file);
}

static void lives_within(int cpu_seconds)
{
    limit(RLIMIT_CPU, (rlim_t)cpu_seconds);
    limit(RLIMIT_AS, 4 * GIB);
    limit(RLIMIT_FSIZE, FILE_BYTES);
    limit(RLIMIT_NOFILE, FILES);
    limit(RLIMIT_CORE, 0);
    setpriority(PRIO_PROCESS, 0, POLITE);
    dies_first();
}

/* What we ignore or block it does not. */
static void hears_signals(void)
{
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static void has_no_file_of_ours(void)
{
    int nothing = open("/dev/null", O_RDWR);
    for (int standard = 0; standard <= 2; standard++)
        dup2(nothing, standard);
    close_range(3, ~0U, 0);
}

static _Noreturn void child_becomes(const struct child_wish *wish)
{
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* should we die first; its own children have their limits */
    hears_signals();
    has_no_file_of_ours();
    lives_within(wish->cpu_seconds);
    if (chdir(wish->folder) == 0)
        execve(wish->program, wish->arguments, wish->environment);
    _exit(NOT_STARTED);
}

pid_t child_start(const struct child_wish *wish)
{
    pid_t child = fork();
    if (child == 0)
        child_becomes(wish);
    return child;
}

/* Looked at before it is collected: until then nobody else's group can have its number. */
bool child_has_ended(pid_t child, bool *is_well)
{
    siginfo_t end = {0};
    *is_well = false;
    if (waitid(P_PID, (id_t)child, &end, WEXITED | WNOHANG | WNOWAIT) == 0 && end.si_pid == 0)
        return false;
    *is_well = end.si_code == CLD_EXITED && end.si_status == 0;
    child_kill(child); /* what it may have left behind */
    return true;
}

void child_kill(pid_t child)
{
    kill(-child, SIGKILL);
    kill(child, SIGKILL); /* which may not lead its group yet */
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
    }
}
