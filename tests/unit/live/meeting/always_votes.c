#include "live/meeting/always.h"

static bool is_here(const struct day *day, const char *seat)
{
    bool is_here = false;
    for (size_t i = 0; i < day->stays.count; i++)
        is_here |= day->stays.items[i].to_ms == 0 && strcmp(day->stays.items[i].seat, seat) == 0;
    for (size_t i = 0; i < day->absences.count; i++)
        is_here &=
            day->absences.items[i].to_ms != 0 || strcmp(day->absences.items[i].seat, seat) != 0;
    return is_here;
}

static size_t voters_of(const struct voter_list *voters, const char *seat, const char *organisation)
{
    size_t count = 0;
    for (size_t i = 0; i < voters->count; i++)
        count += seat != NULL ? strcmp(voters->items[i].seat, seat) == 0
                              : strcmp(voters->items[i].organisation, organisation) == 0;
    return count;
}

/* Whoever is here and may vote has a vote: each their own, or one for their organisation. */
static void a_vote_is_opened(const struct meeting *m, const struct event_vote_opened *e)
{
    bool is_by_person = e->unit == VOTE_UNIT_PERSON;
    ALWAYS(e->unit == m->ledger.unit && e->tie == m->ledger.tie, "%s is not by the rules agreed",
           e->vote);
    ALWAYS(e->voters.count > 0, "nobody votes");
    for (size_t i = 0; i < e->voters.count; i++) {
        const char *seat = e->voters.items[i].seat;
        ALWAYS(is_here(meeting_day(m), seat) && told_takes_part(&m->ledger, seat),
               "%s votes, and may not", seat);
        ALWAYS(strcmp(told_seat(&m->ledger, seat)->organisation, e->voters.items[i].organisation) ==
                   0,
               "%s votes for another organisation", seat);
    }
    for (size_t i = 0; i < m->ledger.seats.count; i++) {
        const struct seat *seat = &m->ledger.seats.items[i];
        if (!is_here(meeting_day(m), seat->seat) || !told_takes_part(&m->ledger, seat->seat))
            continue;
        ALWAYS(voters_of(&e->voters, is_by_person ? seat->seat : NULL, seat->organisation) == 1,
               "%s or its organisation has not exactly one vote", seat->seat);
    }
}

/* Those who vote now were here when they were named; each organisation still has one. */
static void one_vote_an_organisation(const struct told_vote *vote)
{
    for (size_t i = 0; i < vote->voters.count && vote->opened.unit == VOTE_UNIT_ORGANISATION; i++)
        ALWAYS(voters_of(&vote->voters, NULL, vote->voters.items[i].organisation) == 1,
               "%s votes twice", vote->voters.items[i].organisation);
    for (size_t i = 0; i < vote->cast.count; i++)
        ALWAYS(voters_of(&vote->voters, vote->cast.items[i].seat, NULL) == 1,
               "%s has voted and is no voter", vote->cast.items[i].seat);
}

static void ballots_are_counted(const struct told_vote *vote)
{
    int64_t counted[CHOICE_COUNT] = {0};
    const struct event_vote_closed *e = &vote->closed;
    one_vote_an_organisation(vote);
    for (size_t i = 0; i < vote->cast.count; i++)
        counted[vote->cast.items[i].choice]++;
    ALWAYS(e->yes == counted[CHOICE_YES] && e->no == counted[CHOICE_NO] &&
               e->empty == counted[CHOICE_EMPTY],
           "%s was counted wrong", e->vote);
    ALWAYS(e->ballots.count == (vote->opened.secret ? 0 : vote->cast.count),
           "%s tells a secret, or not how people voted", e->vote);
    for (size_t i = 0; i < e->ballots.count; i++) {
        bool is_cast = false;
        for (size_t n = 0; n < vote->cast.count; n++)
            is_cast |= strcmp(vote->cast.items[n].seat, e->ballots.items[i].seat) == 0 &&
                       vote->cast.items[n].choice == e->ballots.items[i].choice;
        ALWAYS(is_cast, "%s voted otherwise", e->ballots.items[i].seat);
    }
}

/* Two counters in office have seen the same, which is what is so. */
static void hands_are_counted(const struct meeting *m, const struct told_vote *vote)
{
    size_t equal = 0;
    const struct event_vote_closed *e = &vote->closed;
    for (size_t i = 0; i < vote->counts.count; i++) {
        const struct count *count = &vote->counts.items[i];
        if (!told_holds(&m->ledger, POST_COUNTER, count->seat))
            continue;
        ALWAYS(count->yes == e->yes && count->no == e->no && count->empty == e->empty,
               "%s has counted otherwise", count->seat);
        equal++;
    }
    ALWAYS(equal >= 2, "%s was counted by %zu", e->vote, equal);
    ALWAYS(e->yes + e->no + e->empty <= (int64_t)vote->voters.count, "more votes than voters");
}

static void a_vote_is_confirmed(const struct meeting *m, const struct event_vote_confirmed *e)
{
    const struct told_vote *vote = told_vote(&m->ledger, e->vote);
    const struct vote *now = day_vote(meeting_day(m), e->vote);
    bool is_tie = vote->closed.yes == vote->closed.no;
    if (is_tie && vote->opened.tie == TIE_RULE_BASE)
        ALWAYS(e->result == CHOICE_YES, "a tie, and the proposal does not stand");
    else if (is_tie)
        ALWAYS(e->casting && e->result != CHOICE_EMPTY, "a tie that nobody broke");
    else
        ALWAYS(!e->casting &&
                   e->result == (vote->closed.yes > vote->closed.no ? CHOICE_YES : CHOICE_NO),
               "%s: the fewer votes won", e->vote);
    ALWAYS(now->result == e->result, "%s: the day has another result", e->vote);
    const struct amendment *amendment = day_amendment(meeting_day(m), vote->opened.amendment);
    ALWAYS(amendment == NULL ||
               amendment->state ==
                   (e->result == CHOICE_NO ? AMENDMENT_STATE_ADOPTED : AMENDMENT_STATE_REJECTED),
           "%s did not settle its amendment", e->vote);
}

/* The rules do not change once a vote has been opened under them; one vote at a time. */
static void the_rules_are_fixed(const struct meeting *m)
{
    const struct day *day = meeting_day(m);
    size_t unsettled = 0;
    ALWAYS(day->vote_unit == m->ledger.unit && day->vote_tie == m->ledger.tie,
           "the rules are not those agreed");
    for (size_t i = 0; i < day->votes.count; i++) {
        const struct vote *vote = &day->votes.items[i];
        unsettled += vote->state == VOTE_STATE_OPEN || vote->state == VOTE_STATE_CLOSED;
        ALWAYS(vote->state == VOTE_STATE_CANCELLED ||
                   (vote->unit == day->vote_unit && vote->tie == day->vote_tie),
               "the rules changed after %s", vote->vote);
        ALWAYS(vote->voters.count == m->ledger.votes.items[i].voters.count, "%s has other voters",
               vote->vote);
    }
    ALWAYS(unsettled <= 1, "%zu votes at a time", unsettled);
    ALWAYS(unsettled == 0 || day->in_hand[0] != '\0', "a vote about nothing");
}

void always_votes(const struct meeting *m)
{
    the_rules_are_fixed(m);
    for (size_t i = 0; i < m->step.count; i++) {
        const struct event *event = &m->step.events[i];
        if (event->kind == EVENT_vote_opened)
            a_vote_is_opened(m, &event->as.vote_opened);
        if (event->kind == EVENT_vote_confirmed)
            a_vote_is_confirmed(m, &event->as.vote_confirmed);
        if (event->kind != EVENT_vote_closed)
            continue;
        const struct told_vote *vote = told_vote(&m->ledger, event->as.vote_closed.vote);
        if (vote->opened.method == VOTE_METHOD_HANDS)
            hands_are_counted(m, vote);
        else
            ballots_are_counted(vote);
    }
}
