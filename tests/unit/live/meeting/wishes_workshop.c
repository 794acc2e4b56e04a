#include "live/meeting/wishes.h"

static const char *some_doc(struct meeting *m)
{
    const struct agenda_item *item = day_item(meeting_day(m), some_proposal(m));
    if (item != NULL && (meeting_day(m)->phase != PHASE_WORKSHOP || once_in(&m->chance, 3)))
        return item->doc;
    return once_in(&m->chance, 40) ? "doc-z" : SOME(m, meeting_day(m)->groups)->doc;
}

/* One that is there; of those taken out, or a1, if `is_out`. */
static const char *some_action(struct meeting *m, const char *doc, bool is_out)
{
    const struct working_group *group = day_group_of_doc(meeting_day(m), doc);
    const struct agenda_item *item = day_item_of_doc(meeting_day(m), doc);
    struct id_list none = {0};
    struct id_list actions = group ? group->actions : item ? item->actions : none;
    struct id_list removed = group ? group->removed : item ? item->removed : none;
    const char **one = is_out ? SOME(m, removed) : SOME(m, actions);
    return one != NULL ? *one : "a1";
}

bool wish_workshop(struct meeting *m, enum command_kind kind, struct command *out)
{
    struct chance *chance = &m->chance;
    const char *doc = some_doc(m);
    switch (kind) {
    case COMMAND_phase_change:
        *out = wish(phase_change, (enum phase)draw(chance, PHASE_COUNT));
        return true;
    case COMMAND_group_start:
        *out = wish(group_start, some_group(m), draw(chance, 90));
        return true;
    case COMMAND_group_pause:
        *out = wish(group_pause, some_group(m), (enum pause_reason)draw(chance, 3), "Kahvi");
        return true;
    case COMMAND_group_resume:
        *out = wish(group_resume, some_group(m));
        return true;
    case COMMAND_clock_set:
        *out = wish(clock_set, some_group(m),
                    m->stage->now_ms + draw_between(chance, -5, 90) * MINUTE);
        return true;
    case COMMAND_action_add:
        *out = wish(action_add, doc, once_in(chance, 3) ? some_action(m, doc, true) : "");
        return true;
    case COMMAND_action_remove:
        *out = wish(action_remove, doc, some_action(m, doc, once_in(chance, 8)));
        return true;
    case COMMAND_action_move:
        *out = wish(action_move, doc, some_action(m, doc, once_in(chance, 8)), draw(chance, 3));
        return true;
    case COMMAND_handin_announce:
        *out = wish(handin_announce, some_group(m));
        return true;
    case COMMAND_handin_complete:
        *out = wish(handin_complete, some_group(m));
        return true;
    case COMMAND_group_return:
        *out = wish(group_return, some_group(m), some_words(m));
        return true;
    case COMMAND_proposals_take:
        *out = wish(proposals_take, once_in(chance, 12) ? some_item(m) : "item-9", handed_in(m));
        return true;
    case COMMAND_take_undo:
        *out = wish(take_undo, once_in(chance, 12) ? some_item(m) : "item-9");
        return true;
    default:
        return false;
    }
}
