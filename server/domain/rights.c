#include "domain/rights.h"

#include "domain/nouns.h"

unsigned rights_roles(const struct day *day, const char *seat)
{
    const struct seat *found = day_seat(day, seat);
    if (found == NULL)
        return 0;
    unsigned roles = 0;
    if (strcmp(day_chair(day), seat) == 0)
        roles |= WHO_CHAIR;
    if (day_is_secretary(day, seat))
        roles |= WHO_SECRETARY;
    if (seat_has_role(found, ROLE_FACILITATOR))
        roles |= WHO_FACILITATOR;
    if (seat_has_role(found, ROLE_ORGANISER))
        roles |= WHO_ORGANISER;
    return roles;
}

bool rights_facilitates(const struct day *day, const char *seat, const char *group)
{
    const struct seat *found = day_seat(day, seat);
    return found != NULL && seat_has_role(found, ROLE_FACILITATOR) &&
           strcmp(found->group, group) == 0;
}

static bool is_member(const struct seat *seat, const char *group)
{
    return strcmp(seat->group, group) == 0 &&
           (seat_has_role(seat, ROLE_PARTICIPANT) || seat_has_role(seat, ROLE_FACILITATOR));
}

static enum access group_access(const struct day *day, const struct seat *seat,
                                const struct working_group *group)
{
    bool is_handed_in =
        group->state == GROUP_STATE_HANDED_IN || group->state == GROUP_STATE_ON_AGENDA;
    if (is_member(seat, group->group)) {
        /* A pause asks people to look up; it does not take from them the words that were on their way. */
        bool is_at_work = group->state == GROUP_STATE_WRITING ||
                          group->state == GROUP_STATE_PAUSED ||
                          group->state == GROUP_STATE_HANDING_IN;
        return is_at_work && day->phase != PHASE_CLOSED ? ACCESS_WRITE : ACCESS_LOCKED;
    }
    if (seat_has_role(seat, ROLE_WALL))
        return ACCESS_NONE;
    if (is_handed_in)
        return ACCESS_READ;
    unsigned sees_drafts = WHO_CHAIR | WHO_SECRETARY | WHO_ORGANISER;
    return rights_roles(day, seat->seat) & sees_drafts ? ACCESS_READ : ACCESS_NONE;
}

static enum access item_access(const struct day *day, const char *seat,
                               const struct agenda_item *item)
{
    unsigned roles = rights_roles(day, seat);
    unsigned merging = WHO_FACILITATOR | WHO_SECRETARY | WHO_CHAIR | WHO_ORGANISER;
    unsigned deciding = WHO_SECRETARY | WHO_CHAIR;
    if (!(roles & merging))
        return ACCESS_READ;
    bool is_open =
        (day->phase == PHASE_MERGING || (day->phase == PHASE_DECIDING && roles & deciding)) &&
        item_decision(item) == NULL;
    return is_open ? ACCESS_WRITE : ACCESS_LOCKED;
}

enum access rights_document(const struct day *day, const char *seat, const char *doc)
{
    const struct seat *found = day_seat(day, seat);
    if (found == NULL)
        return ACCESS_NONE;
    const struct working_group *group = day_group_of_doc(day, doc);
    if (group != NULL)
        return group_access(day, found, group);
    const struct agenda_item *item = day_item_of_doc(day, doc);
    return item != NULL ? item_access(day, seat, item) : ACCESS_NONE;
}

bool rights_late_edits(const struct day *day, const char *seat, const char *doc)
{
    const struct working_group *group = day_group_of_doc(day, doc);
    if (group != NULL && rights_facilitates(day, seat, group->group))
        return true;
    return rights_roles(day, seat) & (WHO_CHAIR | WHO_SECRETARY | WHO_ORGANISER);
}
