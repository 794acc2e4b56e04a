#include "net/session.h"

#include "base/log.h"
#include "base/mem.h"
#include "net/release.h"

enum {
    CLOSE_PATIENCE_MS = 5000,
    MESSAGE_KEEP_BYTES = 16 * 1024,
    QUIET_MS = 20 * 1000, /* then we say something: clients take 30 s of silence for a dead line  */
    ASK_MS = 20 * 1000,   /* a peer not heard of for so long is asked (ping), at the same time */
    GONE_MS = 30 * 1000,  /* and given up */
};

static void ask_for_turn(void *context)
{
    release_ask(context);
}

struct session *session_new_lab(struct server *server, struct lws *wsi, const char *doc)
{
    struct session *session = mem_new(sizeof *session);
    session->peer.kind = PEER_SESSION;
    session->server = server;
    session->wsi = wsi;
    session->doc = doc != NULL ? mem_text(doc) : NULL;
    session->out = outbox_new(server->journal, ask_for_turn, session);

    session->next = server->sessions;
    if (session->next != NULL)
        session->next->previous = session;
    server->sessions = session;
    return session;
}

struct session *session_new(struct server *server, struct lws *wsi, const char *seat,
                            const uint8_t auth_session[AUTH_HASH_BYTES], const char *doc)
{
    struct session *session = session_new_lab(server, wsi, doc);
    lws_snprintf(session->seat, sizeof session->seat, "%s", seat);
    memcpy(session->auth_session, auth_session, AUTH_HASH_BYTES);
    session->rate = rates_of(server->rates, seat);
    return session;
}

void session_free(struct session *session)
{
    session_leave(session);
    if (session->previous != NULL)
        session->previous->next = session->next;
    else
        session->server->sessions = session->next;
    if (session->next != NULL)
        session->next->previous = session->previous;
    release_forget(session);
    outbox_free(session->out);
    frame_release(session->rest);
    buf_free(&session->message);
    mem_free(session->doc);
    mem_free(session);
}

void session_open(struct session *session)
{
    session->is_open = true;
    session->told_ms = monotonic_ms();
    session_heard(session);
    session->has_socket = !session_is_lab(session) && rate_socket_take(session->rate);
    if (!session_is_lab(session) && !session->has_socket) {
        outbox_cut(session->out, CLOSE_TOO_MUCH, "too many sockets");
        return;
    }
    struct hall *hall = session->server->hall;
    if (session->doc == NULL)
        session->visitor = visitor_open(hall, session->seat, session->out);
    else
        session->visitor = visitor_open_stock(hall, session->seat, session->doc, session->out);
    log_info("socket_opened", "seat=%s stock=%d", session->seat, session->doc != NULL);
}

void session_heard(struct session *session)
{
    session->heard_ms = monotonic_ms();
    session->is_asked = false;
}

void session_message(struct session *session, struct bytes message)
{
    session_heard(session);
    if (session->visitor == NULL)
        return;
    if (!session_is_lab(session) && !rate_take(session->rate, message.len, monotonic_ms())) {
        log_warn("socket_too_fast", "seat=%s", session->seat);
        outbox_cut(session->out, CLOSE_TOO_MUCH, "too much");
        return;
    }
    if (session->is_binary)
        visitor_binary(session->visitor, message);
    else
        visitor_text(session->visitor, message);
    if (session->message.capacity > MESSAGE_KEEP_BYTES)
        buf_free(&session->message);
}

void session_leave(struct session *session)
{
    session->is_open = false;
    if (session->visitor != NULL) {
        visitor_close(session->visitor);
        session->visitor = NULL;
        log_info("socket_closed", "seat=%s", session->seat);
    }
    if (session->has_socket)
        rate_socket_give(session->rate);
    session->has_socket = false;
}

/* False: the peer was given up. */
static bool signs_of_life(struct session *session, int64_t now_ms)
{
    if (now_ms - session->heard_ms >= GONE_MS) {
        log_info("socket_silent", "seat=%s", session->seat);
        lws_set_timeout(session->wsi, PENDING_TIMEOUT_WS_PONG_CHECK_GET_PONG, LWS_TO_KILL_SYNC);
        return false;
    }
    if (now_ms - session->told_ms >= QUIET_MS)
        visitor_alive(session->visitor);
    if (now_ms - session->heard_ms >= ASK_MS && !session->is_asked) {
        session->is_asked = true;
        release_ping(session);
    }
    return true;
}

static void session_tick(struct session *session)
{
    if (session->visitor != NULL && !signs_of_life(session, monotonic_ms()))
        return;
    struct server *server = session->server;
    if (!session_is_lab(session) && !outbox_is_closing(session->out) &&
        !auth_session_keep(server->auth, session->auth_session))
        outbox_cut(session->out, CLOSE_SIGNED_OUT, "session");
    if (!outbox_is_closing(session->out))
        return;
    int64_t now_ms = monotonic_ms();
    if (session->closing_since_ms == 0)
        session->closing_since_ms = now_ms;
    else if (now_ms - session->closing_since_ms > CLOSE_PATIENCE_MS)
        lws_set_timeout(session->wsi, PENDING_TIMEOUT_CLOSE_SEND, LWS_TO_KILL_SYNC);
}

void sessions_tick(struct server *server)
{
    for (struct session *next, *session = server->sessions; session != NULL; session = next) {
        next = session->next;
        session_tick(session); /* may free it */
    }
}
