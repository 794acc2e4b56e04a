#include "import/pack.h"

#include "base/arena.h"
#include "domain/nouns.h"
#include "domain/rules.h"
#include "domain/state.h"
#include "wire/event_json.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Two seats that no pack names: the wall in the hall, and whoever only watches. */
static const char WALL[] = "wall";
static const char OBSERVER[] = "observer";

/* What will be in the log, once all of it has been looked at. */
struct planned {
    struct event event;
    const char *by;
    struct side side;
};

struct planned_list {
    struct planned *items;
    size_t count;
    size_t capacity;
};

struct import {
    const json_t *pack;
    const json_t *session; /* the negotiation among the pack's sessions */
    const json_t *workshop;
    struct arena arena;
    struct planned_list planned;
    bool at_opening;
    const char *missing; /* the first key that was not there */
};

static const json_t *get(struct import *import, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (value == NULL && import->missing == NULL)
        import->missing = key;
    return value;
}

static const char *text(struct import *import, const json_t *object, const char *key)
{
    const char *value = json_string_value(get(import, object, key));
    if (value == NULL && import->missing == NULL)
        import->missing = key;
    return value ? value : "";
}

static const char *text_or_nothing(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));
    return value ? value : "";
}

/* "2024-09-12T09:00:00+03:00" -> Unix ms; 0 if it is no such time. */
static int64_t time_ms(const char *iso)
{
    struct tm tm = {0};
    int hours = 0, minutes = 0;
    char sign = '+';
    if (sscanf(iso, "%d-%d-%dT%d:%d:%d%c%d:%d", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &tm.tm_hour,
               &tm.tm_min, &tm.tm_sec, &sign, &hours, &minutes) < 6)
        return 0;
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    int64_t offset_s = (int64_t)(hours * 60 + minutes) * 60;
    return ((int64_t)timegm(&tm) - (sign == '-' ? -offset_s : offset_s)) * 1000;
}

static int64_t moment(struct import *import, const json_t *object, const char *key)
{
    int64_t ms = time_ms(text(import, object, key));
    if (ms == 0 && import->missing == NULL)
        import->missing = key;
    return ms;
}

static void happens(struct import *import, const char *by, struct event event, struct side side)
{
    struct planned one = {event, by, side};
    LIST_ADD(&import->planned, one, &import->arena);
}

static void event_only(struct import *import, struct event event)
{
    happens(import, "", event, (struct side){.kind = SIDE_NONE});
}

/* --- the day and its fields ------------------------------------------------------------------------------------------ */

/* "title" is a field of the proposal, "a1.what" one of every action. */
static void field_rules(struct import *import, struct field_rule_list *fields,
                        struct field_rule_list *action_fields)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)get(import, import->workshop, "fields"), key, value)
    {
        const char *dot = strchr(key, '.');
        struct field_rule rule = {dot ? dot + 1 : key,
                                  json_integer_value(json_object_get(value, "max_chars"))};
        if (dot == NULL)
            LIST_ADD(fields, rule, &import->arena);
        else if (strncmp(key, "a1.", 3) == 0)
            LIST_ADD(action_fields, rule, &import->arena);
    }
}

static const char *language(struct import *import)
{
    const char *chosen = text_or_nothing(import->pack, "default_language");
    const json_t *all = json_object_get(import->pack, "languages");
    const char *first = json_string_value(json_array_get(all, 0));
    return chosen[0] != '\0' ? chosen : first != NULL ? first : "fi";
}

static void day(struct import *import)
{
    const json_t *rules = get(import, import->workshop, "rules");
    struct event_day_created e = {
        .day = text(import, import->pack, "id"),
        .title = text(import, import->session, "title"),
        .place = text(import, import->session, "place"),
        .starts_ms = moment(import, import->session, "starts"),
        .ends_ms = moment(import, import->session, "ends"),
        .timezone = text(import, import->pack, "timezone"),
        .language = language(import),
        .disclaimer = text(import, import->pack, "disclaimer"),
        .phase = import->at_opening ? PHASE_OPENING : PHASE_WORKSHOP,
        .actions_min = json_integer_value(get(import, rules, "actions_min")),
        .actions_max = json_integer_value(get(import, rules, "actions_max")),
    };
    field_rules(import, &e.field_rules, &e.action_rules);
    event_only(import, (struct event){EVENT_day_created, .as.day_created = e});
}

/* --- who takes part ------------------------------------------------------------------------------------------------- */

static void organisations(struct import *import)
{
    size_t index;
    json_t *one;
    json_array_foreach((json_t *)get(import, import->pack, "organisations"), index, one)
    {
        struct event_organisation_added e = {text(import, one, "id"), text(import, one, "name"),
                                             text(import, one, "type")};
        const char *address = text_or_nothing(one, "registry_email");
        struct side registry = {.kind = SIDE_REGISTRY, .key = e.organisation, .text = address};
        happens(import, "", (struct event){EVENT_organisation_added, .as.organisation_added = e},
                address[0] != '\0' ? registry : (struct side){.kind = SIDE_NONE});
    }
}

static bool list_has(const json_t *list, const char *wanted)
{
    size_t index;
    json_t *one;
    json_array_foreach((json_t *)list, index, one)
    {
        if (json_is_string(one) && strcmp(json_string_value(one), wanted) == 0)
            return true;
    }
    return false;
}

/* The group someone belongs to, or NULL; *is_facilitator: leads it. */
static const json_t *group_of(struct import *import, const char *person, bool *is_facilitator)
{
    size_t index;
    json_t *group;
    json_array_foreach((json_t *)get(import, import->workshop, "groups"), index, group)
    {
        *is_facilitator = strcmp(text_or_nothing(group, "facilitator"), person) == 0;
        if (*is_facilitator || strcmp(text_or_nothing(group, "group_secretary"), person) == 0 ||
            list_has(json_object_get(group, "members"), person))
            return group;
    }
    *is_facilitator = false;
    return NULL;
}

static void seat(struct import *import, const char *id, const char *organisation, const char *name,
                 struct role_list roles, const char *group)
{
    struct event_seat_added e = {id, organisation, roles, group};
    happens(import, "", (struct event){EVENT_seat_added, .as.seat_added = e},
            (struct side){.kind = SIDE_PERSON, .key = id, .seat = id, .text = name});
}

static void people(struct import *import)
{
    static const struct {
        const char *name;
        enum role role;
    } kept[] = {{"opener", ROLE_OPENER},
                {"chair", ROLE_CHAIR},
                {"secretary", ROLE_SECRETARY},
                {"organiser", ROLE_ORGANISER},
                {"support", ROLE_OBSERVER}};
    size_t index;
    json_t *person;
    json_array_foreach((json_t *)get(import, import->pack, "people"), index, person)
    {
        const char *id = text(import, person, "id");
        struct role_list roles = {0};
        for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
            if (list_has(json_object_get(person, "roles"), kept[i].name))
                LIST_ADD(&roles, kept[i].role, &import->arena);
        bool is_facilitator;
        const json_t *group = group_of(import, id, &is_facilitator);
        if (group != NULL) {
            enum role role = is_facilitator ? ROLE_FACILITATOR : ROLE_PARTICIPANT;
            LIST_ADD(&roles, role, &import->arena);
        }
        seat(import, id, text(import, person, "organisation"), text(import, person, "name"), roles,
             group ? text_or_nothing(group, "id") : "");
    }
    const char *host = text(import, get(import, import->pack, "county"), "organisation");
    static const struct {
        const char *id;
        const char *name;
        enum role role;
    } extra[] = {{WALL, "Valkokangas", ROLE_WALL}, {OBSERVER, "Tarkkailija", ROLE_OBSERVER}};
    for (size_t i = 0; i < 2; i++) {
        struct role_list roles = {0};
        LIST_ADD(&roles, extra[i].role, &import->arena);
        seat(import, extra[i].id, host, extra[i].name, roles, "");
    }
}

/* --- agenda and groups ------------------------------------------------------------------------------------------------ */

static const char *made(struct import *import, const char *prefix, const char *middle,
                        const char *suffix)
{
    char made[100];
    snprintf(made, sizeof made, "%s%.60s%s", prefix, middle, suffix);
    return arena_text(&import->arena, made);
}

/* The organisations of the persons who present it, each once. */
static struct id_list presenters(struct import *import, const json_t *item)
{
    struct id_list found = {0};
    size_t index;
    json_t *id;
    json_array_foreach(json_object_get(item, "presenters"), index, id)
    {
        size_t at;
        json_t *person;
        json_array_foreach((json_t *)get(import, import->pack, "people"), at, person)
        {
            const char *organisation = text(import, person, "organisation");
            if (json_equal(json_object_get(person, "id"), id) && !ids_have(&found, organisation))
                ids_add(&found, organisation, &import->arena);
        }
    }
    return found;
}

/* Where the pack tells when, or by whom. */
static void item_planned(struct import *import, const char *id, const json_t *item)
{
    struct event_item_planned e = {.item = id,
                                   .starts_ms = time_ms(text_or_nothing(item, "starts")),
                                   .ends_ms = time_ms(text_or_nothing(item, "ends")),
                                   .presenters = presenters(import, item)};
    if (e.starts_ms != 0 || e.presenters.count > 0)
        event_only(import, (struct event){EVENT_item_planned, .as.item_planned = e});
}

static const json_t *last_item(const json_t *agenda)
{
    const json_t *last = NULL;
    size_t index;
    json_t *block;
    json_array_foreach((json_t *)agenda, index, block)
    {
        const json_t *items = json_object_get(block, "items");
        if (json_array_size(items) > 0)
            last = json_array_get(items, json_array_size(items) - 1);
    }
    return last;
}

/* What an item is about. A pack does not say, but every meeting is constituted in the same order: opening, presence,
 * agenda, elections; and its last item closes it. `before`: how many items came before this one. */
static enum item_kind kind_of(struct import *import, const json_t *item, size_t before)
{
    static const enum item_kind first[] = {ITEM_KIND_OPENING, ITEM_KIND_PRESENCE,
                                           ITEM_KIND_APPROVAL, ITEM_KIND_ELECTION};
    if (before < sizeof first / sizeof *first)
        return first[before];
    if (item == last_item(get(import, import->session, "agenda")))
        return ITEM_KIND_CLOSING;
    if (json_object_get(item, "subitems") != NULL)
        return ITEM_KIND_DECISION;
    return json_object_get(item, "presenters") ? ITEM_KIND_PRESENTATION : ITEM_KIND_FORUM;
}

static void agenda(struct import *import)
{
    size_t before = 0;
    size_t index;
    json_t *block;
    json_array_foreach((json_t *)get(import, import->session, "agenda"), index, block)
    {
        const char *id = made(import, "block-", text(import, block, "block"), "");
        bool is_break = strcmp(text_or_nothing(block, "kind"), "break") == 0;
        struct event_item_added e = {.item = id,
                                     .parent = "",
                                     .code = "",
                                     .kind = is_break ? ITEM_KIND_BREAK : ITEM_KIND_BLOCK,
                                     .title = text(import, block, "title"),
                                     .verbatim = "",
                                     .time_text = text(import, block, "time_text"),
                                     .text = text_or_nothing(block, "text")};
        event_only(import, (struct event){EVENT_item_added, .as.item_added = e});
        item_planned(import, id, block);
        size_t at;
        json_t *item;
        json_array_foreach(json_object_get(block, "items"), at, item)
        {
            const char *number = text(import, item, "no");
            struct event_item_added i = {.item = made(import, "item-", number, ""),
                                         .parent = id,
                                         .code = made(import, "", number, " §"),
                                         .kind = kind_of(import, item, before++),
                                         .title = text(import, item, "title"),
                                         .verbatim = text(import, item, "verbatim"),
                                         .time_text = "",
                                         .text = text_or_nothing(item, "text")};
            event_only(import, (struct event){EVENT_item_added, .as.item_added = i});
            item_planned(import, i.item, item);
        }
    }
}

static void groups(struct import *import)
{
    const json_t *questions = get(import, get(import, import->pack, "round"), "questions");
    size_t index;
    json_t *group;
    json_array_foreach((json_t *)get(import, import->workshop, "groups"), index, group)
    {
        json_int_t asked = json_integer_value(json_object_get(group, "question"));
        const char *question = json_string_value(json_array_get(questions, (size_t)asked));
        struct event_group_added e = {.group = text(import, group, "id"),
                                      .letter = text(import, group, "letter"),
                                      .theme = text(import, group, "theme"),
                                      .question = question ? question : "",
                                      .room = text_or_nothing(group, "room"),
                                      .doc = text(import, group, "id")};
        event_only(import, (struct event){EVENT_group_added, .as.group_added = e});
    }
}

/* The pack says who was elected, and in which item elections were held is the first that speaks of it: the fourth of a
 * day that begins with opening, presence and approval. */
static void officers(struct import *import)
{
    const json_t *named = get(import, import->session, "officers");
    const char *opener = text(import, named, "opener");
    struct event_officer_elected chair = {POST_CHAIR, text(import, named, "chair"), "item-4"};
    struct event_officer_elected secretary = {POST_SECRETARY, text(import, named, "secretary"),
                                              "item-4"};
    struct side none = {.kind = SIDE_NONE};
    happens(import, opener, (struct event){EVENT_officer_elected, .as.officer_elected = chair},
            none);
    happens(import, opener, (struct event){EVENT_officer_elected, .as.officer_elected = secretary},
            none);
}

static const json_t *negotiation(struct import *import)
{
    size_t index;
    json_t *session;
    json_array_foreach((json_t *)get(import, import->pack, "sessions"), index, session)
    {
        if (strcmp(text_or_nothing(session, "kind"), "negotiation") == 0)
            return session;
    }
    import->missing = "sessions[kind=negotiation]";
    return NULL;
}

/* What the import reads without asking twice. */
static bool is_pack(struct import *import)
{
    static const char *const needed[] = {
        "id", "timezone", "disclaimer", "county", "organisations", "people", "round"};
    if (strcmp(text_or_nothing(import->pack, "format"), "hyte-scenario") != 0 ||
        json_integer_value(json_object_get(import->pack, "format_version")) != 1) {
        import->missing = "format";
        return false;
    }
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        get(import, import->pack, needed[i]);
    import->session = negotiation(import);
    import->workshop = get(import, import->pack, "workshop");
    get(import, import->session, "agenda");
    get(import, import->session, "officers");
    get(import, import->workshop, "groups");
    get(import, import->workshop, "fields");
    get(import, import->workshop, "rules");
    return import->missing == NULL;
}

/* Is this what a log can say, after what it said before? An officer must have a seat. */
static bool makes_sense(struct state *state, const struct planned *one, struct bytes body)
{
    struct event event;
    if (event_read(body, state_memory(state), &event) != OK ||
        state_apply(state, &event, one->by, 0) != OK)
        return false;
    return event.kind != EVENT_officer_elected ||
           day_seat(state_day(state), event.as.officer_elected.seat) != NULL;
}

/* A log that could not be read again would be worse than none: all of it is tried on an empty day first. */
static enum err try_all(const struct import *import, struct buf *why)
{
    struct state *state = state_new();
    struct buf body = {0};
    enum err err = OK;
    for (size_t i = 0; i < import->planned.count && err == OK; i++) {
        buf_clear(&body);
        event_write(&import->planned.items[i].event, &body);
        if (!makes_sense(state, &import->planned.items[i], buf_bytes(&body)))
            err = ERR_MALFORMED;
    }
    if (err != OK)
        buf_format(why, "it has what cannot be: %.300s", buf_c_string(&body));
    buf_free(&body);
    state_free(state);
    return err;
}

static void append_all(const struct import *import, struct journal *journal, int64_t now_ms)
{
    for (size_t i = 0; i < import->planned.count; i++) {
        const struct planned *one = &import->planned.items[i];
        struct buf body = {0};
        event_write(&one->event, &body);
        journal_append(journal, &(struct record){.kind = RECORD_EVENT,
                                                 .stream = "day",
                                                 .actor = one->by,
                                                 .at_ms = now_ms,
                                                 .command = "",
                                                 .body = buf_bytes(&body),
                                                 .side = one->side});
        buf_free(&body);
    }
}

/* The first presentation is where a meeting looks back (the pack's 5 §). */
static const char *looking_back(const struct import *import)
{
    for (size_t i = 0; i < import->planned.count; i++) {
        const struct event *event = &import->planned.items[i].event;
        if (event->kind == EVENT_item_added && event->as.item_added.kind == ITEM_KIND_PRESENTATION)
            return event->as.item_added.item;
    }
    return NULL;
}

static const char *owner_name(struct import *import, const char *owner)
{
    size_t index;
    json_t *one;
    json_array_foreach((json_t *)get(import, import->pack, "organisations"), index, one)
    {
        if (strcmp(text_or_nothing(one, "id"), owner) == 0)
            return text_or_nothing(one, "name");
    }
    return owner;
}

static void earlier_rounds(struct import *import)
{
    const char *item = looking_back(import);
    size_t index, at;
    json_t *round, *one;
    if (item == NULL)
        return;
    json_array_foreach(json_object_get(import->pack, "previous_rounds"), index, round)
    {
        json_array_foreach(json_object_get(round, "decisions"), at, one)
        {
            struct event_earlier_added e = {
                .item = item,
                .year = json_integer_value(json_object_get(round, "year")),
                .text = text_or_nothing(one, "text"),
                .owner = owner_name(import, text_or_nothing(one, "owner")),
                .state = text_or_nothing(one, "status"),
                .status = text_or_nothing(one, "status_text"),
            };
            event_only(import, (struct event){EVENT_earlier_added, .as.earlier_added = e});
        }
    }
}

/* The goals of the plan that the round serves, where the pack names them. */
static void plan_goals(struct import *import)
{
    const json_t *named = json_object_get(get(import, import->pack, "round"), "plan_goals");
    struct goal_list goals = {0};
    size_t index;
    json_t *one;
    json_array_foreach(named, index, one)
    {
        struct goal goal = {json_is_string(one) ? json_string_value(one) : ""};
        if (goal.text[0] == '\0' || index == GOALS_MAX)
            import->missing = "plan_goals";
        LIST_ADD(&goals, goal, &import->arena);
    }
    if (goals.count > 0)
        event_only(import, (struct event){EVENT_goals_put, .as.goals_put = {goals}});
}

static void plan(struct import *import)
{
    day(import);
    plan_goals(import);
    organisations(import);
    people(import);
    agenda(import);
    earlier_rounds(import);
    groups(import);
    if (!import->at_opening)
        officers(import);
}

enum err pack_import(struct bytes file, bool at_opening, struct journal *journal, int64_t now_ms,
                     struct buf *why)
{
    json_error_t error;
    json_t *pack = json_loadb((const char *)file.data, file.len, JSON_REJECT_DUPLICATES, &error);
    struct import import = {.pack = pack, .at_opening = at_opening};
    enum err err = ERR_MALFORMED;
    if (is_pack(&import))
        plan(&import);
    if (pack == NULL)
        buf_format(why, "it is not JSON: line %d: %s", error.line, error.text);
    else if (import.missing != NULL)
        buf_format(why, "it is not a scenario pack of version 1: \"%s\" is missing or another",
                   import.missing);
    else
        err = try_all(&import, why);
    if (err == OK)
        append_all(&import, journal, now_ms);
    arena_free(&import.arena);
    json_decref(pack);
    return err;
}
