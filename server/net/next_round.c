#include "net/next_round.h"

#include "base/mem.h"
#include "domain/nouns.h"
#include "domain/rights.h"
#include "net/api.h"
#include "wire/codec.h"

#include <stdio.h>
#include <time.h>

/* The same weekday of the next year. */
static const int64_t A_YEAR_MS = (int64_t)364 * 24 * 3600 * 1000;

static const char WALL[] = "wall"; /* the seats that the import adds by itself */
static const char OBSERVER[] = "observer";

static json_t *moment(int64_t ms)
{
    time_t at = (time_t)((ms + A_YEAR_MS) / 1000);
    char text[32];
    struct tm tm;
    gmtime_r(&at, &tm);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
    return json_string(text);
}

static int64_t year_of(int64_t ms)
{
    time_t at = (time_t)(ms / 1000);
    struct tm tm;
    gmtime_r(&at, &tm);
    return tm.tm_year + 1900;
}

static void append(json_t *list, json_t *one)
{
    json_array_append_new(list, one);
}

/* --- who --- */

static json_t *organisations(const struct day *day, const struct hall *hall)
{
    json_t *all = json_array();
    for (size_t i = 0; i < day->organisations.count; i++) {
        const struct organisation *one = &day->organisations.items[i];
        append(all, json_pack("{s:s, s:s, s:s, s:s}", "id", one->organisation, "name", one->name,
                              "type", one->type, "registry_email",
                              hall_registry_address(hall, one->organisation)));
    }
    return all;
}

static bool is_carried(const struct seat *seat)
{
    return strcmp(seat->seat, WALL) != 0 && strcmp(seat->seat, OBSERVER) != 0 &&
           !seat_has_role(seat, ROLE_REGISTRY);
}

static json_t *roles_of(const struct seat *seat)
{
    static const struct {
        enum role role;
        const char *name;
    } kept[] = {{ROLE_OPENER, "opener"},
                {ROLE_CHAIR, "chair"},
                {ROLE_SECRETARY, "secretary"},
                {ROLE_ORGANISER, "organiser"},
                {ROLE_OBSERVER, "support"}};
    json_t *roles = json_array();
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (seat_has_role(seat, kept[i].role))
            append(roles, json_string(kept[i].name));
    return roles;
}

static json_t *people(const struct day *day, const struct hall *hall)
{
    json_t *all = json_array();
    for (size_t i = 0; i < day->seats.count; i++) {
        const struct seat *seat = &day->seats.items[i];
        const char *name = hall_person_name(hall, seat->seat);
        if (is_carried(seat))
            append(all, json_pack("{s:s, s:s, s:s, s:o}", "id", seat->seat, "name",
                                  name != NULL ? name : "", "organisation", seat->organisation,
                                  "roles", roles_of(seat)));
    }
    return all;
}

static const char *holder_of(const struct day *day, enum post post, enum role role)
{
    for (size_t i = 0; i < day->officers.count; i++)
        if (day->officers.items[i].post == post)
            return day->officers.items[i].seat;
    for (size_t i = 0; i < day->seats.count; i++)
        if (seat_has_role(&day->seats.items[i], role))
            return day->seats.items[i].seat;
    return "";
}

/* --- the agenda --- */

/* The import asks for persons: one of each organisation. */
static json_t *presenters(const struct day *day, const struct agenda_item *item)
{
    json_t *all = json_array();
    for (size_t i = 0; i < item->presenters.count; i++) {
        for (size_t at = 0; at < day->seats.count; at++) {
            const struct seat *seat = &day->seats.items[at];
            if (is_carried(seat) && strcmp(seat->organisation, item->presenters.items[i]) == 0) {
                append(all, json_string(seat->seat));
                break;
            }
        }
    }
    return all;
}

static void put_times(json_t *json, const struct agenda_item *item)
{
    if (item->starts_ms != 0)
        json_object_set_new(json, "starts", moment(item->starts_ms));
    if (item->ends_ms != 0)
        json_object_set_new(json, "ends", moment(item->ends_ms));
}

static json_t *one_item(const struct day *day, const struct agenda_item *item)
{
    json_t *json = json_pack("{s:s, s:s, s:s, s:s}", "no", item->item + strlen("item-"), "title",
                             item->title, "verbatim", item->verbatim, "text", item->text);
    put_times(json, item);
    if (item->presenters.count > 0)
        json_object_set_new(json, "presenters", presenters(day, item));
    if (item->kind == ITEM_KIND_DECISION)
        json_object_set_new(json, "subitems", json_array());
    return json;
}

static json_t *agenda(const struct day *day)
{
    json_t *blocks = json_array();
    for (size_t i = 0; i < day->items.count; i++) {
        const struct agenda_item *block = &day->items.items[i];
        if (block->parent[0] != '\0')
            continue;
        json_t *items = json_array();
        for (size_t at = 0; at < day->items.count; at++)
            if (strcmp(day->items.items[at].parent, block->item) == 0)
                append(items, one_item(day, &day->items.items[at]));
        json_t *json = json_pack("{s:s, s:s, s:s, s:s, s:s, s:o}", "block",
                                 block->item + strlen("block-"), "title", block->title, "kind",
                                 block->kind == ITEM_KIND_BREAK ? "break" : "meeting", "time_text",
                                 block->time_text, "text", block->text, "items", items);
        put_times(json, block);
        append(blocks, json);
    }
    return blocks;
}

/* --- the workshop --- */

static json_t *fields(const struct day *day)
{
    json_t *all = json_object();
    char key[100];
    for (size_t i = 0; i < day->field_rules.count; i++)
        json_object_set_new(
            all, day->field_rules.items[i].name,
            json_pack("{s:I}", "max_chars", (json_int_t)day->field_rules.items[i].max));
    for (size_t i = 0; i < day->action_rules.count; i++) {
        snprintf(key, sizeof key, "a1.%s", day->action_rules.items[i].name);
        json_object_set_new(
            all, key, json_pack("{s:I}", "max_chars", (json_int_t)day->action_rules.items[i].max));
    }
    return all;
}

static json_t *groups(const struct day *day)
{
    json_t *all = json_array();
    for (size_t i = 0; i < day->groups.count; i++) {
        const struct working_group *group = &day->groups.items[i];
        const char *facilitator = "";
        json_t *members = json_array();
        for (size_t at = 0; at < day->seats.count; at++) {
            const struct seat *seat = &day->seats.items[at];
            if (strcmp(seat->group, group->group) != 0)
                continue;
            if (facilitator[0] == '\0' && seat_has_role(seat, ROLE_FACILITATOR))
                facilitator = seat->seat;
            else
                append(members, json_string(seat->seat));
        }
        append(all, json_pack("{s:s, s:s, s:s, s:I, s:s, s:s, s:o}", "id", group->group, "letter",
                              group->letter, "theme", group->theme, "question", (json_int_t)i,
                              "room", group->room, "facilitator", facilitator, "members", members));
    }
    return all;
}

static json_t *questions(const struct day *day)
{
    json_t *all = json_array();
    for (size_t i = 0; i < day->groups.count; i++)
        append(all, json_string(day->groups.items[i].question));
    return all;
}

static json_t *plan_goals(const struct day *day)
{
    json_t *all = json_array();
    for (size_t i = 0; i < day->goals.count; i++)
        append(all, json_string(day->goals.items[i].text));
    return all;
}

/* --- what the next meeting looks back on --- */

static const char *field_text(const struct decision *decision, const char *action, const char *part)
{
    char name[140];
    snprintf(name, sizeof name, "%s/%s", action, part);
    return fields_text(&decision->fields, name);
}

static void look_back_on(const struct day *day, const struct agenda_item *item, json_t *decisions)
{
    if (item->state != ITEM_STATE_DECIDED || item->decisions.count == 0)
        return;
    const struct decision *decision = &item->decisions.items[item->decisions.count - 1];
    for (size_t i = 0; i < decision->actions.count; i++) {
        const char *action = decision->actions.items[i];
        const struct action_status *status = day_status(day, item->item, action);
        append(decisions,
               json_pack("{s:s, s:s, s:s, s:s}", "text", field_text(decision, action, "what"),
                         "owner", field_text(decision, action, "who"), "status",
                         status != NULL ? names_action_state[status->state]
                                        : names_action_state[ACTION_STATE_NOT_STARTED],
                         "status_text",
                         status != NULL ? status->text : field_text(decision, action, "when")));
    }
}

static bool is_finished(const char *state)
{
    return strcmp(state, "done") == 0 || strcmp(state, "dropped") == 0 ||
           strcmp(state, "lapsed") == 0;
}

/* What came true this year is worth telling; of earlier years only what is still open. */
static json_t *rounds(const struct day *day)
{
    json_t *all = json_array();
    for (size_t i = 0; i < day->earlier.count; i++) {
        const struct earlier *one = &day->earlier.items[i];
        if (!is_finished(one->state))
            append(all, json_pack("{s:I, s:[{s:s, s:s, s:s, s:s}]}", "year", (json_int_t)one->year,
                                  "decisions", "text", one->text, "owner", one->owner, "status",
                                  one->state, "status_text", one->status));
    }
    json_t *now = json_array();
    for (size_t i = 0; i < day->items.count; i++)
        look_back_on(day, &day->items.items[i], now);
    append(all,
           json_pack("{s:I, s:o}", "year", (json_int_t)year_of(day->starts_ms), "decisions", now));
    return all;
}

/* --- the whole --- */

static json_t *session(const struct day *day)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:{s:s, s:s, s:s}, s:o}", "id", "negotiation",
                     "kind", "negotiation", "title", day->title, "place", day->place, "starts",
                     moment(day->starts_ms), "ends", moment(day->ends_ms), "officers", "opener",
                     day_opener(day), "chair", holder_of(day, POST_CHAIR, ROLE_CHAIR), "secretary",
                     holder_of(day, POST_SECRETARY, ROLE_SECRETARY), "agenda", agenda(day));
}

static json_t *next_round(const struct day *day, const struct hall *hall)
{
    const struct seat *wall = day_seat(day, WALL);
    char id[96];
    snprintf(id, sizeof id, "%.58s-%lld", day->day, (long long)year_of(day->starts_ms) + 1);
    json_t *all = json_pack("{s:s, s:i, s:s, s:s, s:s, s:s}", "format", "hyte-scenario",
                            "format_version", 1, "id", id, "timezone", day->timezone,
                            "default_language", day->language, "disclaimer", day->disclaimer);
    json_object_set_new(all, "county",
                        json_pack("{s:s}", "organisation", wall ? wall->organisation : ""));
    json_object_set_new(
        all, "round",
        json_pack("{s:o, s:o}", "questions", questions(day), "plan_goals", plan_goals(day)));
    json_object_set_new(all, "organisations", organisations(day, hall));
    json_object_set_new(all, "people", people(day, hall));
    json_object_set_new(all, "sessions", json_pack("[o]", session(day)));
    json_object_set_new(all, "workshop",
                        json_pack("{s:s, s:{s:I, s:I}, s:o, s:o}", "session", "negotiation",
                                  "rules", "actions_min", (json_int_t)day->actions_min,
                                  "actions_max", (json_int_t)day->actions_max, "fields",
                                  fields(day), "groups", groups(day)));
    json_object_set_new(all, "previous_rounds", rounds(day));
    return all;
}

void next_round_answer(struct request *request)
{
    const struct hall *hall = request->server->hall;
    if (!api_reader(request))
        return;
    const struct day *day = hall_look(hall, &request->after);
    if (day == NULL ||
        !(rights_roles(day, request->seat) & (WHO_CHAIR | WHO_SECRETARY | WHO_ORGANISER)))
        answer_code(request, 403, "not_allowed");
    else if (day->phase != PHASE_CLOSED)
        answer_code(request, 409, "wrong_phase");
    else {
        char headers[160];
        struct buf text = {0};
        json_t *all = next_round(day, hall);
        codec_write(all, &text);
        json_decref(all);
        snprintf(headers, sizeof headers,
                 "Content-Disposition: attachment; filename=\"sopu-%lld.json\"\r\n",
                 (long long)year_of(day->starts_ms) + 1);
        answer_file(request, "application/json", headers, buf_bytes(&text));
        buf_free(&text);
    }
}
