#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "fakes/outbox_fake.h"
#include "live/stream.h"

/* Payloads are joined with '+'; the catch-up frame is the word "all". */
struct kind_log {
    int joins;
    int catch_ups;
};

static struct frame *join(void *context, const struct bytes *payloads, size_t count)
{
    struct kind_log *log = context;
    log->joins++;
    struct buf all = {0};
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_u8(&all, '+');
        buf_bytes_append(&all, payloads[i]);
    }
    struct frame *frame = frame_new(buf_bytes(&all));
    buf_free(&all);
    return frame;
}

static struct frame *catch_up(void *context, log_pos *after)
{
    struct kind_log *log = context;
    log->catch_ups++;
    *after = 999;
    return frame_new(bytes_text("all"));
}

static struct stream *given_a_stream(struct kind_log *log)
{
    struct stream_kind kind = {
        .type = FRAME_BINARY, .join = join, .catch_up = catch_up, .context = log};
    return stream_new(&kind);
}

static void assert_next(struct stream *stream, uint64_t *cursor, const char *text, log_pos pos)
{
    log_pos after = 0;
    struct frame *frame = stream_next(stream, cursor, &after);
    assert_non_null(frame);
    assert_int_equal(frame->len, strlen(text));
    assert_memory_equal(frame->data, text, frame->len);
    assert_int_equal(after, pos);
    frame_release(frame);
}

static void assert_nothing_next(struct stream *stream, uint64_t *cursor)
{
    log_pos after = 0;
    assert_null(stream_next(stream, cursor, &after));
}

static void nothing_goes_out_before_it_is_durable(void **unused)
{
    (void)unused;
    struct kind_log log = {0};
    struct stream *stream = given_a_stream(&log);
    uint64_t cursor = stream_end(stream);
    stream_add(stream, bytes_text("a"), 5);

    stream_release(stream, 4);
    assert_nothing_next(stream, &cursor);

    stream_release(stream, 5);
    assert_next(stream, &cursor, "a", 5);
    assert_nothing_next(stream, &cursor);
    stream_free(stream);
}

static void one_commit_is_one_frame_that_all_share(void **unused)
{
    (void)unused;
    struct kind_log log = {0};
    struct stream *stream = given_a_stream(&log);
    uint64_t first = stream_end(stream), second = first;
    stream_add(stream, bytes_text("a"), 1);
    stream_add(stream, bytes_text("b"), 2);
    stream_add(stream, bytes_text("c"), 3);

    stream_release(stream, 2);

    log_pos after = 0;
    struct frame *one = stream_next(stream, &first, &after);
    struct frame *other = stream_next(stream, &second, &after);
    assert_ptr_equal(one, other);
    assert_memory_equal(one->data, "a+b", 3);
    assert_int_equal(log.joins, 1);
    frame_release(one);
    frame_release(other);

    stream_release(stream, 3);
    assert_next(stream, &first, "c", 3);
    stream_free(stream);
}

static void someone_further_behind_gets_one_merged_frame(void **unused)
{
    (void)unused;
    struct kind_log log = {0};
    struct stream *stream = given_a_stream(&log);
    uint64_t cursor = stream_end(stream);
    for (log_pos pos = 1; pos <= 3; pos++) {
        stream_add(stream, bytes_text(pos == 1 ? "a" : pos == 2 ? "b" : "c"), pos);
        stream_release(stream, pos);
    }

    assert_next(stream, &cursor, "a+b+c", 3);
    assert_nothing_next(stream, &cursor);
    assert_int_equal(log.catch_ups, 0);
    stream_free(stream);
}

static void someone_beyond_sixty_four_frames_gets_all_afresh(void **unused)
{
    (void)unused;
    struct kind_log log = {0};
    struct stream *stream = given_a_stream(&log);
    uint64_t late = stream_end(stream), in_time = late;
    for (log_pos pos = 1; pos <= 65; pos++) {
        stream_add(stream, bytes_text("x"), pos);
        stream_release(stream, pos);
        if (pos == 1)
            assert_next(stream, &in_time, "x", 1);
    }

    assert_next(stream, &late, "all", 999);
    assert_nothing_next(stream, &late);
    log_pos after = 0;
    struct frame *merged = stream_next(stream, &in_time, &after);
    assert_int_equal(merged->len, 64 + 63);
    frame_release(merged);
    stream_free(stream);
}

static void the_window_is_bounded_in_bytes_too(void **unused)
{
    (void)unused;
    struct kind_log log = {0};
    struct stream *stream = given_a_stream(&log);
    static uint8_t large[200 * 1024];
    uint64_t cursor = stream_end(stream);
    for (log_pos pos = 1; pos <= 3; pos++) {
        stream_add(stream, bytes_of(large, sizeof large), pos);
        stream_release(stream, pos);
    }

    assert_next(stream, &cursor, "all", 999);
    stream_free(stream);
}

static void a_release_wakes_those_who_follow_and_no_others(void **unused)
{
    (void)unused;
    struct kind_log log = {0};
    struct stream *stream = given_a_stream(&log);
    struct outbox *stays = outbox_fake_new(), *leaves = outbox_fake_new();
    outbox_follow(stays, 1, stream, bytes_text("#"));
    outbox_follow(leaves, 1, stream, bytes_text(""));
    outbox_unfollow(leaves, 1);
    stream_add(stream, bytes_text("a"), 1);

    stream_release(stream, 1);
    stream_release(stream, 1);

    assert_int_equal(outbox_fake_wakes(stays), 1);
    assert_int_equal(outbox_fake_wakes(leaves), 0);
    assert_int_equal(outbox_fake_take_streams(stays), 1);
    assert_string_equal(outbox_fake_last(stays).text, "#a");
    outbox_fake_free(stays);
    outbox_fake_free(leaves);
    stream_free(stream);
}

static void what_was_never_released_is_freed_with_the_stream(void **unused)
{
    (void)unused;
    struct kind_log log = {0};
    struct stream *stream = given_a_stream(&log);
    stream_add(stream, bytes_text("a"), 1);
    stream_release(stream, 1);
    stream_add(stream, bytes_text("b"), 2);
    stream_free(stream); /* the leak checker looks */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_goes_out_before_it_is_durable),
        cmocka_unit_test(one_commit_is_one_frame_that_all_share),
        cmocka_unit_test(someone_further_behind_gets_one_merged_frame),
        cmocka_unit_test(someone_beyond_sixty_four_frames_gets_all_afresh),
        cmocka_unit_test(the_window_is_bounded_in_bytes_too),
        cmocka_unit_test(a_release_wakes_those_who_follow_and_no_others),
        cmocka_unit_test(what_was_never_released_is_freed_with_the_stream),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
