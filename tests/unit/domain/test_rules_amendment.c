/* Amendments, statements and dissents: who, when, and how they end. */
#include "given.h"

static struct command moving(const char *mover, const char *seconder)
{
    return wish(amendment_make, "item-9-a", "decision", mover, seconder, "Lisätään: heti.");
}

static void who_takes_part_moves_or_is_written_down_by_the_secretary(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given(world, happened(phase_changed, PHASE_DECIDING));
    given_in_hand(world);
    assert_allowed(judge(world, "pb", moving("pb", "")));
    assert_allowed(judge(world, "secretary", moving("pb", "qa")));
    assert_refused(judge(world, "pb", moving("qb", "")), not_allowed);
    assert_refused(judge(world, "wall", moving("wall", "")), seat_unfit);
    assert_refused(judge(world, "organiser", moving("organiser", "")), seat_unfit);
    assert_refused(judge(world, "secretary", moving("pb", "observer")), seat_unfit);
    assert_refused(judge(world, "secretary", moving("pb", "pb")), own_amendment);
    forget(world);
}

static void only_a_proposal_that_is_in_hand_and_undecided_is_amended(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given(world, happened(phase_changed, PHASE_DECIDING));
    given_taken(world);
    assert_refused(judge(world, "pb", moving("pb", "")), not_in_hand);
    struct command other = moving("pb", "");
    other.as.amendment_make.item = "item-4";
    assert_refused(judge(world, "pb", other), not_a_proposal);
    forget(world);
    world = given_a_day();
    given(world, happened(phase_changed, PHASE_DECIDING));
    given_decided(world);
    assert_refused(judge(world, "pb", moving("pb", "")), already_decided);
    forget(world);
}

static void it_ends_as_adopted_rejected_lapsed_or_withdrawn(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_amendment(world, "");
    struct command settle = wish(amendment_settle, "amendment-1", AMENDMENT_STATE_LAPSED, "");
    assert_refused(judge(world, "pb", settle), not_allowed);
    assert_refused(judge(world, "pb", wish(amendment_withdraw, "amendment-1")), not_allowed);
    assert_allowed(judge(world, "pa", wish(amendment_withdraw, "amendment-1")));
    assert_allowed(judge(world, "secretary", settle));
    done(world, "qb", wish(amendment_second, "amendment-1", "qb"));
    settle.as.amendment_settle.outcome = AMENDMENT_STATE_OPEN;
    assert_refused(judge(world, "secretary", settle), command_malformed);
    settle.as.amendment_settle.outcome = AMENDMENT_STATE_WITHDRAWN;
    assert_refused(judge(world, "secretary", settle), command_malformed);
    done(world, "opener",
         wish(amendment_settle, "amendment-1", AMENDMENT_STATE_ADOPTED, "Lisätään: viipymättä."));
    const struct amendment *amendment = day_amendment(day_of(world), "amendment-1");
    assert_int_equal(amendment->state, AMENDMENT_STATE_ADOPTED);
    assert_string_equal(amendment->wording, "Lisätään: viipymättä.");
    assert_allowed(
        judge(world, "opener", wish(item_decide, "item-9-a", OUTCOME_AS_PROPOSED, "sanat")));
    forget(world);
}

static void a_dissent_follows_the_decision_a_statement_goes_with_the_item(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_amendment(world, "pb");
    struct command dissent =
        wish(statement_make, "item-9-a", "pb", STATEMENT_KIND_DISSENT, "En kannata.");
    struct command statement =
        wish(statement_make, "item-9-a", "pb", STATEMENT_KIND_STATEMENT, "Kiitämme.");
    assert_refused(judge(world, "pb", dissent), not_decided);
    done(world, "pb", statement);
    given(world, happened(item_decided, "item-9-a", OUTCOME_AS_PROPOSED, world->so.fields,
                          IDS("a1"), "sanat"));
    done(world, "secretary", dissent);
    done(world, "pb", wish(statement_withdraw, "statement-1"));
    assert_refused(judge(world, "pa", wish(statement_withdraw, "statement-2")), not_allowed);
    done(world, "pb", statement);
    assert_non_null(day_statement(day_of(world), "statement-3")); /* numbers are not used again */
    statement.as.statement_make.item = "item-4";
    assert_refused(judge(world, "pb", statement), not_in_hand);
    forget(world);
}

static void an_absence_ends_with_the_item_or_with_the_day(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_amendment(world, "pb");
    assert_refused(judge(world, "pa", wish(absence_begin, "pa", true)), not_here);
    done(world, "pa", wish(presence_set, "pa", true));
    done(world, "secretary", wish(absence_begin, "pa", true));
    assert_false(day_is_here(day_of(world), "pa"));
    given(world, happened(item_opened, "item-4", {0}, ""));
    assert_true(day_is_here(day_of(world), "pa"));
    done(world, "pa", wish(absence_begin, "pa", false));
    done(world, "pa", wish(presence_set, "pa", false));
    assert_int_not_equal(day_of(world)->absences.items[1].to_ms, 0);
    forget(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_takes_part_moves_or_is_written_down_by_the_secretary),
        cmocka_unit_test(only_a_proposal_that_is_in_hand_and_undecided_is_amended),
        cmocka_unit_test(it_ends_as_adopted_rejected_lapsed_or_withdrawn),
        cmocka_unit_test(a_dissent_follows_the_decision_a_statement_goes_with_the_item),
        cmocka_unit_test(an_absence_ends_with_the_item_or_with_the_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
