#include "live/meeting/rights_told.h"

/* C chair (or opener), S secretary, F facilitator of any group, A organiser, X examiner, V counter, R an organisation's
 * registry; G facilitator of the group in question, s the seat in question, T one of the text's writers. */
static const char *const may[COMMAND_KIND_COUNT] = {
    /* start, pause, hand in, return a group; set the clock */
    [COMMAND_group_start] = "GCA",
    [COMMAND_group_pause] = "GCA",
    [COMMAND_group_resume] = "GCA",
    [COMMAND_clock_set] = "GCA",
    [COMMAND_handin_announce] = "GCA",
    [COMMAND_group_return] = "GCA",
    [COMMAND_handin_complete] = "",
    /* write in the group's proposal; edit the final words */
    [COMMAND_action_add] = "T",
    [COMMAND_action_remove] = "T",
    [COMMAND_action_move] = "T",
    /* bring proposals to 9 §, merge, undo */
    [COMMAND_proposals_take] = "FSCA",
    [COMMAND_take_undo] = "FSCA",
    /* open, close, next item */
    [COMMAND_phase_change] = "CA",
    [COMMAND_item_open] = "CS",
    [COMMAND_item_close] = "CS",
    [COMMAND_item_postpone] = "C",
    [COMMAND_officer_elect] = "CS",
    [COMMAND_officers_elect] = "CS",
    [COMMAND_rules_agree] = "CS",
    [COMMAND_voter_name] = "CS",
    [COMMAND_floor_give] = "SC",
    [COMMAND_floor_end] = "sSC",
    [COMMAND_floor_ask] = "sGSC",
    [COMMAND_floor_withdraw] = "sGSC",
    [COMMAND_floor_switch] = "SCA",
    [COMMAND_materials_set] = "SCA",
    [COMMAND_goals_set] = "SA",
    [COMMAND_action_goal_set] = "SCA",
    /* mark attendance: self, own group, others */
    [COMMAND_presence_set] = "sGSCA",
    [COMMAND_absence_begin] = "sGSCA",
    [COMMAND_absence_end] = "sGSCA",
    [COMMAND_lobby_ask] = "",
    [COMMAND_lobby_admit] = "GSCA",
    [COMMAND_lobby_refuse] = "FSCA",
    [COMMAND_seat_make] = "SCA",
    [COMMAND_seat_name] = "GSCA",
    /* propose an amendment, second, dissent */
    [COMMAND_amendment_make] = "sSC",
    [COMMAND_amendment_second] = "sSC",
    [COMMAND_amendment_withdraw] = "sSC",
    [COMMAND_amendment_settle] = "CS",
    [COMMAND_statement_make] = "sSC",
    [COMMAND_statement_withdraw] = "sSC",
    /* gavel; reopen; open and confirm a vote */
    [COMMAND_item_decide] = "C",
    [COMMAND_item_reopen] = "C",
    [COMMAND_vote_open] = "C",
    [COMMAND_vote_close] = "C",
    [COMMAND_vote_confirm] = "C",
    [COMMAND_vote_cancel] = "C",
    /* enter a count; vote */
    [COMMAND_count_enter] = "V",
    [COMMAND_ballot_cast] = "sS",
    /* remark, approve, sign the minutes; distribution */
    [COMMAND_minutes_send] = "S",
    [COMMAND_minutes_take_back] = "S",
    [COMMAND_minutes_remark] = "XC",
    [COMMAND_minutes_approve] = "X",
    [COMMAND_minutes_sign] = "C",
    [COMMAND_minutes_publish] = "SA",
    [COMMAND_minutes_correct] = "S",
    [COMMAND_minutes_distribute] = "SA",
    [COMMAND_delivery_begin] = "",
    [COMMAND_delivery_end] = "",
    [COMMAND_delivery_bounce] = "",
    [COMMAND_delivery_repeat] = "SA",
    /* update an action or onward status: own organisation, by link */
    [COMMAND_delivery_open] = "R",
    [COMMAND_delivery_acknowledge] = "R",
    [COMMAND_onward_set] = "R",
    [COMMAND_status_set] = "RSA",
    [COMMAND_feedback_give] = "s",
};

static bool is_away(const struct day *day, const char *seat)
{
    for (size_t i = 0; i < day->absences.count; i++)
        if (day->absences.items[i].to_ms == 0 && strcmp(day->absences.items[i].seat, seat) == 0)
            return true;
    return false;
}

const char *told_leader(const struct meeting *m)
{
    const char *chair = told_officer(&m->ledger, POST_CHAIR);
    const char *vice_chair = told_officer(&m->ledger, POST_VICE_CHAIR);
    for (size_t i = 0; chair == NULL && i < m->ledger.seats.count; i++)
        if (told_has(&m->ledger, m->ledger.seats.items[i].seat, ROLE_OPENER))
            chair = m->ledger.seats.items[i].seat;
    bool is_led_by_vice = vice_chair != NULL && is_away(meeting_day(m), chair) &&
                          !is_away(meeting_day(m), vice_chair);
    return is_led_by_vice ? vice_chair : chair;
}

static bool is_secretary(const struct meeting *m, const char *seat)
{
    const char *elected = told_officer(&m->ledger, POST_SECRETARY);
    return elected != NULL ? strcmp(elected, seat) == 0
                           : told_has(&m->ledger, seat, ROLE_SECRETARY);
}

/* --- what a command is about --- */

static const char *group_in_question(const struct command *c)
{
    switch (c->kind) {
    case COMMAND_group_start:
    case COMMAND_group_pause:
    case COMMAND_group_resume:
    case COMMAND_clock_set:
    case COMMAND_handin_announce:
    case COMMAND_group_return:
        return c->as.group_start.group; /* first in each */
    case COMMAND_lobby_admit:
        return c->as.lobby_admit.group;
    default:
        return "";
    }
}

static const char *seat_in_question(const struct day *day, const struct command *c)
{
    const struct amendment *amendment;
    const struct statement *statement;
    switch (c->kind) {
    case COMMAND_presence_set:
    case COMMAND_floor_ask:
    case COMMAND_floor_withdraw:
    case COMMAND_floor_end:
    case COMMAND_absence_begin:
    case COMMAND_absence_end:
    case COMMAND_seat_name:
    case COMMAND_feedback_give:
        return c->as.presence_set.seat; /* first in each */
    case COMMAND_amendment_make:
        return c->as.amendment_make.seat;
    case COMMAND_amendment_second:
        return c->as.amendment_second.seat;
    case COMMAND_amendment_withdraw:
        amendment = day_amendment(day, c->as.amendment_withdraw.amendment);
        return amendment != NULL ? amendment->seat : "";
    case COMMAND_statement_make:
        return c->as.statement_make.seat;
    case COMMAND_statement_withdraw:
        statement = day_statement(day, c->as.statement_withdraw.statement);
        return statement != NULL ? statement->seat : "";
    case COMMAND_ballot_cast:
        return c->as.ballot_cast.seat;
    default:
        return "";
    }
}

static const char *group_of(const struct meeting *m, const struct command *c)
{
    const struct seat *about = told_seat(&m->ledger, seat_in_question(meeting_day(m), c));
    return about != NULL ? about->group : group_in_question(c);
}

/* --- texts --- */

static const struct working_group *group_of_text(const struct meeting *m, const char *doc)
{
    for (size_t i = 0; i < meeting_day(m)->groups.count; i++)
        if (strcmp(meeting_day(m)->groups.items[i].doc, doc) == 0)
            return &meeting_day(m)->groups.items[i];
    return NULL;
}

static bool is_member(const struct meeting *m, const char *seat, const char *group)
{
    bool is_of_it = strcmp(told_seat(&m->ledger, seat)->group, group) == 0;
    return is_of_it && (told_has(&m->ledger, seat, ROLE_PARTICIPANT) ||
                        told_has(&m->ledger, seat, ROLE_FACILITATOR));
}

static bool leads_or_organises(const struct meeting *m, const char *seat)
{
    return strcmp(told_leader(m), seat) == 0 || is_secretary(m, seat) ||
           told_has(&m->ledger, seat, ROLE_ORGANISER);
}

static bool is_polisher(const struct meeting *m, const char *seat)
{
    return leads_or_organises(m, seat) || told_has(&m->ledger, seat, ROLE_FACILITATOR);
}

static bool is_writer(const struct meeting *m, const char *seat, const char *doc)
{
    const struct working_group *group = group_of_text(m, doc);
    return group != NULL ? is_member(m, seat, group->group) : is_polisher(m, seat);
}

bool told_may_see(const struct meeting *m, const char *seat, const char *doc)
{
    const struct working_group *group = group_of_text(m, doc);
    bool is_leading = strcmp(told_leader(m), seat) == 0 || is_secretary(m, seat);
    if (strcmp(doc, MINUTES_DOC) == 0)
        return is_leading || (told_holds(&m->ledger, POST_EXAMINER, seat) &&
                              meeting_day(m)->minutes.state != MINUTES_STATE_DRAFT);
    if (group == NULL || is_member(m, seat, group->group))
        return true;
    if (told_has(&m->ledger, seat, ROLE_WALL))
        return false;
    return leads_or_organises(m, seat) || group->state == GROUP_STATE_HANDED_IN ||
           group->state == GROUP_STATE_ON_AGENDA;
}

static bool is_fixed(const struct meeting *m, const char *doc)
{
    for (size_t i = 0; i < m->ledger.fixed.count; i++)
        if (strcmp(m->ledger.fixed.items[i].doc, doc) == 0)
            return true;
    return false;
}

bool told_may_type(const struct meeting *m, const char *seat, const char *doc)
{
    const struct day *day = meeting_day(m);
    const struct working_group *group = group_of_text(m, doc);
    bool is_leading = strcmp(told_leader(m), seat) == 0 || is_secretary(m, seat);
    if (strcmp(doc, MINUTES_DOC) == 0)
        return is_leading && day->minutes.state == MINUTES_STATE_DRAFT;
    if (is_fixed(m, doc) || day->phase == PHASE_CLOSED)
        return false;
    if (group != NULL)
        return group->state != GROUP_STATE_WAITING && is_member(m, seat, group->group);
    return (day->phase == PHASE_MERGING && is_polisher(m, seat)) ||
           (day->phase == PHASE_DECIDING && is_leading);
}

/* --- commands --- */

static const char *doc_in_question(const struct command *c)
{
    return c->as.action_add.doc; /* first in each command on actions */
}

static bool is(const struct meeting *m, char who, const char *seat, const struct command *c)
{
    const struct ledger *ledger = &m->ledger;
    switch (who) {
    case 'C':
        return strcmp(told_leader(m), seat) == 0;
    case 'S':
        return is_secretary(m, seat);
    case 'F':
        return told_has(ledger, seat, ROLE_FACILITATOR);
    case 'A':
        return told_has(ledger, seat, ROLE_ORGANISER);
    case 'X':
        return told_holds(ledger, POST_EXAMINER, seat);
    case 'V':
        return told_holds(ledger, POST_COUNTER, seat);
    case 'R':
        return told_has(ledger, seat, ROLE_REGISTRY);
    case 'G':
        return told_has(ledger, seat, ROLE_FACILITATOR) && group_of(m, c)[0] != '\0' &&
               strcmp(group_of(m, c), told_seat(ledger, seat)->group) == 0;
    case 's':
        return strcmp(seat_in_question(meeting_day(m), c), seat) == 0;
    default:
        return is_writer(m, seat, doc_in_question(c));
    }
}

/* The organiser gets the day going; deciding and closing are the chair's, and a secret vote is one's own. */
static const char *who_may(const struct meeting *m, const struct command *c)
{
    enum phase now = meeting_day(m)->phase;
    if (c->kind == COMMAND_phase_change &&
        (now == PHASE_DECIDING || c->as.phase_change.phase == PHASE_DECIDING))
        return "C";
    if (c->kind != COMMAND_ballot_cast)
        return may[c->kind];
    const struct told_vote *vote = told_vote(&m->ledger, c->as.ballot_cast.vote);
    return vote != NULL && vote->opened.secret ? "s" : may[c->kind];
}

bool told_may(const struct meeting *m, const char *seat, const struct command *command)
{
    if (told_seat(&m->ledger, seat) == NULL)
        return false;
    for (const char *who = who_may(m, command); *who != '\0'; who++)
        if (is(m, *who, seat, command))
            return true;
    return false;
}
