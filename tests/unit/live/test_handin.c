/* Handing in: announced, everyone sends what they have, then the text is locked; late words are kept. */
#include "live/given_hall.h"

struct group {
    struct stage *stage;
    struct guest *fa, *pekka, *kaisa;
};

/* Facilitator and two writers have group a's text open; it could be handed in. */
static struct group given_a_group_at_work(void)
{
    struct group g = {.stage = given_a_hall()};
    given_open_group(g.stage, "a");
    g.fa = comes_in(g.stage, "fa");
    g.pekka = comes_in(g.stage, "pa");
    g.kaisa = comes_in(g.stage, "qa");
    opens(g.fa, "doc-a");
    opens(g.pekka, "doc-a");
    opens(g.kaisa, "doc-a");
    fills_in(g.pekka);
    disk_catches_up(g.stage);
    reads_on(g.fa);
    reads_on(g.pekka);
    reads_on(g.kaisa);
    return g;
}

static void group_goes(struct group *g)
{
    if (g->fa)
        goes(g->fa);
    if (g->pekka)
        goes(g->pekka);
    if (g->kaisa)
        goes(g->kaisa);
    stage_forget(g->stage);
}

static void has_flushed(struct guest *guest)
{
    says(guest, "{\"op\":\"flushed\",\"doc\":\"%s\",\"seq\":%llu}", guest->doc_id,
         (unsigned long long)guest->seq);
}

static enum group_state state_of(const struct group *g)
{
    return stage_group(g->stage, "a")->state;
}

static const struct version *version(const struct group *g)
{
    assert_int_equal(state_of(g), GROUP_STATE_HANDED_IN);
    return group_version(stage_group(g->stage, "a"));
}

static void all_flush(struct group *g)
{
    has_flushed(g->fa);
    has_flushed(g->pekka);
    has_flushed(g->kaisa);
}

static void a_text_is_handed_in_when_everyone_has_sent_what_they_had(void **unused)
{
    (void)unused;
    struct group g = given_a_group_at_work();
    does(g.fa, wish(handin_announce, "a"));
    time_passes(g.stage, 100);
    assert_int_equal(state_of(&g), GROUP_STATE_HANDING_IN);
    has_flushed(g.fa);
    has_flushed(g.kaisa);
    types(g.pekka, "rationale", "Viime hetken sana. ");
    time_passes(g.stage, 100);
    assert_int_equal(state_of(&g), GROUP_STATE_HANDING_IN);

    has_flushed(g.pekka);
    time_passes(g.stage, 100);

    assert_string_equal(fields_text(&version(&g)->fields, "rationale"), "Viime hetken sana. ");
    assert_string_equal(version(&g)->by, "fa");
    assert_int_equal(version(&g)->missing.count, 0);
    assert_int_equal(version(&g)->at_ms, g.stage->now_ms);
    assert_string_equal(heard_text(g.pekka, "mode", "mode"), "ro");
    group_goes(&g);
}

static void silence_is_waited_for_until_the_deadline_and_noted(void **unused)
{
    (void)unused;
    struct group g = given_a_group_at_work();
    does(g.fa, wish(handin_announce, "a"));
    has_flushed(g.fa);
    has_flushed(g.pekka);
    time_passes(g.stage, HANDIN_NOTICE_MS - 1);
    assert_int_equal(state_of(&g), GROUP_STATE_HANDING_IN);
    time_passes(g.stage, 1);
    assert_int_equal(version(&g)->missing.count, 1);
    assert_string_equal(version(&g)->missing.items[0], "qa");
    group_goes(&g);
}

static void a_writer_whose_line_is_broken_is_noted_as_missing(void **unused)
{
    (void)unused;
    struct group g = given_a_group_at_work();
    goes(g.pekka);
    g.pekka = NULL;
    does(g.fa, wish(handin_announce, "a"));
    has_flushed(g.fa);
    has_flushed(g.kaisa);
    time_passes(g.stage, 100);
    assert_int_equal(version(&g)->missing.count, 1);
    assert_string_equal(version(&g)->missing.items[0], "pa");
    group_goes(&g);
}

static void one_who_says_flushed_before_the_words_arrived_is_waited_for(void **unused)
{
    (void)unused;
    struct group g = given_a_group_at_work();
    does(g.fa, wish(handin_announce, "a"));
    has_flushed(g.fa);
    has_flushed(g.kaisa);
    says(g.pekka, "{\"op\":\"flushed\",\"doc\":\"doc-a\",\"seq\":%d}", (int)g.pekka->seq + 1);
    time_passes(g.stage, 100);
    assert_int_equal(state_of(&g), GROUP_STATE_HANDING_IN);
    types(g.pekka, "rationale", "Nyt. ");
    has_flushed(g.pekka);
    time_passes(g.stage, 100);
    assert_string_equal(fields_text(&version(&g)->fields, "rationale"), "Nyt. ");
    group_goes(&g);
}

static void readers_are_not_waited_for(void **unused)
{
    (void)unused;
    struct group g = given_a_group_at_work();
    struct guest *secretary = comes_in(g.stage, "secretary");
    opens(secretary, "doc-a");
    does(g.fa, wish(handin_announce, "a"));
    all_flush(&g);
    time_passes(g.stage, 100);
    assert_int_equal(version(&g)->missing.count, 0);
    goes(secretary);
    group_goes(&g);
}

static void a_field_that_was_emptied_meanwhile_cancels_the_hand_in(void **unused)
{
    (void)unused;
    struct group g = given_a_group_at_work();
    does(g.fa, wish(handin_announce, "a"));
    wipes(g.pekka, "decision");
    all_flush(&g);
    time_passes(g.stage, 100);
    assert_int_equal(state_of(&g), GROUP_STATE_WRITING);
    types(g.pekka, "decision", "Sittenkin.");
    assert_int_equal(acked(g.pekka, NULL), g.pekka->seq);

    does(g.fa, wish(handin_announce, "a"));
    time_passes(g.stage, 100);
    assert_int_equal(state_of(&g), GROUP_STATE_HANDING_IN); /* everyone is asked anew */
    all_flush(&g);
    time_passes(g.stage, 100);
    assert_string_equal(fields_text(&version(&g)->fields, "decision"), "Sittenkin.");
    group_goes(&g);
}

static void two_facilitators_announce_at_once_and_it_happens_once(void **unused)
{
    (void)unused;
    struct group g = given_a_group_at_work();
    struct guest *organiser = comes_in(g.stage, "organiser");
    does(g.fa, wish(handin_announce, "a"));
    asks(organiser, wish(handin_announce, "a"));
    assert_answered(organiser, "group_not_writing");
    all_flush(&g);
    time_passes(g.stage, 100);
    assert_string_equal(version(&g)->by, "fa");
    assert_int_equal(stage_group(g.stage, "a")->versions.count, 1);
    goes(organiser);
    group_goes(&g);
}

/* --- what goes wrong meanwhile ------------------------------------------------------------------------------------------ */

static void a_paused_group_that_hands_in_is_asked_for_its_words_too(void **unused)
{
    (void)unused;
    struct group g = given_a_group_at_work();
    does(g.fa, wish(group_pause, "a", PAUSE_REASON_TALK, ""));
    struct buf update = composes(g.pekka, "rationale", "Kesken jäi. ");
    does(g.fa, wish(handin_announce, "a"));
    has_flushed(g.fa);
    has_flushed(g.kaisa);
    time_passes(g.stage, 100);
    assert_int_equal(state_of(&g), GROUP_STATE_HANDING_IN);
    numbered(g.pekka, 16, ++g.pekka->seq, buf_bytes(&update));
    has_flushed(g.pekka);
    time_passes(g.stage, 100);
    assert_string_equal(fields_text(&version(&g)->fields, "rationale"), "Kesken jäi. ");
    buf_free(&update);
    group_goes(&g);
}

static void a_phone_that_comes_back_during_the_hand_in_is_waited_for(void **unused)
{
    (void)unused;
    struct group g = given_a_group_at_work();
    struct buf update = composes(g.pekka, "rationale", "Verkko katkesi. ");
    closes(g.pekka);
    does(g.fa, wish(handin_announce, "a"));
    has_flushed(g.fa);
    opens(g.pekka, "doc-a");
    has_flushed(g.kaisa);
    time_passes(g.stage, 100);
    assert_int_equal(state_of(&g), GROUP_STATE_HANDING_IN);
    numbered(g.pekka, 19, ++g.pekka->seq, buf_bytes(&update));
    has_flushed(g.pekka);
    time_passes(g.stage, 100);
    assert_string_equal(fields_text(&version(&g)->fields, "rationale"), "Verkko katkesi. ");
    assert_int_equal(version(&g)->missing.count, 0);
    buf_free(&update);
    group_goes(&g);
}

/* The same tab again, before its dead line was noticed. */
static void a_dead_line_of_someone_who_is_here_again_delays_nothing(void **unused)
{
    (void)unused;
    struct group g = given_a_group_at_work();
    struct guest *again = comes_in(g.stage, "pa");
    again->client = g.pekka->client;
    again->epoch = g.pekka->epoch;
    opens(again, "doc-a");
    assert_int_equal(again->client, g.pekka->client);
    does(g.fa, wish(handin_announce, "a"));
    has_flushed(g.fa);
    has_flushed(g.kaisa);
    has_flushed(again);
    time_passes(g.stage, 100);
    assert_int_equal(version(&g)->missing.count, 0);
    goes(again);
    group_goes(&g);
}

static void a_line_that_dies_during_the_hand_in_is_forgotten_when_its_owner_is_back(void **unused)
{
    (void)unused;
    struct group g = given_a_group_at_work();
    does(g.fa, wish(handin_announce, "a"));
    has_flushed(g.fa);
    has_flushed(g.kaisa);
    struct guest *again = comes_in(g.stage, "pa");
    again->client = g.pekka->client;
    again->epoch = g.pekka->epoch;
    opens(again, "doc-a");
    time_passes(g.stage, 100);
    assert_int_equal(state_of(&g), GROUP_STATE_HANDING_IN);
    has_flushed(again);
    time_passes(g.stage, 100);
    assert_int_equal(version(&g)->missing.count, 0);
    goes(again);
    group_goes(&g);
}

static void a_second_tab_of_the_same_person_is_heard_too(void **unused)
{
    (void)unused;
    struct group g = given_a_group_at_work();
    struct guest *tab = comes_in(g.stage, "pa");
    opens(tab, "doc-a");
    assert_int_not_equal(tab->client, g.pekka->client);
    does(g.fa, wish(handin_announce, "a"));
    all_flush(&g);
    time_passes(g.stage, 100);
    assert_int_equal(state_of(&g), GROUP_STATE_HANDING_IN);
    has_flushed(tab);
    time_passes(g.stage, 100);
    assert_int_equal(version(&g)->missing.count, 0);
    goes(tab);
    group_goes(&g);
}

static void a_clock_that_jumps_back_does_not_make_the_group_wait_for_hours(void **unused)
{
    (void)unused;
    struct group g = given_a_group_at_work();
    does(g.fa, wish(handin_announce, "a"));
    has_flushed(g.fa);
    time_passes(g.stage, -60 * MINUTE);
    time_passes(g.stage, HANDIN_NOTICE_MS);
    assert_int_equal(state_of(&g), GROUP_STATE_HANDED_IN);
    group_goes(&g);
}

static void while_the_disk_takes_nothing_the_hand_in_waits(void **unused)
{
    (void)unused;
    struct group g = given_a_group_at_work();
    does(g.fa, wish(handin_announce, "a"));
    disk_is(g.stage, false);
    time_passes(g.stage, HANDIN_NOTICE_MS);
    assert_int_equal(state_of(&g), GROUP_STATE_HANDING_IN);
    disk_is(g.stage, true);
    time_passes(g.stage, 100);
    assert_int_equal(state_of(&g), GROUP_STATE_HANDED_IN);
    group_goes(&g);
}

/* Another hall on the same log, as after a restart. */
static void restarts(struct stage *stage)
{
    hall_free(stage->hall);
    stage->hall = hall_new(stage->journal, (struct clock_port){stage_now, stage});
    for (log_pos pos = 1; pos <= last_pos(stage); pos++)
        assert_int_equal(row_comes(stage->hall, journal_fake_record(stage->journal, pos), pos), OK);
    disk_catches_up(stage);
}

static void after_a_restart_people_have_until_the_deadline_to_come_back(void **unused)
{
    (void)unused;
    struct group g = given_a_group_at_work();
    struct buf update = composes(g.pekka, "rationale", "Ennen katkoa. ");
    uint64_t client = g.pekka->client;
    does(g.fa, wish(handin_announce, "a"));
    goes(g.fa);
    goes(g.pekka);
    goes(g.kaisa);
    g.fa = g.pekka = g.kaisa = NULL;
    restarts(g.stage);
    time_passes(g.stage, 1000);
    assert_int_equal(state_of(&g), GROUP_STATE_HANDING_IN);
    g.pekka = comes_in(g.stage, "pa");
    g.pekka->client = client;
    g.pekka->epoch = 1;
    opens(g.pekka, "doc-a");
    numbered(g.pekka, 19, ++g.pekka->seq, buf_bytes(&update));
    has_flushed(g.pekka);

    time_passes(g.stage, HANDIN_NOTICE_MS);

    assert_string_equal(fields_text(&version(&g)->fields, "rationale"), "Ennen katkoa. ");
    assert_string_equal(version(&g)->by, "fa");
    buf_free(&update);
    group_goes(&g);
}

/* --- giving back --------------------------------------------------------------------------------------------------------- */

static void a_returned_text_goes_on_in_a_new_epoch_and_is_handed_in_again(void **unused)
{
    (void)unused;
    struct group g = given_a_group_at_work();
    does(g.fa, wish(handin_announce, "a"));
    all_flush(&g);
    time_passes(g.stage, 100);
    does(g.fa, wish(group_return, "a", "Vastuutaho puuttuu"));
    assert_int_equal(heard_number(g.pekka, "mode", "epoch"), 2);
    assert_string_equal(heard_text(g.pekka, "mode", "mode"), "rw");
    uint64_t before = g.pekka->client;
    closes(g.pekka);
    opens(g.pekka, "doc-a");
    assert_int_equal(g.pekka->epoch, 2);
    assert_int_not_equal(g.pekka->client,
                         before); /* an id of the epoch that is over does not go on */
    types(g.pekka, "a1/who", "Hyvinvointialue");
    does(g.fa, wish(handin_announce, "a"));
    all_flush(&g);
    time_passes(g.stage, 100);

    assert_int_equal(version(&g)->number, 2);
    assert_string_equal(fields_text(&version(&g)->fields, "a1/who"), "Hyvinvointialue");
    assert_string_equal(fields_text(&version(&g)->fields, "title"), "Foorumi");
    group_goes(&g);
}

static void other_groups_see_a_text_while_it_is_handed_in_and_not_when_it_is_back(void **unused)
{
    (void)unused;
    struct group g = given_a_group_at_work();
    struct guest *pb = comes_in(g.stage, "pb");
    assert_false(tries_to_open(pb, "doc-a"));
    assert_string_equal(heard_text(pb, "refused", "code"), "no_access");
    does(g.fa, wish(handin_announce, "a"));
    all_flush(&g);
    time_passes(g.stage, 100);
    opens(pb, "doc-a");
    assert_string_equal(text_in(pb->doc, "title"), "Foorumi");
    disk_catches_up(g.stage);
    reads_on(pb);

    does(g.fa, wish(group_return, "a", "Kesken"));
    types(g.pekka, "rationale", "Salaisuus");
    disk_catches_up(g.stage);

    assert_string_equal(heard_text(pb, "refused", "code"), "no_access");
    assert_false(outbox_fake_follows(pb->out, pb->channel));
    reads_on(pb);
    assert_string_equal(text_in(pb->doc, "rationale"), "");
    goes(pb);
    group_goes(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_handed_in_when_everyone_has_sent_what_they_had),
        cmocka_unit_test(silence_is_waited_for_until_the_deadline_and_noted),
        cmocka_unit_test(a_writer_whose_line_is_broken_is_noted_as_missing),
        cmocka_unit_test(one_who_says_flushed_before_the_words_arrived_is_waited_for),
        cmocka_unit_test(readers_are_not_waited_for),
        cmocka_unit_test(a_field_that_was_emptied_meanwhile_cancels_the_hand_in),
        cmocka_unit_test(two_facilitators_announce_at_once_and_it_happens_once),
        cmocka_unit_test(a_paused_group_that_hands_in_is_asked_for_its_words_too),
        cmocka_unit_test(a_phone_that_comes_back_during_the_hand_in_is_waited_for),
        cmocka_unit_test(a_dead_line_of_someone_who_is_here_again_delays_nothing),
        cmocka_unit_test(a_line_that_dies_during_the_hand_in_is_forgotten_when_its_owner_is_back),
        cmocka_unit_test(a_second_tab_of_the_same_person_is_heard_too),
        cmocka_unit_test(a_clock_that_jumps_back_does_not_make_the_group_wait_for_hours),
        cmocka_unit_test(while_the_disk_takes_nothing_the_hand_in_waits),
        cmocka_unit_test(after_a_restart_people_have_until_the_deadline_to_come_back),
        cmocka_unit_test(a_returned_text_goes_on_in_a_new_epoch_and_is_handed_in_again),
        cmocka_unit_test(other_groups_see_a_text_while_it_is_handed_in_and_not_when_it_is_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
