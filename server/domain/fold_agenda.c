/* The agenda: what is planned, in hand, done, put off. */
#include "domain/fold.h"

enum err fold_item_planned(struct state *state, const struct event_item_planned *e,
                           struct happening unused)
{
    (void)unused;
    struct agenda_item *item = item_of(state, e->item);
    if (item == NULL)
        return ERR_CORRUPT;
    item->starts_ms = e->starts_ms;
    item->ends_ms = e->ends_ms;
    item->presenters = e->presenters;
    return OK;
}

void lay_down(struct state *state, int64_t at_ms)
{
    struct agenda_item *item = item_of(state, state->day.in_hand);
    for (size_t i = 0; item != NULL && i < state->day.absences.count; i++) {
        struct absence *absence = &state->day.absences.items[i];
        if (absence->to_ms == 0 && strcmp(absence->item, item->item) == 0)
            absence->to_ms = at_ms;
    }
    state->day.in_hand = "";
    state->day.speakers.count = 0;
    state->day.floor = "";
    state->day.floor_ms = 0;
    if (item == NULL || item->state != ITEM_STATE_IN_HAND)
        return;
    item->state = item->doc[0] != '\0' ? ITEM_STATE_COMING : ITEM_STATE_DONE;
    item->closed_ms = at_ms;
}

enum err fold_item_opened(struct state *state, const struct event_item_opened *e,
                          struct happening now)
{
    struct agenda_item *item = item_of(state, e->item);
    if (item == NULL)
        return ERR_CORRUPT;
    lay_down(state, now.at_ms);
    if (item->state != ITEM_STATE_DECIDED) {
        item->state = ITEM_STATE_IN_HAND;
        item->closed_ms = 0;
        item->postpone_reason = "";
    }
    if (item->opened_ms == 0)
        item->opened_ms = now.at_ms;
    state->day.in_hand = item->item;
    if (item->doc[0] != '\0' && item->proposed_hash[0] == '\0') {
        item->proposed = e->fields;
        item->proposed_actions = ids_copy(&item->actions, &state->memory);
        item->proposed_hash = e->hash;
    }
    return OK;
}

enum err fold_item_closed(struct state *state, const struct event_item_closed *e,
                          struct happening now)
{
    struct agenda_item *item = item_of(state, e->item);
    if (item == NULL || strcmp(state->day.in_hand, e->item) != 0)
        return ERR_CORRUPT;
    lay_down(state, now.at_ms);
    return OK;
}

enum err fold_item_postponed(struct state *state, const struct event_item_postponed *e,
                             struct happening now)
{
    struct agenda_item *item = item_of(state, e->item);
    if (item == NULL)
        return ERR_CORRUPT;
    if (strcmp(state->day.in_hand, e->item) == 0)
        lay_down(state, now.at_ms);
    item->state = ITEM_STATE_POSTPONED;
    item->postpone_reason = e->reason;
    return OK;
}

enum err fold_materials_put(struct state *state, const struct event_materials_put *e,
                            struct happening unused)
{
    (void)unused;
    struct agenda_item *item = item_of(state, e->item);
    if (item == NULL)
        return ERR_CORRUPT;
    item->materials = e->materials;
    return OK;
}

/* What an earlier meeting decided, and how it stands. */
enum err fold_earlier_added(struct state *state, const struct event_earlier_added *e,
                            struct happening unused)
{
    (void)unused;
    if (item_of(state, e->item) == NULL)
        return ERR_CORRUPT;
    struct earlier one = {e->item, e->year, e->text, e->owner, e->state, e->status};
    LIST_ADD(&state->day.earlier, one, &state->memory);
    return OK;
}
