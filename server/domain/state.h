/* state.h - what is true of the day after all events so far. Events are the only way to change it.
 * The nouns are those of messages.h, so the state is also what a screen gets when it comes in.
 * Pure: no clock, no disk. Thread: any, one at a time. */
#ifndef SOPU_DOMAIN_STATE_H
#define SOPU_DOMAIN_STATE_H

#include "base/arena.h"
#include "base/err.h"
#include "domain/messages.h"

struct state;

/* The highest limit a field may have: while people write, a text may be twice as long (live/room), and an event holds
 * 20 000 UTF-16 units of it (schema/messages.json). */
enum { FIELD_MAX_UTF16 = 10000 };

struct state *state_new(void);
void state_free(struct state *state);

/* Events that are applied must have their texts and lists here: the state keeps them. */
struct arena *state_memory(struct state *state);

/* ERR_CORRUPT: the event makes no sense after what came before (only a damaged log can say so);
 * nothing changed. */
enum err state_apply(struct state *state, const struct event *event, const char *by, int64_t at_ms);

/* NULL before day_created. Borrowed until the next state_apply. */
const struct day *state_day(const struct state *state);

#endif
