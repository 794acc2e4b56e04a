/* Three texts become 9 § a, b and c: codes and order are what people give, not a running count. */
#include "domain/rule.h"

#include <ctype.h>
#include <stdio.h>

static bool is_name_free(const struct question *q, const struct taken_list *taken, const char *name)
{
    for (size_t i = 0; i < taken->count; i++)
        if (strcmp(taken->items[i].item, name) == 0)
            return false;
    return day_item(q->day, name) == NULL && day_group_of_doc(q->day, name) == NULL;
}

/* "item-9" + "a" -> "item-9-a"; a second take, after an undo, gets documents of its own: "item-9-a-2". Codes whose
 * letters do not fit an id ("å") are told apart by number. */
static const char *fresh_item(const struct question *q, const char *parent, const char *code,
                              const struct taken_list *taken)
{
    char name[96];
    size_t len = (size_t)snprintf(name, sizeof name, "%.40s-", parent);
    for (const char *c = code; *c != '\0' && len < 56; c++)
        if (isalnum((unsigned char)*c))
            name[len++] = (char)tolower((unsigned char)*c);
    name[len] = '\0';
    if (q->day->takes > 0)
        snprintf(name + len, sizeof name - len, "-%lld", (long long)q->day->takes + 1);
    for (int again = 2; !is_name_free(q, taken, name); again++)
        snprintf(name + len, sizeof name - len, "-%lld-%d", (long long)q->day->takes + 1, again);
    return arena_text(q->arena, name);
}

static enum refusal why_not_taken(const struct working_group *group)
{
    if (group == NULL)
        return REFUSED_no_such_group;
    if (group->state == GROUP_STATE_ON_AGENDA)
        return REFUSED_group_on_agenda;
    return group->state == GROUP_STATE_HANDED_IN ? ALLOWED : REFUSED_group_not_handed_in;
}

static bool code_is_used(const struct question *q, const char *parent, const struct take_list *take,
                         size_t before)
{
    const char *code = take->items[before].code;
    for (size_t i = 0; i < q->day->items.count; i++) {
        const struct agenda_item *item = &q->day->items.items[i];
        if (strcmp(item->parent, parent) == 0 && strcmp(item->code, code) == 0)
            return true;
    }
    for (size_t i = 0; i < before; i++)
        if (strcmp(take->items[i].code, code) == 0 ||
            strcmp(take->items[i].group, take->items[before].group) == 0)
            return true;
    return false;
}

static bool is_code(const char *code)
{
    return code[0] != '\0' && code[0] != ' ' && strpbrk(code, "\n\t") == NULL;
}

/* Every field of the new text remembers where it came from. */
static struct link_list links_to(const struct question *q, const struct working_group *group)
{
    struct link_list links = {0};
    struct id_list names = day_field_names(q->day, &group_version(group)->actions, q->arena);
    for (size_t i = 0; i < names.count; i++) {
        struct link link = {names.items[i], group->doc, names.items[i]};
        LIST_ADD(&links, link, q->arena);
    }
    return links;
}

struct verdict rule_proposals_take(const struct question *q)
{
    const struct command_proposals_take *c = &q->command->as.proposals_take;
    if (day_item(q->day, c->parent) == NULL)
        return refused(REFUSED_no_such_item);
    if (c->take.count == 0)
        return refused(REFUSED_nothing_to_take);
    /* From the workshop it is a change of phase, too, which lays down what is in hand: not while that is voted on. */
    const char *vote = rule_vote_unsettled(q->day);
    if (q->day->phase == PHASE_WORKSHOP && vote[0] != '\0')
        return refused_for(REFUSED_vote_unsettled, vote);
    struct taken_list taken = {0};
    for (size_t i = 0; i < c->take.count; i++) {
        const struct take *one = &c->take.items[i];
        const struct working_group *group = day_group(q->day, one->group);
        enum refusal why = why_not_taken(group);
        if (why != ALLOWED)
            return refused_for(why, one->group);
        if (!is_code(one->code))
            return refused(REFUSED_code_malformed);
        if (code_is_used(q, c->parent, &c->take, i))
            return refused_for(REFUSED_code_taken, one->code);
        const char *item = fresh_item(q, c->parent, one->code, &taken);
        struct taken entry = {
            item, one->code, one->group, item, group_version(group)->actions, links_to(q, group)};
        LIST_ADD(&taken, entry, q->arena);
    }
    struct verdict verdict =
        happens((struct event){EVENT_proposals_taken, .as.proposals_taken = {c->parent, taken}});
    if (q->day->phase == PHASE_WORKSHOP)
        verdict.events[verdict.event_count++] =
            (struct event){EVENT_phase_changed, .as.phase_changed = {PHASE_MERGING}};
    return verdict;
}

/* Somebody moved to change it, said something on it, or it was voted on: the minutes tell of that under the item. */
static bool is_treated(const struct day *day, const char *item)
{
    for (size_t i = 0; i < day->amendments.count; i++)
        if (strcmp(day->amendments.items[i].item, item) == 0)
            return true;
    for (size_t i = 0; i < day->statements.count; i++)
        if (strcmp(day->statements.items[i].item, item) == 0)
            return true;
    for (size_t i = 0; i < day->votes.count; i++)
        if (strcmp(day->votes.items[i].item, item) == 0)
            return true;
    return false;
}

struct verdict rule_take_undo(const struct question *q)
{
    const struct command_take_undo *c = &q->command->as.take_undo;
    bool is_any = false;
    for (size_t i = 0; i < q->day->items.count; i++) {
        const struct agenda_item *item = &q->day->items.items[i];
        if (item->kind != ITEM_KIND_PROPOSAL || strcmp(item->parent, c->parent) != 0)
            continue;
        is_any = true;
        if (item->decisions.count > 0)
            return refused_for(REFUSED_already_decided, item->item);
        if (is_treated(q->day, item->item))
            return refused_for(REFUSED_item_treated, item->item);
    }
    if (!is_any)
        return refused(REFUSED_not_taken);
    return happens((struct event){EVENT_take_undone, .as.take_undone = {c->parent}});
}
