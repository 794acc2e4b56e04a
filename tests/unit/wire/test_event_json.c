/* One codec for events: the log and every screen get the same bytes. */
#include "given.h"

#include "wire/codec.h"

static enum err read_text(const char *text, struct event *event, struct arena *arena)
{
    return event_read(bytes_text(text), arena, event);
}

static void an_event_is_written_as_kind_and_data(void **unused)
{
    (void)unused;
    struct buf body = {0};
    struct event event =
        happened(group_paused, "a", PAUSE_REASON_TALK, "Kuullaan \"kaikkia\"\nnyt");
    event_write(&event, &body);
    assert_string_equal(buf_c_string(&body),
                        "{\"kind\":\"group_paused\",\"data\":{\"group\":\"a\",\"reason\":\"talk\","
                        "\"note\":\"Kuullaan \\\"kaikkia\\\"\\nnyt\"}}");
    buf_free(&body);
}

static void it_is_read_as_it_was_written(void **unused)
{
    (void)unused;
    struct arena arena = {0};
    struct buf body = {0};
    struct event event = happened(group_paused, "a", PAUSE_REASON_TALK, "Kuullaan 😀"), read;
    event_write(&event, &body);
    assert_int_equal(event_read(buf_bytes(&body), &arena, &read), OK);
    assert_int_equal(read.kind, EVENT_group_paused);
    assert_string_equal(read.as.group_paused.note, "Kuullaan 😀");
    assert_int_equal(read.as.group_paused.reason, PAUSE_REASON_TALK);
    buf_free(&body);
    arena_free(&arena);
}

static void what_is_no_event_of_this_schema_is_refused(void **unused)
{
    (void)unused;
    static const char *const bad[] = {
        "",
        "{}",
        "[]",
        "{\"kind\":\"group_resumed\"}",
        "{\"kind\":7,\"data\":{}}",
        "{\"kind\":\"dance\",\"data\":{}}",
        "{\"kind\":\"group_resumed\",\"data\":{\"group\":\"a\"}}",
        "{\"kind\":\"group_resumed\",\"data\":{\"group\":\"a\",\"ends_ms\":-1}}",
        "{\"kind\":\"group_resumed\",\"data\":{\"group\":\"a\",\"ends_ms\":1,\"x\":1}}",
        "{\"kind\":\"group_resumed\",\"data\":[]}"};
    struct arena arena = {0};
    struct event event;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(read_text(bad[i], &event, &arena), ERR_MALFORMED);
    arena_free(&arena);
}

static void a_screen_gets_the_stored_bytes_with_their_place_in_front(void **unused)
{
    (void)unused;
    struct buf placed = {0};
    event_write_placed(bytes_text("{\"kind\":\"x\",\"data\":{}}"), 18446744073709551615u,
                       1726131600000, "pa", &placed);
    assert_string_equal(buf_c_string(&placed),
                        "{\"pos\":18446744073709551615,\"at_ms\":1726131600000,\"by\":\"pa\","
                        "\"kind\":\"x\",\"data\":{}}");
    buf_free(&placed);
}

static void the_whole_day_is_written_so_that_it_reads_again(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_decided(world);
    struct buf text = {0}, again = {0};
    struct day day;
    day_write(day_of(world), &text);
    json_t *json = json_loadb((const char *)text.data, text.len, 0, NULL);
    assert_null(codec_decode(&shape_day, json, &world->arena, &day));
    day_write(&day, &again);
    assert_string_equal(buf_c_string(&again), buf_c_string(&text));
    json_decref(json);
    buf_free(&text);
    buf_free(&again);
    forget(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_is_written_as_kind_and_data),
        cmocka_unit_test(it_is_read_as_it_was_written),
        cmocka_unit_test(what_is_no_event_of_this_schema_is_refused),
        cmocka_unit_test(a_screen_gets_the_stored_bytes_with_their_place_in_front),
        cmocka_unit_test(the_whole_day_is_written_so_that_it_reads_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
