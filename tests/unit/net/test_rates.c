#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "net/rates.h"

static void a_burst_is_let_in_and_then_sixty_a_second(void **unused)
{
    (void)unused;
    struct rates *rates = rates_new();
    struct rate *rate = rates_of(rates, "p01");
    for (int i = 0; i < RATE_MESSAGES_BURST; i++)
        assert_true(rate_take(rate, 10, 1000));
    assert_false(rate_take(rate, 10, 1000));

    for (int i = 0; i < RATE_MESSAGES_PER_S; i++)
        assert_true(rate_take(rate, 10, 2000));
    assert_false(rate_take(rate, 10, 2000));
    rates_free(rates);
}

static void a_few_large_messages_are_a_burst_too(void **unused)
{
    (void)unused;
    struct rates *rates = rates_new();
    struct rate *rate = rates_of(rates, "p01");
    for (int i = 0; i < 4; i++)
        assert_true(rate_take(rate, 256 * 1024, 5));
    assert_false(rate_take(rate, 1, 5));
    assert_true(rate_take(rate, 256 * 1024, 1005));
    rates_free(rates);
}

static void a_seat_is_counted_over_all_its_doors_and_apart_from_others(void **unused)
{
    (void)unused;
    struct rates *rates = rates_new();
    assert_ptr_equal(rates_of(rates, "p01"), rates_of(rates, "p01"));
    while (rate_take(rates_of(rates, "p01"), 1, 0))
        continue;
    assert_true(rate_take(rates_of(rates, "p02"), 1, 0));
    rates_free(rates);
}

static void a_seat_has_eight_sockets(void **unused)
{
    (void)unused;
    struct rates *rates = rates_new();
    struct rate *rate = rates_of(rates, "p01");
    for (int i = 0; i < 8; i++)
        assert_true(rate_socket_take(rate));
    assert_false(rate_socket_take(rate));
    rate_socket_give(rate);
    assert_true(rate_socket_take(rate));
    rates_free(rates);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_burst_is_let_in_and_then_sixty_a_second),
        cmocka_unit_test(a_few_large_messages_are_a_burst_too),
        cmocka_unit_test(a_seat_is_counted_over_all_its_doors_and_apart_from_others),
        cmocka_unit_test(a_seat_has_eight_sockets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
