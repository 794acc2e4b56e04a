/* Who is present: each person's own tap, or somebody's at the door. */
#include "domain/rule.h"

struct verdict rule_presence_set(const struct question *q)
{
    const struct command_presence_set *c = &q->command->as.presence_set;
    const struct seat *seat = day_seat(q->day, c->seat);
    if (seat_has_role(seat, ROLE_WALL) || seat_has_role(seat, ROLE_REGISTRY))
        return refused(REFUSED_seat_unfit);
    bool is_here = day_stay(q->day, c->seat) != NULL;
    if (c->here && is_here)
        return refused(REFUSED_here_already);
    if (!c->here && !is_here)
        return refused(REFUSED_not_here);
    return happens(c->here ? (struct event){EVENT_seat_arrived, .as.seat_arrived = {c->seat}}
                           : (struct event){EVENT_seat_left, .as.seat_left = {c->seat}});
}

struct verdict rule_absence_begin(const struct question *q)
{
    const struct command_absence_begin *c = &q->command->as.absence_begin;
    if (q->day->in_hand[0] == '\0')
        return refused(REFUSED_nothing_in_hand);
    if (day_stay(q->day, c->seat) == NULL)
        return refused(REFUSED_not_here);
    if (day_absence(q->day, c->seat) != NULL)
        return refused(REFUSED_away_already);
    return happens((struct event){EVENT_absence_begun,
                                  .as.absence_begun = {c->seat, q->day->in_hand, c->disqualified}});
}

struct verdict rule_absence_end(const struct question *q)
{
    const char *seat = q->command->as.absence_end.seat;
    if (day_absence(q->day, seat) == NULL)
        return refused(REFUSED_not_away);
    return happens((struct event){EVENT_absence_ended, .as.absence_ended = {seat}});
}
