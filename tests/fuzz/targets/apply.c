/* apply.c - fuzz target: updates into a document. Feeds: a session (session.h) or raw pieces, with
 * gc on or off. Checks: examining changes nothing, and says "malformed" just when applying does,
 * "fine" only if nothing will wait, and "pending" only if something will. What is refused changes
 * nothing and gives no increment. What is known already changes nothing; what was taken is known
 * afterwards. The increments alone give a second document the same vector, in honest sessions the
 * same state (differential.c compares it for odd ones); likewise the state read anew. Text has at
 * most the units that the length says, and trees of every kind are JSON. */
#include "fuzz/fuzz.h"
#include "fuzz/session.h"

#include "base/utf.h"

struct apply {
    struct doc *doc;
    struct doc *mirror; /* knows the increments only */
    bool is_honest; /* what comes is what clients send; else the result may depend on the order */
};

static struct buf before;
static struct buf before_vector;
static struct buf after;
static struct buf increment;

static enum err see_struct(void *context, uint64_t client, uint32_t units, int content_kind,
                           struct bytes root, bool key_present, struct bytes utf8)
{
    (void)context, (void)root, (void)key_present;
    CHECK(client <= LIB0_UINT_MAX && units > 0);
    CHECK(content_kind >= DOC_GC && content_kind < DOC_SKIP);
    CHECK(utf8.data == NULL || content_kind == DOC_STRING || content_kind == DOC_GC);
    return OK;
}

static enum err see_delete(void *context, struct bytes root, uint32_t units)
{
    (void)context;
    CHECK(root.data && units > 0);
    return OK;
}

static void state_is_as_before(struct doc *doc)
{
    CHECK(bytes_equal(buf_bytes(&before), state_of(doc, &after)));
    CHECK(bytes_equal(buf_bytes(&before_vector), vector_of(doc, &after)));
}

static void check_seen(const struct apply *a, enum err seen, enum err err, bool was_pending)
{
    CHECK((seen == ERR_MALFORMED) == (err == ERR_MALFORMED));
    if (was_pending || err != OK)
        return;
    CHECK((seen == ERR_PENDING) == doc_is_pending(a->doc));
}

static enum err examine(struct apply *a, struct bytes update, bool *known, bool closely)
{
    struct doc_visitor visitor = {NULL, see_struct, see_delete};
    bool was_pending = doc_is_pending(a->doc);
    if (closely)
        state_of(a->doc, &before);
    vector_of(a->doc, &before_vector);
    enum err seen = doc_examine(a->doc, update, &visitor);
    *known = doc_contains_update(a->doc, update);
    if (closely)
        state_is_as_before(a->doc);
    CHECK(was_pending == doc_is_pending(a->doc));
    return seen;
}

static void tell_mirror(struct apply *a, bool closely)
{
    must_apply(a->mirror, buf_bytes(&increment));
    CHECK(bytes_equal(vector_of(a->doc, &before), vector_of(a->mirror, &after)));
    if (!a->is_honest)
        return;
    CHECK(!doc_is_pending(a->mirror));
    if (closely)
        CHECK(bytes_equal(state_of(a->doc, &before), state_of(a->mirror, &after)));
}

static void apply_one(struct apply *a, struct bytes update, bool closely)
{
    bool known;
    bool was_pending = doc_is_pending(a->doc);
    enum err seen = examine(a, update, &known, closely);
    buf_clear(&increment);
    enum err err = doc_apply(a->doc, update, &increment);
    CHECK(err == OK || err == ERR_MALFORMED);
    check_seen(a, seen, err, was_pending);
    if (closely && (err != OK || known))
        state_is_as_before(a->doc);
    if (err != OK) {
        CHECK(increment.len == 0 && !known);
        return;
    }
    CHECK(!known || bytes_equal(buf_bytes(&increment), bytes_of("\0", 2)));
    CHECK(doc_is_pending(a->doc) || doc_contains_update(a->doc, update));
    tell_mirror(a, closely);
}

static void check_roots(struct doc *doc)
{
    static const char *const roots[] = {"t", "a", "m", "text", "x", "", "arr", "map"};
    static struct buf out;
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        struct bytes root = bytes_text(roots[i]);
        buf_clear(&out);
        doc_text(doc, root, &out);
        CHECK(utf8_check(buf_bytes(&out), NULL));
        CHECK(utf8_units(buf_bytes(&out)) <= doc_text_length_utf16(doc, root));
        CHECK(doc_has_root(doc, root) || doc_text_length_utf16(doc, root) == 0);
        for (int kind = ROOT_TEXT; kind <= ROOT_XML_FRAGMENT; kind++) {
            buf_clear(&out);
            doc_tree(doc, (enum root_kind)kind, root, &out);
            CHECK(out.len > 0 && out.data[0] == '{' && out.data[out.len - 1] == '}');
            CHECK(out.len > 2000 || is_json(buf_bytes(&out)));
        }
    }
}

static void check_end(struct apply *a, bool gc)
{
    struct doc *reader = doc_new(gc);
    must_apply(reader, state_of(a->doc, &before));
    CHECK(!doc_is_pending(reader));
    CHECK(bytes_equal(vector_of(a->doc, &before_vector), vector_of(reader, &after)));
    if (a->is_honest)
        CHECK(bytes_equal(state_of(a->doc, &before), state_of(reader, &after)));
    buf_clear(&after);
    CHECK(doc_since(a->doc, (struct bytes){NULL, 0}, &after) == OK); /* perhaps kept from before */
    CHECK(bytes_equal(state_of(a->doc, &before), buf_bytes(&after)));
    check_roots(a->doc);
    doc_pending_drop(a->doc);
    CHECK(!doc_is_pending(a->doc));
    doc_free(reader);
}

static void run_session(struct apply *a, const struct session *s)
{
    a->is_honest = !s->odd;
    size_t each = s->arrivals / 12 + 1;
    for (size_t i = 0; i < s->arrivals; i++)
        apply_one(a, session_arrival(s, i), i % each == each - 1 || i + 1 == s->arrivals);
}

static void run_raw(struct apply *a, struct bytes input)
{
    take_u8(&input);
    while (input.len > 0)
        apply_one(a, take_piece(&input), true);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t flags = size > 0 ? data[0] : 0;
    bool gc = !(flags & SESSION_NO_GC);
    struct apply a = {.doc = doc_new(gc), .mirror = doc_new(gc)};
    if (flags & SESSION_IS)
        run_session(&a, session_make(bytes_of(data, size), 0, 0));
    else
        run_raw(&a, bytes_of(data, size));
    check_end(&a, gc);
    doc_free(a.doc);
    doc_free(a.mirror);
    return 0;
}
