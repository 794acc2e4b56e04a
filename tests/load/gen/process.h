/* process.h - what another process has used: processor time of all its threads to the nanosecond, and memory. */
#ifndef SOPU_LOAD_PROCESS_H
#define SOPU_LOAD_PROCESS_H

#include <stdint.h>
#include <sys/types.h>

/* 0 if there is no such process; pid 0: this one. */
int64_t process_cpu_ns(pid_t pid);
/* Resident, counted page by page. */
long process_resident_kib(pid_t pid);
/* The most that was resident since process_peak_forget. */
long process_peak_kib(pid_t pid);
void process_peak_forget(pid_t pid);

#endif
