/* 9 § on the wall, and who leads the meeting, beyond what the tables say (test_rules.c). */
#include "given.h"

static void a_decision_holds_the_words_the_chair_saw(void **unused)
{
    (void)unused;
    struct world *world = given_a_day_in(PHASE_DECIDING);
    given_in_hand(world);

    struct verdict v =
        judge(world, "opener", wish(item_decide, "item-9-a", OUTCOME_AS_PROPOSED, "sanat"));

    const struct event_item_decided *e = &v.events[0].as.item_decided;
    assert_allowed(v);
    assert_string_equal(fields_text(&e->fields, "decision"), "sanat");
    assert_string_equal(e->hash, "sanat");
    assert_string_equal(e->actions.items[0], "a1");
    forget(world);
}

static void words_that_came_after_the_look_are_not_decided_unseen(void **unused)
{
    (void)unused;
    static const enum outcome outcomes[] = {OUTCOME_AS_PROPOSED, OUTCOME_AS_AMENDED,
                                            OUTCOME_RETURNED};
    struct world *world = given_a_day_in(PHASE_DECIDING);
    given_in_hand(world);
    given_words(world, "item-9-a", "toiset");
    for (size_t i = 0; i < 3; i++)
        assert_refused(judge(world, "opener", wish(item_decide, "item-9-a", outcomes[i], "sanat")),
                       text_changed);
    forget(world);
}

static void as_proposed_means_the_proposed_words_and_as_amended_means_others(void **unused)
{
    (void)unused;
    struct world *world = given_a_day_in(PHASE_DECIDING);
    given_in_hand(world);
    assert_refused(
        judge(world, "opener", wish(item_decide, "item-9-a", OUTCOME_AS_AMENDED, "sanat")),
        text_same);
    given_words(world, "item-9-a", "toiset");
    assert_refused(
        judge(world, "opener", wish(item_decide, "item-9-a", OUTCOME_AS_PROPOSED, "toiset")),
        text_differs);
    assert_allowed(
        judge(world, "opener", wish(item_decide, "item-9-a", OUTCOME_AS_AMENDED, "toiset")));
    forget(world);
}

static void an_unfinished_text_is_returned_but_not_approved(void **unused)
{
    (void)unused;
    struct world *world = given_a_day_in(PHASE_DECIDING);
    given_in_hand(world);
    given_words(world, "item-9-a", "toiset");
    given_field(world, "a1/what", "");
    struct verdict v =
        judge(world, "opener", wish(item_decide, "item-9-a", OUTCOME_AS_AMENDED, "toiset"));
    assert_refused(v, field_empty);
    assert_string_equal(v.detail, "a1/what");
    assert_allowed(
        judge(world, "opener", wish(item_decide, "item-9-a", OUTCOME_RETURNED, "toiset")));
    forget(world);
}

static void only_what_is_in_hand_is_decided(void **unused)
{
    (void)unused;
    struct world *world = given_a_day_in(PHASE_DECIDING);
    given_in_hand(world);
    done(world, "secretary", wish(item_open, "item-4"));
    assert_refused(
        judge(world, "opener", wish(item_decide, "item-9-a", OUTCOME_AS_PROPOSED, "sanat")),
        not_in_hand);
    forget(world);
}

/* The fifth of what is always true: a decided text changes only through reopening. */
static void a_decided_item_is_not_decided_again_until_it_is_reopened(void **unused)
{
    (void)unused;
    struct world *world = given_a_day_in(PHASE_DECIDING);
    given_decided(world);
    assert_refused(
        judge(world, "opener", wish(item_decide, "item-9-a", OUTCOME_AS_PROPOSED, "sanat")),
        already_decided);
    assert_refused(judge(world, "opener", wish(action_remove, "item-9-a", "a1")), already_decided);
    assert_int_equal(rights_document(day_of(world), "opener", "item-9-a"), ACCESS_LOCKED);
    assert_refused(judge(world, "opener", wish(item_reopen, "item-9-a", " ")), reason_missing);

    done(world, "opener", wish(item_reopen, "item-9-a", "Kirjoitusvirhe"));

    assert_int_equal(item_9a(world)->epoch, 2);
    assert_int_equal(rights_document(day_of(world), "opener", "item-9-a"), ACCESS_WRITE);
    assert_refused(judge(world, "opener", wish(item_reopen, "item-9-a", "Taas")), not_decided);
    done(world, "opener", wish(item_decide, "item-9-a", OUTCOME_AS_PROPOSED, "sanat"));
    assert_int_equal(item_9a(world)->decisions.count, 2);
    assert_string_equal(item_9a(world)->decisions.items[0].reopen_reason, "Kirjoitusvirhe");
    forget(world);
}

static void nothing_else_is_opened_before_a_reopened_item_is_decided(void **unused)
{
    (void)unused;
    struct world *world = given_a_day_in(PHASE_DECIDING);
    given_handed_in(world, "b");
    given(world, proposals_taken("item-9-b", "b", "b"));
    given_decided(world);
    given(world, happened(item_opened, "item-9-b", world->so.fields, "sanat"));
    given(world,
          happened(item_decided, "item-9-b", OUTCOME_RETURNED, world->so.fields, {0}, "sanat"));
    done(world, "opener", wish(item_reopen, "item-9-a", "Virhe"));

    struct verdict v = judge(world, "secretary", wish(item_open, "item-9-b"));

    assert_refused(v, another_in_hand);
    assert_string_equal(v.detail, "item-9-a");
    assert_refused(judge(world, "opener", wish(item_reopen, "item-9-b", "Virhe")), another_in_hand);
    assert_allowed(judge(world, "secretary", wish(item_open, "item-9-a")));
    done(world, "opener", wish(item_decide, "item-9-a", OUTCOME_AS_PROPOSED, "sanat"));
    assert_allowed(judge(world, "secretary", wish(item_open, "item-9-b")));
    forget(world);
}

static void a_proposal_is_what_the_assembly_saw_first(void **unused)
{
    (void)unused;
    struct world *world = given_a_day_in(PHASE_DECIDING);
    given_in_hand(world);
    given_words(world, "item-9-a", "toiset");
    done(world, "opener", wish(item_open, "item-4"));
    done(world, "opener", wish(item_open, "item-9-a"));
    assert_string_equal(item_9a(world)->proposed_hash, "sanat");
    forget(world);
}

static void a_text_that_went_back_to_merging_is_proposed_anew(void **unused)
{
    (void)unused;
    struct world *world = given_a_day_in(PHASE_DECIDING);
    given_in_hand(world);
    done(world, "opener", wish(phase_change, PHASE_MERGING));
    assert_string_equal(day_of(world)->in_hand, "");
    assert_int_equal(item_9a(world)->state, ITEM_STATE_COMING);
    given_words(world, "item-9-a", "yhdistetyt");
    done(world, "opener", wish(phase_change, PHASE_DECIDING));
    done(world, "opener", wish(item_open, "item-9-a"));

    assert_allowed(
        judge(world, "opener", wish(item_decide, "item-9-a", OUTCOME_AS_PROPOSED, "yhdistetyt")));
    forget(world);
}

/* --- who leads --------------------------------------------------------------------------------------------------------- */

/* The third of what is always true. */
static void the_opener_leads_until_the_election_and_the_chair_may_be_anyone_present(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    assert_string_equal(day_chair(day_of(world)), "opener");
    assert_refused(judge(world, "pb", wish(phase_change, PHASE_MERGING)), not_allowed);

    done(world, "opener", wish(officer_elect, POST_CHAIR, "pb", "item-4"));

    assert_allowed(judge(world, "pb", wish(phase_change, PHASE_MERGING)));
    assert_refused(judge(world, "opener", wish(phase_change, PHASE_MERGING)), not_allowed);
    static const char *const anyone[] = {"opener", "secretary", "organiser", "fa", "pa"};
    for (size_t i = 0; i < 5; i++)
        assert_allowed(judge(world, "pb", wish(officer_elect, POST_CHAIR, anyone[i], "item-4")));
    assert_refused(judge(world, "pb", wish(officer_elect, POST_CHAIR, "observer", "item-4")),
                   seat_unfit);
    assert_refused(judge(world, "pb", wish(officer_elect, POST_CHAIR, "fa", "item-99")),
                   no_such_item);
    forget(world);
}

static void an_elected_secretary_takes_the_place_of_the_named_one(void **unused)
{
    (void)unused;
    struct world *world = given_a_day_in(PHASE_DECIDING);
    done(world, "secretary", wish(officer_elect, POST_SECRETARY, "qa", "item-4"));
    assert_allowed(judge(world, "qa", wish(item_open, "item-9")));
    assert_refused(judge(world, "secretary", wish(item_open, "item-9")), not_allowed);
    forget(world);
}

static void the_organiser_gets_the_day_going_and_does_not_decide(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_taken(world);
    done(world, "organiser", wish(phase_change, PHASE_OPENING));
    done(world, "organiser", wish(phase_change, PHASE_WORKSHOP));
    done(world, "organiser", wish(phase_change, PHASE_MERGING));
    assert_refused(judge(world, "organiser", wish(phase_change, PHASE_DECIDING)), not_allowed);
    given(world, happened(phase_changed, PHASE_DECIDING));
    assert_refused(judge(world, "organiser", wish(phase_change, PHASE_MERGING)), not_allowed);
    forget(world);
}

static void the_day_closes_when_all_is_decided(void **unused)
{
    (void)unused;
    struct world *world = given_a_day_in(PHASE_DECIDING);
    given_taken(world);
    struct verdict v = judge(world, "opener", wish(phase_change, PHASE_CLOSED));
    assert_refused(v, undecided_items);
    assert_string_equal(v.detail, "item-9-a");
    given_words(world, "item-9-a", "sanat");
    done(world, "opener", wish(item_open, "item-9-a"));
    done(world, "opener", wish(item_decide, "item-9-a", OUTCOME_RETURNED, "sanat"));
    done(world, "opener", wish(phase_change, PHASE_CLOSED));
    forget(world);
}

static void after_the_first_decision_there_is_no_way_back_to_merging(void **unused)
{
    (void)unused;
    struct world *world = given_a_day_in(PHASE_DECIDING);
    given_taken(world);
    assert_allowed(judge(world, "opener", wish(phase_change, PHASE_MERGING)));
    given_words(world, "item-9-a", "sanat");
    done(world, "opener", wish(item_open, "item-9-a"));
    done(world, "opener", wish(item_decide, "item-9-a", OUTCOME_AS_PROPOSED, "sanat"));
    assert_refused(judge(world, "opener", wish(phase_change, PHASE_MERGING)), already_decided);
    done(world, "opener", wish(item_reopen, "item-9-a", "Virhe"));
    assert_refused(judge(world, "opener", wish(phase_change, PHASE_MERGING)), already_decided);
    forget(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_decision_holds_the_words_the_chair_saw),
        cmocka_unit_test(words_that_came_after_the_look_are_not_decided_unseen),
        cmocka_unit_test(as_proposed_means_the_proposed_words_and_as_amended_means_others),
        cmocka_unit_test(an_unfinished_text_is_returned_but_not_approved),
        cmocka_unit_test(only_what_is_in_hand_is_decided),
        cmocka_unit_test(a_decided_item_is_not_decided_again_until_it_is_reopened),
        cmocka_unit_test(nothing_else_is_opened_before_a_reopened_item_is_decided),
        cmocka_unit_test(a_proposal_is_what_the_assembly_saw_first),
        cmocka_unit_test(a_text_that_went_back_to_merging_is_proposed_anew),
        cmocka_unit_test(the_opener_leads_until_the_election_and_the_chair_may_be_anyone_present),
        cmocka_unit_test(an_elected_secretary_takes_the_place_of_the_named_one),
        cmocka_unit_test(the_organiser_gets_the_day_going_and_does_not_decide),
        cmocka_unit_test(the_day_closes_when_all_is_decided),
        cmocka_unit_test(after_the_first_decision_there_is_no_way_back_to_merging),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
