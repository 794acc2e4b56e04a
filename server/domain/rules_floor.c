/* The speakers' list of the item in hand: asked for with one tap, given by who leads. */
#include "domain/rule.h"

/* ALLOWED, or why nobody speaks as this seat now. */
static enum refusal may_speak(const struct question *q, const char *id)
{
    const struct seat *seat = day_seat(q->day, id);
    if (seat_is_onlooker(seat))
        return REFUSED_seat_unfit;
    return q->day->in_hand[0] == '\0' ? REFUSED_nothing_in_hand : ALLOWED;
}

/* Some meetings have one, some speak as they are seen. */
struct verdict rule_floor_switch(const struct question *q)
{
    bool open = q->command->as.floor_switch.open;
    return happens((struct event){EVENT_floor_switched, .as.floor_switched = {open}});
}

struct verdict rule_floor_ask(const struct question *q)
{
    const struct command_floor_ask *c = &q->command->as.floor_ask;
    enum refusal why = q->day->floor_closed ? REFUSED_floor_is_closed : may_speak(q, c->seat);
    if (why == ALLOWED && day_speaker(q->day, c->seat) != NULL)
        why = REFUSED_floor_asked_already;
    if (why != ALLOWED)
        return refused(why);
    return happens((struct event){EVENT_floor_asked, .as.floor_asked = {c->seat, c->speech}});
}

struct verdict rule_floor_withdraw(const struct question *q)
{
    const char *seat = q->command->as.floor_withdraw.seat;
    if (day_speaker(q->day, seat) == NULL)
        return refused(REFUSED_floor_not_asked);
    return happens((struct event){EVENT_floor_withdrawn, .as.floor_withdrawn = {seat}});
}

/* Anyone may be given the floor, also who has not asked; whoever had it has spoken. */
struct verdict rule_floor_give(const struct question *q)
{
    const char *seat = q->command->as.floor_give.seat;
    enum refusal why = may_speak(q, seat);
    if (why != ALLOWED)
        return refused(why);
    return happens((struct event){EVENT_floor_given, .as.floor_given = {seat}});
}

struct verdict rule_floor_end(const struct question *q)
{
    const char *seat = q->command->as.floor_end.seat;
    if (strcmp(q->day->floor, seat) != 0)
        return refused(REFUSED_floor_not_held);
    return happens((struct event){EVENT_floor_ended, .as.floor_ended = {seat}});
}
