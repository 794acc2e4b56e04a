/* Who comes without a seat gets one at the door; a seat that is nobody's yet, or somebody else's now, gets its name. The name
 * itself is in no event. */
#include "domain/rule.h"

#include <stdio.h>

const char *rule_new_seat(const struct question *q)
{
    char id[32];
    int64_t number = q->day->guests;
    do
        snprintf(id, sizeof id, "guest-%lld", (long long)++number);
    while (day_seat(q->day, id) != NULL || day_waiting(q->day, id) != NULL);
    return arena_text(q->arena, id);
}

static bool is_name(const char *name)
{
    return !rule_is_blank(name) && strchr(name, '\n') == NULL;
}

struct verdict rule_seat_make(const struct question *q)
{
    const struct command_seat_make *c = &q->command->as.seat_make;
    if (day_organisation(q->day, c->organisation) == NULL)
        return refused(REFUSED_no_such_organisation);
    if (c->group[0] != '\0' && day_group(q->day, c->group) == NULL)
        return refused(REFUSED_no_such_group);
    if (!is_name(c->name))
        return refused(REFUSED_name_missing);
    if (q->day->seats.count >= SEATS_MAX)
        return refused(REFUSED_too_many_seats);
    static enum role participant[] = {ROLE_PARTICIPANT};
    const char *seat = rule_new_seat(q);
    struct verdict verdict =
        happens((struct event){EVENT_seat_added, .as.seat_added = {.seat = seat,
                                                                   .organisation = c->organisation,
                                                                   .roles = {participant, 1, 0},
                                                                   .group = c->group}});
    verdict.events[verdict.event_count++] =
        (struct event){EVENT_seat_arrived, .as.seat_arrived = {seat}}; /* they stand at the door */
    return verdict;
}

struct verdict rule_seat_name(const struct question *q)
{
    const struct command_seat_name *c = &q->command->as.seat_name;
    const struct seat *seat = day_seat(q->day, c->seat);
    if (seat_has_role(seat, ROLE_WALL) || seat_has_role(seat, ROLE_REGISTRY))
        return refused(REFUSED_seat_unfit);
    if (!is_name(c->name))
        return refused(REFUSED_name_missing);
    return happens((struct event){EVENT_seat_named, .as.seat_named = {c->seat, c->substitute}});
}
