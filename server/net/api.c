#include "net/api.h"

#include "domain/rights.h"
#include "net/session.h"

#include <ctype.h>
#include <strings.h>

struct api_route {
    const char *path;
    enum { ANYBODY, A_SEAT, A_MAIL } takes; /* a mail as it came, of whatever type; else JSON */
    void (*answer)(struct request *request);
};

/* --- who asks --- */

/* A token of letters and digits; other headers hold no token of ours. */
static bool is_token(const char *text)
{
    return strlen(text) == AUTH_TOKEN_SIZE - 1 &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz234567") == AUTH_TOKEN_SIZE - 1;
}

/* The value of the cookie sopu_<seat>, in place. NULL: none. */
static const char *cookie_find(char *cookies, const char *seat)
{
    char name[AUTH_SEAT_MAX + 8];
    int name_len = snprintf(name, sizeof name, "sopu_%s=", seat);
    char *rest = NULL;
    for (char *one = strtok_r(cookies, ";", &rest); one != NULL; one = strtok_r(NULL, ";", &rest)) {
        one += strspn(one, " ");
        if (strncmp(one, name, (size_t)name_len) == 0)
            return one + name_len;
    }
    return NULL;
}

/* X-Sopu-Seat and the cookie of that seat, or a bearer token. */
static void session_read(struct request *request)
{
    static const char seat_header[] = "x-sopu-seat:";
    struct lws *wsi = request->wsi;
    char text[8192];
    char seat[AUTH_SEAT_MAX + 1];
    const char *token = NULL;
    bool has_seat =
        lws_hdr_custom_copy(wsi, seat, sizeof seat, seat_header, (int)strlen(seat_header)) > 0;
    if (http_header(wsi, WSI_TOKEN_HTTP_AUTHORIZATION, text, sizeof text)) {
        if (strncasecmp(text, "Bearer ", 7) == 0)
            token = text + 7;
    } else if (has_seat && http_header(wsi, WSI_TOKEN_HTTP_COOKIE, text, sizeof text)) {
        token = cookie_find(text, seat);
    }
    if (token == NULL || !is_token(token))
        return;
    const char *known =
        auth_session(request->server->auth, token, has_seat ? seat : NULL, request->auth_session);
    if (known != NULL && hall_has_seat(request->server->hall, known))
        snprintf(request->seat, sizeof request->seat, "%s", known);
}

void api_cookie_session(struct request *request, const char *seat)
{
    char text[8192];
    if (!http_header(request->wsi, WSI_TOKEN_HTTP_COOKIE, text, sizeof text))
        return;
    const char *token = cookie_find(text, seat);
    if (token == NULL || !is_token(token))
        return;
    const char *known = auth_session(request->server->auth, token, seat, request->auth_session);
    if (known != NULL && hall_has_seat(request->server->hall, known))
        snprintf(request->seat, sizeof request->seat, "%s", known);
}

/* lws gives up at the first argument that does not fit, whichever is asked for. */
const char *api_argument(const struct request *request, const char *name, struct argument *argument)
{
    const char *found =
        lws_get_urlarg_by_name(request->wsi, name, argument->text, sizeof argument->text);
    return found != NULL ? found : "";
}

bool api_reader(struct request *request)
{
    struct argument seat;
    api_cookie_session(request, api_argument(request, "seat=", &seat));
    if (request->seat[0] == '\0')
        answer_code(request, 401, "session");
    else if (!rate_take(rates_of(request->server->rates, request->seat), 0, monotonic_ms()))
        answer_code(request, 429, "rate");
    else
        return true;
    return false;
}

static void refuse(struct request *request, int status, const char *code)
{
    request->refusal = status;
    request->refusal_code = code;
}

static bool is_json(struct lws *wsi)
{
    static const char json[] = "application/json";
    char type[64];
    if (!http_header(wsi, WSI_TOKEN_HTTP_CONTENT_TYPE, type, sizeof type) ||
        strncasecmp(type, json, strlen(json)) != 0)
        return false;
    const char *rest = type + strlen(json);
    return rest[strspn(rest, " ")] == 0 || rest[strspn(rest, " ")] == ';';
}

static bool is_too_often(const struct request *request)
{
    struct server *server = request->server;
    if (request->route->takes == A_MAIL)
        return !bounce_take(server);
    return request->seat[0] != 0 &&
           !rate_take(rates_of(server->rates, request->seat), request->announced, monotonic_ms());
}

void api_start(struct request *request)
{
    struct server *server = request->server;
    char origin[256];
    bool has_origin = lws_hdr_total_length(request->wsi, WSI_TOKEN_ORIGIN) > 0;
    session_read(request);
    if (has_origin && !(http_header(request->wsi, WSI_TOKEN_ORIGIN, origin, sizeof origin) &&
                        origins_has(server->origins, origin)))
        refuse(request, 403, "origin");
    else if (request->route->takes != A_MAIL && request->announced > 0 && !is_json(request->wsi))
        refuse(request, 415, "type");
    else if (request->route->takes == A_SEAT && request->seat[0] == 0)
        refuse(request, 401, "session");
    else if (is_too_often(request))
        refuse(request, 429, "rate");
}

void api_answer(struct request *request)
{
    request->route->answer(request);
}

/* --- the doors --- */

json_t *api_body(const struct request *request)
{
    return json_loadb((const char *)request->body.data, request->body.len, JSON_REJECT_DUPLICATES,
                      NULL);
}

void api_answer_json(struct request *request, int status, const char *headers, json_t *json)
{
    char *text = json_dumps(json, JSON_COMPACT);
    answer_json(request, status, headers, bytes_text(text));
    free(text);
    json_decref(json);
}

static void cookie_header(const struct request *request, const char *seat, const char *token,
                          int seconds, struct buf *header)
{
    buf_format(header, "Set-Cookie: sopu_%s=%s; Path=/api; HttpOnly; SameSite=Strict; Max-Age=%d",
               seat, token, seconds);
    if (origins_is_secure(request->server->origins))
        buf_text(header, "; Secure");
    buf_text(header, "\r\n");
}

static void signed_in(struct request *request, const struct auth_signed_in *in)
{
    struct buf cookie = {0};
    cookie_header(request, in->seat, in->token, AUTH_SESSION_HOURS * 3600, &cookie);
    request->after = in->pos;
    api_answer_json(request, 200, buf_c_string(&cookie), json_pack("{s:s}", "seat", in->seat));
    buf_free(&cookie);
}

/* Why a link that is somebody's opens nothing (now). */
static void not_seated(struct request *request, const char *seat)
{
    const struct hall *hall = request->server->hall;
    hall_look(hall, &request->after);
    if (hall_is_waiting(hall, seat))
        api_answer_json(
            request, 403, NULL,
            json_pack("{s:s,s:s}", "code", "in_lobby", "name", hall_person_name(hall, seat)));
    else
        answer_code(request, 403, "link_ended");
}

static void link_shown(struct request *request, const char *id, const char *secret)
{
    struct server *server = request->server;
    struct auth_signed_in in;
    const struct link *link;
    enum err err = auth_link_open(server->auth, id, secret, &link);
    if (err == OK && !hall_has_seat(server->hall, auth_link_seat(link))) {
        not_seated(request, auth_link_seat(link));
        return;
    }
    if (err == OK)
        err = auth_sign_in(server->auth, link, &in);
    if (err == OK)
        signed_in(request, &in);
    else if (err == ERR_NOT_FOUND)
        answer_code(request, 403, "link_unknown");
    else if (err == ERR_NO_ACCESS)
        answer_code(request, 403, "link_ended");
    else
        answer_code(request, err == ERR_RATE ? 429 : 503, err_code(err));
}

static void sign_in_answer(struct request *request)
{
    json_t *body = api_body(request);
    const char *id = NULL, *secret = NULL;
    if (body == NULL || json_unpack(body, "{s:s, s:s !}", "id", &id, "secret", &secret) != 0)
        answer_code(request, 400, "malformed");
    else
        link_shown(request, id, secret);
    json_decref(body);
}

static void ticket_answer(struct request *request)
{
    char ticket[TICKET_SIZE];
    auth_ticket_new(request->server->auth, request->auth_session, ticket);
    api_answer_json(request, 200, NULL, json_pack("{s:s}", "ticket", ticket));
}

static void sign_out_answer(struct request *request)
{
    log_pos pos = 0;
    enum err err = auth_session_end(request->server->auth, request->auth_session, &pos);
    if (err != OK) {
        answer_code(request, 503, err_code(err));
        return;
    }
    sessions_tick(request->server);
    struct buf cookie = {0};
    cookie_header(request, request->seat, "", 0, &cookie);
    request->after = pos;
    answer_json(request, 204, buf_c_string(&cookie), (struct bytes){0});
    buf_free(&cookie);
}

static void link_renewed(struct request *request, const char *seat)
{
    struct server *server = request->server;
    char id[AUTH_ID_SIZE], secret[AUTH_SECRET_SIZE];
    request->after = auth_link_renew(server->auth, seat, request->seat, id, secret);
    sessions_tick(server);
    struct buf url = {0};
    buf_format(&url, "%s/l#%s.%s", origins_url(server->origins), id, secret);
    api_answer_json(request, 200, NULL,
                    json_pack("{s:s, s:s}", "seat", seat, "url", buf_c_string(&url)));
    buf_free(&url);
}

/* A lost phone: whoever looks after the registrations gives the seat a new link, and the old one and all that it had
 * opened end. */
static void link_answer(struct request *request)
{
    struct server *server = request->server;
    json_t *body = api_body(request);
    const char *seat = NULL;
    log_pos after;
    const struct day *day = hall_look(server->hall, &after);
    if (body == NULL || json_unpack(body, "{s:s !}", "seat", &seat) != 0)
        answer_code(request, 400, "malformed");
    else if (day == NULL || !(rights_roles(day, request->seat) & (WHO_ORGANISER | WHO_SECRETARY)))
        answer_code(request, 403, "not_allowed");
    else if (!hall_has_seat(server->hall, seat))
        answer_code(request, 404, "no_such_seat");
    else if (!journal_is_writable(server->journal))
        answer_code(request, 503, "storage");
    else
        link_renewed(request, seat);
    json_decref(body);
}

/* A JSON object with an id to answer to? The rest is the hall's to judge. */
static bool is_command(struct bytes text)
{
    json_t *body = json_loadb((const char *)text.data, text.len, JSON_REJECT_DUPLICATES, NULL);
    const char *id = json_string_value(json_object_get(body, "id"));
    bool is_one = id != NULL && id[0] != 0;
    json_decref(body);
    return is_one;
}

/* The answer comes through the outbox when it is durable. */
static void command_answer(struct request *request)
{
    struct bytes body = buf_bytes(&request->body);
    if (!is_command(body))
        answer_code(request, 400, "malformed");
    else
        hall_command(request->server->hall, request->seat, body, request->out);
}

void api_take_answer(struct request *request)
{
    struct turn turn = outbox_turn(request->out);
    if (turn.kind == TURN_NOTHING)
        return;
    json_t *json = NULL;
    if (turn.kind == TURN_FRAME) {
        json = json_loadb((const char *)turn.frame->data, turn.frame->len, 0, NULL);
        frame_release(turn.frame);
    }
    const char *outcome = json_string_value(json_object_get(json, "outcome"));
    if (outcome == NULL) {
        const char *code = json_string_value(json_object_get(json, "code"));
        answer_code(request, 400, code != NULL ? code : "malformed");
        json_decref(json);
        return;
    }
    int status = strcmp(outcome, "done") == 0 ? 200 : strcmp(outcome, "refused") == 0 ? 409 : 503;
    json_object_del(json, "op");
    api_answer_json(request, status, NULL, json);
}

/* Nobody knows whether it will be on disk: the client asks again with the same id. */
void api_give_up(struct request *request)
{
    json_t *body = json_loadb((const char *)request->body.data, request->body.len, 0, NULL);
    json_t *id = json_object_get(body, "id");
    if (!request->is_answered) {
        api_answer_json(request, 503, NULL,
                        json_is_string(id) ? json_pack("{s:O, s:s}", "id", id, "outcome", "unknown")
                                           : json_pack("{s:s}", "code", "storage"));
    } else if (request->after >
               0) { /* an answer that must not be shown gives way to one that may */
        request->is_answered = false;
        request->after = 0;
        buf_clear(&request->head);
        answer_code(request, 503, "storage");
    }
    json_decref(body);
}

static const struct api_route routes[] = {
    {"/api/v1/session", ANYBODY, sign_in_answer},   {"/api/v1/ticket", A_SEAT, ticket_answer},
    {"/api/v1/sign-out", A_SEAT, sign_out_answer},  {"/api/v1/link", A_SEAT, link_answer},
    {"/api/v1/commands", A_SEAT, command_answer},   {"/api/v1/lobby", ANYBODY, api_lobby_look},
    {"/api/v1/lobby/ask", ANYBODY, api_lobby_ask},  {"/api/v1/lobby/code", A_SEAT, api_lobby_code},
    {"/api/v1/registry", A_SEAT, api_registry_set}, {"/api/bounce", A_MAIL, api_bounce},
};

size_t api_body_max(const struct api_route *route)
{
    return route->takes == A_MAIL ? HTTP_MAIL_MAX : HTTP_BODY_MAX;
}

const struct api_route *api_find(const char *path)
{
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++)
        if (strcmp(routes[i].path, path) == 0)
            return &routes[i];
    return NULL;
}
