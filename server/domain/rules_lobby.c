/* The lobby: whoever comes by the code in the hall waits there until somebody lets them in. */
#include "domain/rule.h"

#include <stdio.h>

enum { GUEST_ID_SIZE = 32 };

static bool has_organisation(const struct day *day, const char *organisation)
{
    for (size_t i = 0; i < day->organisations.count; i++)
        if (strcmp(day->organisations.items[i].organisation, organisation) == 0)
            return true;
    return false;
}

/* A seat that nobody has or had: a number that only grows, past what the day was begun with. */
static const char *guest_id(const struct question *q)
{
    char id[GUEST_ID_SIZE];
    int64_t number = q->day->guests;
    do
        snprintf(id, sizeof id, "guest-%lld", (long long)++number);
    while (day_seat(q->day, id) != NULL || day_waiting(q->day, id) != NULL);
    return arena_text(q->arena, id);
}

struct verdict rule_lobby_ask(const struct question *q)
{
    const char *organisation = q->command->as.lobby_ask.organisation;
    if (!has_organisation(q->day, organisation))
        return refused(REFUSED_no_such_organisation);
    if (q->day->lobby.count >= LOBBY_MAX)
        return refused(REFUSED_lobby_full);
    return happens(
        (struct event){EVENT_lobby_asked, .as.lobby_asked = {guest_id(q), organisation}});
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
