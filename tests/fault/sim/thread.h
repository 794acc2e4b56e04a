/* thread.h - the writer's thread without a thread: what store/ asks of pthread is answered here, on
 * one stack of its own, which runs when simulated time says so and stops where it waits, or in the
 * middle of a write. The linker puts these functions in the place of the library's (--wrap, sim.mk),
 * so that store/journal.c and store/writer.c run as they are. */
#ifndef SOPU_TESTS_FAULT_SIM_THREAD_H
#define SOPU_TESTS_FAULT_SIM_THREAD_H

#include <stdbool.h>
#include <stdint.h>

/* Simulated time, and how long the thread lies before it goes on after it was woken. */
void thread_times(const int64_t *now_us, int64_t (*wake_delay_us)(void));

/* Are we on the writer's stack? Then it may sleep. */
bool thread_is_inside(void);
void thread_sleep(int64_t us);

/* When it wants to go on; INT64_MAX: it waits to be signalled, or there is none. */
int64_t thread_next_us(void);
/* Runs it until it waits again. */
void thread_run(void);

#endif
