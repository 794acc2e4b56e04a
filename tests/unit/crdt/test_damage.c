/* Documents fed with true and damaged updates in random order stay in agreement with themselves: what is refused changes
 * nothing, looking says the same as taking, and the state, the increments and the differences all tell the same. */
#include "vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "states.h"

enum { ROUNDS = 400, UPDATES = 25 };

static const char *const files[] = {"rules",  "rich",   "nested", "xml", "mixed",
                                    "astral", "subdoc", "nogc",   "map", "undo"};
enum { FILES = sizeof files / sizeof *files };

static void damage(struct buf *bytes)
{
    for (uint32_t n = 1 + chance(3); n > 0 && bytes->len > 0; n--) {
        size_t at = chance(bytes->len);
        switch (chance(4)) {
        case 0:
            bytes->data[at] ^= (uint8_t)(1U << chance(8));
            break;
        case 1:
            bytes->data[at] = (uint8_t)chance(12); /* a kind, a small number */
            break;
        case 2:
            bytes->data[at] = bytes->data[chance(bytes->len)];
            break;
        default:
            memmove(bytes->data + at, bytes->data + at + 1, bytes->len - at - 1);
            bytes->len--;
        }
    }
}

static enum err see_struct(void *context, uint64_t client, uint32_t units, int content_kind,
                           struct bytes root, bool key_present, struct bytes utf8)
{
    (void)context, (void)client, (void)content_kind, (void)root, (void)key_present, (void)utf8;
    assert_true(units > 0);
    return OK;
}

static enum err see_delete(void *context, struct bytes root, uint32_t units)
{
    (void)context;
    assert_true(root.data && units > 0);
    return OK;
}

static void feed(struct doc *doc, struct doc *mirror, struct bytes update)
{
    struct doc_visitor visitor = {NULL, see_struct, see_delete};
    bool was_pending = doc_is_pending(doc);
    enum err seen = doc_examine(doc, update, &visitor);
    bool known = doc_contains_update(doc, update);
    struct buf before = state_of(doc);
    struct buf increment = {0};
    enum err err = doc_apply(doc, update, &increment);
    assert_int_equal(seen == ERR_MALFORMED, err == ERR_MALFORMED);
    if (err == OK && !was_pending)
        assert_int_equal(seen == ERR_PENDING, doc_is_pending(doc));
    if (err != OK || known)
        assert_same(before, state_of(doc));
    else
        buf_free(&before);
    if (err == OK)
        assert_int_equal(doc_apply(mirror, buf_bytes(&increment), NULL), OK);
    buf_free(&increment);
}

/* What the whole, the increments, and a difference to some vector say. */
static void assert_agreement(struct doc *doc, struct doc *mirror)
{
    struct doc *reader = doc_new(true);
    struct buf state = state_of(doc);
    struct buf vector = {0};
    struct buf difference = {0};
    assert_int_equal(doc_apply(reader, buf_bytes(&state), NULL), OK);
    assert_false(doc_is_pending(reader));
    assert_same(state, state_of(reader));
    if (!doc_is_pending(mirror))
        assert_same(state_of(doc), state_of(mirror));
    doc_state_vector(doc, &vector);
    if (vector.len > 0)
        vector.data[chance(vector.len)] = (uint8_t)chance(128);
    if (doc_since(doc, buf_bytes(&vector), &difference) == OK)
        assert_int_equal(doc_apply(reader, buf_bytes(&difference), NULL), OK);
    assert_same(state_of(doc), state_of(reader));
    buf_free(&vector);
    buf_free(&difference);
    doc_free(reader);
}

static void play(json_t *updates)
{
    struct doc *doc = doc_new(true);
    struct doc *mirror = doc_new(true);
    size_t count = json_array_size(updates);
    for (uint32_t n = 1 + chance(UPDATES), i = 0; i < n; i++) {
        size_t which = i < count && chance(2) ? i : chance(count);
        struct buf update = unbase64(json_array_get(updates, which));
        if (chance(3) == 0)
            damage(&update);
        feed(doc, mirror, buf_bytes(&update));
        buf_free(&update);
    }
    assert_agreement(doc, mirror);
    doc_free(doc);
    doc_free(mirror);
}

static void documents_agree_with_themselves_whatever_they_are_fed(void **state)
{
    (void)state;
    json_t *loaded[FILES];
    for (size_t i = 0; i < FILES; i++)
        loaded[i] = vectors_load(files[i]);
    for (int round = 0; round < ROUNDS; round++) {
        json_t *groups = json_object_get(loaded[chance(FILES)], "groups");
        json_t *group = json_array_get(groups, chance(json_array_size(groups)));
        play(json_object_get(group, "updates"));
    }
    for (size_t i = 0; i < FILES; i++)
        json_decref(loaded[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_agree_with_themselves_whatever_they_are_fed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
