/* The agenda leads: what may be taken in hand, closed and put off, and when. */
#include "given.h"

static void an_item_is_taken_in_hand_in_any_phase_a_proposal_while_deciding_alone(void **unused)
{
    (void)unused;
    for (int phase = 0; phase < PHASE_CLOSED; phase++) {
        struct world *world = given_a_day();
        given_taken(world);
        given(world, happened(phase_changed, (enum phase)phase));
        assert_allowed(judge(world, "secretary", wish(item_open, "item-4")));
        struct verdict v = judge(world, "opener", wish(item_open, "item-9-a"));
        if (phase == PHASE_DECIDING)
            assert_allowed(v);
        else
            assert_refused(v, wrong_phase);
        forget(world);
    }
}

static void what_is_not_in_hand_is_not_closed_and_a_proposal_not_before_it_is_decided(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    assert_refused(judge(world, "opener", wish(item_close, "item-4")), not_in_hand);
    given_in_hand(world);
    assert_refused(judge(world, "opener", wish(item_close, "item-9-a")), not_decided);
    forget(world);
    world = given_a_day();
    given_decided(world);
    assert_allowed(judge(world, "opener", wish(item_close, "item-9-a")));
    forget(world);
}

static void what_is_done_with_is_not_put_off_before_it_is_in_hand_again(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    done(world, "opener", wish(item_open, "item-4"));
    done(world, "opener", wish(item_close, "item-4"));
    assert_refused(judge(world, "opener", wish(item_postpone, "item-4", "Kesken")),
                   already_decided);
    done(world, "opener", wish(item_open, "item-4"));
    assert_allowed(judge(world, "opener", wish(item_postpone, "item-4", "Kesken")));
    forget(world);
}

static void putting_off_needs_a_reason_and_nothing_decided(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_in_hand(world);
    assert_refused(judge(world, "opener", wish(item_postpone, "item-4", " \n")), reason_missing);
    assert_allowed(judge(world, "opener", wish(item_postpone, "item-9-a", "Kesken")));
    forget(world);
    world = given_a_day();
    given_decided(world);
    assert_refused(judge(world, "opener", wish(item_postpone, "item-9-a", "Kesken")),
                   already_decided);
    forget(world);
}

static void while_a_decision_stands_reopened_nothing_else_is_taken_in_hand(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_decided(world);
    given(world, happened(item_reopened, "item-9-a", "Virhe", 2));
    struct verdict v = judge(world, "opener", wish(item_open, "item-4"));
    assert_refused(v, another_in_hand);
    assert_string_equal(v.detail, "item-9-a");
    forget(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_item_is_taken_in_hand_in_any_phase_a_proposal_while_deciding_alone),
        cmocka_unit_test(what_is_not_in_hand_is_not_closed_and_a_proposal_not_before_it_is_decided),
        cmocka_unit_test(what_is_done_with_is_not_put_off_before_it_is_in_hand_again),
        cmocka_unit_test(putting_off_needs_a_reason_and_nothing_decided),
        cmocka_unit_test(while_a_decision_stands_reopened_nothing_else_is_taken_in_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
