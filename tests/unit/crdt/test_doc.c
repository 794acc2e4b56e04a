#include "crdt/doc.h"

#include "base/lib0.h"
#include "crdt/edit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct bytes nothing = {NULL, 0};

static struct bytes t(void)
{
    return bytes_text("t");
}

static struct doc *given_a_client(uint64_t id)
{
    struct doc *doc = doc_new(true);
    doc_client_set(doc, id);
    return doc;
}

/* What `doc` sends when somebody types there. */
static struct buf typed(struct doc *doc, uint32_t at, const char *text)
{
    struct buf update = {0};
    assert_int_equal(doc_text_insert(doc, t(), at, bytes_text(text), &update), OK);
    return update;
}

static struct buf erased(struct doc *doc, uint32_t at, uint32_t len)
{
    struct buf update = {0};
    assert_int_equal(doc_text_delete(doc, t(), at, len, &update), OK);
    return update;
}

static void taken(struct doc *doc, struct buf update)
{
    assert_int_equal(doc_apply(doc, buf_bytes(&update), NULL), OK);
    buf_free(&update);
}

static void assert_text(const struct doc *doc, const char *text)
{
    struct buf out = {0};
    doc_text(doc, t(), &out);
    assert_string_equal(buf_c_string(&out), text);
    buf_free(&out);
}

static struct buf state_of(struct doc *doc)
{
    struct buf out = {0};
    assert_int_equal(doc_since(doc, nothing, &out), OK);
    return out;
}

static void assert_same(struct doc *a, struct doc *b)
{
    struct buf x = state_of(a);
    struct buf y = state_of(b);
    assert_true(bytes_equal(buf_bytes(&x), buf_bytes(&y)));
    buf_free(&x);
    buf_free(&y);
}

static void what_comes_too_early_waits_and_shows_nowhere(void **state)
{
    (void)state;
    struct doc *writer = given_a_client(5);
    struct doc *reader = doc_new(true);
    struct buf first = typed(writer, 0, "ab");
    struct buf second = typed(writer, 2, "c");
    struct buf third = erased(writer, 1, 2);
    struct buf increment = {0};
    assert_int_equal(doc_apply(reader, buf_bytes(&third), &increment), OK);
    assert_int_equal(doc_apply(reader, buf_bytes(&second), &increment), OK);
    assert_true(bytes_equal(buf_bytes(&increment), bytes_of("\0\0\0\0", 4)));
    assert_true(doc_is_pending_structs(reader));
    assert_true(doc_is_pending_deletes(reader));
    assert_int_equal(doc_client_clock(reader, 5), 0);
    taken(reader, first);
    assert_false(doc_is_pending(reader));
    assert_text(reader, "a");
    assert_same(reader, writer);
    buf_free(&second);
    buf_free(&third);
    buf_free(&increment);
    doc_free(writer);
    doc_free(reader);
}

static void what_waits_can_be_forgotten_and_sent_again(void **state)
{
    (void)state;
    struct doc *writer = given_a_client(5);
    struct doc *reader = doc_new(true);
    struct buf first = typed(writer, 0, "ab");
    struct buf second = typed(writer, 1, "c");
    assert_int_equal(doc_apply(reader, buf_bytes(&second), NULL), OK);
    doc_pending_drop(reader);
    assert_false(doc_is_pending(reader));
    taken(reader, first);
    assert_text(reader, "ab");
    taken(reader, second);
    assert_same(reader, writer);
    doc_free(writer);
    doc_free(reader);
}

/* Structs of many clients that all wait for client 9. */
static void append_waiting(struct buf *update, unsigned clients)
{
    write_varuint(update, clients);
    for (unsigned i = clients; i > 0; i--) {
        write_varuint(update, 1);
        write_varuint(update, 100 + i);
        write_varuint(update, 0);
        buf_append(update, "\x84\x09\x00\x01x", 5);
    }
    buf_u8(update, 0);
}

static void what_waits_beyond_the_bounds_is_lost_and_that_is_told(void **state)
{
    (void)state;
    struct doc *reader = doc_new(true);
    struct buf update = {0};
    append_waiting(&update, DOC_MAX_WAITING_STRUCTS + 1000);
    assert_int_equal(doc_apply(reader, buf_bytes(&update), NULL), OK);
    assert_true(doc_is_pending(reader));
    struct doc *writer = given_a_client(9);
    taken(reader, typed(writer, 0, "a"));
    assert_int_equal(doc_text_length_utf16(reader, t()), 1 + DOC_MAX_WAITING_STRUCTS);
    taken(reader, update);
    assert_false(doc_is_pending(reader));
    assert_int_equal(doc_text_length_utf16(reader, t()), 1 + DOC_MAX_WAITING_STRUCTS + 1000);
    doc_free(writer);
    doc_free(reader);
}

static void a_peer_gets_just_what_it_lacks(void **state)
{
    (void)state;
    struct doc *writer = given_a_client(5);
    struct doc *reader = doc_new(true);
    taken(reader, typed(writer, 0, "kunta"));
    struct buf vector = {0};
    doc_state_vector(reader, &vector);
    struct buf more = typed(writer, 5, "laiset");
    struct buf diff = {0};
    assert_int_equal(doc_since(writer, buf_bytes(&vector), &diff), OK);
    assert_true(bytes_equal(buf_bytes(&diff), buf_bytes(&more)));
    assert_false(doc_contains_update(reader, buf_bytes(&diff)));
    taken(reader, diff);
    assert_true(doc_contains_update(reader, buf_bytes(&more)));
    assert_text(reader, "kuntalaiset");
    assert_int_equal(doc_since(reader, bytes_of("\x01", 1), &vector), ERR_MALFORMED);
    buf_free(&more);
    buf_free(&vector);
    doc_free(writer);
    doc_free(reader);
}

static void merged_updates_are_one_update_and_holes_stay_holes(void **state)
{
    (void)state;
    struct doc *writer = given_a_client(5);
    struct buf updates[3] = {typed(writer, 0, "a"), typed(writer, 1, "b"), typed(writer, 2, "c")};
    struct buf merged = {0};
    struct bytes all[] = {buf_bytes(&updates[2]), buf_bytes(&updates[0]), buf_bytes(&updates[1]),
                          buf_bytes(&updates[0])};
    assert_int_equal(doc_merge_updates(all, 4, &merged), OK);
    struct buf whole = state_of(writer);
    assert_true(bytes_equal(buf_bytes(&merged), buf_bytes(&whole)));
    buf_clear(&merged);
    struct bytes ends[] = {buf_bytes(&updates[0]), buf_bytes(&updates[2])};
    assert_int_equal(doc_merge_updates(ends, 2, &merged), OK);
    struct doc *reader = doc_new(true);
    assert_int_equal(doc_apply(reader, buf_bytes(&merged), NULL), OK);
    assert_text(reader, "a");
    assert_true(doc_is_pending(reader));
    taken(reader, updates[1]);
    assert_text(reader, "abc");
    buf_clear(&merged);
    assert_int_equal(doc_merge_updates(NULL, 0, &merged), OK);
    assert_true(bytes_equal(buf_bytes(&merged), bytes_of("\0\0", 2)));
    struct bytes bad[] = {ends[0], bytes_of("\x01", 1)};
    assert_int_equal(doc_merge_updates(bad, 2, &merged), ERR_MALFORMED);
    assert_int_equal(merged.len, 2);
    buf_free(&updates[0]);
    buf_free(&updates[2]);
    buf_free(&merged);
    buf_free(&whole);
    doc_free(reader);
    doc_free(writer);
}

/* Many clients, lowest id first, each insert before another letter of one text: each passes all the
 * earlier ones. */
static void append_crowd(struct buf *update, unsigned clients)
{
    write_varuint(update, clients + 2);
    /* Client 3 cuts the pair of client 5's text, types on for client 5 and takes the value from under a key. */
    buf_append(update, "\x02\x03\x00\xC4\x05\x01\x05\x02\x01!\xA8\x06\x00\x01\x7E", 15);
    buf_append(update, "\x01\x02\x00\x04\x01\x01u", 7);
    write_varuint(update, clients + 1);
    for (unsigned i = 0; i <= clients; i++)
        buf_u8(update, '.');
    for (unsigned i = 0; i < clients; i++) {
        write_varuint(update, 1);
        write_varuint(update, 100 + i);
        buf_append(update, "\x00\x44\x02", 3);
        write_varuint(update, i + 1);
        buf_append(update, "\x01x", 2);
    }
    buf_u8(update, 0);
}

static void an_update_that_costs_too_much_is_taken_back_whole(bool gc)
{
    struct doc *doc = doc_new(gc);
    struct doc *copy = doc_new(gc);
    doc_client_set(doc, 5);
    struct buf first = typed(doc, 0, "a\xF0\x9F\x98\x80z");
    doc_client_set(doc, 6);
    assert_int_equal(
        doc_map_set(doc, bytes_text("m"), bytes_text("k"), bytes_of("\x7E", 1), &first), OK);
    doc_client_set(doc, 5);
    taken(copy, erased(doc, 3, 1)); /* waits */
    struct buf before = state_of(doc);
    assert_int_equal(doc_apply(copy, buf_bytes(&before), NULL), OK);
    struct buf update = {0};
    append_crowd(&update, 6500);
    struct buf increment = {0};
    assert_int_equal(doc_apply(doc, buf_bytes(&update), &increment), ERR_TOO_BIG);
    assert_int_equal(increment.len, 0);
    struct buf after = state_of(doc);
    assert_true(bytes_equal(buf_bytes(&before), buf_bytes(&after)));
    assert_text(doc, "a\xF0\x9F\x98\x80");
    assert_false(doc_has_root(doc, bytes_text("u")));
    buf_clear(&update);
    append_crowd(&update, 10);
    assert_int_equal(doc_apply(doc, buf_bytes(&update), NULL), OK);
    assert_int_equal(doc_apply(copy, buf_bytes(&update), NULL), OK);
    assert_text(doc, "a\xEF\xBF\xBD!\xEF\xBF\xBD");
    assert_same(doc, copy);
    buf_free(&first);
    buf_free(&before);
    buf_free(&after);
    buf_free(&update);
    buf_free(&increment);
    doc_free(doc);
    doc_free(copy);
}

static void a_costly_update_is_taken_back_whole(void **state)
{
    (void)state;
    an_update_that_costs_too_much_is_taken_back_whole(true);
    an_update_that_costs_too_much_is_taken_back_whole(false);
}

/* Examinations. */

struct seen {
    uint32_t inserted;
    uint32_t deleted;
    unsigned structs;
    bool in_t_only;
};

static enum err see_struct(void *context, uint64_t client, uint32_t units, int content_kind,
                           struct bytes root, bool key_present, struct bytes utf8)
{
    (void)client;
    (void)key_present;
    struct seen *seen = context;
    seen->structs++;
    seen->inserted += content_kind == DOC_STRING ? units : 0;
    seen->in_t_only &= bytes_equal(root, t());
    assert_int_equal(content_kind == DOC_STRING, utf8.data != NULL);
    return OK;
}

static enum err see_delete(void *context, struct bytes root, uint32_t units)
{
    struct seen *seen = context;
    seen->deleted += units;
    seen->in_t_only &= bytes_equal(root, t());
    return OK;
}

static enum err examined(const struct doc *doc, struct buf update, struct seen *seen)
{
    *seen = (struct seen){.in_t_only = true};
    struct doc_visitor visitor = {seen, see_struct, see_delete};
    enum err err = doc_examine(doc, buf_bytes(&update), &visitor);
    buf_free(&update);
    return err;
}

static void an_examination_follows_origins_to_the_root(void **state)
{
    (void)state;
    struct doc *writer = given_a_client(5);
    struct doc *other = given_a_client(4);
    struct doc *reader = doc_new(true);
    struct seen seen;
    taken(reader, typed(writer, 0, "ab"));
    taken(other, state_of(writer));
    taken(writer, typed(other, 1, "X"));     /* client 4 stands on 5 */
    struct buf more = typed(writer, 2, "Y"); /* 5 on 4 */
    struct buf gone = erased(writer, 0, 2);  /* a, X */
    assert_int_equal(examined(reader, state_of(writer), &seen), OK);
    assert_true(seen.in_t_only);
    assert_int_equal(seen.inserted, 1); /* Y; X came deleted */
    assert_int_equal(seen.structs, 2);
    assert_int_equal(seen.deleted, 1); /* of what the reader has: a */
    assert_int_equal(examined(reader, more, &seen), ERR_PENDING);
    assert_int_equal(seen.structs, 0);
    assert_text(reader, "ab");
    buf_free(&gone);
    doc_free(writer);
    doc_free(other);
    doc_free(reader);
}

static void an_examination_counts_what_is_new_only(void **state)
{
    (void)state;
    struct doc *writer = given_a_client(5);
    struct doc *reader = doc_new(true);
    struct seen seen;
    taken(reader, typed(writer, 0, "abc"));
    struct buf more = typed(writer, 3, "def");
    struct buf both[2] = {state_of(writer), erased(writer, 1, 4)};
    struct bytes views[2] = {buf_bytes(&both[0]), buf_bytes(&both[1])};
    struct buf merged = {0};
    assert_int_equal(doc_merge_updates(views, 2, &merged), OK);
    assert_int_equal(examined(reader, merged, &seen), OK);
    assert_int_equal(seen.inserted, 3);
    assert_int_equal(seen.deleted, 4); /* b, c of the reader; d, e of the update */
    buf_free(&more);
    buf_free(&both[0]);
    buf_free(&both[1]);
    doc_free(writer);
    doc_free(reader);
}

static enum err keep_views(void *context, uint64_t client, uint32_t units, int content_kind,
                           struct bytes root, bool key_present, struct bytes utf8)
{
    struct bytes *kept = context;
    (void)client, (void)units, (void)content_kind, (void)key_present;
    kept[0] = root;
    kept[1] = utf8;
    return OK;
}

static void what_an_examination_tells_lives_as_long_as_the_update(void **state)
{
    (void)state;
    struct doc *writer = given_a_client(5);
    struct doc *reader = doc_new(true);
    struct buf update = typed(writer, 0, "abc");
    struct bytes kept[2] = {{0}};
    struct doc_visitor visitor = {.context = kept, .on_struct = keep_views};
    assert_int_equal(doc_examine(reader, buf_bytes(&update), &visitor), OK);
    for (int i = 0; i < 2; i++) {
        assert_true(kept[i].data >= update.data);
        assert_true(kept[i].data + kept[i].len <= update.data + update.len);
    }
    assert_true(bytes_equal(kept[0], t()));
    assert_true(bytes_equal(kept[1], bytes_text("abc")));
    buf_free(&update);
    doc_free(reader);
    doc_free(writer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_comes_too_early_waits_and_shows_nowhere),
        cmocka_unit_test(what_waits_can_be_forgotten_and_sent_again),
        cmocka_unit_test(what_waits_beyond_the_bounds_is_lost_and_that_is_told),
        cmocka_unit_test(a_peer_gets_just_what_it_lacks),
        cmocka_unit_test(merged_updates_are_one_update_and_holes_stay_holes),
        cmocka_unit_test(a_costly_update_is_taken_back_whole),
        cmocka_unit_test(an_examination_follows_origins_to_the_root),
        cmocka_unit_test(an_examination_counts_what_is_new_only),
        cmocka_unit_test(what_an_examination_tells_lives_as_long_as_the_update),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
