/* diff.c - fuzz target: what a peer lacks. Feeds: an honest session (session.h), of which a peer
 * has a part, and the peer's vector, or one that tells less of it or speaks of strangers; or raw
 * pieces, the last of them as the vector. Checks: the difference, applied to the peer, brings it to
 * the same state, and back again nothing is lacking; the bytes are those of the reference
 * (model.h); they are an update that merging leaves alone. Raw: a vector is refused exactly if the
 * reference refuses it; nothing in a difference is new to the document it came from. */
#include "fuzz/fuzz.h"
#include "fuzz/session.h"

static struct buf difference;
static struct buf vector;
static struct buf scratch;

/* The peer's vector, its entries lowered here and there, and a stranger added. */
static void tell_less(struct doc *peer, uint32_t seed)
{
    static struct buf told;
    struct reader reader = reader_of(vector_of(peer, &told));
    size_t count = read_count(&reader, 2);
    buf_clear(&vector);
    write_varuint(&vector, count + 1);
    for (size_t i = 0; i < count; i++) {
        uint64_t client = read_varuint(&reader);
        uint64_t clock = read_varuint(&reader);
        seed = seed * 1664525U + 1013904223U;
        write_varuint(&vector, client);
        write_varuint(&vector, seed & 0x10000 ? clock : clock * (seed >> 24) / 255);
    }
    write_varuint(&vector, 999983);
    write_varuint(&vector, seed >> 8);
}

static void must_be_merged(const struct buf *update)
{
    struct bytes view = buf_bytes(update);
    buf_clear(&scratch);
    CHECK(doc_merge_updates(&view, 1, &scratch) == OK);
    CHECK(bytes_equal(view, buf_bytes(&scratch)));
}

static void bring_up_to_date(struct doc *doc, struct doc *peer)
{
    buf_clear(&difference);
    CHECK(doc_since(doc, buf_bytes(&vector), &difference) == OK);
    must_be_merged(&difference);
    must_apply(peer, buf_bytes(&difference));
    CHECK(!doc_is_pending(peer));
    CHECK(same_state(doc, peer));
    CHECK(doc_contains_update(doc, buf_bytes(&difference)));
}

/* The author's own document is without gc; so may ours be. */
static void compare_with_reference(const struct session *s, struct doc *doc)
{
    if (s->gc)
        return;
    buf_clear(&difference);
    buf_clear(&scratch);
    CHECK(doc_since(doc, buf_bytes(&vector), &difference) == OK);
    CHECK(model_since(s->model, buf_bytes(&vector), &scratch));
    CHECK(bytes_equal(buf_bytes(&difference), buf_bytes(&scratch)));
}

static void run_session(const struct session *s, uint32_t seed)
{
    struct doc *doc = doc_new(s->gc);
    struct doc *peer = doc_new(s->gc);
    for (size_t i = 0; i < s->count; i++)
        must_apply(doc, session_update(s, i));
    for (size_t i = 0; i < s->arrivals * (seed & 0xFF) / 255; i++)
        must_apply(peer, session_arrival(s, i));
    doc_pending_drop(peer);
    if (seed & 0x100)
        tell_less(peer, seed);
    else
        vector_of(peer, &vector);
    compare_with_reference(s, doc);
    bring_up_to_date(doc, peer);
    doc_free(doc);
    doc_free(peer);
}

static void run_raw(struct bytes input)
{
    static struct model *model;
    if (!model)
        model = model_new(true, 16);
    model_clear(model, true);
    struct doc *doc = doc_new(!(take_u8(&input) & SESSION_NO_GC));
    struct bytes last = {NULL, 0};
    while (input.len > 0) {
        if (last.data)
            (void)!doc_apply(doc, last, NULL);
        last = take_piece(&input);
    }
    buf_clear(&difference);
    buf_clear(&scratch);
    enum err err = doc_since(doc, last, &difference);
    CHECK((err == OK) == model_since(model, last, &scratch));
    CHECK(err == OK || (err == ERR_MALFORMED && difference.len == 0));
    if (err == OK) {
        must_be_merged(&difference);
        CHECK(doc_contains_update(doc, buf_bytes(&difference)));
    }
    doc_free(doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes input = bytes_of(data, size);
    if (size <= SESSION_HEAD || !(data[0] & SESSION_IS)) {
        run_raw(input);
        return 0;
    }
    /* Without gc, what is kept of deleted text depends on the order in which characters were cut in two. */
    uint8_t clear = SESSION_ODD | (data[1] & SESSION_ASTRAL ? SESSION_NO_GC : 0);
    run_session(session_make(input, 0, clear), (uint32_t)(data[2] | data[3] << 8));
    return 0;
}
