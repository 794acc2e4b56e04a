#include "base/utf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void text_that_is_not_utf8_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\x80",         "\xC0\x80",         "\xC1\xBF",         "\xC3",        "\xC3(",
        "\xE0\x80\x80", "\xED\xA0\x80",     "\xE2\x82",         "\xE2\x82(",   "\xF0\x80\x80\x80",
        "\xF0\x9F\x98", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "abcdefgh\xFF"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(utf8_check(bytes_text(bad[i]), NULL));
    size_t units;
    assert_true(utf8_check(bytes_text("abcdefgh\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"), &units));
    assert_int_equal(units, 8 + 1 + 1 + 2);
    assert_true(utf8_check(bytes_text("\xF4\x8F\xBF\xBF\xED\x9F\xBF"), &units));
    assert_int_equal(units, 3);
}

static void positions_are_found_from_either_end(void **state)
{
    (void)state;
    struct bytes text = bytes_text("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80z"); /* a ä € 😀 z */
    static const size_t offsets[] = {0, 1, 3, 6, 6, 10, 11};
    for (size_t at = 0; at <= 6; at++) {
        bool halved;
        assert_int_equal(utf8_offset(text, 6, at, &halved), offsets[at]);
        assert_int_equal(halved, at == 4);
    }
    struct bytes pairs = bytes_text("\xF0\x9F\x98\x80\xF0\x9F\x98\x80");
    bool halved;
    assert_int_equal(utf8_offset(pairs, 4, 1, &halved), 0);
    assert_true(halved);
    assert_int_equal(utf8_offset(pairs, 4, 3, &halved), 4);
    assert_true(halved);
}

static void text_is_ordered_as_in_javascript(void **state)
{
    (void)state;
    assert_true(utf8_compare_utf16(bytes_text("a"), bytes_text("b")) < 0);
    assert_true(utf8_compare_utf16(bytes_text("a"), bytes_text("aa")) < 0);
    assert_true(utf8_compare_utf16(bytes_text("ab"), bytes_text("ab")) == 0);
    /* U+1F600 is D83D DE00 in UTF-16: before U+FF21, though its UTF-8 comes after. */
    assert_true(utf8_compare_utf16(bytes_text("\xF0\x9F\x98\x80"), bytes_text("\xEF\xBC\xA1")) < 0);
    assert_true(utf8_compare_utf16(bytes_text("\xED\x9F\xBF"), bytes_text("\xF0\x9F\x98\x80")) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_that_is_not_utf8_is_refused),
        cmocka_unit_test(positions_are_found_from_either_end),
        cmocka_unit_test(text_is_ordered_as_in_javascript),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
