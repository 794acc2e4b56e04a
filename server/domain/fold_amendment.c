/* What is moved while a proposal is in hand, and what somebody wants to have in the minutes. */
#include "domain/fold.h"

static struct amendment *amendment_of(struct state *state, const char *amendment)
{
    return (struct amendment *)day_amendment(&state->day, amendment);
}

enum err fold_amendment_made(struct state *state, const struct event_amendment_made *e,
                             struct happening now)
{
    if (item_of(state, e->item) == NULL || amendment_of(state, e->amendment) != NULL)
        return ERR_CORRUPT;
    struct amendment one = {
        .amendment = e->amendment,
        .item = e->item,
        .field = e->field,
        .seat = e->seat,
        .seconder = e->seconder,
        .text = e->text,
        .state = AMENDMENT_STATE_OPEN,
        .wording = "",
        .vote = "",
        .at_ms = now.at_ms,
    };
    LIST_ADD(&state->day.amendments, one, &state->memory);
    return OK;
}

enum err fold_amendment_seconded(struct state *state, const struct event_amendment_seconded *e,
                                 struct happening unused)
{
    (void)unused;
    struct amendment *amendment = amendment_of(state, e->amendment);
    if (amendment == NULL)
        return ERR_CORRUPT;
    amendment->seconder = e->seat;
    return OK;
}

enum err fold_amendment_withdrawn(struct state *state, const struct event_amendment_withdrawn *e,
                                  struct happening unused)
{
    (void)unused;
    struct amendment *amendment = amendment_of(state, e->amendment);
    if (amendment == NULL)
        return ERR_CORRUPT;
    amendment->state = AMENDMENT_STATE_WITHDRAWN;
    return OK;
}

enum err fold_amendment_settled(struct state *state, const struct event_amendment_settled *e,
                                struct happening unused)
{
    (void)unused;
    struct amendment *amendment = amendment_of(state, e->amendment);
    if (amendment == NULL)
        return ERR_CORRUPT;
    amendment->state = e->outcome;
    amendment->wording = e->wording;
    return OK;
}

enum err fold_statement_made(struct state *state, const struct event_statement_made *e,
                             struct happening now)
{
    if (item_of(state, e->item) == NULL || day_statement(&state->day, e->statement) != NULL)
        return ERR_CORRUPT;
    struct statement one = {e->statement, e->item, e->seat, e->kind, e->text, now.at_ms};
    LIST_ADD(&state->day.statements, one, &state->memory);
    state->day.statements_made++;
    return OK;
}

enum err fold_statement_withdrawn(struct state *state, const struct event_statement_withdrawn *e,
                                  struct happening unused)
{
    (void)unused;
    struct statement_list *all = &state->day.statements;
    if (day_statement(&state->day, e->statement) == NULL)
        return ERR_CORRUPT;
    size_t left = 0;
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i].statement, e->statement) != 0)
            all->items[left++] = all->items[i];
    all->count = left;
    return OK;
}
