/* http.h - one request: read strictly, answered once, and the answer leaves when what it depends on
 * is on disk. http.c is its way in, answer.c its way out, api.c and pages.c what it asks for.
 * Private to net/. Thread: loop. */
#ifndef SOPU_NET_HTTP_H
#define SOPU_NET_HTTP_H

#include "base/buf.h"
#include "net/outbox.h"
#include "net/pdf_desk.h"
#include "net/server.h"

enum {
    HTTP_BODY_MAX = 16 * 1024,
    HTTP_MAIL_MAX = 256 * 1024,     /* of a door that takes a mail */
    HTTP_DISCARD_MAX = 1024 * 1024, /* a body that is too big is still read so far, to be told so */
    HTTP_PATH_MAX = 255,
};

enum method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_OTHER };

struct api_route;

struct request {
    struct peer peer; /* PEER_REQUEST */
    struct request *next, *previous;
    struct server *server;
    struct lws *wsi;
    int64_t since_ms;
    enum method method;
    char path[HTTP_PATH_MAX + 1];

    /* A POST, while its body arrives. */
    const struct api_route *route;
    size_t announced; /* Content-Length */
    size_t arrived;
    struct buf body;
    int refusal;              /* status it will be answered with whatever the body says; 0: none */
    const char *refusal_code; /* of the JSON answer */
    char seat[AUTH_SEAT_MAX + 1]; /* whose; "" where nobody has signed in */
    uint8_t auth_session[AUTH_HASH_BYTES];

    /* A PDF that is being made: the answer waits for it. */
    int64_t pdf_since_ms; /* 0: it waits for none */
    uint8_t pdf_key[PDF_KEY_BYTES];
    int64_t pdf_version; /* of the minutes */

    /* The answer. */
    struct outbox *out; /* of a command: its answer comes through here; else NULL */
    bool has_ended;     /* all of the body is there */
    bool is_answered;
    log_pos after;
    struct buf head;
    struct buf made;      /* content made for this answer */
    struct bytes content; /* it, or a page's              */
    size_t sent;          /* of head and content          */
};

/* --- the way in, http.c: what lws calls; 0, or -1 to close --- */
int http_start(struct server *server, struct lws *wsi);
int http_body(struct request *request, const uint8_t *data, size_t len);
int http_body_end(struct request *request);
/* Now and then: a body that does not come, an answer that the disk holds up. The request may be gone afterwards. */
void http_tick(struct request *request);
void http_free(struct request *request);

/* A header's value, or false: absent, or too long for the place. */
bool http_header(struct lws *wsi, enum lws_token_indexes token, char *text, size_t size);

/* --- the way out, answer.c --- */
/* Each answers the request; once for each request. `headers`: more lines, each ending in CRLF;
 * NULL: none. */
void answer_json(struct request *request, int status, const char *headers, struct bytes json);
void answer_code(struct request *request, int status, const char *code); /* {"code":...} */
void answer_html(struct request *request, int status, struct bytes html);
void answer_file(struct request *request, const char *type, const char *headers,
                 struct bytes content);
void answer_text(struct request *request, int status, const char *text);
void answer_page(struct request *request, const struct page *page);
/* No such page, or not for now. */
void http_not_found(struct request *request);
/* Says at once that an upgrade is refused; the caller closes. */
void http_refuse(struct server *server, struct lws *wsi, int status);
/* The headers of what the library answers by itself. */
const struct lws_protocol_vhost_options *http_guards(void);
/* The answer is there and may leave. */
bool http_is_ready(const struct request *request);
/* Writes the next piece. 0, or -1 to close: after the last one too. */
int http_writeable(struct request *request);

/* --- api.c --- */
/* NULL: no such door. */
const struct api_route *api_find(const char *path);
size_t api_body_max(const struct api_route *route);
/* Reads the headers of a request for the route: who asks, and may they? Sets refusal where not. */
void api_start(struct request *request);
/* Who asks for a page of a seat, by its cookie: request->seat, "" if nobody who has signed in as that seat. */
void api_cookie_session(struct request *request, const char *seat);
/* The body is there. */
void api_answer(struct request *request);
/* The answer to a command has become durable: makes it the request's. */
void api_take_answer(struct request *request);
/* The disk holds the answer up for too long. */
void api_give_up(struct request *request);

#endif
