/* The reference of the fuzz targets (tests/fuzz/model.h) is only worth something if it does what
 * Yjs does: it goes through all documents of the vectors, in every order of arrival, and through
 * what strangers send. */
#include "fuzz/model.h"
#include "vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { UNITS = 4 * 1000 * 1000 };

static unsigned complaints;

#define COMPLAIN(...)                                                                              \
    do {                                                                                           \
        if (++complaints <= 40)                                                                    \
            fprintf(stderr, "  " __VA_ARGS__);                                                     \
    } while (0)

static enum model_verdict apply(struct model *model, const json_t *update)
{
    struct buf bytes = unbase64(update);
    enum model_verdict verdict = model_apply(model, buf_bytes(&bytes));
    buf_free(&bytes);
    return verdict;
}

static bool equals(struct buf *got, const json_t *base64)
{
    struct buf want = unbase64(base64);
    bool equal = bytes_equal(buf_bytes(got), buf_bytes(&want));
    buf_free(&want);
    buf_clear(got);
    return equal;
}

static void compare_state(const char *at, const struct model *model, json_t *sv, json_t *nf)
{
    struct buf out = {0};
    model_vector(model, &out);
    if (!equals(&out, sv))
        COMPLAIN("%s: state vector differs\n", at);
    assert_true(model_since(model, (struct bytes){NULL, 0}, &out));
    if (!equals(&out, nf))
        COMPLAIN("%s: normal form differs\n", at);
    buf_free(&out);
}

static void compare_content(const char *at, const struct model *model, json_t *roots,
                            json_t *content, json_t *strings)
{
    const char *root;
    json_t *want;
    struct buf out = {0};
    json_object_foreach(content, root, want)
    {
        const char *kind = json_string_value(json_object_get(roots, root));
        model_tree(model, root_kind_of(kind), bytes_text(root), &out);
        json_t *got =
            json_loadb(buf_c_string(&out), out.len, JSON_ALLOW_NUL | JSON_DECODE_ANY, NULL);
        if (!got || !trees_equal(got, want))
            COMPLAIN("%s: content of %s differs: %.300s\n", at, root, buf_c_string(&out));
        json_decref(got);
        buf_clear(&out);
        json_t *string = json_object_get(strings, root);
        if (string && strcmp(kind, "text") == 0) {
            model_text(model, bytes_text(root), &out);
            if (!bytes_equal(buf_bytes(&out), json_bytes(string)))
                COMPLAIN("%s: text of %s differs\n", at, root);
            if (utf8_units(json_bytes(string)) > model_length(model, bytes_text(root)))
                COMPLAIN("%s: length of %s is less than its text\n", at, root);
            buf_clear(&out);
        }
    }
    buf_free(&out);
}

static void apply_all(const char *at, struct model *model, json_t *updates, json_t *seq)
{
    for (size_t i = 0; i < json_array_size(seq); i++) {
        size_t which = (size_t)json_integer_value(json_array_get(seq, i));
        if (apply(model, json_array_get(updates, which)) != MODEL_OK)
            COMPLAIN("%s: an update was refused\n", at);
    }
}

static void compare_diffs(const char *at, const struct model *model, json_t *diffs)
{
    struct buf out = {0};
    for (size_t i = 0; i < json_array_size(diffs); i++) {
        json_t *diff = json_array_get(diffs, i);
        struct buf vector = unbase64(json_object_get(diff, "sv"));
        assert_true(model_since(model, buf_bytes(&vector), &out));
        if (!equals(&out, json_object_get(diff, "nf")))
            COMPLAIN("%s: diff %zu differs\n", at, i);
        buf_free(&vector);
    }
    buf_free(&out);
}

static void compare_partial(const char *at, const struct model *model, json_t *group,
                            json_t *partial)
{
    compare_state(at, model, json_object_get(partial, "sv"), json_object_get(partial, "nf"));
    compare_content(at, model, json_object_get(group, "roots"), json_object_get(partial, "content"),
                    NULL);
    json_t *pending = json_object_get(partial, "pending");
    if (model_waits_for_structs(model) != json_is_true(json_object_get(pending, "structs")) ||
        model_waits_with_deletes(model) != json_is_true(json_object_get(pending, "ds")))
        COMPLAIN("%s: what waits differs\n", at);
}

static void check_run(json_t *group, json_t *run, bool is_first)
{
    char at[128];
    snprintf(at, sizeof at, "%s, %s", json_string_value(json_object_get(group, "id")),
             json_string_value(json_object_get(run, "name")));
    struct model *model = model_new(!json_is_false(json_object_get(group, "gc")), UNITS);
    json_t *updates = json_object_get(group, "updates");
    json_t *expect = json_object_get(group, "expect");
    json_t *nf = json_object_get(run, "nf");
    json_t *partial = json_object_get(run, "partial");
    apply_all(at, model, updates, json_object_get(run, "seq"));
    if (partial)
        compare_partial(at, model, group, partial);
    apply_all(at, model, updates, json_object_get(run, "then"));
    compare_state(at, model, json_object_get(expect, "sv"),
                  nf ? nf : json_object_get(expect, "nf"));
    compare_content(at, model, json_object_get(group, "roots"), json_object_get(expect, "content"),
                    json_object_get(expect, "string"));
    if (model_waits_for_structs(model) || model_waits_with_deletes(model))
        COMPLAIN("%s: something still waits\n", at);
    if (is_first)
        compare_diffs(at, model, json_object_get(group, "diffs"));
    model_free(model);
}

static void check_file(const char *name)
{
    json_t *file = vectors_load(name);
    json_t *groups = json_object_get(file, "groups");
    size_t runs = 0;
    complaints = 0;
    assert_true(json_array_size(groups) > 0);
    for (size_t i = 0; i < json_array_size(groups); i++) {
        json_t *list = json_object_get(json_array_get(groups, i), "runs");
        for (size_t j = 0; j < json_array_size(list); j++, runs++)
            check_run(json_array_get(groups, i), json_array_get(list, j), j == 0);
    }
    print_message("%s: %zu documents, %zu runs\n", name, json_array_size(groups), runs);
    json_decref(file);
    if (complaints > 0)
        fail_msg("%s: %u differences", name, complaints);
}

/* Strangers. */

static uint32_t crc_since(const struct model *model)
{
    struct buf out = {0};
    model_since(model, (struct bytes){NULL, 0}, &out);
    uint32_t crc = crc_of(buf_bytes(&out));
    buf_free(&out);
    return crc;
}

static uint32_t crc_vector(const struct model *model)
{
    struct buf out = {0};
    model_vector(model, &out);
    uint32_t crc = crc_of(buf_bytes(&out));
    buf_free(&out);
    return crc;
}

static void check_crc(const char *at, const char *what, uint32_t got, const json_t *want)
{
    if (want && got != json_integer_value(want))
        COMPLAIN("%s: %s differs\n", at, what);
}

static void check_damage(json_t *set, json_t *one, const char *at)
{
    struct model *model = model_new(true, 100 * 1000);
    json_t *base = json_object_get(set, "base");
    for (size_t i = 0; i < json_array_size(base); i++)
        apply(model, json_array_get(base, i));
    struct buf bytes = damaged_update(set, one);
    enum model_verdict verdict = model_apply(model, buf_bytes(&bytes));
    buf_free(&bytes);
    const char *expect = json_string_value(json_object_get(one, "expect"));
    if (verdict != MODEL_TOO_BIG && strcmp(expect, "any") != 0) {
        bool refused = verdict == MODEL_MALFORMED;
        if (refused != (strcmp(expect, "reject") == 0))
            COMPLAIN("%s: %s\n", at, refused ? "refused" : "accepted");
        json_t *state = refused ? json_object_get(set, "base_state") : one;
        if (!json_is_true(json_object_get(one, "content_only")))
            check_crc(at, "normal form", crc_since(model), json_object_get(state, "crc"));
        check_crc(at, "state vector", crc_vector(model), json_object_get(state, "svcrc"));
        if (refused) {
            assert_int_equal(apply(model, json_object_get(set, "next")), MODEL_OK);
            check_crc(at, "what follows", crc_since(model),
                      json_object_get(json_object_get(set, "after_next"), "crc"));
        }
    }
    model_free(model);
}

static void strangers_are_judged_as_the_vectors_say(void **state)
{
    (void)state;
    json_t *file = vectors_load("malformed");
    json_t *sets = json_object_get(file, "sets");
    size_t count = 0;
    complaints = 0;
    for (size_t i = 0; i < json_array_size(sets); i++) {
        json_t *set = json_array_get(sets, i);
        json_t *cases = json_object_get(set, "cases");
        for (size_t j = 0; j < json_array_size(cases); j++, count++) {
            char at[64];
            snprintf(at, sizeof at, "set %zu, case %zu", i, j);
            check_damage(set, json_array_get(cases, j), at);
        }
    }
    print_message("malformed: %zu cases\n", count);
    json_decref(file);
    assert_true(count > 0);
    if (complaints > 0)
        fail_msg("%u differences", complaints);
}

#define TEST_FILE(name)                                                                            \
    static void name##_documents_end_in_the_reference_as_in_yjs(void **state)                      \
    {                                                                                              \
        (void)state;                                                                               \
        check_file(#name);                                                                         \
    }
DOCUMENT_FILES(TEST_FILE)

int main(void)
{
#define TEST_ENTRY(name) cmocka_unit_test(name##_documents_end_in_the_reference_as_in_yjs),
    const struct CMUnitTest tests[] = {
        DOCUMENT_FILES(TEST_ENTRY) cmocka_unit_test(strangers_are_judged_as_the_vectors_say)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
