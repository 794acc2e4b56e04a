/* A document that holds nothing takes an update while it still checks it (fresh.h): with the same result as one that holds
 * something, and if the update is refused, however late, it holds nothing again. */
#include "base/lib0.h"
#include "crdt/limits.h"
#include "vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "states.h"

static const char *const files[] = {"rules",  "text",  "typing", "astral", "rich",
                                    "nested", "mixed", "undo",   "nogc",   "big"};
enum {
    FILES = sizeof files / sizeof *files,
    DAMAGES = 40,
    STRANGE = 20000,
    STRUCTS = 24,
    AUTHOR = 7
};

/* "x" by a client of its own, into a root of its own. */
static const uint8_t other[] = {1, 1, 0xFF, 0xFE, 0xFD, 0xFC, 0x0F, 0,
                                4, 1, 2,    'o',  'o',  1,    'x',  0};

static struct doc *doc_with_other(void)
{
    struct doc *doc = doc_new(true);
    assert_int_equal(doc_apply(doc, bytes_of(other, sizeof other), NULL), OK);
    return doc;
}

/* Whether it is taken, and what becomes of it, is the same as where somebody has written already; who has then also written in
 * the first one, if it is. */
static enum err try(struct doc *fresh, struct bytes update)
{
    struct doc *used = doc_with_other();
    struct buf increment = {0};
    struct buf used_increment = {0};
    enum err err = doc_apply(fresh, update, &increment);
    assert_int_equal(err, doc_apply(used, update, &used_increment));
    if (err != OK)
        assert_true(!doc_has_root(fresh, bytes_text("t")) && !doc_is_pending(fresh));
    else
        assert_true(bytes_equal(buf_bytes(&increment), buf_bytes(&used_increment)));
    assert_int_equal(doc_is_pending(fresh), doc_is_pending(used));
    if (err == OK) {
        assert_int_equal(doc_apply(fresh, bytes_of(other, sizeof other), NULL), OK);
        assert_same(state_of(fresh), state_of(used));
    }
    buf_free(&increment);
    buf_free(&used_increment);
    doc_free(used);
    return err;
}

/* The whole document of a group, as its normal form. */
static struct buf whole(json_t *group)
{
    struct doc *doc = doc_new(true);
    json_t *updates = json_object_get(group, "updates");
    for (size_t i = 0; i < json_array_size(updates); i++) {
        struct buf update = unbase64(json_array_get(updates, i));
        doc_apply(doc, buf_bytes(&update), NULL);
        buf_free(&update);
    }
    struct buf state = state_of(doc);
    doc_free(doc);
    return state;
}

static void for_each_document(void (*check)(struct bytes state))
{
    for (size_t f = 0; f < FILES; f++) {
        json_t *file = vectors_load(files[f]);
        json_t *groups = json_object_get(file, "groups");
        for (size_t i = 0; i < json_array_size(groups); i++) {
            struct buf state = whole(json_array_get(groups, i));
            check(buf_bytes(&state));
            buf_free(&state);
        }
        json_decref(file);
    }
}

static void check_whole(struct bytes state)
{
    struct doc *fresh = doc_new(true);
    assert_int_equal(try(fresh, state), OK);
    doc_free(fresh);
}

static void a_stored_document_is_the_same_in_a_fresh_one(void **state)
{
    (void)state;
    for_each_document(check_whole);
}

/* After any refusal the same document takes the true one as if nothing had been. */
static void check_damaged(struct bytes state)
{
    struct buf bytes = {0};
    struct doc *fresh = doc_new(true);
    bool is_fresh = true;
    for (size_t n = 1; n <= DAMAGES; n++) {
        size_t at = state.len * n / (DAMAGES + 1);
        buf_clear(&bytes);
        buf_bytes_append(&bytes, state);
        if (n % 3 == 0)
            bytes.len = at;
        else
            bytes.data[at] =
                n % 3 == 1 ? (uint8_t)(bytes.data[at] ^ 1U << n % 8) : (uint8_t)(n % 12);
        is_fresh = try(fresh, buf_bytes(&bytes)) != OK;
        if (is_fresh)
            continue;
        doc_free(fresh);
        fresh = doc_new(true);
    }
    assert_int_equal(doc_apply(fresh, state, NULL), OK);
    struct buf wanted = {0};
    buf_bytes_append(&wanted, state);
    assert_same(wanted, state_of(fresh));
    buf_free(&bytes);
    doc_free(fresh);
}

static void what_is_refused_late_leaves_nothing(void **state)
{
    (void)state;
    for_each_document(check_damaged);
}

/* What no client would write: places drawn among all units before, in lists, under keys, in deleted types, behind GC structs,
 * and sometimes the author once more. */

static void id_write(struct buf *out, uint32_t clock)
{
    write_varuint(out, AUTHOR);
    write_varuint(out, clock);
}

/* Where a struct stands: behind a unit, before one, between two, or first in a type or under a key of it. */
static void place_write(struct buf *out, uint8_t kind, uint32_t clock)
{
    bool neighbours = chance(2);
    uint32_t origin = neighbours || chance(4) == 0 ? clock - 1 : chance(clock);
    uint8_t sides = (uint8_t)(clock == 0 ? 0 : chance(8) < 5 ? 3 : chance(4));
    bool has_key = sides == 0 && chance(3) == 0;
    buf_u8(out, (uint8_t)(kind | sides << 6 | has_key << 5));
    if (sides & 2)
        id_write(out, origin);
    if (sides & 1)
        id_write(out, neighbours ? chance(origin + 1) : chance(clock));
    if (sides > 0)
        return;
    bool in_root = clock == 0 || chance(2);
    write_varuint(out, in_root);
    if (in_root)
        write_buffer(out, bytes_text("t"));
    else
        id_write(out, chance(clock));
    if (has_key)
        write_buffer(out, bytes_text("k"));
}

static uint32_t struct_write(struct buf *out, uint32_t clock)
{
    uint32_t units = 1 + chance(3);
    uint32_t gone = chance(6) > 0 ? units : 1 + chance(200);
    switch (chance(12)) {
    case 0:
        buf_u8(out, DOC_GC);
        write_varuint(out, gone);
        return gone;
    case 1:
        place_write(out, DOC_TYPE, clock);
        write_varuint(out, 2); /* a text */
        return 1;
    case 2:
    case 3:
    case 4:
        place_write(out, DOC_DELETED, clock);
        write_varuint(out, gone);
        return gone;
    default:
        place_write(out, DOC_STRING, clock);
        write_buffer(out, (struct bytes){(const uint8_t *)"abc", units});
        return units;
    }
}

static void strange_update(struct buf *out)
{
    uint32_t clients = 1 + (chance(20) == 0);
    buf_clear(out);
    write_varuint(out, clients);
    for (uint32_t clock = 0; clients > 0; clients--) {
        uint32_t structs = 1 + chance(STRUCTS);
        clock = chance(2) ? clock : 0;
        write_varuint(out, structs);
        id_write(out, clock);
        for (uint32_t i = 0; i < structs; i++)
            clock += struct_write(out, clock);
    }
    buf_append(out, (const uint8_t[]){1, AUTHOR, 1}, 3);
    write_varuint(out, chance(20));
    write_varuint(out, 1 + chance(9));
}

static void strange_documents_are_the_same_too(void **state)
{
    (void)state;
    struct buf update = {0};
    unsigned taken = 0;
    for (int n = 0; n < STRANGE; n++) {
        struct doc *fresh = doc_new(true);
        strange_update(&update);
        taken += try(fresh, buf_bytes(&update)) == OK;
        doc_free(fresh);
    }
    assert_in_range(taken, STRANGE / 4, STRANGE - 1);
    buf_free(&update);
}

/* Deleted units in a number that no text has: they take no memory, and the text behind them is there. */
static void the_longest_deletion_is_taken(void **state)
{
    (void)state;
    static const uint8_t start[] = {1, 2, 7, 0, 4, 1, 1, 't', 1, 'a', 0x81, 7, 0};
    struct buf update = {0};
    for (uint64_t units = 1; units <= DOC_MAX_CLOCK - 2; units = units * 3 + 1) {
        buf_clear(&update);
        buf_append(&update, start, sizeof start);
        update.data[1] = 3;
        write_varuint(&update, units);
        buf_append(&update, (const uint8_t[]){0x84, 7}, 2);
        write_varuint(&update, units);
        buf_append(&update, (const uint8_t[]){1, 'b', 0}, 3);
        struct doc *fresh = doc_new(true);
        assert_int_equal(try(fresh, buf_bytes(&update)), OK);
        struct buf text = {0};
        doc_text(fresh, bytes_text("t"), &text);
        assert_string_equal(buf_c_string(&text), "ab");
        buf_free(&text);
        doc_free(fresh);
    }
    buf_free(&update);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stored_document_is_the_same_in_a_fresh_one),
        cmocka_unit_test(what_is_refused_late_leaves_nothing),
        cmocka_unit_test(strange_documents_are_the_same_too),
        cmocka_unit_test(the_longest_deletion_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
