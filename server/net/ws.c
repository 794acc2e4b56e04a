#include "net/ws.h"

#include "net/http.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/socket.h>

enum {
    CLOSE_NOT_UTF8 = 1007,
    CLOSE_TOO_BIG = 1009,
    DOC_NAME_MAX = 128,
    WS_LAB_MESSAGE_MAX = 3 * 1024 * 1024, /* a whole document: a record takes 4 MiB */
    KEY_CHARS = 24,                       /* Sec-WebSocket-Key: 16 bytes in base64 */
};

/* --- the upgrade --- */

static bool header_is(struct lws *wsi, enum lws_token_indexes token, const char *value)
{
    char text[32];
    return http_header(wsi, token, text, sizeof text) && strcasecmp(text, value) == 0;
}

/* 400, 403, ... or 0: the request is a fair WebSocket handshake from one of our own pages or from
 * no page. */
static int handshake_refusal(struct server *server, struct lws *wsi)
{
    char text[256];
    if (server->is_stopping)
        return 503;
    if (lws_hdr_total_length(wsi, WSI_TOKEN_GET_URI) == 0)
        return 405;
    if (!header_is(wsi, WSI_TOKEN_VERSION, "13") ||
        lws_hdr_total_length(wsi, WSI_TOKEN_KEY) != KEY_CHARS ||
        lws_hdr_total_length(wsi, WSI_TOKEN_HOST) == 0 ||
        lws_hdr_total_length(wsi, WSI_TOKEN_PROTOCOL) > 0)
        return 400;
    if (lws_hdr_total_length(wsi, WSI_TOKEN_ORIGIN) > 0 &&
        !(http_header(wsi, WSI_TOKEN_ORIGIN, text, sizeof text) &&
          (origins_has(server->origins, text) ||
           (hall_is_lab(server->hall) && origins_is_this_machine(text)))))
        return 403;
    return 0;
}

/* "/ws" or "/yjs/<doc>": *doc becomes NULL or points into path. */
static bool door_of(char *path, const char **doc)
{
    *doc = NULL;
    if (strcmp(path, "/ws") == 0)
        return true;
    if (strncmp(path, "/yjs/", 5) != 0)
        return false;
    *doc = path + 5;
    size_t len = strlen(*doc);
    for (size_t i = 0; i < len; i++)
        if ((*doc)[i] <= ' ' || (*doc)[i] > '~')
            return false;
    return len > 0 && len <= DOC_NAME_MAX;
}

static int refuse_upgrade(struct server *server, struct lws *wsi, int status)
{
    http_refuse(server, wsi, status);
    return -1;
}

int ws_confirm(struct server *server, struct lws *wsi)
{
    /* CVE-2025-11677: after an Upgrade value that lws does not know it has freed what it hands us,
     * and would go on. Nothing but "websocket" (so no h2c either) gets past these lines. */
    if (lws_hdr_total_length(wsi, WSI_TOKEN_UPGRADE) != (int)strlen("websocket") ||
        !header_is(wsi, WSI_TOKEN_UPGRADE, "websocket"))
        return -1;

    int refusal = handshake_refusal(server, wsi);
    char path[256];
    const char *doc = NULL;
    if (refusal == 0 &&
        (!http_header(wsi, WSI_TOKEN_GET_URI, path, sizeof path) || !door_of(path, &doc)))
        refusal = 404;
    if (refusal != 0)
        return refuse_upgrade(server, wsi, refusal);

    if (hall_is_lab(server->hall)) {
        if (doc == NULL)
            return refuse_upgrade(server, wsi, 404);
        lws_set_opaque_user_data(wsi, session_new_lab(server, wsi, doc));
        return 0;
    }
    char argument[64];
    const char *ticket = lws_get_urlarg_by_name(wsi, "ticket=", argument, sizeof argument);
    uint8_t auth_session[AUTH_HASH_BYTES];
    const char *seat = ticket != NULL ? auth_ticket_use(server->auth, ticket, auth_session) : NULL;
    if (seat == NULL || !hall_has_seat(server->hall, seat))
        return refuse_upgrade(server, wsi, 403);
    lws_set_opaque_user_data(wsi, session_new(server, wsi, seat, auth_session, doc));
    return 0;
}

/* What the kernel keeps for a slow phone is bounded as well, and a silent one is given up. */
static void socket_bound(struct lws *wsi)
{
    int fd = lws_get_socket_fd(wsi);
    int send_bytes = 64 * 1024, unsent_bytes = 16 * 1024, silent_ms = 30 * 1000;
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &send_bytes, sizeof send_bytes);
    setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent_bytes, sizeof unsent_bytes);
    setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &silent_ms, sizeof silent_ms);
}

int ws_established(struct session *session)
{
    socket_bound(session->wsi);
    session_open(session);
    return 0;
}

/* --- in --- */

/* Continuation bytes of the character that begins at text[at], all of them there and the shortest way to say it;
 * -1: not UTF-8. (RFC 3629, 4: the table of well-formed byte sequences.) */
static int character_rest(struct bytes text, size_t at)
{
    uint8_t first = text.data[at];
    if (first < 0x80)
        return 0;
    int rest = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    if (first < 0xc2 || first > 0xf4 || text.len - at <= (size_t)rest)
        return -1;
    uint8_t second = text.data[at + 1];
    uint8_t least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    uint8_t most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (second < least || second > most)
        return -1;
    for (int i = 2; i <= rest; i++)
        if ((text.data[at + (size_t)i] & 0xc0) != 0x80)
            return -1;
    return rest;
}

static bool is_utf8(struct bytes text)
{
    for (size_t at = 0; at < text.len; at++) {
        int rest = character_rest(text, at);
        if (rest < 0)
            return false;
        at += (size_t)rest;
    }
    return true;
}

/* The rest of what arrives is read past until the close has had its turn: a socket closed with bytes unread would
 * throw away its own last words. */
static int refuse(struct session *session, uint16_t code, const char *reason)
{
    buf_free(&session->message);
    outbox_cut(session->out, code, reason);
    return 0;
}

int ws_receive(struct session *session, const uint8_t *data, size_t len)
{
    struct lws *wsi = session->wsi;
    if (session->visitor == NULL || outbox_is_closing(session->out))
        return 0;
    if (lws_is_first_fragment(wsi)) {
        buf_clear(&session->message);
        session->is_binary = lws_frame_is_binary(wsi) != 0;
    }
    /* The frame's announced rest counts before a byte of it is kept. */
    size_t rest = lws_remaining_packet_payload(wsi);
    size_t most = session_is_lab(session) ? WS_LAB_MESSAGE_MAX : WS_MESSAGE_MAX;
    if (rest > most || session->message.len + len + rest > most)
        return refuse(session, CLOSE_TOO_BIG, "too big");
    buf_append(&session->message, data, len);
    if (rest > 0 || !lws_is_final_fragment(wsi))
        return 0;
    if (!session->is_binary && !is_utf8(buf_bytes(&session->message)))
        return refuse(session, CLOSE_NOT_UTF8, "not UTF-8");
    session_message(session, buf_bytes(&session->message));
    return 0;
}
