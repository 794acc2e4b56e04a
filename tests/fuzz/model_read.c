/* model_read.c - an update read by the reference: docs/formats.md line by line, with the checks we
 * add to those of Yjs. */
#include "base/json_text.h"
#include "fuzz/model_inside.h"

enum { CLOCKS = 0x7FFFFFFF };

static struct name read_name(struct reader *r)
{
    struct name name = {.client = read_varuint(r), .is = true};
    uint64_t clock = read_varuint(r);
    if (clock > CLOCKS)
        reader_fail(r);
    name.clock = (uint32_t)clock;
    return name;
}

static void read_json(struct reader *r, bool undefined_too)
{
    struct bytes text = read_string(r, NULL);
    bool is_undefined = text.len == 9 && memcmp(text.data, "undefined", 9) == 0;
    if (!(undefined_too && is_undefined) && !json_text_check(text))
        reader_fail(r);
}

static uint64_t read_elements(struct reader *r, struct piece *piece)
{
    uint64_t count = read_varuint(r);
    const uint8_t *start = r->at;
    for (uint64_t i = 0; i < count && !r->failed; i++) {
        if (piece->kind == DOC_ANY)
            read_any(r);
        else
            read_json(r, true);
    }
    piece->content = bytes_of(start, (size_t)(r->at - start));
    return count;
}

static void read_type_ref(struct reader *r)
{
    uint64_t ref = read_varuint(r);
    if (ref == TYPE_REF_ELEMENT || ref == TYPE_REF_HOOK)
        read_string(r, NULL);
    if (ref > TYPE_REF_LAST)
        reader_fail(r);
}

static uint64_t read_content(struct reader *r, struct piece *piece)
{
    const uint8_t *start = r->at;
    size_t units;
    switch (piece->kind) {
    case DOC_DELETED:
        return read_varuint(r);
    case DOC_STRING:
        piece->content = read_string(r, &units);
        return units;
    case DOC_JSON:
    case DOC_ANY:
        return read_elements(r, piece);
    case DOC_BINARY:
        piece->content = read_buffer(r);
        return 1;
    case DOC_EMBED:
        read_json(r, false);
        break;
    case DOC_FORMAT:
        read_string(r, NULL);
        read_json(r, false);
        break;
    case DOC_TYPE:
        read_type_ref(r);
        break;
    case DOC_SUBDOC: {
        read_string(r, NULL);
        struct bytes options = read_any(r);
        if (options.len == 0 || options.data[0] != LIB0_OBJECT)
            reader_fail(r);
        break;
    }
    default:
        reader_fail(r);
    }
    piece->content = bytes_of(start, (size_t)(r->at - start));
    return 1;
}

static bool is_own_future(const struct piece *piece, struct name name)
{
    return name.is && name.client == piece->client && name.clock >= piece->clock;
}

static void read_item_head(struct reader *r, struct piece *piece, uint8_t info)
{
    if (info & 0x80)
        piece->origin = read_name(r);
    if (info & 0x40)
        piece->right_origin = read_name(r);
    if (!(info & 0xC0)) {
        uint64_t parent_info = read_varuint(r);
        if (parent_info == 1)
            piece->root = read_string(r, NULL);
        else if (parent_info == 0)
            piece->parent = read_name(r);
        else
            reader_fail(r);
        piece->has_key = (info & 0x20) != 0;
        if (piece->has_key)
            piece->key = read_string(r, NULL);
    }
    if (is_own_future(piece, piece->origin) || is_own_future(piece, piece->right_origin) ||
        is_own_future(piece, piece->parent))
        reader_fail(r);
}

/* Gives the clock behind it; adds nothing for a hole. */
static uint64_t read_piece(struct reader *r, struct pieces *pieces, uint64_t client, uint64_t clock)
{
    uint8_t info = read_u8(r);
    struct piece piece = {.client = client, .clock = (uint32_t)clock, .kind = info & 0x1F};
    uint64_t len;
    if (piece.kind == DOC_GC || piece.kind == DOC_SKIP) {
        len = read_varuint(r);
        if (info & 0xE0)
            reader_fail(r);
    } else {
        read_item_head(r, &piece, info);
        len = read_content(r, &piece);
    }
    if (len == 0 || clock + len > CLOCKS)
        reader_fail(r);
    if (r->failed)
        return clock;
    piece.len = (uint32_t)len;
    if (piece.kind != DOC_SKIP) {
        ROOM_FOR(pieces->list, pieces->count, pieces->capacity);
        pieces->list[pieces->count++] = piece;
    } else {
        pieces->stretches++;
    }
    return clock + len;
}

static void read_deletes(struct reader *r, struct pieces *pieces)
{
    for (uint64_t clients = read_varuint(r); clients > 0 && !r->failed; clients--) {
        uint64_t client = read_varuint(r);
        for (uint64_t count = read_varuint(r); count > 0 && !r->failed; count--) {
            uint64_t clock = read_varuint(r);
            uint64_t len = read_varuint(r);
            if (len == 0 || clock + len > CLOCKS)
                reader_fail(r);
            if (r->failed)
                return;
            ROOM_FOR(pieces->deletes, pieces->delete_count, pieces->delete_capacity);
            pieces->deletes[pieces->delete_count++] =
                (struct stretch){client, (uint32_t)clock, (uint32_t)(clock + len)};
        }
    }
}

/* Where the block heads stand, to find a client that is named twice. */
struct heads {
    uint64_t *clients;
    size_t count, capacity;
};

static bool note_head(struct heads *heads, uint64_t client)
{
    for (size_t i = 0; i < heads->count; i++)
        if (heads->clients[i] == client)
            return false;
    ROOM_FOR(heads->clients, heads->count, heads->capacity);
    heads->clients[heads->count++] = client;
    return true;
}

bool pieces_read(struct pieces *pieces, struct bytes update)
{
    static _Thread_local struct heads heads;
    struct reader r = reader_of(update);
    heads.count = 0;
    pieces->stretches = 0;
    for (uint64_t clients = read_varuint(&r); clients > 0 && !r.failed; clients--) {
        uint64_t count = read_varuint(&r);
        uint64_t client = read_varuint(&r);
        uint64_t clock = read_varuint(&r);
        if (clock > CLOCKS || (!r.failed && !note_head(&heads, client)))
            reader_fail(&r);
        pieces->stretches += count > 0;
        for (; count > 0 && !r.failed; count--)
            clock = read_piece(&r, pieces, client, clock);
    }
    read_deletes(&r, pieces);
    return reader_done(&r);
}

bool model_can_read(struct bytes update)
{
    static _Thread_local struct pieces pieces;
    pieces.count = pieces.delete_count = 0;
    return pieces_read(&pieces, update);
}

size_t model_stretches(struct bytes update)
{
    static _Thread_local struct pieces pieces;
    pieces.count = pieces.delete_count = 0;
    return pieces_read(&pieces, update) ? pieces.stretches : 0;
}
