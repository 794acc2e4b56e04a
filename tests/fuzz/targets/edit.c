/* edit.c - fuzz target: the server's own edits among strangers' updates. Feeds: an honest session
 * (session.h); of its ops, those with 0x80 in the first byte are own edits, spread over the
 * arrivals (without SESSION_IS all are, and nobody else writes): what, root and key, at (u16, as it is or within the length), length, letters; 0x80 in
 * the last byte: in one transaction with the next. Checks: an edit is refused exactly if it reaches
 * outside, and then changes nothing; a text edit is refused also inside a surrogate pair, and does
 * to a plain text just what it does to a string. The update given out brings a second document, and
 * the reference (model.h), to the same state; it holds nothing new afterwards. */
#include "fuzz/fuzz.h"
#include "fuzz/session.h"

#include "base/utf.h"
#include "crdt/edit.h"

enum { OWN_EDIT = 0x80, TOGETHER = 0x80, OWN_CLIENT = 4242424, EDITS = 128 };
enum what {
    TEXT_INSERT,
    TEXT_DELETE,
    ARRAY_INSERT,
    ARRAY_DELETE,
    MAP_SET,
    MAP_SET_TEXT,
    MAP_DELETE
};

struct edit {
    enum what what;
    struct bytes root, key;
    uint32_t at, len;
    uint8_t letters;
};

struct trio {
    struct doc *doc;
    struct doc *second;
    struct model *model;
};

static struct buf update;
static struct buf before;
static struct buf after;

static struct edit edit_read(const struct doc *doc, const uint8_t op[SESSION_OP])
{
    static const char *const roots[] = {"t", "a", "m"};
    struct edit edit = {.what = (enum what)((op[0] & 0x0F) % (MAP_DELETE + 1)),
                        .root = bytes_text(roots[op[1] % 3]),
                        .key = bytes_text(op[1] & 0x80 ? "k" : "l"),
                        .at = (uint32_t)(op[2] << 8 | op[3]),
                        .len = op[4],
                        .letters = op[5]};
    uint32_t length = doc_text_length_utf16(doc, edit.root);
    if (!(op[0] & 0x10)) {
        edit.at %= length + 2;
        edit.len %= length + 2 > edit.at ? length + 2 - edit.at : 1;
    }
    if ((op[0] & 0x60) == 0x60)
        edit.len = UINT32_MAX - edit.len;
    return edit;
}

static struct bytes letters_of(const struct edit *edit)
{
    static const char *const texts[] = {
        "a", "xyz",          "\xC3\xA4o", "\xF0\x9F\x98\x80", "b\xF0\x9F\x98\x80",
        "",  "\xED\xA0\x80", "\xFF"};
    return bytes_text(texts[edit->letters & 7]);
}

static struct bytes values_of(const struct edit *edit, uint32_t *count)
{
    static const uint8_t values[][4] = {{0x7E}, {0x7D, 1, 0x78}, {0x77, 1, 'a'}, {0x76, 0}, {0x50}};
    static const uint8_t lens[] = {1, 3, 3, 2, 1};
    size_t which = edit->letters % 5;
    *count = which == 1 ? 2 : 1;
    return bytes_of(values[which], lens[which]);
}

static enum err edit_do(struct doc *doc, const struct edit *e, struct buf *out)
{
    uint32_t count;
    struct bytes values = values_of(e, &count);
    switch (e->what) {
    case TEXT_INSERT:
        return doc_text_insert(doc, e->root, e->at, letters_of(e), out);
    case TEXT_DELETE:
        return doc_text_delete(doc, e->root, e->at, e->len, out);
    case ARRAY_INSERT:
        return doc_array_insert(doc, e->root, e->at, values, count, out);
    case ARRAY_DELETE:
        return doc_array_delete(doc, e->root, e->at, e->len, out);
    case MAP_SET:
        return doc_map_set(doc, e->root, e->key, values, out);
    case MAP_SET_TEXT:
        return doc_map_set_text(doc, e->root, e->key, letters_of(e), out);
    default:
        return doc_map_delete(doc, e->root, e->key, out);
    }
}

/* Half of a character lies before the place. */
static bool is_within_pair(struct bytes text, size_t units, uint32_t at)
{
    bool halved = false;
    if (at < units)
        utf8_offset(text, units, at, &halved);
    return halved;
}

/* What a string does: the bytes before `at`, the letters, the bytes behind at + len. */
static void check_text(const struct edit *e, enum err err, struct bytes old, struct bytes new)
{
    static struct buf expected;
    size_t units = utf8_units(old);
    struct bytes letters = e->what == TEXT_INSERT ? letters_of(e) : (struct bytes){NULL, 0};
    uint64_t end = e->what == TEXT_INSERT ? e->at : (uint64_t)e->at + e->len;
    bool is_nothing = e->what == TEXT_DELETE && e->len == 0;
    bool halves = !is_nothing &&
                  (is_within_pair(old, units, e->at) || is_within_pair(old, units, (uint32_t)end));
    bool fits = end <= units && utf8_check(letters, NULL) && !halves;
    CHECK((err == OK) == fits);
    if (!fits || is_nothing)
        return;
    bool halved;
    size_t from = utf8_offset(old, units, e->at, &halved);
    size_t to = utf8_offset(old, units, (size_t)end, &halved);
    buf_clear(&expected);
    buf_append(&expected, old.data, from);
    buf_bytes_append(&expected, letters);
    buf_append(&expected, old.data + to, old.len - to);
    CHECK(bytes_equal(buf_bytes(&expected), new));
}

static void check_length(const struct edit *e, enum err err, uint32_t old, uint32_t new)
{
    uint32_t count;
    size_t units = 0;
    values_of(e, &count);
    switch (e->what) {
    case TEXT_INSERT:
        if (e->at > old || !utf8_check(letters_of(e), &units))
            CHECK(err == ERR_MALFORMED);
        CHECK(new == old + (err == OK ? units : 0));
        break;
    case ARRAY_INSERT:
        if (e->at > old || e->letters % 5 == 4)
            CHECK(err == ERR_MALFORMED);
        CHECK(new == old + (err == OK ? count : 0));
        break;
    case TEXT_DELETE:
    case ARRAY_DELETE:
        if ((uint64_t)e->at + e->len > old)
            CHECK(err == ERR_MALFORMED);
        CHECK(new == old - (err == OK ? e->len : 0));
        break;
    case MAP_SET:
        CHECK((err == OK) == (e->letters % 5 != 4 && e->letters % 5 != 1));
        CHECK(new == old);
        break;
    case MAP_SET_TEXT:
        CHECK((err == OK) == utf8_check(letters_of(e), NULL));
        CHECK(new == old);
        break;
    default:
        CHECK(err == OK && new == old);
    }
}

/* Does it; the update goes to `out`, NULL within a transaction. What a reader sees is as it should
 * be. */
static enum err edit_checked(struct doc *doc, const struct edit *e, struct buf *out)
{
    uint32_t length = doc_text_length_utf16(doc, e->root);
    buf_clear(&before);
    doc_text(doc, e->root, &before);
    bool is_plain = utf8_units(buf_bytes(&before)) == length;
    enum err err = edit_do(doc, e, out);
    CHECK(err == OK || err == ERR_MALFORMED);
    check_length(e, err, length, doc_text_length_utf16(doc, e->root));
    buf_clear(&after);
    doc_text(doc, e->root, &after);
    if (is_plain && (e->what == TEXT_INSERT || e->what == TEXT_DELETE))
        check_text(e, err, buf_bytes(&before), buf_bytes(&after));
    return err;
}

static void tell_others(struct trio *t)
{
    CHECK(doc_contains_update(t->doc, buf_bytes(&update)));
    must_apply(t->second, buf_bytes(&update));
    CHECK(same_state(t->doc, t->second));
    CHECK(model_apply(t->model, buf_bytes(&update)) == MODEL_OK);
}

static void own_edit(struct trio *t, const uint8_t op[SESSION_OP])
{
    static struct buf state;
    struct edit e = edit_read(t->doc, op);
    state_of(t->doc, &state);
    buf_clear(&update);
    if (edit_checked(t->doc, &e, &update) == OK) {
        tell_others(t);
    } else {
        CHECK(update.len == 0);
        CHECK(bytes_equal(buf_bytes(&state), state_of(t->doc, &after)));
    }
}

/* Edits that go out as one update; how many there were. */
static size_t own_transaction(struct trio *t, const uint8_t *const *ops, size_t most)
{
    size_t done = 0;
    doc_begin(t->doc);
    do {
        struct edit e = edit_read(t->doc, ops[done]);
        edit_checked(t->doc, &e, NULL);
    } while (ops[done++][5] & TOGETHER && done < most);
    buf_clear(&update);
    doc_commit(t->doc, &update);
    tell_others(t);
    return done;
}

static void arrive(struct trio *t, struct bytes stranger)
{
    must_apply(t->doc, stranger);
    must_apply(t->second, stranger);
    CHECK(model_apply(t->model, stranger) == MODEL_OK);
}

static void compare_with_reference(const struct trio *t)
{
    state_of(t->doc, &before);
    buf_clear(&after);
    CHECK(model_since(t->model, (struct bytes){NULL, 0}, &after));
    CHECK(bytes_equal(buf_bytes(&before), buf_bytes(&after)));
    static const char *const roots[] = {"t", "a", "m"};
    for (int i = 0; i < 3; i++)
        for (int kind = ROOT_TEXT; kind <= ROOT_MAP; kind++) {
            buf_clear(&before);
            buf_clear(&after);
            doc_tree(t->doc, (enum root_kind)kind, bytes_text(roots[i]), &before);
            model_tree(t->model, (enum root_kind)kind, bytes_text(roots[i]), &after);
            CHECK(json_same(buf_bytes(&before), buf_bytes(&after)));
        }
}

/* The strangers' ops are the session, where it is one; the own ones stay behind. */
static struct bytes strangers_of(struct bytes input, const uint8_t **edits, size_t *count)
{
    static struct buf session;
    bool has_strangers = input.len > 0 && input.data[0] & SESSION_IS;
    buf_clear(&session);
    buf_bytes_append(&session, take(&input, SESSION_HEAD));
    *count = 0;
    while (input.len >= SESSION_OP) {
        struct bytes op = take(&input, SESSION_OP);
        if (!(op.data[0] & OWN_EDIT) && has_strangers)
            buf_bytes_append(&session, op);
        else if (*count < EDITS)
            edits[(*count)++] = op.data;
    }
    return buf_bytes(&session);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct trio t;
    const uint8_t *edits[EDITS];
    size_t count;
    struct bytes strangers = strangers_of(bytes_of(data, size), edits, &count);
    const struct session *s = session_make(strangers, SESSION_IS, SESSION_ODD);
    if (!t.model)
        t.model = model_new(s->gc, 4 * SESSION_UNITS);
    model_clear(t.model, s->gc);
    t.doc = doc_new(s->gc);
    t.second = doc_new(s->gc);
    doc_client_set(t.doc, OWN_CLIENT);
    size_t arrived = 0;
    for (size_t i = 0; i < count;) {
        for (; arrived < s->arrivals * i / count; arrived++)
            arrive(&t, session_arrival(s, arrived));
        if (edits[i][5] & TOGETHER)
            i += own_transaction(&t, edits + i, count - i);
        else
            own_edit(&t, edits[i++]);
    }
    for (; arrived < s->arrivals; arrived++)
        arrive(&t, session_arrival(s, arrived));
    compare_with_reference(&t);
    doc_free(t.doc);
    doc_free(t.second);
    return 0;
}
