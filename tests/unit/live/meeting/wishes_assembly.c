#include "live/meeting/wishes.h"

static const char *some_amendment(struct meeting *m)
{
    const struct amendment_list *all = &meeting_day(m)->amendments;
    for (size_t i = all->count; i-- > 0 && !once_in(&m->chance, 6);)
        if (all->items[i].state == AMENDMENT_STATE_OPEN)
            return all->items[i].amendment;
    const struct amendment *any = SOME(m, *all);
    return any != NULL ? any->amendment : "amendment-9";
}

static const char *some_statement(struct meeting *m)
{
    const struct statement *one = SOME(m, meeting_day(m)->statements);
    return one != NULL ? one->statement : "statement-9";
}

/* About an amendment to what is in hand, or about the item itself. */
static struct command some_question(struct meeting *m)
{
    struct chance *chance = &m->chance;
    const struct amendment *one = day_amendment(meeting_day(m), some_amendment(m));
    bool is_of_it = one != NULL && !once_in(chance, 4);
    enum vote_method method = (enum vote_method)once_in(chance, 2);
    return wish(vote_open, is_of_it ? one->item : item_in_hand(m), is_of_it ? one->amendment : "",
                "Lisätäänkö?", "Esitys", "Muutos", method,
                once_in(chance, method == VOTE_METHOD_HANDS ? 20 : 2));
}

/* Counters have most often seen the same. */
static struct command some_count(struct meeting *m)
{
    struct chance *chance = &m->chance;
    int64_t yes = draw(chance, 5) ? 1 : draw(chance, 40);
    return wish(count_enter, some_vote(m), yes, once_in(chance, 6), 0);
}

bool wish_assembly(struct meeting *m, enum command_kind kind, struct command *out)
{
    struct chance *chance = &m->chance;
    const char *vote = some_vote(m);
    switch (kind) {
    case COMMAND_rules_agree:
        *out = wish(rules_agree, "item-4", (enum vote_unit)draw(chance, VOTE_UNIT_COUNT),
                    (enum tie_rule)draw(chance, TIE_RULE_COUNT));
        return true;
    case COMMAND_voter_name:
        *out = wish(voter_name, some_member(m));
        return true;
    case COMMAND_amendment_make:
        *out = wish(amendment_make, item_in_hand(m), "decision", some_member(m),
                    once_in(chance, 2) ? some_member(m) : "", some_words(m));
        return true;
    case COMMAND_amendment_second:
        *out = wish(amendment_second, some_amendment(m), some_member(m));
        return true;
    case COMMAND_amendment_withdraw:
        *out = wish(amendment_withdraw, some_amendment(m));
        return true;
    case COMMAND_amendment_settle:
        *out = wish(amendment_settle, some_amendment(m),
                    (enum amendment_state)draw(chance, AMENDMENT_STATE_COUNT), some_words(m));
        return true;
    case COMMAND_statement_make:
        *out = wish(statement_make, once_in(chance, 3) ? some_item(m) : item_in_hand(m),
                    some_member(m), (enum statement_kind)once_in(chance, 3), some_words(m));
        return true;
    case COMMAND_statement_withdraw:
        *out = wish(statement_withdraw, some_statement(m));
        return true;
    case COMMAND_vote_open:
        *out = some_question(m);
        return true;
    case COMMAND_ballot_cast:
        *out =
            wish(ballot_cast, vote, some_voter(m, vote), (enum choice)draw(chance, CHOICE_COUNT));
        return true;
    case COMMAND_count_enter:
        *out = some_count(m);
        return true;
    case COMMAND_vote_close:
        *out = wish(vote_close, vote);
        return true;
    case COMMAND_vote_confirm:
        *out = wish(vote_confirm, vote, (enum choice)draw(chance, CHOICE_COUNT));
        return true;
    case COMMAND_vote_cancel:
        *out = wish(vote_cancel, vote, some_words(m));
        return true;
    default:
        return false;
    }
}
