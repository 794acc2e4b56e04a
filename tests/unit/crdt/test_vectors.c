/* Documents made by real Yjs, in every order of arrival: state vector, normal form, content and diffs must be equal. */
#include "vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static unsigned complaints;

#define COMPLAIN(...)                                                                              \
    do {                                                                                           \
        if (++complaints <= 40)                                                                    \
            fprintf(stderr, "  " __VA_ARGS__);                                                     \
    } while (0)

struct where {
    const char *group;
    const char *run;
};

static void compare_bytes(struct where at, const char *what, struct bytes got, const json_t *want)
{
    struct buf expected = unbase64(want);
    if (!bytes_equal(got, buf_bytes(&expected)))
        COMPLAIN("%s, %s: %s differs (%zu bytes, wanted %zu)\n", at.group, at.run, what, got.len,
                 expected.len);
    buf_free(&expected);
}

static void compare_state(struct where at, struct doc *doc, const json_t *sv, const json_t *nf)
{
    struct buf out = {0};
    doc_state_vector(doc, &out);
    compare_bytes(at, "state vector", buf_bytes(&out), sv);
    buf_clear(&out);
    doc_since(doc, (struct bytes){NULL, 0}, &out);
    compare_bytes(at, "normal form", buf_bytes(&out), nf);
    buf_free(&out);
}

static void compare_content(struct where at, const struct doc *doc, json_t *roots, json_t *content,
                            json_t *strings)
{
    const char *root;
    json_t *want;
    json_object_foreach(content, root, want)
    {
        const char *kind = json_string_value(json_object_get(roots, root));
        json_t *got = doc_tree_json(doc, kind, bytes_text(root));
        if (!got || !trees_equal(got, want)) {
            char *text = json_dumps(got, JSON_ENCODE_ANY | JSON_COMPACT);
            COMPLAIN("%s, %s: content of %s differs: %.300s\n", at.group, at.run, root, text);
            free(text);
        }
        json_t *string = json_object_get(strings, root);
        struct buf out = {0};
        if (got && string) {
            tree_string(got, &out);
            if (!bytes_equal(buf_bytes(&out), json_bytes(string)))
                COMPLAIN("%s, %s: string of %s differs: %.300s\n", at.group, at.run, root,
                         buf_c_string(&out));
        }
        if (string && strcmp(kind, "text") == 0) {
            buf_clear(&out);
            doc_text(doc, bytes_text(root), &out);
            if (!bytes_equal(buf_bytes(&out), json_bytes(string)))
                COMPLAIN("%s, %s: text of %s differs\n", at.group, at.run, root);
        }
        buf_free(&out);
        json_decref(got);
    }
}

static void apply_one(struct where at, struct doc *doc, const json_t *update, struct doc *mirror)
{
    struct buf bytes = unbase64(update);
    struct buf increment = {0};
    if (doc_apply(doc, buf_bytes(&bytes), &increment) != OK)
        COMPLAIN("%s, %s: an update was refused\n", at.group, at.run);
    if (doc_apply(mirror, buf_bytes(&increment), NULL) != OK)
        COMPLAIN("%s, %s: an increment was refused\n", at.group, at.run);
    if (!doc_is_pending(doc) && !doc_contains_update(doc, buf_bytes(&bytes)))
        COMPLAIN("%s, %s: an applied update counts as new\n", at.group, at.run);
    buf_free(&bytes);
    buf_free(&increment);
}

static void apply_all(struct where at, struct doc *doc, struct doc *mirror, json_t *group,
                      json_t *seq, json_t *crcs)
{
    json_t *updates = json_object_get(group, "updates");
    for (size_t i = 0; i < json_array_size(seq); i++) {
        size_t which = (size_t)json_integer_value(json_array_get(seq, i));
        apply_one(at, doc, json_array_get(updates, which), mirror);
        if (crcs && state_crc(doc) != json_integer_value(json_array_get(crcs, i))) {
            COMPLAIN("%s, %s: differs after update %zu\n", at.group, at.run, i);
            crcs = NULL;
        }
    }
}

static void compare_diffs(struct where at, struct doc *doc, json_t *diffs)
{
    for (size_t i = 0; i < json_array_size(diffs); i++) {
        json_t *diff = json_array_get(diffs, i);
        struct buf sv = unbase64(json_object_get(diff, "sv"));
        struct buf out = {0};
        assert_int_equal(doc_since(doc, buf_bytes(&sv), &out), OK);
        compare_bytes(at, "diff", buf_bytes(&out), json_object_get(diff, "nf"));
        buf_free(&out);
        buf_free(&sv);
    }
}

static void compare_partial(struct where at, struct doc *doc, json_t *group, json_t *partial)
{
    compare_state(at, doc, json_object_get(partial, "sv"), json_object_get(partial, "nf"));
    compare_content(at, doc, json_object_get(group, "roots"), json_object_get(partial, "content"),
                    NULL);
    json_t *pending = json_object_get(partial, "pending");
    if (doc_is_pending_structs(doc) != json_is_true(json_object_get(pending, "structs")) ||
        doc_is_pending_deletes(doc) != json_is_true(json_object_get(pending, "ds")))
        COMPLAIN("%s, %s: pending differs\n", at.group, at.run);
}

/* A merge of all updates of the run, given to a new document, ends the same. */
static void compare_merged(struct where at, json_t *group, json_t *run, const json_t *sv,
                           const json_t *nf)
{
    json_t *updates = json_object_get(group, "updates");
    json_t *seq = json_object_get(run, "seq");
    size_t count = json_array_size(seq);
    struct buf *bufs = calloc(count + 1, sizeof *bufs);
    struct bytes *views = calloc(count + 1, sizeof *views);
    for (size_t i = 0; i < count; i++) {
        size_t which = (size_t)json_integer_value(json_array_get(seq, i));
        bufs[i] = unbase64(json_array_get(updates, which));
        views[i] = buf_bytes(&bufs[i]);
    }
    struct buf merged = {0};
    assert_int_equal(doc_merge_updates(views, count, &merged), OK);
    struct doc *doc = doc_new(!json_is_false(json_object_get(group, "gc")));
    if (doc_apply(doc, buf_bytes(&merged), NULL) != OK)
        COMPLAIN("%s, %s: a merged update was refused\n", at.group, at.run);
    else if (nf)
        compare_state(at, doc, sv, nf);
    doc_free(doc);
    buf_free(&merged);
    for (size_t i = 0; i < count; i++)
        buf_free(&bufs[i]);
    free(bufs);
    free(views);
}

static void check_run(json_t *group, json_t *run, bool is_first)
{
    struct where at = {json_string_value(json_object_get(group, "id")),
                       json_string_value(json_object_get(run, "name"))};
    bool gc = !json_is_false(json_object_get(group, "gc"));
    json_t *expect = json_object_get(group, "expect");
    json_t *sv = json_object_get(expect, "sv");
    json_t *nf = json_object_get(run, "nf");
    bool has_own_nf = nf != NULL;
    nf = nf ? nf : json_object_get(expect, "nf");
    struct doc *doc = doc_new(gc);
    struct doc *mirror = doc_new(gc);
    apply_all(at, doc, mirror, group, json_object_get(run, "seq"), json_object_get(run, "crc"));
    json_t *partial = json_object_get(run, "partial");
    if (partial)
        compare_partial(at, doc, group, partial);
    apply_all(at, doc, mirror, group, json_object_get(run, "then"), NULL);
    compare_state(at, doc, sv, nf);
    compare_content(at, doc, json_object_get(group, "roots"), json_object_get(expect, "content"),
                    json_object_get(expect, "string"));
    if (doc_is_pending(doc))
        COMPLAIN("%s, %s: something still waits\n", at.group, at.run);
    if (is_first)
        compare_diffs(at, doc, json_object_get(group, "diffs"));
    if (!has_own_nf && gc) {
        compare_state((struct where){at.group, "increments"}, mirror, sv, nf);
        if (!partial)
            compare_merged((struct where){at.group, "our merge"}, group, run, sv, nf);
    }
    doc_free(doc);
    doc_free(mirror);
}

/* The state, written and read again, is the same; so is Yjs' own encoding of it. */
static void check_reload(json_t *group)
{
    struct where at = {json_string_value(json_object_get(group, "id")), "reload"};
    json_t *expect = json_object_get(group, "expect");
    const char *keys[] = {"nf", "yjs"};
    for (int i = 0; i < 2; i++) {
        json_t *state = json_object_get(expect, keys[i]);
        if (!state)
            continue;
        struct doc *doc = doc_new(!json_is_false(json_object_get(group, "gc")));
        struct buf bytes = unbase64(state);
        if (doc_apply(doc, buf_bytes(&bytes), NULL) != OK)
            COMPLAIN("%s: %s was refused\n", at.group, keys[i]);
        compare_state(at, doc, json_object_get(expect, "sv"), json_object_get(expect, "nf"));
        buf_free(&bytes);
        doc_free(doc);
    }
}

static void check_file(const char *name)
{
    json_t *file = vectors_load(name);
    json_t *groups = json_object_get(file, "groups");
    complaints = 0;
    size_t runs = 0;
    assert_true(json_array_size(groups) > 0);
    for (size_t i = 0; i < json_array_size(groups); i++) {
        json_t *group = json_array_get(groups, i);
        json_t *list = json_object_get(group, "runs");
        for (size_t j = 0; j < json_array_size(list); j++, runs++)
            check_run(group, json_array_get(list, j), j == 0);
        check_reload(group);
    }
    print_message("%s: %zu documents, %zu runs\n", name, json_array_size(groups), runs);
    json_decref(file);
    if (complaints > 0)
        fail_msg("%s: %u differences", name, complaints);
}

#define TEST_FILE(name)                                                                            \
    static void name##_documents_end_as_in_yjs(void **state)                                       \
    {                                                                                              \
        (void)state;                                                                               \
        check_file(#name);                                                                         \
    }
DOCUMENT_FILES(TEST_FILE)

int main(void)
{
#define TEST_ENTRY(name) cmocka_unit_test(name##_documents_end_as_in_yjs),
    const struct CMUnitTest tests[] = {DOCUMENT_FILES(TEST_ENTRY)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
