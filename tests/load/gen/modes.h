/* modes.h - what load-gen can do; each prints one line of JSON and gives the exit code. */
#ifndef SOPU_LOAD_MODES_H
#define SOPU_LOAD_MODES_H

#include "options.h"

int mode_typing(const struct options *options);
int mode_ramp(const struct options *options);
int mode_kill(const struct options *options);
int mode_join(const struct options *options);
int mode_idle(const struct options *options);
int mode_stock(const struct options *options);
int mode_restart(const struct options *options);
int mode_longdoc(const struct options *options);
int mode_disk(const struct options *options);

#endif
