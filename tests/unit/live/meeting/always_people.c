#include "live/meeting/always.h"
#include "live/meeting/rights_told.h"

static bool is_chair_by_the_server(const struct day *day, const char *seat)
{
    return (rights_roles(day, seat) & WHO_CHAIR) != 0;
}

static void one_leads(const struct meeting *m)
{
    const struct day *day = meeting_day(m);
    size_t leaders = 0;
    for (size_t i = 0; i < day->seats.count; i++)
        leaders += is_chair_by_the_server(day, day->seats.items[i].seat);
    ALWAYS(leaders == 1, "%zu seats lead", leaders);
    ALWAYS(is_chair_by_the_server(day, told_leader(m)), "not %s leads", told_leader(m));
    ALWAYS(!told_is_onlooker(&m->ledger, told_leader(m)), "%s only looks on, and leads",
           told_leader(m));
}

static void officers_are_as_elected(const struct meeting *m)
{
    const struct officer_list *now = &meeting_day(m)->officers;
    const struct ledger *ledger = &m->ledger;
    ALWAYS(now->count == ledger->officers.count, "%zu officers, elected were %zu", now->count,
           ledger->officers.count);
    for (size_t i = 0; i < now->count; i++) {
        const struct officer *one = &now->items[i];
        ALWAYS(told_holds(ledger, one->post, one->seat), "%s was not elected", one->seat);
        ALWAYS(!told_is_onlooker(ledger, one->seat), "%s only looks on", one->seat);
        if (one->post != POST_EXAMINER)
            continue;
        const char *secretary = told_officer(ledger, POST_SECRETARY);
        bool is_secretary = secretary != NULL ? strcmp(secretary, one->seat) == 0
                                              : told_has(ledger, one->seat, ROLE_SECRETARY);
        ALWAYS(!is_secretary, "%s examines the minutes and keeps them", one->seat);
    }
}

/* A seat is there once, in the group it was given, and is a writer of one group's text at the most. */
static void one_group_a_seat(const struct meeting *m)
{
    const struct day *day = meeting_day(m);
    ALWAYS(day->seats.count == m->ledger.seats.count, "%zu seats, %zu were given", day->seats.count,
           m->ledger.seats.count);
    for (size_t i = 0; i < day->seats.count; i++) {
        const struct seat *seat = &day->seats.items[i];
        const struct seat *told = told_seat(&m->ledger, seat->seat);
        size_t texts = 0;
        ALWAYS(told != NULL && strcmp(told->group, seat->group) == 0 &&
                   strcmp(told->organisation, seat->organisation) == 0,
               "%s is of another group or organisation", seat->seat);
        for (size_t n = 0; n < i; n++)
            ALWAYS(strcmp(day->seats.items[n].seat, seat->seat) != 0, "%s is there twice",
                   seat->seat);
        for (size_t g = 0; g < day->groups.count; g++)
            texts += rights_document(day, seat->seat, day->groups.items[g].doc) >= ACCESS_LOCKED;
        ALWAYS(texts <= 1, "%s writes in %zu groups", seat->seat, texts);
    }
}

static bool is_present(const struct day *day, const char *seat)
{
    size_t open = 0;
    for (size_t i = 0; i < day->stays.count; i++)
        open += day->stays.items[i].to_ms == 0 && strcmp(day->stays.items[i].seat, seat) == 0;
    ALWAYS(open <= 1, "%s is present %zu times", seat, open);
    return open == 1;
}

static void who_is_away_is_away_from_the_item_in_hand(const struct meeting *m)
{
    const struct day *day = meeting_day(m);
    for (size_t i = 0; i < day->stays.count; i++)
        is_present(day, day->stays.items[i].seat);
    for (size_t i = 0; i < day->absences.count; i++) {
        const struct absence *one = &day->absences.items[i];
        if (one->to_ms != 0)
            continue;
        ALWAYS(is_present(day, one->seat), "%s is away, and not present", one->seat);
        ALWAYS(strcmp(one->item, day->in_hand) == 0, "%s is away from %s, in hand is %s", one->seat,
               one->item, day->in_hand);
    }
}

static void the_floor_is_for_the_item_in_hand(const struct meeting *m)
{
    const struct day *day = meeting_day(m);
    bool is_any = day->floor[0] != '\0' || day->speakers.count > 0;
    ALWAYS(!is_any || day->in_hand[0] != '\0', "somebody speaks to nothing");
    ALWAYS(!day->floor_closed || day->speakers.count == 0, "a closed list has speakers");
    ALWAYS(!told_is_onlooker(&m->ledger, day->floor), "%s only looks on, and speaks", day->floor);
    for (size_t i = 0; i < day->speakers.count; i++) {
        ALWAYS(!told_is_onlooker(&m->ledger, day->speakers.items[i].seat), "%s only looks on",
               day->speakers.items[i].seat);
        ALWAYS(i == 0 || day->speakers.items[i - 1].speech >= day->speakers.items[i].speech,
               "a point of order waits for a speech");
        for (size_t n = 0; n < i; n++)
            ALWAYS(strcmp(day->speakers.items[n].seat, day->speakers.items[i].seat) != 0,
                   "%s is on the list twice", day->speakers.items[i].seat);
    }
}

static void who_waits_is_nobody(const struct meeting *m)
{
    const struct day *day = meeting_day(m);
    for (size_t i = 0; i < day->lobby.count; i++) {
        const char *seat = day->lobby.items[i].seat;
        ALWAYS(told_seat(&m->ledger, seat) == NULL, "%s waits, and is in", seat);
        ALWAYS(rights_roles(day, seat) == 0, "%s waits, and has rights", seat);
    }
}

void always_people(const struct meeting *m)
{
    one_leads(m);
    officers_are_as_elected(m);
    one_group_a_seat(m);
    who_is_away_is_away_from_the_item_in_hand(m);
    the_floor_is_for_the_item_in_hand(m);
    who_waits_is_nobody(m);
}
