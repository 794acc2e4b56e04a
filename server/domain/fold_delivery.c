/* The minutes out in the world: to whom they went, and what became of them there. */
#include "domain/fold.h"

#include <stdio.h>

static struct delivery *delivery_of(struct state *state, const char *organisation)
{
    return (struct delivery *)day_delivery(&state->day, organisation);
}

/* The organisation's own seat, which the link in its mail opens. */
static const char *registry_seat(struct state *state, const char *organisation)
{
    char id[80];
    snprintf(id, sizeof id, "registry-%.54s", organisation);
    const struct seat *known = day_seat(&state->day, id);
    if (known != NULL)
        return known->seat;
    struct seat seat = {arena_text(&state->memory, id), organisation, {0}, ""};
    LIST_ADD(&seat.roles, ROLE_REGISTRY, &state->memory);
    LIST_ADD(&state->day.seats, seat, &state->memory);
    return seat.seat;
}

enum err fold_minutes_distributed(struct state *state, const struct event_minutes_distributed *e,
                                  struct happening now)
{
    for (size_t i = 0; i < e->organisations.count; i++) {
        const char *organisation = e->organisations.items[i];
        struct delivery one = {
            .organisation = organisation,
            .seat = registry_seat(state, organisation),
            .version = e->version,
            .state = DELIVERY_STATE_QUEUED,
            .reason = "",
            .mail = "",
            .at_ms = now.at_ms,
        };
        struct delivery *known = delivery_of(state, organisation);
        if (known != NULL)
            *known = one;
        else
            LIST_ADD(&state->day.deliveries, one, &state->memory);
    }
    return OK;
}

enum err fold_delivery_begun(struct state *state, const struct event_delivery_begun *e,
                             struct happening now)
{
    struct delivery *delivery = delivery_of(state, e->organisation);
    if (delivery == NULL)
        return ERR_CORRUPT;
    delivery->state = DELIVERY_STATE_SENDING;
    delivery->tries++;
    delivery->mail = e->mail;
    delivery->at_ms = now.at_ms;
    return OK;
}

enum err fold_delivery_ended(struct state *state, const struct event_delivery_ended *e,
                             struct happening now)
{
    struct delivery *delivery = delivery_of(state, e->organisation);
    if (delivery == NULL)
        return ERR_CORRUPT;
    delivery->state = e->state;
    delivery->reason = e->reason;
    delivery->at_ms = now.at_ms;
    return OK;
}

enum err fold_delivery_bounced(struct state *state, const struct event_delivery_bounced *e,
                               struct happening now)
{
    struct delivery *delivery = delivery_of(state, e->organisation);
    if (delivery == NULL)
        return ERR_CORRUPT;
    delivery->state = DELIVERY_STATE_BOUNCED;
    delivery->reason = e->status;
    delivery->at_ms = now.at_ms;
    return OK;
}

enum err fold_delivery_repeated(struct state *state, const struct event_delivery_repeated *e,
                                struct happening now)
{
    struct delivery *delivery = delivery_of(state, e->organisation);
    if (delivery == NULL)
        return ERR_CORRUPT;
    delivery->state = DELIVERY_STATE_QUEUED;
    delivery->tries = 0;
    delivery->reason = "";
    delivery->mail = "";
    delivery->at_ms = now.at_ms;
    return OK;
}

enum err fold_delivery_opened(struct state *state, const struct event_delivery_opened *e,
                              struct happening now)
{
    struct delivery *delivery = delivery_of(state, e->organisation);
    if (delivery == NULL)
        return ERR_CORRUPT;
    delivery->opened_ms = now.at_ms;
    return OK;
}

enum err fold_delivery_acknowledged(struct state *state,
                                    const struct event_delivery_acknowledged *e,
                                    struct happening now)
{
    struct delivery *delivery = delivery_of(state, e->organisation);
    if (delivery == NULL)
        return ERR_CORRUPT;
    delivery->acknowledged_ms = now.at_ms;
    return OK;
}

enum err fold_onward_told(struct state *state, const struct event_onward_told *e,
                          struct happening now)
{
    struct onward one = {e->organisation, e->body, e->date, e->paragraph, e->outcome, now.at_ms};
    struct onward_list *all = &state->day.onwards;
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->items[i].organisation, e->organisation) == 0) {
            all->items[i] = one;
            return OK;
        }
    }
    LIST_ADD(all, one, &state->memory);
    return OK;
}

/* Each is kept: what became of an action is a story. */
enum err fold_status_told(struct state *state, const struct event_status_told *e,
                          struct happening now)
{
    if (item_of(state, e->item) == NULL)
        return ERR_CORRUPT;
    struct action_status one = {e->item, e->action, e->organisation, e->state, e->text, now.at_ms};
    LIST_ADD(&state->day.statuses, one, &state->memory);
    return OK;
}
