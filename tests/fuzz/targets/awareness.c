/* awareness.c - fuzz target: who is here. Feeds: a byte of settings (whose entries count,
 * rewriting, a small limit, reannounce), then raw pieces as awareness updates, a piece that begins
 * with 0xFF as client ids whose connection closed. Checks: what is refused changes nothing and
 * tells nothing; what is taken, told to a second awareness without rules, brings it to the same;
 * all who are present, encoded and read by a new one, are the same people with the same states;
 * nobody else's entries are taken, no state is above the limit, every state is JSON; removing takes
 * away just those. */
#include "fuzz/fuzz.h"

#include "wire/ysync.h"

enum { ONLY_SOME = 1, REWRITE = 2, SMALL = 4, REANNOUNCE = 8, SMALL_BYTES = 8 };
static const char rewritten[] = "{\"name\":\"x\"}";

static struct buf before;
static struct buf after;
static struct buf told;
static size_t changes;

static bool owns(void *context, uint64_t client)
{
    (void)context;
    return client % 3 != 0;
}

static void rewrite(void *context, uint64_t client, struct bytes state, struct buf *out)
{
    (void)context, (void)client;
    CHECK(is_json(state));
    buf_text(out, rewritten);
}

static void on_change(void *context, uint64_t client, enum awareness_change change)
{
    (void)client;
    CHECK(change <= AWARENESS_REMOVED);
    ++*(size_t *)context;
}

static struct awareness_rules rules_of(uint8_t settings)
{
    return (struct awareness_rules){.context = &changes,
                                    .owns = settings & ONLY_SOME ? owns : NULL,
                                    .rewrite = settings & REWRITE ? rewrite : NULL,
                                    .on_change = on_change,
                                    .state_max_bytes = settings & SMALL ? SMALL_BYTES : 0};
}

static bool same_person(const struct awareness *a, const struct awareness *b, uint64_t client)
{
    uint64_t of_a;
    uint64_t of_b;
    struct bytes state = awareness_state(a, client, &of_a);
    return state.data && bytes_equal(state, awareness_state(b, client, &of_b)) && of_a == of_b;
}

static void check_same(const struct awareness *a, const struct awareness *b)
{
    CHECK(awareness_present(a) == awareness_present(b));
    for (size_t i = 0; i < awareness_present(a); i++)
        CHECK(same_person(a, b, awareness_client(a, i)));
}

static void check_present(const struct awareness *a, uint8_t settings)
{
    size_t most = settings & SMALL ? SMALL_BYTES : AWARENESS_STATE_MAX_BYTES;
    CHECK(awareness_present(a) <= AWARENESS_CLIENTS_MAX);
    for (size_t i = 0; i < awareness_present(a); i++) {
        uint64_t client = awareness_client(a, i);
        struct bytes state = awareness_state(a, client, NULL);
        CHECK(!(settings & ONLY_SOME) || client % 3 != 0);
        CHECK(settings & REWRITE ? bytes_equal(state, bytes_text(rewritten)) : state.len <= most);
        CHECK(state.len > 0 && is_json(state));
    }
    struct awareness *reader = awareness_new(false);
    buf_clear(&after);
    awareness_encode_all(a, &after);
    CHECK(awareness_apply(reader, buf_bytes(&after), NULL, NULL) == OK);
    check_same(a, reader);
    awareness_free(reader);
}

static void hear(struct awareness *a, struct awareness *peer, struct bytes update, uint8_t settings)
{
    struct awareness_rules rules = rules_of(settings);
    buf_clear(&before);
    buf_clear(&told);
    awareness_encode_all(a, &before);
    changes = 0;
    enum err err = awareness_apply(a, update, &rules, &told);
    CHECK(err == OK || err == ERR_MALFORMED || err == ERR_TOO_BIG);
    if (err != OK || changes == 0) {
        buf_clear(&after);
        awareness_encode_all(a, &after);
        CHECK(bytes_equal(buf_bytes(&before), buf_bytes(&after)));
    }
    if (err != OK) {
        CHECK(told.len == 0 && changes == 0);
        return;
    }
    CHECK(awareness_apply(peer, buf_bytes(&told), NULL, NULL) == OK);
    check_same(a, peer);
    buf_clear(&told);
    CHECK(awareness_apply(a, update, &rules, &told) == OK); /* old news, or back after leaving */
    CHECK(awareness_apply(peer, buf_bytes(&told), NULL, NULL) == OK);
    check_same(a, peer);
}

static void close_connection(struct awareness *a, struct awareness *peer, struct bytes ids)
{
    uint64_t clients[16];
    size_t count = 0;
    struct reader reader = reader_of(ids);
    while (count < 16 && reader_left(&reader) > 0)
        clients[count++] = read_varuint(&reader);
    buf_clear(&told);
    awareness_remove(a, clients, count, &told);
    for (size_t i = 0; i < count; i++)
        CHECK(!awareness_state(a, clients[i], NULL).data);
    CHECK(awareness_apply(peer, buf_bytes(&told), NULL, NULL) == OK);
    check_same(a, peer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes input = bytes_of(data, size);
    uint8_t settings = take_u8(&input);
    struct awareness *a = awareness_new((settings & REANNOUNCE) != 0);
    struct awareness *peer = awareness_new(false);
    while (input.len > 0) {
        struct bytes piece = take_piece(&input);
        if (piece.len > 0 && piece.data[0] == 0xFF)
            close_connection(a, peer, bytes_of(piece.data + 1, piece.len - 1));
        else
            hear(a, peer, piece, settings);
        check_present(a, settings);
    }
    awareness_free(a);
    awareness_free(peer);
    return 0;
}
