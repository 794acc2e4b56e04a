#include "live/meeting/wishes.h"

#include "live/meeting/rights_told.h"
#include "live/words.h"

/* --- what they all draw from ------------------------------------------------------------------------------------------ */

const char *some_seat(struct meeting *m)
{
    return once_in(&m->chance, 40) ? "nobody" : SOME(m, meeting_day(m)->seats)->seat;
}

const char *some_member(struct meeting *m)
{
    const struct stay *stay = SOME(m, meeting_day(m)->stays);
    bool fits = stay != NULL && stay->to_ms == 0 && told_takes_part(&m->ledger, stay->seat);
    return fits ? stay->seat : some_seat(m);
}

const char *some_group(struct meeting *m)
{
    return once_in(&m->chance, 40) ? "z" : SOME(m, meeting_day(m)->groups)->group;
}

const char *some_item(struct meeting *m)
{
    return once_in(&m->chance, 40) ? "item-z" : SOME(m, meeting_day(m)->items)->item;
}

const char *some_organisation(struct meeting *m)
{
    return once_in(&m->chance, 20) ? "nowhere"
                                   : SOME(m, meeting_day(m)->organisations)->organisation;
}

const char *item_in_hand(struct meeting *m)
{
    const char *item = meeting_day(m)->in_hand;
    return item[0] != '\0' && !once_in(&m->chance, 8) ? item : some_item(m);
}

const char *some_proposal(struct meeting *m)
{
    const struct agenda_item_list *items = &meeting_day(m)->items;
    size_t from = draw(&m->chance, (uint32_t)items->count);
    bool may_be_decided = once_in(&m->chance, 6);
    for (size_t i = 0; i < items->count; i++) {
        const struct agenda_item *item = &items->items[(from + i) % items->count];
        if (item->doc[0] != '\0' && (may_be_decided || item->state != ITEM_STATE_DECIDED))
            return item->item;
    }
    return "item-9-z";
}

const char *some_words(struct meeting *m)
{
    return PICK(&m->chance, "Perustetaan foorumi.", "Järjestöille 😀", "Heti.", "Rivi\nja toinen",
                "Kesken", "Virhe", "Lausun.", "Muutetaan.", "Kannatetaan", "Syy", "  ");
}

const char *some_vote(struct meeting *m)
{
    const struct vote_list *votes = &meeting_day(m)->votes;
    for (size_t i = votes->count; i-- > 0 && !once_in(&m->chance, 16);)
        if (votes->items[i].state == VOTE_STATE_OPEN || votes->items[i].state == VOTE_STATE_CLOSED)
            return votes->items[i].vote;
    const struct vote *any = SOME(m, *votes);
    return any != NULL ? any->vote : "vote-9";
}

const char *some_voter(struct meeting *m, const char *vote)
{
    const struct vote *found = day_vote(meeting_day(m), vote);
    const struct voter *voter = found != NULL ? SOME(m, found->voters) : NULL;
    return voter != NULL && !once_in(&m->chance, 8) ? voter->seat : some_member(m);
}

const char *words_now(struct meeting *m, const char *item)
{
    const struct agenda_item *found = day_item(meeting_day(m), item);
    if (found == NULL || found->doc[0] == '\0' || once_in(&m->chance, 20))
        return "0123";
    struct id_list names = day_doc_fields(meeting_day(m), found->doc, &m->arena);
    struct field_list words = words_read(document(m->stage, found->doc), &names, &m->arena);
    return words_hash(&words, &m->arena);
}

struct take_list handed_in(struct meeting *m)
{
    struct take_list takes = {0};
    for (size_t i = 0; i < meeting_day(m)->groups.count; i++) {
        const struct working_group *group = &meeting_day(m)->groups.items[i];
        struct take one = {group->group, once_in(&m->chance, 3) ? "a" : group->letter};
        if (group->state == GROUP_STATE_HANDED_IN || once_in(&m->chance, 40))
            LIST_ADD(&takes, one, &m->arena);
    }
    return takes;
}

/* --- of what kind, and who ---------------------------------------------------------------------------------------------- */

#define KINDS(...)                                                                                 \
    {                                                                                              \
        (const enum command_kind[]){__VA_ARGS__},                                                  \
            sizeof((const enum command_kind[]){__VA_ARGS__}) / sizeof(enum command_kind)           \
    }

/* What people come to ask for in each phase, the commoner things twice. */
static const struct {
    const enum command_kind *items;
    size_t count;
} kinds[PHASE_COUNT] = {
    [PHASE_OPENING] =
        KINDS(COMMAND_presence_set, COMMAND_presence_set, COMMAND_presence_set,
              COMMAND_officers_elect, COMMAND_officer_elect, COMMAND_item_open, COMMAND_item_close,
              COMMAND_item_postpone, COMMAND_rules_agree, COMMAND_seat_make, COMMAND_seat_name,
              COMMAND_lobby_admit, COMMAND_lobby_refuse, COMMAND_floor_ask, COMMAND_floor_give,
              COMMAND_floor_end, COMMAND_absence_begin, COMMAND_materials_set),
    [PHASE_WORKSHOP] = KINDS(
        COMMAND_group_start, COMMAND_group_start, COMMAND_group_pause, COMMAND_group_resume,
        COMMAND_clock_set, COMMAND_action_add, COMMAND_action_add, COMMAND_action_remove,
        COMMAND_action_move, COMMAND_handin_announce, COMMAND_group_return, COMMAND_proposals_take,
        COMMAND_presence_set, COMMAND_presence_set, COMMAND_lobby_admit, COMMAND_item_open),
    [PHASE_MERGING] = KINDS(COMMAND_action_add, COMMAND_action_remove, COMMAND_action_move,
                            COMMAND_take_undo, COMMAND_proposals_take, COMMAND_phase_change,
                            COMMAND_group_return, COMMAND_presence_set, COMMAND_voter_name),
    [PHASE_DECIDING] =
        KINDS(COMMAND_item_open, COMMAND_item_decide, COMMAND_item_decide, COMMAND_item_reopen,
              COMMAND_amendment_make, COMMAND_amendment_make, COMMAND_amendment_second,
              COMMAND_amendment_second, COMMAND_amendment_withdraw, COMMAND_amendment_settle,
              COMMAND_statement_make, COMMAND_statement_make, COMMAND_statement_withdraw,
              COMMAND_vote_open, COMMAND_vote_open, COMMAND_vote_open, COMMAND_ballot_cast,
              COMMAND_ballot_cast, COMMAND_count_enter, COMMAND_count_enter, COMMAND_vote_close,
              COMMAND_vote_confirm, COMMAND_vote_cancel, COMMAND_voter_name, COMMAND_rules_agree,
              COMMAND_floor_ask, COMMAND_floor_ask, COMMAND_floor_withdraw, COMMAND_floor_give,
              COMMAND_floor_end, COMMAND_absence_begin, COMMAND_absence_end, COMMAND_presence_set,
              COMMAND_officers_elect, COMMAND_item_postpone, COMMAND_action_add,
              COMMAND_action_remove, COMMAND_floor_switch),
    [PHASE_CLOSED] = KINDS(
        COMMAND_minutes_send, COMMAND_minutes_send, COMMAND_minutes_approve,
        COMMAND_minutes_approve, COMMAND_minutes_approve, COMMAND_minutes_remark,
        COMMAND_minutes_take_back, COMMAND_minutes_sign, COMMAND_minutes_publish,
        COMMAND_minutes_correct, COMMAND_minutes_distribute, COMMAND_delivery_repeat,
        COMMAND_delivery_open, COMMAND_delivery_acknowledge, COMMAND_onward_set, COMMAND_status_set,
        COMMAND_feedback_give, COMMAND_materials_set, COMMAND_goals_set, COMMAND_goals_set,
        COMMAND_action_goal_set, COMMAND_action_goal_set, COMMAND_lobby_refuse),
};

static struct command wish_of(struct meeting *m, enum command_kind kind)
{
    struct command command = {0};
    bool is_known = wish_workshop(m, kind, &command) || wish_agenda(m, kind, &command) ||
                    wish_assembly(m, kind, &command) || wish_after(m, kind, &command);
    assert_true(is_known);
    return command;
}

/* A day has a course: whoever leads it looks at the clock. */
static bool is_late(const struct meeting *m)
{
    static const size_t ends[PHASE_COUNT] = {16, 60, 72, 140, SIZE_MAX};
    return m->commands > ends[meeting_day(m)->phase] + m->slowness;
}

struct command wish_next(struct meeting *m)
{
    enum phase phase = meeting_day(m)->phase;
    if (once_in(&m->chance, 8))
        return wish_of(m, (enum command_kind)draw(&m->chance, COMMAND_KIND_COUNT));
    if (draw(&m->chance, 12) < (is_late(m) ? 9U : 5U))
        return wish_to_get_on(m, is_late(m));
    return wish_of(m, kinds[phase].items[draw(&m->chance, (uint32_t)kinds[phase].count)]);
}

const char *wish_sender(struct meeting *m, const struct command *command)
{
    const struct seat_list *seats = &meeting_day(m)->seats;
    size_t from = draw(&m->chance, (uint32_t)seats->count);
    bool is_anybody = once_in(&m->chance, 8);
    for (size_t i = 0; i < seats->count && !is_anybody; i++) {
        const char *seat = seats->items[(from + i) % seats->count].seat;
        if (told_may(m, seat, command))
            return seat;
    }
    return seats->items[from].seat;
}
