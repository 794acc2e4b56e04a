#include "wire/ysync.h"

#include "../crdt/vectors.h"
#include "base/lib0.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static json_t *vectors;

static int load(void **state)
{
    (void)state;
    vectors = vectors_load("protocol");
    return 0;
}

static int unload(void **state)
{
    (void)state;
    json_decref(vectors);
    return 0;
}

static enum err awareness_only(struct bytes update)
{
    struct awareness *awareness = awareness_new(false);
    enum err err = awareness_apply(awareness, update, NULL, NULL);
    awareness_free(awareness);
    return err;
}

/* A frame and what it carries: as a server looks at it. */
static enum err frame_check(struct bytes frame)
{
    struct ysync_message message;
    enum err err = ysync_read(frame, &message);
    if (err != OK)
        return err;
    struct doc *doc = doc_new(true);
    struct buf out = {0};
    if (message.kind == YSYNC_STEP1)
        err = doc_since(doc, message.body, &out);
    else if (message.kind == YSYNC_STEP2 || message.kind == YSYNC_UPDATE)
        err = doc_apply(doc, message.body, NULL);
    else if (message.kind == YSYNC_AWARENESS)
        err = awareness_only(message.body);
    if (err == OK && message.kind != YSYNC_OTHER) {
        buf_clear(&out);
        ysync_write(&out, message.kind, message.body);
        assert_true(bytes_equal(buf_bytes(&out), frame));
    }
    buf_free(&out);
    doc_free(doc);
    return err;
}

static void frames_are_those_of_y_protocols(void **state)
{
    (void)state;
    json_t *frames = json_object_get(vectors, "frames");
    for (size_t i = 0; i < json_array_size(frames); i++) {
        json_t *entry = json_array_get(frames, i);
        struct buf frame = unhex(json_object_get(entry, "b"));
        enum err wanted = json_is_true(json_object_get(entry, "bad")) ? ERR_MALFORMED : OK;
        if (frame_check(buf_bytes(&frame)) != wanted)
            fail_msg("%s", json_string_value(json_object_get(entry, "name")));
        buf_free(&frame);
    }
}

static void a_second_message_in_a_frame_is_refused(void **state)
{
    (void)state;
    struct ysync_message message;
    assert_int_equal(ysync_read(bytes_of("\x03\x03", 2), &message), ERR_MALFORMED);
    assert_int_equal(ysync_read(bytes_of("\0\0\1\0\0", 5), &message), ERR_MALFORMED);
}

static void check_dialogue(json_t *dialogue)
{
    struct doc *doc = doc_new(true);
    json_t *server = json_object_get(dialogue, "server");
    for (size_t i = 0; i < json_array_size(server); i++) {
        struct buf update = unbase64(json_array_get(server, i));
        assert_int_equal(doc_apply(doc, buf_bytes(&update), NULL), OK);
        buf_free(&update);
    }
    struct buf vector = {0};
    struct buf frame = {0};
    doc_state_vector(doc, &vector);
    ysync_write(&frame, YSYNC_STEP1, buf_bytes(&vector));
    struct buf hello = unbase64(json_object_get(dialogue, "hello"));
    assert_true(bytes_equal(buf_bytes(&frame), buf_bytes(&hello)));
    struct ysync_message message;
    struct buf step1 = unbase64(json_object_get(dialogue, "in_step1"));
    assert_int_equal(ysync_read(buf_bytes(&step1), &message), OK);
    assert_int_equal(message.kind, YSYNC_STEP1);
    struct buf answer = {0};
    assert_int_equal(doc_since(doc, message.body, &answer), OK);
    struct buf wanted = unbase64(json_object_get(dialogue, "out_step2_nf"));
    assert_true(bytes_equal(buf_bytes(&answer), buf_bytes(&wanted)));
    struct buf step2 = unbase64(json_object_get(dialogue, "in_step2"));
    assert_int_equal(ysync_read(buf_bytes(&step2), &message), OK);
    assert_int_equal(message.kind, YSYNC_STEP2);
    assert_int_equal(doc_apply(doc, message.body, NULL), OK);
    struct buf after = unbase64(json_object_get(json_object_get(dialogue, "after"), "nf"));
    assert_int_equal(state_crc(doc), crc_of(buf_bytes(&after)));
    struct buf *all[] = {&vector, &frame, &hello, &step1, &answer, &wanted, &step2, &after};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        buf_free(all[i]);
    doc_free(doc);
}

static void documents_are_synced_as_yjs_does_it(void **state)
{
    (void)state;
    json_t *dialogues = json_object_get(vectors, "sync");
    for (size_t i = 0; i < json_array_size(dialogues); i++)
        check_dialogue(json_array_get(dialogues, i));
}

/* Awareness. */

struct news {
    json_t *lists[3];
};

static void note_change(void *context, uint64_t client, enum awareness_change change)
{
    struct news *news = context;
    char id[32];
    snprintf(id, sizeof id, "%" PRIu64, client);
    json_array_append_new(news->lists[change], json_string(id));
}

static void check_states(const struct awareness *awareness, json_t *states)
{
    assert_int_equal(awareness_present(awareness), json_object_size(states));
    for (size_t i = 0; i < awareness_present(awareness); i++) {
        char id[32];
        uint64_t clock;
        uint64_t client = awareness_client(awareness, i);
        snprintf(id, sizeof id, "%" PRIu64, client);
        json_t *wanted = json_object_get(states, id);
        assert_non_null(wanted);
        struct bytes text = awareness_state(awareness, client, &clock);
        json_t *state = json_loadb((const char *)text.data, text.len, JSON_DECODE_ANY, NULL);
        assert_true(trees_equal(state, json_object_get(wanted, "state")));
        assert_int_equal(clock, json_integer_value(json_object_get(wanted, "clock")));
        json_decref(state);
    }
}

static void check_step(struct awareness *awareness, json_t *step)
{
    struct news news = {{json_array(), json_array(), json_array()}};
    struct awareness_rules rules = {.context = &news, .on_change = note_change};
    struct buf update = unhex(json_object_get(step, "b"));
    enum err err = awareness_apply(awareness, buf_bytes(&update), &rules, NULL);
    assert_int_equal(err, json_is_true(json_object_get(step, "bad")) ? ERR_MALFORMED : OK);
    static const char *const names[] = {"added", "updated", "removed"};
    for (int i = 0; i < 3; i++) {
        assert_true(json_equal(news.lists[i], json_object_get(step, names[i])));
        json_decref(news.lists[i]);
    }
    check_states(awareness, json_object_get(step, "states"));
    buf_free(&update);
}

static void presence_is_taken_as_y_protocols_takes_it(void **state)
{
    (void)state;
    json_t *scripts = json_object_get(vectors, "awareness");
    for (size_t i = 0; i < json_array_size(scripts); i++) {
        struct awareness *awareness = awareness_new(false);
        json_t *steps = json_object_get(json_array_get(scripts, i), "steps");
        for (size_t j = 0; j < json_array_size(steps); j++)
            check_step(awareness, json_array_get(steps, j));
        awareness_free(awareness);
    }
}

static struct buf said(uint64_t client, uint64_t clock, const char *json)
{
    struct buf update = {0};
    write_varuint(&update, 1);
    write_varuint(&update, client);
    write_varuint(&update, clock);
    write_buffer(&update, bytes_text(json));
    return update;
}

static void assert_bytes(struct buf got, struct buf wanted)
{
    assert_true(bytes_equal(buf_bytes(&got), buf_bytes(&wanted)));
    buf_free(&got);
    buf_free(&wanted);
}

/* What everyone is to hear when the client says so. */
static struct buf heard(struct awareness *awareness, uint64_t client, uint64_t clock,
                        const char *json, const struct awareness_rules *rules)
{
    struct buf update = said(client, clock, json);
    struct buf out = {0};
    assert_int_equal(awareness_apply(awareness, buf_bytes(&update), rules, &out), OK);
    buf_free(&update);
    return out;
}

static struct buf nothing(void)
{
    struct buf out = {0};
    buf_u8(&out, 0);
    return out;
}

static void who_comes_back_with_the_old_clock_is_shown_at_once(void **state)
{
    (void)state;
    struct awareness *awareness = awareness_new(true);
    uint64_t client = 7;
    assert_bytes(heard(awareness, 7, 4, "{}", NULL), said(7, 4, "{}"));
    assert_bytes(heard(awareness, 7, 4, "{\"a\":1}", NULL), nothing());
    struct buf out = {0};
    awareness_remove(awareness, &client, 1, &out);
    assert_bytes(out, said(7, 4, "null"));
    assert_bytes(heard(awareness, 7, 4, "{}", NULL), said(7, 5, "{}"));
    assert_bytes(heard(awareness, 7, 5, "{\"own\":2}", NULL), nothing());
    assert_bytes(heard(awareness, 7, 6, "{\"own\":2}", NULL), said(7, 6, "{\"own\":2}"));
    awareness_free(awareness);
}

static bool owns_seven(void *context, uint64_t client)
{
    (void)context;
    return client == 7;
}

static void rename_to_ours(void *context, uint64_t client, struct bytes json, struct buf *out)
{
    (void)context;
    (void)client;
    assert_true(bytes_equal(json, bytes_text("{\"user\":\"x\"}")));
    buf_text(out, "{\"user\":\"Aino\"}");
}

static void ids_of_others_are_passed_over_and_names_are_ours(void **state)
{
    (void)state;
    struct awareness *awareness = awareness_new(true);
    struct awareness_rules rules = {.owns = owns_seven, .rewrite = rename_to_ours};
    assert_bytes(heard(awareness, 8, 1, "{}", &rules), nothing());
    assert_bytes(heard(awareness, 7, 1, "{\"user\":\"x\"}", &rules),
                 said(7, 1, "{\"user\":\"Aino\"}"));
    struct buf out = {0};
    awareness_encode_all(awareness, &out);
    assert_bytes(out, said(7, 1, "{\"user\":\"Aino\"}"));
    uint64_t some[] = {8, 7};
    out = (struct buf){0};
    awareness_encode(awareness, some, 2, &out);
    assert_bytes(out, said(7, 1, "{\"user\":\"Aino\"}"));
    awareness_free(awareness);
}

static void a_state_too_long_is_refused_and_nothing_of_its_message_is_taken(void **state)
{
    (void)state;
    struct awareness *awareness = awareness_new(true);
    char text[40] = "\"0123456789012345678901234567890\"";
    struct awareness_rules rules = {.state_max_bytes = 20};
    struct buf update = {0};
    write_varuint(&update, 2);
    for (uint64_t client = 1; client <= 2; client++) {
        write_varuint(&update, client);
        write_varuint(&update, 1);
        write_buffer(&update, bytes_text(client == 1 ? "{}" : text));
    }
    struct buf out = {0};
    assert_int_equal(awareness_apply(awareness, buf_bytes(&update), &rules, &out), ERR_TOO_BIG);
    assert_int_equal(out.len, 0);
    assert_int_equal(awareness_present(awareness), 0);
    assert_int_equal(awareness_apply(awareness, buf_bytes(&update), NULL, &out), OK);
    assert_true(bytes_equal(buf_bytes(&out), buf_bytes(&update)));
    buf_free(&update);
    buf_free(&out);
    awareness_free(awareness);
}

static void the_gone_are_forgotten_before_the_present(void **state)
{
    (void)state;
    struct awareness *awareness = awareness_new(false);
    for (uint64_t client = 1; client <= AWARENESS_CLIENTS_MAX; client++)
        assert_bytes(heard(awareness, client, 2, "1", NULL), said(client, 2, "1"));
    struct buf update = said(9999, 1, "1");
    assert_int_equal(awareness_apply(awareness, buf_bytes(&update), NULL, NULL), ERR_TOO_BIG);
    uint64_t gone[] = {5, 6};
    struct buf out = {0};
    awareness_remove(awareness, gone, 2, &out);
    assert_int_equal(awareness_apply(awareness, buf_bytes(&update), NULL, NULL), OK);
    uint64_t clock;
    assert_null(awareness_state(awareness, 5, &clock).data);
    assert_int_equal(clock, 0);
    assert_null(awareness_state(awareness, 6, &clock).data);
    assert_int_equal(clock, 2);
    assert_non_null(awareness_state(awareness, 9999, NULL).data);
    assert_int_equal(awareness_present(awareness), AWARENESS_CLIENTS_MAX - 1);
    buf_free(&update);
    buf_free(&out);
    awareness_free(awareness);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_are_those_of_y_protocols),
        cmocka_unit_test(a_second_message_in_a_frame_is_refused),
        cmocka_unit_test(documents_are_synced_as_yjs_does_it),
        cmocka_unit_test(presence_is_taken_as_y_protocols_takes_it),
        cmocka_unit_test(who_comes_back_with_the_old_clock_is_shown_at_once),
        cmocka_unit_test(ids_of_others_are_passed_over_and_names_are_ours),
        cmocka_unit_test(a_state_too_long_is_refused_and_nothing_of_its_message_is_taken),
        cmocka_unit_test(the_gone_are_forgotten_before_the_present),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
