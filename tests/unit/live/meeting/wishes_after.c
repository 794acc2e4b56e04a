#include "live/meeting/wishes.h"

/* What was sent; seldom something else. */
static const char *minutes_sent(struct meeting *m)
{
    return once_in(&m->chance, 16) ? "0123" : meeting_day(m)->minutes.hash;
}

/* An action that was decided on, if there is any. */
static const struct decision *some_decision(struct meeting *m, const char **item)
{
    const struct agenda_item *found = day_item(meeting_day(m), *item = some_item(m));
    return found != NULL ? SOME(m, found->decisions) : NULL;
}

static const char *some_decided_action(struct meeting *m, const char **item)
{
    const struct decision *decision = some_decision(m, item);
    for (int i = 0; i < 8 && decision == NULL; i++)
        decision = some_decision(m, item);
    const char **action = decision != NULL ? SOME(m, decision->actions) : NULL;
    return action != NULL ? *action : "a1";
}

static struct command some_status(struct meeting *m)
{
    const char *item = NULL;
    const char *action = some_decided_action(m, &item);
    return wish(status_set, some_organisation(m), item, action,
                (enum action_state)draw(&m->chance, ACTION_STATE_COUNT), some_words(m));
}

static struct command some_goals(struct meeting *m)
{
    struct goal_list goals = {0};
    for (uint32_t i = draw(&m->chance, 4); i > 0; i--) {
        struct goal one = {some_words(m)};
        LIST_ADD(&goals, one, &m->arena);
    }
    return wish(goals_set, goals);
}

static struct command some_action_goal(struct meeting *m)
{
    const char *item = NULL;
    const char *action = some_decided_action(m, &item);
    const struct goal *goal = once_in(&m->chance, 4) ? NULL : SOME(m, meeting_day(m)->goals);
    return wish(action_goal_set, item, action, goal != NULL ? goal->text : "");
}

bool wish_after(struct meeting *m, enum command_kind kind, struct command *out)
{
    struct chance *chance = &m->chance;
    switch (kind) {
    case COMMAND_minutes_send:
        *out = wish(minutes_send,
                    once_in(chance, 8) ? "0123" : hall_minutes_seal(m->stage->hall, &m->arena));
        return true;
    case COMMAND_minutes_take_back:
        *out = wish(minutes_take_back, some_words(m));
        return true;
    case COMMAND_minutes_remark:
        *out = wish(minutes_remark, once_in(chance, 2) ? "" : some_item(m), some_words(m));
        return true;
    case COMMAND_minutes_approve:
        *out = wish(minutes_approve, minutes_sent(m));
        return true;
    case COMMAND_minutes_sign:
        *out = wish(minutes_sign, minutes_sent(m));
        return true;
    case COMMAND_minutes_publish:
        *out = wish(minutes_publish, minutes_sent(m));
        return true;
    case COMMAND_minutes_correct:
        *out = wish(minutes_correct, once_in(chance, 3) ? some_words(m) : " ");
        return true;
    case COMMAND_minutes_distribute:
        *out = wish(minutes_distribute, minutes_sent(m));
        return true;
    case COMMAND_delivery_begin:
        *out = wish(delivery_begin, some_organisation(m), "mail-of-nobody");
        return true;
    case COMMAND_delivery_end:
        *out = wish(delivery_end, some_organisation(m),
                    (enum delivery_state)draw(chance, DELIVERY_STATE_COUNT), some_words(m));
        return true;
    case COMMAND_delivery_bounce:
        *out = wish(delivery_bounce, "mail-unknown", "5.1.1");
        return true;
    case COMMAND_delivery_repeat:
        *out = wish(delivery_repeat, some_organisation(m));
        return true;
    case COMMAND_delivery_open:
        *out = wish(delivery_open, some_organisation(m));
        return true;
    case COMMAND_delivery_acknowledge:
        *out = wish(delivery_acknowledge, some_organisation(m));
        return true;
    case COMMAND_onward_set:
        *out = wish(onward_set, some_organisation(m), some_words(m), "2025-01-15", "12 §",
                    some_words(m));
        return true;
    case COMMAND_feedback_give:
        *out = wish(feedback_give, some_seat(m), draw(chance, 7), 1 + draw(chance, 5), OPINION);
        return true;
    case COMMAND_status_set:
        *out = some_status(m);
        return true;
    case COMMAND_goals_set:
        *out = some_goals(m);
        return true;
    case COMMAND_action_goal_set:
        *out = some_action_goal(m);
        return true;
    default:
        return false;
    }
}
