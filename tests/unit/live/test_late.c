/* Words that came when the text was locked: kept on disk, shown to those who may see them, never applied. */
#include "live/given_hall.h"

/* Pekka and Kaisa had the text open when the facilitator handed it in. */
struct late {
    struct stage *stage;
    struct guest *fa, *pekka, *kaisa;
};

static struct late given_a_text_handed_in_while_two_wrote(void)
{
    struct late l = {.stage = given_a_hall()};
    given_open_group(l.stage, "a");
    l.fa = comes_in(l.stage, "fa");
    l.pekka = comes_in(l.stage, "pa");
    l.kaisa = comes_in(l.stage, "qa");
    opens(l.pekka, "doc-a");
    fills_in(l.pekka);
    opens(l.kaisa, "doc-a");
    does(l.fa, wish(handin_announce, "a"));
    time_passes(l.stage, HANDIN_NOTICE_MS);
    disk_catches_up(l.stage);
    reads_on(l.pekka);
    reads_on(l.kaisa);
    return l;
}

static void late_goes(struct late *l)
{
    goes(l->fa);
    goes(l->pekka);
    goes(l->kaisa);
    stage_forget(l->stage);
}

/* The answer to "late": the caller's. */
static json_t *lates_for(struct guest *guest, const char *doc)
{
    says(guest, "{\"op\":\"late\",\"doc\":\"%s\"}", doc);
    json_t *json = heard(guest, "late", NULL);
    assert_non_null(json);
    json_t *edits = json_incref(json_object_get(json, "edits"));
    json_decref(json);
    return edits;
}

static size_t late_count(struct guest *guest, const char *doc)
{
    json_t *edits = lates_for(guest, doc);
    size_t count = json_array_size(edits);
    json_decref(edits);
    return count;
}

static void assert_change(json_t *edits, size_t index, const char *field, const char *was,
                          const char *would_be)
{
    json_t *fields = json_object_get(json_array_get(edits, index), "fields");
    assert_int_equal(json_array_size(fields), 1);
    json_t *change = json_array_get(fields, 0);
    assert_string_equal(json_string_value(json_object_get(change, "field")), field);
    assert_string_equal(json_string_value(json_object_get(change, "was")), was);
    assert_string_equal(json_string_value(json_object_get(change, "would_be")), would_be);
}

static void a_late_edit_is_kept_and_not_applied(void **unused)
{
    (void)unused;
    struct late l = given_a_text_handed_in_while_two_wrote();
    log_pos after = 0;

    types(l.pekka, "title", "Uusi ");

    assert_string_equal(nacked(l.pekka, &after), "late");
    assert_int_equal(after, last_pos(l.stage));
    const struct record *record = journal_fake_record(l.stage->journal, after);
    assert_int_equal(record->kind, RECORD_LATE);
    assert_string_equal(record->actor, "pa");
    assert_string_equal(written(l.stage, "doc-a", "title"), "Foorumi");
    disk_catches_up(l.stage);
    reads_on(l.kaisa);
    assert_string_equal(text_in(l.kaisa->doc, "title"), "Foorumi");
    const struct working_group *group = stage_group(l.stage, "a");
    assert_int_equal(group->late.count, 1);
    assert_int_equal(group->late.items[0].late, after);
    assert_string_equal(group->late.items[0].by, "pa");
    late_goes(&l);
}

static void it_is_told_to_everyone_as_an_event_at_its_own_place_in_the_log(void **unused)
{
    (void)unused;
    struct late l = given_a_text_handed_in_while_two_wrote();
    struct guest *wall = comes_in(l.stage, "wall");
    outbox_fake_clear(wall->out);
    types(l.pekka, "title", "Uusi ");
    disk_catches_up(l.stage);
    reads_on(wall);
    json_t *events = heard(wall, "events", NULL);
    json_t *event = json_array_get(json_object_get(events, "events"), 0);
    assert_string_equal(json_string_value(json_object_get(event, "kind")), "late_edit_kept");
    assert_int_equal(json_integer_value(json_object_get(event, "pos")), last_pos(l.stage));
    assert_string_equal(json_string_value(json_object_get(event, "by")), "pa");
    json_decref(events);
    goes(wall);
    late_goes(&l);
}

static void the_facilitator_sees_what_it_would_have_changed(void **unused)
{
    (void)unused;
    struct late l = given_a_text_handed_in_while_two_wrote();
    types(l.pekka, "title", "Uusi ");
    wipes(l.kaisa, "decision");

    json_t *edits = lates_for(l.fa, "doc-a");

    assert_int_equal(json_array_size(edits), 2);
    assert_change(edits, 0, "title", "Foorumi", "Uusi Foorumi");
    assert_change(edits, 1, "decision", "Perustetaan foorumi.", "");
    assert_string_equal(json_string_value(json_object_get(json_array_get(edits, 1), "by")), "qa");
    json_decref(edits);
    late_goes(&l);
}

static void one_late_edit_builds_on_the_earlier_ones_of_the_same_person(void **unused)
{
    (void)unused;
    struct late l = given_a_text_handed_in_while_two_wrote();
    types(l.pekka, "title", "Uusi ");
    assert_true(tries_to_open(l.pekka, "doc-a"));
    struct buf all = {0};
    struct buf update = composes(l.pekka, "title", "Aivan ");
    doc_since(l.pekka->doc, (struct bytes){NULL, 0}, &all);
    numbered(l.pekka, 19, ++l.pekka->seq, buf_bytes(&update));

    json_t *edits = lates_for(l.fa, "doc-a");

    assert_change(edits, 1, "title", "Uusi Foorumi", "Aivan Uusi Foorumi");
    json_decref(edits);
    buf_free(&all);
    buf_free(&update);
    late_goes(&l);
}

static void each_sees_the_own_late_edits_and_leaders_see_all(void **unused)
{
    (void)unused;
    static const struct {
        const char *seat;
        size_t count;
    } sights[] = {{"fa", 2}, {"opener", 2}, {"secretary", 2}, {"organiser", 2}, {"pa", 1},
                  {"qa", 1}, {"fb", 0},     {"pb", 0},        {"wall", 0},      {"observer", 0}};
    struct late l = given_a_text_handed_in_while_two_wrote();
    types(l.pekka, "title", "Uusi ");
    types(l.kaisa, "title", "Toinen ");
    for (size_t i = 0; i < sizeof sights / sizeof *sights; i++) {
        struct guest *guest = comes_in(l.stage, sights[i].seat);
        assert_int_equal(late_count(guest, "doc-a"), sights[i].count);
        goes(guest);
    }
    assert_int_equal(late_count(l.fa, "doc-b"), 0);
    assert_int_equal(late_count(l.fa, "no-such"), 0);
    late_goes(&l);
}

static void a_late_update_that_is_none_is_not_kept(void **unused)
{
    (void)unused;
    struct late l = given_a_text_handed_in_while_two_wrote();
    log_pos before = last_pos(l.stage);
    numbered(l.pekka, 16, ++l.pekka->seq, bytes_text("roskaa"));
    assert_string_equal(nacked(l.pekka, NULL), "malformed");
    assert_int_equal(last_pos(l.stage), before);
    late_goes(&l);
}

static void what_the_handed_in_text_holds_already_is_no_late_edit(void **unused)
{
    (void)unused;
    struct late l = given_a_text_handed_in_while_two_wrote();
    struct buf all = {0};
    doc_since(l.pekka->doc, (struct bytes){NULL, 0}, &all);
    log_pos before = last_pos(l.stage);
    numbered(l.pekka, 19, ++l.pekka->seq, buf_bytes(&all));
    assert_int_equal(acked(l.pekka, NULL), l.pekka->seq);
    assert_int_equal(last_pos(l.stage), before);
    buf_free(&all);
    late_goes(&l);
}

static void a_late_edit_is_not_applied_when_the_text_is_given_back(void **unused)
{
    (void)unused;
    struct late l = given_a_text_handed_in_while_two_wrote();
    types(l.pekka, "title", "Uusi ");
    does(l.fa, wish(group_return, "a", "Kesken"));
    numbered(l.pekka, 16, ++l.pekka->seq,
             bytes_text("")); /* the channel stays closed until it is opened again */
    assert_string_equal(nacked(l.pekka, NULL), "late");
    closes(l.pekka);
    opens(l.pekka, "doc-a");
    assert_string_equal(text_in(l.pekka->doc, "title"), "Foorumi");
    types(l.pekka, "title", "Toinen ");
    assert_string_equal(written(l.stage, "doc-a", "title"), "Toinen Foorumi");
    json_t *edits = lates_for(l.fa, "doc-a");
    assert_change(edits, 0, "title", "Foorumi", "Uusi Foorumi");
    json_decref(edits);
    late_goes(&l);
}

/* Another epoch: whoever had it open before must open it again, though nothing of theirs was late. */
static void a_text_given_back_takes_nothing_from_who_opened_it_before(void **unused)
{
    (void)unused;
    struct late l = given_a_text_handed_in_while_two_wrote();
    struct buf update = composes(l.pekka, "title", "Uusi ");
    does(l.fa, wish(group_return, "a", "Kesken"));
    numbered(l.pekka, 16, ++l.pekka->seq, buf_bytes(&update));
    assert_string_equal(nacked(l.pekka, NULL), "epoch");
    assert_string_equal(written(l.stage, "doc-a", "title"), "Foorumi");
    buf_free(&update);
    late_goes(&l);
}

/* 9 § a: facilitators polish it until deciding begins. */
static void a_late_edit_of_an_agenda_text_shows_what_it_would_change_too(void **unused)
{
    (void)unused;
    struct late l = given_a_text_handed_in_while_two_wrote();
    struct guest *opener = comes_in(l.stage, "opener");
    does(l.fa, wish(proposals_take, "item-9", TAKES({"a", "a"})));
    opens(l.fa, "item-9-a");
    assert_string_equal(heard_text(l.fa, "opened", "mode"), "rw");
    struct buf update = composes(l.fa, "title", "Uusi ");
    does(opener, wish(phase_change, PHASE_DECIDING));
    assert_string_equal(heard_text(l.fa, "mode", "mode"), "ro");

    numbered(l.fa, 16, ++l.fa->seq, buf_bytes(&update));

    assert_string_equal(nacked(l.fa, NULL), "late");
    assert_string_equal(written(l.stage, "item-9-a", "title"), "Foorumi");
    json_t *edits = lates_for(opener, "item-9-a");
    assert_change(edits, 0, "title", "Foorumi", "Uusi Foorumi");
    json_decref(edits);
    buf_free(&update);
    goes(opener);
    late_goes(&l);
}

/* While deciding, and then merging again: the same epoch, but not the same id. */
static void what_is_written_later_does_not_pass_for_what_came_too_late(void **unused)
{
    (void)unused;
    struct late l = given_a_text_handed_in_while_two_wrote();
    struct guest *opener = comes_in(l.stage, "opener");
    does(l.fa, wish(proposals_take, "item-9", TAKES({"a", "a"})));
    opens(l.fa, "item-9-a");
    uint64_t first = l.fa->client;
    struct buf update = composes(l.fa, "title", "Uusi ");
    does(opener, wish(phase_change, PHASE_DECIDING));
    numbered(l.fa, 16, ++l.fa->seq, buf_bytes(&update));
    assert_string_equal(nacked(l.fa, NULL), "late");
    does(opener, wish(phase_change, PHASE_MERGING));
    closes(l.fa);
    doc_free(l.fa->doc);
    l.fa->doc = NULL;

    opens(l.fa, "item-9-a");
    types(l.fa, "decision", "Toinen ");

    assert_int_not_equal(l.fa->client, first);
    json_t *edits = lates_for(opener, "item-9-a");
    assert_change(edits, 0, "title", "Foorumi", "Uusi Foorumi");
    json_decref(edits);
    buf_free(&update);
    goes(opener);
    late_goes(&l);
}

static void many_late_edits_are_shown_in_reasonable_time(void **unused)
{
    (void)unused;
    struct late l = given_a_text_handed_in_while_two_wrote();
    for (int i = 0; i < 400; i++) {
        struct buf update = composes(l.pekka, "title", "x");
        closes(l.pekka);
        assert_true(tries_to_open(l.pekka, "doc-a"));
        numbered(l.pekka, 16, ++l.pekka->seq, buf_bytes(&update));
        buf_free(&update);
    }
    json_t *edits = lates_for(l.fa, "doc-a");
    assert_int_equal(json_array_size(edits), 400);
    json_t *last = json_array_get(json_object_get(json_array_get(edits, 399), "fields"), 0);
    assert_int_equal(json_string_length(json_object_get(last, "would_be")), 407);
    json_decref(edits);
    late_goes(&l);
}

/* The secretary writes on while the examiners have the minutes before them. */
static void a_late_edit_of_the_minutes_is_kept_too_and_the_log_is_read_again(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct arena arena = {0};
    struct guest *secretary = comes_in(stage, "secretary");
    opens(secretary, MINUTES_DOC);
    stage_takes(stage, happened(officer_elected, POST_EXAMINER, "pa", "item-4"));
    stage_takes(stage, happened(phase_changed, PHASE_CLOSED));
    does(secretary, wish(minutes_send, hall_minutes_seal(stage->hall, &arena)));
    types(secretary, "item-4/handling", "Uusi ");
    assert_string_equal(nacked(secretary, NULL), "late");
    assert_string_equal(written(stage, MINUTES_DOC, "item-4/handling"), "");
    assert_int_equal(late_count(secretary, MINUTES_DOC), 1);

    struct hall *again = hall_new(stage->journal, (struct clock_port){stage_now, stage});
    for (log_pos pos = 1; pos <= last_pos(stage); pos++)
        assert_int_equal(row_comes(again, journal_fake_record(stage->journal, pos), pos), OK);
    hall_free(again);
    goes(secretary);
    arena_free(&arena);
    stage_forget(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_late_edit_is_kept_and_not_applied),
        cmocka_unit_test(it_is_told_to_everyone_as_an_event_at_its_own_place_in_the_log),
        cmocka_unit_test(the_facilitator_sees_what_it_would_have_changed),
        cmocka_unit_test(one_late_edit_builds_on_the_earlier_ones_of_the_same_person),
        cmocka_unit_test(each_sees_the_own_late_edits_and_leaders_see_all),
        cmocka_unit_test(a_late_update_that_is_none_is_not_kept),
        cmocka_unit_test(what_the_handed_in_text_holds_already_is_no_late_edit),
        cmocka_unit_test(a_late_edit_is_not_applied_when_the_text_is_given_back),
        cmocka_unit_test(a_text_given_back_takes_nothing_from_who_opened_it_before),
        cmocka_unit_test(a_late_edit_of_an_agenda_text_shows_what_it_would_change_too),
        cmocka_unit_test(what_is_written_later_does_not_pass_for_what_came_too_late),
        cmocka_unit_test(a_late_edit_of_the_minutes_is_kept_too_and_the_log_is_read_again),
        cmocka_unit_test(many_late_edits_are_shown_in_reasonable_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
