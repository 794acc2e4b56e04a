#include "live/policy.h"

#include "base/buf.h"
#include "base/lib0.h"
#include "crdt/edit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { MINE = 5, YOURS = 6 };

static const struct policy_field fields[] = {{"title", 10}, {"decision", 20}};
static const struct policy_field action_fields[] = {{"what", 10}, {"who", 10}};

struct world {
    struct policy *policy;
    struct doc *server;
    struct doc *mine; /* a browser */
};

static int begin(void **state)
{
    struct world *w = test_calloc(1, sizeof *w);
    w->policy = policy_new(fields, 2, action_fields, 2);
    policy_action_add(w->policy, bytes_text("a1"));
    w->server = doc_new(true);
    w->mine = doc_new(true);
    doc_client_set(w->mine, MINE);
    *state = w;
    return 0;
}

static int end(void **state)
{
    struct world *w = *state;
    policy_free(w->policy);
    doc_free(w->server);
    doc_free(w->mine);
    test_free(w);
    return 0;
}

static bool owns_mine(void *context, uint64_t client)
{
    (void)context;
    return client == MINE;
}

static enum err sent(struct world *w, struct buf update)
{
    enum err err = policy_check(w->policy, w->server, buf_bytes(&update), owns_mine, NULL);
    if (err == OK)
        assert_int_equal(doc_apply(w->server, buf_bytes(&update), NULL), OK);
    buf_free(&update);
    return err;
}

/* What a browser does whose update was refused: it starts again from what the server has. */
static void reloaded(struct world *w)
{
    struct buf all = {0};
    doc_free(w->mine);
    w->mine = doc_new(true);
    doc_client_set(w->mine, MINE);
    assert_int_equal(doc_since(w->server, (struct bytes){NULL, 0}, &all), OK);
    assert_int_equal(doc_apply(w->mine, buf_bytes(&all), NULL), OK);
    buf_free(&all);
}

static enum err typing(struct world *w, const char *root, uint32_t at, const char *text)
{
    struct buf update = {0};
    assert_int_equal(doc_text_insert(w->mine, bytes_text(root), at, bytes_text(text), &update), OK);
    return sent(w, update);
}

static enum err erasing(struct world *w, const char *root, uint32_t at, uint32_t len)
{
    struct buf update = {0};
    assert_int_equal(doc_text_delete(w->mine, bytes_text(root), at, len, &update), OK);
    return sent(w, update);
}

static void text_in_a_known_field_is_taken(void **state)
{
    struct world *w = *state;
    assert_int_equal(typing(w, "title", 0, "Foorumi"), OK);
    assert_int_equal(typing(w, "title", 3, "ä\n\t"), OK);
    assert_int_equal(typing(w, "a1/what", 0, "Tehdään"), OK);
    assert_int_equal(erasing(w, "title", 0, 4), OK);
    assert_int_equal(doc_text_length_utf16(w->server, bytes_text("title")), 6);
}

static void fields_that_do_not_exist_are_refused(void **state)
{
    struct world *w = *state;
    static const char *const names[] = {"titles", "a2/what", "a1/whom", "a1", "a1/", "/what", ""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal(typing(w, names[i], 0, "x"), ERR_POLICY);
        reloaded(w);
    }
}

static void a_removed_actions_fields_are_refused_but_may_be_erased(void **state)
{
    struct world *w = *state;
    assert_int_equal(typing(w, "a1/what", 0, "abc"), OK);
    policy_action_remove(w->policy, bytes_text("a1"));
    policy_action_remove(w->policy, bytes_text("a1"));
    assert_int_equal(erasing(w, "a1/what", 0, 1), OK);
    assert_int_equal(typing(w, "a1/what", 0, "d"), ERR_POLICY);
    reloaded(w);
    policy_action_add(w->policy, bytes_text("a1"));
    policy_action_add(w->policy, bytes_text("a1"));
    assert_int_equal(typing(w, "a1/what", 0, "d"), OK);
    struct buf all = {0};
    assert_int_equal(doc_since(w->mine, (struct bytes){NULL, 0}, &all), OK);
    assert_int_equal(sent(w, all), OK);
}

static void carriage_returns_are_refused(void **state)
{
    struct world *w = *state;
    assert_int_equal(typing(w, "title", 0, "a\r\nb"), ERR_POLICY);
    assert_int_equal(doc_text_length_utf16(w->server, bytes_text("title")), 0);
}

static enum err raw(struct world *w, const char *bytes, size_t len)
{
    struct buf update = {0};
    buf_append(&update, bytes, len);
    return sent(w, update);
}

#define RAW(w, text) raw(w, text, sizeof text - 1)

static void everything_but_text_is_refused(void **state)
{
    struct world *w = *state;
    struct buf update = {0};
    doc_map_set(w->mine, bytes_text("title"), bytes_text("k"), bytes_of("\x7E", 1), &update);
    assert_int_equal(sent(w, update), ERR_POLICY);
    reloaded(w);
    update = (struct buf){0};
    doc_array_insert(w->mine, bytes_text("title"), 0, bytes_of("\x7E", 1), 1, &update);
    assert_int_equal(sent(w, update), ERR_POLICY);
    reloaded(w);
    update = (struct buf){0};
    doc_map_set_text(w->mine, bytes_text("title"), bytes_text("n"), bytes_text("x"), &update);
    assert_int_equal(sent(w, update), ERR_POLICY);
    assert_int_equal(RAW(w, "\x01\x01\x05\0\x05\x01\x05title\x04null\0"), ERR_POLICY);
    assert_int_equal(RAW(w, "\x01\x01\x05\0\x06\x01\x05title\x01"
                            "b\x04true\0"),
                     ERR_POLICY);
    assert_int_equal(RAW(w, "\x01\x01\x05\0\x03\x01\x05title\x01x\0"), ERR_POLICY);
    assert_int_equal(RAW(w, "\x01\x01\x05\0\x24\x01\x05title\x01k\x01x\0"), ERR_POLICY);
    assert_int_equal(RAW(w, "\x01\x01\x05"), ERR_MALFORMED);
}

static void deleted_and_collected_structs_are_taken(void **state)
{
    struct world *w = *state;
    assert_int_equal(RAW(w, "\x01\x02\x05\0\0\x03\x01\x01\x05title\x02\0"), OK);
    assert_int_equal(RAW(w, "\x01\x01\x05\x05\x01\x01\x05other\x02\0"), ERR_POLICY);
}

static void others_ids_are_refused_unless_it_is_known_already(void **state)
{
    struct world *w = *state;
    struct doc *yours = doc_new(true);
    struct buf update = {0};
    doc_client_set(yours, YOURS);
    assert_int_equal(doc_text_insert(yours, bytes_text("title"), 0, bytes_text("ab"), &update), OK);
    struct buf copy = {0};
    buf_bytes_append(&copy, buf_bytes(&update));
    assert_int_equal(sent(w, copy), ERR_FOREIGN_ID);
    assert_int_equal(policy_check(w->policy, w->server, buf_bytes(&update), NULL, NULL), OK);
    assert_int_equal(doc_apply(w->server, buf_bytes(&update), NULL), OK);
    assert_int_equal(doc_apply(w->mine, buf_bytes(&update), NULL), OK);
    assert_int_equal(sent(w, update), OK);
    assert_int_equal(typing(w, "title", 1, "c"), OK);
    assert_int_equal(erasing(w, "title", 0, 3), OK);
    doc_free(yours);
}

static void a_field_does_not_grow_past_its_limit(void **state)
{
    struct world *w = *state;
    assert_int_equal(typing(w, "title", 0, "0123456789"), OK);
    assert_int_equal(typing(w, "title", 4, "x"), ERR_TOO_BIG);
}

static void a_field_too_long_may_shrink_and_change_its_words(void **state)
{
    struct world *w = *state;
    struct doc *old = doc_new(true);
    struct buf update = {0};
    doc_client_set(old, YOURS);
    assert_int_equal(
        doc_text_insert(old, bytes_text("title"), 0, bytes_text("0123456789abcdef"), &update), OK);
    assert_int_equal(doc_apply(w->server, buf_bytes(&update), NULL), OK);
    assert_int_equal(doc_apply(w->mine, buf_bytes(&update), NULL), OK);
    buf_clear(&update);
    assert_int_equal(doc_text_delete(w->mine, bytes_text("title"), 0, 2, &update), OK);
    struct buf insert = {0};
    assert_int_equal(doc_text_insert(w->mine, bytes_text("title"), 0, bytes_text("xy"), &insert),
                     OK);
    struct bytes both[] = {buf_bytes(&update), buf_bytes(&insert)};
    struct buf merged = {0};
    assert_int_equal(doc_merge_updates(both, 2, &merged), OK);
    assert_int_equal(sent(w, merged), OK);
    assert_int_equal(erasing(w, "title", 0, 1), OK);
    assert_int_equal(typing(w, "title", 0, "z"), ERR_TOO_BIG);
    buf_free(&update);
    buf_free(&insert);
    doc_free(old);
}

static void what_would_wait_is_not_taken(void **state)
{
    struct world *w = *state;
    struct buf lost = {0};
    assert_int_equal(doc_text_insert(w->mine, bytes_text("title"), 0, bytes_text("a"), &lost), OK);
    assert_int_equal(typing(w, "title", 1, "b"), ERR_PENDING);
    assert_int_equal(erasing(w, "title", 0, 1), ERR_PENDING);
    assert_int_equal(sent(w, lost), OK);
    assert_int_equal(erasing(w, "title", 0, 1), ERR_PENDING);
    struct buf all = {0};
    assert_int_equal(doc_since(w->mine, (struct bytes){NULL, 0}, &all), OK);
    assert_int_equal(sent(w, all), OK);
}

static void an_update_too_long_is_refused(void **state)
{
    struct world *w = *state;
    struct buf update = {0};
    buf_reserve(&update, POLICY_UPDATE_MAX_BYTES + 1);
    update.len = POLICY_UPDATE_MAX_BYTES + 1;
    memset(update.data, 0, update.len);
    assert_int_equal(sent(w, update), ERR_TOO_BIG);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(text_in_a_known_field_is_taken),
        TEST(fields_that_do_not_exist_are_refused),
        TEST(a_removed_actions_fields_are_refused_but_may_be_erased),
        TEST(carriage_returns_are_refused),
        TEST(everything_but_text_is_refused),
        TEST(deleted_and_collected_structs_are_taken),
        TEST(others_ids_are_refused_unless_it_is_known_already),
        TEST(a_field_does_not_grow_past_its_limit),
        TEST(a_field_too_long_may_shrink_and_change_its_words),
        TEST(what_would_wait_is_not_taken),
        TEST(an_update_too_long_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
