/* The groups' words are carried to 9 § a, b, c. */
#include "live/given_hall.h"

static struct stage *given_two_texts_handed_in(struct guest **secretary)
{
    struct stage *stage = given_a_hall();
    given_handed_in_text(stage, "a");
    given_handed_in_text(stage, "b");
    *secretary = comes_in(stage, "secretary");
    return stage;
}

static void a_proposal_on_the_agenda_has_the_words_that_were_handed_in(void **unused)
{
    (void)unused;
    struct guest *secretary;
    struct stage *stage = given_two_texts_handed_in(&secretary);
    does(secretary, wish(proposals_take, "item-9", TAKES({"b", "a"}, {"a", "b"})));
    assert_string_equal(written(stage, "item-9-a", "title"), "Foorumi");
    assert_string_equal(written(stage, "item-9-b", "decision"), "Perustetaan foorumi.");
    assert_string_equal(written(stage, "item-9-b", "a1/what"), "Kutsutaan koolle");
    assert_string_equal(written(stage, "item-9-b", "rationale"), "");
    opens(secretary, "item-9-a");
    types(secretary, "a1/who", "Hyvinvointialue");
    assert_int_equal(acked(secretary, NULL), 1);
    goes(secretary);
    stage_forget(stage);
}

static void event_and_words_reach_the_disk_together_or_not_at_all(void **unused)
{
    (void)unused;
    struct guest *secretary;
    struct stage *stage = given_two_texts_handed_in(&secretary);
    log_pos before = last_pos(stage);
    does(secretary, wish(proposals_take, "item-9", TAKES({"a", "a"}, {"b", "b"})));
    /* The event, the change of phase, and for each text an id of the server's and the words. */
    static const enum record_kind kinds[] = {RECORD_EVENT,  RECORD_EVENT,     RECORD_CLIENT_ID,
                                             RECORD_UPDATE, RECORD_CLIENT_ID, RECORD_UPDATE};
    assert_int_equal(last_pos(stage), before + 6);
    for (size_t i = 0; i < 6; i++) {
        const struct record *record = journal_fake_record(stage->journal, before + 1 + i);
        assert_int_equal(record->kind, kinds[i]);
        assert_int_equal(record->is_followed, i < 5);
    }
    goes(secretary);
    stage_forget(stage);
}

static void someone_who_opens_it_at_once_waits_for_the_words(void **unused)
{
    (void)unused;
    struct guest *secretary;
    struct stage *stage = given_two_texts_handed_in(&secretary);
    does(secretary, wish(proposals_take, "item-9", TAKES({"a", "a"})));
    struct guest *wall = comes_in(stage, "wall");
    assert_true(tries_to_open(wall, "item-9-a"));
    wall->doc = doc_new(true);
    syncs(wall);
    struct reader reader;
    log_pos after = 0;
    assert_true(frame_heard(wall, 0, YSYNC_STEP2, &reader, &after));
    assert_true(after > journal_durable(stage->journal));
    assert_string_equal(text_in(wall->doc, "title"), "Foorumi");
    goes(wall);
    goes(secretary);
    stage_forget(stage);
}

static void words_that_come_late_to_the_group_never_reach_the_agenda(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    given_open_group(stage, "a");
    struct guest *pa = comes_in(stage, "pa"), *fa = comes_in(stage, "fa");
    opens(pa, "doc-a");
    fills_in(pa);
    does(fa, wish(handin_announce, "a"));
    time_passes(stage, HANDIN_NOTICE_MS);
    does(fa, wish(proposals_take, "item-9", TAKES({"a", "a"})));
    types(pa, "title", "Myöhässä ");
    assert_string_equal(nacked(pa, NULL), "late");
    assert_string_equal(written(stage, "item-9-a", "title"), "Foorumi");
    assert_string_equal(written(stage, "doc-a", "title"), "Foorumi");
    goes(pa);
    goes(fa);
    stage_forget(stage);
}

static void a_take_that_is_undone_closes_its_texts_and_a_second_one_has_new_ones(void **unused)
{
    (void)unused;
    struct guest *secretary;
    struct stage *stage = given_two_texts_handed_in(&secretary);
    does(secretary, wish(proposals_take, "item-9", TAKES({"a", "a"})));
    opens(secretary, "item-9-a");
    types(secretary, "title", "Hiottu ");
    does(secretary, wish(take_undo, "item-9"));
    assert_string_equal(heard_text(secretary, "refused", "code"), "no_access");
    assert_false(tries_to_open(secretary, "item-9-a"));

    does(secretary, wish(proposals_take, "item-9", TAKES({"a", "a"})));

    opens(secretary, "item-9-a-2");
    assert_string_equal(text_in(secretary->doc, "title"), "Foorumi");
    assert_string_equal(written(stage, "item-9-a", "title"),
                        "Hiottu Foorumi"); /* kept, though on no agenda */
    goes(secretary);
    stage_forget(stage);
}

static void undone_returned_rewritten_and_taken_again(void **unused)
{
    (void)unused;
    struct guest *secretary;
    struct stage *stage = given_two_texts_handed_in(&secretary);
    struct guest *fa = comes_in(stage, "fa");
    does(fa, wish(proposals_take, "item-9", TAKES({"a", "a"}, {"b", "b"})));
    asks(fa, wish(group_return, "a", "Kesken"));
    assert_answered(fa, "group_on_agenda");
    does(fa, wish(take_undo, "item-9"));
    does(fa, wish(group_return, "a", "Kesken"));
    opens(fa, "doc-a");
    assert_int_equal(fa->epoch, 2);
    types(fa, "title", "Uusi ");
    asks(fa, wish(proposals_take, "item-9", TAKES({"a", "a"})));
    assert_answered(fa, "group_not_handed_in");
    does(fa, wish(handin_announce, "a"));
    time_passes(stage, HANDIN_NOTICE_MS);
    does(fa, wish(proposals_take, "item-9", TAKES({"a", "a"}, {"b", "b"})));
    assert_string_equal(written(stage, "item-9-a-2", "title"), "Uusi Foorumi");
    assert_string_equal(day_item(stage_day(stage), "item-9-a-2")->title, "Uusi Foorumi");
    assert_string_equal(written(stage, "item-9-b-2", "title"), "Foorumi");
    goes(fa);
    goes(secretary);
    stage_forget(stage);
}

static void a_removed_actions_words_come_back_with_it(void **unused)
{
    (void)unused;
    struct guest *secretary;
    struct stage *stage = given_two_texts_handed_in(&secretary);
    does(secretary, wish(proposals_take, "item-9", TAKES({"a", "a"})));
    does(secretary, wish(action_remove, "item-9-a", "a1"));
    opens(secretary, "item-9-a");
    types(secretary, "a1/what", "x");
    assert_string_equal(nacked(secretary, NULL), "policy");
    does(secretary, wish(action_add, "item-9-a", "a1"));
    assert_string_equal(written(stage, "item-9-a", "a1/what"), "Kutsutaan koolle");
    does(secretary, wish(action_add, "item-9-a", ""));
    closes(secretary);
    secretary->client = 0;
    doc_free(secretary->doc);
    secretary->doc = NULL;
    opens(secretary, "item-9-a");
    types(secretary, "a2/what", "Toinen");
    assert_int_equal(acked(secretary, NULL), 1);
    goes(secretary);
    stage_forget(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_proposal_on_the_agenda_has_the_words_that_were_handed_in),
        cmocka_unit_test(event_and_words_reach_the_disk_together_or_not_at_all),
        cmocka_unit_test(someone_who_opens_it_at_once_waits_for_the_words),
        cmocka_unit_test(words_that_come_late_to_the_group_never_reach_the_agenda),
        cmocka_unit_test(a_take_that_is_undone_closes_its_texts_and_a_second_one_has_new_ones),
        cmocka_unit_test(undone_returned_rewritten_and_taken_again),
        cmocka_unit_test(a_removed_actions_words_come_back_with_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
