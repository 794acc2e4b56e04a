/* room.h - one shared text while people are in it: a group's proposal, or 9 § a, b, c.
 *
 * A room does not know the day: whoever calls says what access the sender has. It keeps the document, the client ids
 * issued for it, who has it open, and the changes that came too late.
 * Thread: loop. */
#ifndef SOPU_LIVE_ROOM_H
#define SOPU_LIVE_ROOM_H

#include "base/buf.h"
#include "base/err.h"
#include "domain/messages.h"
#include "domain/rights.h"
#include "live/ports/journal.h"
#include "live/ports/outbox.h"

#include "crdt/doc.h"

struct room;

/* Fields and limits are the day's; NULL: a lab's text, which may hold anything. The journal is borrowed. */
struct room *room_new(const char *doc, const struct day *day, struct journal *journal);
void room_free(struct room *room);

const char *room_doc_id(const struct room *room);
struct doc *room_doc(const struct room *room);
/* What frames about the room depend on. */
log_pos room_last(const struct room *room);
struct stream *room_stream(const struct room *room);
/* What somebody with this state vector lacks, as a sync step 2, without the number of a channel. One hold for the caller;
 * who has nothing yet shares one frame with all who come while the text does not change. ERR_MALFORMED: no vector. */
enum err room_since(struct room *room, struct bytes vector, struct frame **frame);

/* Which actions the text has now: their fields may be written. */
void room_actions_set(struct room *room, const struct id_list *actions);

/* Takes one change from one person into the text and, once it is on disk, shows it to everyone.
 *   from    seat; its client ids are the only ones it may write under
 *   epoch   of the text now
 *   *saved  with OK and ERR_LATE: the position after which the sender may be told
 *   OK             taken (or known already)
 *   ERR_LATE       the sender's text is locked; kept as a late edit, not applied: event late_edit_kept is due, with *saved as its `late`
 *   ERR_READ_ONLY  not one of its writers
 *   others         as policy_check; nothing changed */
enum err room_update(struct room *room, const char *from, enum access access, uint32_t epoch,
                     int64_t now_ms, struct bytes update, log_pos *saved);

/* The server's own words into an empty text (9 § a, b, c), in one record; is_followed as in struct record. */
void room_write(struct room *room, const struct field_list *fields, int64_t now_ms,
                bool is_followed);

/* A client id for a seat: a fresh one on disk (*pos: tell nobody before), or `wanted` if it was issued to it and nothing of
 * this seat came too late since. */
uint64_t room_client_issue(struct room *room, const char *seat, uint64_t wanted, uint32_t epoch,
                           int64_t now_ms, log_pos *pos);
/* A stock client brings its own id: the first seat to use it has it. False: it is somebody else's. */
bool room_client_claim(struct room *room, const char *seat, uint64_t client, uint32_t epoch,
                       int64_t now_ms);
bool room_client_is(const struct room *room, const char *seat, uint64_t client);

/* Rows of the log, in order. ERR_CORRUPT: it does not fit. */
enum err room_replay_update(struct room *room, const char *actor, struct bytes update, log_pos pos);
void room_replay_client(struct room *room, const char *seat, uint64_t client);
void room_replay_late(struct room *room, const char *seat, int64_t at_ms, struct bytes update,
                      log_pos pos);

/* The text as it is now is what was handed in: late edits are shown against it. */
void room_lock(struct room *room);
/* A new incarnation begins: who has written is asked anew. */
void room_epoch_begin(struct room *room);
/* Has this seat changed the text since the epoch began? */
size_t room_writers(const struct room *room);
const char *room_writer(const struct room *room, size_t index);

/* A late edit, as what it would have changed. */
struct late {
    log_pos late;
    const char *by;
    int64_t at_ms;
    struct bytes update;
};
size_t room_lates(const struct room *room);
const struct late *room_late(const struct room *room, size_t index);
/* What late edits are shown against, as a document of the caller's: the text as it was locked last; as it is now, where
 * it is not locked but closed to some (an agenda text while deciding). */
struct doc *room_late_base(const struct room *room);

#endif
