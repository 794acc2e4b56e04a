/* The addresses that minutes go to: those who send look after them, nobody else sees them. */
#include "base/mail_address.h"
#include "domain/nouns.h"
#include "domain/rights.h"
#include "net/api.h"

#include <time.h>

static bool looks_after_them(const struct request *request)
{
    log_pos after;
    const struct day *day = hall_look(request->server->hall, &after);
    return day != NULL && (rights_roles(day, request->seat) & (WHO_ORGANISER | WHO_SECRETARY)) != 0;
}

/* GET /api/v1/registry?seat=S */
void registry_answer(struct request *request)
{
    if (!api_reader(request))
        return;
    if (!looks_after_them(request)) {
        answer_code(request, 403, "not_allowed");
        return;
    }
    const struct day *day = hall_look(request->server->hall, &request->after);
    json_t *addresses = json_object();
    for (size_t i = 0; i < day->organisations.count; i++) {
        const char *id = day->organisations.items[i].organisation;
        json_object_set_new(addresses, id,
                            json_string(hall_registry_address(request->server->hall, id)));
    }
    api_answer_json(request, 200, NULL,
                    json_pack("{s:b, s:o}", "mail", request->server->mail_desk != NULL, "addresses",
                              addresses));
}

static void address_set(struct request *request, const char *organisation, const char *address)
{
    struct server *server = request->server;
    struct record record = {
        .kind = RECORD_AUDIT,
        .stream = "day",
        .actor = request->seat,
        .at_ms = (int64_t)time(NULL) * 1000,
        .command = "",
        .body = bytes_text("{\"what\":\"registry_address\"}"),
        .side = {.kind = SIDE_REGISTRY, .key = organisation, .text = address},
    };
    request->after = journal_append(server->journal, &record);
    hall_registry(server->hall, organisation, address);
    api_answer_json(request, 200, NULL, json_pack("{s:s}", "organisation", organisation));
}

/* POST /api/v1/registry {"organisation","address"} */
void api_registry_set(struct request *request)
{
    json_t *body = api_body(request);
    const char *organisation = NULL, *address = NULL;
    log_pos after;
    const struct day *day = hall_look(request->server->hall, &after);
    if (body == NULL ||
        json_unpack(body, "{s:s, s:s !}", "organisation", &organisation, "address", &address) != 0)
        answer_code(request, 400, "malformed");
    else if (!looks_after_them(request))
        answer_code(request, 403, "not_allowed");
    else if (day_organisation(day, organisation) == NULL)
        answer_code(request, 404, "no_such_organisation");
    else if (!mail_address_is_good(address))
        answer_code(request, 400, "address_malformed");
    else if (!journal_is_writable(request->server->journal))
        answer_code(request, 503, "storage");
    else
        address_set(request, organisation, address);
    json_decref(body);
}
