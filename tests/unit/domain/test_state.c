/* What each event does to the day (docs/fold.md), and what only a damaged log can say. */
#include "given.h"

static struct buf json_of(const struct world *world)
{
    struct buf json = {0};
    if (day_of(world) != NULL)
        day_write(day_of(world), &json);
    return json;
}

/* The event makes no sense, and nothing has changed. */
static void refuses(struct world *world, struct event event)
{
    struct buf before = json_of(world);
    assert_int_equal(event_comes(world->state, event, "opener", NOON), ERR_CORRUPT);
    struct buf after = json_of(world);
    assert_int_equal(after.len, before.len);
    assert_memory_equal(after.data, before.data, after.len);
    buf_free(&before);
    buf_free(&after);
}

/* --- the day -------------------------------------------------------------------------------------------------------------- */

static void nothing_happens_before_there_is_a_day(void **unused)
{
    (void)unused;
    struct world world = {.state = state_new()};
    assert_null(state_day(world.state));
    refuses(&world, happened(phase_changed, PHASE_MERGING));
    refuses(&world, seat_added("pa", "a", ROLE_PARTICIPANT));
    given(&world, day_created_in(PHASE_OPENING));
    refuses(&world, day_created_in(PHASE_OPENING));
    assert_string_equal(day_of(&world)->title, "Hyte-neuvottelu");
    assert_string_equal(day_of(&world)->in_hand, "");
    assert_int_equal(day_of(&world)->phase, PHASE_OPENING);
    assert_int_equal(day_of(&world)->seats.count + day_of(&world)->items.count +
                         day_of(&world)->groups.count + day_of(&world)->officers.count,
                     0);
    state_free(world.state);
}

static void a_day_has_limits_that_an_event_can_hold(void **unused)
{
    (void)unused;
    static const int64_t limits[] = {-1, 0, FIELD_MAX_UTF16 + 1};
    struct world world = {.state = state_new()};
    for (size_t i = 0; i < 3; i++) {
        struct field_rule rule = {"title", limits[i]};
        struct event event = day_created_in(PHASE_OPENING);
        event.as.day_created.field_rules = (struct field_rule_list){&rule, 1, 0};
        refuses(&world, event);
        event = day_created_in(PHASE_OPENING);
        event.as.day_created.action_rules = (struct field_rule_list){&rule, 1, 0};
        refuses(&world, event);
    }
    struct event event = day_created_in(PHASE_OPENING);
    event.as.day_created.actions_min = 4;
    refuses(&world, event);
    event.as.day_created.actions_min = -1;
    refuses(&world, event);
    state_free(world.state);
}

static void a_seat_or_organisation_that_is_added_again_is_replaced(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    size_t seats = day_of(world)->seats.count;
    given(world, happened(seat_added, "pa", "county", ROLES(ROLE_OBSERVER), ""));
    given(world, happened(organisation_added, "county", "Etelä-Pohjanmaan hyvinvointialue",
                          "wellbeing_county"));
    assert_int_equal(day_of(world)->seats.count, seats);
    assert_true(seat_has_role(day_seat(day_of(world), "pa"), ROLE_OBSERVER));
    assert_false(seat_has_role(day_seat(day_of(world), "pa"), ROLE_PARTICIPANT));
    assert_int_equal(day_of(world)->organisations.count, 1);
    assert_string_equal(day_of(world)->organisations.items[0].name,
                        "Etelä-Pohjanmaan hyvinvointialue");
    forget(world);
}

/* The fourth of what is always true: no event changes a code. */
static void an_item_is_added_once_and_keeps_its_code(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    refuses(world, item_added("item-9", "10 §", ITEM_KIND_FORUM));
    given_decided(world);
    const struct agenda_item *nine = day_item(day_of(world), "item-9");
    assert_string_equal(nine->code, "9 §");
    assert_int_equal(nine->state, ITEM_STATE_COMING);
    assert_int_equal(nine->epoch, 0);
    assert_string_equal(item_9a(world)->code, "a");
    forget(world);
}

static void a_group_begins_waiting_with_nothing_in_it(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    const struct working_group *a = group_a(world);
    assert_int_equal(a->state, GROUP_STATE_WAITING);
    assert_int_equal(a->epoch, 1);
    assert_int_equal(a->actions.count + a->removed.count + a->versions.count + a->late.count, 0);
    assert_int_equal(a->ends_ms + a->paused_ms + a->deadline_ms, 0);
    refuses(world, group_added("a", "C", "doc-c"));
    refuses(world, group_added("c", "C", "doc-a"));
    given_taken(world);
    refuses(world, group_added("c", "C", "item-9-a"));
    forget(world);
}

static void an_officer_takes_the_place_of_the_one_before(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given(world, happened(officer_elected, POST_CHAIR, "pa", "item-4"));
    given(world, happened(officer_elected, POST_SECRETARY, "qa", "item-4"));
    given(world, happened(officer_elected, POST_CHAIR, "pb", "item-4"));
    assert_int_equal(day_of(world)->officers.count, 2);
    assert_string_equal(day_chair(day_of(world)), "pb");
    assert_true(day_is_secretary(day_of(world), "qa"));
    assert_false(day_is_secretary(day_of(world), "secretary"));
    forget(world);
}

/* --- groups ---------------------------------------------------------------------------------------------------------------- */

static void events_of_groups_that_are_not_there_make_no_sense(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    refuses(world, happened(group_started, "z", 1));
    refuses(world, happened(group_paused, "z", PAUSE_REASON_TALK, ""));
    refuses(world, happened(group_resumed, "z", 1));
    refuses(world, happened(clock_changed, "z", 1));
    refuses(world, happened(handin_announced, "z", 1));
    refuses(world, happened(handin_cancelled, "z"));
    refuses(world, happened(group_handed_in, "z", "", {0}, {0}));
    refuses(world, happened(group_returned, "z", "", 2));
    refuses(world, happened(late_edit_kept, "doc-z", 9));
    refuses(world, happened(action_added, "doc-z", "a1", 0));
    refuses(world, happened(action_removed, "doc-z", "a1"));
    refuses(world, happened(action_moved, "doc-z", {0}));
    forget(world);
}

static void a_pause_is_remembered_until_the_group_goes_on(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_writing(world, "a");
    given(world, happened(group_paused, "a", PAUSE_REASON_OTHER, "Kahvi"));
    assert_int_equal(group_a(world)->state, GROUP_STATE_PAUSED);
    assert_int_equal(group_a(world)->paused_ms, NOON);
    assert_int_equal(group_a(world)->pause_reason, PAUSE_REASON_OTHER);
    assert_string_equal(group_a(world)->pause_note, "Kahvi");
    given(world, happened(group_resumed, "a", NOON + 7));
    assert_int_equal(group_a(world)->state, GROUP_STATE_WRITING);
    assert_int_equal(group_a(world)->ends_ms, NOON + 7);
    assert_int_equal(group_a(world)->paused_ms, 0);
    assert_string_equal(group_a(world)->pause_note, "");
    given(world, happened(clock_changed, "a", NOON + 9));
    assert_int_equal(group_a(world)->ends_ms, NOON + 9);
    forget(world);
}

static void actions_are_put_in_taken_out_and_put_in_order(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_writing(world, "a");
    given(world, happened(action_added, "doc-a", "a2", 0));
    given(world, happened(action_added, "doc-a", "a3", 1));
    static const char *const order[] = {"a2", "a3", "a1"};
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(group_a(world)->actions.items[i], order[i]);
    refuses(world, happened(action_added, "doc-a", "a2", 0));
    refuses(world, happened(action_added, "doc-a", "a4", 4));
    refuses(world, happened(action_added, "doc-a", "a4", -1));
    refuses(world, happened(action_removed, "doc-a", "a4"));
    refuses(world, happened(action_moved, "doc-a", IDS("a1", "a2")));
    refuses(world, happened(action_moved, "doc-a", IDS("a1", "a2", "a9")));
    refuses(world, happened(action_moved, "doc-a", IDS("a1", "a2", "a2")));
    given(world, happened(action_moved, "doc-a", IDS("a1", "a2", "a3")));
    given(world, happened(action_removed, "doc-a", "a2"));
    assert_int_equal(group_a(world)->actions.count, 2);
    assert_string_equal(group_a(world)->removed.items[0], "a2");
    given(world, happened(action_added, "doc-a", "a2", 2));
    assert_int_equal(group_a(world)->removed.count, 0);
    forget(world);
}

static void each_hand_in_is_a_version_with_the_actions_of_that_moment(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_handed_in(world, "a");
    given(world, happened(group_returned, "a", "Kesken", 2));
    assert_int_equal(group_a(world)->epoch, 2);
    assert_string_equal(group_a(world)->return_reason, "Kesken");
    given(world, happened(action_added, "doc-a", "a2", 1));
    struct field words[] = {{"title", "Uusi"}};
    given(world, happened(group_handed_in, "a", "toinen", {words, 1, 0}, IDS("qa")));
    const struct version_list *versions = &group_a(world)->versions;
    assert_int_equal(versions->count, 2);
    assert_int_equal(versions->items[0].number, 1);
    assert_int_equal(versions->items[0].actions.count, 1);
    assert_string_equal(versions->items[0].by, "opener");
    assert_int_equal(versions->items[0].at_ms, NOON);
    assert_int_equal(versions->items[1].number, 2);
    assert_int_equal(versions->items[1].actions.count, 2);
    assert_string_equal(versions->items[1].hash, "toinen");
    assert_string_equal(versions->items[1].missing.items[0], "qa");
    assert_string_equal(group_version(group_a(world))->hash, "toinen");
    assert_int_equal(group_a(world)->deadline_ms, 0);
    forget(world);
}

static void a_late_edit_is_noted_in_its_group(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_taken(world);
    given(world, happened(late_edit_kept, "doc-a", 77));
    given(world, happened(late_edit_kept, "item-9-a", 78)); /* no group's text */
    assert_int_equal(group_a(world)->late.count, 1);
    assert_int_equal(group_a(world)->late.items[0].late, 77);
    assert_string_equal(group_a(world)->late.items[0].by, "opener");
    assert_int_equal(group_a(world)->late.items[0].at_ms, NOON);
    forget(world);
}

/* --- 9 § ------------------------------------------------------------------------------------------------------------------- */

static void what_is_taken_stands_under_its_item_with_the_title_handed_in(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_taken(world);
    assert_int_equal(group_a(world)->state, GROUP_STATE_ON_AGENDA);
    assert_string_equal(item_9a(world)->parent, "item-9");
    assert_string_equal(item_9a(world)->title, "sanat");
    assert_int_equal(item_9a(world)->kind, ITEM_KIND_PROPOSAL);
    assert_string_equal(item_9a(world)->group, "a");
    assert_int_equal(item_9a(world)->epoch, 1);
    assert_string_equal(item_9a(world)->actions.items[0], "a1");
    assert_int_equal(day_of(world)->takes, 1);
    given(world, happened(action_removed, "item-9-a", "a1")); /* the group's own list stays */
    assert_int_equal(group_a(world)->actions.count, 1);
    forget(world);
}

static void a_take_that_cannot_be_changes_nothing_at_all(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_handed_in(world, "a");
    struct taken good = {"item-9-a", "a", "a", "item-9-a", {0}, {0}};
    const struct taken bad[] = {
        {"item-9-b", "b", "b", "item-9-b", {0}, {0}}, /* has handed nothing in */
        {"item-9-b", "b", "z", "item-9-b", {0}, {0}}, /* is no group           */
        {"item-4", "b", "a", "item-9-b", {0}, {0}},   /* is an item already    */
        {"item-9-b", "b", "a", "doc-b", {0}, {0}},    /* is a group's text     */
        {"item-9-a", "b", "a", "item-9-b", {0}, {0}}, /* the same item twice   */
        {"item-9-b", "b", "a", "item-9-a", {0}, {0}}, /* the same text twice   */
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct taken both[] = {good, bad[i]};
        refuses(world, happened(proposals_taken, "item-9", {both, 2, 0}));
    }
    forget(world);
}

static void taking_back_empties_the_place_under_one_item(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_in_hand(world);
    given_handed_in(world, "b");
    given(world, item_added("item-10", "10 §", ITEM_KIND_DECISION));
    struct taken other = {"item-10-a", "a", "b", "item-10-a", {0}, {0}};
    given(world, happened(proposals_taken, "item-10", {&other, 1, 0}));
    given(world, happened(floor_asked, "pa", SPEECH_SPEECH));
    given(world, happened(floor_given, "pb"));
    given(world, happened(take_undone, "item-9"));
    assert_string_equal(day_of(world)->floor, ""); /* nobody speaks to what is gone */
    assert_int_equal(day_of(world)->speakers.count, 0);
    assert_null(item_9a(world));
    assert_int_equal(group_a(world)->state, GROUP_STATE_HANDED_IN);
    assert_string_equal(day_of(world)->in_hand, "");
    assert_non_null(day_item(day_of(world), "item-10-a"));
    assert_non_null(day_item(day_of(world), "item-9"));
    assert_int_equal(day_group(day_of(world), "b")->state, GROUP_STATE_ON_AGENDA);
    assert_int_equal(day_of(world)->takes, 2);
    forget(world);
}

static void one_item_is_in_hand_at_a_time(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_in_hand(world);
    assert_string_equal(day_of(world)->in_hand, "item-9-a");
    assert_int_equal(item_9a(world)->state, ITEM_STATE_IN_HAND);
    assert_string_equal(item_9a(world)->proposed_hash, "sanat");
    assert_string_equal(item_9a(world)->proposed_actions.items[0], "a1");
    given(world, happened(item_opened, "item-4", {0}, ""));
    assert_int_equal(item_9a(world)->state, ITEM_STATE_COMING);
    assert_string_equal(day_of(world)->in_hand, "item-4");
    assert_string_equal(day_item(day_of(world), "item-4")->proposed_hash, "");
    refuses(world, happened(item_opened, "item-99", {0}, ""));
    forget(world);
}

static void at(struct world *world, int minute, struct event event)
{
    assert_int_equal(event_comes(world->state, event, "opener", NOON + minute * MINUTE), OK);
}

static void an_item_is_in_hand_done_or_put_off_and_knows_when(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given(world, happened(item_planned, "item-4", NOON, NOON + 5 * MINUTE, IDS("county")));
    at(world, 1, happened(item_opened, "item-4", {0}, ""));
    const struct agenda_item *item = day_item(day_of(world), "item-4");
    assert_int_equal(item->state, ITEM_STATE_IN_HAND);
    assert_int_equal(item->opened_ms, NOON + MINUTE);
    assert_int_equal(item->ends_ms, NOON + 5 * MINUTE);
    at(world, 2, happened(item_closed, "item-4"));
    assert_int_equal(item->state, ITEM_STATE_DONE);
    assert_int_equal(item->closed_ms, NOON + 2 * MINUTE);
    assert_string_equal(day_of(world)->in_hand, "");
    at(world, 3, happened(item_opened, "item-4", {0}, "")); /* once more */
    assert_int_equal(item->opened_ms, NOON + MINUTE);
    assert_int_equal(item->closed_ms, 0);
    at(world, 4, happened(item_postponed, "item-4", "Ehdokkaat puuttuvat"));
    assert_int_equal(item->state, ITEM_STATE_POSTPONED);
    assert_string_equal(item->postpone_reason, "Ehdokkaat puuttuvat");
    assert_string_equal(day_of(world)->in_hand, "");
    at(world, 5, happened(item_opened, "item-9", {0}, ""));
    at(world, 6, happened(item_opened, "item-4", {0}, ""));
    assert_int_equal(day_item(day_of(world), "item-9")->state, ITEM_STATE_DONE);
    assert_string_equal(item->postpone_reason, "");
    refuses(world, happened(item_closed, "item-9"));
    refuses(world, happened(item_planned, "item-99", 0, 0, {0}));
    refuses(world, happened(item_postponed, "item-99", "x"));
    forget(world);
}

static void a_decision_is_kept_with_its_words_even_when_it_is_reopened(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_decided(world);
    assert_int_equal(item_9a(world)->state, ITEM_STATE_DECIDED);
    given(world, happened(item_opened, "item-4", {0}, ""));
    given(world, happened(item_reopened, "item-9-a", "Virhe", 2));
    const struct agenda_item *item = item_9a(world);
    assert_int_equal(item->state, ITEM_STATE_IN_HAND);
    assert_int_equal(item->epoch, 2);
    assert_string_equal(day_of(world)->in_hand, "item-9-a");
    assert_int_equal(day_item(day_of(world), "item-4")->state, ITEM_STATE_DONE);
    assert_null(item_decision(item));
    assert_int_equal(item->decisions.items[0].reopened_ms, NOON);
    assert_string_equal(fields_text(&item->decisions.items[0].fields, "decision"), "sanat");
    refuses(world, happened(item_reopened, "item-9-a", "Taas", 3));
    refuses(world, happened(item_reopened, "item-4", "Ei päätetty", 1));
    refuses(world, happened(item_decided, "item-99", OUTCOME_RETURNED, {0}, {0}, ""));
    forget(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_happens_before_there_is_a_day),
        cmocka_unit_test(a_day_has_limits_that_an_event_can_hold),
        cmocka_unit_test(a_seat_or_organisation_that_is_added_again_is_replaced),
        cmocka_unit_test(an_item_is_added_once_and_keeps_its_code),
        cmocka_unit_test(a_group_begins_waiting_with_nothing_in_it),
        cmocka_unit_test(an_officer_takes_the_place_of_the_one_before),
        cmocka_unit_test(events_of_groups_that_are_not_there_make_no_sense),
        cmocka_unit_test(a_pause_is_remembered_until_the_group_goes_on),
        cmocka_unit_test(actions_are_put_in_taken_out_and_put_in_order),
        cmocka_unit_test(each_hand_in_is_a_version_with_the_actions_of_that_moment),
        cmocka_unit_test(a_late_edit_is_noted_in_its_group),
        cmocka_unit_test(what_is_taken_stands_under_its_item_with_the_title_handed_in),
        cmocka_unit_test(a_take_that_cannot_be_changes_nothing_at_all),
        cmocka_unit_test(taking_back_empties_the_place_under_one_item),
        cmocka_unit_test(one_item_is_in_hand_at_a_time),
        cmocka_unit_test(an_item_is_in_hand_done_or_put_off_and_knows_when),
        cmocka_unit_test(a_decision_is_kept_with_its_words_even_when_it_is_reopened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
