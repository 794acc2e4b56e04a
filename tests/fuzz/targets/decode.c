/* decode.c - fuzz target: bytes from strangers, read. Feeds: by the first byte, an update, a state
 * vector, one lib0 `any` value or a delete set. Checks: update_read, doc_merge_updates, the
 * reference's reader (model.h) and doc_apply agree on what is an update; an accepted one, merged
 * alone, is accepted again and stays as it is; its delete set comes out sorted and joined. A state
 * vector is refused exactly if it is not count and pairs, and what it is answered with is an
 * update. A value that is read is JSON when shown, is read again to the same bytes, and an own edit
 * takes it just then. */
#include "fuzz/fuzz.h"

#include "crdt/edit.h"
#include "crdt/update.h"
#include "fuzz/model.h"

static struct buf merged;
static struct buf again;

/* What came out of a merge: clients and their ranges descending and apart. */
static void check_deletes(struct bytes update)
{
    struct reader reader = reader_of(update);
    uint64_t last_client = UINT64_MAX;
    CHECK(read_varuint(&reader) == 0);
    for (size_t clients = read_count(&reader, 2); clients > 0; clients--) {
        uint64_t client = read_varuint(&reader);
        CHECK(last_client == UINT64_MAX || client < last_client);
        last_client = client;
        size_t ranges = read_count(&reader, 2);
        CHECK(ranges > 0);
        for (uint64_t before = 0, first = 1; ranges > 0; ranges--, first = 0) {
            uint64_t clock = read_varuint(&reader);
            CHECK(first || clock > before);
            before = clock + read_varuint(&reader);
            CHECK(before > clock);
        }
    }
    CHECK(reader_done(&reader));
}

static enum err check_update(struct bytes bytes)
{
    static struct update update;
    enum err err = update_read(&update, bytes, NULL);
    CHECK(err == OK || err == ERR_MALFORMED);
    CHECK((err == OK) == model_can_read(bytes));
    buf_clear(&merged);
    CHECK(doc_merge_updates(&bytes, 1, &merged) == err);
    struct doc *doc = doc_new(true);
    CHECK(doc_apply(doc, bytes, NULL) == err);
    if (err == OK) {
        struct bytes alone = buf_bytes(&merged);
        buf_clear(&again);
        CHECK(update_read(&update, alone, NULL) == OK);
        CHECK(doc_merge_updates(&alone, 1, &again) == OK);
        CHECK(bytes_equal(alone, buf_bytes(&again)));
        struct doc *other = doc_new(true);
        must_apply(other, alone);
        CHECK(bytes_equal(vector_of(doc, &merged), vector_of(other, &again)));
        doc_free(other);
    } else {
        CHECK(merged.len == 0);
    }
    doc_free(doc);
    return err;
}

static void check_delete_set(struct bytes bytes)
{
    static struct buf update;
    buf_clear(&update);
    buf_u8(&update, 0);
    buf_bytes_append(&update, bytes);
    if (check_update(buf_bytes(&update)) != OK)
        return;
    struct bytes view = buf_bytes(&update);
    buf_clear(&merged);
    CHECK(doc_merge_updates(&view, 1, &merged) == OK);
    check_deletes(buf_bytes(&merged));
}

static bool is_vector(struct bytes bytes)
{
    struct reader reader = reader_of(bytes);
    for (size_t count = read_count(&reader, 2); count > 0; count--) {
        read_varuint(&reader);
        read_varuint(&reader);
    }
    return reader_done(&reader);
}

/* A document that stays: three people's letters and a deletion. */
static struct doc *some_doc(void)
{
    static const uint8_t first[] = {1, 1, 1, 0, 4, 1, 1, 't', 3, 'a', 'b', 'c', 1, 1, 1, 1, 1};
    static const uint8_t second[] = {2, 1, 5,    0, 0x84, 1, 2, 2, 'd', 'e', 1,
                                     3, 0, 0xC4, 1, 0,    1, 1, 2, 'f', 'g', 0};
    static struct doc *doc;
    if (!doc) {
        doc = doc_new(true);
        must_apply(doc, bytes_of(first, sizeof first));
        must_apply(doc, bytes_of(second, sizeof second));
        CHECK(doc_text_length_utf16(doc, bytes_text("t")) == 6);
    }
    return doc;
}

static void check_vector(struct bytes bytes)
{
    buf_clear(&merged);
    enum err err = doc_since(some_doc(), bytes, &merged);
    CHECK((err == OK) == (bytes.len == 0 || is_vector(bytes)));
    CHECK(err == OK || (err == ERR_MALFORMED && merged.len == 0));
    struct bytes answer = buf_bytes(&merged);
    if (err == OK) {
        buf_clear(&again);
        CHECK(doc_merge_updates(&answer, 1, &again) == OK);
        CHECK(bytes_equal(answer, buf_bytes(&again)));
        CHECK(doc_contains_update(some_doc(), answer));
    }
}

static bool is_shallow(struct bytes any)
{
    size_t deep = 0;
    for (size_t i = 0; i < any.len; i++)
        deep += any.data[i] == LIB0_ARRAY || any.data[i] == LIB0_OBJECT;
    return deep <
           100; /* what JSON lacks is shown one level deeper, and is_json has its own bound */
}

static void check_any(struct bytes bytes)
{
    struct reader reader = reader_of(bytes);
    struct bytes value = read_any(&reader);
    CHECK(reader.failed ? value.data == NULL && reader.at == reader.end
                        : value.len == bytes.len - reader_left(&reader));
    struct doc *doc = doc_new(true);
    bool whole = reader_done(&reader);
    buf_clear(&merged);
    enum err err = doc_map_set(doc, bytes_text("m"), bytes_text("k"), bytes, &merged);
    CHECK((err == OK) == whole);
    if (!reader.failed) {
        struct reader twice = reader_of(value);
        CHECK(bytes_equal(read_any(&twice), value) && reader_done(&twice));
        buf_clear(&again);
        any_tree(value, &again);
        CHECK(!is_shallow(value) || is_json(buf_bytes(&again)));
    }
    doc_free(doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes input = bytes_of(data, size);
    switch (take_u8(&input) % 4) {
    case 0:
        check_update(input);
        break;
    case 1:
        check_vector(input);
        break;
    case 2:
        check_any(input);
        break;
    default:
        check_delete_set(input);
    }
    return 0;
}
