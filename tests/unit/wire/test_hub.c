/* The binary frames of our one socket (docs/protocol.md). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/lib0.h"
#include "wire/hub.h"

static struct buf numbered(uint64_t channel, uint64_t kind, uint64_t seq, const char *body)
{
    struct buf frame = {0};
    write_varuint(&frame, channel);
    write_varuint(&frame, kind);
    write_varuint(&frame, seq);
    write_buffer(&frame, bytes_text(body));
    return frame;
}

static void assert_read(struct bytes bytes, uint32_t channel, enum hub_kind kind, uint64_t seq,
                        const char *body)
{
    struct hub_frame frame;
    assert_int_equal(hub_read(bytes, &frame), OK);
    assert_int_equal(frame.channel, channel);
    assert_int_equal(frame.kind, kind);
    assert_int_equal(frame.seq, seq);
    assert_true(bytes_equal(frame.body, bytes_text(body)));
}

static void an_update_has_a_channel_and_a_number(void **unused)
{
    (void)unused;
    static const uint64_t channels[] = {1, 127}, kinds[] = {16, 19},
                          numbers[] = {1, 128, LIB0_UINT_MAX};
    for (size_t c = 0; c < 2; c++)
        for (size_t k = 0; k < 2; k++)
            for (size_t n = 0; n < 3; n++) {
                struct buf frame = numbered(channels[c], kinds[k], numbers[n], "words");
                assert_read(buf_bytes(&frame), (uint32_t)channels[c], HUB_UPDATE, numbers[n],
                            "words");
                buf_free(&frame);
            }
}

static void what_a_client_may_say_of_y_protocols_is_read(void **unused)
{
    (void)unused;
    static const struct {
        enum ysync_kind kind;
        int read;
    } kinds[] = {{YSYNC_STEP1, HUB_STEP1}, {YSYNC_AWARENESS, HUB_AWARENESS},
                 {YSYNC_STEP2, -1},        {YSYNC_UPDATE, -1},
                 {YSYNC_DENIED, -1},       {YSYNC_QUERY_AWARENESS, -1}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct buf frame = {0};
        struct hub_frame read;
        hub_write_sync(&frame, 5, kinds[i].kind, bytes_text("body"));
        if (kinds[i].read >= 0)
            assert_read(buf_bytes(&frame), 5, (enum hub_kind)kinds[i].read, 0, "body");
        else
            assert_int_equal(hub_read(buf_bytes(&frame), &read), ERR_MALFORMED);
        buf_free(&frame);
    }
}

static void what_only_the_server_says_is_refused(void **unused)
{
    (void)unused;
    struct buf ack = {0}, nack = {0};
    struct hub_frame frame;
    hub_write_ack(&ack, 3, 300);
    hub_write_nack(&nack, 3, 301, "late");
    assert_int_equal(hub_read(buf_bytes(&ack), &frame), ERR_MALFORMED);
    assert_int_equal(hub_read(buf_bytes(&nack), &frame), ERR_MALFORMED);
    assert_memory_equal(ack.data, "\3\x11\xac\2", 4);
    assert_int_equal(ack.len, 4);
    assert_memory_equal(nack.data, "\3\x12\xad\2\4late", 9);
    assert_int_equal(nack.len, 9);
    buf_free(&ack);
    buf_free(&nack);
}

static void every_frame_that_is_cut_short_or_too_long_is_refused(void **unused)
{
    (void)unused;
    struct hub_frame frame;
    struct buf whole[3] = {numbered(1, 16, 300, "words"), {0}, {0}};
    hub_write_sync(&whole[1], 1, YSYNC_STEP1, bytes_text("vector"));
    hub_write_sync(&whole[2], 1, YSYNC_AWARENESS, bytes_text("here"));
    for (size_t i = 0; i < 3; i++) {
        for (size_t len = 0; len < whole[i].len; len++)
            assert_int_equal(hub_read(bytes_of(whole[i].data, len), &frame), ERR_MALFORMED);
        buf_u8(&whole[i], 0);
        assert_int_equal(hub_read(buf_bytes(&whole[i]), &frame), ERR_MALFORMED);
        buf_free(&whole[i]);
    }
}

static void channels_and_numbers_begin_at_one(void **unused)
{
    (void)unused;
    static const struct {
        uint64_t channel, kind, seq;
    } bad[] = {{0, 16, 1}, {128, 16, 1}, {LIB0_UINT_MAX, 16, 1}, {1, 16, 0}, {1, 19, 0},
               {1, 15, 1}, {1, 20, 1},   {1, LIB0_UINT_MAX, 1}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct buf bytes = numbered(bad[i].channel, bad[i].kind, bad[i].seq, "words");
        struct hub_frame frame;
        assert_int_equal(hub_read(buf_bytes(&bytes), &frame), ERR_MALFORMED);
        buf_free(&bytes);
    }
}

static void a_length_that_lies_is_refused(void **unused)
{
    (void)unused;
    struct hub_frame frame;
    static const char *const lies[] = {"\1\x10\1\xff\xff\xff\xff\xff\xff\xff\x0f", "\1\x10\1\5word",
                                       "\1\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\1"};
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(hub_read(bytes_text(lies[i]), &frame), ERR_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_update_has_a_channel_and_a_number),
        cmocka_unit_test(what_a_client_may_say_of_y_protocols_is_read),
        cmocka_unit_test(what_only_the_server_says_is_refused),
        cmocka_unit_test(every_frame_that_is_cut_short_or_too_long_is_refused),
        cmocka_unit_test(channels_and_numbers_begin_at_one),
        cmocka_unit_test(a_length_that_lies_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
