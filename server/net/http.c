#include "net/http.h"

#include "base/mem.h"
#include "export/agenda_html.h"
#include "net/api.h"
#include "net/minutes_door.h"
#include "net/next_round.h"

#include <sodium.h>
#include <strings.h>

enum {
    BODY_PATIENCE_MS = 9 * 1000, /* looked at once a second: over in ten */
    DISK_PATIENCE_MS = 10 * 1000,
    SEND_PATIENCE_MS = 120 * 1000,
};

bool http_header(struct lws *wsi, enum lws_token_indexes token, char *text, size_t size)
{
    return lws_hdr_total_length(wsi, token) > 0 && lws_hdr_copy(wsi, text, (int)size, token) > 0;
}

/* --- from first to last --- */

static void ask_for_turn(void *context)
{
    struct request *request = context;
    if (http_is_ready(request))
        lws_callback_on_writable(request->wsi);
}

static struct request *request_new(struct server *server, struct lws *wsi)
{
    struct request *request = mem_new(sizeof *request);
    request->peer.kind = PEER_REQUEST;
    request->server = server;
    request->wsi = wsi;
    request->since_ms = monotonic_ms();
    request->out = outbox_new(server->journal, ask_for_turn, request);
    request->next = server->requests;
    if (request->next != NULL)
        request->next->previous = request;
    server->requests = request;
    lws_set_opaque_user_data(wsi, request);
    return request;
}

void http_free(struct request *request)
{
    if (request->previous != NULL)
        request->previous->next = request->next;
    else
        request->server->requests = request->next;
    if (request->next != NULL)
        request->next->previous = request->previous;
    lws_set_opaque_user_data(request->wsi, NULL);
    outbox_free(request->out);
    buf_free(&request->body);
    buf_free(&request->head);
    buf_free(&request->made);
    mem_free(request);
}

/* --- the head --- */

static enum method method_and_path(struct request *request)
{
    char *uri = NULL;
    int len = 0;
    int method = lws_http_get_uri_and_method(request->wsi, &uri, &len);
    if (method < 0)
        return METHOD_OTHER;
    if (len > 0 && len <= HTTP_PATH_MAX && memchr(uri, 0, (size_t)len) == NULL)
        memcpy(request->path, uri,
               (size_t)len); /* else it stays empty, and nothing is found there */
    return method == LWSHUMETH_GET    ? METHOD_GET
           : method == LWSHUMETH_HEAD ? METHOD_HEAD
           : method == LWSHUMETH_POST ? METHOD_POST
                                      : METHOD_OTHER;
}

/* One Content-Length of digits only. (Two of them arrive here joined, and are no number.) False:
 * odd. */
static bool length_read(struct lws *wsi, bool *is_present, size_t *length)
{
    char text[16];
    *is_present = lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH) > 0;
    *length = 0;
    if (!*is_present)
        return true;
    if (!http_header(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH, text, sizeof text) ||
        strspn(text, "0123456789") != strlen(text) || strlen(text) > 12)
        return false;
    *length = (size_t)strtoull(text, NULL, 10);
    return true;
}

/* What the head alone decides, against requests that two servers might read in two ways: status, or
 * 0. */
static int head_refusal(struct request *request)
{
    struct lws *wsi = request->wsi;
    bool has_length = false;
    if (lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0 ||
        lws_hdr_total_length(wsi, WSI_TOKEN_HOST) == 0 ||
        !length_read(wsi, &has_length, &request->announced))
        return 400;
    if (request->method == METHOD_OTHER)
        return 405;
    if (request->method != METHOD_POST)
        return request->announced > 0 ? 400 : 0;
    if (!has_length)
        return 411;
    return request->announced > HTTP_DISCARD_MAX ? 413 : 0;
}

static const char *code_of(int status)
{
    return status == 404   ? "not_found"
           : status == 405 ? "method"
           : status == 411 ? "length"
           : status == 413 ? "too_big"
           : status == 503 ? "restart"
                           : "malformed";
}

static int refuse(struct request *request, int status)
{
    answer_code(request, status, code_of(status));
    return 0;
}

static void post_start(struct request *request)
{
    request->route = api_find(request->path);
    if (request->route == NULL)
        request->refusal = strncmp(request->path, "/api/", 5) == 0 ? 404 : 405;
    else if (request->announced > api_body_max(request->route))
        request->refusal = 413;
    else
        api_start(request);
    if (request->refusal != 0 && request->refusal_code == NULL)
        request->refusal_code = code_of(request->refusal);
}

/* --- what GET gives --- */

/* What a link asks for, else what the browser likes best (they list it first), else Finnish. */
static const char *language_wanted(const struct request *request)
{
    static const char *const languages[] = {"fi", "sv", "en"};
    char wanted[128];
    const char *asked = lws_get_urlarg_by_name(request->wsi, "language=", wanted, sizeof wanted);
    for (int i = 0; asked != NULL && i < 3; i++)
        if (strcmp(asked, languages[i]) == 0)
            return languages[i];
    const char *best = languages[0];
    const char *earliest = NULL;
    if (!http_header(request->wsi, WSI_TOKEN_HTTP_ACCEPT_LANGUAGE, wanted, sizeof wanted))
        return best;
    for (int i = 0; i < 3; i++) {
        const char *at = strstr(wanted, languages[i]);
        if (at != NULL && (earliest == NULL || at < earliest)) {
            earliest = at;
            best = languages[i];
        }
    }
    return best;
}

static void head_read(struct journal *journal, struct agenda_head *head, char hex[65])
{
    uint8_t chain[32];
    journal_head(journal, &head->record, chain);
    sodium_bin2hex(hex, 65, chain, sizeof chain);
    head->chain = hex;
}

static void agenda_answer(struct request *request)
{
    struct buf html = {0};
    const struct day *day = hall_look(request->server->hall, &request->after);
    struct agenda_head head;
    char chain[65];
    head_read(request->server->journal, &head, chain);
    bool covers = head.record >= request->after;
    if (day != NULL)
        agenda_html(day, language_wanted(request), covers ? &head : NULL, &html);
    answer_html(request, 200, buf_bytes(&html));
    buf_free(&html);
}

void http_not_found(struct request *request)
{
    static const char html[] = "<!doctype html>\n<html lang=\"fi\"><meta charset=\"utf-8\">"
                               "<title>404 – Sopu</title>\n<p>404 · <a href=\"/\">Sopu</a></p>\n"
                               "</html>\n";
    if (strncmp(request->path, "/api/", 5) == 0)
        answer_code(request, 404, "not_found");
    else
        answer_html(request, 404, bytes_text(html));
}

static void get_answer(struct request *request)
{
    const struct page *page = pages_find(request->server->pages, request->path);
    if (strcmp(request->path, "/healthz") == 0)
        answer_text(request, 200, "ok\n");
    else if (strcmp(request->path, "/agenda") == 0)
        agenda_answer(request);
    else if (strcmp(request->path, "/answers") == 0)
        answers_public(request);
    else if (strcmp(request->path, "/minutes") == 0)
        minutes_public(request);
    else if (strcmp(request->path, "/api/v1/minutes") == 0)
        minutes_private(request);
    else if (strcmp(request->path, "/api/v1/registry") == 0)
        registry_answer(request);
    else if (strcmp(request->path, "/api/v1/feedback") == 0)
        feedback_answer(request);
    else if (strcmp(request->path, "/api/v1/next-round") == 0)
        next_round_answer(request);
    else if (api_find(request->path) != NULL)
        answer_code(request, 405, "method");
    else if (page != NULL)
        answer_page(request, page);
    else
        http_not_found(request);
}

int http_start(struct server *server, struct lws *wsi)
{
    struct request *request = request_new(server, wsi);
    request->method = method_and_path(request);
    int refusal = server->is_stopping ? 503 : head_refusal(request);
    if (refusal != 0)
        return refuse(request, refusal);
    if (request->method == METHOD_POST)
        post_start(request);
    else
        get_answer(request);
    return 0;
}

/* --- the body --- */

int http_body(struct request *request, const uint8_t *data, size_t len)
{
    request->arrived += len;
    if (request->is_answered || request->refusal != 0)
        return 0;
    if (request->body.len + len > api_body_max(request->route))
        return -1;
    buf_append(&request->body, data, len);
    return 0;
}

int http_body_end(struct request *request)
{
    if (request
            ->has_ended) /* more has come than was announced; lws asks on and on until we close */
        return request->is_answered && http_is_ready(request) ? 0 : -1;
    request->has_ended = true;
    if (request->is_answered)
        return 0;
    if (request->refusal != 0)
        answer_code(request, request->refusal, request->refusal_code);
    else
        api_answer(request);
    return 0;
}

/* --- time --- */

/* At once: a timer that is set outside of lws' own callbacks stands still until some socket moves. */
static void kill_now(struct request *request)
{
    lws_set_timeout(request->wsi, PENDING_TIMEOUT_HTTP_CONTENT, LWS_TO_KILL_SYNC);
}

void http_tick(struct request *request)
{
    int64_t passed_ms = monotonic_ms() - request->since_ms;
    if (http_is_ready(request)) {
        lws_callback_on_writable(request->wsi);
        if (passed_ms > SEND_PATIENCE_MS)
            kill_now(request);
    } else if (request->arrived < request->announced) {
        if (passed_ms > BODY_PATIENCE_MS)
            kill_now(request);
    } else if (passed_ms > BODY_PATIENCE_MS + DISK_PATIENCE_MS) {
        api_give_up(request);
    }
}
