#include "../crdt/edits.h"
#include "base/json_text.h"
#include "base/lib0.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static json_t *vectors;

static int load(void **state)
{
    (void)state;
    vectors = vectors_load("lib0");
    return 0;
}

static int unload(void **state)
{
    (void)state;
    json_decref(vectors);
    return 0;
}

/* Each entry of a list of the vectors, with its bytes. */
#define EACH(list, entry, bytes)                                                                   \
    for (size_t entry##_i = 0; entry##_i < json_array_size(json_object_get(vectors, list));        \
         entry##_i++)                                                                              \
        for (json_t *entry = json_array_get(json_object_get(vectors, list), entry##_i); entry;     \
             entry = NULL)                                                                         \
            for (struct buf bytes = unhex(json_object_get(entry, "b")), *once = &bytes; once;      \
                 buf_free(once), once = NULL)

static void unsigned_numbers_are_those_of_lib0(void **state)
{
    (void)state;
    EACH("varuint", entry, bytes)
    {
        uint64_t number = strtoull(json_string_value(json_object_get(entry, "n")), NULL, 10);
        struct reader reader = reader_of(buf_bytes(&bytes));
        assert_int_equal(read_varuint(&reader), number);
        assert_true(reader_done(&reader));
        struct buf out = {0};
        write_varuint(&out, number);
        assert_true(bytes_equal(buf_bytes(&out), buf_bytes(&bytes)));
        buf_free(&out);
    }
}

static void signed_numbers_are_those_of_lib0_and_minus_zero_is_one_of_them(void **state)
{
    (void)state;
    EACH("varint", entry, bytes)
    {
        const char *text = json_string_value(json_object_get(entry, "n"));
        bool negative;
        struct reader reader = reader_of(buf_bytes(&bytes));
        uint64_t magnitude = read_varint(&reader, &negative);
        assert_true(reader_done(&reader));
        assert_int_equal(negative, text[0] == '-');
        assert_int_equal(magnitude, strtoull(text + (text[0] == '-'), NULL, 10));
        struct buf out = {0};
        write_varint(&out, magnitude, negative);
        assert_true(bytes_equal(buf_bytes(&out), buf_bytes(&bytes)));
        buf_free(&out);
    }
}

static void strings_are_counted_in_utf16_units(void **state)
{
    (void)state;
    EACH("strings", entry, bytes)
    {
        struct reader reader = reader_of(buf_bytes(&bytes));
        size_t units;
        struct bytes text = read_string(&reader, &units);
        assert_true(reader_done(&reader));
        assert_true(bytes_equal(text, json_bytes(json_object_get(entry, "text"))));
        assert_int_equal(units, json_integer_value(json_object_get(entry, "units")));
        assert_int_equal(utf8_units(text), units);
    }
}

static void check_any(json_t *entry, struct bytes bytes)
{
    struct reader reader = reader_of(bytes);
    assert_int_equal(read_any(&reader).len, bytes.len);
    assert_true(reader_done(&reader));
    struct buf text = {0};
    any_tree(bytes, &text);
    json_t *tree = json_loadb((char *)text.data, text.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    assert_non_null(tree);
    assert_true(trees_equal(tree, json_object_get(entry, "v")));
    json_decref(tree);
    buf_free(&text);
}

static void values_are_read_as_yjs_reads_them(void **state)
{
    (void)state;
    EACH("any", entry, bytes)
    {
        check_any(entry, buf_bytes(&bytes));
        struct buf again = {0};
        any_encode(json_object_get(entry, "v"), &again);
        assert_true(bytes_equal(buf_bytes(&again), buf_bytes(&bytes)));
        buf_free(&again);
    }
    EACH("any_read_only", entry, bytes)
    {
        check_any(entry, buf_bytes(&bytes));
    }
}

static void broken_values_are_refused(void **state)
{
    (void)state;
    EACH("bad", entry, bytes)
    {
        struct reader reader = reader_of(buf_bytes(&bytes));
        if (strcmp(json_string_value(json_object_get(entry, "as")), "any") == 0)
            read_any(&reader);
        else
            read_varuint(&reader);
        assert_false(reader_done(&reader));
    }
}

static void json_is_judged_as_browsers_judge_it(void **state)
{
    (void)state;
    static const char *const good[] = {"null",
                                       " true ",
                                       "0",
                                       "-0",
                                       "1e400",
                                       "-1.5E+3",
                                       "\"\\ud800\"",
                                       "\"\\u0000\"",
                                       "[]",
                                       "{}",
                                       "[ ]",
                                       "[1,2]",
                                       "[[],{}]",
                                       "{\"a\":{\"b\":[]}}",
                                       "{\"\":1,\"\":2}",
                                       "123456789012345678901234567890",
                                       "\"\xC3\xA4\"",
                                       "\t[\r\n1 , 2 ] "};
    static const char *const bad[] = {"",
                                      " ",
                                      "nul",
                                      "01",
                                      "+1",
                                      "1.",
                                      ".5",
                                      "1e",
                                      "-",
                                      "[1,]",
                                      "[,1]",
                                      "[1 2]",
                                      "{,}",
                                      "{\"a\"}",
                                      "{\"a\":}",
                                      "{a:1}",
                                      "{\"a\":1,}",
                                      "'a'",
                                      "\"",
                                      "\"\\x\"",
                                      "\"\\u12\"",
                                      "\"\n\"",
                                      "NaN",
                                      "1 2",
                                      "[",
                                      "]",
                                      "[}",
                                      "{]",
                                      "undefined",
                                      "\xEF\xBB\xBF"
                                      "1",
                                      "tru",
                                      "[1]]",
                                      "\"a\" \"b\"",
                                      "[\"a]"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!json_text_check(bytes_text(good[i])))
            fail_msg("refused: %s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (json_text_check(bytes_text(bad[i])))
            fail_msg("taken: %s", bad[i]);
}

static void json_nested_too_deep_is_refused(void **state)
{
    (void)state;
    char text[2 * (JSON_TEXT_DEPTH_MAX + 1)];
    size_t depth = JSON_TEXT_DEPTH_MAX;
    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    assert_true(json_text_check(bytes_of(text, 2 * depth)));
    depth++;
    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    assert_false(json_text_check(bytes_of(text, 2 * depth)));
}

static void json_is_compacted_and_quoted(void **state)
{
    (void)state;
    struct buf out = {0};
    json_text_compact(bytes_text(" { \"a \\\" b\" : [ 1 , \"\\\\\" ] } "), &out);
    assert_true(bytes_equal(buf_bytes(&out), bytes_text("{\"a \\\" b\":[1,\"\\\\\"]}")));
    buf_clear(&out);
    json_text_quote(bytes_text("a\"b\\\n\xC3\xA4"), &out);
    assert_true(bytes_equal(buf_bytes(&out), bytes_text("\"a\\\"b\\\\\\u000a\xC3\xA4\"")));
    buf_free(&out);
}

static void base64_goes_there_and_back(void **state)
{
    (void)state;
    struct buf text = {0};
    struct buf back = {0};
    uint8_t bytes[] = {0, 255, 16, 7, 128};
    for (size_t len = 0; len <= sizeof bytes; len++) {
        buf_clear(&text);
        buf_clear(&back);
        base64_write(&text, bytes_of(bytes, len));
        assert_true(base64_read(&back, buf_bytes(&text)));
        assert_true(bytes_equal(buf_bytes(&back), bytes_of(bytes, len)));
    }
    assert_false(base64_read(&back, bytes_text("abc")));
    assert_false(base64_read(&back, bytes_text("a=bc")));
    assert_false(base64_read(&back, bytes_text("ab c")));
    buf_free(&text);
    buf_free(&back);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unsigned_numbers_are_those_of_lib0),
        cmocka_unit_test(signed_numbers_are_those_of_lib0_and_minus_zero_is_one_of_them),
        cmocka_unit_test(strings_are_counted_in_utf16_units),
        cmocka_unit_test(values_are_read_as_yjs_reads_them),
        cmocka_unit_test(broken_values_are_refused),
        cmocka_unit_test(json_is_judged_as_browsers_judge_it),
        cmocka_unit_test(json_nested_too_deep_is_refused),
        cmocka_unit_test(json_is_compacted_and_quoted),
        cmocka_unit_test(base64_goes_there_and_back),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
