/* hall.h - everything that is going on, as the outside sees it: people come in, say something,
 * leave. net/ and tests call it; it calls the world back only through live/ports/. Thread: loop. */
#ifndef SOPU_LIVE_HALL_H
#define SOPU_LIVE_HALL_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "domain/messages.h"
#include "live/ports/clock.h"
#include "live/ports/journal.h"
#include "live/ports/outbox.h"

#include <stdbool.h>

struct doc; /* crdt/doc.h */
struct hall;
struct visitor; /* one open connection: who, and which texts they have open */

/* The journal is borrowed and outlives the hall. Feed it the log first (hall_replay), then open the
 * doors. */
struct hall *hall_new(struct journal *journal, struct clock_port clock);
void hall_free(struct hall *hall);

/* One row of the log, in order, before anyone comes in. ERR_CORRUPT: the row makes no sense after
 * what came before. */
struct logged {
    log_pos pos;
    enum record_kind kind;
    const char *stream;
    uint32_t epoch;
    const char *actor;
    int64_t at_ms;
    const char *command;
    bool is_erased; /* body: empty */
    struct bytes body;
};
enum err hall_replay(struct hall *hall, const struct logged *row);
/* Makes the hall a lab (`sopu serve --lab`): no day and no seats, whoever comes may open, and thereby make, any text, and
 * write anything into it. Written down, so that the replayed log makes a lab again. Only with an empty log. */
void hall_make_lab(struct hall *hall);
bool hall_is_lab(const struct hall *hall);
/* A name from the table of persons. */
void hall_person(struct hall *hall, const char *seat, const char *name);

/* A ballot from the table of ballots: of a vote that is still open. */
void hall_ballot(struct hall *hall, const char *vote, const char *seat, const char *choice);

/* Where an organisation takes official mail, from its table; "" if nobody has said. */
void hall_registry(struct hall *hall, const char *organisation, const char *address);
const char *hall_registry_address(const struct hall *hall, const char *organisation);

/* How the day was, from its table: "4 5 What I would change", the last of this seat. */
void hall_feedback(struct hall *hall, const char *seat, const char *answers);
/* Whoever said so: all of it, of the arena, in an order that tells nobody's seat. */
struct feedback_summary {
    int64_t benefit[5]; /* how many gave 1, 2, ... 5 */
    int64_t influence[5];
    struct id_list texts; /* those that are not empty */
    size_t count;
};
struct feedback_summary hall_feedback_summary(const struct hall *hall, struct arena *arena);

/* The server's own wish (WHO_SERVER): written down and told like any other. NULL: done, and *pos is its position; else the
 * code of why not. Call only while the journal takes records. */
const char *hall_server_wish(struct hall *hall, const struct command *command, log_pos *pos);

/* Somebody who came by the code in the hall asks to be let in: a seat of their own waits in the lobby. NULL: asked, its
 * seat and position are given, and the link to it must be the next record (one happening). Else the code of why not. */
const char *hall_lobby_ask(struct hall *hall, const char *organisation, const char *name,
                           const char **seat, log_pos *pos);
bool hall_is_waiting(const struct hall *hall, const char *seat);
/* May this seat let people in from the lobby? */
bool hall_keeps_lobby(const struct hall *hall, const char *seat);
/* Does this seat (still) exist? Links, sessions and tickets are checked by net/auth.h. */
bool hall_has_seat(const struct hall *hall, const char *seat);

/* The hub, /ws: JSON text frames and binary channels (docs/protocol.md). Says welcome at once. */
struct visitor *visitor_open(struct hall *hall, const char *seat, struct outbox *out);
/* The stock y-websocket endpoint, /yjs/<doc>. Never NULL: where access is denied it says so and
 * closes (4403). */
struct visitor *visitor_open_stock(struct hall *hall, const char *seat, const char *doc,
                                   struct outbox *out);
/* One whole message, size checked by the caller, borrowed for the call. Answers go to the outbox.
 */
void visitor_text(struct visitor *visitor, struct bytes message);
void visitor_binary(struct visitor *visitor, struct bytes message);
/* Nothing has been said for a while: a sign of life, after 20 s of silence; clients take 30 s for a dead line. */
void visitor_alive(struct visitor *visitor);
/* The connection is gone; its outbox is not used any more. */
void visitor_close(struct visitor *visitor);

/* POST /api/v1/commands: the same JSON as a command on the socket, without "op". One text frame
 * comes back through the outbox: the answer. */
void hall_command(struct hall *hall, const char *seat, struct bytes body, struct outbox *answer);

/* The day as it is now, for pages and reports; NULL before day_created. Borrowed until the next call. *after: the
 * position that what is read here depends on. */
const struct day *hall_look(const struct hall *hall, log_pos *after);
/* The minutes as they are now, in the arena or borrowed until the next call; people by their names, by their seats, or, for
 * the web, by their organisations. */
enum minutes_people { MINUTES_NAMES, MINUTES_SEATS, MINUTES_ORGANISATIONS };
struct minutes_text hall_minutes(const struct hall *hall, enum minutes_people people,
                                 struct arena *arena, log_pos *after);
/* What two minutes that say the same have in common, whatever people are called: SHA-256 in hexadecimal. */
const char *hall_minutes_seal(const struct hall *hall, struct arena *arena);
const char *hall_person_name(const struct hall *hall, const char *seat);
/* The documents, for checking: id and engine document of each, in the order they came. */
size_t hall_documents(const struct hall *hall);
const char *hall_document(const struct hall *hall, size_t index, struct doc **doc);

/* The writer woke the loop: durable has moved, or whether the journal takes records has changed. */
void hall_durable(struct hall *hall);
/* Call at least every 100 ms: deadlines, presence. */
void hall_tick(struct hall *hall);
/* Tells everyone that the server restarts (a text frame with a spread of retry times); the caller
 * then closes with 1012. */
void hall_say_restart(struct hall *hall);

#endif
