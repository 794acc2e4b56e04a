/* auth.h - who may come in: personal links, sessions, single-use tickets for sockets.
 *
 * A link is the key to one seat: /l#<id>.<secret>, of which only a hash is kept. Whoever shows it
 * gets a session (a token, kept as a hash too); a session gets tickets, each good for opening one
 * socket within 30 s (tickets.h). Links and sessions live on disk as well: changes are appended to
 * the journal with a side row, and what is answered must wait for the position that the call gives.
 *
 * A session ends 16 h after it began, or when nobody has used it for 4 h; an open socket is use.
 * When it was last used is in memory alone: a write now and then for everyone who is here would fill
 * the log with nothing, and what a restart gives an unused session is 4 h more, never more than the
 * 16. That it has ended is on disk. Thread: loop. */
#ifndef SOPU_NET_AUTH_H
#define SOPU_NET_AUTH_H

#include "base/err.h"
#include "live/ports/clock.h"
#include "live/ports/journal.h"
#include "net/tickets.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    AUTH_HASH_BYTES = SECRET_HASH_BYTES,
    AUTH_ID_SIZE = 9,        /* 8 letters of base32: names a link, no secret           */
    AUTH_SECRET_SIZE = 27,   /* 26 letters of base32: 130 bits                         */
    AUTH_TOKEN_SIZE = 53,    /* 52 letters: 260 bits; also the value of the cookie     */
    AUTH_SEAT_MAX = 64,      /* letters of a seat: A-Z a-z 0-9 - _                     */
    AUTH_SESSION_HOURS = 16, /* a day and its evening                                  */
    AUTH_IDLE_HOURS = 4,     /* a phone in a pocket from the morning's roll call to the workshop */
    AUTH_SESSIONS_PER_SEAT = 64, /* one more ends the one that was used longest ago    */
};

struct auth;

/* The journal is borrowed and outlives it. Load what the database holds before anyone comes in. */
struct auth *auth_new(struct journal *journal, struct clock_port clock);
void auth_free(struct auth *auth);
void auth_load_link(struct auth *auth, const char *id, const char *seat,
                    const uint8_t hash[AUTH_HASH_BYTES], bool ended);
void auth_load_session(struct auth *auth, const uint8_t hash[AUTH_HASH_BYTES], const char *seat,
                       int64_t expires_ms, bool ended);

/* A new personal link for a seat. Show the secret now: nobody can find it out afterwards. Only
 * while the journal is writable. */
log_pos auth_link_new(struct auth *auth, const char *seat, char id[AUTH_ID_SIZE],
                      char secret[AUTH_SECRET_SIZE]);
/* A lost phone: the seat's links open nothing any more, its sessions end, and a new link takes their
 * place, all in one commit. `by`: the seat that wished it. Only while the journal is writable. */
log_pos auth_link_renew(struct auth *auth, const char *seat, const char *by, char id[AUTH_ID_SIZE],
                        char secret[AUTH_SECRET_SIZE]);

/* Who shows the secret holds the link: borrowed until another link is made. ERR_NOT_FOUND: no such link, or another
 * secret. ERR_NO_ACCESS: the link has been ended. ERR_RATE: too many attempts with this link. */
struct link;
enum err auth_link_open(struct auth *auth, const char *link_id, const char *secret,
                        const struct link **link);
const char *auth_link_seat(const struct link *link);

struct auth_signed_in {
    char seat[AUTH_SEAT_MAX + 1];
    char token[AUTH_TOKEN_SIZE];
    log_pos pos; /* tell nobody before this is durable */
};
/* A session for the link's seat. ERR_STORAGE: the disk takes nothing now. */
enum err auth_sign_in(struct auth *auth, const struct link *link, struct auth_signed_in *out);

/* The seat that a token stands for, or NULL. `seat` may be NULL: any. Borrowed until the session
 * ends. `hash` (may be NULL) then names the session for the calls below. */
const char *auth_session(struct auth *auth, const char *token, const char *seat,
                         uint8_t hash[AUTH_HASH_BYTES]);
/* A socket of the session is open, which is use enough. False: the session has ended. */
bool auth_session_keep(struct auth *auth, const uint8_t hash[AUTH_HASH_BYTES]);
/* Now and then, after the sockets' auth_session_keep: ends what nobody has used for too long. */
void auth_tick(struct auth *auth);
/* Signs out. ERR_STORAGE: the disk takes nothing now; nothing has changed. */
enum err auth_session_end(struct auth *auth, const uint8_t hash[AUTH_HASH_BYTES], log_pos *pos);

/* A ticket of an open session. */
void auth_ticket_new(struct auth *auth, const uint8_t session[AUTH_HASH_BYTES],
                     char ticket[TICKET_SIZE]);
/* Uses it up: the seat it lets in (borrowed until the session ends) and its session; NULL: unknown,
 * used or too old. */
const char *auth_ticket_use(struct auth *auth, const char *ticket,
                            uint8_t session[AUTH_HASH_BYTES]);

#endif
