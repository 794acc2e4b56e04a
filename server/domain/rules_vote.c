/* Votes: on phones or by show of hands, by organisation or by person, one at a time. */
#include "domain/rule.h"

#include <stdio.h>

const char *rule_vote_unsettled(const struct day *day)
{
    for (size_t i = 0; i < day->votes.count; i++) {
        enum vote_state state = day->votes.items[i].state;
        if (state == VOTE_STATE_OPEN || state == VOTE_STATE_CLOSED)
            return day->votes.items[i].vote;
    }
    return "";
}

struct verdict rule_rules_agree(const struct question *q)
{
    const struct command_rules_agree *c = &q->command->as.rules_agree;
    for (size_t i = 0; i < q->day->votes.count; i++)
        if (q->day->votes.items[i].state != VOTE_STATE_CANCELLED)
            return refused(REFUSED_votes_begun);
    return happens(
        (struct event){EVENT_rules_agreed, .as.rules_agreed = {c->item, c->unit, c->tie}});
}

/* --- who votes --- */

static const struct voter *voter_for(const struct voter_list *voters, const char *organisation)
{
    for (size_t i = 0; i < voters->count; i++)
        if (strcmp(voters->items[i].organisation, organisation) == 0)
            return &voters->items[i];
    return NULL;
}

static bool may_vote(const struct day *day, const struct seat *seat)
{
    return rule_takes_part(seat) && day_is_here(day, seat->seat);
}

/* Who votes for an organisation: whoever was named for it, else the first of its people who is here. */
static const char *voter_of(const struct day *day, const struct seat *first)
{
    for (size_t i = 0; i < day->voters.count; i++) {
        const struct seat *named = day_seat(day, day->voters.items[i]);
        if (strcmp(named->organisation, first->organisation) == 0 && may_vote(day, named))
            return named->seat;
    }
    return first->seat;
}

static struct voter_list voters_now(const struct question *q)
{
    struct voter_list voters = {0};
    bool is_by_person = q->day->vote_unit == VOTE_UNIT_PERSON;
    for (size_t i = 0; i < q->day->seats.count; i++) {
        const struct seat *seat = &q->day->seats.items[i];
        if (!may_vote(q->day, seat) ||
            (!is_by_person && voter_for(&voters, seat->organisation) != NULL))
            continue;
        struct voter voter = {is_by_person ? seat->seat : voter_of(q->day, seat),
                              seat->organisation};
        LIST_ADD(&voters, voter, q->arena);
    }
    return voters;
}

struct verdict rule_voter_name(const struct question *q)
{
    const char *id = q->command->as.voter_name.seat;
    const struct seat *seat = day_seat(q->day, id);
    if (!rule_takes_part(seat))
        return refused(REFUSED_seat_unfit);
    const struct vote *vote = day_vote(q->day, rule_vote_unsettled(q->day));
    if (vote != NULL && vote->state == VOTE_STATE_OPEN) {
        const struct voter *voter = voter_for(&vote->voters, seat->organisation);
        if (vote->unit == VOTE_UNIT_ORGANISATION && voter != NULL &&
            ids_have(&vote->voted, voter->seat))
            return refused(REFUSED_voted_already);
    }
    return happens((struct event){EVENT_voter_named, .as.voter_named = {id}});
}

/* --- opening --- */

/* ALLOWED, or why this amendment is not voted on; without one, any item in hand may be. */
static enum refusal can_be_voted_on(const struct question *q, const struct command_vote_open *c)
{
    if (c->amendment[0] == '\0')
        return ALLOWED;
    const struct amendment *amendment = day_amendment(q->day, c->amendment);
    if (strcmp(amendment->item, c->item) != 0)
        return REFUSED_no_such_amendment;
    if (amendment->state != AMENDMENT_STATE_OPEN)
        return REFUSED_amendment_settled;
    return amendment->seconder[0] == '\0' ? REFUSED_not_seconded : ALLOWED;
}

struct verdict rule_vote_open(const struct question *q)
{
    const struct command_vote_open *c = &q->command->as.vote_open;
    const struct agenda_item *item = day_item(q->day, c->item);
    const char *unsettled = rule_vote_unsettled(q->day);
    if (unsettled[0] != '\0')
        return refused_for(REFUSED_vote_unsettled, unsettled);
    if (strcmp(q->day->in_hand, c->item) != 0)
        return refused(REFUSED_not_in_hand);
    if (item_decision(item) != NULL)
        return refused(REFUSED_already_decided);
    enum refusal why = can_be_voted_on(q, c);
    if (why != ALLOWED)
        return refused(why);
    if (rule_is_blank(c->question) || rule_is_blank(c->yes_text) || rule_is_blank(c->no_text))
        return refused(REFUSED_text_empty);
    if (c->method == VOTE_METHOD_HANDS && c->secret)
        return refused_for(REFUSED_command_malformed, "secret");
    if (c->method == VOTE_METHOD_HANDS && day_officers(q->day, POST_COUNTER) < COUNTERS)
        return refused(REFUSED_counters_missing);
    struct voter_list voters = voters_now(q);
    if (voters.count == 0)
        return refused(REFUSED_nobody_may_vote);
    char id[32];
    snprintf(id, sizeof id, "vote-%zu", q->day->votes.count + 1);
    return happens((struct event){EVENT_vote_opened, .as.vote_opened = {
                                                         .vote = arena_text(q->arena, id),
                                                         .item = c->item,
                                                         .amendment = c->amendment,
                                                         .question = c->question,
                                                         .yes_text = c->yes_text,
                                                         .no_text = c->no_text,
                                                         .method = c->method,
                                                         .unit = q->day->vote_unit,
                                                         .tie = q->day->vote_tie,
                                                         .secret = c->secret,
                                                         .voters = voters,
                                                     }});
}

/* --- voting and counting --- */

static bool is_voter(const struct vote *vote, const char *seat)
{
    for (size_t i = 0; i < vote->voters.count; i++)
        if (strcmp(vote->voters.items[i].seat, seat) == 0)
            return true;
    return false;
}

struct verdict rule_ballot_cast(const struct question *q)
{
    const struct command_ballot_cast *c = &q->command->as.ballot_cast;
    const struct vote *vote = day_vote(q->day, c->vote);
    if (vote->state != VOTE_STATE_OPEN)
        return refused(REFUSED_vote_not_open);
    if (vote->method != VOTE_METHOD_BALLOT)
        return refused(REFUSED_vote_by_hands);
    if (vote->secret && strcmp(q->seat, c->seat) != 0)
        return refused(REFUSED_not_allowed);
    if (!day_is_here(q->day, c->seat))
        return refused(REFUSED_not_here);
    if (!is_voter(vote, c->seat)) {
        const struct voter *other =
            voter_for(&vote->voters, day_seat(q->day, c->seat)->organisation);
        bool is_for_all = vote->unit == VOTE_UNIT_ORGANISATION && other != NULL;
        return refused_for(REFUSED_not_a_voter, is_for_all ? other->seat : "");
    }
    return happens((struct event){EVENT_ballot_cast, .as.ballot_cast = {c->vote, c->seat}});
}

struct verdict rule_count_enter(const struct question *q)
{
    const struct command_count_enter *c = &q->command->as.count_enter;
    const struct vote *vote = day_vote(q->day, c->vote);
    if (vote->state != VOTE_STATE_OPEN)
        return refused(REFUSED_vote_not_open);
    if (vote->method != VOTE_METHOD_HANDS)
        return refused(REFUSED_vote_by_ballot);
    int64_t most = (int64_t)vote->voters.count;
    bool is_count = c->yes >= 0 && c->no >= 0 && c->empty >= 0 && c->yes <= most && c->no <= most &&
                    c->empty <= most && c->yes + c->no + c->empty <= most;
    if (!is_count)
        return refused(REFUSED_counts_too_many);
    return happens((struct event){EVENT_count_entered,
                                  .as.count_entered = {c->vote, q->seat, c->yes, c->no, c->empty}});
}

static struct event tallied(const struct question *q, const struct vote *vote)
{
    struct event_vote_closed e = {.vote = vote->vote};
    const struct ballot_list *all = &q->so->ballots;
    for (size_t i = 0; i < all->count; i++) {
        e.yes += all->items[i].choice == CHOICE_YES;
        e.no += all->items[i].choice == CHOICE_NO;
        e.empty += all->items[i].choice == CHOICE_EMPTY;
    }
    if (!vote->secret)
        e.ballots = *all;
    return (struct event){EVENT_vote_closed, .as.vote_closed = e};
}

/* By hands: what two counters have seen, each alone, and equal. */
static struct verdict counted(const struct question *q, const struct vote *vote)
{
    const struct count *first = NULL;
    size_t given = 0;
    for (size_t i = 0; i < vote->counts.count; i++) {
        const struct count *one = &vote->counts.items[i];
        if (!day_is_officer(q->day, POST_COUNTER, one->seat))
            continue;
        if (first != NULL &&
            (one->yes != first->yes || one->no != first->no || one->empty != first->empty))
            return refused(REFUSED_counts_differ);
        first = one;
        given++;
    }
    if (given < COUNTERS)
        return refused(REFUSED_counts_missing);
    return happens(
        (struct event){EVENT_vote_closed,
                       .as.vote_closed = {vote->vote, first->yes, first->no, first->empty, {0}}});
}

struct verdict rule_vote_close(const struct question *q)
{
    const struct vote *vote = day_vote(q->day, q->command->as.vote_close.vote);
    if (vote->state != VOTE_STATE_OPEN)
        return refused(REFUSED_vote_not_open);
    return vote->method == VOTE_METHOD_HANDS ? counted(q, vote) : happens(tallied(q, vote));
}

/* Where the votes are equal, the rule agreed beforehand decides: the chair, the lot that was drawn, or the proposal as it
 * stands. */
struct verdict rule_vote_confirm(const struct question *q)
{
    const struct command_vote_confirm *c = &q->command->as.vote_confirm;
    const struct vote *vote = day_vote(q->day, c->vote);
    if (vote->state != VOTE_STATE_CLOSED)
        return refused(REFUSED_vote_not_closed);
    bool is_due = vote->yes == vote->no && vote->tie != TIE_RULE_BASE;
    if (is_due && c->casting == CHOICE_EMPTY)
        return refused(REFUSED_casting_missing);
    if (!is_due && c->casting != CHOICE_EMPTY)
        return refused(REFUSED_casting_not_due);
    enum choice result = is_due ? c->casting : vote->no > vote->yes ? CHOICE_NO : CHOICE_YES;
    return happens(
        (struct event){EVENT_vote_confirmed, .as.vote_confirmed = {c->vote, result, is_due}});
}

struct verdict rule_vote_cancel(const struct question *q)
{
    const struct command_vote_cancel *c = &q->command->as.vote_cancel;
    const struct vote *vote = day_vote(q->day, c->vote);
    if (vote->state != VOTE_STATE_OPEN && vote->state != VOTE_STATE_CLOSED)
        return refused(REFUSED_vote_not_open);
    if (rule_is_blank(c->reason))
        return refused(REFUSED_reason_missing);
    return happens((struct event){EVENT_vote_cancelled, .as.vote_cancelled = {c->vote, c->reason}});
}
