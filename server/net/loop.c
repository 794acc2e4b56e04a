#include "net/loop.h"

#include "base/log.h"
#include "base/mem.h"
#include "net/courier.h"
#include "net/http.h"
#include "net/lobby.h"
#include "net/mail.h"
#include "net/minutes_door.h"
#include "net/pdf_desk.h"
#include "net/release.h"
#include "net/ws.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

enum {
    TICK_MS = 100,
    STOPPING_TICK_MS = 10,
    SLOW_TICK = 10,          /* every so many ticks: what need not be looked at more often */
    TX_PACKET_BYTES = 65536, /* what a large frame may take of one turn of the loop */
    STOP_WITHIN_MS = 2500,   /* then whoever has not taken the close is left               */
};

/* A signal handler is told nothing but the signal, so this is the one variable of the program. */
static volatile sig_atomic_t stop_is_asked;

static void on_stop_signal(int signal_number)
{
    (void)signal_number;
    stop_is_asked = 1;
}

/* --- what lws calls --- */

static void peer_gone(struct lws *wsi)
{
    struct peer *peer = lws_get_opaque_user_data(wsi);
    if (peer == NULL)
        return;
    lws_set_opaque_user_data(wsi, NULL);
    if (peer->kind == PEER_SESSION)
        session_free((struct session *)peer);
    else
        http_free((struct request *)peer);
}

/* Durable has moved: whoever has something that may leave now asks for a turn. */
static void on_wake(uv_async_t *wake)
{
    struct server *server = lws_container_of(wake, struct server, wake);
    hall_durable(server->hall);
    release_durable(server);
    for (struct request *request = server->requests; request != NULL; request = request->next)
        if (http_is_ready(request))
            lws_callback_on_writable(request->wsi);
}

static void on_turn_end(uv_prepare_t *turn_end)
{
    release_turn_end(lws_container_of(turn_end, struct server, turn_end));
}

static int session_callback(struct session *session, enum lws_callback_reasons reason, void *in,
                            size_t len)
{
    switch (reason) {
    case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:
        return 0;
    case LWS_CALLBACK_ESTABLISHED:
        return ws_established(session);
    case LWS_CALLBACK_RECEIVE:
        return ws_receive(session, in, len);
    case LWS_CALLBACK_SERVER_WRITEABLE:
        return release_writeable(session);
    case LWS_CALLBACK_RECEIVE_PONG:
        session_heard(session);
        return 0;
    case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE: /* -1: it answers ours, and there is no more to say */
        session->is_open = false;
        return session->visitor == NULL ? -1 : 0;
    case LWS_CALLBACK_CLOSED:
        session_leave(session);
        return 0;
    default:
        return 0;
    }
}

static int request_callback(struct request *request, enum lws_callback_reasons reason, void *in,
                            size_t len)
{
    switch (reason) {
    case LWS_CALLBACK_HTTP_BODY:
        return http_body(request, in, len);
    case LWS_CALLBACK_HTTP_BODY_COMPLETION:
        return http_body_end(request);
    case LWS_CALLBACK_HTTP_WRITEABLE:
        return http_writeable(request);
    default:
        return 0;
    }
}

static int server_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                           size_t len)
{
    (void)user;
    struct server *server = lws_context_user(lws_get_context(wsi));
    struct peer *peer = lws_get_opaque_user_data(wsi);
    switch (reason) {
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
        return peer == NULL ? ws_confirm(server, wsi) : -1;
    case LWS_CALLBACK_HTTP:
        return peer == NULL ? http_start(server, wsi) : -1;
    case LWS_CALLBACK_RAW_ADOPT: /* CONNECT turns a connection raw: nothing for us */
    case LWS_CALLBACK_RAW_CONNECTED:
    case LWS_CALLBACK_RAW_RX:
        return -1;
    case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:
        if (peer == NULL)
            return -1;
        break;
    case LWS_CALLBACK_WSI_DESTROY:
        peer_gone(wsi);
        return 0;
    default:
        break;
    }
    if (peer == NULL)
        return 0;
    return peer->kind == PEER_SESSION ? session_callback((struct session *)peer, reason, in, len)
                                      : request_callback((struct request *)peer, reason, in, len);
}

static void stop_begin(struct server *server)
{
    server->is_stopping = true;
    server->stopping_since_ms = monotonic_ms();
    hall_say_restart(server->hall);
    for (struct session *session = server->sessions; session != NULL; session = session->next)
        outbox_close(session->out, CLOSE_RESTART, "restart");
    uv_timer_set_repeat(&server->tick, STOPPING_TICK_MS);
}

static bool is_stopped(const struct server *server)
{
    return server->is_stopping && ((server->sessions == NULL && server->requests == NULL) ||
                                   monotonic_ms() - server->stopping_since_ms > STOP_WITHIN_MS);
}

static void on_tick(uv_timer_t *tick)
{
    struct server *server = lws_container_of(tick, struct server, tick);
    if (stop_is_asked && !server->is_stopping)
        stop_begin(server);
    if (is_stopped(server))
        uv_stop(&server->loop);
    hall_tick(server->hall);
    pdf_desk_tick(server->pdf_desk);
    minutes_tick(server);
    if (server->mail_desk != NULL)
        mail_desk_tick(server->mail_desk);
    courier_tick(server);
    if (++server->ticks % SLOW_TICK != 0)
        return;
    sessions_tick(server);
    auth_tick(server->auth);
    for (struct request *next, *request = server->requests; request != NULL; request = next) {
        next = request->next;
        http_tick(request);
    }
}

/* --- a start --- */

static void sentence_set(char **sentence, const char *format, const char *host, int port,
                         const char *why)
{
    char text[256];
    snprintf(text, sizeof text, format, host, port, why);
    *sentence = mem_text(text);
}

/* May we listen there? lws would say so on its own log only. */
static bool address_is_free(const char *host, int port, char **sentence)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct sockaddr_in6 address6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
    bool is_v4 = inet_pton(AF_INET, host, &address.sin_addr) == 1;
    if (port < 0 || port > 65535 ||
        (!is_v4 && inet_pton(AF_INET6, host, &address6.sin6_addr) != 1)) {
        sentence_set(sentence, "%s port %d is %s.", host, port,
                     "not a numeric address and a port to listen on");
        return false;
    }
    int fd = socket(is_v4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int yes = 1, bound = -1;
    if (fd >= 0) {
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        bound = is_v4 ? bind(fd, (struct sockaddr *)&address, sizeof address)
                      : bind(fd, (struct sockaddr *)&address6, sizeof address6);
        if (bound == 0)
            bound = listen(fd, 1);
    }
    int why = errno;
    if (fd >= 0)
        close(fd);
    if (bound != 0)
        sentence_set(sentence, "Cannot listen on %s port %d: %s.", host, port,
                     why == EADDRINUSE ? "the port is in use by another program" : strerror(why));
    return bound == 0;
}

static void lws_log(int level, const char *line)
{
    (void)level;
    log_warn("lws", "line=\"%.*s\"", (int)strcspn(line, "\r\n"), line);
}

static struct lws_context *context_new(struct server *server, const char *host, int port)
{
    /* session_tick asks the silent ones: lws would keep a sorted list of all for it, walked from end to end at each sign
     * of life. */
    static const lws_retry_bo_t never_ask = {0};
    static const struct lws_protocols protocols[] = {
        {.name = "sopu", .callback = server_callback, .tx_packet_size = TX_PACKET_BYTES},
        {0},
    };
    lws_set_log_level(LLL_ERR, lws_log);
    struct lws_context_creation_info info = {
        .iface = host,
        .port = port,
        .protocols = protocols,
        .extensions =
            NULL, /* permessage-deflate of 4.1.6 ends the process on frames anyone may send */
        .options = LWS_SERVER_OPTION_FAIL_UPON_UNABLE_TO_BIND | LWS_SERVER_OPTION_LIBUV,
        .foreign_loops = (void *[]){&server->loop},
        .pcontext = &server->context,
        .alpn = "http/1.1",
        .headers = http_guards(),
        .max_http_header_data = 16 * 1024,
        .timeout_secs = 9, /* half a request is over in ten */
        .timeout_secs_ah_idle = 9,
        .retry_and_idle_policy = &never_ask,
        .gid = (gid_t)-1,
        .uid = (uid_t)-1,
        .user = server,
    };
    if (strchr(host, ':') == NULL)
        info.options |= LWS_SERVER_OPTION_DISABLE_IPV6;
    return lws_create_context(&info);
}

/* The loop is ours, so that it can do something at the end of each of its turns, and so that the writer wakes it by one
 * write into an eventfd. lws takes part in it. */
static void loop_begin(struct server *server)
{
    int failed = uv_loop_init(&server->loop);
    failed |= uv_async_init(&server->loop, &server->wake, on_wake);
    failed |= uv_timer_init(&server->loop, &server->tick);
    failed |= uv_prepare_init(&server->loop, &server->turn_end);
    assert(!failed);
    uv_prepare_start(&server->turn_end, on_turn_end);
}

/* libuv closes its handles in turns of the loop: lws asks for that when it is told to end, and ends when it is told
 * again afterwards. */
static void loop_end(struct server *server)
{
    if (server->context != NULL)
        lws_context_destroy(server->context);
    uv_close((uv_handle_t *)&server->wake, NULL);
    uv_close((uv_handle_t *)&server->tick, NULL);
    uv_close((uv_handle_t *)&server->turn_end, NULL);
    while (uv_loop_alive(&server->loop))
        uv_run(&server->loop, UV_RUN_ONCE);
    if (server->context != NULL)
        lws_context_destroy(server->context);
    uv_loop_close(&server->loop);
}

struct server *server_new(const struct server_options *options, struct hall *hall,
                          struct auth *auth, struct journal *journal, char **sentence)
{
    const char *host = options->host;
    if (host == NULL || strcmp(host, "localhost") == 0)
        host = "127.0.0.1";
    if (!address_is_free(host, options->port, sentence))
        return NULL;
    struct server *server = mem_new(sizeof *server);
    server->hall = hall;
    server->auth = auth;
    server->journal = journal;
    server->rates = rates_new();
    server->lobby = lobby_new(monotonic_ms());
    server->pages = pages_new();
    server->pdf_desk = pdf_desk_new();
    server->mail_desk = options->mail != NULL ? mail_desk_new(options->mail) : NULL;
    server->courier = courier_new(options->mail != NULL ? options->mail->from_address : "");
    server->parcel = parcel_new();
    loop_begin(server);
    server->context = context_new(server, host, options->port);
    if (server->context == NULL) {
        sentence_set(sentence, "Cannot listen on %s port %d: %s.", host, options->port,
                     "the network library refuses");
        server_free(server);
        return NULL;
    }
    bool is_everywhere = strcmp(host, "0.0.0.0") == 0 || strcmp(host, "::") == 0;
    if (is_everywhere && options->public_url == NULL)
        log_warn("no_public_url",
                 "browsers come from an address that is not known, and are refused");
    server->port = lws_get_vhost_listen_port(lws_get_vhost_by_name(server->context, "default"));
    server->origins = origins_new(host, server->port, options->public_url);
    if (server->origins == NULL) {
        sentence_set(sentence, "%s port %d: %s.", host, server->port,
                     "the public address must be http:// or https://, a host in small letters, "
                     "perhaps a port, and nothing more");
        server_free(server);
        return NULL;
    }
    return server;
}

void server_free(struct server *server)
{
    if (server == NULL)
        return;
    loop_end(server);
    mem_free(server->parcel);
    origins_free(server->origins);
    pages_free(server->pages);
    pdf_desk_free(server->pdf_desk);
    mail_desk_free(server->mail_desk);
    courier_free(server->courier);
    rates_free(server->rates);
    lobby_free(server->lobby);
    mem_free(server);
}

int server_port(const struct server *server)
{
    return server->port;
}

const char *server_url(const struct server *server)
{
    return origins_url(server->origins);
}

void server_wake(struct server *server)
{
    uv_async_send(&server->wake);
}

/* --- the run --- */

static void signals_take(void)
{
    stop_is_asked = 0;
    struct sigaction action = {.sa_handler = on_stop_signal};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
}

void server_run(struct server *server)
{
    signals_take();
    uv_timer_start(&server->tick, on_tick, TICK_MS, TICK_MS);
    log_info("listening", "port=%d", server->port);
    uv_run(&server->loop, UV_RUN_DEFAULT);
    uv_timer_stop(&server->tick);
    log_info("stopped", "after_ms=%d", (int)(monotonic_ms() - server->stopping_since_ms));
}
