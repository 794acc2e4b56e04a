/* clock.h - the machine's clock behind live/ports/clock.h.
 * Thread: any. */
#ifndef SOPU_NET_CLOCK_H
#define SOPU_NET_CLOCK_H

#include "live/ports/clock.h"

struct clock_port clock_of_the_machine(void);

#endif
