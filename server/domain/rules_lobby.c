/* The lobby: whoever comes by the code in the hall waits there until somebody lets them in. */
#include "domain/rule.h"

struct verdict rule_lobby_ask(const struct question *q)
{
    const char *organisation = q->command->as.lobby_ask.organisation;
    if (day_organisation(q->day, organisation) == NULL)
        return refused(REFUSED_no_such_organisation);
    if (q->day->lobby.count >= LOBBY_MAX)
        return refused(REFUSED_lobby_full);
    return happens(
        (struct event){EVENT_lobby_asked, .as.lobby_asked = {rule_new_seat(q), organisation}});
}

struct verdict rule_lobby_admit(const struct question *q)
{
    const struct command_lobby_admit *c = &q->command->as.lobby_admit;
    if (day_waiting(q->day, c->seat) == NULL)
        return refused(REFUSED_not_in_lobby);
    return happens((struct event){EVENT_lobby_admitted, .as.lobby_admitted = {c->seat, c->group}});
}

struct verdict rule_lobby_refuse(const struct question *q)
{
    const char *seat = q->command->as.lobby_refuse.seat;
    if (day_waiting(q->day, seat) == NULL)
        return refused(REFUSED_not_in_lobby);
    return happens((struct event){EVENT_lobby_refused, .as.lobby_refused = {seat}});
}
