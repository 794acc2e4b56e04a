/* A mail that came back: which attempt it was, and what it may undo. */
#include "given.h"

static struct world *given_mailed(void)
{
    struct world *world = given_a_day_in(PHASE_CLOSED);
    given_distributed(world);
    given(world, happened(delivery_begun, "county", "m1"));
    given(world, happened(delivery_ended, "county", DELIVERY_STATE_SENT, ""));
    return world;
}

static const struct delivery *delivery_in(const struct world *world)
{
    return day_delivery(day_of(world), "county");
}

static struct verdict bounce(struct world *world, const char *mail)
{
    return judge(world, "", wish(delivery_bounce, mail, "5.1.1"));
}

static void assert_bounces(struct world *world, const char *mail)
{
    struct verdict v = bounce(world, mail);
    assert_string_equal(refusal_code(v.refusal), "allowed");
    assert_int_equal(v.event_count, 1);
    given(world, v.events[0]);
    assert_int_equal(delivery_in(world)->state, DELIVERY_STATE_BOUNCED);
    assert_string_equal(delivery_in(world)->reason, "5.1.1");
}

static void assert_nothing_happens(struct world *world, const char *mail)
{
    struct verdict v = bounce(world, mail);
    assert_string_equal(refusal_code(v.refusal), "allowed");
    assert_int_equal(v.event_count, 0);
}

static void assert_unknown(struct world *world, const char *mail)
{
    assert_string_equal(refusal_code(bounce(world, mail).refusal), "no_such_delivery");
}

static void what_was_sent_comes_back_once(void **unused)
{
    (void)unused;
    struct world *world = given_mailed();
    assert_unknown(world, "m2");
    assert_unknown(world, "");
    assert_bounces(world, "m1");
    assert_nothing_happens(world, "m1");
    forget(world);
}

/* A server of one's own answers sooner than its "taken" is written down; a line may break behind the last word. */
static void whatever_was_thought_of_it_meanwhile(void **unused)
{
    (void)unused;
    static const enum delivery_state states[] = {DELIVERY_STATE_QUEUED, DELIVERY_STATE_SENDING,
                                                 DELIVERY_STATE_FAILED, DELIVERY_STATE_UNSURE};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        struct world *world = given_mailed();
        given(world, happened(delivery_ended, "county", states[i], ""));
        assert_bounces(world, "m1");
        forget(world);
    }
    struct world *world = given_mailed();
    given(world, happened(delivery_ended, "county", DELIVERY_STATE_REFUSED, "SMTP 550 to RCPT"));
    assert_nothing_happens(world, "m1");
    forget(world);
}

static void an_old_attempt_says_nothing_of_a_newer_one(void **unused)
{
    (void)unused;
    struct world *world = given_mailed();
    assert_bounces(world, "m1");
    given(world, happened(delivery_repeated, "county"));
    assert_unknown(world, "m1");
    assert_unknown(world, "");
    given(world, happened(delivery_begun, "county", "m2"));
    assert_unknown(world, "m1");
    given(world, happened(delivery_ended, "county", DELIVERY_STATE_SENT, ""));
    assert_unknown(world, "m1");
    assert_bounces(world, "m2");
    given(world, happened(minutes_distributed, 2, IDS("county")));
    assert_unknown(world, "m2");
    forget(world);
}

static void comes_at(struct world *world, struct event event, int64_t at_ms)
{
    assert_int_equal(event_comes(world->state, event, "", at_ms), OK);
}

static void what_was_opened_or_acknowledged_since_has_arrived(void **unused)
{
    (void)unused;
    struct world *world = given_mailed();
    comes_at(world, happened(delivery_opened, "county"), NOON + MINUTE);
    assert_nothing_happens(world, "m1");
    /* it goes again, to another address: what was opened was another mail */
    comes_at(world, happened(delivery_repeated, "county"), NOON + 2 * MINUTE);
    comes_at(world, happened(delivery_begun, "county", "m2"), NOON + 2 * MINUTE);
    assert_bounces(world, "m2");
    forget(world);

    world = given_mailed();
    comes_at(world, happened(delivery_acknowledged, "county"), NOON + MINUTE);
    assert_nothing_happens(world, "m1");
    forget(world);
}

/* A day whose mails had no ids of their own. */
static void a_log_from_before_is_read(void **unused)
{
    (void)unused;
    struct world *world = given_mailed();
    struct event event;
    struct bytes body =
        bytes_text("{\"kind\":\"delivery_begun\",\"data\":{\"organisation\":\"county\"}}");
    assert_int_equal(event_read(body, state_memory(world->state), &event), OK);
    given(world, event);
    assert_string_equal(delivery_in(world)->mail, "");
    assert_unknown(world, "");
    forget(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_sent_comes_back_once),
        cmocka_unit_test(whatever_was_thought_of_it_meanwhile),
        cmocka_unit_test(an_old_attempt_says_nothing_of_a_newer_one),
        cmocka_unit_test(what_was_opened_or_acknowledged_since_has_arrived),
        cmocka_unit_test(a_log_from_before_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
