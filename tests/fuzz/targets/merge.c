/* merge.c - fuzz target: several updates as one. Feeds: an honest session (session.h) that arrives
 * out of order, or raw pieces. Checks: the updates merged in groups of any size, and the groups
 * merged again, in any order, give a new document the vector and the state of one that got them one
 * by one; merging at once or in two steps gives the same bytes, and merging the merged alone
 * changes nothing. Raw: a merge is refused exactly if one of its pieces is no update, and where no
 * client stands in two of them, the merged one brings the vector that the pieces bring one by one.
 */
#include "fuzz/fuzz.h"
#include "fuzz/session.h"

enum { PIECES = 64, GROUPS = SESSION_UPDATES * 2 };

static struct buf merged[GROUPS];
static struct buf all;
static struct buf again;

static void check_fixed(const struct buf *update)
{
    struct bytes view = buf_bytes(update);
    buf_clear(&again);
    CHECK(doc_merge_updates(&view, 1, &again) == OK);
    CHECK(bytes_equal(view, buf_bytes(&again)));
}

/* Groups of 1 to 8, by the seed's bits. */
static size_t merge_groups(const struct bytes *updates, size_t count, uint32_t seed,
                           struct bytes *groups)
{
    size_t made = 0;
    for (size_t at = 0; at < count; made++) {
        seed = seed * 1664525U + 1013904223U;
        size_t size = 1 + (seed >> 20) % 8;
        size = size < count - at ? size : count - at;
        buf_clear(&merged[made]);
        CHECK(doc_merge_updates(updates + at, size, &merged[made]) == OK);
        groups[made] = buf_bytes(&merged[made]);
        at += size;
    }
    return made;
}

static void run_session(const struct session *s, uint32_t seed)
{
    static struct bytes updates[GROUPS];
    static struct bytes groups[GROUPS];
    static struct buf twice;
    struct doc *one_by_one = doc_new(s->gc);
    struct doc *by_groups = doc_new(s->gc);
    struct doc *at_once = doc_new(s->gc);
    for (size_t i = 0; i < s->count; i++)
        must_apply(one_by_one, session_update(s, i));
    for (size_t i = 0; i < s->arrivals; i++)
        updates[i] = session_arrival(s, i);
    size_t count = merge_groups(updates, s->arrivals, seed, groups);
    for (size_t i = 0; i < count; i++)
        must_apply(by_groups, groups[i]);
    buf_clear(&all);
    buf_clear(&twice);
    CHECK(doc_merge_updates(updates, s->arrivals, &all) == OK);
    CHECK(doc_merge_updates(groups, count, &twice) == OK);
    CHECK(bytes_equal(buf_bytes(&all), buf_bytes(&twice)));
    check_fixed(&all);
    must_apply(at_once, buf_bytes(&all));
    CHECK(!doc_is_pending(one_by_one) && !doc_is_pending(by_groups) && !doc_is_pending(at_once));
    CHECK(same_state(one_by_one, by_groups));
    CHECK(same_state(one_by_one, at_once));
    doc_free(one_by_one);
    doc_free(by_groups);
    doc_free(at_once);
}

static bool share_a_client(const struct pieces *read, const size_t *ends, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t a = 0; a < ends[i - 1]; a++)
            for (size_t b = ends[i - 1]; b < ends[i]; b++)
                if (read->list[a].client == read->list[b].client)
                    return true;
    return false;
}

static void compare_vectors(const struct bytes *updates, size_t count)
{
    static struct buf of_a;
    static struct buf of_b;
    struct doc *one_by_one = doc_new(true);
    struct doc *at_once = doc_new(true);
    for (size_t i = 0; i < count; i++)
        must_apply(one_by_one, updates[i]);
    must_apply(at_once, buf_bytes(&all));
    CHECK(bytes_equal(vector_of(one_by_one, &of_a), vector_of(at_once, &of_b)));
    CHECK(doc_is_pending_structs(one_by_one) == doc_is_pending_structs(at_once));
    CHECK(doc_is_pending_deletes(one_by_one) == doc_is_pending_deletes(at_once));
    doc_free(one_by_one);
    doc_free(at_once);
}

static void run_raw(struct bytes input)
{
    static struct pieces read;
    struct bytes updates[PIECES];
    size_t ends[PIECES];
    size_t count = 0;
    bool are_updates = true;
    read.count = read.delete_count = 0;
    take_u8(&input);
    for (; input.len > 0 && count < PIECES; count++) {
        updates[count] = take_piece(&input);
        are_updates = pieces_read(&read, updates[count]) && are_updates;
        ends[count] = read.count;
    }
    buf_clear(&all);
    enum err err = doc_merge_updates(updates, count, &all);
    CHECK(err == (are_updates ? OK : ERR_MALFORMED));
    CHECK(err == OK || all.len == 0);
    if (err != OK)
        return;
    check_fixed(&all);
    if (!share_a_client(&read, ends, count))
        compare_vectors(updates, count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes input = bytes_of(data, size);
    if (size > 2 && data[0] & SESSION_IS)
        run_session(session_make(input, 0x08, SESSION_ODD | SESSION_NO_GC), data[2]);
    else
        run_raw(input);
    return 0;
}
