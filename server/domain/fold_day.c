/* The day itself: who and what it begins with, its phases, its officers. */
#include "domain/fold.h"

static bool are_within_limits(const struct field_rule_list *rules)
{
    for (size_t i = 0; i < rules->count; i++)
        if (rules->items[i].max < 1 || rules->items[i].max > FIELD_MAX_UTF16)
            return false;
    return true;
}

enum err fold_day_created(struct state *state, const struct event_day_created *e,
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
        .floor = "",
        .rules_item = "",
        .minutes = {.version = 1, .hash = "", .signed_by = ""},
    };
    return OK;
}

enum err fold_organisation_added(struct state *state, const struct event_organisation_added *e,
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

enum err fold_seat_added(struct state *state, const struct event_seat_added *e,
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

enum err fold_item_added(struct state *state, const struct event_item_added *e,
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

enum err fold_group_added(struct state *state, const struct event_group_added *e,
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

enum err fold_phase_changed(struct state *state, const struct event_phase_changed *e,
                            struct happening now)
{
    state->day.phase = e->phase;
    if (e->phase == PHASE_CLOSED) {
        state->day.closed_ms = now.at_ms;
        lay_down(state, now.at_ms);
    }
    if (e->phase != PHASE_MERGING)
        return OK;
    /* The texts are worked on again: what is proposed is what the assembly sees next. */
    lay_down(state, now.at_ms);
    for (size_t i = 0; i < state->day.items.count; i++) {
        struct agenda_item *item = &state->day.items.items[i];
        item->proposed = (struct field_list){0};
        item->proposed_actions = (struct id_list){0};
        item->proposed_hash = "";
    }
    return OK;
}

static void officers_leave(struct officer_list *officers, enum post post)
{
    size_t left = 0;
    for (size_t i = 0; i < officers->count; i++)
        if (officers->items[i].post != post)
            officers->items[left++] = officers->items[i];
    officers->count = left;
}

enum err fold_officer_elected(struct state *state, const struct event_officer_elected *e,
                              struct happening unused)
{
    (void)unused;
    struct officer officer = {e->post, e->seat};
    struct election election = {.item = e->item};
    LIST_ADD(&election.officers, officer, &state->memory);
    LIST_ADD(&state->day.elections, election, &state->memory);
    officers_leave(&state->day.officers, e->post);
    LIST_ADD(&state->day.officers, officer, &state->memory);
    return OK;
}

enum err fold_officers_elected(struct state *state, const struct event_officers_elected *e,
                               struct happening unused)
{
    (void)unused;
    for (size_t i = 0; i < e->officers.count; i++)
        officers_leave(&state->day.officers, e->officers.items[i].post);
    struct election election = {e->item, e->officers};
    LIST_ADD(&state->day.elections, election, &state->memory);
    for (size_t i = 0; i < e->officers.count; i++)
        LIST_ADD(&state->day.officers, e->officers.items[i], &state->memory);
    return OK;
}
