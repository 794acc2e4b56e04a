/* The groups: start, pause, clock, the list of actions, handing in and giving back. */
#include "domain/rule.h"

#include <stdio.h>
#include <stdlib.h>

static const struct working_group *group_in(const struct question *q, const char *group)
{
    return day_group(q->day, group);
}

/* Why a group that does not write may not do what writing groups do. */
static enum refusal why_not_writing(const struct working_group *group)
{
    switch (group->state) {
    case GROUP_STATE_HANDED_IN:
        return REFUSED_group_handed_in;
    case GROUP_STATE_ON_AGENDA:
        return REFUSED_group_on_agenda;
    case GROUP_STATE_WRITING:
        return ALLOWED;
    default:
        return REFUSED_group_not_writing;
    }
}

struct verdict rule_group_start(const struct question *q)
{
    const struct command_group_start *c = &q->command->as.group_start;
    if (group_in(q, c->group)->state != GROUP_STATE_WAITING)
        return refused(REFUSED_already_started);
    if (c->minutes < 1 || c->minutes > MINUTES_MAX)
        return refused(REFUSED_time_out_of_range);
    int64_t ends_ms = q->so->now_ms + c->minutes * 60000;
    return happens((struct event){EVENT_group_started, .as.group_started = {c->group, ends_ms}});
}

struct verdict rule_group_pause(const struct question *q)
{
    const struct command_group_pause *c = &q->command->as.group_pause;
    enum refusal why = why_not_writing(group_in(q, c->group));
    if (why != ALLOWED)
        return refused(why);
    return happens(
        (struct event){EVENT_group_paused, .as.group_paused = {c->group, c->reason, c->note}});
}

/* The clock stands during a pause: what was left is left. */
struct verdict rule_group_resume(const struct question *q)
{
    const struct command_group_resume *c = &q->command->as.group_resume;
    const struct working_group *group = group_in(q, c->group);
    if (group->state != GROUP_STATE_PAUSED)
        return refused(REFUSED_group_not_paused);
    int64_t stood_ms = q->so->now_ms > group->paused_ms ? q->so->now_ms - group->paused_ms : 0;
    return happens((struct event){EVENT_group_resumed,
                                  .as.group_resumed = {c->group, group->ends_ms + stood_ms}});
}

struct verdict rule_clock_set(const struct question *q)
{
    const struct command_clock_set *c = &q->command->as.clock_set;
    const struct working_group *group = group_in(q, c->group);
    if (group->state != GROUP_STATE_PAUSED && why_not_writing(group) != ALLOWED)
        return refused(why_not_writing(group));
    /* While the clock stands, its now is the moment it was stopped. */
    int64_t now_ms = group->state == GROUP_STATE_PAUSED ? group->paused_ms : q->so->now_ms;
    if (c->ends_ms < now_ms || c->ends_ms > now_ms + CLOCK_AHEAD_MAX_MS)
        return refused(REFUSED_time_out_of_range);
    return happens((struct event){EVENT_clock_changed, .as.clock_changed = {c->group, c->ends_ms}});
}

/* The lists of actions that a document's home keeps, if it takes changes now. */
static enum refusal open_lists(const struct question *q, const char *doc, struct id_list *actions,
                               struct id_list *removed)
{
    const struct working_group *group = day_group_of_doc(q->day, doc);
    const struct agenda_item *item = day_item_of_doc(q->day, doc);
    *actions = group ? group->actions : item->actions;
    *removed = group ? group->removed : item->removed;
    if (group != NULL)
        return why_not_writing(group);
    if (item_decision(item) != NULL)
        return REFUSED_already_decided;
    return rights_document(q->day, q->seat, doc) == ACCESS_WRITE ? ALLOWED : REFUSED_text_locked;
}

/* a1, a2, …: never one that was there before, so that an old text does not come up under a new
 * heading. */
static const char *fresh_action(const struct id_list *actions, const struct id_list *removed,
                                struct arena *arena)
{
    long highest = 0;
    const struct id_list *lists[] = {actions, removed};
    for (size_t l = 0; l < 2; l++) {
        for (size_t i = 0; i < lists[l]->count; i++) {
            long number = strtol(lists[l]->items[i] + 1, NULL, 10);
            highest = number > highest ? number : highest;
        }
    }
    char name[32];
    snprintf(name, sizeof name, "a%ld", highest + 1);
    return arena_text(arena, name);
}

struct verdict rule_action_add(const struct question *q)
{
    const struct command_action_add *c = &q->command->as.action_add;
    struct id_list actions;
    struct id_list removed;
    enum refusal why = open_lists(q, c->doc, &actions, &removed);
    if (why != ALLOWED)
        return refused(why);
    if (actions.count >= (size_t)q->day->actions_max)
        return refused(REFUSED_too_many_actions);
    bool is_restored = c->action[0] != '\0';
    if (is_restored && !ids_have(&removed, c->action))
        return refused_for(REFUSED_no_such_action, c->action);
    const char *action = is_restored ? c->action : fresh_action(&actions, &removed, q->arena);
    return happens((struct event){EVENT_action_added,
                                  .as.action_added = {c->doc, action, (int64_t)actions.count}});
}

struct verdict rule_action_remove(const struct question *q)
{
    const struct command_action_remove *c = &q->command->as.action_remove;
    struct id_list actions;
    struct id_list removed;
    enum refusal why = open_lists(q, c->doc, &actions, &removed);
    if (why != ALLOWED)
        return refused(why);
    if (!ids_have(&actions, c->action))
        return refused_for(REFUSED_no_such_action, c->action);
    return happens((struct event){EVENT_action_removed, .as.action_removed = {c->doc, c->action}});
}

struct verdict rule_action_move(const struct question *q)
{
    const struct command_action_move *c = &q->command->as.action_move;
    struct id_list actions;
    struct id_list removed;
    enum refusal why = open_lists(q, c->doc, &actions, &removed);
    if (why != ALLOWED)
        return refused(why);
    if (!ids_have(&actions, c->action))
        return refused_for(REFUSED_no_such_action, c->action);
    if (c->to < 0 || (size_t)c->to >= actions.count)
        return refused(REFUSED_position_out_of_range);
    struct id_list order = {0};
    for (size_t i = 0; i < actions.count; i++) {
        if (strcmp(actions.items[i], c->action) == 0)
            continue;
        if (order.count == (size_t)c->to)
            ids_add(&order, c->action, q->arena);
        ids_add(&order, actions.items[i], q->arena);
    }
    if (order.count < actions.count)
        ids_add(&order, c->action, q->arena);
    return happens((struct event){EVENT_action_moved, .as.action_moved = {c->doc, order}});
}

static int64_t length_utf16(const char *text)
{
    int64_t units = 0;
    for (const unsigned char *c = (const unsigned char *)text; *c != '\0'; c++)
        if ((*c & 0xc0) != 0x80)
            units += *c >= 0xf0 ? 2 : 1;
    return units;
}

struct verdict rule_words_are_complete(const struct question *q, const struct id_list *actions)
{
    if (actions->count < (size_t)q->day->actions_min)
        return refused(REFUSED_too_few_actions);
    if (actions->count > (size_t)q->day->actions_max)
        return refused(REFUSED_too_many_actions);
    struct id_list names = day_field_names(q->day, actions, q->arena);
    for (size_t i = 0; i < names.count; i++) {
        const char *text = fields_text(&q->so->fields, names.items[i]);
        const char *slash = strchr(names.items[i], '/');
        /* What is decided and what is done: the rest can be said aloud. */
        bool must_be_filled =
            strcmp(slash ? slash + 1 : names.items[i], slash ? "what" : "decision") == 0 ||
            strcmp(names.items[i], "title") == 0;
        if (must_be_filled && rule_is_blank(text))
            return refused_for(REFUSED_field_empty, names.items[i]);
        if (length_utf16(text) > day_field_max(q->day, names.items[i]))
            return refused_for(REFUSED_field_too_long, names.items[i]);
    }
    return refused(ALLOWED);
}

struct verdict rule_handin_announce(const struct question *q)
{
    const struct command_handin_announce *c = &q->command->as.handin_announce;
    const struct working_group *group = group_in(q, c->group);
    if (group->state != GROUP_STATE_PAUSED && why_not_writing(group) != ALLOWED)
        return refused(why_not_writing(group));
    struct verdict words = rule_words_are_complete(q, &group->actions);
    if (words.refusal != ALLOWED)
        return words;
    return happens(
        (struct event){EVENT_handin_announced,
                       .as.handin_announced = {c->group, q->so->now_ms + HANDIN_NOTICE_MS}});
}

/* The last words may have emptied a field after the announcement: then the group goes on writing
 * and sees why. */
struct verdict rule_handin_complete(const struct question *q)
{
    const struct command_handin_complete *c = &q->command->as.handin_complete;
    const struct working_group *group = group_in(q, c->group);
    if (group->state != GROUP_STATE_HANDING_IN)
        return refused(REFUSED_group_not_writing);
    if (rule_words_are_complete(q, &group->actions).refusal != ALLOWED)
        return happens((struct event){EVENT_handin_cancelled, .as.handin_cancelled = {c->group}});
    return happens((struct event){
        EVENT_group_handed_in,
        .as.group_handed_in = {c->group, q->so->hash, q->so->fields, q->so->missing}});
}

struct verdict rule_group_return(const struct question *q)
{
    const struct command_group_return *c = &q->command->as.group_return;
    const struct working_group *group = group_in(q, c->group);
    if (group->state == GROUP_STATE_ON_AGENDA)
        return refused(REFUSED_group_on_agenda);
    if (group->state != GROUP_STATE_HANDED_IN)
        return refused(REFUSED_group_not_handed_in);
    if (rule_is_blank(c->reason))
        return refused(REFUSED_reason_missing);
    return happens((struct event){EVENT_group_returned,
                                  .as.group_returned = {c->group, c->reason, group->epoch + 1}});
}
