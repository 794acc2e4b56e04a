/* pdf_child.h - another program, started with nothing of ours and under limits.
 * Thread: any, one at a time. */
#ifndef SOPU_EXPORT_PDF_CHILD_H
#define SOPU_EXPORT_PDF_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

struct child_wish {
    const char *program; /* a whole path */
    char *const *arguments;
    char *const *environment; /* all of it */
    const char *folder;       /* where it starts */
    int cpu_seconds;
};

/* Leader of a group of its own; -1: the machine has no room for it. */
pid_t child_start(const struct child_wish *wish);
/* Whether it has ended, by itself or killed; then *is_well says whether it says that all is well. */
bool child_has_ended(pid_t child, bool *is_well);
/* The child and all its group. */
void child_kill(pid_t child);

#endif
