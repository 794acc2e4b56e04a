/* courier.h - the minutes on their way to the organisations, one mail each.
 *
 * That a mail is on its way is on the disk before it leaves, so no kill makes two of one: what was under way when the server
 * died is told as unsure, and somebody decides. Every mail has a fresh link, of which only the hash is kept. What an SMTP
 * server does not take now is tried again, later each time; after the last try it has failed.
 * Every mail also has a Message-ID of its own that nobody can guess, and of it too the hash alone is kept: a report that
 * names it is about that very attempt (net/api_bounce.c).
 * Private to net/. Thread: loop. */
#ifndef SOPU_NET_COURIER_H
#define SOPU_NET_COURIER_H

#include "net/server.h"

enum {
    MAIL_ID_LEN = 26, /* letters of base32 before the @: 130 bits */
    MAIL_HASH_SIZE = 65,
};

struct courier;

/* The sender's address; "" where no mail is sent. */
struct courier *courier_new(const char *from_address);
void courier_free(struct courier *courier);
/* What the log knows a mail by: of the part of its Message-ID before the @. */
void courier_mail_hash(const char *id, char hex[MAIL_HASH_SIZE]);
/* A few times a second. Does nothing where the server has no mail desk. */
void courier_tick(struct server *server);

#endif
