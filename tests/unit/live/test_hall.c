/* Everything that is going on: replay, who is here, the disk's troubles. */
#include "live/given_log.h"

/* --- replay: the eleventh of what is always true ------------------------------------------------------------------------ */

/* What a hall held when the log ended there. */
struct moment {
    log_pos pos;
    struct buf seen;
};

struct film {
    struct moment moments[128];
    size_t count;
};

static void remember(struct film *film, const struct stage *stage)
{
    assert_true(film->count < 128);
    if (film->count > 0 && film->moments[film->count - 1].pos == last_pos(stage))
        return;
    film->moments[film->count++] = (struct moment){last_pos(stage), everything(stage->hall)};
}

/* A whole day: two groups, a pause, late words, a return, two takes, an election, decisions and a reopening. */
static void a_day_is_lived(struct stage *stage, struct film *film)
{
    struct guest *fa = comes_in(stage, "fa"), *fb = comes_in(stage, "fb");
    struct guest *pa = comes_in(stage, "pa"), *pb = comes_in(stage, "pb");
    struct guest *opener = comes_in(stage, "opener");
#define NOW(step) ((step), remember(film, stage))
    NOW(does(fa, wish(group_start, "a", 60)));
    NOW(does(fb, wish(group_start, "b", 60)));
    NOW(does(pa, wish(action_add, "doc-a", "")));
    NOW(does(pb, wish(action_add, "doc-b", "")));
    NOW(opens(pa, "doc-a"));
    NOW(opens(pb, "doc-b"));
    NOW(fills_in(pa));
    NOW(fills_in(pb));
    NOW(does(pa, wish(action_add, "doc-a", "")));
    NOW(does(pa, wish(action_move, "doc-a", "a2", 0)));
    NOW(types(pa, "a2/what", "Toinen teko"));
    NOW(does(fa, wish(group_pause, "a", PAUSE_REASON_OTHER, "Kahvi")));
    NOW(time_passes(stage, 5 * MINUTE));
    NOW(does(fa, wish(group_resume, "a")));
    NOW(does(fa, wish(clock_set, "a", NOON + 30 * MINUTE)));
    NOW(does(pa, wish(action_remove, "doc-a", "a1")));
    NOW(does(pa, wish(action_add, "doc-a", "a1")));
    NOW(does(fa, wish(handin_announce, "a")));
    NOW(time_passes(stage, HANDIN_NOTICE_MS));
    NOW(types(pa, "rationale", "Myöhässä"));
    NOW(does(fa, wish(group_return, "a", "Perustelut puuttuvat")));
    closes(pa);
    NOW(opens(pa, "doc-a"));
    NOW(types(pa, "rationale", "Koska."));
    NOW(does(fa, wish(handin_announce, "a")));
    NOW(time_passes(stage, HANDIN_NOTICE_MS));
    NOW(does(fb, wish(handin_announce, "b")));
    NOW(time_passes(stage, HANDIN_NOTICE_MS));
    NOW(does(fb, wish(proposals_take, "item-9", TAKES({"b", "a"}, {"a", "b"}))));
    NOW(does(fa, wish(take_undo, "item-9")));
    NOW(does(fb, wish(proposals_take, "item-9", TAKES({"a", "a"}, {"b", "b"}))));
    NOW(opens(fa, "item-9-a-2"));
    NOW(types(fa, "decision", "Yhdessä: "));
    NOW(does(opener, wish(officer_elect, POST_CHAIR, "pb", "item-4")));
    NOW(does(pb, wish(phase_change, PHASE_DECIDING)));
    NOW(types(fa, "decision", "Myöhässä: "));
    NOW(does(pb, wish(item_open, "item-9-a-2")));
    const struct agenda_item *item = day_item(stage_day(stage), "item-9-a-2");
    NOW(does(pb, wish(item_decide, "item-9-a-2", OUTCOME_AS_PROPOSED, item->proposed_hash)));
    NOW(does(pb, wish(item_reopen, "item-9-a-2", "Kirjoitusvirhe")));
    item = day_item(stage_day(stage), "item-9-a-2");
    NOW(does(pb, wish(item_decide, "item-9-a-2", OUTCOME_RETURNED, item->proposed_hash)));
    NOW(asks(fa, wish(phase_change, PHASE_CLOSED)));
#undef NOW
    goes(fa);
    goes(fb);
    goes(pa);
    goes(pb);
    goes(opener);
}

static struct hall *replayed(const struct stage *stage, log_pos to)
{
    struct hall *hall = hall_new(stage->journal, (struct clock_port){stage_now, (void *)stage});
    for (log_pos pos = 1; pos <= to; pos++)
        assert_int_equal(row_comes(hall, journal_fake_record(stage->journal, pos), pos), OK);
    return hall;
}

static void replaying_the_log_gives_the_same_day_and_the_same_texts_at_every_moment(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct film film = {0};
    a_day_is_lived(stage, &film);
    assert_int_equal(stage_day(stage)->takes, 2);
    assert_true(film.count > 35);
    for (size_t i = 0; i < film.count; i++) {
        struct hall *hall = replayed(stage, film.moments[i].pos);
        struct buf again = everything(hall);
        assert_int_equal(again.len, film.moments[i].seen.len);
        assert_memory_equal(again.data, film.moments[i].seen.data, again.len);
        buf_free(&again);
        buf_free(&film.moments[i].seen);
        hall_free(hall);
    }
    stage_forget(stage);
}

/* Somebody was erased: what was theirs alone may be gone, and nothing that the day is made of. */
static void
a_day_replays_without_the_bodies_of_late_edits_and_sign_ins_and_of_nothing_else(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct film film = {0};
    a_day_is_lived(stage, &film);
    journal_append(stage->journal,
                   &(struct record){.kind = RECORD_AUDIT, .stream = "day", .actor = "pa"});
    struct hall *hall = hall_new(stage->journal, (struct clock_port){stage_now, stage});
    size_t erased = 0;
    for (log_pos pos = 1; pos <= last_pos(stage); pos++) {
        const struct record *record = journal_fake_record(stage->journal, pos);
        bool is_erased = can_be_erased(record);
        if (!is_erased)
            assert_int_equal(erased_row_comes(hall, record, pos), ERR_CORRUPT);
        assert_int_equal((is_erased ? erased_row_comes : row_comes)(hall, record, pos), OK);
        erased += is_erased;
    }
    assert_true(erased >= 2);
    struct buf whole = everything(stage->hall), again = everything(hall);
    assert_int_equal(again.len, whole.len);
    assert_memory_equal(again.data, whole.data, again.len);
    buf_free(&whole);
    buf_free(&again);
    for (size_t i = 0; i < film.count; i++)
        buf_free(&film.moments[i].seen);
    hall_free(hall);
    stage_forget(stage);
}

static void a_log_that_ends_after_any_happening_is_a_whole_one(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct film film = {0};
    a_day_is_lived(stage, &film);
    for (log_pos to = 1; to <= last_pos(stage); to++)
        if (!journal_fake_record(stage->journal, to)->is_followed)
            hall_free(replayed(stage, to));
    for (size_t i = 0; i < film.count; i++)
        buf_free(&film.moments[i].seen);
    stage_forget(stage);
}

static void after_a_replay_commands_are_still_answered_as_before(void **unused)
{
    (void)unused;
    const char *done_id = "00000000-0000-4000-8000-0000000000d0";
    const char *refused_id = "00000000-0000-4000-8000-0000000000d1";
    struct stage *stage = given_a_hall();
    struct guest *fa = comes_in(stage, "fa");
    asks_as(fa, done_id, wish(group_start, "a", 60));
    asks_as(fa, refused_id, wish(group_resume, "a"));
    goes(fa);
    hall_free(stage->hall);
    stage->hall = replayed(stage, last_pos(stage));
    log_pos before = last_pos(stage);
    fa = comes_in(stage, "fa");
    struct guest *fb = comes_in(stage, "fb");

    asks_as(fa, done_id, wish(group_start, "a", 60));
    assert_done(fa);
    asks_as(fa, refused_id, wish(group_resume, "a"));
    assert_answered(fa, "group_not_paused");
    asks_as(fb, done_id, wish(group_start, "b", 60));
    assert_answered(fb, "command_reused");

    assert_int_equal(last_pos(stage), before);
    goes(fa);
    goes(fb);
    stage_forget(stage);
}

static void after_a_replay_everyone_writes_under_the_id_they_had(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    given_open_group(stage, "a");
    struct guest *pa = comes_in(stage, "pa");
    opens(pa, "doc-a");
    types(pa, "title", "Foorumi");
    uint64_t client = pa->client;
    goes(pa);
    hall_free(stage->hall);
    stage->hall = replayed(stage, last_pos(stage));
    pa = comes_in(stage, "pa");
    struct guest *qa = comes_in(stage, "qa");
    pa->client = qa->client = client;
    pa->epoch = qa->epoch = 1;
    opens(pa, "doc-a");
    opens(qa, "doc-a");
    assert_int_equal(pa->client, client);
    assert_int_not_equal(qa->client, client);
    goes(pa);
    goes(qa);
    stage_forget(stage);
}

static void rows_that_make_no_sense_are_found(void **unused)
{
    (void)unused;
    static const struct {
        enum record_kind kind;
        const char *stream;
        const char *body;
    } rows[] = {
        {RECORD_EVENT, "day", "{}"},
        {RECORD_EVENT, "day", "{\"kind\":\"dance\",\"data\":{}}"},
        {RECORD_EVENT, "day",
         "{\"kind\":\"group_started\",\"data\":{\"group\":\"z\",\"ends_ms\":1}}"},
        {RECORD_EVENT, "day", "not JSON"},
        {RECORD_UPDATE, "doc-z", "\0"},
        {RECORD_UPDATE, "doc-a", "roskaa"},
        {RECORD_LATE, "doc-z", "x"},
        {RECORD_CLIENT_ID, "doc-z", "1"},
        {(enum record_kind)99, "day", ""},
    };
    struct stage *stage = given_a_hall();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct record record = {.kind = rows[i].kind,
                                .stream = rows[i].stream,
                                .actor = "pa",
                                .command = "",
                                .body = bytes_text(rows[i].body)};
        if (rows[i].kind == RECORD_UPDATE && rows[i].body[0] == '\0')
            record.body = bytes_of("\0\0", 2);
        assert_int_equal(row_comes(stage->hall, &record, last_pos(stage) + 1), ERR_CORRUPT);
    }
    stage_forget(stage);
}

static void a_late_edit_of_a_text_that_was_taken_back_is_a_corrupt_log_and_no_crash(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    given_handed_in_text(stage, "a");
    struct guest *fa = comes_in(stage, "fa");
    does(fa, wish(proposals_take, "item-9", TAKES({"a", "a"})));
    does(fa, wish(take_undo, "item-9"));
    struct record record = {.kind = RECORD_LATE,
                            .stream = "item-9-a",
                            .actor = "fa",
                            .command = "",
                            .body = bytes_of("\0\0", 2)};
    assert_int_equal(row_comes(stage->hall, &record, last_pos(stage) + 1), ERR_CORRUPT);
    goes(fa);
    stage_forget(stage);
}

/* --- coming in, and who is here ------------------------------------------------------------------------------------------ */

static void a_welcome_tells_the_whole_day_and_waits_for_what_it_tells(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *fa = comes_in(stage, "fa");
    does(fa, wish(group_start, "a", 60));
    log_pos after = 0;

    struct guest *wall = comes_in(stage, "wall");

    json_t *welcome = heard(wall, "welcome", &after);
    assert_int_equal(after, last_pos(stage));
    assert_int_equal(json_integer_value(json_object_get(welcome, "pos")), last_pos(stage));
    assert_string_equal(json_string_value(json_object_get(welcome, "seat")), "wall");
    assert_true(json_is_true(json_object_get(welcome, "storage_ok")));
    assert_int_equal(json_integer_value(json_object_get(welcome, "now_ms")), NOON);
    struct buf day = {0}, told = {0};
    day_write(stage_day(stage), &day);
    codec_write(json_object_get(welcome, "day"), &told);
    assert_string_equal(buf_c_string(&told), buf_c_string(&day));
    json_t *people = json_object_get(welcome, "people");
    assert_string_equal(json_string_value(json_object_get(json_array_get(people, 0), "name")),
                        "Pekka A");
    buf_free(&day);
    buf_free(&told);
    json_decref(welcome);
    goes(fa);
    goes(wall);
    stage_forget(stage);
}

/* The present frame waits for nothing and lies in slot 1. */
static json_t *present(const struct guest *guest)
{
    struct sent sent = outbox_fake_presence(guest->out, 1);
    assert_non_null(sent.bytes.data);
    json_t *json = json_loadb((const char *)sent.bytes.data, sent.bytes.len, 0, NULL);
    json_t *here = json_incref(json_object_get(json, "here"));
    json_decref(json);
    return here;
}

static void everyone_is_told_who_is_here_and_what_they_have_open(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *wall = comes_in(stage, "wall");
    struct guest *pa = comes_in(stage, "pa");
    opens(pa, "doc-a");
    time_passes(stage, 500);
    json_t *here = present(wall);
    assert_int_equal(json_array_size(here), 2);
    for (size_t i = 0; i < 2; i++) {
        json_t *one = json_array_get(here, i);
        bool is_pekka = strcmp(json_string_value(json_object_get(one, "seat")), "pa") == 0;
        assert_int_equal(json_array_size(json_object_get(one, "docs")), is_pekka ? 1 : 0);
    }
    json_decref(here);
    goes(pa);
    time_passes(stage, 500);
    here = present(wall);
    assert_int_equal(json_array_size(here), 1);
    json_decref(here);
    goes(wall);
    stage_forget(stage);
}

static void two_tabs_of_one_person_are_one_person_in_each_text_once(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *one = comes_in(stage, "pa");
    struct guest *other = comes_in(stage, "pa");
    opens(one, "doc-a");
    opens(other, "doc-a");
    time_passes(stage, 500);
    json_t *here = present(one);
    assert_int_equal(json_array_size(here), 1);
    assert_int_equal(json_array_size(json_object_get(json_array_get(here, 0), "docs")), 1);
    json_decref(here);
    goes(one);
    goes(other);
    stage_forget(stage);
}

static void the_line_is_kept_alive(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *wall = comes_in(stage, "wall");
    visitor_alive(wall->visitor);
    char wanted[64];
    snprintf(wanted, sizeof wanted, "{\"op\":\"alive\",\"now_ms\":%lld}", (long long)stage->now_ms);
    assert_string_equal(outbox_fake_presence(wall->out, 2).text, wanted);
    hall_say_restart(stage->hall);
    assert_true(has_heard(wall, "restarting"));
    assert_in_range(heard_number(wall, "restarting", "retry_ms"), 0, 2000);
    goes(wall);
    stage_forget(stage);
}

static void everyone_is_told_when_the_disk_stops_and_when_it_recovers(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *wall = comes_in(stage, "wall");
    disk_is(stage, false);
    assert_string_equal(outbox_fake_presence(wall->out, 3).text,
                        "{\"op\":\"storage\",\"ok\":false}");
    struct guest *pa = comes_in(stage, "pa");
    json_t *welcome = heard(pa, "welcome", NULL);
    assert_true(json_is_false(json_object_get(welcome, "storage_ok")));
    json_decref(welcome);
    assert_false(tries_to_open(pa, "doc-a"));
    assert_string_equal(heard_text(pa, "refused", "code"), "storage");
    disk_is(stage, true);
    assert_string_equal(outbox_fake_presence(wall->out, 3).text,
                        "{\"op\":\"storage\",\"ok\":true}");
    opens(pa, "doc-a");
    goes(pa);
    goes(wall);
    stage_forget(stage);
}

static void someone_far_behind_gets_the_whole_day_instead_of_its_events(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *fa = comes_in(stage, "fa");
    struct guest *wall = comes_in(stage, "wall");
    outbox_fake_clear(wall->out);
    does(fa, wish(group_start, "a", 60));
    for (int i = 0; i < 70; i++) {
        does(fa, wish(clock_set, "a", NOON + (i + 1) * MINUTE));
        disk_catches_up(stage);
    }
    log_pos after = 0;
    assert_int_equal(reads_on(wall), 1);
    json_t *welcome = heard(wall, "welcome", &after);
    assert_non_null(welcome);
    assert_int_equal(after, last_pos(stage));
    json_decref(welcome);
    goes(fa);
    goes(wall);
    stage_forget(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replaying_the_log_gives_the_same_day_and_the_same_texts_at_every_moment),
        cmocka_unit_test(
            a_day_replays_without_the_bodies_of_late_edits_and_sign_ins_and_of_nothing_else),
        cmocka_unit_test(a_log_that_ends_after_any_happening_is_a_whole_one),
        cmocka_unit_test(after_a_replay_commands_are_still_answered_as_before),
        cmocka_unit_test(after_a_replay_everyone_writes_under_the_id_they_had),
        cmocka_unit_test(rows_that_make_no_sense_are_found),
        cmocka_unit_test(a_late_edit_of_a_text_that_was_taken_back_is_a_corrupt_log_and_no_crash),
        cmocka_unit_test(a_welcome_tells_the_whole_day_and_waits_for_what_it_tells),
        cmocka_unit_test(everyone_is_told_who_is_here_and_what_they_have_open),
        cmocka_unit_test(two_tabs_of_one_person_are_one_person_in_each_text_once),
        cmocka_unit_test(the_line_is_kept_alive),
        cmocka_unit_test(everyone_is_told_when_the_disk_stops_and_when_it_recovers),
        cmocka_unit_test(someone_far_behind_gets_the_whole_day_instead_of_its_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
