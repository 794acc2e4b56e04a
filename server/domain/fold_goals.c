/* The goals of the plan, and which of them each action serves. */
#include "domain/fold.h"

enum err fold_goals_put(struct state *state, const struct event_goals_put *e,
                        struct happening unused)
{
    (void)unused;
    state->day.goals = e->goals;
    return OK;
}

/* Said anew, it stands in the place of what was said before; "": of none. */
enum err fold_action_goal_put(struct state *state, const struct event_action_goal_put *e,
                              struct happening unused)
{
    (void)unused;
    struct action_goal_list *all = &state->day.action_goals;
    if (item_of(state, e->item) == NULL)
        return ERR_CORRUPT;
    size_t kept = 0;
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i].item, e->item) != 0 ||
            strcmp(all->items[i].action, e->action) != 0)
            all->items[kept++] = all->items[i];
    all->count = kept;
    struct action_goal one = {e->item, e->action, e->goal};
    LIST_ADD(all, one, &state->memory);
    return OK;
}
