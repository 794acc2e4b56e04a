#include "crdt/update.h"

#include "base/json_text.h"
#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>

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

static void read_references(struct reader *reader, struct part *part, uint64_t client)
{
    bool ahead = false;
    if (part->info & INFO_ORIGIN) {
        part->origin = read_id(reader);
        ahead |= is_ahead(part->origin, client, part->clock);
    }
    if (part->info & INFO_RIGHT) {
        part->right = read_id(reader);
        ahead |= is_ahead(part->right, client, part->clock);
    }
    if (!(part->info & (INFO_ORIGIN | INFO_RIGHT))) {
        read_parent(reader, part);
        ahead |= !part->parent_is_root && is_ahead(part->parent, client, part->clock);
    }
    if (ahead)
        reader_fail(reader);
}

/* Gives the clock behind it. */
static uint32_t read_struct(struct reader *reader, struct part *part, uint64_t client,
                            uint32_t clock)
{
    uint8_t info = read_u8(reader);
    part->info = info & (uint8_t)~INFO_KIND;
    part->kind = info & INFO_KIND;
    part->clock = clock;
    part->content = (struct bytes){NULL, 0};
    uint64_t len;
    if (part->kind == DOC_GC || part->kind == DOC_SKIP) {
        len = read_varuint(reader);
        if (part->info)
            reader_fail(reader);
    } else {
        read_references(reader, part, client);
        len = read_content(reader, part);
    }
    if (len == 0 || len > DOC_MAX_CLOCK - clock) {
        reader_fail(reader);
        return clock;
    }
    part->len = (uint32_t)len;
    return clock + part->len;
}

void block_next(struct block *block, struct part *part)
{
    struct reader reader = reader_of(block->structs);
    uint32_t end = read_struct(&reader, part, block->client, block->clock);
    assert(!reader.failed && block->count > 0);
    part->index = block->index++;
    block->clock = end;
    block->count--;
    block->structs = (struct bytes){reader.at, reader_left(&reader)};
}

struct part *update_parts(const struct update *update)
{
    struct part *parts = mem_array(update->part_count, sizeof *parts);
    for (size_t i = 0; i < update->block_count; i++)
        for (struct block block = update->blocks[i]; block.count > 0;)
            block_next(&block, &parts[block.index]);
    return parts;
}

/* Checking. */

static void block_add(struct update *update, uint64_t client, uint32_t clock, const uint8_t *at)
{
    if (update->block_count == update->block_capacity) {
        update->block_capacity = update->block_capacity ? update->block_capacity * 2 : 4;
        update->blocks = mem_grow(update->blocks, update->block_capacity, sizeof *update->blocks);
    }
    update->blocks[update->block_count++] = (struct block){.client = client,
                                                           .clock = clock,
                                                           .end = clock,
                                                           .index = update->part_count,
                                                           .structs = {at, 0}};
}

static void block_close(struct update *update, uint32_t clock, const uint8_t *at)
{
    struct block *block = &update->blocks[update->block_count - 1];
    block->end = clock;
    block->structs.len = (size_t)(at - block->structs.data);
    block->count = update->part_count - block->index;
    if (block->count == 0)
        update->block_count--;
}

static void read_client(struct update *update, struct reader *reader, uint64_t *client)
{
    size_t count = read_count(reader, 2);
    *client = read_varuint(reader);
    uint64_t first = read_varuint(reader);
    if (first > DOC_MAX_CLOCK)
        reader_fail(reader);
    uint32_t clock = (uint32_t)first;
    block_add(update, *client, clock, reader->at);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        struct part part;
        const uint8_t *at = reader->at;
        uint32_t end = read_struct(reader, &part, *client, clock);
        if (part.kind == DOC_SKIP) {
            block_close(update, clock, at);
            block_add(update, *client, end, reader->at);
        } else {
            update->part_count++;
        }
        clock = end;
    }
    block_close(update, clock, reader->at);
}

static int compare_clients(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static bool has_twice(uint64_t *clients, size_t count)
{
    bool descending = true;
    for (size_t i = 1; i < count && descending; i++)
        descending = clients[i - 1] > clients[i];
    if (descending)
        return false;
    qsort(clients, count, sizeof *clients, compare_clients);
    for (size_t i = 1; i < count; i++)
        if (clients[i - 1] == clients[i])
            return true;
    return false;
}

static void read_structs(struct update *update, struct reader *reader)
{
    uint64_t few[8];
    size_t clients = read_count(reader, 3);
    uint64_t *names = clients <= 8 ? few : mem_array(clients, sizeof *names);
    for (size_t i = 0; i < clients && !reader->failed; i++)
        read_client(update, reader, &names[i]);
    if (!reader->failed && has_twice(names, clients))
        reader_fail(reader);
    if (names != few)
        mem_free(names);
}

enum err update_read(struct update *update, struct bytes bytes)
{
    update->part_count = 0;
    update->block_count = 0;
    update->deletes.count = 0;
    if (bytes.len > DOC_MAX_UPDATE_BYTES)
        return ERR_TOO_BIG;
    struct reader reader = reader_of(bytes);
    read_structs(update, &reader);
    ranges_read(&update->deletes, &reader);
    if (!reader_done(&reader))
        return ERR_MALFORMED;
    ranges_sort(&update->deletes);
    return OK;
}

void update_free(struct update *update)
{
    mem_free(update->blocks);
    ranges_free(&update->deletes);
    *update = (struct update){0};
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

enum err state_vector_read(struct bytes bytes,
                           void (*each)(void *context, uint64_t client, uint64_t clock),
                           void *context)
{
    /* Once to check, once to tell: nobody acts on half a vector. */
    for (int telling = 0; telling < 2; telling++) {
        struct reader reader = reader_of(bytes);
        size_t count = read_count(&reader, 2);
        for (size_t i = 0; i < count && !reader.failed; i++) {
            uint64_t client = read_varuint(&reader);
            uint64_t clock = read_varuint(&reader);
            if (telling)
                each(context, client, clock);
        }
        if (!reader_done(&reader))
            return ERR_MALFORMED;
    }
    return OK;
}
