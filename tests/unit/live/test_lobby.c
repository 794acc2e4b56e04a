/* The lobby: who asks, who sees their names, what becomes of them. */
#include "live/given_hall.h"

/* Asks as the door does: the link to the seat follows. -> its seat, or "" and the code of why not. */
static const char *asks_in(struct stage *stage, const char *name, const char **why_not)
{
    const char *seat = "";
    log_pos pos = 0;
    const char *code = hall_lobby_ask(stage->hall, "county", name, &seat, &pos);
    if (why_not != NULL)
        *why_not = code;
    if (code != NULL)
        return "";
    const struct record *record = journal_fake_record(stage->journal, pos);
    assert_true(record->is_followed); /* a seat that nobody holds a key to is never on disk */
    assert_int_equal(record->side.kind, SIDE_PERSON);
    assert_string_equal(record->side.text, name);
    journal_append(stage->journal, &(struct record){.kind = RECORD_AUDIT,
                                                    .stream = "day",
                                                    .actor = seat,
                                                    .at_ms = stage->now_ms,
                                                    .command = ""});
    return seat;
}

static bool welcome_names(const struct guest *guest, const char *seat)
{
    json_t *welcome = heard(guest, "welcome", NULL);
    json_t *one;
    size_t index;
    bool is_named = false;
    json_array_foreach(json_object_get(welcome, "people"), index, one)
    {
        is_named |= strcmp(json_string_value(json_object_get(one, "seat")), seat) == 0;
    }
    json_decref(welcome);
    return is_named;
}

static void who_asks_has_no_seat_and_is_named_to_those_who_may_let_them_in(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    static const struct {
        const char *seat;
        bool keeps;
    } people[] = {{"fa", true},        {"fb", true},  {"secretary", true}, {"opener", true},
                  {"organiser", true}, {"pa", false}, {"wall", false},     {"observer", false}};
    enum { COUNT = sizeof people / sizeof *people };
    struct guest *guests[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        guests[i] = comes_in(stage, people[i].seat);
    const char *seat = asks_in(stage, "Maija Vieras", NULL);

    assert_false(hall_has_seat(stage->hall, seat));
    assert_true(hall_is_waiting(stage->hall, seat));
    for (size_t i = 0; i < COUNT; i++) {
        assert_int_equal(hall_keeps_lobby(stage->hall, people[i].seat), people[i].keeps);
        assert_int_equal(has_heard(guests[i], "person"), people[i].keeps);
        struct guest *later = comes_in(stage, people[i].seat);
        assert_int_equal(welcome_names(later, seat), people[i].keeps);
        goes(later);
        goes(guests[i]);
    }
    stage_forget(stage);
}

static void a_name_waits_for_the_disk(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *fa = comes_in(stage, "fa");
    log_pos after = 0, before = last_pos(stage);
    asks_in(stage, "Maija Vieras", NULL);
    json_decref(heard(fa, "person", &after));
    assert_int_equal(after, before + 1);
    goes(fa);
    stage_forget(stage);
}

static void who_is_let_in_has_a_seat_in_the_group_and_a_name_to_everyone(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *fa = comes_in(stage, "fa");
    struct guest *pb = comes_in(stage, "pb");
    const char *seat = asks_in(stage, "Maija Vieras", NULL);
    does(fa, wish(lobby_admit, seat, "a"));
    const struct seat *found = day_seat(stage_day(stage), seat);
    assert_string_equal(found->group, "a");
    assert_string_equal(found->organisation, "county");
    assert_true(seat_has_role(found, ROLE_PARTICIPANT));
    assert_string_equal(heard_text(pb, "person", "name"), "Maija Vieras");
    assert_false(hall_is_waiting(stage->hall, seat));
    given_open_group(stage, "a");
    struct guest *maija = comes_in(stage, seat);
    opens(maija, "doc-a");
    types(maija, "title", "Sanoja");
    assert_int_equal(acked(maija, NULL), 1);
    goes(maija);
    goes(fa);
    goes(pb);
    stage_forget(stage);
}

static void who_is_not_let_in_is_forgotten(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *fb = comes_in(stage, "fb");
    const char *seat = asks_in(stage, "Ilkka Ilkeä", NULL);
    does(fb, wish(lobby_refuse, seat));
    const struct record *record = journal_fake_record(stage->journal, last_pos(stage));
    assert_int_equal(record->side.kind, SIDE_PERSON_END);
    assert_string_equal(record->side.key, seat);
    assert_string_equal(hall_person_name(stage->hall, seat), "");
    assert_false(hall_is_waiting(stage->hall, seat));
    assert_string_not_equal(asks_in(stage, "Maija Vieras", NULL),
                            seat); /* the number is not used again */
    goes(fb);
    stage_forget(stage);
}

static void the_log_knows_who_waits_and_who_was_let_in_but_no_name(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    struct guest *fa = comes_in(stage, "fa");
    const char *first = asks_in(stage, "Maija Vieras", NULL);
    const char *second = asks_in(stage, "Matti Vieras", NULL);
    does(fa, wish(lobby_admit, first, "a"));
    struct hall *again = hall_new(stage->journal, (struct clock_port){stage_now, stage});
    for (log_pos pos = 1; pos <= last_pos(stage); pos++) {
        const struct record *record = journal_fake_record(stage->journal, pos);
        assert_int_equal(row_comes(again, record, pos), OK);
        struct buf text = {0};
        buf_bytes_append(&text, record->body);
        assert_null(strstr(buf_c_string(&text), "Vieras"));
        buf_free(&text);
    }
    assert_true(hall_has_seat(again, first));
    assert_true(hall_is_waiting(again, second));
    hall_free(again);
    goes(fa);
    stage_forget(stage);
}

static void a_lobby_that_is_full_says_so(void **unused)
{
    (void)unused;
    struct stage *stage = given_a_hall();
    const char *why_not;
    for (int i = 0; i < LOBBY_MAX; i++)
        assert_string_not_equal(asks_in(stage, "Joku", NULL), "");
    log_pos before = last_pos(stage);
    asks_in(stage, "Joku", &why_not);
    assert_string_equal(why_not, "lobby_full");
    assert_int_equal(last_pos(stage), before);
    stage_forget(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_asks_has_no_seat_and_is_named_to_those_who_may_let_them_in),
        cmocka_unit_test(a_name_waits_for_the_disk),
        cmocka_unit_test(who_is_let_in_has_a_seat_in_the_group_and_a_name_to_everyone),
        cmocka_unit_test(who_is_not_let_in_is_forgotten),
        cmocka_unit_test(the_log_knows_who_waits_and_who_was_let_in_but_no_name),
        cmocka_unit_test(a_lobby_that_is_full_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
