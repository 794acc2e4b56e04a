/* The lobby: who waits, who was let in. */
#include "domain/fold.h"

enum err fold_lobby_asked(struct state *state, const struct event_lobby_asked *e,
                          struct happening now)
{
    if (day_seat(&state->day, e->seat) != NULL || day_waiting(&state->day, e->seat) != NULL)
        return ERR_CORRUPT;
    struct waiting one = {e->seat, e->organisation, now.at_ms};
    LIST_ADD(&state->day.lobby, one, &state->memory);
    state->day.guests++;
    return OK;
}

static void leaves(struct waiting_list *lobby, const char *seat)
{
    size_t at = 0;
    while (strcmp(lobby->items[at].seat, seat) != 0)
        at++;
    lobby->count--;
    memmove(&lobby->items[at], &lobby->items[at + 1], (lobby->count - at) * sizeof *lobby->items);
}

enum err fold_lobby_admitted(struct state *state, const struct event_lobby_admitted *e,
                             struct happening unused)
{
    (void)unused;
    const struct waiting *waiting = day_waiting(&state->day, e->seat);
    if (waiting == NULL || group_of(state, e->group) == NULL)
        return ERR_CORRUPT;
    struct seat seat = {e->seat, waiting->organisation, {0}, e->group};
    LIST_ADD(&seat.roles, ROLE_PARTICIPANT, &state->memory);
    leaves(&state->day.lobby, e->seat);
    LIST_ADD(&state->day.seats, seat, &state->memory);
    return OK;
}

enum err fold_lobby_refused(struct state *state, const struct event_lobby_refused *e,
                            struct happening unused)
{
    (void)unused;
    if (day_waiting(&state->day, e->seat) == NULL)
        return ERR_CORRUPT;
    leaves(&state->day.lobby, e->seat);
    return OK;
}
