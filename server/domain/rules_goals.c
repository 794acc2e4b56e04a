/* The goals of the plan that the round serves, and which of them a decided action is for. An action keeps the words of
 * its goal when the list changes: what was said of it stays said. */
#include "domain/rule.h"

struct verdict rule_goals_set(const struct question *q)
{
    const struct goal_list *goals = &q->command->as.goals_set.goals;
    if (goals->count > GOALS_MAX)
        return refused_for(REFUSED_command_malformed, "goals");
    for (size_t i = 0; i < goals->count; i++)
        if (rule_is_blank(goals->items[i].text))
            return refused(REFUSED_text_empty);
    return happens((struct event){EVENT_goals_put, .as.goals_put = {*goals}});
}

static bool is_goal(const struct day *day, const char *text)
{
    for (size_t i = 0; i < day->goals.count; i++)
        if (strcmp(day->goals.items[i].text, text) == 0)
            return true;
    return false;
}

struct verdict rule_action_goal_set(const struct question *q)
{
    const struct command_action_goal_set *c = &q->command->as.action_goal_set;
    const struct decision *decision = item_decision(day_item(q->day, c->item));
    if (decision == NULL || !ids_have(&decision->actions, c->action))
        return refused(REFUSED_no_such_action);
    if (c->goal[0] != '\0' && !is_goal(q->day, c->goal))
        return refused(REFUSED_goal_unknown);
    return happens(
        (struct event){EVENT_action_goal_put, .as.action_goal_put = {c->item, c->action, c->goal}});
}
