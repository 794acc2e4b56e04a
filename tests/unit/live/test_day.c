/* A command's way: at most once, answered when it is on disk, told to everyone. */
#include "live/given_hall.h"

#define ONCE "0e37f6a2-9f0a-4f57-8a3e-5a6b8c9d0e1f"

static void an_answer_waits_for_the_disk_and_so_does_the_event(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *fa = comes_in(stage, "fa");
    struct guest *wall = comes_in(stage, "wall");
    log_pos after = 0;

    does(fa, wish(group_start, "a", 60));

    json_decref(heard(fa, "answer", &after));
    assert_int_equal(after, last_pos(stage));
    assert_int_equal(heard_number(fa, "answer", "pos"), after);
    assert_int_equal(reads_on(wall), 0);
    disk_catches_up(stage);
    assert_int_equal(reads_on(wall), 1);
    json_t *events = heard(wall, "events", &after);
    json_t *event = json_array_get(json_object_get(events, "events"), 0);
    assert_string_equal(json_string_value(json_object_get(event, "kind")), "group_started");
    assert_string_equal(json_string_value(json_object_get(event, "by")), "fa");
    assert_int_equal(json_integer_value(json_object_get(event, "pos")), last_pos(stage));
    assert_int_equal(json_integer_value(json_object_get(event, "at_ms")), NOON);
    json_decref(events);
    goes(fa);
    goes(wall);
    stage_forget(stage);
}

/* The twelfth of what is always true. */
static void a_command_sent_twice_with_one_id_happens_once_and_hears_the_same(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *fa = comes_in(stage, "fa");
    asks_as(fa, ONCE, wish(group_start, "a", 60));
    int64_t pos = heard_number(fa, "answer", "pos");
    outbox_fake_clear(fa->out);
    log_pos before = last_pos(stage), after = 0;

    asks_as(fa, ONCE, wish(group_start, "a", 60));

    json_decref(heard(fa, "answer", &after));
    assert_done(fa);
    assert_int_equal(heard_number(fa, "answer", "pos"), pos);
    assert_int_equal(after, pos); /* it still waits for the disk */
    assert_int_equal(last_pos(stage), before);
    goes(fa);
    stage_forget(stage);
}

static void the_same_id_in_capitals_is_the_same_command(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *fa = comes_in(stage, "fa");
    asks_as(fa, ONCE, wish(group_start, "a", 60));
    asks_as(fa, "0E37F6A2-9F0A-4F57-8A3E-5A6B8C9D0E1F", wish(group_start, "a", 60));
    assert_done(fa);
    goes(fa);
    stage_forget(stage);
}

static void somebody_elses_id_tells_nothing_and_does_nothing(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *fa = comes_in(stage, "fa");
    struct guest *fb = comes_in(stage, "fb");
    asks_as(fa, ONCE, wish(group_start, "a", 60));
    log_pos before = last_pos(stage);
    asks_as(fb, ONCE, wish(group_start, "b", 60));
    assert_answered(fb, "command_reused");
    assert_int_equal(last_pos(stage), before);
    assert_int_equal(stage_group(stage, "b")->state, GROUP_STATE_WAITING);
    goes(fa);
    goes(fb);
    stage_forget(stage);
}

static void a_refusal_is_written_down_and_repeated_even_when_it_would_be_allowed_now(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *fa = comes_in(stage, "fa");
    log_pos after = 0;
    asks_as(fa, ONCE, wish(group_pause, "a", PAUSE_REASON_BREAK, ""));
    json_decref(heard(fa, "answer", &after));
    assert_answered(fa, "group_not_writing");
    assert_int_equal(after, last_pos(stage));
    assert_int_equal(journal_fake_record(stage->journal, after)->kind, RECORD_REFUSAL);
    does(fa, wish(group_start, "a", 60));
    log_pos before = last_pos(stage);

    asks_as(fa, ONCE, wish(group_pause, "a", PAUSE_REASON_BREAK, ""));

    assert_answered(fa, "group_not_writing");
    assert_int_equal(last_pos(stage), before);
    goes(fa);
    stage_forget(stage);
}

static void a_refusal_names_what_it_is_about(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *fa = comes_in(stage, "fa");
    asks(fa, wish(proposals_take, "item-9", TAKES({"b", "a"})));
    assert_answered(fa, "group_not_handed_in");
    assert_string_equal(heard_text(fa, "answer", "detail"), "b");
    asks(fa, wish(group_pause, "a", PAUSE_REASON_BREAK, ""));
    json_t *answer = heard(fa, "answer", NULL);
    assert_true(json_is_null(json_object_get(answer, "detail")));
    json_decref(answer);
    goes(fa);
    stage_forget(stage);
}

static void what_is_no_command_is_turned_away_without_a_trace(void **unused)
{
    (void)unused;
    static const struct {
        const char *text;
        const char *code;
        const char *detail;
    } wrong[] = {
        {"{\"op\":\"command\"}", "command_malformed", "id"},
        {"{\"op\":\"command\",\"id\":\"1\",\"kind\":\"group_start\"}", "command_malformed", "id"},
        {"{\"op\":\"command\",\"id\":\"" ONCE "\",\"kind\":\"dance\",\"data\":{}}",
         "command_unknown", "kind"},
        {"{\"op\":\"command\",\"id\":\"" ONCE "\",\"kind\":7,\"data\":{}}", "command_unknown",
         "kind"},
        {"{\"op\":\"command\",\"id\":\"" ONCE "\",\"kind\":\"group_start\"}", "command_malformed",
         "data"},
        {"{\"op\":\"command\",\"id\":\"" ONCE
         "\",\"kind\":\"group_start\",\"data\":{\"group\":\"a\"}}",
         "command_malformed", "minutes"},
        {"{\"op\":\"command\",\"id\":\"" ONCE
         "\",\"kind\":\"phase_change\",\"data\":{\"phase\":\"lunch\"}}",
         "command_malformed", "phase"},
    };
    struct stage *stage = given_a_hall();
    struct guest *fa = comes_in(stage, "fa");
    log_pos before = last_pos(stage);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        says(fa, "%s", wrong[i].text);
        assert_answered(fa, wrong[i].code);
        assert_string_equal(heard_text(fa, "answer", "detail"), wrong[i].detail);
    }
    assert_int_equal(last_pos(stage), before);
    asks_as(fa, ONCE, wish(group_start, "a", 60)); /* the id is still free */
    assert_done(fa);
    goes(fa);
    stage_forget(stage);
}

static void while_the_disk_takes_nothing_commands_are_refused_and_may_be_sent_again(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *fa = comes_in(stage, "fa");
    asks_as(fa, ONCE, wish(group_start, "a", 60));
    disk_is(stage, false);
    asks_as(fa, "00000000-0000-4000-8000-000000000099",
            wish(group_pause, "a", PAUSE_REASON_TALK, ""));
    assert_answered(fa, "storage");
    asks_as(fa, ONCE, wish(group_start, "a", 60)); /* has happened: that much is known */
    assert_done(fa);
    disk_is(stage, true);
    asks_as(fa, "00000000-0000-4000-8000-000000000099",
            wish(group_pause, "a", PAUSE_REASON_TALK, ""));
    assert_done(fa);
    goes(fa);
    stage_forget(stage);
}

static void a_command_by_post_is_answered_in_one_frame(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct outbox *out = outbox_fake_new();
    hall_command(
        stage->hall, "fa",
        bytes_text("{\"id\":\"" ONCE
                   "\",\"kind\":\"group_start\",\"data\":{\"group\":\"a\",\"minutes\":60}}"),
        out);
    assert_int_equal(outbox_fake_count(out), 1);
    char wanted[128];
    snprintf(wanted, sizeof wanted, "{\"id\":\"" ONCE "\",\"outcome\":\"done\",\"pos\":%d}",
             (int)last_pos(stage));
    assert_string_equal(outbox_fake_last(out).text, wanted);
    assert_int_equal(outbox_fake_last(out).after, last_pos(stage));
    static const char *const nonsense[] = {"", "[]", "{", "{\"id\":\"" ONCE "\",\"id\":1}",
                                           "\"x\""};
    for (size_t i = 0; i < 5; i++) {
        hall_command(stage->hall, "fa", bytes_text(nonsense[i]), out);
        assert_non_null(strstr(outbox_fake_last(out).text, "command_malformed"));
    }
    outbox_fake_free(out);
    stage_forget(stage);
}

/* --- rights on open lines: the seventh of what is always true --------------------------------------------------------- */

static void rights_follow_an_election_on_the_next_message_of_an_open_line(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *opener = comes_in(stage, "opener");
    struct guest *pb = comes_in(stage, "pb");
    given_open_group(stage, "a");
    asks(pb, wish(phase_change, PHASE_MERGING));
    assert_answered(pb, "not_allowed");
    opens(opener, "doc-a");
    assert_false(tries_to_open(pb, "doc-a"));

    does(opener, wish(officer_elect, POST_CHAIR, "pb", "item-4"));

    assert_string_equal(heard_text(opener, "refused", "code"), "no_access");
    assert_false(outbox_fake_follows(opener->out, opener->channel));
    opens(pb, "doc-a");
    assert_string_equal(heard_text(pb, "opened", "mode"), "ro");
    asks(opener, wish(phase_change, PHASE_MERGING));
    assert_answered(opener, "not_allowed");
    does(pb, wish(phase_change, PHASE_MERGING));
    goes(opener);
    goes(pb);
    stage_forget(stage);
}

static void a_text_opens_and_closes_for_writing_as_the_day_goes_on(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    given_handed_in_text(stage, "a");
    struct guest *fb = comes_in(stage, "fb");
    struct guest *pa = comes_in(stage, "pa");
    struct guest *opener = comes_in(stage, "opener");
    does(fb, wish(proposals_take, "item-9", TAKES({"a", "a"})));
    opens(fb, "item-9-a");
    opens(pa, "item-9-a");
    opens(opener, "item-9-a");
    assert_string_equal(heard_text(fb, "opened", "mode"), "rw");
    assert_string_equal(heard_text(pa, "opened", "mode"), "ro");
    does(opener, wish(phase_change, PHASE_DECIDING));
    assert_string_equal(heard_text(fb, "mode", "mode"), "ro");
    assert_false(has_heard(opener, "mode"));
    does(opener, wish(officer_elect, POST_SECRETARY, "pa", "item-4"));
    assert_string_equal(heard_text(pa, "mode", "mode"), "rw");
    types(pa, "title", "Uusi ");
    assert_int_equal(acked(pa, NULL), 1);
    does(opener, wish(item_open, "item-9-a"));
    const struct agenda_item *item = day_item(stage_day(stage), "item-9-a");
    does(opener, wish(item_decide, "item-9-a", OUTCOME_AS_PROPOSED, item->proposed_hash));
    assert_string_equal(heard_text(pa, "mode", "mode"), "ro");
    assert_string_equal(heard_text(opener, "mode", "mode"), "ro");
    types(pa, "title", "Vielä ");
    assert_string_equal(nacked(pa, NULL), "late");
    does(opener, wish(item_reopen, "item-9-a", "Kirjoitusvirhe"));
    assert_string_equal(heard_text(pa, "mode", "mode"), "rw");
    assert_int_equal(heard_number(pa, "mode", "epoch"), 2);
    assert_string_equal(written(stage, "item-9-a", "title"), "Uusi Foorumi");
    goes(fb);
    goes(pa);
    goes(opener);
    stage_forget(stage);
}

/* --- the exact words ----------------------------------------------------------------------------------------------------- */

static void the_words_decided_are_those_of_the_document_at_the_gavel(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    given_handed_in_text(stage, "a");
    struct guest *opener = comes_in(stage, "opener");
    struct guest *secretary = comes_in(stage, "secretary");
    does(opener, wish(proposals_take, "item-9", TAKES({"a", "a"})));
    does(opener, wish(phase_change, PHASE_DECIDING));
    does(opener, wish(item_open, "item-9-a"));
    opens(secretary, "item-9-a");
    char seen[65];
    snprintf(seen, sizeof seen, "%s", day_item(stage_day(stage), "item-9-a")->proposed_hash);
    types(secretary, "decision", "Päätetään: ");

    asks(opener, wish(item_decide, "item-9-a", OUTCOME_AS_PROPOSED, seen));
    assert_answered(opener, "text_changed");
    does(opener, wish(item_open, "item-9-a")); /* writes down the words of now */
    asks(opener, wish(item_decide, "item-9-a", OUTCOME_AS_AMENDED, seen));
    assert_answered(opener, "text_changed");
    wipes(secretary, "decision");
    types(secretary, "decision", "Perustetaan foorumi.");
    does(opener, wish(item_decide, "item-9-a", OUTCOME_AS_PROPOSED, seen));

    const struct decision *decision = item_decision(day_item(stage_day(stage), "item-9-a"));
    assert_string_equal(fields_text(&decision->fields, "decision"), "Perustetaan foorumi.");
    assert_string_equal(decision->hash, seen);
    goes(opener);
    goes(secretary);
    stage_forget(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_waits_for_the_disk_and_so_does_the_event),
        cmocka_unit_test(a_command_sent_twice_with_one_id_happens_once_and_hears_the_same),
        cmocka_unit_test(the_same_id_in_capitals_is_the_same_command),
        cmocka_unit_test(somebody_elses_id_tells_nothing_and_does_nothing),
        cmocka_unit_test(a_refusal_is_written_down_and_repeated_even_when_it_would_be_allowed_now),
        cmocka_unit_test(a_refusal_names_what_it_is_about),
        cmocka_unit_test(what_is_no_command_is_turned_away_without_a_trace),
        cmocka_unit_test(while_the_disk_takes_nothing_commands_are_refused_and_may_be_sent_again),
        cmocka_unit_test(a_command_by_post_is_answered_in_one_frame),
        cmocka_unit_test(rights_follow_an_election_on_the_next_message_of_an_open_line),
        cmocka_unit_test(a_text_opens_and_closes_for_writing_as_the_day_goes_on),
        cmocka_unit_test(the_words_decided_are_those_of_the_document_at_the_gavel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
