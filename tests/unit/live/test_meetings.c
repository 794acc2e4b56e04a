/* Random meetings of 200 commands by random roles keep every sentence under "Always true" in the design that can be seen
 * from a hall (live/meeting/always.h); and all together they have asked for, and got, everything that can be asked for.
 *
 *   MEETINGS=5000 build/unit/live/test_meetings    more of them
 *   TALLY=1 build/unit/live/test_meetings          what was granted and refused, by kind
 *   SEED=17 build/unit/live/test_meetings          that one; with MEETINGS: from that one on */
#include "live/meeting/meeting.h"

#include <stdlib.h>

enum { MEETINGS = 300 };

static uint64_t seed;
static struct meeting *meeting; /* the one that goes on */
static bool are_over;
static struct tally tally;

static uint64_t number(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text != NULL && text[0] != '\0' ? strtoull(text, NULL, 10) : otherwise;
}

static void random_meetings_keep_what_is_always_true(void **unused)
{
    (void)unused;
    bool is_one = getenv("SEED") != NULL;
    uint64_t first = number("SEED", 1);
    uint64_t end = first + number("MEETINGS", is_one ? 1 : MEETINGS);
    for (seed = first; seed < end; seed++) {
        meeting = meeting_begins(seed, &tally);
        while (meeting->commands < MEETING_COMMANDS)
            meeting_goes_on(meeting);
        meeting_ends(meeting);
        meeting = NULL;
    }
    are_over = true;
}

static int a_failure_can_be_seen_again(void **unused)
{
    (void)unused;
    if (are_over)
        return 0;
    print_error("SEED=%llu build/unit/live/test_meetings repeats it\n", (unsigned long long)seed);
    if (meeting != NULL)
        print_error("after %zu commands, in phase %d, record %llu of the log\n", meeting->commands,
                    meeting_day(meeting)->phase, (unsigned long long)last_pos(meeting->stage));
    return 0;
}

/* A run that never got anywhere has shown nothing. */
static void everything_that_can_be_asked_for_was_granted_once(void **unused)
{
    (void)unused;
    size_t asked = 0;
    size_t accepted = 0;
    for (int kind = 0; kind < COMMAND_KIND_COUNT; kind++) {
        asked += tally.asked[kind];
        accepted += tally.accepted[kind];
        if (getenv("TALLY") != NULL)
            print_message("%-22s %6zu of %6zu\n", names_command_kind[kind], tally.accepted[kind],
                          tally.asked[kind]);
    }
    for (int i = 1; i <= REFUSAL_END && getenv("TALLY") != NULL; i++)
        print_message("%-22s %6zu\n", refusal_code((enum refusal)i), tally.refused[i]);
    print_message("%zu commands, %zu done, %zu denied for roles, %zu sent twice; typed %zu, not "
                  "taken %zu; minutes published %zu\n",
                  asked, accepted, tally.denied, tally.repeated, tally.typed, tally.typed_not,
                  tally.published);
    if (getenv("SEED") != NULL || number("MEETINGS", MEETINGS) < MEETINGS)
        return;
    for (int kind = 0; kind < COMMAND_KIND_COUNT; kind++)
        if (tally.accepted[kind] == 0)
            fail_msg("%s was never granted", names_command_kind[kind]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(random_meetings_keep_what_is_always_true,
                                  a_failure_can_be_seen_again),
        cmocka_unit_test(everything_that_can_be_asked_for_was_granted_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
