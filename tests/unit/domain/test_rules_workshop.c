/* The groups' part of the day, beyond what the tables say (test_rules.c). */
#include "given.h"

static void a_group_that_starts_has_the_minutes_it_was_given(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();

    struct verdict v = judge(world, "fa", wish(group_start, "a", 60));

    assert_allowed(v);
    assert_int_equal(v.events[0].as.group_started.ends_ms, NOON + 60 * MINUTE);
    assert_allowed(judge(world, "fa", wish(group_start, "a", 1)));
    assert_allowed(judge(world, "fa", wish(group_start, "a", MINUTES_MAX)));
    assert_refused(judge(world, "fa", wish(group_start, "a", MINUTES_MAX + 1)), time_out_of_range);
    assert_refused(judge(world, "fa", wish(group_start, "a", -1)), time_out_of_range);
    forget(world);
}

static void a_group_starts_once(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_writing(world, "a");
    assert_refused(judge(world, "fa", wish(group_start, "a", 60)), already_started);
    given(world, happened(group_paused, "a", PAUSE_REASON_TALK, ""));
    assert_refused(judge(world, "fa", wish(group_start, "a", 60)), already_started);
    forget(world);
}

static void the_clock_stands_while_a_group_pauses(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_writing(world, "a");
    given(world, happened(group_paused, "a", PAUSE_REASON_BREAK, "Kahvi"));
    world->so.now_ms = NOON + 15 * MINUTE;

    struct verdict v = judge(world, "fa", wish(group_resume, "a"));

    assert_allowed(v);
    assert_int_equal(v.events[0].as.group_resumed.ends_ms, NOON + 75 * MINUTE);
    forget(world);
}

static void a_clock_that_jumped_back_takes_no_time_from_a_group(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_writing(world, "a");
    given(world, happened(group_paused, "a", PAUSE_REASON_BREAK, ""));
    world->so.now_ms = NOON - 15 * MINUTE;
    struct verdict v = judge(world, "fa", wish(group_resume, "a"));
    assert_int_equal(v.events[0].as.group_resumed.ends_ms, NOON + 60 * MINUTE);
    forget(world);
}

static void more_time_can_be_given_during_a_pause_longer_than_what_was_left(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_writing(world, "a");
    given(world, happened(group_paused, "a", PAUSE_REASON_BREAK, "Lounas"));
    world->so.now_ms = NOON + 90 * MINUTE;

    struct verdict v = judge(world, "fa", wish(clock_set, "a", NOON + 65 * MINUTE));

    assert_allowed(v);
    assert_refused(judge(world, "fa", wish(clock_set, "a", NOON - 1)), time_out_of_range);
    forget(world);
}

static void a_clock_is_set_to_a_time_within_a_day(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    assert_refused(judge(world, "fa", wish(clock_set, "a", NOON + MINUTE)), group_not_writing);
    given_writing(world, "a");
    assert_allowed(judge(world, "fa", wish(clock_set, "a", NOON)));
    assert_allowed(judge(world, "fa", wish(clock_set, "a", NOON + CLOCK_AHEAD_MAX_MS)));
    assert_refused(judge(world, "fa", wish(clock_set, "a", NOON - 1)), time_out_of_range);
    assert_refused(judge(world, "fa", wish(clock_set, "a", NOON + CLOCK_AHEAD_MAX_MS + 1)),
                   time_out_of_range);
    forget(world);
}

/* --- actions --------------------------------------------------------------------------------------------------------- */

static void actions_are_numbered_by_what_was_there_before(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_writing(world, "a");
    done(world, "pa", wish(action_add, "doc-a", ""));
    done(world, "pa", wish(action_remove, "doc-a", "a2"));

    struct verdict v = judge(world, "qa", wish(action_add, "doc-a", ""));

    assert_string_equal(v.events[0].as.action_added.action, "a3");
    assert_int_equal(v.events[0].as.action_added.at, 1);
    forget(world);
}

static void a_removed_action_comes_back_and_one_that_never_was_does_not(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_writing(world, "a");
    done(world, "pa", wish(action_remove, "doc-a", "a1"));
    assert_refused(judge(world, "pa", wish(action_add, "doc-a", "a7")), no_such_action);
    done(world, "pa", wish(action_add, "doc-a", "a1"));
    assert_int_equal(group_a(world)->actions.count, 1);
    assert_int_equal(group_a(world)->removed.count, 0);
    assert_refused(judge(world, "pa", wish(action_add, "doc-a", "a1")), no_such_action);
    forget(world);
}

static void an_action_moves_to_any_place_of_its_list(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_writing(world, "a");
    done(world, "pa", wish(action_add, "doc-a", ""));
    done(world, "pa", wish(action_add, "doc-a", ""));
    static const char *const orders[3][3] = {
        {"a2", "a1", "a3"}, {"a1", "a2", "a3"}, {"a1", "a3", "a2"}};
    for (int to = 0; to < 3; to++) {
        struct verdict v = judge(world, "pa", wish(action_move, "doc-a", "a2", to));
        assert_allowed(v);
        assert_int_equal(v.events[0].as.action_moved.actions.count, 3);
        for (int i = 0; i < 3; i++)
            assert_string_equal(v.events[0].as.action_moved.actions.items[i], orders[to][i]);
    }
    assert_refused(judge(world, "pa", wish(action_move, "doc-a", "a2", 3)), position_out_of_range);
    assert_refused(judge(world, "pa", wish(action_move, "doc-a", "a2", -1)), position_out_of_range);
    assert_refused(judge(world, "pa", wish(action_move, "doc-a", "a9", 0)), no_such_action);
    forget(world);
}

static void the_actions_of_a_text_that_is_closed_do_not_change(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    assert_refused(judge(world, "pa", wish(action_add, "doc-a", "")), group_not_writing);
    given_writing(world, "a");
    given(world, happened(group_paused, "a", PAUSE_REASON_BREAK, ""));
    assert_refused(judge(world, "pa", wish(action_add, "doc-a", "")), group_not_writing);
    given(world, happened(handin_announced, "a", NOON));
    assert_refused(judge(world, "pa", wish(action_remove, "doc-a", "a1")), group_not_writing);
    given_words(world, "doc-a", "sanat");
    given(world, happened(group_handed_in, "a", "sanat", world->so.fields, {0}));
    assert_refused(judge(world, "pa", wish(action_add, "doc-a", "")), group_handed_in);
    given(world, proposals_taken("item-9-a", "a", "a"));
    assert_refused(judge(world, "pa", wish(action_move, "doc-a", "a1", 0)), group_on_agenda);
    forget(world);
}

static void an_agenda_texts_actions_are_its_polishers_until_it_is_decided(void **unused)
{
    (void)unused;
    struct world *world = given_a_day_in(PHASE_MERGING);
    given_taken(world);
    assert_allowed(judge(world, "fb", wish(action_add, "item-9-a", "")));
    assert_allowed(judge(world, "organiser", wish(action_add, "item-9-a", "")));
    assert_refused(judge(world, "pa", wish(action_add, "item-9-a", "")), not_allowed);
    given(world, happened(phase_changed, PHASE_DECIDING));
    assert_refused(judge(world, "fb", wish(action_remove, "item-9-a", "a1")), text_locked);
    assert_allowed(judge(world, "secretary", wish(action_remove, "item-9-a", "a1")));
    given_words(world, "item-9-a", "sanat");
    given(world, happened(item_opened, "item-9-a", world->so.fields, "sanat"));
    given(world, happened(item_decided, "item-9-a", OUTCOME_AS_PROPOSED, world->so.fields,
                          IDS("a1"), "sanat"));
    assert_refused(judge(world, "opener", wish(action_add, "item-9-a", "")), already_decided);
    forget(world);
}

/* --- handing in: the second of what is always true (domain.md): one to three actions ---------------------------------- */

static void handing_in_needs_one_to_three_actions_and_a_fourth_cannot_be_made(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given(world, happened(group_started, "a", NOON));
    given_words(world, "doc-a", "sanat");
    assert_refused(judge(world, "fa", wish(handin_announce, "a")), too_few_actions);
    for (int count = 1; count <= 3; count++) {
        done(world, "pa", wish(action_add, "doc-a", ""));
        given_words(world, "doc-a", "sanat");
        assert_allowed(judge(world, "fa", wish(handin_announce, "a")));
    }
    assert_refused(judge(world, "pa", wish(action_add, "doc-a", "")), too_many_actions);
    given(world, happened(action_added, "doc-a", "a4", 3));
    given_words(world, "doc-a", "sanat");
    assert_refused(judge(world, "fa", wish(handin_announce, "a")), too_many_actions);
    forget(world);
}

static void what_is_decided_and_what_is_done_must_be_filled_the_rest_may_be_empty(void **unused)
{
    (void)unused;
    static const char *const needed[] = {"title", "decision", "a1/what"};
    static const char *const free_ones[] = {"rationale", "a1/who", "a1/when", "a1/measure"};
    struct world *world = given_a_day();
    given_writing(world, "a");
    for (size_t i = 0; i < 3; i++) {
        given_words(world, "doc-a", "sanat");
        given_field(world, needed[i], " \t\n");
        struct verdict v = judge(world, "fa", wish(handin_announce, "a"));
        assert_refused(v, field_empty);
        assert_string_equal(v.detail, needed[i]);
    }
    given_words(world, "doc-a", "sanat");
    for (size_t i = 0; i < 4; i++)
        given_field(world, free_ones[i], "");
    assert_allowed(judge(world, "fa", wish(handin_announce, "a")));
    forget(world);
}

static void a_field_is_measured_as_browsers_measure_it(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_writing(world, "a");
    static const struct {
        const char *letter;
        int64_t units;
    } letters[] = {{"x", 1}, {"ä", 1}, {"€", 1}, {"😀", 2}};
    for (size_t i = 0; i < 4; i++) {
        struct buf text = {0};
        for (int64_t n = 0; n < 120; n += letters[i].units)
            buf_text(&text, letters[i].letter);
        given_words(world, "doc-a", "sanat");
        given_field(world, "title", buf_c_string(&text));
        assert_allowed(judge(world, "fa", wish(handin_announce, "a")));
        buf_text(&text, letters[i].letter);
        given_field(world, "title", buf_c_string(&text));
        struct verdict v = judge(world, "fa", wish(handin_announce, "a"));
        assert_refused(v, field_too_long);
        assert_string_equal(v.detail, "title");
        buf_free(&text);
    }
    forget(world);
}

static void a_hand_in_is_announced_with_its_deadline_and_only_once(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_writing(world, "a");
    given_words(world, "doc-a", "sanat");
    struct verdict v = judge(world, "fa", wish(handin_announce, "a"));
    assert_int_equal(v.events[0].as.handin_announced.deadline_ms, NOON + HANDIN_NOTICE_MS);
    done(world, "fa", wish(handin_announce, "a"));
    assert_refused(judge(world, "opener", wish(handin_announce, "a")), group_not_writing);
    assert_refused(judge(world, "fa", wish(group_pause, "a", PAUSE_REASON_BREAK, "")),
                   group_not_writing);
    assert_refused(judge(world, "fa", wish(group_return, "a", "Kesken")), group_not_handed_in);
    forget(world);
}

static void a_pause_ends_when_its_group_hands_in(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_writing(world, "a");
    given(world, happened(group_paused, "a", PAUSE_REASON_TALK, "Kuullaan kaikkia"));
    given_words(world, "doc-a", "sanat");

    done(world, "fa", wish(handin_announce, "a"));
    given(world, happened(handin_cancelled, "a"));

    assert_int_equal(group_a(world)->state, GROUP_STATE_WRITING);
    assert_int_equal(group_a(world)->paused_ms, 0);
    assert_string_equal(group_a(world)->pause_note, "");
    forget(world);
}

static void a_hand_in_whose_last_words_emptied_a_field_is_cancelled(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_writing(world, "a");
    given(world, happened(handin_announced, "a", NOON));
    given_words(world, "doc-a", "sanat");
    given_field(world, "decision", "");

    struct verdict v = judge(world, "", wish(handin_complete, "a"));

    assert_allowed(v);
    assert_int_equal(v.event_count, 1);
    assert_int_equal(v.events[0].kind, EVENT_handin_cancelled);
    forget(world);
}

static void a_version_holds_the_words_and_who_was_not_heard_from(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_writing(world, "a");
    given(world, happened(handin_announced, "a", NOON));
    given_words(world, "doc-a", "sanat");
    world->so.missing = IDS("qa");

    struct verdict v = judge(world, "", wish(handin_complete, "a"));

    const struct event_group_handed_in *e = &v.events[0].as.group_handed_in;
    assert_string_equal(e->hash, "sanat");
    assert_int_equal(e->fields.count, 7);
    assert_string_equal(fields_text(&e->fields, "a1/what"), "sanat");
    assert_string_equal(e->missing.items[0], "qa");
    forget(world);
}

static void a_group_gets_its_text_back_in_a_new_epoch_with_a_reason(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_handed_in(world, "a");
    struct verdict v = judge(world, "fa", wish(group_return, "a", "Vastuutaho puuttuu"));
    assert_int_equal(v.events[0].as.group_returned.epoch, 2);
    assert_string_equal(v.events[0].as.group_returned.reason, "Vastuutaho puuttuu");
    done(world, "fa", wish(group_return, "a", "Vastuutaho puuttuu"));
    assert_refused(judge(world, "fa", wish(group_return, "a", "Uudelleen")), group_not_handed_in);
    forget(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_group_that_starts_has_the_minutes_it_was_given),
        cmocka_unit_test(a_group_starts_once),
        cmocka_unit_test(the_clock_stands_while_a_group_pauses),
        cmocka_unit_test(a_clock_that_jumped_back_takes_no_time_from_a_group),
        cmocka_unit_test(more_time_can_be_given_during_a_pause_longer_than_what_was_left),
        cmocka_unit_test(a_clock_is_set_to_a_time_within_a_day),
        cmocka_unit_test(actions_are_numbered_by_what_was_there_before),
        cmocka_unit_test(a_removed_action_comes_back_and_one_that_never_was_does_not),
        cmocka_unit_test(an_action_moves_to_any_place_of_its_list),
        cmocka_unit_test(the_actions_of_a_text_that_is_closed_do_not_change),
        cmocka_unit_test(an_agenda_texts_actions_are_its_polishers_until_it_is_decided),
        cmocka_unit_test(handing_in_needs_one_to_three_actions_and_a_fourth_cannot_be_made),
        cmocka_unit_test(what_is_decided_and_what_is_done_must_be_filled_the_rest_may_be_empty),
        cmocka_unit_test(a_field_is_measured_as_browsers_measure_it),
        cmocka_unit_test(a_hand_in_is_announced_with_its_deadline_and_only_once),
        cmocka_unit_test(a_pause_ends_when_its_group_hands_in),
        cmocka_unit_test(a_hand_in_whose_last_words_emptied_a_field_is_cancelled),
        cmocka_unit_test(a_version_holds_the_words_and_who_was_not_heard_from),
        cmocka_unit_test(a_group_gets_its_text_back_in_a_new_epoch_with_a_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
