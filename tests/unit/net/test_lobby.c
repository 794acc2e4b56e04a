/* The code in the hall: how long it is good, how it may be typed, how often it may be wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "net/lobby.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { START_MS = 5000, MINUTE_MS = 60 * 1000 };

static void code_take(struct lobby *lobby, int64_t now_ms, char code[LOBBY_CODE_SIZE])
{
    int64_t left_ms;
    memcpy(code, lobby_code(lobby, now_ms, &left_ms), LOBBY_CODE_SIZE);
    assert_true(left_ms > 0 && left_ms <= LOBBY_CODE_MS);
}

static void a_code_has_six_letters_that_nobody_takes_for_others(void **unused)
{
    (void)unused;
    for (int i = 0; i < 200; i++) {
        struct lobby *lobby = lobby_new(START_MS);
        char code[LOBBY_CODE_SIZE];
        code_take(lobby, START_MS, code);
        assert_int_equal(strlen(code), 6);
        assert_int_equal(strcspn(code, "IO01"), 6);
        for (int c = 0; c < 6; c++)
            assert_true(isupper((unsigned char)code[c]) || isdigit((unsigned char)code[c]));
        lobby_free(lobby);
    }
}

static void a_code_is_good_for_ten_minutes_and_ten_of_grace(void **unused)
{
    (void)unused;
    struct lobby *lobby = lobby_new(START_MS);
    char first[LOBBY_CODE_SIZE], second[LOBBY_CODE_SIZE];
    code_take(lobby, START_MS, first);
    assert_int_equal(lobby_knock(lobby, first, START_MS + 10 * MINUTE_MS - 1), OK);
    code_take(lobby, START_MS + 10 * MINUTE_MS, second);
    assert_string_not_equal(first, second);
    assert_int_equal(lobby_knock(lobby, first, START_MS + 20 * MINUTE_MS - 1), OK);
    assert_int_equal(lobby_knock(lobby, second, START_MS + 20 * MINUTE_MS - 1), OK);
    assert_int_equal(lobby_knock(lobby, first, START_MS + 20 * MINUTE_MS), ERR_NOT_FOUND);
    assert_int_equal(lobby_knock(lobby, second, START_MS + 20 * MINUTE_MS), OK);
    /* Nobody looked for hours. */
    assert_int_equal(lobby_knock(lobby, second, START_MS + 600 * MINUTE_MS), ERR_NOT_FOUND);
    code_take(lobby, START_MS + 600 * MINUTE_MS, first);
    assert_int_equal(lobby_knock(lobby, first, START_MS + 600 * MINUTE_MS), OK);
    lobby_free(lobby);
}

static void a_code_may_be_typed_as_people_type(void **unused)
{
    (void)unused;
    struct lobby *lobby = lobby_new(START_MS);
    char code[LOBBY_CODE_SIZE], typed[32];
    code_take(lobby, START_MS, code);
    snprintf(typed, sizeof typed, " %.3s-%.3s ", code, code + 3);
    for (char *c = typed; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    assert_int_equal(lobby_knock(lobby, typed, START_MS), OK);
    static const char *const wrong[] = {"", "A", "ABCDE", "AAAAAAA", "      ", "ÄÄÄ", "AAAAA\xff"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(lobby_knock(lobby, wrong[i], START_MS), ERR_NOT_FOUND);
    snprintf(typed, sizeof typed, "%sA", code);
    assert_int_equal(lobby_knock(lobby, typed, START_MS), ERR_NOT_FOUND);
    lobby_free(lobby);
}

static void thirty_wrong_ones_a_minute_are_looked_at_and_right_ones_cost_nothing(void **unused)
{
    (void)unused;
    struct lobby *lobby = lobby_new(START_MS);
    char code[LOBBY_CODE_SIZE];
    code_take(lobby, START_MS, code);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(lobby_knock(lobby, code, START_MS), OK);
    for (int i = 0; i < LOBBY_WRONG_PER_MIN; i++)
        assert_int_equal(lobby_knock(lobby, "AAAAAA", START_MS), ERR_NOT_FOUND);
    assert_int_equal(lobby_knock(lobby, "AAAAAA", START_MS), ERR_RATE);
    assert_int_equal(lobby_knock(lobby, code, START_MS),
                     ERR_RATE); /* else a guess would still be answered */
    assert_int_equal(lobby_knock(lobby, code, START_MS + 2000), OK);
    int looked_at = 0;
    for (int64_t now_ms = START_MS + 2000; now_ms < START_MS + 2000 + MINUTE_MS; now_ms += 100)
        looked_at += lobby_knock(lobby, "AAAAAA", now_ms) == ERR_NOT_FOUND;
    assert_in_range(looked_at, LOBBY_WRONG_PER_MIN - 1, LOBBY_WRONG_PER_MIN + 1);
    lobby_free(lobby);
}

static void guessing_for_eight_hours_is_hopeless(void **unused)
{
    (void)unused;
    const double codes = 1 << 30, good_at_once = 2;
    struct lobby *lobby = lobby_new(START_MS);
    int looked_at = 0;
    for (int64_t now_ms = START_MS; now_ms < START_MS + 480 * MINUTE_MS; now_ms += 100)
        looked_at += lobby_knock(lobby, "AAAAA0", now_ms) == ERR_NOT_FOUND;
    assert_in_range(looked_at, 14400, 14460);
    assert_true(looked_at * good_at_once / codes < 0.0001); /* promised: below 1 % */
    lobby_free(lobby);
}

static void a_hall_may_ask_at_once_and_then_one_a_second(void **unused)
{
    (void)unused;
    struct lobby *lobby = lobby_new(START_MS);
    for (int i = 0; i < LOBBY_ASKED_PER_MIN; i++)
        assert_true(lobby_ask_take(lobby, START_MS));
    assert_false(lobby_ask_take(lobby, START_MS));
    assert_true(lobby_ask_take(lobby, START_MS + 1000));
    assert_false(lobby_ask_take(lobby, START_MS + 1000));
    lobby_free(lobby);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_has_six_letters_that_nobody_takes_for_others),
        cmocka_unit_test(a_code_is_good_for_ten_minutes_and_ten_of_grace),
        cmocka_unit_test(a_code_may_be_typed_as_people_type),
        cmocka_unit_test(thirty_wrong_ones_a_minute_are_looked_at_and_right_ones_cost_nothing),
        cmocka_unit_test(guessing_for_eight_hours_is_hopeless),
        cmocka_unit_test(a_hall_may_ask_at_once_and_then_one_a_second),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
