#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fakes/journal_fake.h"
#include "net/auth.h"

#include <string.h>

struct given {
    struct journal *journal;
    struct auth *auth;
    int64_t now_ms;
    char id[AUTH_ID_SIZE];
    char secret[AUTH_SECRET_SIZE];
};

static int64_t given_now(void *context)
{
    return ((struct given *)context)->now_ms;
}

static int given_a_link(void **state)
{
    static struct given given;
    given = (struct given){.journal = journal_fake_new(), .now_ms = 1700000000000};
    given.auth = auth_new(given.journal, (struct clock_port){given_now, &given});
    auth_link_new(given.auth, "p01", given.id, given.secret);
    *state = &given;
    return 0;
}

static int done(void **state)
{
    struct given *given = *state;
    auth_free(given->auth);
    journal_fake_free(given->journal);
    return 0;
}

static enum err sign_in_with(struct auth *auth, const char *id, const char *secret,
                             struct auth_signed_in *in)
{
    const struct link *link;
    enum err err = auth_link_open(auth, id, secret, &link);
    return err == OK ? auth_sign_in(auth, link, in) : err;
}

static struct auth_signed_in sign_in(struct given *given)
{
    struct auth_signed_in in;
    assert_int_equal(sign_in_with(given->auth, given->id, given->secret, &in), OK);
    return in;
}

static enum err try_with(struct given *given, const char *id, const char *secret)
{
    struct auth_signed_in in;
    return sign_in_with(given->auth, id, secret, &in);
}

static void a_link_is_kept_as_a_hash_beside_its_record(void **state)
{
    struct given *given = *state;
    const struct record *record = journal_fake_record(given->journal, 1);
    assert_int_equal(record->kind, RECORD_AUDIT);
    assert_int_equal(record->side.kind, SIDE_LINK);
    assert_string_equal(record->side.key, given->id);
    assert_string_equal(record->side.seat, "p01");
    assert_int_equal(strlen(given->secret), 26);
    assert_null(memmem(record->body.data, record->body.len, given->secret, 26));
    assert_null(memmem(record, sizeof *record, given->secret, 26));
}

static void a_link_opens_its_seat_again_and_again(void **state)
{
    struct given *given = *state;
    struct auth_signed_in first = sign_in(given), second = sign_in(given);
    assert_string_equal(first.seat, "p01");
    assert_string_not_equal(first.token, second.token);
    assert_int_equal(first.pos, 2);
    const struct record *record = journal_fake_record(given->journal, first.pos);
    assert_int_equal(record->side.kind, SIDE_SESSION);
    assert_int_equal(record->side.expires_ms, given->now_ms + 16 * 3600 * 1000);
    assert_string_equal(auth_session(given->auth, first.token, NULL, NULL), "p01");
    assert_string_equal(auth_session(given->auth, second.token, "p01", NULL), "p01");
}

static void a_wrong_secret_or_an_unknown_link_opens_nothing(void **state)
{
    struct given *given = *state;
    assert_int_equal(try_with(given, given->id, "aaaaaaaaaaaaaaaaaaaaaaaaaa"), ERR_NOT_FOUND);
    assert_int_equal(try_with(given, given->id, ""), ERR_NOT_FOUND);
    assert_int_equal(try_with(given, "nosuchid", given->secret), ERR_NOT_FOUND);
    assert_int_equal(journal_fake_last(given->journal), 1);
}

static void a_renewed_link_opens_and_the_lost_phone_does_not(void **state)
{
    struct given *given = *state;
    struct auth_signed_in phone = sign_in(given), laptop = sign_in(given);
    char id[AUTH_ID_SIZE], secret[AUTH_SECRET_SIZE];

    log_pos pos = auth_link_renew(given->auth, "p01", "p09", id, secret);

    assert_null(auth_session(given->auth, phone.token, NULL, NULL));
    assert_null(auth_session(given->auth, laptop.token, NULL, NULL));
    assert_int_equal(try_with(given, given->id, given->secret), ERR_NO_ACCESS);
    assert_int_equal(try_with(given, id, secret), OK);
    const enum side_kind kinds[] = {SIDE_SESSION_END, SIDE_SESSION_END, SIDE_LINK_END, SIDE_LINK};
    assert_int_equal(pos, 7);
    for (log_pos at = 4; at <= pos; at++) {
        const struct record *record = journal_fake_record(given->journal, at);
        assert_int_equal(record->side.kind, kinds[at - 4]);
        assert_string_equal(record->actor, "p09");
        assert_int_equal(record->is_followed, at < pos); /* one commit */
    }
}

static void a_renewal_leaves_other_seats_alone(void **state)
{
    struct given *given = *state;
    struct auth_signed_in in = sign_in(given);
    char id[AUTH_ID_SIZE], secret[AUTH_SECRET_SIZE];
    auth_link_new(given->auth, "p02", id, secret);

    auth_link_renew(given->auth, "p02", "p09", id, secret);

    assert_non_null(auth_session(given->auth, in.token, "p01", NULL));
    assert_int_equal(try_with(given, given->id, given->secret), OK);
}

static void guessing_at_a_link_is_slowed_down_but_keeps_nobody_out(void **state)
{
    struct given *given = *state;
    for (int i = 0; i < 20; i++)
        assert_int_equal(try_with(given, given->id, "wrong"), ERR_NOT_FOUND);
    assert_int_equal(try_with(given, given->id, "wrong"), ERR_RATE);

    sign_in(given);

    given->now_ms += 2000;
    assert_int_equal(try_with(given, given->id, "wrong"), ERR_NOT_FOUND);
    assert_int_equal(try_with(given, given->id, "wrong"), ERR_RATE);
}

static void a_link_makes_so_many_sessions_at_once(void **state)
{
    struct given *given = *state;
    for (int i = 0; i < 20; i++)
        sign_in(given);
    assert_int_equal(try_with(given, given->id, given->secret), ERR_RATE);
}

static void the_session_used_longest_ago_gives_way_to_one_too_many(void **state)
{
    struct given *given = *state;
    struct auth_signed_in first = sign_in(given), second = {0};
    for (int i = 1; i < AUTH_SESSIONS_PER_SEAT; i++) {
        given->now_ms += 2000;
        struct auth_signed_in in = sign_in(given);
        if (i == 1)
            second = in;
    }
    assert_non_null(auth_session(given->auth, first.token, NULL, NULL)); /* somebody is at it */

    struct auth_signed_in last = sign_in(given);

    assert_null(auth_session(given->auth, second.token, NULL, NULL));
    assert_non_null(auth_session(given->auth, first.token, NULL, NULL));
    assert_non_null(auth_session(given->auth, last.token, NULL, NULL));
    const struct record *gone = journal_fake_record(given->journal, last.pos - 1);
    assert_int_equal(gone->side.kind, SIDE_SESSION_END);
    assert_true(gone->is_followed);
}

static void nobody_signs_in_while_the_disk_takes_nothing(void **state)
{
    struct given *given = *state;
    struct auth_signed_in in = sign_in(given);
    uint8_t hash[AUTH_HASH_BYTES];
    assert_non_null(auth_session(given->auth, in.token, NULL, hash));
    journal_fake_writable_set(given->journal, false);

    log_pos pos;
    assert_int_equal(try_with(given, given->id, given->secret), ERR_STORAGE);
    assert_int_equal(auth_session_end(given->auth, hash, &pos), ERR_STORAGE);
    assert_true(auth_session_keep(given->auth, hash));
}

static void a_session_is_for_one_seat_and_ends_after_sixteen_hours(void **state)
{
    struct given *given = *state;
    struct auth_signed_in in = sign_in(given);
    assert_null(auth_session(given->auth, in.token, "p02", NULL));
    assert_null(auth_session(given->auth, "", NULL, NULL));

    for (int hour = 1; hour < 16; hour++) {
        given->now_ms += 3600 * 1000;
        assert_non_null(auth_session(given->auth, in.token, "p01", NULL));
    }
    given->now_ms += 3600 * 1000 - 1;
    assert_non_null(auth_session(given->auth, in.token, "p01", NULL));
    given->now_ms += 1;
    assert_null(auth_session(given->auth, in.token, "p01", NULL));
}

enum { IDLE_MS = AUTH_IDLE_HOURS * 3600 * 1000 };

static void a_session_that_nobody_uses_ends_after_four_hours(void **state)
{
    struct given *given = *state;
    struct auth_signed_in in = sign_in(given);
    given->now_ms += IDLE_MS - 1;
    assert_non_null(auth_session(given->auth, in.token, NULL, NULL)); /* that was a use */
    given->now_ms += IDLE_MS;
    assert_null(auth_session(given->auth, in.token, NULL, NULL));
    assert_null(auth_session(given->auth, in.token, NULL, NULL)); /* and that was none */

    auth_tick(given->auth);

    const struct record *record =
        journal_fake_record(given->journal, journal_fake_last(given->journal));
    assert_int_equal(record->side.kind, SIDE_SESSION_END);
    given->now_ms -= IDLE_MS; /* not even where the clock is set back */
    assert_null(auth_session(given->auth, in.token, NULL, NULL));
}

static void an_open_socket_is_use_enough(void **state)
{
    struct given *given = *state;
    struct auth_signed_in in = sign_in(given);
    uint8_t hash[AUTH_HASH_BYTES];
    auth_session(given->auth, in.token, NULL, hash);
    log_pos before = journal_fake_last(given->journal);
    for (int hour = 1; hour < 16; hour++) {
        given->now_ms += 3600 * 1000;
        assert_true(auth_session_keep(given->auth, hash));
        auth_tick(given->auth);
    }
    assert_int_equal(journal_fake_last(given->journal), before); /* and costs no write */
    given->now_ms += 3600 * 1000;
    assert_false(auth_session_keep(given->auth, hash)); /* sixteen hours are sixteen hours */
}

static void an_unused_session_opens_nothing_while_the_disk_cannot_hear_of_its_end(void **state)
{
    struct given *given = *state;
    struct auth_signed_in in = sign_in(given);
    journal_fake_writable_set(given->journal, false);
    given->now_ms += IDLE_MS;

    auth_tick(given->auth);

    assert_int_equal(journal_fake_last(given->journal), in.pos);
    assert_null(auth_session(given->auth, in.token, NULL, NULL));
}

static void signing_out_ends_that_session_only(void **state)
{
    struct given *given = *state;
    struct auth_signed_in phone = sign_in(given), laptop = sign_in(given);
    uint8_t hash[AUTH_HASH_BYTES];
    auth_session(given->auth, phone.token, NULL, hash);

    log_pos pos;
    assert_int_equal(auth_session_end(given->auth, hash, &pos), OK);

    assert_int_equal(pos, 4);
    assert_int_equal(journal_fake_record(given->journal, pos)->side.kind, SIDE_SESSION_END);
    assert_null(auth_session(given->auth, phone.token, NULL, NULL));
    assert_non_null(auth_session(given->auth, laptop.token, NULL, NULL));
    assert_int_equal(auth_session_end(given->auth, hash, &pos), OK);
    assert_int_equal(pos, 0);
}

static void a_ticket_is_good_once_and_for_thirty_seconds(void **state)
{
    struct given *given = *state;
    struct auth_signed_in in = sign_in(given);
    uint8_t session[AUTH_HASH_BYTES], seen[AUTH_HASH_BYTES];
    auth_session(given->auth, in.token, NULL, session);
    char ticket[TICKET_SIZE], late[TICKET_SIZE];
    auth_ticket_new(given->auth, session, ticket);
    auth_ticket_new(given->auth, session, late);

    assert_string_equal(auth_ticket_use(given->auth, ticket, seen), "p01");
    assert_memory_equal(seen, session, AUTH_HASH_BYTES);
    assert_null(auth_ticket_use(given->auth, ticket, seen));
    assert_null(auth_ticket_use(given->auth, "", seen));

    given->now_ms += 30 * 1000;
    assert_null(auth_ticket_use(given->auth, late, seen));
}

static void a_ticket_dies_with_its_session(void **state)
{
    struct given *given = *state;
    struct auth_signed_in in = sign_in(given);
    uint8_t session[AUTH_HASH_BYTES];
    auth_session(given->auth, in.token, NULL, session);
    char ticket[TICKET_SIZE];
    auth_ticket_new(given->auth, session, ticket);

    log_pos pos;
    auth_session_end(given->auth, session, &pos);

    assert_null(auth_ticket_use(given->auth, ticket, session));
}

static void the_oldest_of_too_many_tickets_gives_way(void **state)
{
    struct given *given = *state;
    struct auth_signed_in in = sign_in(given);
    uint8_t session[AUTH_HASH_BYTES];
    auth_session(given->auth, in.token, NULL, session);
    char first[TICKET_SIZE], ticket[TICKET_SIZE];
    auth_ticket_new(given->auth, session, first);
    for (int i = 0; i < 32; i++)
        auth_ticket_new(given->auth, session, ticket);

    assert_null(auth_ticket_use(given->auth, first, session));
    assert_non_null(auth_ticket_use(given->auth, ticket, session));
}

static void a_restart_knows_links_and_sessions_from_the_database(void **state)
{
    struct given *given = *state;
    struct auth_signed_in in = sign_in(given);
    const struct side *link = &journal_fake_record(given->journal, 1)->side;
    const struct side *session = &journal_fake_record(given->journal, 2)->side;
    struct auth *again = auth_new(given->journal, (struct clock_port){given_now, given});

    auth_load_link(again, link->key, link->seat, link->hash, false);
    auth_load_session(again, session->hash, session->seat, session->expires_ms, false);

    given->now_ms += IDLE_MS - 1; /* whoever was here may have been here until just now */
    assert_string_equal(auth_session(again, in.token, "p01", NULL), "p01");
    assert_int_equal(sign_in_with(again, given->id, given->secret, &in), OK);
    auth_free(again);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, given_a_link, done)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_link_is_kept_as_a_hash_beside_its_record),
        TEST(a_link_opens_its_seat_again_and_again),
        TEST(a_wrong_secret_or_an_unknown_link_opens_nothing),
        TEST(a_renewed_link_opens_and_the_lost_phone_does_not),
        TEST(a_renewal_leaves_other_seats_alone),
        TEST(guessing_at_a_link_is_slowed_down_but_keeps_nobody_out),
        TEST(a_link_makes_so_many_sessions_at_once),
        TEST(the_session_used_longest_ago_gives_way_to_one_too_many),
        TEST(nobody_signs_in_while_the_disk_takes_nothing),
        TEST(a_session_is_for_one_seat_and_ends_after_sixteen_hours),
        TEST(a_session_that_nobody_uses_ends_after_four_hours),
        TEST(an_open_socket_is_use_enough),
        TEST(an_unused_session_opens_nothing_while_the_disk_cannot_hear_of_its_end),
        TEST(signing_out_ends_that_session_only),
        TEST(a_ticket_is_good_once_and_for_thirty_seconds),
        TEST(a_ticket_dies_with_its_session),
        TEST(the_oldest_of_too_many_tickets_gives_way),
        TEST(a_restart_knows_links_and_sessions_from_the_database),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
