/* server.h - what the files of net/ share: the server, and the two kinds of peers it has. Private
 * to net/. Thread: loop. */
#ifndef SOPU_NET_SERVER_H
#define SOPU_NET_SERVER_H

#include "live/hall.h"
#include "net/auth.h"
#include "net/origins.h"
#include "net/pages.h"
#include "net/rates.h"

#include <libwebsockets.h>

struct request; /* http.h */
struct session; /* session.h */

struct server {
    struct lws_context *context;
    struct hall *hall;
    struct auth *auth;
    struct journal *journal;
    struct origins *origins;
    struct rates *rates;
    struct pages *pages;
    struct session *sessions; /* linked lists of all that are open */
    struct request *requests;
    int port;
    bool is_stopping;
    unsigned ticks;
    lws_sorted_usec_list_t timer;
};

/* What a connection carries as lws' opaque user data: a request or a session, each beginning with
 * this. NULL: none yet, or none between two requests. */
struct peer {
    enum peer_kind { PEER_REQUEST, PEER_SESSION } kind;
};

/* Never runs backwards; for time that passes, not for people. */
static inline int64_t monotonic_ms(void)
{
    return lws_now_usecs() / LWS_US_PER_MS;
}

#endif
