/* The groups: writing, pausing, their lists of actions, handing in. */
#include "domain/fold.h"

enum err fold_group_started(struct state *state, const struct event_group_started *e,
                            struct happening unused)
{
    (void)unused;
    struct working_group *group = group_of(state, e->group);
    if (group == NULL)
        return ERR_CORRUPT;
    group->state = GROUP_STATE_WRITING;
    group->ends_ms = e->ends_ms;
    return OK;
}

enum err fold_group_paused(struct state *state, const struct event_group_paused *e,
                           struct happening now)
{
    struct working_group *group = group_of(state, e->group);
    if (group == NULL)
        return ERR_CORRUPT;
    group->state = GROUP_STATE_PAUSED;
    group->paused_ms = now.at_ms;
    group->pause_reason = e->reason;
    group->pause_note = e->note;
    return OK;
}

enum err fold_group_resumed(struct state *state, const struct event_group_resumed *e,
                            struct happening unused)
{
    (void)unused;
    struct working_group *group = group_of(state, e->group);
    if (group == NULL)
        return ERR_CORRUPT;
    group->state = GROUP_STATE_WRITING;
    group->ends_ms = e->ends_ms;
    group->paused_ms = 0;
    group->pause_note = "";
    return OK;
}

enum err fold_clock_changed(struct state *state, const struct event_clock_changed *e,
                            struct happening unused)
{
    (void)unused;
    struct working_group *group = group_of(state, e->group);
    if (group == NULL)
        return ERR_CORRUPT;
    group->ends_ms = e->ends_ms;
    return OK;
}

/* Where a document's actions live: in its group, or in its agenda item. */
static bool actions_of(struct state *state, const char *doc, struct id_list **actions,
                       struct id_list **removed)
{
    struct working_group *group = (struct working_group *)day_group_of_doc(&state->day, doc);
    struct agenda_item *item = (struct agenda_item *)day_item_of_doc(&state->day, doc);
    if (group == NULL && item == NULL)
        return false;
    *actions = group ? &group->actions : &item->actions;
    *removed = group ? &group->removed : &item->removed;
    return true;
}

enum err fold_action_added(struct state *state, const struct event_action_added *e,
                           struct happening unused)
{
    (void)unused;
    struct id_list *actions;
    struct id_list *removed;
    if (!actions_of(state, e->doc, &actions, &removed) || ids_have(actions, e->action) ||
        e->at < 0 || (size_t)e->at > actions->count)
        return ERR_CORRUPT;
    ids_remove(removed, e->action);
    ids_add(actions, e->action, &state->memory);
    memmove(&actions->items[e->at + 1], &actions->items[e->at],
            (actions->count - 1 - (size_t)e->at) * sizeof actions->items[0]);
    actions->items[e->at] = e->action;
    return OK;
}

enum err fold_action_removed(struct state *state, const struct event_action_removed *e,
                             struct happening unused)
{
    (void)unused;
    struct id_list *actions;
    struct id_list *removed;
    if (!actions_of(state, e->doc, &actions, &removed) || !ids_have(actions, e->action))
        return ERR_CORRUPT;
    ids_remove(actions, e->action);
    ids_add(removed, e->action, &state->memory);
    return OK;
}

/* In another order, perhaps. */
static bool are_the_same(const struct id_list *some, const struct id_list *others)
{
    for (size_t i = 0; i < others->count; i++)
        if (!ids_have(some, others->items[i]))
            return false;
    return some->count == others->count;
}

enum err fold_action_moved(struct state *state, const struct event_action_moved *e,
                           struct happening unused)
{
    (void)unused;
    struct id_list *actions;
    struct id_list *removed;
    if (!actions_of(state, e->doc, &actions, &removed) || !are_the_same(&e->actions, actions))
        return ERR_CORRUPT;
    *actions = ids_copy(&e->actions, &state->memory);
    return OK;
}

enum err fold_handin_announced(struct state *state, const struct event_handin_announced *e,
                               struct happening unused)
{
    (void)unused;
    struct working_group *group = group_of(state, e->group);
    if (group == NULL)
        return ERR_CORRUPT;
    group->state = GROUP_STATE_HANDING_IN;
    group->deadline_ms = e->deadline_ms;
    group->paused_ms = 0;
    group->pause_note = "";
    return OK;
}

enum err fold_handin_cancelled(struct state *state, const struct event_handin_cancelled *e,
                               struct happening unused)
{
    (void)unused;
    struct working_group *group = group_of(state, e->group);
    if (group == NULL)
        return ERR_CORRUPT;
    group->state = GROUP_STATE_WRITING;
    group->deadline_ms = 0;
    return OK;
}

enum err fold_group_handed_in(struct state *state, const struct event_group_handed_in *e,
                              struct happening now)
{
    struct working_group *group = group_of(state, e->group);
    if (group == NULL)
        return ERR_CORRUPT;
    group->state = GROUP_STATE_HANDED_IN;
    group->deadline_ms = 0;
    group->paused_ms = 0;
    struct version version = {
        .number = (int64_t)group->versions.count + 1,
        .at_ms = now.at_ms,
        .by = now.by,
        .hash = e->hash,
        .fields = e->fields,
        .actions = ids_copy(&group->actions, &state->memory),
        .missing = e->missing,
    };
    LIST_ADD(&group->versions, version, &state->memory);
    return OK;
}

enum err fold_group_returned(struct state *state, const struct event_group_returned *e,
                             struct happening unused)
{
    (void)unused;
    struct working_group *group = group_of(state, e->group);
    if (group == NULL)
        return ERR_CORRUPT;
    group->state = GROUP_STATE_WRITING;
    group->epoch = e->epoch;
    group->return_reason = e->reason;
    return OK;
}

enum err fold_late_edit_kept(struct state *state, const struct event_late_edit_kept *e,
                             struct happening now)
{
    struct working_group *group = (struct working_group *)day_group_of_doc(&state->day, e->doc);
    bool is_of_day = strcmp(e->doc, MINUTES_DOC) == 0 || day_item_of_doc(&state->day, e->doc);
    if (group == NULL)
        return is_of_day ? OK : ERR_CORRUPT;
    struct late_edit edit = {e->late, now.by, now.at_ms};
    LIST_ADD(&group->late, edit, &state->memory);
    return OK;
}
