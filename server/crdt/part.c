#include "crdt/part.h"

#include "base/json_text.h"
#include "base/utf.h"
#include "crdt/usual.h"

#include <assert.h>

struct id_bytes id_bytes_of(const uint8_t *at, size_t len)
{
    struct id_bytes bytes = {.len = (uint32_t)len};
    memcpy(&bytes.word, at, len);
    memset(&bytes.mask, 0xFF, len);
    return bytes;
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

static void part_of_usual(struct part *part, const struct usual *usual, uint64_t client)
{
    part->info = usual->info;
    part->kind = usual->kind;
    part->origin = (struct id){client, usual->origin};
    part->right = (struct id){client, usual->right};
    part->content = (struct bytes){usual->text, usual->bytes};
    part->len = usual->len;
    part->is_padded = true; /* all before takes at most 29 of the UPDATE_PADDING bytes */
}

/* False if it is not usual, or not right: who reads it as any struct will see. */
static bool read_usual_struct(struct reader *reader, struct part *part, const struct author *author,
                              uint64_t *units)
{
    struct usual usual;
    if (!usual_check(reader, author, part->clock, &usual))
        return false;
    part_of_usual(part, &usual, author->client);
    *units = usual.len;
    reader->at = usual.text + usual.bytes;
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
    struct usual usual;
    if (block->readable_end - block->structs.data < UPDATE_PADDING ||
        !usual_read(block->structs.data, &block->client_bytes, &usual))
        return NULL;
    part_of_usual(part, &usual, block->client);
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
