/* differential.c - fuzz target: the engine against the reference (model.h). Feeds: a session
 * (session.h), honest in any order of arrival or odd in the order made; or raw pieces as updates.
 * Checks: both take or refuse each update; after it, what waits, the state vector, the state in
 * normal form (so: units, origins, contents, what is deleted and what was collected), text, length
 * and the trees of all roots (so: the order of what lives) are the same; and a second document that
 * gets the increments only has that state. Half way, now and then, both begin anew from the state
 * so far, with what was collected in it.
 *
 * What raw bytes say is compared as long as the order of integration is given: one client at a time
 * and nothing waiting. Where it is not, a liar's references make the result depend on it, and only
 * the verdict is compared; likewise once a liar's item stands behind and before the same run, where
 * the result depends on how runs were joined. */
#include "fuzz/fuzz.h"
#include "fuzz/session.h"

enum { RAW_UNITS = 4096 };

struct pair {
    struct doc *doc;
    struct doc *mirror; /* knows the increments only */
    struct model *model;
};

static struct buf ours;
static struct buf theirs;

static bool same_bytes(void)
{
    bool same = bytes_equal(buf_bytes(&ours), buf_bytes(&theirs));
    buf_clear(&ours);
    buf_clear(&theirs);
    return same;
}

static void compare_roots(const struct pair *p)
{
    for (size_t i = 0;; i++) {
        struct bytes root = model_root(p->model, i);
        if (!root.data)
            return;
        CHECK(doc_has_root(p->doc, root));
        doc_text(p->doc, root, &ours);
        model_text(p->model, root, &theirs);
        CHECK(same_bytes());
        CHECK(doc_text_length_utf16(p->doc, root) == model_length(p->model, root));
        for (int kind = ROOT_TEXT; kind <= ROOT_MAP; kind++) {
            doc_tree(p->doc, (enum root_kind)kind, root, &ours);
            model_tree(p->model, (enum root_kind)kind, root, &theirs);
            CHECK(json_same(buf_bytes(&ours), buf_bytes(&theirs)));
            buf_clear(&ours);
            buf_clear(&theirs);
        }
    }
}

static void compare_little(const struct pair *p)
{
    CHECK(doc_is_pending_structs(p->doc) == model_waits_for_structs(p->model));
    CHECK(doc_is_pending_deletes(p->doc) == model_waits_with_deletes(p->model));
    doc_state_vector(p->doc, &ours);
    model_vector(p->model, &theirs);
    CHECK(same_bytes());
}

static void compare(const struct pair *p)
{
    compare_little(p);
    CHECK(doc_since(p->doc, (struct bytes){NULL, 0}, &ours) == OK);
    CHECK(model_since(p->model, (struct bytes){NULL, 0}, &theirs));
    CHECK(same_bytes());
    compare_roots(p);
}

static void begin(struct pair *p, bool gc)
{
    static struct model *model;
    if (!model)
        model = model_new(gc, RAW_UNITS);
    model_clear(model, gc);
    *p = (struct pair){doc_new(gc), doc_new(gc), model};
}

static void end(struct pair *p)
{
    doc_free(p->doc);
    doc_free(p->mirror);
}

/* To all three. */
static void arrive(struct pair *p, struct bytes update)
{
    static struct buf increment;
    buf_clear(&increment);
    CHECK(doc_apply(p->doc, update, &increment) == OK);
    must_apply(p->mirror, buf_bytes(&increment));
    CHECK(model_apply(p->model, update) == MODEL_OK);
}

/* Both from the state so far; what waited arrives again. */
static void begin_anew(struct pair *p, bool gc)
{
    static struct buf state;
    state_of(p->doc, &state);
    end(p);
    begin(p, gc);
    arrive(p, buf_bytes(&state));
    compare(p);
}

static void run_session(struct bytes input)
{
    const struct session *s = session_make(input, 0, 0);
    struct pair p;
    begin(&p, s->gc);
    size_t little = s->arrivals / 8 + 1;
    size_t much = s->arrivals / 3 + 1;
    bool anew = s->gc && !s->odd && !s->astral && s->scheme & 0x08;
    for (size_t i = 0; i < s->arrivals; i++) {
        arrive(&p, session_arrival(s, i));
        if (model_is_ambiguous(p.model))
            break;
        if (i % much == much - 1)
            compare(&p);
        else if (i % little == little - 1)
            compare_little(&p);
        if (anew && i == s->arrivals / 2) {
            begin_anew(&p, s->gc);
            for (size_t j = 0; j <= i; j++)
                arrive(&p, session_arrival(s, j));
        }
    }
    if (!model_is_ambiguous(p.model)) {
        compare(&p);
        CHECK(model_is_half_told(p.model) || same_state(p.doc, p.mirror));
    }
    if (!s->odd) { /* all has arrived: nothing may wait, and everybody's document is the author's */
        CHECK(!doc_is_pending(p.doc) && !model_is_ambiguous(p.model));
        model_vector(s->model, &theirs);
        doc_state_vector(p.doc, &ours);
        CHECK(same_bytes());
        compare_roots(&(struct pair){p.doc, NULL, s->model});
    }
    end(&p);
}

static void run_raw(struct bytes input)
{
    struct pair p;
    begin(&p, !(take_u8(&input) & SESSION_NO_GC));
    bool order_is_given = true;
    while (input.len > 0) {
        struct bytes update = take_piece(&input);
        enum model_verdict verdict = model_apply(p.model, update);
        if (verdict == MODEL_TOO_BIG)
            break;
        enum err err = doc_apply(p.doc, update, NULL);
        CHECK(err == OK || err == ERR_MALFORMED);
        CHECK((err == OK) == (verdict == MODEL_OK));
        order_is_given = order_is_given && model_stretches(update) <= 1 &&
                         !model_waits_for_structs(p.model) && !model_is_ambiguous(p.model);
        if (order_is_given)
            compare(&p);
    }
    end(&p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] & SESSION_IS)
        run_session(bytes_of(data, size));
    else
        run_raw(bytes_of(data, size));
    return 0;
}
