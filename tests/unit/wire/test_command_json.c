/* A wish from JSON: an id that makes it happen once, a kind, its data. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "wire/codec.h"
#include "wire/command_json.h"

#define ID "0e37f6a2-9f0a-4f57-8a3e-5a6b8c9d0e1f"

static struct wish wish_of(const char *text, struct arena *arena)
{
    json_t *json = codec_parse(bytes_text(text));
    assert_non_null(json);
    struct wish wish = wish_read(json, arena);
    json_decref(json);
    return wish;
}

static void a_wish_is_read(void **unused)
{
    (void)unused;
    struct arena arena = {0};
    struct wish wish =
        wish_of("{\"op\":\"command\",\"id\":\"" ID
                "\",\"kind\":\"group_start\",\"data\":{\"group\":\"a\",\"minutes\":60}}",
                &arena);
    assert_true(wish.has_id);
    assert_string_equal(wish.id, ID);
    assert_string_equal(wish.wrong, "");
    assert_int_equal(wish.command.kind, COMMAND_group_start);
    assert_string_equal(wish.command.as.group_start.group, "a");
    assert_int_equal(wish.command.as.group_start.minutes, 60);
    arena_free(&arena);
}

static void an_id_is_a_uuid_in_either_case(void **unused)
{
    (void)unused;
    static const char *const bad[] = {"",
                                      "1",
                                      "0e37f6a29f0a4f578a3e5a6b8c9d0e1f",
                                      "0e37f6a2-9f0a-4f57-8a3e-5a6b8c9d0e1",
                                      "0e37f6a2-9f0a-4f57-8a3e-5a6b8c9d0e1fa",
                                      "0e37f6a2-9f0a-4f57-8a3e-5a6b8c9d0e1g",
                                      "{e37f6a2-9f0a-4f57-8a3e-5a6b8c9d0e1}"};
    struct arena arena = {0};
    char text[256];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        snprintf(text, sizeof text,
                 "{\"id\":\"%s\",\"kind\":\"group_resume\",\"data\":{\"group\":\"a\"}}", bad[i]);
        struct wish wish = wish_of(text, &arena);
        assert_false(wish.has_id);
        assert_string_equal(wish.wrong, "id");
    }
    assert_string_equal(wish_of("{\"id\":7}", &arena).wrong, "id");
    struct wish wish = wish_of("{\"id\":\"0E37F6A2-9F0A-4F57-8A3E-5A6B8C9D0E1F\",\"kind\":\"group_"
                               "resume\",\"data\":{\"group\":\"a\"}}",
                               &arena);
    assert_string_equal(wish.id, ID);
    assert_string_equal(wish.wrong, "");
    arena_free(&arena);
}

static void what_is_wrong_is_named(void **unused)
{
    (void)unused;
    static const struct {
        const char *text;
        const char *wrong;
    } wrong[] = {
        {"{\"id\":\"" ID "\"}", "kind"},
        {"{\"id\":\"" ID "\",\"kind\":null,\"data\":{}}", "kind"},
        {"{\"id\":\"" ID "\",\"kind\":\"Group_start\",\"data\":{}}", "kind"},
        {"{\"id\":\"" ID "\",\"kind\":\"group_start\"}", "data"},
        {"{\"id\":\"" ID "\",\"kind\":\"group_start\",\"data\":null}", "data"},
        {"{\"id\":\"" ID "\",\"kind\":\"group_start\",\"data\":{\"minutes\":60}}", "group"},
        {"{\"id\":\"" ID
         "\",\"kind\":\"group_start\",\"data\":{\"group\":\"a\",\"minutes\":60,\"by\":\"opener\"}}",
         "unknown_field"},
        {"{\"id\":\"" ID "\",\"kind\":\"group_start\",\"data\":{\"group\":\"a\",\"minutes\":60},"
         "\"by\":\"opener\"}",
         "unknown_field"},
        {"{\"id\":\"" ID "\",\"kind\":\"group_start\",\"data\":{\"group\":\"a\",\"minutes\":60},"
         "\"at_ms\":1}",
         "unknown_field"},
    };
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct wish wish = wish_of(wrong[i].text, &arena);
        assert_true(wish.has_id);
        assert_string_equal(wish.wrong, wrong[i].wrong);
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wish_is_read),
        cmocka_unit_test(an_id_is_a_uuid_in_either_case),
        cmocka_unit_test(what_is_wrong_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
