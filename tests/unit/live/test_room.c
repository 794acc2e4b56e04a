/* A keystroke's way: taken, written down, shown and acknowledged; or refused as a whole. */
#include "live/given_hall.h"

#include "live/room.h"

#include "live/policy.h"

static struct stage *given_two_who_write(struct guest **pekka, struct guest **kaisa)
{
    struct stage *stage = given_a_hall();
    given_open_group(stage, "a");
    *pekka = comes_in(stage, "pa");
    *kaisa = comes_in(stage, "qa");
    opens(*pekka, "doc-a");
    opens(*kaisa, "doc-a");
    disk_catches_up(stage);
    reads_on(*pekka);
    reads_on(*kaisa);
    return stage;
}

static void all_go(struct stage *stage, struct guest *one, struct guest *other)
{
    goes(one);
    goes(other);
    stage_forget(stage);
}

/* The tenth of what is always true: what anyone sees is on disk. */
static void a_keystroke_is_shown_to_nobody_before_it_is_on_disk(void **unused)
{
    (void)unused;
    struct guest *pekka, *kaisa;
    struct stage *stage = given_two_who_write(&pekka, &kaisa);

    types(pekka, "title", "Foorumi");
    hall_durable(stage->hall);
    assert_int_equal(reads_on(kaisa), 0);
    assert_int_equal(reads_on(pekka), 0);

    disk_catches_up(stage);
    assert_int_equal(reads_on(kaisa), 1);
    assert_string_equal(text_in(kaisa->doc, "title"), "Foorumi");
    assert_int_equal(reads_on(pekka), 1); /* own changes are in it too */
    all_go(stage, pekka, kaisa);
}

static void its_writer_hears_that_it_is_saved_after_it_is(void **unused)
{
    (void)unused;
    struct guest *pekka, *kaisa;
    struct stage *stage = given_two_who_write(&pekka, &kaisa);
    log_pos after = 0;

    types(pekka, "title", "Foorumi");

    assert_int_equal(acked(pekka, &after), 1);
    assert_int_equal(after, last_pos(stage));
    const struct record *record = journal_fake_record(stage->journal, after);
    assert_int_equal(record->kind, RECORD_UPDATE);
    assert_string_equal(record->stream, "doc-a");
    assert_string_equal(record->actor, "pa");
    assert_int_equal(record->epoch, 1);
    types(pekka, "title", "Järjestö");
    assert_int_equal(acked(pekka, &after), 2);
    assert_int_equal(after, last_pos(stage));
    all_go(stage, pekka, kaisa);
}

static void someone_who_comes_in_waits_for_the_words_that_are_on_their_way_to_disk(void **unused)
{
    (void)unused;
    struct guest *pekka, *kaisa;
    struct stage *stage = given_two_who_write(&pekka, &kaisa);
    types(pekka, "title", "Foorumi");
    struct reader reader;
    log_pos after = 0;

    closes(kaisa);
    opens(kaisa, "doc-a");

    assert_true(frame_heard(kaisa, 0, YSYNC_STEP2, &reader, &after));
    assert_int_equal(journal_fake_record(stage->journal, after)->kind, RECORD_UPDATE);
    assert_true(after > journal_durable(stage->journal));
    all_go(stage, pekka, kaisa);
}

static void what_became_durable_together_goes_out_as_one(void **unused)
{
    (void)unused;
    struct guest *pekka, *kaisa;
    struct stage *stage = given_two_who_write(&pekka, &kaisa);
    types(pekka, "title", "Foorumi");
    types(pekka, "decision", "Perustetaan.");
    types(kaisa, "rationale", "Koska.");
    disk_catches_up(stage);
    assert_int_equal(reads_on(pekka), 1);
    assert_int_equal(reads_on(kaisa), 1);
    assert_string_equal(text_in(pekka->doc, "rationale"), "Koska.");
    assert_string_equal(text_in(kaisa->doc, "decision"), "Perustetaan.");
    all_go(stage, pekka, kaisa);
}

static void all_who_come_to_a_text_share_one_frame_of_it_until_it_changes(void **unused)
{
    (void)unused;
    struct journal *journal = journal_fake_new();
    struct room *room = room_new("doc-a", NULL, journal);
    struct doc *writer = doc_new(true);
    struct buf first = {0}, second = {0};
    doc_client_set(writer, 7);
    doc_text_insert(writer, bytes_text("title"), 0, bytes_text("Foorumi"), &first);
    doc_text_insert(writer, bytes_text("title"), 0, bytes_text("Uusi "), &second);

    log_pos saved;
    struct frame *one, *other, *later;
    assert_int_equal(room_update(room, "pa", ACCESS_WRITE, 1, NOON, buf_bytes(&first), &saved), OK);
    assert_int_equal(room_since(room, (struct bytes){0}, &one), OK);
    assert_int_equal(room_since(room, bytes_of("\0", 1), &other), OK);
    assert_ptr_equal(one, other);
    assert_int_equal(room_update(room, "pa", ACCESS_WRITE, 1, NOON, buf_bytes(&second), &saved),
                     OK);
    assert_int_equal(room_since(room, (struct bytes){0}, &later), OK);
    assert_ptr_not_equal(one, later);
    assert_true(later->len > one->len);

    frame_release(one);
    frame_release(other);
    frame_release(later);
    buf_free(&first);
    buf_free(&second);
    doc_free(writer);
    room_free(room);
    journal_fake_free(journal);
}

static void what_is_there_already_is_acknowledged_and_not_written_twice(void **unused)
{
    (void)unused;
    struct guest *pekka, *kaisa;
    struct stage *stage = given_two_who_write(&pekka, &kaisa);
    struct buf update = composes(pekka, "title", "Foorumi");
    numbered(pekka, 16, 1, buf_bytes(&update));
    log_pos written_at = last_pos(stage);

    numbered(pekka, 19, 2, buf_bytes(&update));

    assert_int_equal(acked(pekka, NULL), 2);
    assert_int_equal(last_pos(stage), written_at);
    buf_free(&update);
    all_go(stage, pekka, kaisa);
}

/* --- refusals ---------------------------------------------------------------------------------------------------------- */

/* The update is refused as a whole, nothing of it is kept or shown, and the channel takes nothing more. */
static void refused_as(struct guest *guest, struct bytes update, const char *code)
{
    struct stage *stage = guest->stage;
    log_pos before = last_pos(stage);
    numbered(guest, 16, ++guest->seq, update);
    assert_string_equal(nacked(guest, NULL), code);
    assert_int_equal(last_pos(stage), before);
    struct buf fine = composes(guest, "rationale", "Tämä kävisi. ");
    numbered(guest, 16, ++guest->seq, buf_bytes(&fine));
    assert_string_equal(nacked(guest, NULL), code);
    assert_int_equal(last_pos(stage), before);
    buf_free(&fine);
    /* A fresh start: as a browser does with the server's text. */
    closes(guest);
    doc_free(guest->doc);
    guest->doc = NULL;
    guest->client = 0;
    opens(guest, "doc-a");
}

static void refused_words(struct guest *guest, const char *field, const char *text, size_t len,
                          const char *code)
{
    struct buf update = {0};
    assert_int_equal(
        doc_text_insert(guest->doc, bytes_text(field), 0, bytes_of(text, len), &update), OK);
    refused_as(guest, buf_bytes(&update), code);
    buf_free(&update);
}

static void an_update_that_is_none_is_refused(void **unused)
{
    (void)unused;
    struct guest *pekka, *kaisa;
    struct stage *stage = given_two_who_write(&pekka, &kaisa);
    refused_as(pekka, bytes_text("hyvää päivää"), "malformed");
    refused_as(pekka, (struct bytes){NULL, 0}, "malformed");
    all_go(stage, pekka, kaisa);
}

static void a_field_that_is_not_there_is_not_written(void **unused)
{
    (void)unused;
    static const char *const fields[] = {"otsikko", "a2/what", "a1/price", "a1",
                                         "a1/",     "/what",   ""};
    struct guest *pekka, *kaisa;
    struct stage *stage = given_two_who_write(&pekka, &kaisa);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        refused_words(pekka, fields[i], "x", 1, "policy");
    does(pekka, wish(action_remove, "doc-a", "a1"));
    refused_words(pekka, "a1/what", "x", 1, "policy");
    all_go(stage, pekka, kaisa);
}

/* Events hold the exact words, and no event can hold these. */
static void control_characters_are_no_words(void **unused)
{
    (void)unused;
    struct guest *pekka, *kaisa;
    struct stage *stage = given_two_who_write(&pekka, &kaisa);
    for (int c = 0; c < 0x20; c++) {
        char text[] = {'a', (char)c, 'b'};
        if (c != '\n' && c != '\t')
            refused_words(pekka, "title", text, 3, "policy");
    }
    refused_words(pekka, "title", "\x7f", 1, "policy");
    types(pekka, "title", "rivi\n\tsisennys € 😀 \xc2\x85");
    assert_int_equal(acked(pekka, NULL), 1);
    all_go(stage, pekka, kaisa);
}

static void nobody_writes_under_anothers_id(void **unused)
{
    (void)unused;
    struct guest *pekka, *kaisa;
    struct stage *stage = given_two_who_write(&pekka, &kaisa);
    doc_client_set(pekka->doc, kaisa->client);
    refused_words(pekka, "title", "x", 1, "foreign_id");
    doc_client_set(pekka->doc, 4711);
    refused_words(pekka, "title", "x", 1, "foreign_id");
    all_go(stage, pekka, kaisa);
}

static void changes_whose_predecessors_are_missing_are_refused(void **unused)
{
    (void)unused;
    struct guest *pekka, *kaisa;
    struct stage *stage = given_two_who_write(&pekka, &kaisa);
    struct buf lost = composes(pekka, "title", "Foorumi");
    refused_words(pekka, "title", "x", 1, "pending");
    buf_free(&lost);
    all_go(stage, pekka, kaisa);
}

static void a_text_grows_to_twice_its_limit_and_no_further(void **unused)
{
    (void)unused;
    struct guest *pekka, *kaisa;
    struct stage *stage = given_two_who_write(&pekka, &kaisa);
    char text[241];
    memset(text, 'x', sizeof text);
    refused_words(pekka, "title", text, 241, "too_big");
    text[240] = '\0';
    types(pekka, "title", text);
    assert_int_equal(acked(pekka, NULL), 1);
    refused_words(pekka, "title", "x", 1, "too_big");
    wipes(pekka, "title");
    assert_int_equal(acked(pekka, NULL), 1);
    all_go(stage, pekka, kaisa);
}

static void numbers_go_up_by_one(void **unused)
{
    (void)unused;
    struct guest *pekka, *kaisa;
    struct stage *stage = given_two_who_write(&pekka, &kaisa);
    struct buf update = composes(pekka, "title", "Foorumi");
    log_pos before = last_pos(stage);
    numbered(pekka, 16, 2, buf_bytes(&update));
    assert_string_equal(nacked(pekka, NULL), "malformed");
    assert_int_equal(last_pos(stage), before);
    buf_free(&update);
    all_go(stage, pekka, kaisa);
}

static void a_reader_writes_nothing(void **unused)
{
    (void)unused;
    struct guest *pekka, *kaisa;
    struct stage *stage = given_two_who_write(&pekka, &kaisa);
    struct guest *secretary = comes_in(stage, "secretary");
    opens(secretary, "doc-a");
    assert_string_equal(heard_text(secretary, "opened", "mode"), "ro");
    log_pos before = last_pos(stage);

    types(secretary, "title", "x");

    assert_string_equal(nacked(secretary, NULL), "read_only");
    assert_int_equal(last_pos(stage), before);
    goes(secretary);
    all_go(stage, pekka, kaisa);
}

static void while_the_disk_takes_nothing_a_keystroke_is_refused_and_not_lost(void **unused)
{
    (void)unused;
    struct guest *pekka, *kaisa;
    struct stage *stage = given_two_who_write(&pekka, &kaisa);
    disk_is(stage, false);
    types(pekka, "title", "Foorumi");
    assert_string_equal(nacked(pekka, NULL), "storage");
    assert_false(tries_to_open(kaisa, "doc-a"));

    disk_is(stage, true);
    closes(pekka);
    opens(pekka, "doc-a");
    assert_string_equal(written(stage, "doc-a", "title"), "");
    struct buf all = {0};
    doc_since(pekka->doc, (struct bytes){NULL, 0}, &all);
    numbered(pekka, 19, ++pekka->seq, buf_bytes(&all));

    assert_int_equal(acked(pekka, NULL), 1);
    assert_string_equal(written(stage, "doc-a", "title"), "Foorumi");
    buf_free(&all);
    all_go(stage, pekka, kaisa);
}

/* --- pauses ------------------------------------------------------------------------------------------------------------- */

static void
words_on_their_way_at_a_pause_are_taken_and_the_text_is_shown_as_read_only(void **unused)
{
    (void)unused;
    struct guest *pekka, *kaisa;
    struct stage *stage = given_two_who_write(&pekka, &kaisa);
    struct guest *fa = comes_in(stage, "fa");
    struct buf update = composes(pekka, "title", "Foorumi");
    does(fa, wish(group_pause, "a", PAUSE_REASON_TALK, ""));
    assert_string_equal(heard_text(pekka, "mode", "mode"), "ro");

    numbered(pekka, 16, 1, buf_bytes(&update));

    assert_int_equal(acked(pekka, NULL), 1);
    assert_string_equal(written(stage, "doc-a", "title"), "Foorumi");
    does(fa, wish(group_resume, "a"));
    assert_string_equal(heard_text(pekka, "mode", "mode"), "rw");
    buf_free(&update);
    goes(fa);
    all_go(stage, pekka, kaisa);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_keystroke_is_shown_to_nobody_before_it_is_on_disk),
        cmocka_unit_test(its_writer_hears_that_it_is_saved_after_it_is),
        cmocka_unit_test(someone_who_comes_in_waits_for_the_words_that_are_on_their_way_to_disk),
        cmocka_unit_test(what_became_durable_together_goes_out_as_one),
        cmocka_unit_test(all_who_come_to_a_text_share_one_frame_of_it_until_it_changes),
        cmocka_unit_test(what_is_there_already_is_acknowledged_and_not_written_twice),
        cmocka_unit_test(an_update_that_is_none_is_refused),
        cmocka_unit_test(a_field_that_is_not_there_is_not_written),
        cmocka_unit_test(control_characters_are_no_words),
        cmocka_unit_test(nobody_writes_under_anothers_id),
        cmocka_unit_test(changes_whose_predecessors_are_missing_are_refused),
        cmocka_unit_test(a_text_grows_to_twice_its_limit_and_no_further),
        cmocka_unit_test(numbers_go_up_by_one),
        cmocka_unit_test(a_reader_writes_nothing),
        cmocka_unit_test(while_the_disk_takes_nothing_a_keystroke_is_refused_and_not_lost),
        cmocka_unit_test(
            words_on_their_way_at_a_pause_are_taken_and_the_text_is_shown_as_read_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
