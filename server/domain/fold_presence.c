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
    struct absence *absence = (struct absence *)day_absence(&state->day, e->seat);
    if (absence != NULL)
        absence->to_ms = now.at_ms;
    return OK;
}

/* Away while one item is dealt with, of one's own will or because it concerns oneself. */
enum err fold_absence_begun(struct state *state, const struct event_absence_begun *e,
                            struct happening now)
{
    if (day_seat(&state->day, e->seat) == NULL || item_of(state, e->item) == NULL ||
        day_absence(&state->day, e->seat) != NULL)
        return ERR_CORRUPT;
    struct absence absence = {e->seat, e->item, e->disqualified, now.at_ms, 0};
    LIST_ADD(&state->day.absences, absence, &state->memory);
    return OK;
}

enum err fold_absence_ended(struct state *state, const struct event_absence_ended *e,
                            struct happening now)
{
    struct absence *absence = (struct absence *)day_absence(&state->day, e->seat);
    if (absence == NULL)
        return ERR_CORRUPT;
    absence->to_ms = now.at_ms;
    return OK;
}

enum err fold_seat_named(struct state *state, const struct event_seat_named *e,
                         struct happening unused)
{
    (void)unused;
    if (day_seat(&state->day, e->seat) == NULL)
        return ERR_CORRUPT;
    ids_remove(&state->day.substitutes, e->seat);
    if (e->substitute)
        ids_add(&state->day.substitutes, e->seat, &state->memory);
    return OK;
}

/* Who has said how the day was; what they said is in no event. */
enum err fold_feedback_given(struct state *state, const struct event_feedback_given *e,
                             struct happening now)
{
    (void)now;
    if (!ids_have(&state->day.feedback, e->seat))
        ids_add(&state->day.feedback, e->seat, &state->memory);
    return OK;
}
