/* What brings the day on from where it is: whoever leads it would ask for that next. */
#include "live/meeting/wishes.h"

static struct command group_gets_on(struct meeting *m, const struct working_group *group)
{
    switch (group->state) {
    case GROUP_STATE_WAITING:
        return wish(group_start, group->group, 60);
    case GROUP_STATE_PAUSED:
        return wish(group_resume, group->group);
    default:
        if (group->actions.count == 0)
            return wish(action_add, group->doc, "");
        if (group->state == GROUP_STATE_WRITING)
            meeting_fills_in(m, group->doc, &group->actions);
        return wish(handin_announce, group->group);
    }
}

static struct command workshop_gets_on(struct meeting *m, bool is_late)
{
    const struct working_group_list *groups = &meeting_day(m)->groups;
    size_t from = draw(&m->chance, (uint32_t)groups->count);
    struct take_list takes = handed_in(m);
    if (takes.count > 0 && is_late && once_in(&m->chance, 3))
        return wish(proposals_take, "item-9", takes);
    for (size_t i = 0; i < groups->count; i++) {
        const struct working_group *group = &groups->items[(from + i) % groups->count];
        if (group->state < GROUP_STATE_HANDED_IN)
            return group_gets_on(m, group);
    }
    if (once_in(&m->chance, 8))
        return wish(group_return, some_group(m), "Kesken");
    return takes.count > 0 ? wish(proposals_take, "item-9", takes)
                           : wish(phase_change, PHASE_MERGING);
}

static struct command merging_gets_on(struct meeting *m)
{
    struct take_list takes = handed_in(m);
    if (takes.count > 0 && once_in(&m->chance, 2))
        return wish(proposals_take, "item-9", takes);
    return wish(phase_change, strcmp(some_proposal(m), "item-9-z") != 0 || draw(&m->chance, 3)
                                  ? PHASE_DECIDING
                                  : PHASE_WORKSHOP);
}

/* --- deciding --------------------------------------------------------------------------------------------------------- */

static struct command vote_gets_on(struct meeting *m, const struct vote *vote, bool is_late)
{
    struct chance *chance = &m->chance;
    bool is_due = vote->yes == vote->no && vote->tie != TIE_RULE_BASE;
    if (once_in(chance, is_late ? 4 : 16))
        return wish(vote_cancel, vote->vote, "Virhe");
    if (vote->state == VOTE_STATE_CLOSED)
        return wish(vote_confirm, vote->vote, is_due ? (enum choice)draw(chance, 2) : CHOICE_EMPTY);
    if (once_in(chance, 3))
        return wish(vote_close, vote->vote);
    if (vote->method == VOTE_METHOD_HANDS)
        return wish(count_enter, vote->vote, 1, once_in(chance, 4), 0);
    return wish(ballot_cast, vote->vote, some_voter(m, vote->vote),
                (enum choice)draw(chance, CHOICE_COUNT));
}

static struct command amendment_gets_on(struct meeting *m, const struct amendment *one)
{
    struct chance *chance = &m->chance;
    if (one->seconder[0] == '\0')
        return once_in(chance, 3)
                   ? wish(amendment_settle, one->amendment, AMENDMENT_STATE_LAPSED, "")
                   : wish(amendment_second, one->amendment, some_member(m));
    if (once_in(chance, 3))
        return wish(amendment_settle, one->amendment,
                    once_in(chance, 2) ? AMENDMENT_STATE_ADOPTED : AMENDMENT_STATE_REJECTED,
                    "Näin.");
    return wish(vote_open, one->item, one->amendment, "Lisätäänkö?", "Esitys", "Muutos",
                (enum vote_method)once_in(chance, 3), false);
}

static struct command item_gets_on(struct meeting *m, const struct agenda_item *item, bool is_late)
{
    struct chance *chance = &m->chance;
    for (size_t i = 0; i < meeting_day(m)->amendments.count; i++) {
        const struct amendment *one = &meeting_day(m)->amendments.items[i];
        if (one->state == AMENDMENT_STATE_OPEN && strcmp(one->item, item->item) == 0)
            return amendment_gets_on(m, one);
    }
    if (!is_late && once_in(chance, 2))
        return wish(amendment_make, item->item, "decision", some_member(m),
                    once_in(chance, 2) ? some_member(m) : "", "Lisätään: heti.");
    if (!once_in(chance, 4))
        meeting_fills_in(m, item->doc, &item->actions);
    const char *hash = words_now(m, item->item);
    bool is_same = strcmp(hash, item->proposed_hash) == 0;
    return wish(item_decide, item->item,
                once_in(chance, 4) ? OUTCOME_RETURNED
                : is_same          ? OUTCOME_AS_PROPOSED
                                   : OUTCOME_AS_AMENDED,
                hash);
}

/* All is decided, and there is time. */
static struct command once_more(struct meeting *m)
{
    const char *item = some_item(m);
    const struct agenda_item *found = day_item(meeting_day(m), item);
    if (found == NULL || found->state != ITEM_STATE_DECIDED)
        return wish(item_open, item);
    return wish(item_reopen, item, "Virhe");
}

static struct command deciding_gets_on(struct meeting *m, bool is_late)
{
    const struct day *day = meeting_day(m);
    for (size_t i = 0; i < day->votes.count; i++)
        if (day->votes.items[i].state == VOTE_STATE_OPEN ||
            day->votes.items[i].state == VOTE_STATE_CLOSED)
            return vote_gets_on(m, &day->votes.items[i], is_late);
    for (size_t i = 0; i < day->items.count; i++) {
        const struct agenda_item *item = &day->items.items[i];
        if (item->doc[0] == '\0' || item->state == ITEM_STATE_DECIDED)
            continue;
        return item->state == ITEM_STATE_IN_HAND ? item_gets_on(m, item, is_late)
                                                 : wish(item_open, item->item);
    }
    return is_late ? wish(phase_change, PHASE_CLOSED) : once_more(m);
}

/* --- after the meeting ------------------------------------------------------------------------------------------------ */

/* They go out once a version; what was wrong is then corrected. */
static struct command published_get_on(struct meeting *m)
{
    const struct day *day = meeting_day(m);
    for (size_t i = 0; i < day->deliveries.count; i++)
        if (day->deliveries.items[i].version == day->minutes.version)
            return once_in(&m->chance, 12) ? wish(minutes_correct, "Virhe")
                                           : wish(delivery_open, some_organisation(m));
    return wish(minutes_distribute, day->minutes.hash);
}

static struct command minutes_get_on(struct meeting *m)
{
    const struct minutes *minutes = &meeting_day(m)->minutes;
    switch (minutes->state) {
    case MINUTES_STATE_DRAFT:
        return wish(minutes_send, hall_minutes_seal(m->stage->hall, &m->arena));
    case MINUTES_STATE_EXAMINING:
        return once_in(&m->chance, 6) ? wish(minutes_take_back, "Kesken")
                                      : wish(minutes_approve, minutes->hash);
    case MINUTES_STATE_EXAMINED:
        return wish(minutes_sign, minutes->hash);
    case MINUTES_STATE_SIGNED:
        return wish(minutes_publish, minutes->hash);
    default:
        return published_get_on(m);
    }
}

/* --- before it -------------------------------------------------------------------------------------------------------- */

/* Those elected mostly differ: where one is not fit, none is. */
static struct command election(struct meeting *m)
{
    static const enum post posts[] = {POST_CHAIR,    POST_SECRETARY, POST_VICE_CHAIR, POST_EXAMINER,
                                      POST_EXAMINER, POST_COUNTER,   POST_COUNTER};
    const struct seat_list *seats = &meeting_day(m)->seats;
    size_t from = draw(&m->chance, (uint32_t)seats->count);
    struct officer_list officers = {0};
    for (size_t i = 0; i < sizeof posts / sizeof *posts; i++) {
        const struct seat *seat = &seats->items[(from + i) % seats->count];
        struct officer one = {posts[i], seat->seat};
        if (!seat_is_onlooker(seat) && !once_in(&m->chance, 4))
            LIST_ADD(&officers, one, &m->arena);
    }
    return wish(officers_elect, "item-4", officers);
}

static struct command somebody_comes(struct meeting *m)
{
    const char *seat = some_seat(m);
    for (int i = 0; i < 4 && day_stay(meeting_day(m), seat) != NULL; i++)
        seat = some_seat(m);
    return wish(presence_set, seat, true);
}

struct command wish_to_get_on(struct meeting *m, bool is_late)
{
    enum phase phase = meeting_day(m)->phase;
    if (phase != PHASE_CLOSED && once_in(&m->chance, is_late ? 16 : 4))
        return somebody_comes(m);
    switch (phase) {
    case PHASE_OPENING:
        return is_late ? wish(phase_change, PHASE_WORKSHOP) : election(m);
    case PHASE_WORKSHOP:
        return workshop_gets_on(m, is_late);
    case PHASE_MERGING:
        return merging_gets_on(m);
    case PHASE_DECIDING:
        return deciding_gets_on(m, is_late);
    default:
        return minutes_get_on(m);
    }
}
