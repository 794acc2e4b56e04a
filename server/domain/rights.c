#include "domain/rights.h"

#include "domain/nouns.h"
#include "domain/table_words.h"

#include <assert.h>

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
    if (seat_has_role(found, ROLE_REGISTRY))
        roles |= WHO_REGISTRY;
    if (day_is_officer(day, POST_COUNTER, seat))
        roles |= WHO_COUNTER;
    if (day_is_officer(day, POST_EXAMINER, seat))
        roles |= WHO_EXAMINER;
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

/* Who a seat is for a text: of this group, or of the agenda (NULL). */
static unsigned who_is(const struct day *day, const struct seat *seat,
                       const struct working_group *group)
{
    unsigned who = WHO_ANYONE | rights_roles(day, seat->seat);
    if (seat_has_role(seat, ROLE_WALL))
        who |= WHO_WALL;
    if (group != NULL && is_member(seat, group->group))
        who |= WHO_MEMBER;
    if (group != NULL && rights_facilitates(day, seat->seat, group->group))
        who |= WHO_GROUP;
    return who;
}

/* --- the rows of documents.def --------------------------------------------------------------------------------------- */

/* The columns of a group's text: the states of its group, and one more. */
enum { GROUP_TEXT_UNFINISHED = GROUP_STATE_COUNT, GROUP_TEXT_COLUMNS };
static_assert(GROUP_TEXT_COLUMNS == 7, "documents.def has a column for each state of a group");
/* The columns of a text of the agenda. */
enum agenda_text {
    AGENDA_TEXT_COMING,
    AGENDA_TEXT_MERGING,
    AGENDA_TEXT_DECIDING,
    AGENDA_TEXT_DECIDED,
    AGENDA_TEXT_CLOSED,
};

#define GROUP_TEXT(who, ...)
#define AGENDA_TEXT(who, ...)
#define MINUTES_TEXT(who, ...)
#define LATE_EDITS(text, who)

static const struct row {
    unsigned who;
    enum access access[GROUP_TEXT_COLUMNS];
} group_rows[] = {
#undef GROUP_TEXT
#define GROUP_TEXT(who, a, b, c, d, e, f, g)                                                       \
    {who, {ACCESS_##a, ACCESS_##b, ACCESS_##c, ACCESS_##d, ACCESS_##e, ACCESS_##f, ACCESS_##g}},
#include "domain/documents.def"
#undef GROUP_TEXT
#define GROUP_TEXT(who, ...)
};

static const struct row agenda_rows[] = {
#undef AGENDA_TEXT
#define AGENDA_TEXT(who, a, b, c, d, e)                                                            \
    {who, {ACCESS_##a, ACCESS_##b, ACCESS_##c, ACCESS_##d, ACCESS_##e}},
#include "domain/documents.def"
#undef AGENDA_TEXT
#define AGENDA_TEXT(who, ...)
};

static_assert(MINUTES_STATE_COUNT == 5, "documents.def has a column for each state of the minutes");
static const struct row minutes_rows[] = {
#undef MINUTES_TEXT
#define MINUTES_TEXT(who, a, b, c, d, e)                                                           \
    {who, {ACCESS_##a, ACCESS_##b, ACCESS_##c, ACCESS_##d, ACCESS_##e}},
#include "domain/documents.def"
#undef MINUTES_TEXT
#define MINUTES_TEXT(who, ...)
};

enum {
#undef LATE_EDITS
#define LATE_EDITS(text, who) text##_LATE_EDITS = (who),
#include "domain/documents.def"
#undef LATE_EDITS
};

static enum access first_that_fits(const struct row *rows, size_t count, unsigned who,
                                   size_t column)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].who & who)
            return rows[i].access[column];
    return ACCESS_NONE;
}

static size_t group_column(const struct day *day, const struct working_group *group)
{
    bool is_handed_in =
        group->state == GROUP_STATE_HANDED_IN || group->state == GROUP_STATE_ON_AGENDA;
    return day->phase == PHASE_CLOSED && !is_handed_in ? GROUP_TEXT_UNFINISHED
                                                       : (size_t)group->state;
}

static enum agenda_text agenda_column(const struct day *day, const struct agenda_item *item)
{
    if (item_decision(item) != NULL)
        return AGENDA_TEXT_DECIDED;
    switch (day->phase) {
    case PHASE_MERGING:
        return AGENDA_TEXT_MERGING;
    case PHASE_DECIDING:
        return AGENDA_TEXT_DECIDING;
    case PHASE_CLOSED:
        return AGENDA_TEXT_CLOSED;
    default:
        return AGENDA_TEXT_COMING;
    }
}

enum access rights_document(const struct day *day, const char *seat, const char *doc)
{
    const struct seat *found = day_seat(day, seat);
    const struct working_group *group = day_group_of_doc(day, doc);
    const struct agenda_item *item = day_item_of_doc(day, doc);
    if (found != NULL && strcmp(doc, MINUTES_DOC) == 0)
        return first_that_fits(minutes_rows, sizeof minutes_rows / sizeof *minutes_rows,
                               who_is(day, found, NULL), day->minutes.state);
    if (found == NULL || (group == NULL && item == NULL))
        return ACCESS_NONE;
    unsigned who = who_is(day, found, group);
    if (group != NULL)
        return first_that_fits(group_rows, sizeof group_rows / sizeof *group_rows, who,
                               group_column(day, group));
    return first_that_fits(agenda_rows, sizeof agenda_rows / sizeof *agenda_rows, who,
                           agenda_column(day, item));
}

bool rights_late_edits(const struct day *day, const char *seat, const char *doc)
{
    const struct seat *found = day_seat(day, seat);
    const struct working_group *group = day_group_of_doc(day, doc);
    if (found == NULL || strcmp(doc, MINUTES_DOC) == 0)
        return found != NULL && (who_is(day, found, NULL) & MINUTES_TEXT_LATE_EDITS);
    return who_is(day, found, group) & (group ? GROUP_TEXT_LATE_EDITS : AGENDA_TEXT_LATE_EDITS);
}
