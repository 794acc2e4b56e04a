/* The tables themselves: every row of commands.def by everyone in every phase, every pair of phases. A new row without an
 * entry here fails. (Every refusal: test_refusals.c.) */
#include "given.h"

/* --- every row ------------------------------------------------------------------------------------------------------ */

enum {
    CHAIR = WHO_CHAIR,
    SECRETARY = WHO_SECRETARY,
    FACILITATOR = WHO_FACILITATOR,
    ORGANISER = WHO_ORGANISER,
    GROUP = WHO_GROUP,
    WRITER = WHO_WRITER,
    SERVER = WHO_SERVER,
    SELF = WHO_SELF,
    COUNTER = WHO_COUNTER,
    EXAMINER = WHO_EXAMINER,
    REGISTRY = WHO_REGISTRY,
    OPENING = 1 << PHASE_OPENING,
    WORKSHOP = 1 << PHASE_WORKSHOP,
    MERGING = 1 << PHASE_MERGING,
    DECIDING = 1 << PHASE_DECIDING,
    CLOSED = 1 << PHASE_CLOSED,
    ANY_PHASE = (1 << PHASE_COUNT) - 1,
};

static const struct row {
    const char *name;
    unsigned who;
    unsigned phases;
} rows[COMMAND_KIND_COUNT] = {
#define COMMAND(name, who, in_phase, rule) [COMMAND_##name] = {#name, who, in_phase},
#include "domain/commands.def"
#undef COMMAND
};

/* What each seat of given.h is for a command about group a, its document, its member pa, or nothing of that. */
static const struct {
    const char *seat;
    unsigned who;
} seats[] = {
    {"", SERVER},
    {"opener", CHAIR},
    {"secretary", SECRETARY},
    {"organiser", ORGANISER},
    {"fa", FACILITATOR | GROUP | WRITER},
    {"pa", WRITER | SELF},
    {"qa", WRITER | COUNTER | EXAMINER}, /* where counters and examiners are elected */
    {"fb", FACILITATOR},
    {"pb", 0},
    {"registry-county", REGISTRY}, /* where the minutes were distributed */
    {"wall", 0},
    {"observer", 0},
    {"nobody", 0},
};

static struct command to_phase(struct world *world)
{
    static const enum phase next[PHASE_COUNT] = {PHASE_WORKSHOP, PHASE_MERGING, PHASE_WORKSHOP,
                                                 PHASE_CLOSED, PHASE_OPENING};
    if (day_of(world)->phase == PHASE_DECIDING)
        given_decided(world);
    return wish(phase_change, next[day_of(world)->phase]);
}
static struct command to_elect(struct world *world)
{
    (void)world;
    return wish(officer_elect, POST_CHAIR, "pa", "item-4");
}
static struct command to_start(struct world *world)
{
    (void)world;
    return wish(group_start, "a", 60);
}
static struct command to_pause(struct world *world)
{
    given_writing(world, "a");
    return wish(group_pause, "a", PAUSE_REASON_BREAK, "");
}
static struct command to_resume(struct world *world)
{
    given_writing(world, "a");
    given(world, happened(group_paused, "a", PAUSE_REASON_BREAK, ""));
    return wish(group_resume, "a");
}
static struct command to_set_the_clock(struct world *world)
{
    given_writing(world, "a");
    return wish(clock_set, "a", NOON + MINUTE);
}
static struct command to_add(struct world *world)
{
    given_writing(world, "a");
    return wish(action_add, "doc-a", "");
}
static struct command to_remove(struct world *world)
{
    given_writing(world, "a");
    return wish(action_remove, "doc-a", "a1");
}
static struct command to_move(struct world *world)
{
    given_writing(world, "a");
    return wish(action_move, "doc-a", "a1", 0);
}
static struct command to_announce(struct world *world)
{
    given_writing(world, "a");
    given_words(world, "doc-a", "sanat");
    return wish(handin_announce, "a");
}
static struct command to_complete(struct world *world)
{
    given_writing(world, "a");
    given_words(world, "doc-a", "sanat");
    given(world, happened(handin_announced, "a", NOON));
    return wish(handin_complete, "a");
}
static struct command to_return(struct world *world)
{
    given_handed_in(world, "a");
    return wish(group_return, "a", "Vastuutaho puuttuu");
}
static struct command to_take(struct world *world)
{
    static struct take one = {"a", "a"};
    given_handed_in(world, "a");
    return wish(proposals_take, "item-9", {&one, 1, 0});
}
static struct command to_undo(struct world *world)
{
    given_taken(world);
    return wish(take_undo, "item-9");
}
static struct command to_open(struct world *world)
{
    (void)world;
    return wish(item_open, "item-4");
}
static struct command to_close(struct world *world)
{
    given(world, happened(item_opened, "item-4", {0}, ""));
    return wish(item_close, "item-4");
}
static struct command to_postpone(struct world *world)
{
    (void)world;
    return wish(item_postpone, "item-4", "Ehdokkaat puuttuvat");
}
static struct command to_decide(struct world *world)
{
    given_in_hand(world);
    return wish(item_decide, "item-9-a", OUTCOME_AS_PROPOSED, "sanat");
}
static struct command to_reopen(struct world *world)
{
    given_decided(world);
    return wish(item_reopen, "item-9-a", "Kirjoitusvirhe");
}

static struct command to_elect_all(struct world *world)
{
    (void)world;
    static struct officer all[] = {
        {POST_CHAIR, "pa"}, {POST_SECRETARY, "qa"}, {POST_EXAMINER, "pb"}, {POST_COUNTER, "pa"}};
    return wish(officers_elect, "item-4", {all, 4, 0});
}
static struct command to_ask(struct world *world)
{
    (void)world;
    return wish(lobby_ask, "county");
}
static struct command to_admit(struct world *world)
{
    given(world, happened(lobby_asked, "guest-1", "county"));
    return wish(lobby_admit, "guest-1", "a");
}
static struct command to_refuse(struct world *world)
{
    given(world, happened(lobby_asked, "guest-1", "county"));
    return wish(lobby_refuse, "guest-1");
}

static struct command to_arrive(struct world *world)
{
    (void)world;
    return wish(presence_set, "pa", true);
}

static struct command to_ask_the_floor(struct world *world)
{
    given(world, happened(item_opened, "item-4", {0}, ""));
    return wish(floor_ask, "pa", SPEECH_SPEECH);
}
static struct command to_withdraw(struct world *world)
{
    given(world, happened(floor_asked, "pa", SPEECH_SPEECH));
    return wish(floor_withdraw, "pa");
}
static struct command to_give_the_floor(struct world *world)
{
    given(world, happened(item_opened, "item-4", {0}, ""));
    return wish(floor_give, "pa");
}
static struct command to_end_the_speech(struct world *world)
{
    given(world, happened(floor_given, "pa"));
    return wish(floor_end, "pa");
}

static struct command to_be_away(struct world *world)
{
    given(world, happened(seat_arrived, "pa"));
    given(world, happened(item_opened, "item-4", {0}, ""));
    return wish(absence_begin, "pa", false);
}
static struct command to_be_back(struct world *world)
{
    given(world, happened(absence_begun, "pa", "item-4", false));
    return wish(absence_end, "pa");
}
static struct command to_agree(struct world *world)
{
    (void)world;
    return wish(rules_agree, "item-4", VOTE_UNIT_PERSON, TIE_RULE_LOT);
}
static struct command to_name_a_voter(struct world *world)
{
    (void)world;
    return wish(voter_name, "pa");
}
static struct command to_move_an_amendment(struct world *world)
{
    given_in_hand(world);
    return wish(amendment_make, "item-9-a", "decision", "pa", "", "Lisätään: heti.");
}
static struct command to_second(struct world *world)
{
    given_moved(world, "pb", "");
    return wish(amendment_second, "amendment-1", "pa");
}
static struct command to_take_it_back(struct world *world)
{
    given_moved(world, "pa", "");
    return wish(amendment_withdraw, "amendment-1");
}
static struct command to_settle(struct world *world)
{
    given_moved(world, "pa", "pb");
    return wish(amendment_settle, "amendment-1", AMENDMENT_STATE_ADOPTED, "");
}
static struct command to_state(struct world *world)
{
    given_in_hand(world);
    return wish(statement_make, "item-9-a", "pa", STATEMENT_KIND_STATEMENT, "Kiitämme.");
}
static struct command to_unstate(struct world *world)
{
    given_in_hand(world);
    given(world, happened(statement_made, "statement-1", "item-9-a", "pa", STATEMENT_KIND_STATEMENT,
                          "Kiitämme."));
    return wish(statement_withdraw, "statement-1");
}
static struct command to_open_a_vote(struct world *world)
{
    given_moved(world, "pa", "pb");
    given(world, happened(seat_arrived, "pa"));
    return wish(vote_open, "item-9-a", "amendment-1", "Lisätäänkö?", "Esitys", "Muutos",
                VOTE_METHOD_BALLOT, true);
}
static struct command to_vote(struct world *world)
{
    given_voting(world, VOTE_METHOD_BALLOT, false);
    return wish(ballot_cast, "vote-1", "pa", CHOICE_NO);
}
static struct command to_count(struct world *world)
{
    given_voting(world, VOTE_METHOD_HANDS, false);
    return wish(count_enter, "vote-1", 1, 1, 0);
}
static struct command to_close_a_vote(struct world *world)
{
    given_voting(world, VOTE_METHOD_BALLOT, false);
    return wish(vote_close, "vote-1");
}
static struct command to_confirm_a_vote(struct world *world)
{
    given_voting(world, VOTE_METHOD_BALLOT, false);
    given(world, happened(vote_closed, "vote-1", 1, 0, 0, {0}));
    return wish(vote_confirm, "vote-1", CHOICE_EMPTY);
}
static struct command to_cancel_a_vote(struct world *world)
{
    given_voting(world, VOTE_METHOD_BALLOT, false);
    return wish(vote_cancel, "vote-1", "Väärä kysymys");
}

static struct command to_send(struct world *world)
{
    world->so.hash = "tiiviste";
    return wish(minutes_send, "tiiviste");
}
static struct command to_take_back(struct world *world)
{
    given_sent(world);
    return wish(minutes_take_back, "Kesken");
}
static struct command to_remark(struct world *world)
{
    given_sent(world);
    return wish(minutes_remark, "item-4", "Nimi puuttuu");
}
static struct command to_approve(struct world *world)
{
    given_sent(world);
    return wish(minutes_approve, "tiiviste");
}
static struct command to_sign(struct world *world)
{
    given_approved(world);
    return wish(minutes_sign, "tiiviste");
}
static struct command to_publish(struct world *world)
{
    given_signed(world);
    return wish(minutes_publish, "tiiviste");
}
static struct command to_correct(struct world *world)
{
    given_signed(world);
    return wish(minutes_correct, "Kirjoitusvirhe");
}

static struct command to_distribute(struct world *world)
{
    given_published(world);
    return wish(minutes_distribute, "tiiviste");
}
static struct command to_begin_sending(struct world *world)
{
    given_distributed(world);
    return wish(delivery_begin, "county", "m1");
}
static struct command to_end_sending(struct world *world)
{
    given_distributed(world);
    given(world, happened(delivery_begun, "county", "m1"));
    return wish(delivery_end, "county", DELIVERY_STATE_SENT, "");
}
static struct command to_come_back(struct world *world)
{
    given_distributed(world);
    given(world, happened(delivery_begun, "county", "m1"));
    given(world, happened(delivery_ended, "county", DELIVERY_STATE_SENT, ""));
    return wish(delivery_bounce, "m1", "5.1.1");
}
static struct command to_send_again(struct world *world)
{
    given_distributed(world);
    given(world, happened(delivery_begun, "county", "m1"));
    given(world, happened(delivery_ended, "county", DELIVERY_STATE_REFUSED, "550"));
    return wish(delivery_repeat, "county");
}
static struct command to_open_it(struct world *world)
{
    given_distributed(world);
    return wish(delivery_open, "county");
}
static struct command to_acknowledge(struct world *world)
{
    given_distributed(world);
    return wish(delivery_acknowledge, "county");
}
static struct command to_say_who_handles_it(struct world *world)
{
    given_distributed(world);
    return wish(onward_set, "county", "aluehallitus", "2024-10-21", "", "");
}
static struct command to_say_what_became_of_it(struct world *world)
{
    given_decided(world);
    given_distributed(world);
    return wish(status_set, "county", "item-9-a", "a1", ACTION_STATE_DONE, "Valmis");
}

static struct command to_say_how_it_was(struct world *world)
{
    (void)world;
    return wish(feedback_give, "pa", 5, 4, "Kahvi hyvää");
}

static struct command to_switch_the_list(struct world *world)
{
    (void)world;
    return wish(floor_switch, false);
}
static struct command to_link(struct world *world)
{
    (void)world;
    static struct material one = {"Esitys", "https://example.fi/a.pdf"};
    return wish(materials_set, "item-4", {&one, 1, 0});
}
static struct command to_name_the_goals(struct world *world)
{
    (void)world;
    static struct goal one = {"Yksinäisyys vähenee"};
    return wish(goals_set, {&one, 1, 0});
}
static struct command to_say_what_it_is_for(struct world *world)
{
    static struct goal one = {"Yksinäisyys vähenee"};
    given_decided(world);
    given(world, happened(goals_put, {&one, 1, 0}));
    return wish(action_goal_set, "item-9-a", "a1", "Yksinäisyys vähenee");
}
static struct command to_seat(struct world *world)
{
    (void)world;
    return wish(seat_make, "county", "a", "Maija Vieras");
}
static struct command to_name(struct world *world)
{
    (void)world;
    return wish(seat_name, "pa", "Maija Vieras", true);
}

/* The rules narrow two rows further: the organiser only gets the day going, and nobody is elected when it is over. */
static enum refusal phase_is_narrower(unsigned who, enum phase phase)
{
    if (phase == PHASE_CLOSED)
        return REFUSED_phase_order;
    return phase == PHASE_DECIDING && !(who & CHAIR) ? REFUSED_not_allowed : ALLOWED;
}
static enum refusal election_is_narrower(unsigned who, enum phase phase)
{
    (void)who;
    return phase == PHASE_CLOSED ? REFUSED_wrong_phase : ALLOWED;
}

/* How each command comes to be allowed, and what happens then. */
static const struct {
    struct command (*arrange)(struct world *world);
    enum event_kind event;
    enum refusal (*narrower)(unsigned who, enum phase phase);
} allowed[COMMAND_KIND_COUNT] = {
    [COMMAND_phase_change] = {to_phase, EVENT_phase_changed, phase_is_narrower},
    [COMMAND_officer_elect] = {to_elect, EVENT_officer_elected, election_is_narrower},
    [COMMAND_group_start] = {to_start, EVENT_group_started, NULL},
    [COMMAND_group_pause] = {to_pause, EVENT_group_paused, NULL},
    [COMMAND_group_resume] = {to_resume, EVENT_group_resumed, NULL},
    [COMMAND_clock_set] = {to_set_the_clock, EVENT_clock_changed, NULL},
    [COMMAND_action_add] = {to_add, EVENT_action_added, NULL},
    [COMMAND_action_remove] = {to_remove, EVENT_action_removed, NULL},
    [COMMAND_action_move] = {to_move, EVENT_action_moved, NULL},
    [COMMAND_handin_announce] = {to_announce, EVENT_handin_announced, NULL},
    [COMMAND_handin_complete] = {to_complete, EVENT_group_handed_in, NULL},
    [COMMAND_group_return] = {to_return, EVENT_group_returned, NULL},
    [COMMAND_proposals_take] = {to_take, EVENT_proposals_taken, NULL},
    [COMMAND_take_undo] = {to_undo, EVENT_take_undone, NULL},
    [COMMAND_item_open] = {to_open, EVENT_item_opened, NULL},
    [COMMAND_item_close] = {to_close, EVENT_item_closed, NULL},
    [COMMAND_item_postpone] = {to_postpone, EVENT_item_postponed, NULL},
    [COMMAND_item_decide] = {to_decide, EVENT_item_decided, NULL},
    [COMMAND_item_reopen] = {to_reopen, EVENT_item_reopened, NULL},
    [COMMAND_officers_elect] = {to_elect_all, EVENT_officers_elected, NULL},
    [COMMAND_lobby_ask] = {to_ask, EVENT_lobby_asked, NULL},
    [COMMAND_lobby_admit] = {to_admit, EVENT_lobby_admitted, NULL},
    [COMMAND_lobby_refuse] = {to_refuse, EVENT_lobby_refused, NULL},
    [COMMAND_presence_set] = {to_arrive, EVENT_seat_arrived, NULL},
    [COMMAND_floor_ask] = {to_ask_the_floor, EVENT_floor_asked, NULL},
    [COMMAND_floor_withdraw] = {to_withdraw, EVENT_floor_withdrawn, NULL},
    [COMMAND_floor_give] = {to_give_the_floor, EVENT_floor_given, NULL},
    [COMMAND_floor_end] = {to_end_the_speech, EVENT_floor_ended, NULL},
    [COMMAND_absence_begin] = {to_be_away, EVENT_absence_begun, NULL},
    [COMMAND_absence_end] = {to_be_back, EVENT_absence_ended, NULL},
    [COMMAND_rules_agree] = {to_agree, EVENT_rules_agreed, NULL},
    [COMMAND_voter_name] = {to_name_a_voter, EVENT_voter_named, NULL},
    [COMMAND_amendment_make] = {to_move_an_amendment, EVENT_amendment_made, NULL},
    [COMMAND_amendment_second] = {to_second, EVENT_amendment_seconded, NULL},
    [COMMAND_amendment_withdraw] = {to_take_it_back, EVENT_amendment_withdrawn, NULL},
    [COMMAND_amendment_settle] = {to_settle, EVENT_amendment_settled, NULL},
    [COMMAND_statement_make] = {to_state, EVENT_statement_made, NULL},
    [COMMAND_statement_withdraw] = {to_unstate, EVENT_statement_withdrawn, NULL},
    [COMMAND_vote_open] = {to_open_a_vote, EVENT_vote_opened, NULL},
    [COMMAND_ballot_cast] = {to_vote, EVENT_ballot_cast, NULL},
    [COMMAND_count_enter] = {to_count, EVENT_count_entered, NULL},
    [COMMAND_vote_close] = {to_close_a_vote, EVENT_vote_closed, NULL},
    [COMMAND_vote_confirm] = {to_confirm_a_vote, EVENT_vote_confirmed, NULL},
    [COMMAND_vote_cancel] = {to_cancel_a_vote, EVENT_vote_cancelled, NULL},
    [COMMAND_minutes_distribute] = {to_distribute, EVENT_minutes_distributed, NULL},
    [COMMAND_delivery_begin] = {to_begin_sending, EVENT_delivery_begun, NULL},
    [COMMAND_delivery_end] = {to_end_sending, EVENT_delivery_ended, NULL},
    [COMMAND_delivery_bounce] = {to_come_back, EVENT_delivery_bounced, NULL},
    [COMMAND_delivery_repeat] = {to_send_again, EVENT_delivery_repeated, NULL},
    [COMMAND_delivery_open] = {to_open_it, EVENT_delivery_opened, NULL},
    [COMMAND_delivery_acknowledge] = {to_acknowledge, EVENT_delivery_acknowledged, NULL},
    [COMMAND_onward_set] = {to_say_who_handles_it, EVENT_onward_told, NULL},
    [COMMAND_feedback_give] = {to_say_how_it_was, EVENT_feedback_given, NULL},
    [COMMAND_status_set] = {to_say_what_became_of_it, EVENT_status_told, NULL},
    [COMMAND_floor_switch] = {to_switch_the_list, EVENT_floor_switched, NULL},
    [COMMAND_materials_set] = {to_link, EVENT_materials_put, NULL},
    [COMMAND_goals_set] = {to_name_the_goals, EVENT_goals_put, NULL},
    [COMMAND_action_goal_set] = {to_say_what_it_is_for, EVENT_action_goal_put, NULL},
    [COMMAND_seat_make] = {to_seat, EVENT_seat_added, NULL},
    [COMMAND_seat_name] = {to_name, EVENT_seat_named, NULL},
    [COMMAND_minutes_send] = {to_send, EVENT_minutes_sent, NULL},
    [COMMAND_minutes_take_back] = {to_take_back, EVENT_minutes_taken_back, NULL},
    [COMMAND_minutes_remark] = {to_remark, EVENT_minutes_remarked, NULL},
    [COMMAND_minutes_approve] = {to_approve, EVENT_minutes_approved, NULL},
    [COMMAND_minutes_sign] = {to_sign, EVENT_minutes_signed, NULL},
    [COMMAND_minutes_publish] = {to_publish, EVENT_minutes_published, NULL},
    [COMMAND_minutes_correct] = {to_correct, EVENT_minutes_corrected, NULL},
};

static enum refusal expected(enum command_kind kind, unsigned who, enum phase phase)
{
    if (!(who & rows[kind].who))
        return (rows[kind].who & GROUP) && (who & FACILITATOR) ? REFUSED_not_own_group
                                                               : REFUSED_not_allowed;
    if (!(rows[kind].phases & (1u << phase)))
        return REFUSED_wrong_phase;
    return allowed[kind].narrower ? allowed[kind].narrower(who, phase) : ALLOWED;
}

static void a_row_holds(enum command_kind kind, const char *seat, unsigned who, enum phase phase)
{
    struct world *world = given_a_day_in(phase);
    struct verdict v = judge(world, seat, allowed[kind].arrange(world));
    enum refusal wanted = expected(kind, who, phase);
    if (v.refusal != wanted)
        fail_msg("%s by \"%s\" in phase %d: %s, not %s", rows[kind].name, seat, phase,
                 refusal_code(v.refusal), refusal_code(wanted));
    if (wanted == ALLOWED) {
        assert_int_equal(v.events[0].kind, allowed[kind].event);
        for (size_t i = 0; i < v.event_count; i++)
            given(world, v.events[i]);
    } else {
        assert_int_equal(v.event_count, 0);
    }
    forget(world);
}

static void a_command_is_for_those_of_its_row_in_the_phases_of_its_row(void **unused)
{
    (void)unused;
    for (int kind = 0; kind < COMMAND_KIND_COUNT; kind++) {
        if (rows[kind].name == NULL || allowed[kind].arrange == NULL)
            fail_msg("command %d has no row in commands.def, or none here", kind);
        for (size_t s = 0; s < sizeof seats / sizeof *seats; s++)
            for (int phase = 0; phase < PHASE_COUNT; phase++)
                a_row_holds((enum command_kind)kind, seats[s].seat, seats[s].who,
                            (enum phase)phase);
    }
}

/* --- every pair of phases ------------------------------------------------------------------------------------------- */

static bool is_step(enum phase from, enum phase to)
{
#define PHASE_STEP(a, b, who)                                                                      \
    if (from == PHASE_##a && to == PHASE_##b)                                                      \
        return true;
#include "domain/phases.def"
#undef PHASE_STEP
    return false;
}

static void the_day_takes_the_steps_of_phases_def_and_no_others(void **unused)
{
    (void)unused;
    int steps = 0;
    for (int from = 0; from < PHASE_COUNT; from++) {
        for (int to = 0; to < PHASE_COUNT; to++) {
            struct world *world = given_a_day_in((enum phase)from);
            if (to == PHASE_CLOSED)
                given_decided(world);
            else if (from >= PHASE_MERGING)
                given_taken(world);
            struct verdict v = judge(world, "opener", wish(phase_change, (enum phase)to));
            if (is_step((enum phase)from, (enum phase)to)) {
                assert_allowed(v);
                assert_int_equal(v.events[0].as.phase_changed.phase, to);
                steps++;
            } else {
                assert_refused(v, phase_order);
            }
            forget(world);
        }
    }
    assert_int_equal(steps, 7);
}

/* --- what a command is about ----------------------------------------------------------------------------------------- */

static void a_command_that_depends_on_words_names_their_document(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_taken(world);
    const struct {
        struct command command;
        const char *doc;
    } about[] = {
        {wish(handin_announce, "a"), "doc-a"},
        {wish(handin_complete, "b"), "doc-b"},
        {wish(item_open, "item-9-a"), "item-9-a"},
        {wish(item_decide, "item-9-a", OUTCOME_RETURNED, ""), "item-9-a"},
        {wish(item_open, "item-9"), ""},
        {wish(item_open, "item-99"), ""},
        {wish(handin_announce, "z"), ""},
        {wish(phase_change, PHASE_MERGING), ""},
    };
    for (size_t i = 0; i < sizeof about / sizeof *about; i++)
        assert_string_equal(rules_document(day_of(world), &about[i].command), about[i].doc);
    forget(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_is_for_those_of_its_row_in_the_phases_of_its_row),
        cmocka_unit_test(the_day_takes_the_steps_of_phases_def_and_no_others),
        cmocka_unit_test(a_command_that_depends_on_words_names_their_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
