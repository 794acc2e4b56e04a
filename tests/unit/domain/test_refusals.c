/* Every refusal of refusals.def, given for what it says. A new one without an entry here fails. */
#include "given.h"

#include <stdio.h>

struct attempt {
    const char *seat;
    struct command command;
};

static struct attempt not_allowed(struct world *w)
{
    (void)w;
    return (struct attempt){"pa", wish(group_start, "a", 60)};
}
static struct attempt not_own_group(struct world *w)
{
    (void)w;
    return (struct attempt){"fb", wish(group_start, "a", 60)};
}
static struct attempt wrong_phase(struct world *w)
{
    (void)w;
    return (struct attempt){"opener", wish(item_decide, "item-9", OUTCOME_RETURNED, "")};
}
static struct attempt phase_order(struct world *w)
{
    (void)w;
    return (struct attempt){"opener", wish(phase_change, PHASE_CLOSED)};
}
static struct attempt no_such_group(struct world *w)
{
    (void)w;
    return (struct attempt){"opener", wish(group_start, "z", 60)};
}
static struct attempt no_such_item(struct world *w)
{
    given(w, happened(phase_changed, PHASE_DECIDING));
    return (struct attempt){"opener", wish(item_open, "item-99")};
}
static struct attempt no_such_seat(struct world *w)
{
    (void)w;
    return (struct attempt){"opener", wish(officer_elect, POST_CHAIR, "nobody", "item-4")};
}
static struct attempt no_such_organisation(struct world *w)
{
    (void)w;
    return (struct attempt){"", wish(lobby_ask, "nobody")};
}
static struct attempt is_heading(struct world *w)
{
    given(w, happened(item_added, "block-1", "", "", ITEM_KIND_BLOCK, "Alku", "", "klo 9", ""));
    given(w,
          happened(item_added, "item-1", "block-1", "1 §", ITEM_KIND_OPENING, "Avaus", "", "", ""));
    return (struct attempt){"opener", wish(item_open, "block-1")};
}
static struct attempt floor_asked_already(struct world *w)
{
    given(w, happened(item_opened, "item-4", {0}, ""));
    given(w, happened(floor_asked, "pa", SPEECH_SPEECH));
    return (struct attempt){"pa", wish(floor_ask, "pa", SPEECH_POINT_OF_ORDER)};
}
static struct attempt floor_not_asked(struct world *w)
{
    (void)w;
    return (struct attempt){"pa", wish(floor_withdraw, "pa")};
}
static struct attempt floor_not_held(struct world *w)
{
    (void)w;
    return (struct attempt){"opener", wish(floor_end, "pa")};
}
static struct attempt nothing_in_hand(struct world *w)
{
    (void)w;
    return (struct attempt){"pa", wish(floor_ask, "pa", SPEECH_SPEECH)};
}
static struct attempt nobody_elected(struct world *w)
{
    (void)w;
    return (struct attempt){"opener", wish(officers_elect, "item-4", {0})};
}
static struct attempt post_twice(struct world *w)
{
    (void)w;
    static struct officer two[] = {{POST_CHAIR, "pa"}, {POST_CHAIR, "pb"}};
    return (struct attempt){"opener", wish(officers_elect, "item-4", {two, 2, 0})};
}
static struct attempt examiner_is_secretary(struct world *w)
{
    (void)w;
    static struct officer one = {POST_EXAMINER, "secretary"};
    return (struct attempt){"opener", wish(officers_elect, "item-4", {&one, 1, 0})};
}
static struct attempt here_already(struct world *w)
{
    given(w, happened(seat_arrived, "pa"));
    return (struct attempt){"pa", wish(presence_set, "pa", true)};
}
static struct attempt not_here(struct world *w)
{
    given(w, happened(seat_arrived, "pa"));
    given(w, happened(seat_left, "pa"));
    return (struct attempt){"fa", wish(presence_set, "pa", false)};
}
static struct attempt lobby_full(struct world *w)
{
    for (int i = 0; i < LOBBY_MAX; i++) {
        struct verdict v = judge(w, "", wish(lobby_ask, "county"));
        assert_allowed(v);
        given(w, v.events[0]);
    }
    return (struct attempt){"", wish(lobby_ask, "county")};
}
static struct attempt not_in_lobby(struct world *w)
{
    given(w, happened(lobby_asked, "guest-1", "county"));
    given(w, happened(lobby_refused, "guest-1"));
    return (struct attempt){"fa", wish(lobby_admit, "guest-1", "a")};
}
static struct attempt no_such_document(struct world *w)
{
    (void)w;
    return (struct attempt){"pa", wish(action_add, "doc-z", "")};
}
static struct attempt no_such_action(struct world *w)
{
    given_writing(w, "a");
    return (struct attempt){"pa", wish(action_remove, "doc-a", "a9")};
}
static struct attempt already_started(struct world *w)
{
    given_writing(w, "a");
    return (struct attempt){"fa", wish(group_start, "a", 60)};
}
static struct attempt group_not_writing(struct world *w)
{
    (void)w;
    return (struct attempt){"fa", wish(group_pause, "a", PAUSE_REASON_BREAK, "")};
}
static struct attempt group_not_paused(struct world *w)
{
    given_writing(w, "a");
    return (struct attempt){"fa", wish(group_resume, "a")};
}
static struct attempt group_handed_in(struct world *w)
{
    given_handed_in(w, "a");
    return (struct attempt){"fa", wish(handin_announce, "a")};
}
static struct attempt group_not_handed_in(struct world *w)
{
    given_writing(w, "a");
    return (struct attempt){"fa", wish(group_return, "a", "Kesken")};
}
static struct attempt group_on_agenda(struct world *w)
{
    given_taken(w);
    return (struct attempt){"fa", wish(group_return, "a", "Kesken")};
}
static struct attempt time_out_of_range(struct world *w)
{
    (void)w;
    return (struct attempt){"fa", wish(group_start, "a", 0)};
}
static struct attempt text_locked(struct world *w)
{
    given_taken(w);
    given(w, happened(phase_changed, PHASE_DECIDING));
    return (struct attempt){"fb", wish(action_add, "item-9-a", "")};
}
static struct attempt too_many_actions(struct world *w)
{
    given_writing(w, "a");
    given(w, happened(action_added, "doc-a", "a2", 1));
    given(w, happened(action_added, "doc-a", "a3", 2));
    return (struct attempt){"pa", wish(action_add, "doc-a", "")};
}
static struct attempt too_few_actions(struct world *w)
{
    given(w, happened(group_started, "a", NOON));
    given_words(w, "doc-a", "sanat");
    return (struct attempt){"fa", wish(handin_announce, "a")};
}
static struct attempt position_out_of_range(struct world *w)
{
    given_writing(w, "a");
    return (struct attempt){"pa", wish(action_move, "doc-a", "a1", 1)};
}
static struct attempt field_empty(struct world *w)
{
    given_writing(w, "a");
    given_words(w, "doc-a", "sanat");
    given_field(w, "title", " \n");
    return (struct attempt){"fa", wish(handin_announce, "a")};
}
static struct attempt field_too_long(struct world *w)
{
    given_writing(w, "a");
    given_words(w, "doc-a", "sanat");
    given_field(w, "a1/when", given_long(w, 101, 'x'));
    return (struct attempt){"fa", wish(handin_announce, "a")};
}
static struct attempt nothing_to_take(struct world *w)
{
    (void)w;
    return (struct attempt){"secretary", wish(proposals_take, "item-9", {0})};
}
static struct attempt code_taken(struct world *w)
{
    static struct take twice[] = {{"a", "a"}, {"b", "a"}};
    given_handed_in(w, "a");
    given_handed_in(w, "b");
    return (struct attempt){"secretary", wish(proposals_take, "item-9", {twice, 2, 0})};
}
static struct attempt code_malformed(struct world *w)
{
    static struct take nameless = {"a", ""};
    given_handed_in(w, "a");
    return (struct attempt){"secretary", wish(proposals_take, "item-9", {&nameless, 1, 0})};
}
static struct attempt not_taken(struct world *w)
{
    given(w, happened(phase_changed, PHASE_MERGING));
    return (struct attempt){"opener", wish(phase_change, PHASE_DECIDING)};
}
static struct attempt already_decided(struct world *w)
{
    given(w, happened(phase_changed, PHASE_DECIDING));
    given_decided(w);
    return (struct attempt){"opener", wish(item_decide, "item-9-a", OUTCOME_RETURNED, "sanat")};
}
static struct attempt item_treated(struct world *w)
{
    given_amendment(w, "pb");
    given(w, happened(phase_changed, PHASE_MERGING));
    return (struct attempt){"opener", wish(take_undo, "item-9")};
}
static struct attempt not_decided(struct world *w)
{
    given(w, happened(phase_changed, PHASE_DECIDING));
    given_in_hand(w);
    return (struct attempt){"opener", wish(item_reopen, "item-9-a", "Virhe")};
}
static struct attempt not_in_hand(struct world *w)
{
    given(w, happened(phase_changed, PHASE_DECIDING));
    given_taken(w);
    return (struct attempt){"opener", wish(item_decide, "item-9-a", OUTCOME_RETURNED, "")};
}
static struct attempt not_a_proposal(struct world *w)
{
    given(w, happened(phase_changed, PHASE_DECIDING));
    return (struct attempt){"opener", wish(item_decide, "item-9", OUTCOME_RETURNED, "")};
}
static struct attempt another_in_hand(struct world *w)
{
    given(w, happened(phase_changed, PHASE_DECIDING));
    given_decided(w);
    given(w, happened(item_reopened, "item-9-a", "Virhe", 2));
    return (struct attempt){"opener", wish(item_open, "item-9")};
}
static struct attempt undecided_items(struct world *w)
{
    given(w, happened(phase_changed, PHASE_DECIDING));
    given_taken(w);
    return (struct attempt){"opener", wish(phase_change, PHASE_CLOSED)};
}
static struct attempt deciding(struct world *w, enum outcome outcome, const char *now)
{
    given(w, happened(phase_changed, PHASE_DECIDING));
    given_in_hand(w);
    given_words(w, "item-9-a", now);
    return (struct attempt){"opener", wish(item_decide, "item-9-a", outcome, "sanat")};
}
static struct attempt text_changed(struct world *w)
{
    return deciding(w, OUTCOME_AS_PROPOSED, "toiset");
}
static struct attempt text_differs(struct world *w)
{
    struct attempt attempt = deciding(w, OUTCOME_AS_PROPOSED, "toiset");
    attempt.command.as.item_decide.hash = "toiset";
    return attempt;
}
static struct attempt text_same(struct world *w)
{
    return deciding(w, OUTCOME_AS_AMENDED, "sanat");
}
static struct attempt reason_missing(struct world *w)
{
    given_handed_in(w, "a");
    return (struct attempt){"fa", wish(group_return, "a", " \t\n")};
}
static struct attempt seat_unfit(struct world *w)
{
    (void)w;
    return (struct attempt){"opener", wish(officer_elect, POST_CHAIR, "wall", "item-4")};
}

static struct attempt away_already(struct world *w)
{
    given(w, happened(item_opened, "item-4", {0}, ""));
    given(w, happened(seat_arrived, "pa"));
    given(w, happened(absence_begun, "pa", "item-4", true));
    return (struct attempt){"pa", wish(absence_begin, "pa", false)};
}
static struct attempt not_away(struct world *w)
{
    given(w, happened(seat_arrived, "pa"));
    return (struct attempt){"pa", wish(absence_end, "pa")};
}
static struct attempt votes_begun(struct world *w)
{
    given_vote(w, VOTE_METHOD_BALLOT, false);
    return (struct attempt){"opener",
                            wish(rules_agree, "item-4", VOTE_UNIT_PERSON, TIE_RULE_CHAIR)};
}
static struct attempt no_such_amendment(struct world *w)
{
    given_amendment(w, "");
    return (struct attempt){"pb", wish(amendment_second, "amendment-9", "pb")};
}
static struct attempt no_such_statement(struct world *w)
{
    (void)w;
    return (struct attempt){"pb", wish(statement_withdraw, "statement-9")};
}
static struct attempt no_such_vote(struct world *w)
{
    (void)w;
    return (struct attempt){"pb", wish(ballot_cast, "vote-9", "pb", CHOICE_YES)};
}
static struct attempt text_empty(struct world *w)
{
    given_amendment(w, "");
    return (struct attempt){"pb", wish(amendment_make, "item-9-a", "decision", "pb", "", " \n")};
}
static struct attempt own_amendment(struct world *w)
{
    given_amendment(w, "");
    return (struct attempt){"pa", wish(amendment_second, "amendment-1", "pa")};
}
static struct attempt seconded_already(struct world *w)
{
    given_amendment(w, "pb");
    return (struct attempt){"qb", wish(amendment_second, "amendment-1", "qb")};
}
static struct attempt settling(enum amendment_state outcome)
{
    return (struct attempt){"opener", wish(amendment_settle, "amendment-1", outcome, "")};
}
static struct attempt not_seconded(struct world *w)
{
    given_amendment(w, "");
    return settling(AMENDMENT_STATE_ADOPTED);
}
static struct attempt is_seconded(struct world *w)
{
    given_amendment(w, "pb");
    return settling(AMENDMENT_STATE_LAPSED);
}
static struct attempt amendment_settled(struct world *w)
{
    given_amendment(w, "pb");
    given(w, happened(amendment_withdrawn, "amendment-1"));
    return settling(AMENDMENT_STATE_ADOPTED);
}
static struct attempt amendment_unsettled(struct world *w)
{
    given_amendment(w, "pb");
    return (struct attempt){"opener", wish(item_decide, "item-9-a", OUTCOME_AS_PROPOSED, "sanat")};
}
static struct attempt vote_unsettled(struct world *w)
{
    given_vote(w, VOTE_METHOD_BALLOT, false);
    return (struct attempt){"opener", wish(item_open, "item-4")};
}
static struct attempt vote_not_open(struct world *w)
{
    given_closed(w, 1, 0);
    return (struct attempt){"pb", wish(ballot_cast, "vote-1", "pb", CHOICE_YES)};
}
static struct attempt vote_not_closed(struct world *w)
{
    given_vote(w, VOTE_METHOD_BALLOT, false);
    return (struct attempt){"opener", wish(vote_confirm, "vote-1", CHOICE_EMPTY)};
}
static struct attempt opening(enum vote_method method)
{
    return (struct attempt){"opener", wish(vote_open, "item-9-a", "amendment-1", "Lisätäänkö?",
                                           "Esitys", "Muutos", method, false)};
}
static struct attempt nobody_may_vote(struct world *w)
{
    given_amendment(w, "pb");
    return opening(VOTE_METHOD_BALLOT);
}
static struct attempt counters_missing(struct world *w)
{
    given_amendment(w, "pb");
    return opening(VOTE_METHOD_HANDS);
}
static struct attempt not_a_voter(struct world *w)
{
    given_vote(w, VOTE_METHOD_BALLOT, false);
    given(w, happened(seat_arrived, "qb"));
    return (struct attempt){"qb", wish(ballot_cast, "vote-1", "qb", CHOICE_YES)};
}
static struct attempt voted_already(struct world *w)
{
    static struct voter voter = {"pa", "county"};
    given_amendment(w, "pb");
    given(w, happened(vote_opened, .vote = "vote-1", .item = "item-9-a", .amendment = "",
                      .question = "?", .yes_text = "a", .no_text = "b", .voters = {&voter, 1, 0}));
    given(w, happened(ballot_cast, "vote-1", "pa"));
    return (struct attempt){"opener", wish(voter_name, "pb")};
}
static struct attempt vote_by_hands(struct world *w)
{
    given_vote(w, VOTE_METHOD_HANDS, false);
    return (struct attempt){"pb", wish(ballot_cast, "vote-1", "pb", CHOICE_YES)};
}
static struct attempt vote_by_ballot(struct world *w)
{
    given_vote(w, VOTE_METHOD_BALLOT, false);
    return (struct attempt){"qa", wish(count_enter, "vote-1", 1, 1, 0)};
}
static struct attempt counting(struct world *w, int64_t no)
{
    given_vote(w, VOTE_METHOD_HANDS, false);
    given(w, happened(count_entered, "vote-1", "qa", 1, 1, 0));
    if (no >= 0)
        given(w, happened(count_entered, "vote-1", "qb", 1, no, 0));
    return (struct attempt){"opener", wish(vote_close, "vote-1")};
}
static struct attempt counts_missing(struct world *w)
{
    return counting(w, -1);
}
static struct attempt counts_differ(struct world *w)
{
    return counting(w, 0);
}
static struct attempt counts_too_many(struct world *w)
{
    given_vote(w, VOTE_METHOD_HANDS, false);
    return (struct attempt){"qa", wish(count_enter, "vote-1", 2, 1, 0)};
}
static struct attempt casting_missing(struct world *w)
{
    given_closed(w, 1, 1);
    return (struct attempt){"opener", wish(vote_confirm, "vote-1", CHOICE_EMPTY)};
}
static struct attempt casting_not_due(struct world *w)
{
    given_closed(w, 1, 0);
    return (struct attempt){"opener", wish(vote_confirm, "vote-1", CHOICE_YES)};
}

static struct attempt minutes_changed(struct world *w)
{
    given(w, happened(phase_changed, PHASE_CLOSED));
    return (struct attempt){"secretary", wish(minutes_send, "toinen")};
}
static struct attempt minutes_not_draft(struct world *w)
{
    given(w, happened(phase_changed, PHASE_CLOSED));
    given_sent(w);
    return (struct attempt){"secretary", wish(minutes_send, "")};
}
static struct attempt minutes_not_sent(struct world *w)
{
    given(w, happened(phase_changed, PHASE_CLOSED));
    return (struct attempt){"secretary", wish(minutes_take_back, "Kesken")};
}
static struct attempt minutes_not_examined(struct world *w)
{
    given(w, happened(phase_changed, PHASE_CLOSED));
    given_sent(w);
    return (struct attempt){"opener", wish(minutes_sign, "tiiviste")};
}
static struct attempt minutes_not_signed(struct world *w)
{
    given(w, happened(phase_changed, PHASE_CLOSED));
    given_approved(w);
    return (struct attempt){"secretary", wish(minutes_publish, "tiiviste")};
}
static struct attempt approved_already(struct world *w)
{
    given(w, happened(phase_changed, PHASE_CLOSED));
    given_sent(w);
    assert_int_equal(event_comes(w->state, happened(minutes_approved, "tiiviste"), "qa", NOON), OK);
    return (struct attempt){"qa", wish(minutes_approve, "tiiviste")};
}

static struct attempt minutes_not_published(struct world *w)
{
    given(w, happened(phase_changed, PHASE_CLOSED));
    given_signed(w);
    return (struct attempt){"secretary", wish(minutes_distribute, "tiiviste")};
}
static struct attempt distributed_already(struct world *w)
{
    given(w, happened(phase_changed, PHASE_CLOSED));
    given_distributed(w);
    return (struct attempt){"secretary", wish(minutes_distribute, "tiiviste")};
}
static struct attempt nobody_to_send_to(struct world *w)
{
    given(w, happened(phase_changed, PHASE_CLOSED));
    given_signed(w);
    given(w, happened(minutes_published, "tiiviste"));
    return (struct attempt){"secretary", wish(minutes_distribute, "tiiviste")};
}
static struct attempt no_such_delivery(struct world *w)
{
    given(w, happened(phase_changed, PHASE_CLOSED));
    given_published(w);
    return (struct attempt){"secretary", wish(delivery_repeat, "county")};
}
static struct attempt delivery_under_way(struct world *w)
{
    given(w, happened(phase_changed, PHASE_CLOSED));
    given_distributed(w);
    return (struct attempt){"secretary", wish(delivery_repeat, "county")};
}
static struct attempt acknowledged_already(struct world *w)
{
    given(w, happened(phase_changed, PHASE_CLOSED));
    given_distributed(w);
    given(w, happened(delivery_acknowledged, "county"));
    return (struct attempt){"registry-county", wish(delivery_acknowledge, "county")};
}
static struct attempt not_own_organisation(struct world *w)
{
    given(w, happened(phase_changed, PHASE_CLOSED));
    given(w, happened(organisation_added, "parish", "Seurakunta", "parish"));
    given_published(w);
    given(w, happened(minutes_distributed, 1, IDS("county", "parish")));
    return (struct attempt){"registry-county", wish(delivery_acknowledge, "parish")};
}

static struct attempt floor_is_closed(struct world *w)
{
    given(w, happened(item_opened, "item-4", {0}, ""));
    given(w, happened(floor_switched, false));
    return (struct attempt){"pa", wish(floor_ask, "pa", SPEECH_SPEECH)};
}
static struct attempt name_missing(struct world *w)
{
    (void)w;
    return (struct attempt){"secretary", wish(seat_name, "pa", "Kaksi\nriviä", false)};
}
static struct attempt address_unfit(struct world *w)
{
    (void)w;
    static struct material one = {"Esitys", "javascript:alert(1)"};
    return (struct attempt){"secretary", wish(materials_set, "item-4", {&one, 1, 0})};
}
static struct attempt goal_unknown(struct world *w)
{
    given_decided(w);
    given(w, happened(phase_changed, PHASE_CLOSED));
    return (struct attempt){"secretary", wish(action_goal_set, "item-9-a", "a1", "Muu")};
}
static struct attempt too_many_seats(struct world *w)
{
    char id[16];
    for (size_t i = day_of(w)->seats.count; i < SEATS_MAX; i++) {
        snprintf(id, sizeof id, "s%zu", i);
        given(w, seat_added(id, "", ROLE_PARTICIPANT));
    }
    return (struct attempt){"secretary", wish(seat_make, "county", "", "Maija Vieras")};
}

/* What is refused before the rules are asked (tests/unit/live/test_day.c). */
#define ELSEWHERE NULL

static const struct {
    enum refusal refusal;
    struct attempt (*attempt)(struct world *world);
} refusals[] = {
#define HERE(code)                                                                                 \
    {                                                                                              \
        REFUSED_##code, code                                                                       \
    }
    HERE(not_allowed),
    HERE(not_own_group),
    HERE(wrong_phase),
    HERE(phase_order),
    HERE(no_such_group),
    HERE(no_such_item),
    HERE(no_such_seat),
    HERE(no_such_document),
    HERE(no_such_action),
    HERE(already_started),
    HERE(group_not_writing),
    HERE(group_not_paused),
    HERE(group_handed_in),
    HERE(group_on_agenda),
    HERE(group_not_handed_in),
    HERE(time_out_of_range),
    HERE(text_locked),
    HERE(too_many_actions),
    HERE(too_few_actions),
    HERE(field_empty),
    HERE(position_out_of_range),
    HERE(field_too_long),
    HERE(nothing_to_take),
    HERE(code_taken),
    HERE(code_malformed),
    HERE(not_taken),
    HERE(already_decided),
    HERE(item_treated),
    HERE(not_decided),
    HERE(not_in_hand),
    HERE(not_a_proposal),
    HERE(another_in_hand),
    HERE(undecided_items),
    HERE(text_changed),
    HERE(text_differs),
    HERE(text_same),
    HERE(reason_missing),
    HERE(seat_unfit),
    HERE(no_such_organisation),
    HERE(lobby_full),
    HERE(nobody_elected),
    HERE(floor_asked_already),
    HERE(floor_not_asked),
    HERE(floor_not_held),
    HERE(nothing_in_hand),
    HERE(post_twice),
    HERE(examiner_is_secretary),
    HERE(here_already),
    HERE(not_here),
    HERE(is_heading),
    HERE(not_in_lobby),
    HERE(floor_is_closed),
    HERE(name_missing),
    HERE(address_unfit),
    HERE(goal_unknown),
    HERE(too_many_seats),
    HERE(minutes_not_published),
    HERE(distributed_already),
    HERE(nobody_to_send_to),
    HERE(no_such_delivery),
    HERE(delivery_under_way),
    HERE(acknowledged_already),
    HERE(not_own_organisation),
    HERE(minutes_changed),
    HERE(minutes_not_draft),
    HERE(minutes_not_sent),
    HERE(minutes_not_examined),
    HERE(minutes_not_signed),
    HERE(approved_already),
    HERE(away_already),
    HERE(not_away),
    HERE(votes_begun),
    HERE(no_such_amendment),
    HERE(no_such_statement),
    HERE(no_such_vote),
    HERE(text_empty),
    HERE(own_amendment),
    HERE(seconded_already),
    HERE(not_seconded),
    HERE(is_seconded),
    HERE(amendment_settled),
    HERE(amendment_unsettled),
    HERE(vote_unsettled),
    HERE(vote_not_open),
    HERE(vote_not_closed),
    HERE(nobody_may_vote),
    HERE(counters_missing),
    HERE(not_a_voter),
    HERE(voted_already),
    HERE(vote_by_hands),
    HERE(vote_by_ballot),
    HERE(counts_missing),
    HERE(counts_differ),
    HERE(counts_too_many),
    HERE(casting_missing),
    HERE(casting_not_due),
    {REFUSED_command_reused, ELSEWHERE},    /* the answers know whose id it is */
    {REFUSED_command_unknown, ELSEWHERE},   /* no kind, so no row              */
    {REFUSED_command_malformed, ELSEWHERE}, /* the codec found a field at fault */
    {REFUSED_storage, ELSEWHERE},           /* the journal takes nothing       */
};

static void every_refusal_is_given_for_what_it_says(void **unused)
{
    (void)unused;
    bool is_here[REFUSAL_END + 1] = {false};
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        is_here[refusals[i].refusal] = true;
        if (refusals[i].attempt == ELSEWHERE)
            continue;
        struct world *world = given_a_day();
        struct attempt attempt = refusals[i].attempt(world);
        struct verdict v = judge(world, attempt.seat, attempt.command);
        assert_string_equal(refusal_code(v.refusal), refusal_code(refusals[i].refusal));
        assert_int_equal(v.event_count, 0);
        forget(world);
    }
    for (int code = 1; code <= REFUSAL_END; code++)
        if (!is_here[code])
            fail_msg("no test refuses with %s", refusal_code((enum refusal)code));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_refusal_is_given_for_what_it_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
