#include "process.h"

#include "clock.h"

#include <stdio.h>

int64_t process_cpu_ns(pid_t pid)
{
    clockid_t clock;
    if (pid == 0)
        return clock_ns(CLOCK_PROCESS_CPUTIME_ID);
    return clock_getcpuclockid(pid, &clock) == 0 ? clock_ns(clock) : 0;
}

static long field_kib(pid_t pid, const char *file, const char *format)
{
    char path[64];
    char line[256];
    long kib = 0;
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
    FILE *opened = fopen(path, "r");
    while (opened && kib == 0 && fgets(line, sizeof line, opened))
        if (sscanf(line, format, &kib) != 1)
            kib = 0;
    if (opened)
        fclose(opened);
    return kib;
}

long process_resident_kib(pid_t pid)
{
    return field_kib(pid, "smaps_rollup", "Rss: %ld kB");
}

long process_peak_kib(pid_t pid)
{
    return field_kib(pid, "status", "VmHWM: %ld kB");
}

void process_peak_forget(pid_t pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/clear_refs", (int)pid);
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return;
    fputs("5", file);
    fclose(file);
}
