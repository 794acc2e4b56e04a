/* Votes: who may, what is counted, and what decides. */
#include "given.h"

static struct event the_event(struct world *world, const char *seat, struct command command)
{
    struct verdict v = judge(world, seat, command);
    assert_allowed(v);
    assert_int_equal(v.event_count, 1);
    return v.events[0];
}

static struct command opening_of(const char *amendment, enum vote_method method, bool is_secret)
{
    return wish(vote_open, "item-9-a", amendment, "Lisätäänkö?", "Esitys", "Muutos", method,
                is_secret);
}

static struct voter_list voters_of(struct world *world)
{
    return the_event(world, "opener", opening_of("", VOTE_METHOD_BALLOT, false))
        .as.vote_opened.voters;
}

static void given_here(struct world *world, const char *seat)
{
    given(world, happened(seat_arrived, seat));
}

static void an_organisation_has_one_vote_and_its_first_person_here_casts_it(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_amendment(world, "pb");
    given(world, happened(organisation_added, "parish", "Seurakunta", "parish"));
    given(world, happened(seat_added, "qb", "parish", ROLES(ROLE_PARTICIPANT), "b"));
    given_here(world, "pb");
    given_here(world, "pa");
    given_here(world, "qb");
    given_here(world, "observer");
    given_here(world, "organiser");
    struct voter_list voters = voters_of(world);
    assert_int_equal(voters.count, 2);
    assert_string_equal(voters.items[0].seat, "pa"); /* in the order of the seats */
    assert_string_equal(voters.items[1].seat, "qb");
    given(world, happened(voter_named, "pb"));
    assert_string_equal(voters_of(world).items[0].seat, "pb");
    given(world, happened(seat_left, "pb"));
    assert_string_equal(voters_of(world).items[0].seat, "pa"); /* who was named has gone */
    given(world, happened(absence_begun, "pa", "item-9-a", true));
    assert_int_equal(voters_of(world).count, 1); /* who is away from the item does not vote */
    forget(world);
}

static void by_person_everyone_here_votes(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_amendment(world, "pb");
    done(world, "secretary", wish(rules_agree, "item-4", VOTE_UNIT_PERSON, TIE_RULE_BASE));
    given_here(world, "pa");
    given_here(world, "pb");
    given_here(world, "qb");
    assert_int_equal(voters_of(world).count, 3);
    forget(world);
}

static void a_vote_is_about_what_is_in_hand_and_undecided_and_what_was_seconded(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_amendment(world, "");
    given_here(world, "pa");
    struct command about_it = opening_of("amendment-1", VOTE_METHOD_BALLOT, false);
    assert_refused(judge(world, "opener", about_it), not_seconded);
    done(world, "pb", wish(amendment_second, "amendment-1", "pb"));
    assert_allowed(judge(world, "opener", about_it));
    assert_refused(judge(world, "secretary", about_it), not_allowed);
    about_it.as.vote_open.item = "item-4";
    assert_refused(judge(world, "opener", about_it), not_in_hand);
    given(world, happened(item_opened, "item-4", {0}, ""));
    assert_refused(judge(world, "opener", about_it), no_such_amendment);
    forget(world);
}

static void only_who_is_here_and_has_the_vote_casts_it(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_vote(world, VOTE_METHOD_BALLOT, false);
    assert_allowed(judge(world, "pa", wish(ballot_cast, "vote-1", "pa", CHOICE_NO)));
    assert_allowed(judge(world, "secretary", wish(ballot_cast, "vote-1", "pa", CHOICE_NO)));
    assert_refused(judge(world, "pb", wish(ballot_cast, "vote-1", "pa", CHOICE_NO)), not_allowed);
    given(world, happened(seat_left, "pa"));
    assert_refused(judge(world, "pa", wish(ballot_cast, "vote-1", "pa", CHOICE_NO)), not_here);
    forget(world);
    world = given_a_day();
    given_vote(world, VOTE_METHOD_BALLOT, true);
    assert_refused(judge(world, "secretary", wish(ballot_cast, "vote-1", "pa", CHOICE_NO)),
                   not_allowed);
    forget(world);
}

static void who_has_no_vote_is_told_who_has_it(void **unused)
{
    (void)unused;
    static struct voter voter = {"pa", "county"};
    struct world *world = given_a_day();
    given_amendment(world, "pb");
    given(world,
          happened(vote_opened, .vote = "vote-1", .item = "item-9-a", .amendment = "",
                   .question = "?", .yes_text = "a", .no_text = "b", .voters = {&voter, 1, 0}));
    given_here(world, "pb");
    struct verdict v = judge(world, "pb", wish(ballot_cast, "vote-1", "pb", CHOICE_YES));
    assert_refused(v, not_a_voter);
    assert_string_equal(v.detail, "pa");
    done(world, "opener", wish(voter_name, "pb")); /* pa has not voted yet */
    assert_allowed(judge(world, "pb", wish(ballot_cast, "vote-1", "pb", CHOICE_YES)));
    forget(world);
}

static void closing_counts_the_ballots_and_names_them_unless_they_are_secret(void **unused)
{
    (void)unused;
    struct ballot ballots[] = {{"pa", CHOICE_NO}, {"pb", CHOICE_EMPTY}};
    for (int is_secret = 0; is_secret <= 1; is_secret++) {
        struct world *world = given_a_day();
        given_vote(world, VOTE_METHOD_BALLOT, is_secret);
        world->so.ballots = (struct ballot_list){ballots, 2, 0};
        struct event event = the_event(world, "opener", wish(vote_close, "vote-1"));
        assert_int_equal(event.as.vote_closed.yes, 0);
        assert_int_equal(event.as.vote_closed.no, 1);
        assert_int_equal(event.as.vote_closed.empty, 1);
        assert_int_equal(event.as.vote_closed.ballots.count, is_secret ? 0 : 2);
        forget(world);
    }
}

static void two_equal_counts_close_a_show_of_hands(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_vote(world, VOTE_METHOD_HANDS, false);
    assert_refused(judge(world, "pa", wish(count_enter, "vote-1", 1, 1, 0)), not_allowed);
    done(world, "qa", wish(count_enter, "vote-1", 2, 0, 0));
    done(world, "qb", wish(count_enter, "vote-1", 1, 1, 0));
    assert_refused(judge(world, "opener", wish(vote_close, "vote-1")), counts_differ);
    done(world, "qa", wish(count_enter, "vote-1", 1, 1, 0));
    struct event event = the_event(world, "opener", wish(vote_close, "vote-1"));
    assert_int_equal(event.as.vote_closed.no, 1);
    forget(world);
}

static void more_votes_than_voters_are_no_count_however_large_the_numbers(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_vote(world, VOTE_METHOD_HANDS, false);
    static const int64_t numbers[][3] = {
        {3, 0, 0}, {1, 1, 1}, {-1, 2, 0}, {INT64_MAX, INT64_MAX, 2}, {0, INT64_MIN, 0}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_refused(
            judge(world, "qa",
                  wish(count_enter, "vote-1", numbers[i][0], numbers[i][1], numbers[i][2])),
            counts_too_many);
    forget(world);
}

static void the_greater_number_decides_and_settles_the_amendment(void **unused)
{
    (void)unused;
    static const struct {
        int64_t yes, no;
        enum choice result;
        enum amendment_state state;
    } cases[] = {{19, 29, CHOICE_NO, AMENDMENT_STATE_ADOPTED},
                 {29, 19, CHOICE_YES, AMENDMENT_STATE_REJECTED},
                 {0, 1, CHOICE_NO, AMENDMENT_STATE_ADOPTED}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world *world = given_a_day();
        given_closed(world, cases[i].yes, cases[i].no);
        done(world, "opener", wish(vote_confirm, "vote-1", CHOICE_EMPTY));
        assert_int_equal(day_vote(day_of(world), "vote-1")->result, cases[i].result);
        assert_int_equal(day_amendment(day_of(world), "amendment-1")->state, cases[i].state);
        assert_string_equal(day_amendment(day_of(world), "amendment-1")->vote, "vote-1");
        forget(world);
    }
}

static void a_tie_is_decided_as_was_agreed(void **unused)
{
    (void)unused;
    for (int tie = 0; tie < TIE_RULE_COUNT; tie++) {
        struct world *world = given_a_day();
        given_closed(world, 24, 24);
        struct vote *vote = (struct vote *)day_vote(day_of(world), "vote-1");
        vote->tie = (enum tie_rule)tie;
        bool is_ruled = tie == TIE_RULE_BASE;
        done(world, "opener", wish(vote_confirm, "vote-1", is_ruled ? CHOICE_EMPTY : CHOICE_NO));
        assert_int_equal(vote->result, is_ruled ? CHOICE_YES : CHOICE_NO);
        assert_int_equal(vote->casting, !is_ruled);
        forget(world);
    }
}

static void nothing_else_happens_to_the_agenda_while_a_vote_is_unsettled(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_closed(world, 1, 0);
    assert_refused(judge(world, "opener", wish(item_postpone, "item-9-a", "Kesken")),
                   vote_unsettled);
    assert_refused(judge(world, "opener", wish(phase_change, PHASE_MERGING)), vote_unsettled);
    assert_refused(
        judge(world, "opener", wish(item_decide, "item-9-a", OUTCOME_AS_PROPOSED, "sanat")),
        vote_unsettled);
    assert_refused(judge(world, "opener", opening_of("", VOTE_METHOD_BALLOT, false)),
                   vote_unsettled);
    assert_refused(judge(world, "pa", wish(amendment_withdraw, "amendment-1")), vote_unsettled);
    done(world, "opener", wish(vote_cancel, "vote-1", "Väärä kysymys"));
    assert_allowed(judge(world, "pa", wish(amendment_withdraw, "amendment-1")));
    assert_allowed(judge(world, "opener", wish(item_postpone, "item-9-a", "Kesken")));
    /* What was cancelled was no vote: its rules may still be agreed anew. */
    assert_allowed(
        judge(world, "opener", wish(rules_agree, "item-4", VOTE_UNIT_ORGANISATION, TIE_RULE_LOT)));
    forget(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_organisation_has_one_vote_and_its_first_person_here_casts_it),
        cmocka_unit_test(by_person_everyone_here_votes),
        cmocka_unit_test(a_vote_is_about_what_is_in_hand_and_undecided_and_what_was_seconded),
        cmocka_unit_test(only_who_is_here_and_has_the_vote_casts_it),
        cmocka_unit_test(who_has_no_vote_is_told_who_has_it),
        cmocka_unit_test(closing_counts_the_ballots_and_names_them_unless_they_are_secret),
        cmocka_unit_test(two_equal_counts_close_a_show_of_hands),
        cmocka_unit_test(more_votes_than_voters_are_no_count_however_large_the_numbers),
        cmocka_unit_test(the_greater_number_decides_and_settles_the_amendment),
        cmocka_unit_test(a_tie_is_decided_as_was_agreed),
        cmocka_unit_test(nothing_else_happens_to_the_agenda_while_a_vote_is_unsettled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
