/* release.h - what leaves the sockets, and when: at the end of each turn of the loop, everything that may leave a
 * socket leaves it in one write. A keystroke's text, its cursor and an acknowledgement cost one call of the
 * kernel, and what one commit made ready for five hundred people is five hundred calls and no more. Private to net/.
 * Thread: loop. */
#ifndef SOPU_NET_RELEASE_H
#define SOPU_NET_RELEASE_H

#include "net/session.h"

struct parcel *parcel_new(void);

/* The session's outbox has taken something: now, when the disk has it, or when the socket takes more, it leaves. */
void release_ask(struct session *session);
/* The disk has moved on: who waited for it? */
void release_durable(struct server *server);
/* The turn ends: what may leave leaves. */
void release_turn_end(struct server *server);
/* The socket takes more. 0, or -1: close it. */
int release_writeable(struct session *session);
/* Asks the peer for a sign of life, together with what else leaves. */
void release_ping(struct session *session);
/* The session ends. */
void release_forget(struct session *session);

#endif
