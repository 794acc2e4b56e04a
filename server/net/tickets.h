/* tickets.h - single-use tickets: each opens one socket of a session within 30 s. In memory alone, and only as hashes.
 * Thread: loop. */
#ifndef SOPU_NET_TICKETS_H
#define SOPU_NET_TICKETS_H

#include "net/secrets.h"

enum {
    TICKET_SIZE = 27, /* 26 letters of base32 */
    TICKET_S = 30,
    TICKETS_PER_SESSION = 32, /* a newer one pushes out the oldest */
};

struct tickets;

struct tickets *tickets_new(void);
void tickets_free(struct tickets *tickets);

/* `session`: the hash that names it. */
void ticket_new(struct tickets *tickets, const uint8_t session[SECRET_HASH_BYTES], int64_t now_ms,
                char ticket[TICKET_SIZE]);
/* Uses it up. False: unknown, used or too old. */
bool ticket_use(struct tickets *tickets, const char *ticket, int64_t now_ms,
                uint8_t session[SECRET_HASH_BYTES]);

#endif
