/* Which commands have been answered, and how. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "live/answers.h"

static const char *id_of(int number)
{
    static char id[40];
    snprintf(id, sizeof id, "00000000-0000-4000-8000-%012d", number);
    return id;
}

static void what_was_never_asked_has_no_answer(void **unused)
{
    (void)unused;
    struct answers *answers = answers_new();
    assert_null(answers_find(answers, id_of(1)));
    answers_free(answers);
}

static void every_answer_of_a_long_day_is_found_again(void **unused)
{
    (void)unused;
    struct answers *answers = answers_new();
    for (int i = 0; i < 5000; i++)
        answers_keep(answers, id_of(i),
                     (struct answer){.seat = i % 2 ? "pa" : "qa",
                                     .pos = (log_pos)i + 1,
                                     .is_done = i % 3 != 0,
                                     .refusal = bytes_text(i % 3 ? "" : "{\"code\":\"x\"}")});
    for (int i = 0; i < 5000; i++) {
        const struct answer *answer = answers_find(answers, id_of(i));
        assert_non_null(answer);
        assert_string_equal(answer->seat, i % 2 ? "pa" : "qa");
        assert_int_equal(answer->pos, i + 1);
        assert_int_equal(answer->is_done, i % 3 != 0);
        assert_int_equal(answer->refusal.len, i % 3 ? 0 : 12);
    }
    assert_null(answers_find(answers, id_of(5000)));
    answers_free(answers);
}

static void a_later_record_of_the_same_command_moves_its_position_only(void **unused)
{
    (void)unused;
    struct answers *answers = answers_new();
    answers_keep(answers, id_of(1), (struct answer){.seat = "pa", .pos = 5, .is_done = true});
    answers_keep(answers, id_of(1), (struct answer){.seat = "qa", .pos = 6});
    const struct answer *answer = answers_find(answers, id_of(1));
    assert_string_equal(answer->seat, "pa");
    assert_int_equal(answer->pos, 6);
    assert_true(answer->is_done);
    answers_free(answers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_never_asked_has_no_answer),
        cmocka_unit_test(every_answer_of_a_long_day_is_found_again),
        cmocka_unit_test(a_later_record_of_the_same_command_moves_its_position_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
