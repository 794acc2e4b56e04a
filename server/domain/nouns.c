#include "domain/nouns.h"

#include <stdio.h>

bool ids_have(const struct id_list *ids, const char *id)
{
    for (size_t i = 0; i < ids->count; i++)
        if (strcmp(ids->items[i], id) == 0)
            return true;
    return false;
}

void ids_add(struct id_list *ids, const char *id, struct arena *memory)
{
    LIST_ADD(ids, id, memory);
}

void ids_remove(struct id_list *ids, const char *id)
{
    size_t kept = 0;
    for (size_t i = 0; i < ids->count; i++)
        if (strcmp(ids->items[i], id) != 0)
            ids->items[kept++] = ids->items[i];
    ids->count = kept;
}

struct id_list ids_copy(const struct id_list *ids, struct arena *memory)
{
    struct id_list copy = {0};
    for (size_t i = 0; i < ids->count; i++)
        ids_add(&copy, ids->items[i], memory);
    return copy;
}

#define FIND(list, key, wanted)                                                                    \
    for (size_t i = 0; i < (list).count; i++)                                                      \
        if (strcmp((list).items[i].key, (wanted)) == 0)                                            \
            return &(list).items[i];                                                               \
    return NULL

const struct working_group *day_group(const struct day *day, const char *group)
{
    FIND(day->groups, group, group);
}

const struct working_group *day_group_of_doc(const struct day *day, const char *doc)
{
    FIND(day->groups, doc, doc);
}

const struct agenda_item *day_item(const struct day *day, const char *item)
{
    FIND(day->items, item, item);
}

const struct agenda_item *day_item_of_doc(const struct day *day, const char *doc)
{
    if (doc[0] == '\0')
        return NULL;
    FIND(day->items, doc, doc);
}

const struct seat *day_seat(const struct day *day, const char *seat)
{
    FIND(day->seats, seat, seat);
}

const struct waiting *day_waiting(const struct day *day, const char *seat)
{
    FIND(day->lobby, seat, seat);
}

const struct speaker *day_speaker(const struct day *day, const char *seat)
{
    FIND(day->speakers, seat, seat);
}

const struct stay *day_stay(const struct day *day, const char *seat)
{
    for (size_t i = day->stays.count; i-- > 0;)
        if (strcmp(day->stays.items[i].seat, seat) == 0)
            return day->stays.items[i].to_ms == 0 ? &day->stays.items[i] : NULL;
    return NULL;
}

const struct absence *day_absence(const struct day *day, const char *seat)
{
    for (size_t i = day->absences.count; i-- > 0;)
        if (strcmp(day->absences.items[i].seat, seat) == 0)
            return day->absences.items[i].to_ms == 0 ? &day->absences.items[i] : NULL;
    return NULL;
}

bool day_is_here(const struct day *day, const char *seat)
{
    return day_stay(day, seat) != NULL && day_absence(day, seat) == NULL;
}

bool seat_is_onlooker(const struct seat *seat)
{
    return seat_has_role(seat, ROLE_WALL) || seat_has_role(seat, ROLE_OBSERVER) ||
           seat_has_role(seat, ROLE_REGISTRY);
}

const struct organisation *day_organisation(const struct day *day, const char *organisation)
{
    FIND(day->organisations, organisation, organisation);
}

bool day_organisation_was_there(const struct day *day, const char *organisation)
{
    for (size_t i = 0; i < day->stays.count; i++) {
        const struct seat *seat = day_seat(day, day->stays.items[i].seat);
        if (seat != NULL && strcmp(seat->organisation, organisation) == 0)
            return true;
    }
    return false;
}

const struct delivery *day_delivery(const struct day *day, const char *organisation)
{
    FIND(day->deliveries, organisation, organisation);
}

const struct amendment *day_amendment(const struct day *day, const char *amendment)
{
    FIND(day->amendments, amendment, amendment);
}

const struct statement *day_statement(const struct day *day, const char *statement)
{
    FIND(day->statements, statement, statement);
}

const struct action_status *day_status(const struct day *day, const char *item, const char *action)
{
    for (size_t i = day->statuses.count; i > 0; i--) {
        const struct action_status *one = &day->statuses.items[i - 1];
        if (strcmp(one->item, item) == 0 && strcmp(one->action, action) == 0)
            return one;
    }
    return NULL;
}

const char *day_action_goal(const struct day *day, const char *item, const char *action)
{
    for (size_t i = 0; i < day->action_goals.count; i++) {
        const struct action_goal *one = &day->action_goals.items[i];
        if (strcmp(one->item, item) == 0 && strcmp(one->action, action) == 0)
            return one->goal;
    }
    return "";
}

const struct vote *day_vote(const struct day *day, const char *vote)
{
    FIND(day->votes, vote, vote);
}

size_t day_officers(const struct day *day, enum post post)
{
    size_t count = 0;
    for (size_t i = 0; i < day->officers.count; i++)
        count += day->officers.items[i].post == post;
    return count;
}

bool day_is_officer(const struct day *day, enum post post, const char *seat)
{
    for (size_t i = 0; i < day->officers.count; i++)
        if (day->officers.items[i].post == post && strcmp(day->officers.items[i].seat, seat) == 0)
            return true;
    return false;
}

bool seat_has_role(const struct seat *seat, enum role role)
{
    for (size_t i = 0; i < seat->roles.count; i++)
        if (seat->roles.items[i] == role)
            return true;
    return false;
}

static const char *officer(const struct day *day, enum post post)
{
    for (size_t i = 0; i < day->officers.count; i++)
        if (day->officers.items[i].post == post)
            return day->officers.items[i].seat;
    return NULL;
}

const char *day_opener(const struct day *day)
{
    for (size_t i = 0; i < day->seats.count; i++)
        if (seat_has_role(&day->seats.items[i], ROLE_OPENER))
            return day->seats.items[i].seat;
    return "";
}

const char *day_chair(const struct day *day)
{
    const char *elected = officer(day, POST_CHAIR);
    const char *chair = elected != NULL ? elected : day_opener(day);
    const char *vice_chair = officer(day, POST_VICE_CHAIR);
    bool is_away = day_absence(day, chair) != NULL;
    return is_away && vice_chair != NULL && day_absence(day, vice_chair) == NULL ? vice_chair
                                                                                 : chair;
}

bool day_is_secretary(const struct day *day, const char *seat)
{
    const char *elected = officer(day, POST_SECRETARY);
    if (elected != NULL)
        return strcmp(elected, seat) == 0;
    const struct seat *found = day_seat(day, seat);
    return found != NULL && seat_has_role(found, ROLE_SECRETARY);
}

const struct decision *item_decision(const struct agenda_item *item)
{
    if (item->decisions.count == 0)
        return NULL;
    const struct decision *last = &item->decisions.items[item->decisions.count - 1];
    return last->reopened_ms == 0 ? last : NULL;
}

const struct version *group_version(const struct working_group *group)
{
    return group->versions.count ? &group->versions.items[group->versions.count - 1] : NULL;
}

const char *fields_text(const struct field_list *fields, const char *field)
{
    for (size_t i = 0; i < fields->count; i++)
        if (strcmp(fields->items[i].field, field) == 0)
            return fields->items[i].text;
    return "";
}

struct id_list day_field_names(const struct day *day, const struct id_list *actions,
                               struct arena *memory)
{
    struct id_list names = {0};
    for (size_t i = 0; i < day->field_rules.count; i++)
        ids_add(&names, day->field_rules.items[i].name, memory);
    for (size_t a = 0; a < actions->count; a++) {
        for (size_t i = 0; i < day->action_rules.count; i++) {
            char name[160];
            snprintf(name, sizeof name, "%s/%s", actions->items[a],
                     day->action_rules.items[i].name);
            ids_add(&names, arena_text(memory, name), memory);
        }
    }
    return names;
}

bool item_is_minuted(const struct agenda_item *item)
{
    return item->kind != ITEM_KIND_BLOCK && item->kind != ITEM_KIND_BREAK;
}

static struct id_list minutes_fields(const struct day *day, struct arena *memory)
{
    static const char *const parts[] = {"presentation", "handling", "decision"};
    struct id_list names = {0};
    for (size_t i = 0; i < day->items.count; i++) {
        for (size_t p = 0; item_is_minuted(&day->items.items[i]) && p < 3; p++) {
            char name[160];
            snprintf(name, sizeof name, "%s/%s", day->items.items[i].item, parts[p]);
            ids_add(&names, arena_text(memory, name), memory);
        }
    }
    return names;
}

struct id_list day_doc_fields(const struct day *day, const char *doc, struct arena *memory)
{
    const struct working_group *group = day_group_of_doc(day, doc);
    const struct agenda_item *item = day_item_of_doc(day, doc);
    if (strcmp(doc, MINUTES_DOC) == 0)
        return minutes_fields(day, memory);
    if (group == NULL && item == NULL)
        return (struct id_list){0};
    return day_field_names(day, group != NULL ? &group->actions : &item->actions, memory);
}

int64_t day_doc_epoch(const struct day *day, const char *doc)
{
    const struct working_group *group = day_group_of_doc(day, doc);
    const struct agenda_item *item = day_item_of_doc(day, doc);
    if (strcmp(doc, MINUTES_DOC) == 0)
        return 1;
    return group != NULL ? group->epoch : item != NULL ? item->epoch : 0;
}

int64_t day_field_max(const struct day *day, const char *field)
{
    const char *slash = strchr(field, '/');
    const struct field_rule_list *rules = slash ? &day->action_rules : &day->field_rules;
    const char *name = slash ? slash + 1 : field;
    for (size_t i = 0; i < rules->count; i++)
        if (strcmp(rules->items[i].name, name) == 0)
            return rules->items[i].max;
    return 0;
}
