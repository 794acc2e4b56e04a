/* What each event does to the day: docs/fold.md in C. */
#include "domain/state.h"

#include "base/mem.h"
#include "domain/nouns.h"

#include <assert.h>
#include <string.h>

struct state {
    struct arena memory;
    struct day day;
    bool exists;
};

struct happening {
    const char *by;
    int64_t at_ms;
};

struct state *state_new(void)
{
    return mem_new(sizeof(struct state));
}

void state_free(struct state *state)
{
    if (state == NULL)
        return;
    arena_free(&state->memory);
    mem_free(state);
}

struct arena *state_memory(struct state *state)
{
    return &state->memory;
}

const struct day *state_day(const struct state *state)
{
    return state->exists ? &state->day : NULL;
}

/* The same finds for the fold, which may change what it finds. */
static struct working_group *group_of(struct state *state, const char *group)
{
    return (struct working_group *)day_group(&state->day, group);
}

static struct agenda_item *item_of(struct state *state, const char *item)
{
    return (struct agenda_item *)day_item(&state->day, item);
}

static bool has_document(const struct state *state, const char *doc)
{
    return day_group_of_doc(&state->day, doc) != NULL || day_item_of_doc(&state->day, doc) != NULL;
}

/* What was in hand no longer is; decided or not, it keeps its words. */
static void lay_down(struct state *state)
{
    struct agenda_item *item = item_of(state, state->day.in_hand);
    if (item != NULL && item->state == ITEM_STATE_IN_HAND)
        item->state = ITEM_STATE_COMING;
    state->day.in_hand = "";
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

static bool are_within_limits(const struct field_rule_list *rules)
{
    for (size_t i = 0; i < rules->count; i++)
        if (rules->items[i].max < 1 || rules->items[i].max > FIELD_MAX_UTF16)
            return false;
    return true;
}

static enum err fold_day_created(struct state *state, const struct event_day_created *e,
                                 struct happening unused)
{
    (void)unused;
    if (state->exists || !are_within_limits(&e->field_rules) ||
        !are_within_limits(&e->action_rules) || e->actions_min < 0 ||
        e->actions_max < e->actions_min)
        return ERR_CORRUPT;
    state->exists = true;
    state->day = (struct day){
        .day = e->day,
        .title = e->title,
        .place = e->place,
        .starts_ms = e->starts_ms,
        .ends_ms = e->ends_ms,
        .timezone = e->timezone,
        .language = e->language,
        .disclaimer = e->disclaimer,
        .phase = e->phase,
        .actions_min = e->actions_min,
        .actions_max = e->actions_max,
        .field_rules = e->field_rules,
        .action_rules = e->action_rules,
        .in_hand = "",
    };
    return OK;
}

static enum err fold_organisation_added(struct state *state,
                                        const struct event_organisation_added *e,
                                        struct happening unused)
{
    (void)unused;
    struct organisation one = {e->organisation, e->name, e->type};
    struct organisation_list *all = &state->day.organisations;
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->items[i].organisation, e->organisation) == 0) {
            all->items[i] = one;
            return OK;
        }
    }
    LIST_ADD(all, one, &state->memory);
    return OK;
}

static enum err fold_seat_added(struct state *state, const struct event_seat_added *e,
                                struct happening unused)
{
    (void)unused;
    struct seat one = {e->seat, e->organisation, e->roles, e->group};
    struct seat *known = (struct seat *)day_seat(&state->day, e->seat);
    if (known != NULL)
        *known = one;
    else
        LIST_ADD(&state->day.seats, one, &state->memory);
    return OK;
}

static struct agenda_item item_blank(const char *id, const char *parent, const char *code,
                                     enum item_kind kind)
{
    return (struct agenda_item){
        .item = id,
        .parent = parent,
        .code = code,
        .kind = kind,
        .title = "",
        .verbatim = "",
        .time_text = "",
        .text = "",
        .state = ITEM_STATE_COMING,
        .doc = "",
        .group = "",
        .proposed_hash = "",
    };
}

static enum err fold_item_added(struct state *state, const struct event_item_added *e,
                                struct happening unused)
{
    (void)unused;
    if (item_of(state, e->item) != NULL)
        return ERR_CORRUPT;
    struct agenda_item item = item_blank(e->item, e->parent, e->code, e->kind);
    item.title = e->title;
    item.verbatim = e->verbatim;
    item.time_text = e->time_text;
    item.text = e->text;
    LIST_ADD(&state->day.items, item, &state->memory);
    return OK;
}

static enum err fold_group_added(struct state *state, const struct event_group_added *e,
                                 struct happening unused)
{
    (void)unused;
    if (group_of(state, e->group) != NULL || has_document(state, e->doc))
        return ERR_CORRUPT;
    struct working_group group = {
        .group = e->group,
        .letter = e->letter,
        .theme = e->theme,
        .question = e->question,
        .room = e->room,
        .doc = e->doc,
        .epoch = 1,
        .state = GROUP_STATE_WAITING,
        .pause_note = "",
        .return_reason = "",
    };
    LIST_ADD(&state->day.groups, group, &state->memory);
    return OK;
}

static enum err fold_phase_changed(struct state *state, const struct event_phase_changed *e,
                                   struct happening unused)
{
    (void)unused;
    state->day.phase = e->phase;
    if (e->phase != PHASE_MERGING)
        return OK;
    /* The texts are worked on again: what is proposed is what the assembly sees next. */
    lay_down(state);
    for (size_t i = 0; i < state->day.items.count; i++) {
        struct agenda_item *item = &state->day.items.items[i];
        item->proposed = (struct field_list){0};
        item->proposed_actions = (struct id_list){0};
        item->proposed_hash = "";
    }
    return OK;
}

static enum err fold_group_started(struct state *state, const struct event_group_started *e,
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

static enum err fold_group_paused(struct state *state, const struct event_group_paused *e,
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

static enum err fold_group_resumed(struct state *state, const struct event_group_resumed *e,
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

static enum err fold_clock_changed(struct state *state, const struct event_clock_changed *e,
                                   struct happening unused)
{
    (void)unused;
    struct working_group *group = group_of(state, e->group);
    if (group == NULL)
        return ERR_CORRUPT;
    group->ends_ms = e->ends_ms;
    return OK;
}

static enum err fold_action_added(struct state *state, const struct event_action_added *e,
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

static enum err fold_action_removed(struct state *state, const struct event_action_removed *e,
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

static enum err fold_action_moved(struct state *state, const struct event_action_moved *e,
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

static enum err fold_handin_announced(struct state *state, const struct event_handin_announced *e,
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

static enum err fold_handin_cancelled(struct state *state, const struct event_handin_cancelled *e,
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

static enum err fold_group_handed_in(struct state *state, const struct event_group_handed_in *e,
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

static enum err fold_group_returned(struct state *state, const struct event_group_returned *e,
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

static enum err fold_late_edit_kept(struct state *state, const struct event_late_edit_kept *e,
                                    struct happening now)
{
    struct working_group *group = (struct working_group *)day_group_of_doc(&state->day, e->doc);
    if (group == NULL)
        return day_item_of_doc(&state->day, e->doc) ? OK : ERR_CORRUPT;
    struct late_edit edit = {e->late, now.by, now.at_ms};
    LIST_ADD(&group->late, edit, &state->memory);
    return OK;
}

static bool can_be_taken(const struct state *state, const struct taken_list *all, size_t index)
{
    const struct taken *taken = &all->items[index];
    const struct working_group *group = day_group(&state->day, taken->group);
    for (size_t i = 0; i < index; i++)
        if (strcmp(all->items[i].item, taken->item) == 0 ||
            strcmp(all->items[i].doc, taken->doc) == 0)
            return false;
    return group != NULL && group_version(group) != NULL &&
           day_item(&state->day, taken->item) == NULL && !has_document(state, taken->doc);
}

static enum err fold_proposals_taken(struct state *state, const struct event_proposals_taken *e,
                                     struct happening unused)
{
    (void)unused;
    for (size_t i = 0; i < e->taken.count; i++)
        if (!can_be_taken(state, &e->taken, i))
            return ERR_CORRUPT;
    for (size_t i = 0; i < e->taken.count; i++) {
        const struct taken *taken = &e->taken.items[i];
        struct working_group *group = group_of(state, taken->group);
        group->state = GROUP_STATE_ON_AGENDA;
        struct agenda_item item =
            item_blank(taken->item, e->parent, taken->code, ITEM_KIND_PROPOSAL);
        item.title = fields_text(&group_version(group)->fields, "title");
        item.doc = taken->doc;
        item.epoch = 1;
        item.group = taken->group;
        item.actions = ids_copy(&taken->actions, &state->memory);
        item.links = taken->links;
        LIST_ADD(&state->day.items, item, &state->memory);
    }
    state->day.takes++;
    return OK;
}

static enum err fold_take_undone(struct state *state, const struct event_take_undone *e,
                                 struct happening unused)
{
    (void)unused;
    struct agenda_item_list *items = &state->day.items;
    size_t kept = 0;
    for (size_t i = 0; i < items->count; i++) {
        struct agenda_item *item = &items->items[i];
        bool goes = item->kind == ITEM_KIND_PROPOSAL && strcmp(item->parent, e->parent) == 0;
        if (!goes) {
            items->items[kept++] = *item;
            continue;
        }
        struct working_group *group = group_of(state, item->group);
        if (group != NULL)
            group->state = GROUP_STATE_HANDED_IN;
        if (strcmp(state->day.in_hand, item->item) == 0)
            state->day.in_hand = "";
    }
    items->count = kept;
    return OK;
}

static enum err fold_item_opened(struct state *state, const struct event_item_opened *e,
                                 struct happening unused)
{
    (void)unused;
    struct agenda_item *item = item_of(state, e->item);
    if (item == NULL)
        return ERR_CORRUPT;
    lay_down(state);
    if (item->state == ITEM_STATE_COMING)
        item->state = ITEM_STATE_IN_HAND;
    state->day.in_hand = item->item;
    if (item->doc[0] != '\0' && item->proposed_hash[0] == '\0') {
        item->proposed = e->fields;
        item->proposed_actions = ids_copy(&item->actions, &state->memory);
        item->proposed_hash = e->hash;
    }
    return OK;
}

static enum err fold_item_decided(struct state *state, const struct event_item_decided *e,
                                  struct happening now)
{
    struct agenda_item *item = item_of(state, e->item);
    if (item == NULL)
        return ERR_CORRUPT;
    item->state = ITEM_STATE_DECIDED;
    struct decision decision = {
        .at_ms = now.at_ms,
        .by = now.by,
        .outcome = e->outcome,
        .fields = e->fields,
        .actions = e->actions,
        .hash = e->hash,
        .reopen_reason = "",
    };
    LIST_ADD(&item->decisions, decision, &state->memory);
    return OK;
}

static enum err fold_item_reopened(struct state *state, const struct event_item_reopened *e,
                                   struct happening now)
{
    struct agenda_item *item = item_of(state, e->item);
    if (item == NULL || item_decision(item) == NULL)
        return ERR_CORRUPT;
    struct decision *last = &item->decisions.items[item->decisions.count - 1];
    last->reopened_ms = now.at_ms;
    last->reopen_reason = e->reason;
    lay_down(state);
    item->state = ITEM_STATE_IN_HAND;
    item->epoch = e->epoch;
    state->day.in_hand = item->item;
    return OK;
}

static enum err fold_officer_elected(struct state *state, const struct event_officer_elected *e,
                                     struct happening unused)
{
    (void)unused;
    struct officer_list *officers = &state->day.officers;
    for (size_t i = 0; i < officers->count; i++) {
        if (officers->items[i].post == e->post) {
            officers->items[i].seat = e->seat;
            return OK;
        }
    }
    struct officer officer = {e->post, e->seat};
    LIST_ADD(officers, officer, &state->memory);
    return OK;
}

enum err state_apply(struct state *state, const struct event *event, const char *by, int64_t at_ms)
{
    struct happening now = {arena_text(&state->memory, by), at_ms};
    if (!state->exists && event->kind != EVENT_day_created)
        return ERR_CORRUPT;
    switch (event->kind) {
#define EVENT(name, fold)                                                                          \
    case EVENT_##name:                                                                             \
        return fold(state, &event->as.name, now);
#include "domain/events.def"
#undef EVENT
    }
    return ERR_CORRUPT;
}
