/* The minutes: sent as they were seen, approved by each examiner in the same words, signed by the chair last. */
#include "domain/rule.h"

struct verdict rule_minutes_send(const struct question *q)
{
    const struct command_minutes_send *c = &q->command->as.minutes_send;
    if (q->day->minutes.state != MINUTES_STATE_DRAFT)
        return refused(REFUSED_minutes_not_draft);
    /* Words that came between the secretary's look and the tap are not sent unseen. */
    if (strcmp(c->hash, q->so->hash) != 0)
        return refused(REFUSED_minutes_changed);
    return happens((struct event){EVENT_minutes_sent,
                                  .as.minutes_sent = {q->day->minutes.version, q->so->hash}});
}

static struct verdict reasoned(const char *reason, struct event event)
{
    return rule_is_blank(reason) ? refused(REFUSED_reason_missing) : happens(event);
}

struct verdict rule_minutes_take_back(const struct question *q)
{
    const char *reason = q->command->as.minutes_take_back.reason;
    if (q->day->minutes.state != MINUTES_STATE_EXAMINING)
        return refused(REFUSED_minutes_not_sent);
    return reasoned(reason,
                    (struct event){EVENT_minutes_taken_back, .as.minutes_taken_back = {reason}});
}

struct verdict rule_minutes_remark(const struct question *q)
{
    const struct command_minutes_remark *c = &q->command->as.minutes_remark;
    if (q->day->minutes.state != MINUTES_STATE_EXAMINING)
        return refused(REFUSED_minutes_not_sent);
    if (c->item[0] != '\0' && day_item(q->day, c->item) == NULL)
        return refused(REFUSED_no_such_item);
    if (rule_is_blank(c->text))
        return refused(REFUSED_text_empty);
    return happens(
        (struct event){EVENT_minutes_remarked, .as.minutes_remarked = {c->item, c->text}});
}

/* ALLOWED, or why this step cannot be taken with the minutes as they are and as they were seen. */
static enum refusal can_step(const struct question *q, enum minutes_state from, enum refusal other,
                             const char *hash)
{
    if (q->day->minutes.state != from)
        return other;
    return strcmp(hash, q->day->minutes.hash) == 0 ? ALLOWED : REFUSED_minutes_changed;
}

struct verdict rule_minutes_approve(const struct question *q)
{
    const char *hash = q->command->as.minutes_approve.hash;
    enum refusal why = can_step(q, MINUTES_STATE_EXAMINING, REFUSED_minutes_not_sent, hash);
    const struct approval_list *all = &q->day->minutes.approvals;
    for (size_t i = 0; i < all->count && why == ALLOWED; i++)
        if (strcmp(all->items[i].seat, q->seat) == 0)
            why = REFUSED_approved_already;
    if (why != ALLOWED)
        return refused(why);
    return happens((struct event){EVENT_minutes_approved, .as.minutes_approved = {hash}});
}

struct verdict rule_minutes_sign(const struct question *q)
{
    const char *hash = q->command->as.minutes_sign.hash;
    enum refusal why = can_step(q, MINUTES_STATE_EXAMINED, REFUSED_minutes_not_examined, hash);
    if (why != ALLOWED)
        return refused(why);
    return happens((struct event){EVENT_minutes_signed, .as.minutes_signed = {hash}});
}

struct verdict rule_minutes_publish(const struct question *q)
{
    const char *hash = q->command->as.minutes_publish.hash;
    enum refusal why = can_step(q, MINUTES_STATE_SIGNED, REFUSED_minutes_not_signed, hash);
    if (why != ALLOWED)
        return refused(why);
    return happens((struct event){EVENT_minutes_published, .as.minutes_published = {hash}});
}

struct verdict rule_minutes_correct(const struct question *q)
{
    const char *reason = q->command->as.minutes_correct.reason;
    enum minutes_state state = q->day->minutes.state;
    if (state == MINUTES_STATE_DRAFT || state == MINUTES_STATE_EXAMINING)
        return refused(REFUSED_minutes_not_examined);
    return reasoned(reason,
                    (struct event){EVENT_minutes_corrected, .as.minutes_corrected = {reason}});
}
