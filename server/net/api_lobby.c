/* The doors of the lobby: what hangs in the hall, who knocks with it, who asks to be let in. */
#include "net/api.h"

#include "base/utf.h"
#include "domain/nouns.h"
#include "net/lobby.h"
#include "net/qr.h"

#include <string.h>

enum { NAME_MAX_UNITS = 100 };

/* --- in the hall --- */

/* The wall shows it, and those who let people in have it at hand. */
static bool may_see_code(const struct hall *hall, const char *seat)
{
    log_pos unused;
    const struct day *day = hall_look(hall, &unused);
    const struct seat *found = day != NULL ? day_seat(day, seat) : NULL;
    return found != NULL && (hall_keeps_lobby(hall, seat) || seat_has_role(found, ROLE_WALL));
}

void api_lobby_code(struct request *request)
{
    struct server *server = request->server;
    if (!may_see_code(server->hall, request->seat)) {
        answer_code(request, 403, "not_allowed");
        return;
    }
    int64_t left_ms;
    const char *code = lobby_code(server->lobby, monotonic_ms(), &left_ms);
    struct buf url = {0}, path = {0};
    buf_format(&url, "%s/aula#%s", origins_url(server->origins), code);
    int size = qr_path(buf_c_string(&url), &path);
    api_answer_json(request, 200, NULL,
                    json_pack("{s:s, s:s, s:I, s:{s:i, s:s}}", "code", code, "url",
                              buf_c_string(&url), "left_ms", (json_int_t)left_ms, "qr", "size",
                              size, "path", buf_c_string(&path)));
    buf_free(&url);
    buf_free(&path);
}

/* --- at the door --- */

/* False: answered why not. */
static bool knock(struct request *request, const char *code)
{
    enum err err = lobby_knock(request->server->lobby, code, monotonic_ms());
    if (err != OK)
        answer_code(request, err == ERR_RATE ? 429 : 403, err == ERR_RATE ? "rate" : "code_wrong");
    return err == OK;
}

static json_t *organisations(const struct day *day)
{
    json_t *all = json_array();
    for (size_t i = 0; i < day->organisations.count; i++) {
        const struct organisation *one = &day->organisations.items[i];
        json_array_append_new(
            all, json_pack("{s:s,s:s}", "organisation", one->organisation, "name", one->name));
    }
    return all;
}

/* Where one has come, and whom one may be with. */
void api_lobby_look(struct request *request)
{
    json_t *body = api_body(request);
    const char *code;
    const struct day *day = hall_look(request->server->hall, &request->after);
    if (day == NULL || json_unpack(body, "{s:s !}", "code", &code) != 0)
        answer_code(request, 400, "malformed");
    else if (knock(request, code))
        api_answer_json(
            request, 200, NULL,
            json_pack("{s:s,s:o}", "title", day->title, "organisations", organisations(day)));
    json_decref(body);
}

/* One line, not empty, of what people call themselves; NULL: it is not. In place. */
static char *name_read(char *name)
{
    while (*name == ' ')
        name++;
    size_t len = strlen(name);
    while (len > 0 && name[len - 1] == ' ')
        name[--len] = 0;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)name[i] < ' ' || name[i] == 127)
            return NULL;
    return len > 0 && utf8_units(bytes_text(name)) <= NAME_MAX_UNITS ? name : NULL;
}

static void ask(struct request *request, const char *organisation, const char *name)
{
    struct server *server = request->server;
    char id[AUTH_ID_SIZE], secret[AUTH_SECRET_SIZE];
    const char *seat;
    if (!journal_is_writable(server->journal)) {
        answer_code(request, 503, "storage");
        return;
    }
    const char *why_not = hall_lobby_ask(server->hall, organisation, name, &seat, &request->after);
    if (why_not != NULL) {
        answer_code(request, 409, why_not);
        return;
    }
    request->after = auth_link_new(server->auth, seat, id, secret);
    api_answer_json(request, 200, NULL, json_pack("{s:s,s:s}", "id", id, "secret", secret));
}

/* The answer is a personal link: it opens the seat as soon as somebody has let them in. */
void api_lobby_ask(struct request *request)
{
    json_t *body = api_body(request);
    const char *code, *given, *organisation;
    log_pos unused;
    char *name = NULL;
    if (hall_look(request->server->hall, &unused) != NULL &&
        json_unpack(body, "{s:s,s:s,s:s !}", "code", &code, "name", &given, "organisation",
                    &organisation) == 0)
        name = mem_text(given);
    char *read = name != NULL ? name_read(name) : NULL;
    if (read == NULL)
        answer_code(request, 400, "malformed");
    else if (knock(request, code)) {
        if (lobby_ask_take(request->server->lobby, monotonic_ms()))
            ask(request, organisation, read);
        else
            answer_code(request, 429, "rate");
    }
    mem_free(name);
    json_decref(body);
}
