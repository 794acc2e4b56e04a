/* session.h - one open socket: whose it is, what it may send, its way out. Private to net/.
 * Thread: loop. */
#ifndef SOPU_NET_SESSION_H
#define SOPU_NET_SESSION_H

#include "base/buf.h"
#include "net/outbox.h"
#include "net/server.h"

enum {
    CLOSE_RESTART = 1012,
    CLOSE_SIGNED_OUT = 4401,
    CLOSE_TOO_MUCH = 4529,
};

struct session {
    struct peer peer; /* PEER_SESSION */
    struct session *next, *previous;
    struct server *server;
    struct lws *wsi;
    char seat[AUTH_SEAT_MAX + 1];
    uint8_t auth_session[AUTH_HASH_BYTES];
    char *doc;          /* of /yjs/<doc>; NULL: the hub, /ws */
    bool is_open;       /* the upgrade is done, and the peer has not closed */
    lws_dll2_t in_line; /* of the server's ready or waiting */
    struct rate *rate;  /* NULL in a lab, which knows no limits of that kind */
    bool has_socket;    /* counted in rate */
    struct outbox *out;
    struct visitor *visitor; /* NULL before session_open and after session_leave */
    struct buf message;      /* arriving in pieces */
    bool is_binary;
    int64_t closing_since_ms; /* 0: not closing */
    int64_t told_ms;          /* something was written last */
    int64_t heard_ms;         /* the peer gave a sign of life last */
    bool is_asked;            /* for one, since then */
    bool wants_ping;          /* the question has not left */
    struct frame *rest;       /* a large frame that is leaving; NULL: none */
    size_t rest_from;         /* so much of it has left */
};

static inline bool session_is_lab(const struct session *session)
{
    return session->rate == NULL;
}

/* A ticket was good; the 101 has not been sent yet. */
struct session *session_new(struct server *server, struct lws *wsi, const char *seat,
                            const uint8_t auth_session[AUTH_HASH_BYTES], const char *doc);
/* In a lab there are no tickets. */
struct session *session_new_lab(struct server *server, struct lws *wsi, const char *doc);
void session_free(struct session *session);

/* The socket is open: the visitor comes in. */
void session_open(struct session *session);
/* The peer is alive. */
void session_heard(struct session *session);
/* One whole message, `text` already checked as UTF-8. */
void session_message(struct session *session, struct bytes message);
/* The visitor is gone; what the outbox still holds may go out. */
void session_leave(struct session *session);
/* Now and then, and at once when sessions have ended: cuts the sockets of those, gives up a peer that does not take
 * its close. */
void sessions_tick(struct server *server);

#endif
