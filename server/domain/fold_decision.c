/* 9 §: proposals come to the agenda and leave it, are decided and reopened. */
#include "domain/fold.h"

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

enum err fold_proposals_taken(struct state *state, const struct event_proposals_taken *e,
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

enum err fold_take_undone(struct state *state, const struct event_take_undone *e,
                          struct happening now)
{
    const struct agenda_item *in_hand = item_of(state, state->day.in_hand);
    if (in_hand != NULL && in_hand->kind == ITEM_KIND_PROPOSAL &&
        strcmp(in_hand->parent, e->parent) == 0)
        lay_down(state, now.at_ms);
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
    }
    items->count = kept;
    return OK;
}

enum err fold_item_decided(struct state *state, const struct event_item_decided *e,
                           struct happening now)
{
    struct agenda_item *item = item_of(state, e->item);
    if (item == NULL)
        return ERR_CORRUPT;
    item->state = ITEM_STATE_DECIDED;
    item->closed_ms = now.at_ms;
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

enum err fold_item_reopened(struct state *state, const struct event_item_reopened *e,
                            struct happening now)
{
    struct agenda_item *item = item_of(state, e->item);
    if (item == NULL || item_decision(item) == NULL)
        return ERR_CORRUPT;
    struct decision *last = &item->decisions.items[item->decisions.count - 1];
    last->reopened_ms = now.at_ms;
    last->reopen_reason = e->reason;
    lay_down(state, now.at_ms);
    item->state = ITEM_STATE_IN_HAND;
    item->closed_ms = 0;
    item->epoch = e->epoch;
    state->day.in_hand = item->item;
    return OK;
}
