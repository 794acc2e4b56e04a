/* offline.h - the commands that look after a file and serve nobody: verify, backup, export-person, erase-person.
 * Thread: start of the program. */
#ifndef SOPU_OFFLINE_H
#define SOPU_OFFLINE_H

#include "config.h"

bool offline_is(const struct config *config);
/* Prints what it has to say; the program's exit status. */
int offline_run(const struct config *config);

/* EXIT_FAILURE, after one sentence on standard error; it names the file, if `why` does not. */
int offline_fail(const char *file, struct buf *why);

#endif
