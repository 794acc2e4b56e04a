/* Who is present, from when until when. */
#include "domain/fold.h"

enum err fold_seat_arrived(struct state *state, const struct event_seat_arrived *e,
                           struct happening now)
{
    if (day_seat(&state->day, e->seat) == NULL || day_stay(&state->day, e->seat) != NULL)
        return ERR_CORRUPT;
    struct stay stay = {e->seat, now.at_ms, 0};
    LIST_ADD(&state->day.stays, stay, &state->memory);
    return OK;
}

enum err fold_seat_left(struct state *state, const struct event_seat_left *e, struct happening now)
{
    struct stay *stay = (struct stay *)day_stay(&state->day, e->seat);
    if (stay == NULL)
        return ERR_CORRUPT;
    stay->to_ms = now.at_ms;
    return OK;
}
