/* The agenda leads: an item is taken in hand, done with, or put off; one at a time. */
#include "domain/rule.h"

/* A text that was decided and reopened is nobody's decision until it is decided again: the assembly does not turn to
 * anything else meanwhile. "" if there is none but `item`. */
const char *rule_another_reopened(const struct day *day, const struct agenda_item *item)
{
    for (size_t i = 0; i < day->items.count; i++) {
        const struct agenda_item *other = &day->items.items[i];
        if (other != item && other->decisions.count > 0 && item_decision(other) == NULL)
            return other->item;
    }
    return "";
}

static bool is_heading(const struct day *day, const struct agenda_item *item)
{
    for (size_t i = 0; item->kind == ITEM_KIND_BLOCK && i < day->items.count; i++)
        if (strcmp(day->items.items[i].parent, item->item) == 0)
            return true;
    return false;
}

/* Links that everybody taps: to no other scheme, and with no place to hide something. */
static bool is_web_address(const char *address)
{
    return strncmp(address, "https://", 8) == 0 && address[8] != '\0' &&
           strpbrk(address, " \t\n\"<>\\") == NULL;
}

struct verdict rule_materials_set(const struct question *q)
{
    const struct command_materials_set *c = &q->command->as.materials_set;
    if (c->materials.count > MATERIALS_MAX)
        return refused_for(REFUSED_command_malformed, "materials");
    for (size_t i = 0; i < c->materials.count; i++) {
        if (rule_is_blank(c->materials.items[i].title))
            return refused(REFUSED_text_empty);
        if (!is_web_address(c->materials.items[i].address))
            return refused(REFUSED_address_unfit);
    }
    return happens(
        (struct event){EVENT_materials_put, .as.materials_put = {c->item, c->materials}});
}

struct verdict rule_item_open(const struct question *q)
{
    const char *vote = rule_vote_unsettled(q->day);
    if (vote[0] != '\0')
        return refused_for(REFUSED_vote_unsettled, vote);
    const struct agenda_item *item = day_item(q->day, q->command->as.item_open.item);
    const char *another = rule_another_reopened(q->day, item);
    if (another[0] != '\0')
        return refused_for(REFUSED_another_in_hand, another);
    if (is_heading(q->day, item))
        return refused(REFUSED_is_heading);
    if (item->doc[0] != '\0' && q->day->phase != PHASE_DECIDING)
        return refused(REFUSED_wrong_phase);
    return happens((struct event){EVENT_item_opened,
                                  .as.item_opened = {item->item, q->so->fields, q->so->hash}});
}

struct verdict rule_item_close(const struct question *q)
{
    const struct agenda_item *item = day_item(q->day, q->command->as.item_close.item);
    if (strcmp(q->day->in_hand, item->item) != 0)
        return refused(REFUSED_not_in_hand);
    if (item->doc[0] != '\0' && item_decision(item) == NULL)
        return refused(REFUSED_not_decided);
    const char *vote = rule_vote_unsettled(q->day);
    if (vote[0] != '\0')
        return refused_for(REFUSED_vote_unsettled, vote);
    return happens((struct event){EVENT_item_closed, .as.item_closed = {item->item}});
}

struct verdict rule_item_postpone(const struct question *q)
{
    const struct command_item_postpone *c = &q->command->as.item_postpone;
    const struct agenda_item *item = day_item(q->day, c->item);
    /* What is done with is taken in hand again first: the minutes do not say of what was dealt with that it was put off. */
    if (item->decisions.count > 0 || item->state == ITEM_STATE_DONE)
        return refused(REFUSED_already_decided);
    if (is_heading(q->day, item))
        return refused(REFUSED_is_heading);
    if (rule_is_blank(c->reason))
        return refused(REFUSED_reason_missing);
    const char *vote = rule_vote_unsettled(q->day);
    if (vote[0] != '\0')
        return refused_for(REFUSED_vote_unsettled, vote);
    return happens(
        (struct event){EVENT_item_postponed, .as.item_postponed = {item->item, c->reason}});
}
