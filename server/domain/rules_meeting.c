/* The meeting: its phases, and who leads it. */
#include "domain/rule.h"
#include "domain/table_words.h"

/* Who may take the day from here to there; nobody, if it does not go that way. */
static unsigned who_may_step(enum phase from, enum phase to)
{
#define PHASE_STEP(a, b, who)                                                                      \
    if (from == PHASE_##a && to == PHASE_##b)                                                      \
        return who;
#include "domain/phases.def"
#undef PHASE_STEP
    return 0;
}

static const struct agenda_item *first_item(const struct day *day,
                                            bool (*is)(const struct agenda_item *))
{
    for (size_t i = 0; i < day->items.count; i++)
        if (day->items.items[i].kind == ITEM_KIND_PROPOSAL && is(&day->items.items[i]))
            return &day->items.items[i];
    return NULL;
}

static bool is_undecided(const struct agenda_item *item)
{
    return item_decision(item) == NULL;
}

static bool was_ever_decided(const struct agenda_item *item)
{
    return item->decisions.count > 0;
}

struct verdict rule_phase_change(const struct question *q)
{
    enum phase to = q->command->as.phase_change.phase;
    unsigned who = who_may_step(q->day->phase, to);
    if (who == 0)
        return refused(REFUSED_phase_order);
    if (!(q->who & who))
        return refused(REFUSED_not_allowed);
    if (to == PHASE_DECIDING && first_item(q->day, is_undecided) == NULL)
        return refused(REFUSED_not_taken);
    if (to == PHASE_CLOSED && first_item(q->day, is_undecided) != NULL)
        return refused_for(REFUSED_undecided_items, first_item(q->day, is_undecided)->item);
    if (q->day->phase == PHASE_DECIDING && to == PHASE_MERGING &&
        first_item(q->day, was_ever_decided) != NULL)
        return refused_for(REFUSED_already_decided, first_item(q->day, was_ever_decided)->item);
    return happens((struct event){EVENT_phase_changed, .as.phase_changed = {to}});
}

/* The chair may be anyone present; neither the wall nor an observer is. */
struct verdict rule_officer_elect(const struct question *q)
{
    const struct command_officer_elect *c = &q->command->as.officer_elect;
    const struct seat *seat = day_seat(q->day, c->seat);
    if (seat == NULL)
        return refused(REFUSED_no_such_seat);
    if (day_item(q->day, c->item) == NULL)
        return refused(REFUSED_no_such_item);
    if (seat_has_role(seat, ROLE_WALL) || seat_has_role(seat, ROLE_OBSERVER))
        return refused(REFUSED_seat_unfit);
    return happens(
        (struct event){EVENT_officer_elected, .as.officer_elected = {c->post, c->seat, c->item}});
}
