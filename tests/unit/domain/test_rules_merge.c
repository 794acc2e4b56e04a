/* Three texts become 9 § a, b and c, beyond what the tables say (test_rules.c). */
#include "given.h"

static struct world *given_two_handed_in(void)
{
    struct world *world = given_a_day();
    given_handed_in(world, "a");
    given_handed_in(world, "b");
    return world;
}

static const struct taken *taken(const struct verdict *v, size_t index)
{
    assert_string_equal(refusal_code(v->refusal), "allowed");
    assert_true(index < v->events[0].as.proposals_taken.taken.count);
    return &v->events[0].as.proposals_taken.taken.items[index];
}

static void proposals_come_in_the_order_and_with_the_codes_that_people_give(void **unused)
{
    (void)unused;
    struct world *world = given_two_handed_in();

    struct verdict v =
        judge(world, "fb", wish(proposals_take, "item-9", TAKES({"b", "a"}, {"a", "b"})));

    assert_string_equal(taken(&v, 0)->group, "b");
    assert_string_equal(taken(&v, 0)->code, "a");
    assert_string_equal(taken(&v, 0)->item, "item-9-a");
    assert_string_equal(taken(&v, 0)->doc, "item-9-a");
    assert_string_equal(taken(&v, 1)->item, "item-9-b");
    forget(world);
}

static void a_take_in_the_workshop_begins_the_merging(void **unused)
{
    (void)unused;
    struct world *world = given_two_handed_in();
    struct verdict v = judge(world, "fa", wish(proposals_take, "item-9", TAKES({"a", "a"})));
    assert_int_equal(v.event_count, 2);
    assert_int_equal(v.events[1].as.phase_changed.phase, PHASE_MERGING);
    given(world, happened(phase_changed, PHASE_MERGING));
    v = judge(world, "fa", wish(proposals_take, "item-9", TAKES({"a", "a"})));
    assert_int_equal(v.event_count, 1);
    forget(world);
}

static void no_take_begins_the_merging_while_a_vote_is_unsettled(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_handed_in(world, "a");
    given(world, happened(seat_arrived, "pa"));
    given(world, happened(item_opened, "item-4", {0}, ""));
    done(world, "opener",
         wish(vote_open, "item-4", "", "Kuka?", "Yksi", "Toinen", VOTE_METHOD_BALLOT, false));
    assert_refused(judge(world, "fa", wish(proposals_take, "item-9", TAKES({"a", "a"}))),
                   vote_unsettled);
    done(world, "opener", wish(vote_cancel, "vote-1", "Väärä kysymys"));
    assert_allowed(judge(world, "fa", wish(proposals_take, "item-9", TAKES({"a", "a"}))));
    forget(world);
}

static void every_field_of_the_new_text_knows_where_it_came_from(void **unused)
{
    (void)unused;
    struct world *world = given_two_handed_in();
    struct verdict v = judge(world, "fa", wish(proposals_take, "item-9", TAKES({"a", "a"})));
    const struct link_list *links = &taken(&v, 0)->links;
    assert_int_equal(links->count, 7);
    assert_string_equal(links->items[0].field, "title");
    assert_string_equal(links->items[3].field, "a1/what");
    assert_string_equal(links->items[3].from_field, "a1/what");
    assert_string_equal(links->items[3].from_doc, "doc-a");
    assert_string_equal(taken(&v, 0)->actions.items[0], "a1");
    forget(world);
}

static void only_what_was_handed_in_is_taken(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    assert_refused(judge(world, "fa", wish(proposals_take, "item-9", TAKES({"z", "a"}))),
                   no_such_group);
    struct verdict v = judge(world, "fa", wish(proposals_take, "item-9", TAKES({"a", "a"})));
    assert_refused(v, group_not_handed_in);
    assert_string_equal(v.detail, "a");
    given_taken(world);
    assert_refused(judge(world, "fa", wish(proposals_take, "item-9", TAKES({"a", "b"}))),
                   group_on_agenda);
    assert_refused(judge(world, "fa", wish(proposals_take, "item-99", TAKES({"a", "a"}))),
                   no_such_item);
    forget(world);
}

static void a_code_is_used_once_under_one_item(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_taken(world);
    given_handed_in(world, "b");
    assert_refused(judge(world, "fa", wish(proposals_take, "item-9", TAKES({"b", "a"}))),
                   code_taken);
    assert_allowed(judge(world, "fa", wish(proposals_take, "item-4", TAKES({"b", "a"}))));
    forget(world);
}

static void a_group_is_taken_once(void **unused)
{
    (void)unused;
    struct world *world = given_two_handed_in();
    struct verdict v =
        judge(world, "fa", wish(proposals_take, "item-9", TAKES({"a", "a"}, {"a", "b"})));
    assert_true(v.refusal != ALLOWED);
    forget(world);
}

static void a_code_can_be_read_aloud(void **unused)
{
    (void)unused;
    static const char *const bad[] = {"", " a", "a\nb", "a\tb"};
    struct world *world = given_two_handed_in();
    for (size_t i = 0; i < 4; i++)
        assert_refused(judge(world, "fa", wish(proposals_take, "item-9", TAKES({"a", bad[i]}))),
                       code_malformed);
    assert_allowed(judge(world, "fa", wish(proposals_take, "item-9", TAKES({"a", "12 b §"}))));
    forget(world);
}

static void codes_that_no_id_can_spell_get_documents_of_their_own(void **unused)
{
    (void)unused;
    struct world *world = given_two_handed_in();
    struct verdict v =
        judge(world, "fa", wish(proposals_take, "item-9", TAKES({"a", "ä"}, {"b", "ö"})));
    assert_string_not_equal(taken(&v, 0)->doc, taken(&v, 1)->doc);
    done(world, "fa", wish(proposals_take, "item-9", TAKES({"a", "ä"}, {"b", "ö"})));
    forget(world);
}

static void a_new_item_takes_no_groups_document(void **unused)
{
    (void)unused;
    struct world *world = given_two_handed_in();
    given(world, happened(group_added, "c", "C", "Tieto", "", "", "item-9-a"));
    struct verdict v = judge(world, "fa", wish(proposals_take, "item-9", TAKES({"a", "a"})));
    assert_string_not_equal(taken(&v, 0)->doc, "item-9-a");
    forget(world);
}

static void the_longest_codes_make_ids_that_the_codec_takes(void **unused)
{
    (void)unused;
    struct world *world = given_two_handed_in();
    const char *parent = "item-with-a-name-as-long-as-an-id-may-be-that-is-sixty-four-0123";
    given(world, item_added(parent, "10 §", ITEM_KIND_DECISION));
    for (int i = 0; i < 12; i++) {
        done(world, "fa",
             wish(proposals_take, parent, TAKES({"a", "abcdefghijklmnopqrst"}, {"b", "b"})));
        done(world, "fa", wish(take_undo, parent));
    }
    assert_int_equal(day_of(world)->takes, 12);
    forget(world);
}

static void a_take_is_undone_whole_and_taken_anew_with_documents_of_its_own(void **unused)
{
    (void)unused;
    struct world *world = given_two_handed_in();
    done(world, "fa", wish(proposals_take, "item-9", TAKES({"a", "a"}, {"b", "b"})));
    done(world, "fb", wish(take_undo, "item-9"));
    assert_null(item_9a(world));
    assert_int_equal(group_a(world)->state, GROUP_STATE_HANDED_IN);

    struct verdict v =
        judge(world, "fb", wish(proposals_take, "item-9", TAKES({"b", "a"}, {"a", "b"})));

    assert_string_equal(taken(&v, 0)->doc, "item-9-a-2");
    assert_string_equal(taken(&v, 1)->doc, "item-9-b-2");
    forget(world);
}

static void what_was_ever_decided_is_not_taken_back(void **unused)
{
    (void)unused;
    struct world *world = given_a_day_in(PHASE_DECIDING);
    given_decided(world);
    given(world, happened(item_reopened, "item-9-a", "Virhe", 2));
    given(world, happened(phase_changed, PHASE_MERGING));
    struct verdict v = judge(world, "opener", wish(take_undo, "item-9"));
    assert_refused(v, already_decided);
    assert_string_equal(v.detail, "item-9-a");
    assert_refused(judge(world, "opener", wish(take_undo, "item-4")), not_taken);
    forget(world);
}

/* What the minutes tell under an item keeps the item. */
static void what_the_meeting_has_treated_is_not_taken_back(void **unused)
{
    (void)unused;
    static struct voter voters[] = {{"pa", "county"}};
    const struct event treatments[] = {
        happened(amendment_made, "amendment-1", "item-9-a", "decision", "pa", "pb", "Heti."),
        happened(statement_made, .statement = "statement-1", .item = "item-9-a", .seat = "pa",
                 .text = "Kirjataan."),
        happened(vote_opened, .vote = "vote-1", .item = "item-9-a", .amendment = "",
                 .question = "Miten?", .yes_text = "Jaa", .no_text = "Ei",
                 .method = VOTE_METHOD_BALLOT, .unit = VOTE_UNIT_PERSON, .tie = TIE_RULE_CHAIR,
                 .voters = {voters, 1, 0}),
    };
    for (size_t i = 0; i < sizeof treatments / sizeof *treatments; i++) {
        struct world *world = given_a_day_in(PHASE_DECIDING);
        given_in_hand(world);
        given(world, treatments[i]);
        given(world, happened(phase_changed, PHASE_MERGING));
        assert_refused(judge(world, "opener", wish(take_undo, "item-9")), item_treated);
        forget(world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proposals_come_in_the_order_and_with_the_codes_that_people_give),
        cmocka_unit_test(a_take_in_the_workshop_begins_the_merging),
        cmocka_unit_test(no_take_begins_the_merging_while_a_vote_is_unsettled),
        cmocka_unit_test(every_field_of_the_new_text_knows_where_it_came_from),
        cmocka_unit_test(only_what_was_handed_in_is_taken),
        cmocka_unit_test(a_code_is_used_once_under_one_item),
        cmocka_unit_test(a_group_is_taken_once),
        cmocka_unit_test(a_code_can_be_read_aloud),
        cmocka_unit_test(codes_that_no_id_can_spell_get_documents_of_their_own),
        cmocka_unit_test(a_new_item_takes_no_groups_document),
        cmocka_unit_test(the_longest_codes_make_ids_that_the_codec_takes),
        cmocka_unit_test(a_take_is_undone_whole_and_taken_anew_with_documents_of_its_own),
        cmocka_unit_test(what_was_ever_decided_is_not_taken_back),
        cmocka_unit_test(what_the_meeting_has_treated_is_not_taken_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
