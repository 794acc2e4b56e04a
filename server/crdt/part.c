#include "crdt/part.h"

#include "base/json_text.h"
#include "base/utf.h"

#include <assert.h>
#include <endian.h>

struct id_bytes id_bytes_of(const uint8_t *at, size_t len)
{
    struct id_bytes bytes = {.len = (uint32_t)len};
    memcpy(&bytes.word, at, len);
    memset(&bytes.mask, 0xFF, len);
    return bytes;
}

/* The usual struct: text or deleted units between others of the same author. Most are such, so they
 * have a way of their own, by words instead of bytes; what is not usual goes the long way. */

static inline uint64_t word_at(const uint8_t *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* A varUint of at most 4 bytes; false for longer ones. Of three are most clocks of a long text, of
 * one most lengths. */
static inline bool short_varuint(const uint8_t **at, uint32_t *value)
{
    uint32_t word = (uint32_t)le64toh(word_at(*at));
    uint32_t sum = (word & 0x7F) | (word >> 1 & 0x3F80) | (word >> 2 & 0x1FC000);
    unsigned bytes = 3;
    if (!(word & 0x80)) {
        bytes = 1;
        sum &= 0x7F;
    } else if (!(word & 0x8000)) {
        bytes = 2;
        sum &= 0x3FFF;
    } else if (word & 0x800000) {
        bytes = 4;
        sum |= word >> 3 & 0xFE00000;
        if (word & 0x80000000)
            return false;
    }
    *at += bytes;
    *value = sum;
    return true;
}

static inline bool own_id(const uint8_t **at, const struct id_bytes *id, uint64_t client,
                          struct id *out)
{
    if ((word_at(*at) & id->mask) != id->word)
        return false;
    *at += id->len;
    out->client = client;
    return short_varuint(at, &out->clock);
}

/* Gives where the struct's text, if it has any, begins, with its bytes or the deleted units as the
 * part's length; NULL if it is not of this kind. UPDATE_PADDING bytes may be read. */
static inline const uint8_t *usual_struct(const uint8_t *at, const struct id_bytes *id,
                                          uint64_t client, struct part *part)
{
    uint8_t info = *at++;
    part->info = info & (uint8_t)~INFO_KIND;
    part->kind = info & INFO_KIND;
    if ((part->kind != DOC_STRING && part->kind != DOC_DELETED) || info < INFO_RIGHT)
        return NULL;
    if (info & INFO_ORIGIN && !own_id(&at, id, client, &part->origin))
        return NULL;
    if (info & INFO_RIGHT && !own_id(&at, id, client, &part->right))
        return NULL;
    if (!short_varuint(&at, &part->len))
        return NULL;
    part->content = (struct bytes){at, part->len * (size_t)(part->kind == DOC_STRING)};
    part->is_padded = true; /* all before takes at most 29 of the UPDATE_PADDING bytes */
    return at;
}

/* Where 16 bytes may be read; false for longer text. No loop, as nobody knows how long the next one
 * is. */
static inline bool is_short_ascii(const uint8_t *at, size_t len)
{
    if (len > 16)
        return false;
    uint64_t first = len < 8 ? (UINT64_C(1) << 8 * len) - 1 : UINT64_MAX;
    uint64_t second = len <= 8 ? 0 : UINT64_MAX >> (8 * (16 - len));
    uint64_t bits = (le64toh(word_at(at)) & first) | (le64toh(word_at(at + 8)) & second);
    return (bits & 0x8080808080808080) == 0;
}

/* Any struct. */

static struct id read_id(struct reader *reader)
{
    uint64_t client = read_varuint(reader);
    uint64_t clock = read_varuint(reader);
    if (clock > DOC_MAX_CLOCK)
        reader_fail(reader);
    return (struct id){client, (uint32_t)clock};
}

static void read_json_text(struct reader *reader, bool may_be_undefined)
{
    struct bytes text = read_string(reader, NULL);
    if (may_be_undefined && bytes_equal(text, bytes_text("undefined")))
        return;
    if (!json_text_check(text))
        reader_fail(reader);
}

static size_t read_values(struct reader *reader, uint8_t kind, struct bytes *content)
{
    size_t count = read_count(reader, 1);
    const uint8_t *start = reader->at;
    for (size_t i = 0; i < count && !reader->failed; i++) {
        if (kind == DOC_ANY)
            read_any(reader);
        else
            read_json_text(reader, true);
    }
    *content = (struct bytes){start, (size_t)(reader->at - start)};
    return count;
}

static void read_type(struct reader *reader)
{
    uint64_t ref = read_varuint(reader);
    if (ref > TYPE_XML_TEXT)
        reader_fail(reader);
    if (ref == TYPE_XML_ELEMENT || ref == TYPE_XML_HOOK)
        read_string(reader, NULL);
}

static void read_subdoc(struct reader *reader)
{
    read_string(reader, NULL);
    struct bytes options = read_any(reader);
    if (options.len == 0 || options.data[0] != LIB0_OBJECT)
        reader_fail(reader);
}

/* Gives the length in units. */
static uint64_t read_content(struct reader *reader, struct part *part)
{
    size_t units = 1;
    const uint8_t *start = reader->at;
    switch (part->kind) {
    case DOC_DELETED:
        return read_varuint(reader);
    case DOC_STRING:
        part->content = read_string(reader, &units);
        return units;
    case DOC_ANY:
    case DOC_JSON:
        return read_values(reader, part->kind, &part->content);
    case DOC_BINARY:
        part->content = read_buffer(reader);
        return 1;
    case DOC_EMBED:
        read_json_text(reader, false);
        break;
    case DOC_FORMAT:
        read_string(reader, NULL);
        read_json_text(reader, false);
        break;
    case DOC_TYPE:
        read_type(reader);
        break;
    case DOC_SUBDOC:
        read_subdoc(reader);
        break;
    default:
        reader_fail(reader);
    }
    part->content = (struct bytes){start, (size_t)(reader->at - start)};
    return 1;
}

static void read_parent(struct reader *reader, struct part *part)
{
    uint64_t info = read_varuint(reader);
    if (info > 1)
        reader_fail(reader);
    part->parent_is_root = info == 1;
    if (part->parent_is_root)
        part->root = read_string(reader, NULL);
    else
        part->parent = read_id(reader);
    part->key = part->info & INFO_KEY ? read_string(reader, NULL) : (struct bytes){NULL, 0};
}

static bool is_ahead(struct id id, uint64_t client, uint32_t clock)
{
    return id.client == client && id.clock >= clock;
}

static void read_references(struct reader *reader, struct part *part, const struct author *author)
{
    bool ahead = false;
    if (part->info & INFO_ORIGIN) {
        part->origin = read_id(reader);
        ahead |= is_ahead(part->origin, author->client, part->clock);
    }
    if (part->info & INFO_RIGHT) {
        part->right = read_id(reader);
        ahead |= is_ahead(part->right, author->client, part->clock);
    }
    if (!(part->info & (INFO_ORIGIN | INFO_RIGHT))) {
        read_parent(reader, part);
        ahead |= !part->parent_is_root && is_ahead(part->parent, author->client, part->clock);
    }
    if (ahead)
        reader_fail(reader);
}

static uint64_t read_any_struct(struct reader *reader, struct part *part,
                                const struct author *author)
{
    uint8_t info = read_u8(reader);
    part->info = info & (uint8_t)~INFO_KIND;
    part->kind = info & INFO_KIND;
    part->content = (struct bytes){NULL, 0};
    part->is_padded = false;
    if (part->kind == DOC_GC || part->kind == DOC_SKIP) {
        if (part->info)
            reader_fail(reader);
        return read_varuint(reader);
    }
    read_references(reader, part, author);
    return read_content(reader, part);
}

/* False if it is not usual, or not right: who reads it as any struct will see. */
static bool read_usual_struct(struct reader *reader, struct part *part, const struct author *author,
                              uint64_t *units)
{
    if (author->readable_end - reader->at < UPDATE_PADDING)
        return false;
    const uint8_t *at = usual_struct(reader->at, &author->bytes, author->client, part);
    if (!at || at > reader->end || part->content.len > (size_t)(reader->end - at) ||
        (part->info & INFO_ORIGIN && part->origin.clock >= part->clock) ||
        (part->info & INFO_RIGHT && part->right.clock >= part->clock))
        return false;
    size_t length = part->len;
    if (!is_short_ascii(at, part->content.len) && !utf8_check(part->content, &length))
        return false;
    *units = length;
    reader->at = at + part->content.len;
    return true;
}

/* Gives the clock behind it. */
uint32_t part_read(struct reader *reader, struct part *part, struct author *author, uint32_t clock)
{
    uint64_t len;
    part->clock = clock;
    if (!read_usual_struct(reader, part, author, &len))
        len = read_any_struct(reader, part, author);
    if (len == 0 || len > DOC_MAX_CLOCK - clock) {
        reader_fail(reader);
        return clock;
    }
    author->is_ascii &= part->kind != DOC_STRING || len == part->content.len;
    part->len = (uint32_t)len;
    return clock + part->len;
}

/* What was checked is read again without checking. */

const uint8_t *block_peek_usual(const struct block *block, struct part *part)
{
    if (block->readable_end - block->structs.data < UPDATE_PADDING ||
        !usual_struct(block->structs.data, &block->client_bytes, block->client, part))
        return NULL;
    part->clock = block->clock;
    part->index = block->index;
    part->is_apart = block->is_begun;
    if (!block->is_ascii && part->kind == DOC_STRING)
        part->len = (uint32_t)utf8_units(part->content);
    return part->content.data + part->content.len;
}

const uint8_t *block_peek(const struct block *block, struct part *part)
{
    const uint8_t *end = block_peek_usual(block, part);
    if (end)
        return end;
    struct author author = {.client = block->client};
    struct reader reader = reader_of(block->structs);
    part->clock = block->clock;
    part->index = block->index;
    part->is_apart = block->is_begun;
    part->len = (uint32_t)read_any_struct(&reader, part, &author);
    assert(!reader.failed);
    return reader.at;
}

size_t values_size(struct bytes values, uint8_t kind, uint32_t units)
{
    struct reader reader = reader_of(values);
    const uint8_t *start = reader.at;
    for (uint32_t i = 0; i < units; i++) {
        if (kind == DOC_ANY)
            read_any(&reader);
        else
            read_string(&reader, NULL);
    }
    return (size_t)(reader.at - start);
}
