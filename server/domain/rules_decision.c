/* 9 §: the assembly decides as proposed, or with agreed changes; what it decided is what the chair
 * saw on the screen. */
#include "domain/rule.h"

/* What stands between an item and its decision: an amendment nobody has settled, a vote. ALLOWED if nothing does. */
static struct verdict is_ripe(const struct question *q, const struct agenda_item *item)
{
    const char *vote = rule_vote_unsettled(q->day);
    if (vote[0] != '\0')
        return refused_for(REFUSED_vote_unsettled, vote);
    for (size_t i = 0; i < q->day->amendments.count; i++) {
        const struct amendment *one = &q->day->amendments.items[i];
        if (one->state == AMENDMENT_STATE_OPEN && strcmp(one->item, item->item) == 0)
            return refused_for(REFUSED_amendment_unsettled, one->amendment);
    }
    return refused(ALLOWED);
}

struct verdict rule_item_decide(const struct question *q)
{
    const struct command_item_decide *c = &q->command->as.item_decide;
    const struct agenda_item *item = day_item(q->day, c->item);
    if (item->doc[0] == '\0')
        return refused(REFUSED_not_a_proposal);
    if (item_decision(item) != NULL)
        return refused(REFUSED_already_decided);
    if (strcmp(q->day->in_hand, item->item) != 0)
        return refused(REFUSED_not_in_hand);
    struct verdict ripe = is_ripe(q, item);
    if (ripe.refusal != ALLOWED)
        return ripe;
    /* Words that came between the chair's look and the gavel are not decided unseen. */
    if (strcmp(c->hash, q->so->hash) != 0)
        return refused(REFUSED_text_changed);
    bool is_unchanged = strcmp(item->proposed_hash, q->so->hash) == 0;
    if (c->outcome == OUTCOME_AS_PROPOSED && !is_unchanged)
        return refused(REFUSED_text_differs);
    if (c->outcome == OUTCOME_AS_AMENDED && is_unchanged)
        return refused(REFUSED_text_same);
    if (c->outcome != OUTCOME_RETURNED) {
        struct verdict words = rule_words_are_complete(q, &item->actions);
        if (words.refusal != ALLOWED)
            return words;
    }
    return happens((struct event){
        EVENT_item_decided,
        .as.item_decided = {item->item, c->outcome, q->so->fields, item->actions, q->so->hash}});
}

struct verdict rule_item_reopen(const struct question *q)
{
    const struct command_item_reopen *c = &q->command->as.item_reopen;
    const struct agenda_item *item = day_item(q->day, c->item);
    if (item_decision(item) == NULL)
        return refused(REFUSED_not_decided);
    if (rule_is_blank(c->reason))
        return refused(REFUSED_reason_missing);
    const char *another = rule_another_reopened(q->day, item);
    if (another[0] != '\0')
        return refused_for(REFUSED_another_in_hand, another);
    const char *vote = rule_vote_unsettled(q->day);
    if (vote[0] != '\0')
        return refused_for(REFUSED_vote_unsettled, vote);
    return happens((struct event){EVENT_item_reopened,
                                  .as.item_reopened = {item->item, c->reason, item->epoch + 1}});
}
