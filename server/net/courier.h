/* courier.h - the minutes on their way to the organisations, one mail each.
 *
 * That a mail is on its way is on the disk before it leaves, so no kill makes two of one: what was under way when the server
 * died is told as unsure, and somebody decides. Every mail has a fresh link, of which only the hash is kept. What an SMTP
 * server does not take now is tried again, later each time; after the last try it has failed.
 * Private to net/. Thread: loop. */
#ifndef SOPU_NET_COURIER_H
#define SOPU_NET_COURIER_H

#include "net/server.h"

struct courier;

/* The sender's address; "" where no mail is sent. */
struct courier *courier_new(const char *from_address);
void courier_free(struct courier *courier);
/* A few times a second. Does nothing where the server has no mail desk. */
void courier_tick(struct server *server);

#endif
