/* Where things land in long texts and large crowds, and what a document does not take. */
#include "base/lib0.h"
#include "base/mem.h"
#include "crdt/doc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct bytes nothing = {NULL, 0};

static struct bytes t(void)
{
    return bytes_text("t");
}

static uint32_t random_below(uint64_t *seed, uint32_t bound)
{
    *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (uint32_t)((*seed >> 33) % bound);
}

static struct doc *given_a_client(uint64_t id)
{
    struct doc *doc = doc_new(true);
    doc_client_set(doc, id);
    return doc;
}

static void assert_text(const struct doc *doc, struct bytes wanted)
{
    struct buf text = {0};
    doc_text(doc, t(), &text);
    assert_int_equal(text.len, wanted.len);
    assert_memory_equal(text.data, wanted.data, text.len);
    assert_int_equal(doc_text_length_utf16(doc, t()), wanted.len);
    buf_free(&text);
}

static void assert_same(struct doc *a, struct doc *b)
{
    struct buf x = {0};
    struct buf y = {0};
    assert_int_equal(doc_since(a, nothing, &x), OK);
    assert_int_equal(doc_since(b, nothing, &y), OK);
    assert_true(bytes_equal(buf_bytes(&x), buf_bytes(&y)));
    buf_free(&x);
    buf_free(&y);
}

/* The same edit of plain bytes. */
static void plain_insert(struct buf *text, uint32_t at, const char *letters, size_t len)
{
    buf_reserve(text, len);
    memmove(text->data + at + len, text->data + at, text->len - at);
    memcpy(text->data + at, letters, len);
    text->len += len;
}

static void plain_delete(struct buf *text, uint32_t at, uint32_t len)
{
    memmove(text->data + at, text->data + at + len, text->len - at - len);
    text->len -= len;
}

/* A random edit of the document and of the text it should hold. */
static void edit(struct doc *doc, struct buf *text, uint64_t *seed, struct buf *update)
{
    uint32_t at = random_below(seed, (uint32_t)text->len + 1);
    if (random_below(seed, 3) > 0 || text->len - at == 0) {
        char letters[4] = {(char)('a' + random_below(seed, 26)), 'x', 'y', 'z'};
        size_t len = 1 + random_below(seed, 4);
        assert_int_equal(doc_text_insert(doc, t(), at, bytes_of(letters, len), update), OK);
        plain_insert(text, at, letters, len);
    } else {
        uint32_t len = 1 + random_below(seed, 5);
        if (len > text->len - at)
            len = (uint32_t)text->len - at;
        assert_int_equal(doc_text_delete(doc, t(), at, len, update), OK);
        plain_delete(text, at, len);
    }
}

static void a_long_text_is_edited_anywhere_by_turns(void **state)
{
    (void)state;
    struct doc *docs[] = {given_a_client(1), given_a_client(2)};
    struct buf text = {0};
    uint64_t seed = 7;
    for (int i = 0; i < 20000; i++) {
        struct buf update = {0};
        struct doc *writer = docs[random_below(&seed, 2)];
        edit(writer, &text, &seed, &update);
        assert_int_equal(doc_apply(writer == docs[0] ? docs[1] : docs[0], buf_bytes(&update), NULL),
                         OK);
        buf_free(&update);
        if (i % 500 == 0)
            assert_text(writer, buf_bytes(&text));
    }
    assert_text(docs[0], buf_bytes(&text));
    assert_text(docs[1], buf_bytes(&text));
    assert_same(docs[0], docs[1]);
    assert_int_equal(doc_text_delete(docs[0], t(), 0, (uint32_t)text.len, &text), OK);
    assert_text(docs[0], nothing);
    buf_free(&text);
    doc_free(docs[0]);
    doc_free(docs[1]);
}

static void edits_between_begin_and_commit_are_one_update(void **state)
{
    (void)state;
    struct doc *writer = given_a_client(1);
    struct doc *reader = doc_new(true);
    struct buf text = {0};
    struct buf update = {0};
    uint64_t seed = 3;
    for (int round = 0; round < 20; round++) {
        buf_clear(&update);
        doc_begin(writer);
        for (int i = 0; i < 100; i++)
            edit(writer, &text, &seed, NULL);
        doc_commit(writer, &update);
        assert_text(writer, buf_bytes(&text));
        assert_int_equal(doc_apply(reader, buf_bytes(&update), NULL), OK);
        assert_text(reader, buf_bytes(&text));
        assert_same(writer, reader);
    }
    buf_clear(&update);
    doc_begin(writer);
    doc_commit(writer, &update);
    assert_true(bytes_equal(buf_bytes(&update), bytes_of("\0\0", 2)));
    buf_free(&update);
    buf_free(&text);
    doc_free(writer);
    doc_free(reader);
}

/* One letter of that client, right of unit 0 of client 1 and left of its unit 1. */
static void letter_between(uint64_t client, char letter, struct buf *update)
{
    buf_append(update, "\x01\x01", 2);
    write_varuint(update, client);
    buf_append(update, "\x00\xC4\x01\x00\x01\x01\x01", 7);
    buf_u8(update, (uint8_t)letter);
    buf_u8(update, 0);
}

static void shuffle(uint32_t *list, uint32_t count, uint64_t *seed)
{
    for (uint32_t i = count; i > 1; i--) {
        uint32_t j = random_below(seed, i);
        uint32_t kept = list[i - 1];
        list[i - 1] = list[j];
        list[j] = kept;
    }
}

static void a_crowd_at_one_place_stands_by_id_whoever_comes_first(void **state)
{
    (void)state;
    enum { CROWD = 20000 };
    struct doc *first = given_a_client(1);
    struct buf wanted = {0};
    struct buf start = {0};
    assert_int_equal(doc_text_insert(first, t(), 0, bytes_text("<>"), &start), OK);
    uint32_t *order = mem_array(CROWD, sizeof *order);
    buf_u8(&wanted, '<');
    for (uint32_t i = 0; i < CROWD; i++) {
        order[i] = i;
        buf_u8(&wanted, (uint8_t)('a' + i % 26));
    }
    buf_u8(&wanted, '>');
    uint64_t seed = 11;
    for (int round = 0; round < 3; round++) { /* ascending, then shuffled */
        struct doc *doc = doc_new(true);
        assert_int_equal(doc_apply(doc, buf_bytes(&start), NULL), OK);
        for (uint32_t i = 0; i < CROWD; i++) {
            struct buf update = {0};
            letter_between(10 + 3 * order[i], (char)('a' + order[i] % 26), &update);
            assert_int_equal(doc_apply(doc, buf_bytes(&update), NULL), OK);
            buf_free(&update);
        }
        assert_text(doc, buf_bytes(&wanted));
        doc_free(doc);
        shuffle(order, CROWD, &seed);
    }
    mem_free(order);
    buf_free(&start);
    buf_free(&wanted);
    doc_free(first);
}

/* `count` letters, each of a client and in a root of its own. */
static void strangers(uint32_t count, bool own_roots, struct buf *update)
{
    write_varuint(update, count);
    for (uint32_t i = count; i > 0; i--) {
        char root[16];
        snprintf(root, sizeof root, "r%u", own_roots ? i : 0);
        write_varuint(update, 1);
        write_varuint(update, 100 + i);
        buf_append(update, "\x00\x04\x01", 3);
        write_buffer(update, bytes_text(root));
        buf_append(update, "\x01x", 2);
    }
    buf_u8(update, 0);
}

static void too_many_are_not_taken(uint32_t bound, bool own_roots)
{
    struct doc *doc = given_a_client(1);
    struct buf update = {0};
    struct buf before = {0};
    struct buf after = {0};
    assert_int_equal(doc_text_insert(doc, t(), 0, bytes_text("abc"), &update), OK);
    assert_int_equal(doc_since(doc, nothing, &before), OK);
    buf_clear(&update);
    strangers(bound, own_roots, &update);
    assert_int_equal(doc_apply(doc, buf_bytes(&update), NULL), ERR_TOO_BIG);
    assert_int_equal(doc_since(doc, nothing, &after), OK);
    assert_true(bytes_equal(buf_bytes(&before), buf_bytes(&after)));
    buf_clear(&update);
    strangers(bound - 1, own_roots, &update);
    assert_int_equal(doc_apply(doc, buf_bytes(&update), NULL), OK);
    buf_clear(&update);
    doc_client_set(doc, 2); /* one more of each */
    assert_int_equal(doc_text_insert(doc, bytes_text("new"), 0, bytes_text("x"), &update),
                     ERR_TOO_BIG);
    assert_int_equal(update.len, 0);
    buf_free(&update);
    buf_free(&before);
    buf_free(&after);
    doc_free(doc);
}

static void more_clients_or_roots_than_the_bounds_are_not_taken(void **state)
{
    (void)state;
    too_many_are_not_taken(DOC_MAX_CLIENTS, false);
    too_many_are_not_taken(DOC_MAX_ROOTS, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_text_is_edited_anywhere_by_turns),
        cmocka_unit_test(edits_between_begin_and_commit_are_one_update),
        cmocka_unit_test(a_crowd_at_one_place_stands_by_id_whoever_comes_first),
        cmocka_unit_test(more_clients_or_roots_than_the_bounds_are_not_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
