/* How the day was: three answers from each who took part, as often as they like; the last ones count. What they are is in
 * no event. */
#include "domain/rule.h"

enum { GRADE_MIN = 1, GRADE_MAX = 5 };

static bool is_grade(int64_t grade)
{
    return grade >= GRADE_MIN && grade <= GRADE_MAX;
}

struct verdict rule_feedback_give(const struct question *q)
{
    const struct command_feedback_give *c = &q->command->as.feedback_give;
    if (!rule_takes_part(day_seat(q->day, c->seat)))
        return refused(REFUSED_seat_unfit);
    if (!is_grade(c->benefit))
        return refused_for(REFUSED_command_malformed, "benefit");
    if (!is_grade(c->influence))
        return refused_for(REFUSED_command_malformed, "influence");
    return happens((struct event){EVENT_feedback_given, .as.feedback_given = {c->seat}});
}
