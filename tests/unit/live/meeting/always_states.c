#include "live/meeting/always.h"

enum thing { DAY, GROUP, ITEM, VOTE, AMENDMENT, MINUTES, DELIVERY };
static const char *const things[] = {"day",       "group",   "item",    "vote",
                                     "amendment", "minutes", "delivery"};
enum { NOWHERE = -1 }; /* came in this step, or went */

/* From where to where, and by what: nothing else is ever seen. */
static const struct passage {
    enum thing thing;
    int from, to;
    enum event_kind by;
} passages[] = {
    {DAY, PHASE_OPENING, PHASE_WORKSHOP, EVENT_phase_changed},
    {DAY, PHASE_WORKSHOP, PHASE_OPENING, EVENT_phase_changed},
    {DAY, PHASE_WORKSHOP, PHASE_MERGING, EVENT_phase_changed},
    {DAY, PHASE_MERGING, PHASE_WORKSHOP, EVENT_phase_changed},
    {DAY, PHASE_MERGING, PHASE_DECIDING, EVENT_phase_changed},
    {DAY, PHASE_DECIDING, PHASE_MERGING, EVENT_phase_changed},
    {DAY, PHASE_DECIDING, PHASE_CLOSED, EVENT_phase_changed},

    {GROUP, GROUP_STATE_WAITING, GROUP_STATE_WRITING, EVENT_group_started},
    {GROUP, GROUP_STATE_WRITING, GROUP_STATE_PAUSED, EVENT_group_paused},
    {GROUP, GROUP_STATE_PAUSED, GROUP_STATE_WRITING, EVENT_group_resumed},
    {GROUP, GROUP_STATE_WRITING, GROUP_STATE_HANDING_IN, EVENT_handin_announced},
    {GROUP, GROUP_STATE_PAUSED, GROUP_STATE_HANDING_IN, EVENT_handin_announced},
    {GROUP, GROUP_STATE_HANDING_IN, GROUP_STATE_HANDED_IN, EVENT_group_handed_in},
    {GROUP, GROUP_STATE_HANDING_IN, GROUP_STATE_WRITING, EVENT_handin_cancelled},
    {GROUP, GROUP_STATE_HANDED_IN, GROUP_STATE_WRITING, EVENT_group_returned},
    {GROUP, GROUP_STATE_HANDED_IN, GROUP_STATE_ON_AGENDA, EVENT_proposals_taken},
    {GROUP, GROUP_STATE_ON_AGENDA, GROUP_STATE_HANDED_IN, EVENT_take_undone},

    {ITEM, NOWHERE, ITEM_STATE_COMING, EVENT_proposals_taken},
    {ITEM, ITEM_STATE_COMING, NOWHERE, EVENT_take_undone},
    {ITEM, ITEM_STATE_POSTPONED, NOWHERE, EVENT_take_undone},
    {ITEM, ITEM_STATE_COMING, ITEM_STATE_IN_HAND, EVENT_item_opened},
    {ITEM, ITEM_STATE_POSTPONED, ITEM_STATE_IN_HAND, EVENT_item_opened}, /* after all */
    {ITEM, ITEM_STATE_DONE, ITEM_STATE_IN_HAND, EVENT_item_opened},      /* once more */
    {ITEM, ITEM_STATE_IN_HAND, ITEM_STATE_DONE, EVENT_item_closed},
    {ITEM, ITEM_STATE_IN_HAND, ITEM_STATE_DONE, EVENT_item_opened}, /* the next one */
    {ITEM, ITEM_STATE_IN_HAND, ITEM_STATE_DONE, EVENT_item_reopened},
    {ITEM, ITEM_STATE_IN_HAND, ITEM_STATE_DONE, EVENT_phase_changed},
    {ITEM, ITEM_STATE_IN_HAND, ITEM_STATE_COMING, EVENT_item_opened}, /* an undecided proposal */
    {ITEM, ITEM_STATE_IN_HAND, ITEM_STATE_COMING, EVENT_item_reopened},
    {ITEM, ITEM_STATE_IN_HAND, ITEM_STATE_COMING, EVENT_phase_changed},
    {ITEM, ITEM_STATE_COMING, ITEM_STATE_POSTPONED, EVENT_item_postponed},
    {ITEM, ITEM_STATE_IN_HAND, ITEM_STATE_POSTPONED, EVENT_item_postponed},
    {ITEM, ITEM_STATE_IN_HAND, ITEM_STATE_DECIDED, EVENT_item_decided},
    {ITEM, ITEM_STATE_DECIDED, ITEM_STATE_IN_HAND, EVENT_item_reopened},

    {VOTE, NOWHERE, VOTE_STATE_OPEN, EVENT_vote_opened},
    {VOTE, VOTE_STATE_OPEN, VOTE_STATE_CLOSED, EVENT_vote_closed},
    {VOTE, VOTE_STATE_CLOSED, VOTE_STATE_CONFIRMED, EVENT_vote_confirmed},
    {VOTE, VOTE_STATE_OPEN, VOTE_STATE_CANCELLED, EVENT_vote_cancelled},
    {VOTE, VOTE_STATE_CLOSED, VOTE_STATE_CANCELLED, EVENT_vote_cancelled},

    {AMENDMENT, NOWHERE, AMENDMENT_STATE_OPEN, EVENT_amendment_made},
    {AMENDMENT, AMENDMENT_STATE_OPEN, AMENDMENT_STATE_WITHDRAWN, EVENT_amendment_withdrawn},
    {AMENDMENT, AMENDMENT_STATE_OPEN, AMENDMENT_STATE_LAPSED, EVENT_amendment_settled},
    {AMENDMENT, AMENDMENT_STATE_OPEN, AMENDMENT_STATE_ADOPTED, EVENT_amendment_settled},
    {AMENDMENT, AMENDMENT_STATE_OPEN, AMENDMENT_STATE_REJECTED, EVENT_amendment_settled},
    {AMENDMENT, AMENDMENT_STATE_OPEN, AMENDMENT_STATE_ADOPTED, EVENT_vote_confirmed},
    {AMENDMENT, AMENDMENT_STATE_OPEN, AMENDMENT_STATE_REJECTED, EVENT_vote_confirmed},

    {MINUTES, MINUTES_STATE_DRAFT, MINUTES_STATE_EXAMINING, EVENT_minutes_sent},
    {MINUTES, MINUTES_STATE_DRAFT, MINUTES_STATE_EXAMINED, EVENT_minutes_sent}, /* by nobody */
    {MINUTES, MINUTES_STATE_EXAMINING, MINUTES_STATE_DRAFT, EVENT_minutes_taken_back},
    {MINUTES, MINUTES_STATE_EXAMINING, MINUTES_STATE_EXAMINED, EVENT_minutes_approved},
    {MINUTES, MINUTES_STATE_EXAMINED, MINUTES_STATE_SIGNED, EVENT_minutes_signed},
    {MINUTES, MINUTES_STATE_SIGNED, MINUTES_STATE_PUBLISHED, EVENT_minutes_published},
    {MINUTES, MINUTES_STATE_EXAMINED, MINUTES_STATE_DRAFT, EVENT_minutes_corrected},
    {MINUTES, MINUTES_STATE_SIGNED, MINUTES_STATE_DRAFT, EVENT_minutes_corrected},
    {MINUTES, MINUTES_STATE_PUBLISHED, MINUTES_STATE_DRAFT, EVENT_minutes_corrected},

    {DELIVERY, NOWHERE, DELIVERY_STATE_QUEUED, EVENT_minutes_distributed},
    {DELIVERY, DELIVERY_STATE_QUEUED, DELIVERY_STATE_SENDING, EVENT_delivery_begun},
    {DELIVERY, DELIVERY_STATE_SENDING, DELIVERY_STATE_QUEUED, EVENT_delivery_ended},
    {DELIVERY, DELIVERY_STATE_SENDING, DELIVERY_STATE_SENT, EVENT_delivery_ended},
    {DELIVERY, DELIVERY_STATE_SENDING, DELIVERY_STATE_REFUSED, EVENT_delivery_ended},
    {DELIVERY, DELIVERY_STATE_SENDING, DELIVERY_STATE_FAILED, EVENT_delivery_ended},
    {DELIVERY, DELIVERY_STATE_SENDING, DELIVERY_STATE_UNSURE, EVENT_delivery_ended},
    {DELIVERY, DELIVERY_STATE_SENT, DELIVERY_STATE_QUEUED, EVENT_delivery_repeated},
    {DELIVERY, DELIVERY_STATE_REFUSED, DELIVERY_STATE_QUEUED, EVENT_delivery_repeated},
    {DELIVERY, DELIVERY_STATE_FAILED, DELIVERY_STATE_QUEUED, EVENT_delivery_repeated},
    {DELIVERY, DELIVERY_STATE_UNSURE, DELIVERY_STATE_QUEUED, EVENT_delivery_repeated},
    {DELIVERY, DELIVERY_STATE_QUEUED, DELIVERY_STATE_BOUNCED, EVENT_delivery_bounced},
    {DELIVERY, DELIVERY_STATE_SENDING, DELIVERY_STATE_BOUNCED, EVENT_delivery_bounced},
    {DELIVERY, DELIVERY_STATE_SENT, DELIVERY_STATE_BOUNCED, EVENT_delivery_bounced},
    {DELIVERY, DELIVERY_STATE_FAILED, DELIVERY_STATE_BOUNCED, EVENT_delivery_bounced},
    {DELIVERY, DELIVERY_STATE_UNSURE, DELIVERY_STATE_BOUNCED, EVENT_delivery_bounced},
    {DELIVERY, DELIVERY_STATE_BOUNCED, DELIVERY_STATE_QUEUED, EVENT_delivery_repeated},
    {DELIVERY, DELIVERY_STATE_BOUNCED, DELIVERY_STATE_QUEUED, EVENT_minutes_distributed},
    {DELIVERY, DELIVERY_STATE_SENDING, DELIVERY_STATE_QUEUED, EVENT_minutes_distributed},
    {DELIVERY, DELIVERY_STATE_SENT, DELIVERY_STATE_QUEUED, EVENT_minutes_distributed},
    {DELIVERY, DELIVERY_STATE_REFUSED, DELIVERY_STATE_QUEUED, EVENT_minutes_distributed},
    {DELIVERY, DELIVERY_STATE_FAILED, DELIVERY_STATE_QUEUED, EVENT_minutes_distributed},
    {DELIVERY, DELIVERY_STATE_UNSURE, DELIVERY_STATE_QUEUED, EVENT_minutes_distributed},
};
enum { PASSAGES = sizeof passages / sizeof *passages };

static bool has_happened(const struct step *step, enum event_kind kind)
{
    for (size_t i = 0; i < step->count; i++)
        if (step->events[i].kind == kind)
            return true;
    return false;
}

static void may_pass(const struct meeting *m, const struct standing *one, int from, int to)
{
    bool may = from == to;
    for (size_t i = 0; i < PASSAGES && !may; i++) {
        const struct passage *p = &passages[i];
        may = (int)p->thing == one->thing && p->from == from && p->to == to &&
              has_happened(&m->step, p->by);
    }
    ALWAYS(may, "%s %s went from state %d to %d", things[one->thing], one->id, from, to);
}

static void stands(struct meeting *m, struct standing_list *all, enum thing thing, const char *id,
                   int state)
{
    struct standing one = {(int)thing, id, state};
    LIST_ADD(all, one, &m->memory);
}

static void look_around(struct meeting *m, struct standing_list *now)
{
    const struct day *day = meeting_day(m);
    now->count = 0;
    stands(m, now, DAY, "", day->phase);
    stands(m, now, MINUTES, "", day->minutes.state);
    for (size_t i = 0; i < day->groups.count; i++)
        stands(m, now, GROUP, day->groups.items[i].group, day->groups.items[i].state);
    for (size_t i = 0; i < day->items.count; i++)
        stands(m, now, ITEM, day->items.items[i].item, day->items.items[i].state);
    for (size_t i = 0; i < day->votes.count; i++)
        stands(m, now, VOTE, day->votes.items[i].vote, day->votes.items[i].state);
    for (size_t i = 0; i < day->amendments.count; i++)
        stands(m, now, AMENDMENT, day->amendments.items[i].amendment,
               day->amendments.items[i].state);
    for (size_t i = 0; i < day->deliveries.count; i++)
        stands(m, now, DELIVERY, day->deliveries.items[i].organisation,
               day->deliveries.items[i].state);
}

static int state_in(const struct standing_list *all, const struct standing *one)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].thing == one->thing && strcmp(all->items[i].id, one->id) == 0)
            return all->items[i].state;
    return NOWHERE;
}

void always_states(struct meeting *m)
{
    struct standing_list now = m->standing_spare;
    look_around(m, &now);
    for (size_t i = 0; i < now.count && m->stood.count > 0; i++)
        may_pass(m, &now.items[i], state_in(&m->stood, &now.items[i]), now.items[i].state);
    for (size_t i = 0; i < m->stood.count; i++)
        if (state_in(&now, &m->stood.items[i]) == NOWHERE)
            may_pass(m, &m->stood.items[i], m->stood.items[i].state, NOWHERE);
    m->standing_spare = m->stood;
    m->stood = now;
}
