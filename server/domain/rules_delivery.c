/* The minutes go to every organisation that was there, once for each version; each answers for itself. */
#include "domain/rule.h"

static bool is_distributed(const struct day *day)
{
    for (size_t i = 0; i < day->deliveries.count; i++)
        if (day->deliveries.items[i].version == day->minutes.version)
            return true;
    return false;
}

struct verdict rule_minutes_distribute(const struct question *q)
{
    const struct minutes *minutes = &q->day->minutes;
    if (minutes->state != MINUTES_STATE_PUBLISHED)
        return refused(REFUSED_minutes_not_published);
    if (strcmp(q->command->as.minutes_distribute.hash, minutes->hash) != 0)
        return refused(REFUSED_minutes_changed);
    if (is_distributed(q->day))
        return refused(REFUSED_distributed_already);
    struct id_list organisations = {0};
    for (size_t i = 0; i < q->day->organisations.count; i++)
        if (day_organisation_was_there(q->day, q->day->organisations.items[i].organisation))
            ids_add(&organisations, q->day->organisations.items[i].organisation, q->arena);
    if (organisations.count == 0)
        return refused(REFUSED_nobody_to_send_to);
    return happens((struct event){EVENT_minutes_distributed,
                                  .as.minutes_distributed = {minutes->version, organisations}});
}

/* --- on its way --- */

struct verdict rule_delivery_begin(const struct question *q)
{
    const char *organisation = q->command->as.delivery_begin.organisation;
    const struct delivery *delivery = day_delivery(q->day, organisation);
    if (delivery == NULL)
        return refused(REFUSED_no_such_delivery);
    if (delivery->state != DELIVERY_STATE_QUEUED)
        return refused(REFUSED_delivery_under_way);
    return happens(
        (struct event){EVENT_delivery_begun,
                       .as.delivery_begun = {organisation, q->command->as.delivery_begin.mail}});
}

struct verdict rule_delivery_end(const struct question *q)
{
    const struct command_delivery_end *c = &q->command->as.delivery_end;
    const struct delivery *delivery = day_delivery(q->day, c->organisation);
    if (delivery == NULL || delivery->state != DELIVERY_STATE_SENDING)
        return refused(REFUSED_no_such_delivery);
    return happens((struct event){EVENT_delivery_ended,
                                  .as.delivery_ended = {c->organisation, c->state, c->reason}});
}

static const struct delivery *delivery_of_mail(const struct day *day, const char *mail)
{
    for (size_t i = 0; mail[0] != '\0' && i < day->deliveries.count; i++)
        if (strcmp(day->deliveries.items[i].mail, mail) == 0)
            return &day->deliveries.items[i];
    return NULL;
}

/* Since this mail went out somebody opened the link that was in it, or said they have it: one of several readers of that
 * mailbox has it, whoever else has not. */
static bool has_arrived(const struct delivery *delivery)
{
    return delivery->opened_ms > delivery->at_ms || delivery->acknowledged_ms > delivery->at_ms;
}

/* A mail came back. Only the last one of an organisation is known here: what became of an earlier attempt says nothing of
 * the address it went to since. A server may have taken what we think will be tried again, or is just being sent. Told a
 * second time: nothing happens, and nothing is wrong. */
struct verdict rule_delivery_bounce(const struct question *q)
{
    const struct command_delivery_bounce *c = &q->command->as.delivery_bounce;
    const struct delivery *delivery = delivery_of_mail(q->day, c->mail);
    if (delivery == NULL)
        return refused(REFUSED_no_such_delivery);
    if (delivery->state == DELIVERY_STATE_BOUNCED || delivery->state == DELIVERY_STATE_REFUSED ||
        has_arrived(delivery))
        return refused(ALLOWED);
    return happens((struct event){EVENT_delivery_bounced,
                                  .as.delivery_bounced = {delivery->organisation, c->status}});
}

struct verdict rule_delivery_repeat(const struct question *q)
{
    const char *organisation = q->command->as.delivery_repeat.organisation;
    const struct delivery *delivery = day_delivery(q->day, organisation);
    if (delivery == NULL)
        return refused(REFUSED_no_such_delivery);
    if (delivery->state == DELIVERY_STATE_QUEUED || delivery->state == DELIVERY_STATE_SENDING)
        return refused(REFUSED_delivery_under_way);
    return happens((struct event){EVENT_delivery_repeated, .as.delivery_repeated = {organisation}});
}

/* --- what the organisation says --- */

/* ALLOWED, or why this seat does not speak for the organisation. */
static enum refusal speaks_for(const struct question *q, const char *organisation)
{
    if (day_delivery(q->day, organisation) == NULL)
        return REFUSED_no_such_delivery;
    bool is_own = strcmp(day_seat(q->day, q->seat)->organisation, organisation) == 0;
    bool is_official = q->who & (WHO_SECRETARY | WHO_ORGANISER);
    return is_own || is_official ? ALLOWED : REFUSED_not_own_organisation;
}

/* Opened a second time: nothing happens, and nothing is wrong. */
struct verdict rule_delivery_open(const struct question *q)
{
    const char *organisation = q->command->as.delivery_open.organisation;
    enum refusal why = speaks_for(q, organisation);
    if (why != ALLOWED || day_delivery(q->day, organisation)->opened_ms != 0)
        return refused(why);
    return happens((struct event){EVENT_delivery_opened, .as.delivery_opened = {organisation}});
}

struct verdict rule_delivery_acknowledge(const struct question *q)
{
    const char *organisation = q->command->as.delivery_acknowledge.organisation;
    enum refusal why = speaks_for(q, organisation);
    if (why == ALLOWED && day_delivery(q->day, organisation)->acknowledged_ms != 0)
        why = REFUSED_acknowledged_already;
    if (why != ALLOWED)
        return refused(why);
    return happens(
        (struct event){EVENT_delivery_acknowledged, .as.delivery_acknowledged = {organisation}});
}

struct verdict rule_onward_set(const struct question *q)
{
    const struct command_onward_set *c = &q->command->as.onward_set;
    enum refusal why = speaks_for(q, c->organisation);
    if (why == ALLOWED && rule_is_blank(c->body))
        why = REFUSED_text_empty;
    if (why != ALLOWED)
        return refused(why);
    return happens(
        (struct event){EVENT_onward_told, .as.onward_told = {c->organisation, c->body, c->date,
                                                             c->paragraph, c->outcome}});
}

struct verdict rule_status_set(const struct question *q)
{
    const struct command_status_set *c = &q->command->as.status_set;
    const struct agenda_item *item = day_item(q->day, c->item);
    const struct decision *decision = item_decision(item);
    enum refusal why = speaks_for(q, c->organisation);
    if (why == ALLOWED && (decision == NULL || !ids_have(&decision->actions, c->action)))
        why = REFUSED_no_such_action;
    if (why != ALLOWED)
        return refused(why);
    return happens(
        (struct event){EVENT_status_told,
                       .as.status_told = {c->organisation, c->item, c->action, c->state, c->text}});
}
