#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "fakes/journal_fake.h"
#include "live/stream.h"
#include "net/outbox.h"

struct given {
    struct journal *journal;
    struct outbox *out;
    struct stream *stream;
    int asked;
    log_pos catch_up_after;
};

static void count_asks(void *context)
{
    struct given *given = context;
    given->asked++;
}

static struct frame *join(void *context, const struct bytes *payloads, size_t count)
{
    (void)context;
    struct buf all = {0};
    for (size_t i = 0; i < count; i++)
        buf_bytes_append(&all, payloads[i]);
    struct frame *frame = frame_new(buf_bytes(&all));
    buf_free(&all);
    return frame;
}

static struct frame *catch_up(void *context, log_pos *after)
{
    struct given *given = context;
    *after = given->catch_up_after;
    return frame_new(bytes_text("all"));
}

static int given_an_outbox(void **state)
{
    static struct given given;
    given = (struct given){.journal = journal_fake_new()};
    given.out = outbox_new(given.journal, count_asks, &given);
    struct stream_kind kind = {
        .type = FRAME_BINARY, .join = join, .catch_up = catch_up, .context = &given};
    given.stream = stream_new(&kind);
    *state = &given;
    return 0;
}

static int done(void **state)
{
    struct given *given = *state;
    outbox_free(given->out);
    stream_free(given->stream);
    journal_fake_free(given->journal);
    return 0;
}

static log_pos append(struct given *given)
{
    struct record record = {.kind = RECORD_EVENT,
                            .stream = "day",
                            .actor = "",
                            .command = "",
                            .body = bytes_text("{}"),
                            .side = {.key = "", .seat = "", .text = ""}};
    return journal_append(given->journal, &record);
}

static void durable_to(struct given *given, log_pos pos)
{
    journal_fake_durable_to(given->journal, pos);
    stream_release(given->stream, pos);
}

static void send_text(struct given *given, const char *text, log_pos after)
{
    outbox_send(given->out, FRAME_TEXT, frame_new(bytes_text(text)), after);
}

static void change(struct given *given, const char *text)
{
    stream_add(given->stream, bytes_text(text), append(given));
}

static void assert_turn(struct given *given, const char *text)
{
    assert_true(outbox_is_ready(given->out));
    struct turn turn = outbox_turn(given->out);
    assert_int_equal(turn.kind, TURN_FRAME);
    struct buf whole = {0};
    buf_append(&whole, turn.prefix, turn.prefix_len);
    buf_bytes_append(&whole, frame_bytes(turn.frame));
    assert_string_equal(buf_c_string(&whole), text);
    buf_free(&whole);
    frame_release(turn.frame);
}

static void assert_no_turn(struct given *given)
{
    assert_int_equal(outbox_turn(given->out).kind, TURN_NOTHING);
}

static void a_frame_leaves_when_its_position_is_durable(void **state)
{
    struct given *given = *state;
    send_text(given, "a", append(given));
    assert_false(outbox_is_ready(given->out));
    assert_no_turn(given);

    durable_to(given, 1);

    assert_turn(given, "a");
    assert_no_turn(given);
}

static void frames_of_one_connection_keep_their_order(void **state)
{
    struct given *given = *state;
    send_text(given, "waits", append(given));
    send_text(given, "depends on nothing", 0);
    assert_no_turn(given);

    durable_to(given, 1);

    assert_turn(given, "waits");
    assert_turn(given, "depends on nothing");
}

static void a_stream_comes_with_its_channel_in_front(void **state)
{
    struct given *given = *state;
    outbox_follow(given->out, 7, given->stream, bytes_text("7:"));
    change(given, "a");
    assert_no_turn(given);

    durable_to(given, 1);

    assert_turn(given, "7:a");
    assert_no_turn(given);
}

static void a_stream_does_not_overtake_the_word_that_opened_it(void **state)
{
    struct given *given = *state;
    change(given, "before");
    log_pos opened_after = append(given);
    send_text(given, "opened", opened_after);
    outbox_follow(given->out, 7, given->stream, bytes_text("7:"));

    durable_to(given, 1);
    assert_no_turn(given);

    durable_to(given, 2);
    assert_turn(given, "opened");
    assert_turn(given, "7:before");
}

static void later_words_that_wait_do_not_hold_a_stream_up(void **state)
{
    struct given *given = *state;
    outbox_follow(given->out, 7, given->stream, bytes_text(""));
    change(given, "a");
    send_text(given, "answer", append(given));

    durable_to(given, 1);

    assert_turn(given, "a");
    assert_no_turn(given);
}

static void streams_take_turns(void **state)
{
    struct given *given = *state;
    outbox_follow(given->out, 1, given->stream, bytes_text("1:"));
    outbox_follow(given->out, 2, given->stream, bytes_text("2:"));
    change(given, "a");
    durable_to(given, 1);
    assert_turn(given, "1:a");
    change(given, "b");
    durable_to(given, 2);

    assert_turn(given, "2:ab");
    assert_turn(given, "1:b");
    assert_no_turn(given);
}

static void a_catch_up_frame_waits_for_its_position(void **state)
{
    struct given *given = *state;
    outbox_follow(given->out, 1, given->stream, bytes_text(""));
    for (int i = 0; i < 70; i++) {
        change(given, "x");
        durable_to(given, (log_pos)i + 1);
    }
    given->catch_up_after = append(given);
    assert_no_turn(given);

    durable_to(given, given->catch_up_after);

    assert_turn(given, "all");
    assert_no_turn(given);
}

static void an_unfollowed_stream_is_silent(void **state)
{
    struct given *given = *state;
    outbox_follow(given->out, 1, given->stream, bytes_text(""));
    change(given, "a");
    durable_to(given, 1);

    outbox_unfollow(given->out, 1);
    outbox_unfollow(given->out, 1);

    assert_false(outbox_is_ready(given->out));
    assert_no_turn(given);
}

static void of_presence_only_the_newest_leaves(void **state)
{
    struct given *given = *state;
    append(given); /* nothing is durable: presence does not care */
    outbox_presence(given->out, 1, FRAME_BINARY, frame_new(bytes_text("old")));
    outbox_presence(given->out, 2, FRAME_BINARY, frame_new(bytes_text("other")));
    outbox_presence(given->out, 1, FRAME_BINARY, frame_new(bytes_text("new")));

    assert_turn(given, "new");
    assert_turn(given, "other");
    assert_no_turn(given);
}

/* A socket open all day sees more people come and go than there are slots. */
static void presence_of_any_number_of_people_passes_through(void **state)
{
    struct given *given = *state;
    for (uint32_t person = 0; person < 10 * OUTBOX_FOLLOWS_MAX; person++) {
        outbox_presence(given->out, person, FRAME_BINARY, frame_new(bytes_text("here")));
        assert_turn(given, "here");
    }
}

static void presence_beyond_the_slots_is_dropped_and_nothing_else(void **state)
{
    struct given *given = *state;
    for (uint32_t person = 0; person < 2 * OUTBOX_FOLLOWS_MAX; person++)
        outbox_presence(given->out, person, FRAME_BINARY, frame_new(bytes_text("here")));
    for (int slot = 0; slot < OUTBOX_FOLLOWS_MAX; slot++)
        assert_turn(given, "here");
    assert_no_turn(given);
}

static void presence_does_not_overtake_what_was_said_before(void **state)
{
    struct given *given = *state;
    send_text(given, "opened", append(given));
    outbox_presence(given->out, 1, FRAME_BINARY, frame_new(bytes_text("here")));
    send_text(given, "later", append(given));
    outbox_presence(given->out, 1, FRAME_BINARY, frame_new(bytes_text("here now")));
    assert_no_turn(given);

    durable_to(given, 1);

    assert_turn(given, "opened");
    assert_turn(given, "here now");
    assert_no_turn(given);
}

static void a_close_comes_once_and_after_what_was_sent_before(void **state)
{
    struct given *given = *state;
    outbox_follow(given->out, 1, given->stream, bytes_text(""));
    send_text(given, "last words", append(given));
    change(given, "unseen");
    outbox_close(given->out, 4403, "denied");
    send_text(given, "after the close", 0);
    assert_true(outbox_is_closing(given->out));
    assert_no_turn(given);

    durable_to(given, 2);

    assert_turn(given, "last words");
    struct turn turn = outbox_turn(given->out);
    assert_int_equal(turn.kind, TURN_CLOSE);
    assert_int_equal(turn.code, 4403);
    assert_string_equal(turn.reason, "denied");
    assert_false(outbox_is_ready(given->out));
    assert_no_turn(given);
}

static void a_cut_waits_for_nothing_and_the_first_close_counts(void **state)
{
    struct given *given = *state;
    send_text(given, "never seen", append(given));

    outbox_cut(given->out, 4529, "too fast");
    outbox_close(given->out, 1012, "later");

    struct turn turn = outbox_turn(given->out);
    assert_int_equal(turn.kind, TURN_CLOSE);
    assert_int_equal(turn.code, 4529);
}

static void someone_with_too_many_frames_is_closed_as_behind(void **state)
{
    struct given *given = *state;
    log_pos never = append(given);
    for (int i = 0; i < OUTBOX_FRAMES_MAX; i++)
        send_text(given, "x", never);
    assert_false(outbox_is_closing(given->out));

    send_text(given, "one too many", never);

    assert_int_equal(outbox_turn(given->out).code, CLOSE_BEHIND);
}

static void someone_with_too_many_bytes_is_closed_as_behind(void **state)
{
    struct given *given = *state;
    static uint8_t large[OUTBOX_BYTES_MAX + 1];
    log_pos never = append(given);
    outbox_send(given->out, FRAME_BINARY, frame_new(bytes_of(large, sizeof large)), never);
    assert_false(outbox_is_closing(given->out)); /* one large frame is an answer, not a backlog */

    send_text(given, "x", never);

    assert_int_equal(outbox_turn(given->out).code, CLOSE_BEHIND);
}

static void what_others_get_too_has_ones_own_bytes_in_front(void **state)
{
    struct given *given = *state;
    struct frame *frame = frame_new(bytes_text("all"));
    outbox_send_shared(given->out, bytes_text("1"), FRAME_TEXT, frame_hold(frame), append(given));
    outbox_send_shared(given->out, bytes_text("234"), FRAME_TEXT, frame_hold(frame), 0);
    outbox_send(given->out, FRAME_TEXT, frame, 0);
    assert_no_turn(given);

    durable_to(given, 1);

    assert_turn(given, "1all");
    assert_turn(given, "234all");
    assert_turn(given, "all");
}

static void everything_new_asks_for_a_turn(void **state)
{
    struct given *given = *state;
    send_text(given, "a", 0);
    assert_int_equal(given->asked, 1);
    outbox_presence(given->out, 1, FRAME_TEXT, frame_new(bytes_text("b")));
    assert_int_equal(given->asked, 2);
    outbox_wake(given->out);
    assert_int_equal(given->asked, 3);
    outbox_close(given->out, 1000, "");
    assert_int_equal(given->asked, 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, given_an_outbox, done)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_frame_leaves_when_its_position_is_durable),
        TEST(frames_of_one_connection_keep_their_order),
        TEST(a_stream_comes_with_its_channel_in_front),
        TEST(a_stream_does_not_overtake_the_word_that_opened_it),
        TEST(later_words_that_wait_do_not_hold_a_stream_up),
        TEST(streams_take_turns),
        TEST(a_catch_up_frame_waits_for_its_position),
        TEST(an_unfollowed_stream_is_silent),
        TEST(of_presence_only_the_newest_leaves),
        TEST(presence_of_any_number_of_people_passes_through),
        TEST(presence_beyond_the_slots_is_dropped_and_nothing_else),
        TEST(presence_does_not_overtake_what_was_said_before),
        TEST(a_close_comes_once_and_after_what_was_sent_before),
        TEST(a_cut_waits_for_nothing_and_the_first_close_counts),
        TEST(someone_with_too_many_frames_is_closed_as_behind),
        TEST(someone_with_too_many_bytes_is_closed_as_behind),
        TEST(what_others_get_too_has_ones_own_bytes_in_front),
        TEST(everything_new_asks_for_a_turn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
