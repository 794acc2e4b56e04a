/* A negotiation day from a file: whole, or not at all. */
#include "given.h"

#include "domain/rules.h"
#include "fakes/journal_fake.h"
#include "import/pack.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static const char PACK[] = "tests/data/etela-pohjanmaa-2024.json";

static json_t *the_pack(void)
{
    json_t *pack = json_load_file(PACK, 0, NULL);
    assert_non_null(pack);
    return pack;
}

static enum err import_json(json_t *pack, struct journal *journal, struct buf *why)
{
    char *text = json_dumps(pack, 0);
    enum err err = pack_import(bytes_text(text), false, journal, NOON, why);
    free(text);
    return err;
}

static struct state *day_of_journal(const struct journal *journal)
{
    struct state *state = state_new();
    for (log_pos pos = 1; pos <= journal_fake_last(journal); pos++) {
        const struct record *record = journal_fake_record(journal, pos);
        struct event event;
        assert_int_equal(record->kind, RECORD_EVENT);
        assert_string_equal(record->stream, "day");
        assert_int_equal(event_read(record->body, state_memory(state), &event), OK);
        assert_int_equal(state_apply(state, &event, record->actor, record->at_ms), OK);
    }
    return state;
}

static void the_day_of_a_pack_begins_in_the_workshop_with_its_officers(void **unused)
{
    (void)unused;
    struct journal *journal = journal_fake_new();
    struct buf why = {0};
    json_t *pack = the_pack();
    assert_int_equal(import_json(pack, journal, &why), OK);
    struct state *state = day_of_journal(journal);
    const struct day *day = state_day(state);
    assert_int_equal(day->phase, PHASE_WORKSHOP);
    assert_int_equal(day->groups.count, 3);
    assert_int_equal(day->actions_min, 1);
    assert_int_equal(day->actions_max, 3);
    assert_int_equal(day->field_rules.count, 3);
    assert_int_equal(day->action_rules.count, 4);
    assert_int_equal(day->organisations.count,
                     json_array_size(json_object_get(pack, "organisations")));
    assert_int_equal(day->seats.count, json_array_size(json_object_get(pack, "people")) + 2);
    assert_string_equal(day_chair(day), "p002");
    assert_true(day_is_secretary(day, "p003"));
    assert_string_equal(day_item(day, "item-9")->code, "9 §");
    assert_int_equal(day_item(day, "item-9")->kind, ITEM_KIND_DECISION);
    assert_string_equal(day->language, "fi");
    json_decref(pack);
    state_free(state);
    journal_fake_free(journal);
    buf_free(&why);
}

static void
each_persons_name_goes_to_the_table_that_can_be_erased_and_not_into_the_log(void **unused)
{
    (void)unused;
    struct journal *journal = journal_fake_new();
    struct buf why = {0};
    json_t *pack = the_pack();
    assert_int_equal(import_json(pack, journal, &why), OK);
    json_t *person = json_array_get(json_object_get(pack, "people"), 0);
    const char *name = json_string_value(json_object_get(person, "name"));
    size_t names = 0;
    for (log_pos pos = 1; pos <= journal_fake_last(journal); pos++) {
        const struct record *record = journal_fake_record(journal, pos);
        assert_null(memmem(record->body.data, record->body.len, name, strlen(name)));
        names += record->side.kind == SIDE_PERSON;
    }
    assert_int_equal(names, json_array_size(json_object_get(pack, "people")) + 2);
    json_decref(pack);
    journal_fake_free(journal);
    buf_free(&why);
}

/* The ninth of what is always true: what the server does not hold, it cannot let out. */
static void no_address_or_number_of_a_person_comes_in_with_a_pack(void **unused)
{
    (void)unused;
    struct journal *journal = journal_fake_new();
    struct buf why = {0};
    json_t *pack = the_pack();
    json_t *person = json_array_get(json_object_get(pack, "people"), 3);
    json_object_set_new(person, "phone", json_string("040 123 4567"));
    json_object_set_new(person, "diet", json_string("gluteeniton"));
    assert_int_equal(import_json(pack, journal, &why), OK);
    static const char *const private[] = {"@", "040 123", "gluteeniton"};
    for (log_pos pos = 1; pos <= journal_fake_last(journal); pos++) {
        const struct record *record = journal_fake_record(journal, pos);
        for (size_t i = 0; i < 3; i++) {
            assert_null(
                memmem(record->body.data, record->body.len, private[i], strlen(private[i])));
            if (record->side.kind == SIDE_PERSON)
                assert_null(strstr(record->side.text, private[i]));
        }
    }
    json_decref(pack);
    journal_fake_free(journal);
    buf_free(&why);
}

static void everyone_is_in_one_group_at_most_and_each_group_has_a_facilitator(void **unused)
{
    (void)unused;
    struct journal *journal = journal_fake_new();
    struct buf why = {0};
    json_t *pack = the_pack();
    assert_int_equal(import_json(pack, journal, &why), OK);
    struct state *state = day_of_journal(journal);
    const struct day *day = state_day(state);
    for (size_t g = 0; g < day->groups.count; g++) {
        size_t facilitators = 0;
        for (size_t s = 0; s < day->seats.count; s++)
            facilitators +=
                rights_facilitates(day, day->seats.items[s].seat, day->groups.items[g].group);
        assert_true(facilitators >= 1);
    }
    assert_true(seat_has_role(day_seat(day, "wall"), ROLE_WALL));
    assert_true(seat_has_role(day_seat(day, "observer"), ROLE_OBSERVER));
    json_decref(pack);
    state_free(state);
    journal_fake_free(journal);
    buf_free(&why);
}

/* --- what is no pack ------------------------------------------------------------------------------------------------------ */

static void turned_down(json_t *pack, const char *because)
{
    struct journal *journal = journal_fake_new();
    struct buf why = {0};
    assert_int_equal(import_json(pack, journal, &why), ERR_MALFORMED);
    if (strstr(buf_c_string(&why), because) == NULL)
        fail_msg("\"%s\" does not say %s", buf_c_string(&why), because);
    assert_int_equal(journal_fake_last(journal), 0);
    json_decref(pack);
    journal_fake_free(journal);
    buf_free(&why);
}

static void a_file_that_is_no_pack_is_turned_down_in_a_sentence(void **unused)
{
    (void)unused;
    static const char *const files[] = {"",
                                        "{",
                                        "[1]",
                                        "{}",
                                        "{\"format\":\"hyte-scenario\"}",
                                        "{\"format\":\"hyte-scenario\",\"format_version\":2}",
                                        "\xff"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct journal *journal = journal_fake_new();
        struct buf why = {0};
        assert_int_equal(pack_import(bytes_text(files[i]), false, journal, NOON, &why),
                         ERR_MALFORMED);
        assert_true(why.len > 10);
        assert_int_equal(journal_fake_last(journal), 0);
        journal_fake_free(journal);
        buf_free(&why);
    }
}

static void a_part_that_is_missing_is_named_and_nothing_is_written(void **unused)
{
    (void)unused;
    static const char *const parts[] = {"id",     "timezone",      "disclaimer",
                                        "county", "organisations", "people",
                                        "round",  "sessions",      "workshop"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        json_t *pack = the_pack();
        json_object_del(pack, parts[i]);
        turned_down(pack, strcmp(parts[i], "sessions") == 0 ? "negotiation" : parts[i]);
    }
}

static json_t *nth(json_t *pack, const char *list, size_t index)
{
    return json_array_get(json_object_get(pack, list), index);
}

static void what_is_missing_deep_inside_is_found_before_anything_is_written(void **unused)
{
    (void)unused;
    json_t *pack = the_pack();
    json_object_del(nth(pack, "people", 20), "name");
    turned_down(pack, "name");
    pack = the_pack();
    json_object_del(nth(pack, "organisations", 3), "type");
    turned_down(pack, "type");
    pack = the_pack();
    json_object_set_new(nth(pack, "organisations", 3), "name", json_integer(7));
    turned_down(pack, "name");
}

static void what_no_log_could_read_again_is_not_written_into_one(void **unused)
{
    (void)unused;
    json_t *pack = the_pack();
    json_object_set_new(nth(pack, "people", 5), "id", json_string("Isot Kirjaimet"));
    turned_down(pack, "Isot Kirjaimet");

    pack = the_pack();
    json_t *fields = json_object_get(json_object_get(pack, "workshop"), "fields");
    json_object_set_new(json_object_get(fields, "title"), "max_chars", json_integer(20001));
    turned_down(pack, "day_created");

    pack = the_pack();
    fields = json_object_get(json_object_get(pack, "workshop"), "fields");
    json_object_del(json_object_get(fields, "a1.what"), "max_chars");
    turned_down(pack, "day_created");

    pack = the_pack();
    json_t *groups = json_object_get(json_object_get(pack, "workshop"), "groups");
    json_object_set(json_array_get(groups, 1), "id",
                    json_object_get(json_array_get(groups, 0), "id"));
    turned_down(pack, "group_added");

    pack = the_pack();
    json_object_set_new(pack, "disclaimer", json_string("\x07"));
    turned_down(pack, "day_created");
}

static json_t *with_plan_goals(json_t *goals)
{
    json_t *pack = the_pack();
    json_object_set_new(json_object_get(pack, "round"), "plan_goals", goals);
    return pack;
}

static void plan_goals_are_few_texts_that_a_screen_can_hold(void **unused)
{
    (void)unused;
    char long_text[302] = {0};
    memset(long_text, 'a', sizeof long_text - 1);
    turned_down(with_plan_goals(json_pack("[s, i]", "Arki kantaa", 7)), "plan_goals");
    turned_down(with_plan_goals(json_pack("[s]", "")), "plan_goals");
    turned_down(with_plan_goals(json_pack("[s]", long_text)), "goals_put");
    json_t *many = json_array();
    for (int i = 0; i <= GOALS_MAX; i++)
        json_array_append_new(many, json_string("Arki kantaa"));
    turned_down(with_plan_goals(many), "plan_goals");
}

static json_t *negotiation_of(json_t *pack)
{
    size_t index;
    json_t *session;
    json_array_foreach(json_object_get(pack, "sessions"), index, session)
    {
        if (strcmp(json_string_value(json_object_get(session, "kind")), "negotiation") == 0)
            return session;
    }
    return NULL;
}

static void an_officer_without_a_seat_and_a_time_that_is_none_are_found(void **unused)
{
    (void)unused;
    json_t *pack = the_pack();
    json_object_set_new(json_object_get(negotiation_of(pack), "officers"), "chair",
                        json_string("p999"));
    turned_down(pack, "p999");
    pack = the_pack();
    json_object_set_new(negotiation_of(pack), "starts", json_string("aamulla"));
    turned_down(pack, "starts");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_day_of_a_pack_begins_in_the_workshop_with_its_officers),
        cmocka_unit_test(
            each_persons_name_goes_to_the_table_that_can_be_erased_and_not_into_the_log),
        cmocka_unit_test(no_address_or_number_of_a_person_comes_in_with_a_pack),
        cmocka_unit_test(everyone_is_in_one_group_at_most_and_each_group_has_a_facilitator),
        cmocka_unit_test(a_file_that_is_no_pack_is_turned_down_in_a_sentence),
        cmocka_unit_test(a_part_that_is_missing_is_named_and_nothing_is_written),
        cmocka_unit_test(what_is_missing_deep_inside_is_found_before_anything_is_written),
        cmocka_unit_test(what_no_log_could_read_again_is_not_written_into_one),
        cmocka_unit_test(plan_goals_are_few_texts_that_a_screen_can_hold),
        cmocka_unit_test(an_officer_without_a_seat_and_a_time_that_is_none_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
