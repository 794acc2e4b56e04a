/* ysync.h - y-protocols as y-websocket frames them: document sync and awareness (who is here, where
 * their cursor is).
 *
 * One message fills one frame:
 *   00 00 buffer   sync step 1: a state vector      00 01 buffer  sync step 2: the update that
 * answers it 00 02 buffer   update                           01 buffer     awareness 02 00 string
 * access denied, with a reason     03            query awareness Bodies are views into the frame.
 * Nothing here looks inside an update: crdt/ does. Thread: any, one at a time for each awareness.
 */
#ifndef SOPU_WIRE_YSYNC_H
#define SOPU_WIRE_YSYNC_H

#include "base/buf.h"
#include "base/bytes.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum ysync_kind {
    YSYNC_STEP1,
    YSYNC_STEP2,
    YSYNC_UPDATE,
    YSYNC_AWARENESS,
    YSYNC_DENIED,
    YSYNC_QUERY_AWARENESS,
    YSYNC_OTHER, /* another first number: not of this protocol */
};

struct ysync_message {
    enum ysync_kind kind;
    struct bytes
        body; /* state vector, update, awareness update, reason; OTHER: all after the number */
    uint64_t number; /* OTHER: its first number */
};

/* ERR_MALFORMED: cut short, an unknown sync kind, or bytes after the message. */
enum err ysync_read(struct bytes frame, struct ysync_message *message);
/* Appends one frame. body: as in struct ysync_message; ignored for YSYNC_QUERY_AWARENESS. Not for
 * YSYNC_OTHER. */
void ysync_write(struct buf *frame, enum ysync_kind kind, struct bytes body);

/* Who is here: for each client id a clock and a state, which is any JSON (kept as its text).
 * Clocks stay known after a client has gone, so that late news of it is old news. */
struct awareness;

enum awareness_change {
    AWARENESS_ADDED,
    AWARENESS_UPDATED,
    AWARENESS_REMOVED,
};

/* What of an awareness update is taken; zeroed: everything within the default limits. */
struct awareness_rules {
    void *context;
    /* Entries of other ids are passed over without an error: stock clients echo what they hear of
     * others. */
    bool (*owns)(void *context, uint64_t client);
    /* The state to keep in place of the one sent (our name for the person instead of theirs);
     * appends JSON to out. */
    void (*rewrite)(void *context, uint64_t client, struct bytes state, struct buf *out);
    void (*on_change)(void *context, uint64_t client, enum awareness_change change);
    size_t state_max_bytes; /* of one state as sent; 0: AWARENESS_STATE_MAX_BYTES */
};

enum {
    AWARENESS_STATE_MAX_BYTES = 1024,
    AWARENESS_CLIENTS_MAX =
        4096, /* known at a time, the gone ones included: those are forgotten first */
};

/* reannounce: a client that comes back with the clock it left with is shown at once, under clock
 * + 1. (Plain y-protocols ignores it until its next renewal, up to 15 s.) */
struct awareness *awareness_new(bool reannounce);
void awareness_free(struct awareness *awareness);

/* All or nothing: ERR_MALFORMED (format, JSON, bytes left over) or ERR_TOO_BIG (a state, or too
 * many clients). rules: NULL for none. taken: if not NULL, the awareness update of the entries that
 * were taken is appended: what everyone, the owner too, must hear; "00" if none was. */
enum err awareness_apply(struct awareness *awareness, struct bytes update,
                         const struct awareness_rules *rules, struct buf *taken);
/* The connection that brought these ids has closed. Appends the update telling so ("00" if none was
 * present). */
void awareness_remove(struct awareness *awareness, const uint64_t *clients, size_t count,
                      struct buf *update);
/* Appends the awareness update of all who are present; of some: those of them who are present. */
void awareness_encode_all(const struct awareness *awareness, struct buf *update);
void awareness_encode(const struct awareness *awareness, const uint64_t *clients, size_t count,
                      struct buf *update);
/* The state's JSON, borrowed until the next change; {NULL, 0} if the client is absent. clock may be
 * NULL. */
struct bytes awareness_state(const struct awareness *awareness, uint64_t client, uint64_t *clock);
size_t awareness_present(const struct awareness *awareness);
/* The i-th of those present (order of arrival), i < awareness_present. */
uint64_t awareness_client(const struct awareness *awareness, size_t i);

#endif
