/* Amendments: moved, seconded, and then adopted, rejected, lapsed or withdrawn. Statements and dissents for the minutes. */
#include "domain/rule.h"

#include <stdio.h>

enum { ID_SIZE = 32 };

bool rule_takes_part(const struct seat *seat)
{
    if (seat_is_onlooker(seat))
        return false;
    return !seat_has_role(seat, ROLE_ORGANISER) || seat->roles.count > 1;
}

static bool seat_takes_part(const struct question *q, const char *seat)
{
    const struct seat *found = day_seat(q->day, seat);
    return found != NULL && rule_takes_part(found);
}

/* "amendment-3": the third. */
static const char *next_id(const struct question *q, const char *prefix, int64_t count)
{
    char id[ID_SIZE];
    snprintf(id, sizeof id, "%s-%lld", prefix, (long long)count + 1);
    return arena_text(q->arena, id);
}

struct verdict rule_amendment_make(const struct question *q)
{
    const struct command_amendment_make *c = &q->command->as.amendment_make;
    const struct agenda_item *item = day_item(q->day, c->item);
    if (item->doc[0] == '\0')
        return refused(REFUSED_not_a_proposal);
    if (item_decision(item) != NULL)
        return refused(REFUSED_already_decided);
    if (strcmp(q->day->in_hand, item->item) != 0)
        return refused(REFUSED_not_in_hand);
    bool is_seconded = c->seconder[0] != '\0';
    if (!seat_takes_part(q, c->seat) || (is_seconded && !seat_takes_part(q, c->seconder)))
        return refused(REFUSED_seat_unfit);
    if (strcmp(c->seconder, c->seat) == 0)
        return refused(REFUSED_own_amendment);
    if (rule_is_blank(c->text))
        return refused(REFUSED_text_empty);
    const char *id = next_id(q, "amendment", (int64_t)q->day->amendments.count);
    return happens(
        (struct event){EVENT_amendment_made, .as.amendment_made = {id, c->item, c->field, c->seat,
                                                                   c->seconder, c->text}});
}

struct verdict rule_amendment_second(const struct question *q)
{
    const struct command_amendment_second *c = &q->command->as.amendment_second;
    const struct amendment *amendment = day_amendment(q->day, c->amendment);
    if (amendment->state != AMENDMENT_STATE_OPEN)
        return refused(REFUSED_amendment_settled);
    if (!seat_takes_part(q, c->seat))
        return refused(REFUSED_seat_unfit);
    if (strcmp(amendment->seat, c->seat) == 0)
        return refused(REFUSED_own_amendment);
    if (amendment->seconder[0] != '\0')
        return refused(REFUSED_seconded_already);
    return happens(
        (struct event){EVENT_amendment_seconded, .as.amendment_seconded = {c->amendment, c->seat}});
}

/* The vote about an amendment decides on it: until it has, nobody else does. */
static enum refusal can_be_settled(const struct question *q, const struct amendment *amendment)
{
    const struct vote *vote = day_vote(q->day, rule_vote_unsettled(q->day));
    if (amendment->state != AMENDMENT_STATE_OPEN)
        return REFUSED_amendment_settled;
    bool is_voted_on = vote != NULL && strcmp(vote->amendment, amendment->amendment) == 0;
    return is_voted_on ? REFUSED_vote_unsettled : ALLOWED;
}

struct verdict rule_amendment_withdraw(const struct question *q)
{
    const char *id = q->command->as.amendment_withdraw.amendment;
    enum refusal why = can_be_settled(q, day_amendment(q->day, id));
    if (why != ALLOWED)
        return refused(why);
    return happens((struct event){EVENT_amendment_withdrawn, .as.amendment_withdrawn = {id}});
}

struct verdict rule_amendment_settle(const struct question *q)
{
    const struct command_amendment_settle *c = &q->command->as.amendment_settle;
    const struct amendment *amendment = day_amendment(q->day, c->amendment);
    enum refusal why = can_be_settled(q, amendment);
    bool is_seconded = amendment->seconder[0] != '\0';
    if (why == ALLOWED && c->outcome == AMENDMENT_STATE_LAPSED && is_seconded)
        why = REFUSED_is_seconded;
    if (why == ALLOWED && c->outcome != AMENDMENT_STATE_LAPSED && !is_seconded)
        why = REFUSED_not_seconded;
    if (why != ALLOWED)
        return refused(why);
    if (c->outcome == AMENDMENT_STATE_OPEN || c->outcome == AMENDMENT_STATE_WITHDRAWN)
        return refused_for(REFUSED_command_malformed, "outcome");
    return happens((struct event){EVENT_amendment_settled,
                                  .as.amendment_settled = {c->amendment, c->outcome, c->wording}});
}

/* --- for the minutes --- */

struct verdict rule_statement_make(const struct question *q)
{
    const struct command_statement_make *c = &q->command->as.statement_make;
    const struct agenda_item *item = day_item(q->day, c->item);
    if (!seat_takes_part(q, c->seat))
        return refused(REFUSED_seat_unfit);
    if (rule_is_blank(c->text))
        return refused(REFUSED_text_empty);
    bool is_decided = item_decision(item) != NULL || item->state == ITEM_STATE_DONE;
    if (c->kind == STATEMENT_KIND_DISSENT && !is_decided)
        return refused(REFUSED_not_decided);
    if (!is_decided && strcmp(q->day->in_hand, c->item) != 0)
        return refused(REFUSED_not_in_hand);
    const char *id = next_id(q, "statement", q->day->statements_made);
    return happens((struct event){EVENT_statement_made,
                                  .as.statement_made = {id, c->item, c->seat, c->kind, c->text}});
}

struct verdict rule_statement_withdraw(const struct question *q)
{
    const char *id = q->command->as.statement_withdraw.statement;
    return happens((struct event){EVENT_statement_withdrawn, .as.statement_withdrawn = {id}});
}
