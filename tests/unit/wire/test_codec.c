/* JSON to and from structs, for every shape of the schema: values made from the tables themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "wire/codec.h"

/* --- values of every shape ---------------------------------------------------------------------------------------------- */

/* A value the field may have; `variant` makes others of it. */
static json_t *value_of(const struct shape_field *field, int variant);

static json_t *object_of(const struct shape *shape, int variant)
{
    json_t *object = json_object();
    for (size_t i = 0; i < shape->count; i++) {
        const struct shape_field *field = &shape->fields[i];
        if (field->is_optional && variant % 2 == 1)
            continue;
        json_t *value = NULL;
        if (field->is_list) {
            value = json_array();
            for (int n = 0; n < variant; n++)
                json_array_append_new(value, value_of(field, variant + n));
        } else {
            value = value_of(field, variant);
        }
        json_object_set_new(object, field->name, value);
    }
    return object;
}

static json_t *text_of(int64_t units, int variant)
{
    static const char *const letters[] = {"x", "ä", "€", "\n", "\t", "\"", "\\"};
    struct buf text = {0};
    int64_t length = variant == 0 ? 0 : variant == 1 ? units : units < 5 ? units : 5;
    for (int64_t i = 0; i < length; i++)
        buf_text(&text, letters[(size_t)(i + variant) % 7]);
    json_t *json = json_string(buf_c_string(&text));
    buf_free(&text);
    return json;
}

static json_t *value_of(const struct shape_field *field, int variant)
{
    static const char *const ids[] = {
        "a", "item-9-a_2", "0123456789012345678901234567890123456789012345678901234567890123"};
    static const char *const fields[] = {"title", "a1/what", "a-1/b_2"};
    static const int64_t numbers[] = {0, INT64_C(1) << 53, 1726131600000};
    switch (field->kind) {
    case VALUE_ID:
        return json_string(ids[variant % 3]);
    case VALUE_FIELDNAME:
        return json_string(fields[variant % 3]);
    case VALUE_TEXT:
        return text_of(field->max, variant);
    case VALUE_INT:
        return json_integer(variant % 2 ? -numbers[variant % 3] : numbers[variant % 3]);
    case VALUE_TIME:
        return json_integer(numbers[variant % 3]);
    case VALUE_BOOL:
        return json_boolean(variant % 2);
    case VALUE_ENUM:
        return json_string(field->names[variant % (int)field->max]);
    case VALUE_STRUCT:
        return object_of(field->sub, variant > 1 ? variant - 1 : variant);
    }
    return NULL;
}

static void comes_back(const struct shape *shape, int variant)
{
    struct arena arena = {0};
    struct buf text = {0};
    void *out = arena_new(&arena, shape->size);
    json_t *json = object_of(shape, variant);
    const char *wrong = codec_decode(shape, json, &arena, out);
    if (wrong != NULL)
        fail_msg("%s %d: %s", shape->name, variant, wrong);
    json_t *again = codec_encode(shape, out);
    assert_true(json_equal(json, again));
    codec_write(again, &text);
    json_t *parsed = codec_parse(buf_bytes(&text));
    assert_true(json_equal(json, parsed));
    json_decref(parsed);
    json_decref(again);
    json_decref(json);
    buf_free(&text);
    arena_free(&arena);
}

static void every_message_comes_back_as_it_was(void **unused)
{
    (void)unused;
    for (int variant = 0; variant < 4; variant++) {
        for (int kind = 0; kind < COMMAND_KIND_COUNT; kind++)
            comes_back(shapes_of_command[kind], variant);
        for (int kind = 0; kind < EVENT_KIND_COUNT; kind++)
            comes_back(shapes_of_event[kind], variant);
        comes_back(&shape_day, variant);
    }
}

static void what_is_missing_of_the_optional_is_empty(void **unused)
{
    (void)unused;
    struct arena arena = {0};
    struct command_action_add add;
    json_t *json = codec_parse(bytes_text("{\"doc\":\"doc-a\"}"));
    assert_null(codec_decode(&shape_command_action_add, json, &arena, &add));
    assert_string_equal(add.action, "");
    json_decref(json);
    arena_free(&arena);
}

/* --- what is refused ------------------------------------------------------------------------------------------------------ */

/* The field at fault, as codec_decode names it; "" if it was taken. */
static const char *fault(const struct shape *shape, json_t *json)
{
    struct arena arena = {0};
    const char *wrong = codec_decode(shape, json, &arena, arena_new(&arena, shape->size));
    arena_free(&arena);
    return wrong ? wrong : "";
}

static void refused_without(const struct shape *shape, const struct shape_field *field)
{
    json_t *json = object_of(shape, 2);
    json_object_del(json, field->name);
    assert_string_equal(fault(shape, json), field->is_optional ? "" : field->name);
    json_decref(json);
}

static json_t *of_another_type(const struct shape_field *field, int index)
{
    json_t *wrong[] = {json_null(), json_real(1.5),  json_object(),        json_array(),
                       json_true(), json_integer(1), json_string("lounas")};
    size_t count = sizeof wrong / sizeof *wrong;
    json_t *chosen = json_incref(wrong[(size_t)index]);
    for (size_t i = 0; i < count; i++)
        json_decref(wrong[i]);
    bool fits =
        (json_is_array(chosen) && field->is_list) ||
        (!field->is_list && json_is_true(chosen) && field->kind == VALUE_BOOL) ||
        (!field->is_list && json_is_integer(chosen) &&
         (field->kind == VALUE_INT || field->kind == VALUE_TIME)) ||
        (!field->is_list && json_is_string(chosen) &&
         (field->kind == VALUE_ID || field->kind == VALUE_FIELDNAME || field->kind == VALUE_TEXT));
    if (!fits)
        return chosen;
    json_decref(chosen);
    return NULL;
}

static void refused_as_another_type(const struct shape *shape, const struct shape_field *field)
{
    for (int i = 0; i < 7; i++) {
        json_t *wrong = of_another_type(field, i);
        if (wrong == NULL)
            continue;
        json_t *json = object_of(shape, 2);
        json_object_set_new(json, field->name, wrong);
        assert_string_not_equal(fault(shape, json), "");
        json_decref(json);
    }
}

static void each_field_of_each_message_must_be_there_and_of_its_type(void **unused)
{
    (void)unused;
    const struct shape *shapes[COMMAND_KIND_COUNT + EVENT_KIND_COUNT + 1];
    size_t count = 0;
    for (int kind = 0; kind < COMMAND_KIND_COUNT; kind++)
        shapes[count++] = shapes_of_command[kind];
    for (int kind = 0; kind < EVENT_KIND_COUNT; kind++)
        shapes[count++] = shapes_of_event[kind];
    shapes[count++] = &shape_day;
    for (size_t s = 0; s < count; s++) {
        for (size_t i = 0; i < shapes[s]->count; i++) {
            refused_without(shapes[s], &shapes[s]->fields[i]);
            refused_as_another_type(shapes[s], &shapes[s]->fields[i]);
        }
        json_t *json = object_of(shapes[s], 2);
        json_object_set_new(json, "more", json_integer(1));
        assert_string_equal(fault(shapes[s], json), "unknown_field");
        json_decref(json);
        json = json_array();
        assert_string_equal(fault(shapes[s], json), shapes[s]->name);
        json_decref(json);
    }
}

static const char *fault_of(const struct shape *shape, const char *text)
{
    json_t *json = codec_parse(bytes_text(text));
    if (json == NULL)
        return "no JSON";
    const char *wrong = fault(shape, json);
    json_decref(json);
    return wrong;
}

static void an_id_is_short_and_plain(void **unused)
{
    (void)unused;
    static const char *const bad[] = {
        "",       "A",    "ä",
        "a b",    "a/b",  "a.b",
        "../etc", "a\\n", "01234567890123456789012345678901234567890123456789012345678901234"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[128];
        snprintf(text, sizeof text, "{\"group\":\"%s\"}", bad[i]);
        assert_string_equal(fault_of(&shape_command_group_resume, text), "group");
    }
}

static void a_field_name_has_one_slash_at_most_with_ids_around_it(void **unused)
{
    (void)unused;
    static const char *const bad[] = {"",        "/",       "a/", "/what", "a1/what/more",
                                      "A1/what", "a1//what"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[128];
        snprintf(text, sizeof text, "{\"field\":\"%s\",\"text\":\"\"}", bad[i]);
        assert_string_equal(fault_of(&shape_field, text), "field");
    }
}

static void a_text_is_measured_in_utf_16_and_holds_no_control_characters(void **unused)
{
    (void)unused;
    static const struct {
        const char *letter;
        int units;
    } letters[] = {{"x", 1}, {"ä", 1}, {"€", 1}, {"😀", 2}};
    for (size_t i = 0; i < 4; i++) {
        struct buf text = {0};
        buf_text(&text, "{\"group\":\"a\",\"reason\":\"break\",\"note\":\"");
        for (int n = 0; n < 200; n += letters[i].units)
            buf_text(&text, letters[i].letter);
        size_t full = text.len;
        buf_text(&text, "\"}");
        assert_string_equal(fault_of(&shape_command_group_pause, buf_c_string(&text)), "");
        text.len = full;
        buf_text(&text, "x\"}");
        assert_string_equal(fault_of(&shape_command_group_pause, buf_c_string(&text)), "note");
        buf_free(&text);
    }
    for (int c = 1; c < 0x21; c++) {
        char text[128];
        snprintf(text, sizeof text, "{\"group\":\"a\",\"reason\":\"break\",\"note\":\"\\u%04x\"}",
                 c == 0x20 ? 0x7f : c);
        assert_string_equal(fault_of(&shape_command_group_pause, text),
                            c == '\n' || c == '\t' ? "" : "note");
    }
}

static void numbers_are_whole_and_fit_what_browsers_count_with(void **unused)
{
    (void)unused;
    static const struct {
        const char *number;
        const char *fault;
    } numbers[] = {{"9007199254740992", ""},
                   {"-9007199254740992", ""},
                   {"9007199254740993", "minutes"},
                   {"-9007199254740993", "minutes"},
                   {"1.0", "minutes"},
                   {"1e3", "minutes"},
                   {"\"1\"", "minutes"},
                   {"99999999999999999999", "no JSON"},
                   {"1e999", "no JSON"},
                   {"01", "no JSON"},
                   {"NaN", "no JSON"},
                   {"-", "no JSON"}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char text[128];
        snprintf(text, sizeof text, "{\"group\":\"a\",\"minutes\":%s}", numbers[i].number);
        assert_string_equal(fault_of(&shape_command_group_start, text), numbers[i].fault);
    }
    assert_string_equal(fault_of(&shape_command_clock_set, "{\"group\":\"a\",\"ends_ms\":-1}"),
                        "ends_ms");
}

static void a_name_is_one_of_its_list(void **unused)
{
    (void)unused;
    static const char *const bad[] = {"\"lunch\"", "\"\"", "\"Merging\"", "\"merging \"", "2"};
    for (size_t i = 0; i < 5; i++) {
        char text[64];
        snprintf(text, sizeof text, "{\"phase\":%s}", bad[i]);
        assert_string_equal(fault_of(&shape_command_phase_change, text), "phase");
    }
}

static void faults_deep_inside_are_named(void **unused)
{
    (void)unused;
    assert_string_equal(fault_of(&shape_command_proposals_take,
                                 "{\"parent\":\"item-9\",\"take\":[{\"group\":\"a\"}]}"),
                        "code");
    assert_string_equal(
        fault_of(&shape_command_proposals_take,
                 "{\"parent\":\"item-9\",\"take\":[{\"group\":\"a\",\"code\":\"a\",\"x\":1}]}"),
        "unknown_field");
    assert_string_equal(
        fault_of(&shape_command_proposals_take, "{\"parent\":\"item-9\",\"take\":[[]]}"), "take");
}

static void a_list_has_an_end(void **unused)
{
    (void)unused;
    struct buf text = {0};
    buf_text(&text, "{\"doc\":\"a\",\"actions\":[\"a\"");
    for (int i = 1; i < 10000; i++)
        buf_text(&text, ",\"a\"");
    size_t full = text.len;
    buf_text(&text, "]}");
    assert_string_equal(fault_of(&shape_event_action_moved, buf_c_string(&text)), "");
    text.len = full;
    buf_text(&text, ",\"a\"]}");
    assert_string_equal(fault_of(&shape_event_action_moved, buf_c_string(&text)), "actions");
    buf_free(&text);
}

static void what_is_not_one_plain_object_is_not_parsed(void **unused)
{
    (void)unused;
    static const char *const bad[] = {"",
                                      " ",
                                      "null",
                                      "1",
                                      "\"a\"",
                                      "[]",
                                      "[{}]",
                                      "{",
                                      "{}}",
                                      "{} {}",
                                      "{,}",
                                      "{a:1}",
                                      "{'a':1}",
                                      "{\"a\":1,}",
                                      "{\"a\":1,\"a\":1}",
                                      "{\"a\":{\"b\":1,\"b\":2}}",
                                      "{\"a\":\"\\ud800\"}",
                                      "{\"a\":\"\\udc00\\ud800\"}",
                                      "{\"a\":\"\\u0000\"}",
                                      "{\"\\u0000\":1}",
                                      "{\"a\":\"\xff\"}",
                                      "{\"a\":\"\xc0\x80\"}",
                                      "{\"a\":\"\xed\xa0\x80\"}",
                                      "{\"a\":\"\xf4\x90\x80\x80\"}",
                                      "{\"a\":\"\n\"}",
                                      "{\"a\":tru}",
                                      "{/**/}",
                                      "\xef\xbb\xbf{}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        json_t *json = codec_parse(bytes_text(bad[i]));
        if (json != NULL)
            fail_msg("parsed: %s", bad[i]);
    }
    assert_null(codec_parse(bytes_of("{}\0", 3)));
    assert_null(codec_parse(bytes_of("{\"a\":\"b\0c\"}", 11)));
}

static void nesting_is_bounded_however_deep_it_goes(void **unused)
{
    (void)unused;
    for (int depth = 1; depth < 200000; depth = depth < 16 ? depth + 1 : depth * 10) {
        struct buf text = {0};
        buf_text(&text, "{\"a\":");
        for (int i = 1; i < depth; i++)
            buf_u8(&text, '[');
        buf_u8(&text, '1');
        for (int i = 1; i < depth; i++)
            buf_u8(&text, ']');
        buf_u8(&text, '}');
        json_t *json = codec_parse(buf_bytes(&text));
        assert_int_equal(json != NULL, depth < 8);
        json_decref(json);
        buf_free(&text);
    }
}

static void names_are_found_by_their_whole_word(void **unused)
{
    (void)unused;
    for (int i = 0; i < PHASE_COUNT; i++)
        assert_int_equal(codec_name(names_phase, PHASE_COUNT, names_phase[i]), i);
    assert_int_equal(codec_name(names_phase, PHASE_COUNT, "merg"), -1);
    assert_int_equal(codec_name(names_phase, PHASE_COUNT, ""), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_message_comes_back_as_it_was),
        cmocka_unit_test(what_is_missing_of_the_optional_is_empty),
        cmocka_unit_test(each_field_of_each_message_must_be_there_and_of_its_type),
        cmocka_unit_test(an_id_is_short_and_plain),
        cmocka_unit_test(a_field_name_has_one_slash_at_most_with_ids_around_it),
        cmocka_unit_test(a_text_is_measured_in_utf_16_and_holds_no_control_characters),
        cmocka_unit_test(numbers_are_whole_and_fit_what_browsers_count_with),
        cmocka_unit_test(a_name_is_one_of_its_list),
        cmocka_unit_test(faults_deep_inside_are_named),
        cmocka_unit_test(a_list_has_an_end),
        cmocka_unit_test(what_is_not_one_plain_object_is_not_parsed),
        cmocka_unit_test(nesting_is_bounded_however_deep_it_goes),
        cmocka_unit_test(names_are_found_by_their_whole_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
