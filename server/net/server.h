/* server.h - what the files of net/ share: the server, and the two kinds of peers it has. Private
 * to net/. Thread: loop. */
#ifndef SOPU_NET_SERVER_H
#define SOPU_NET_SERVER_H

#include "live/hall.h"
#include "net/auth.h"
#include "net/bucket.h"
#include "net/origins.h"
#include "net/pages.h"
#include "net/rates.h"

#include <libwebsockets.h>
#include <uv.h>

struct request;   /* http.h */
struct session;   /* session.h */
struct parcel;    /* release.c */
struct lobby;     /* lobby.h */
struct pdf_desk;  /* pdf_desk.h */
struct mail_desk; /* mail.h */
struct courier;   /* courier.h */

struct server {
    struct lws_context *context;
    struct hall *hall;
    struct auth *auth;
    struct journal *journal;
    struct origins *origins;
    struct rates *rates;
    struct lobby *lobby;
    struct pages *pages;
    struct pdf_desk *pdf_desk;
    struct mail_desk *mail_desk; /* NULL: no mail is sent */
    struct courier *courier;
    struct bucket bounces;    /* mails that came back */
    struct session *sessions; /* linked lists of all that are open */
    struct request *requests;
    int port;
    unsigned ticks;

    uv_loop_t loop;
    uv_async_t wake; /* from the writer's thread: the disk has moved on */
    uv_timer_t tick;
    uv_prepare_t turn_end;    /* before the loop waits for the world */
    lws_dll2_owner_t ready;   /* sessions that have something that may leave                  */
    lws_dll2_owner_t waiting; /* sessions whose next thing waits for the disk                 */
    struct parcel *parcel;

    bool is_stopping;
    int64_t stopping_since_ms;
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
