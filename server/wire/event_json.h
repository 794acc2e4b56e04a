/* event_json.h - one codec for events: the log and every screen get the same bytes.
 * In the log: {"kind":K,"data":{...}}; to people: the same with pos, at_ms and by in front.
 * Thread: any. */
#ifndef SOPU_WIRE_EVENT_JSON_H
#define SOPU_WIRE_EVENT_JSON_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

#include "domain/messages.h"

void event_write(const struct event *event, struct buf *out);
/* ERR_MALFORMED: not an event of this schema. Texts and lists go to the arena. */
enum err event_read(struct bytes body, struct arena *arena, struct event *out);

/* What a screen gets: the stored body with its place in the log. */
void event_write_placed(struct bytes body, uint64_t pos, int64_t at_ms, const char *by,
                        struct buf *out);

/* The whole day, for the welcome. */
void day_write(const struct day *day, struct buf *out);

#endif
