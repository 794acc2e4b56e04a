/* Who wants to speak to the item in hand, and who does. */
#include "domain/fold.h"

static void leaves(struct speaker_list *speakers, const char *seat)
{
    size_t left = 0;
    for (size_t i = 0; i < speakers->count; i++)
        if (strcmp(speakers->items[i].seat, seat) != 0)
            speakers->items[left++] = speakers->items[i];
    speakers->count = left;
}

/* A point of order goes before the speeches. */
enum err fold_floor_asked(struct state *state, const struct event_floor_asked *e,
                          struct happening now)
{
    struct speaker_list *speakers = &state->day.speakers;
    if (day_seat(&state->day, e->seat) == NULL || day_speaker(&state->day, e->seat) != NULL)
        return ERR_CORRUPT;
    struct speaker one = {e->seat, e->speech, now.at_ms};
    LIST_ADD(speakers, one, &state->memory);
    size_t at = speakers->count - 1;
    for (; e->speech == SPEECH_POINT_OF_ORDER && at > 0 &&
           speakers->items[at - 1].speech != SPEECH_POINT_OF_ORDER;
         at--)
        speakers->items[at] = speakers->items[at - 1];
    speakers->items[at] = one;
    return OK;
}

enum err fold_floor_withdrawn(struct state *state, const struct event_floor_withdrawn *e,
                              struct happening unused)
{
    (void)unused;
    leaves(&state->day.speakers, e->seat);
    return OK;
}

enum err fold_floor_given(struct state *state, const struct event_floor_given *e,
                          struct happening now)
{
    if (day_seat(&state->day, e->seat) == NULL)
        return ERR_CORRUPT;
    leaves(&state->day.speakers, e->seat);
    state->day.floor = e->seat;
    state->day.floor_ms = now.at_ms;
    return OK;
}

enum err fold_floor_ended(struct state *state, const struct event_floor_ended *e,
                          struct happening unused)
{
    (void)unused;
    if (strcmp(state->day.floor, e->seat) != 0)
        return ERR_CORRUPT;
    state->day.floor = "";
    state->day.floor_ms = 0;
    return OK;
}

enum err fold_floor_switched(struct state *state, const struct event_floor_switched *e,
                             struct happening unused)
{
    (void)unused;
    state->day.floor_closed = !e->open;
    if (!e->open)
        state->day.speakers.count = 0;
    return OK;
}
