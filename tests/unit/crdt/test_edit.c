#include "edits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void check_case(json_t *edits)
{
    struct doc *doc = doc_new(true);
    struct buf start = unbase64(json_object_get(edits, "start"));
    assert_int_equal(doc_apply(doc, buf_bytes(&start), NULL), OK);
    doc_client_set(doc, (uint64_t)json_integer_value(json_object_get(edits, "client")));
    json_t *steps = json_object_get(edits, "steps");
    for (size_t i = 0; i < json_array_size(steps); i++) {
        json_t *step = json_array_get(steps, i);
        struct buf update = {0};
        assert_int_equal(edit_step(doc, step, &update), OK);
        json_t *wanted = json_object_get(step, "update");
        struct buf expected = {0};
        if (json_is_string(wanted))
            expected = unbase64(wanted);
        else
            buf_append(&expected, "\0", 2);
        if (!bytes_equal(buf_bytes(&update), buf_bytes(&expected)))
            fail_msg("%s, step %zu: other bytes than Yjs'",
                     json_string_value(json_object_get(edits, "id")), i);
        buf_free(&expected);
        buf_free(&update);
    }
    struct buf nf = unbase64(json_object_get(json_object_get(edits, "expect"), "nf"));
    assert_int_equal(state_crc(doc), crc_of(buf_bytes(&nf)));
    buf_free(&nf);
    buf_free(&start);
    doc_free(doc);
}

static void our_own_edits_are_those_yjs_would_make(void **state)
{
    (void)state;
    json_t *file = vectors_load("local");
    json_t *cases = json_object_get(file, "cases");
    for (size_t i = 0; i < json_array_size(cases); i++)
        check_case(json_array_get(cases, i));
    json_decref(file);
}

static struct bytes text_of(const struct doc *doc, struct buf *out)
{
    buf_clear(out);
    doc_text(doc, bytes_text("t"), out);
    return buf_bytes(out);
}

static void an_edit_outside_the_text_or_inside_a_pair_is_refused(void **state)
{
    (void)state;
    struct doc *doc = doc_new(true);
    struct buf out = {0};
    struct bytes t = bytes_text("t");
    doc_client_set(doc, 7);
    assert_int_equal(doc_text_insert(doc, t, 1, bytes_text("a"), &out), ERR_MALFORMED);
    assert_int_equal(doc_text_insert(doc, t, 0, bytes_text("a😀b"), &out), OK);
    assert_int_equal(doc_text_length_utf16(doc, t), 4);
    buf_clear(&out);
    assert_int_equal(doc_text_insert(doc, t, 2, bytes_text("x"), &out), ERR_MALFORMED);
    assert_int_equal(doc_text_delete(doc, t, 2, 1, &out), ERR_MALFORMED);
    assert_int_equal(doc_text_delete(doc, t, 1, 1, &out), ERR_MALFORMED);
    assert_int_equal(doc_text_delete(doc, t, 3, 2, &out), ERR_MALFORMED);
    assert_int_equal(doc_text_delete(doc, t, UINT32_MAX, 2, &out), ERR_MALFORMED);
    assert_int_equal(doc_text_insert(doc, t, 0, bytes_of("\xC3", 1), &out), ERR_MALFORMED);
    assert_int_equal(out.len, 0);
    assert_int_equal(doc_text_delete(doc, t, 1, 2, &out), OK);
    assert_true(bytes_equal(text_of(doc, &out), bytes_text("ab")));
    buf_free(&out);
    doc_free(doc);
}

static void an_edit_of_nothing_is_the_empty_update(void **state)
{
    (void)state;
    struct doc *doc = doc_new(true);
    struct buf out = {0};
    assert_int_equal(doc_text_insert(doc, bytes_text("t"), 0, bytes_text(""), &out), OK);
    assert_int_equal(doc_text_delete(doc, bytes_text("t"), 0, 0, &out), OK);
    assert_true(bytes_equal(buf_bytes(&out), bytes_of("\0\0\0\0", 4)));
    assert_false(doc_has_root(doc, bytes_text("t")));
    buf_free(&out);
    doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(our_own_edits_are_those_yjs_would_make),
        cmocka_unit_test(an_edit_outside_the_text_or_inside_a_pair_is_refused),
        cmocka_unit_test(an_edit_of_nothing_is_the_empty_update),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
