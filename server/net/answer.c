#include "net/http.h"

#include "base/mem.h"

#include <assert.h>
#include <stdio.h>
#include <time.h>

enum { PIECE_BYTES = 16 * 1024, SEND_TIMEOUT_S = 30 };

static const char *reason_of(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 409:
        return "Conflict";
    case 411:
        return "Length Required";
    case 413:
        return "Content Too Large";
    case 415:
        return "Unsupported Media Type";
    case 429:
        return "Too Many Requests";
    default:
        return "Service Unavailable";
    }
}

/* --- the head --- */

/* What stands on every answer, whatever it is. The policy is the strictest there is, for what the library refuses by
 * itself; our own answers, which may be opened as pages, have one that lets the pages work. */
static const struct lws_protocol_vhost_options guards[] = {
    {&guards[1], NULL, "X-Content-Type-Options:", "nosniff"},
    {&guards[2], NULL, "Referrer-Policy:", "no-referrer"},
    {&guards[3], NULL, "Cross-Origin-Opener-Policy:", "same-origin"},
    {&guards[4], NULL, "Cross-Origin-Resource-Policy:", "same-origin"},
    {&guards[5], NULL, "Permissions-Policy:", "camera=(), microphone=(), geolocation=()"},
    {&guards[6], NULL, "Cache-Control:", "no-store"},
    {NULL, NULL, "Content-Security-Policy:",
     "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
};
enum { GUARDS_OF_ALL = 5 };

const struct lws_protocol_vhost_options *http_guards(void)
{
    return guards;
}

static void head_begin(struct buf *head, int status, const struct origins *origins)
{
    char date[40];
    time_t now = time(NULL);
    struct tm utc;
    gmtime_r(&now, &utc);
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &utc);
    buf_format(head, "HTTP/1.1 %d %s\r\nDate: %s\r\n", status, reason_of(status), date);
    for (int i = 0; i < GUARDS_OF_ALL; i++)
        buf_format(head, "%s %s\r\n", guards[i].name, guards[i].value);
    buf_format(head, "Content-Security-Policy: %s\r\n", origins_policy(origins));
}

static void head_add(struct request *request, const char *name, const char *value)
{
    buf_format(&request->head, "%s: %s\r\n", name, value);
}

/* content stays where it is until the answer has left */
static void answer(struct request *request, int status, const char *type, const char *headers,
                   struct bytes content)
{
    assert(!request->is_answered);
    bool has_content = status != 204 && status != 304;
    struct buf head = {0};
    head_begin(&head, status, request->server->origins);
    buf_bytes_append(&head, buf_bytes(&request->head)); /* lines added before */
    buf_free(&request->head);
    request->head = head;
    if (has_content) {
        head_add(request, "Content-Type", type);
        buf_format(&request->head, "Content-Length: %zu\r\n", content.len);
    }
    if (status == 405)
        head_add(request, "Allow", api_find(request->path) != NULL ? "POST" : "GET, HEAD");
    if (headers != NULL)
        buf_text(&request->head, headers);
    buf_text(&request->head, "Connection: close\r\n\r\n");
    if (has_content && request->method != METHOD_HEAD)
        request->content = content;
    request->is_answered = true;
    if (http_is_ready(request))
        lws_callback_on_writable(request->wsi);
}

static void answer_made(struct request *request, int status, const char *type, const char *headers,
                        struct bytes content)
{
    buf_clear(&request->made);
    buf_bytes_append(&request->made, content);
    head_add(request, "Cache-Control", "no-store");
    answer(request, status, type, headers, buf_bytes(&request->made));
}

void answer_json(struct request *request, int status, const char *headers, struct bytes json)
{
    answer_made(request, status, "application/json", headers, json);
}

void answer_code(struct request *request, int status, const char *code)
{
    char json[64];
    snprintf(json, sizeof json, "{\"code\":\"%s\"}", code);
    answer_json(request, status, NULL, bytes_text(json));
}

void answer_html(struct request *request, int status, struct bytes html)
{
    answer_made(request, status, "text/html; charset=utf-8", NULL, html);
}

void answer_file(struct request *request, const char *type, const char *headers,
                 struct bytes content)
{
    answer_made(request, 200, type, headers, content);
}

void answer_text(struct request *request, int status, const char *text)
{
    answer_made(request, status, "text/plain; charset=utf-8", NULL, bytes_text(text));
}

/* --- pages of the bundle --- */

/* "gzip" is in the list and not with q=0. */
static bool takes_gzip(struct lws *wsi)
{
    char list[128];
    if (!http_header(wsi, WSI_TOKEN_HTTP_ACCEPT_ENCODING, list, sizeof list))
        return false;
    const char *at = strstr(list, "gzip");
    if (at == NULL)
        return false;
    at += strlen("gzip");
    at += strspn(at, " ");
    if (*at != ';')
        return true;
    at += 1 + strspn(at + 1, " ");
    return strncmp(at, "q=0", 3) != 0 || strspn(at + 3, ".0") + 3 < strcspn(at, ", ");
}

static bool is_known_already(struct lws *wsi, const char *etag)
{
    char known[256];
    return http_header(wsi, WSI_TOKEN_HTTP_IF_NONE_MATCH, known, sizeof known) &&
           strstr(known, etag) != NULL;
}

void answer_page(struct request *request, const struct page *page)
{
    bool is_gzip = page->gzip.len > 0 && takes_gzip(request->wsi);
    const char *etag = is_gzip ? page->etag_gzip : page->etag;
    head_add(request, "Cache-Control",
             page->is_html        ? "no-store"
             : page->is_immutable ? "public, max-age=31536000, immutable"
                                  : "no-cache");
    head_add(request, "ETag", etag);
    head_add(request, "Vary", "Accept-Encoding");
    if (is_known_already(request->wsi, etag)) {
        answer(request, 304, NULL, NULL, (struct bytes){0});
        return;
    }
    if (is_gzip)
        head_add(request, "Content-Encoding", "gzip");
    answer(request, 200, page->type, NULL, is_gzip ? page->gzip : page->plain);
}

/* --- out --- */

void http_refuse(struct server *server, struct lws *wsi, int status)
{
    struct buf head = {0};
    memset(buf_reserve(&head, LWS_PRE), 0, LWS_PRE);
    head.len = LWS_PRE;
    head_begin(&head, status, server->origins);
    buf_text(&head, "Cache-Control: no-store\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    lws_write(wsi, head.data + LWS_PRE, head.len - LWS_PRE, LWS_WRITE_HTTP_FINAL);
    buf_free(&head);
}

bool http_is_ready(const struct request *request)
{
    if (!request->is_answered)
        return outbox_is_ready(request->out);
    return request->after <= journal_durable(request->server->journal);
}

/* The next bytes of head and content, as one. */
static size_t piece_take(const struct request *request, uint8_t *piece)
{
    size_t filled = 0;
    if (request->sent < request->head.len) {
        filled = request->head.len - request->sent;
        if (filled > PIECE_BYTES)
            filled = PIECE_BYTES;
        memcpy(piece, request->head.data + request->sent, filled);
    }
    size_t from = request->sent + filled - request->head.len;
    size_t more = request->content.len - from;
    if (more > PIECE_BYTES - filled)
        more = PIECE_BYTES - filled;
    if (more > 0)
        memcpy(piece + filled, request->content.data + from, more);
    return filled + more;
}

int http_writeable(struct request *request)
{
    if (!http_is_ready(request))
        return 0;
    if (!request->is_answered) {
        api_take_answer(request);
        return 0; /* it has asked for a turn of its own */
    }
    struct lws *wsi = request->wsi;
    uint8_t bytes[LWS_PRE + PIECE_BYTES];
    size_t len = piece_take(request, bytes + LWS_PRE);
    if (len == 0)
        return -1;
    request->sent += len;
    bool is_last = request->sent == request->head.len + request->content.len;
    lws_set_timeout(wsi, PENDING_TIMEOUT_HTTP_CONTENT, SEND_TIMEOUT_S);
    if (lws_write(wsi, bytes + LWS_PRE, len, is_last ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP) < 0)
        return -1;
    if (is_last &&
        !lws_partial_buffered(wsi)) /* a close would lose what the socket has not taken */
        return -1;
    lws_callback_on_writable(wsi);
    return 0;
}
