#include "crdt/update.h"

#include "base/mem.h"

#include <stdlib.h>

struct part *update_parts(const struct update *update)
{
    struct part *parts = mem_array(update->part_count, sizeof *parts);
    for (size_t i = 0; i < update->block_count; i++)
        for (struct block block = update->blocks[i]; block.count > 0;) {
            struct part *part = &parts[block.index];
            block_pass(&block, part, block_peek(&block, part));
        }
    return parts;
}

/* Checking. */

static void block_add(struct update *update, const struct author *author, uint32_t clock,
                      const uint8_t *at)
{
    if (update->block_count == update->block_capacity) {
        update->block_capacity = update->block_capacity ? update->block_capacity * 2 : 4;
        update->blocks = mem_grow(update->blocks, update->block_capacity, sizeof *update->blocks);
    }
    update->blocks[update->block_count++] = (struct block){.client = author->client,
                                                           .client_bytes = author->bytes,
                                                           .clock = clock,
                                                           .end = clock,
                                                           .index = update->part_count,
                                                           .structs = {at, 0},
                                                           .readable_end = author->readable_end};
}

static void block_close(struct update *update, const struct author *author, uint32_t clock,
                        const uint8_t *at)
{
    struct block *block = &update->blocks[update->block_count - 1];
    block->end = clock;
    block->is_ascii = author->is_ascii;
    block->structs.len = (size_t)(at - block->structs.data);
    block->count = update->part_count - block->index;
    if (block->count == 0)
        update->block_count--;
}

/* Reads and takes structs, until one is not to be taken; the block begins there. Gives how many. */
static size_t read_eagerly(const struct eager *eager, struct reader *reader, struct author *author,
                           struct block *block, size_t count)
{
    size_t taken = 0;
    while (taken < count && !reader->failed) {
        struct part part;
        size_t usual =
            eager->take_usual(eager->context, reader, author, &block->clock, count - taken);
        taken += usual;
        block->is_begun |= usual > 0;
        if (taken == count)
            break;
        const uint8_t *at = reader->at;
        uint32_t end = part_read(reader, &part, author, block->clock);
        part.is_apart = block->is_begun;
        if (reader->failed)
            break;
        if (part.kind == DOC_SKIP || !eager->take(eager->context, author->client, &part)) {
            reader->at = at;
            break;
        }
        block->clock = end;
        block->is_begun = true;
        taken++;
    }
    block->structs.data = reader->at;
    return taken;
}

static void read_client(struct update *update, struct reader *reader, size_t padding,
                        const struct eager *eager, uint64_t *client)
{
    size_t count = read_count(reader, 2);
    const uint8_t *at = reader->at;
    *client = read_varuint(reader);
    size_t id_len = (size_t)(reader->at - at);
    uint64_t first = read_varuint(reader);
    if (first > DOC_MAX_CLOCK)
        reader_fail(reader);
    if (reader->failed)
        return;
    struct author author = {*client, id_bytes_of(at, id_len), true, reader->end + padding};
    uint32_t clock = (uint32_t)first;
    block_add(update, &author, clock, reader->at);
    struct block *block = &update->blocks[update->block_count - 1];
    if (eager && eager->begin(eager->context, *client, clock, count)) {
        count -= read_eagerly(eager, reader, &author, block, count);
        clock = block->clock;
    }
    for (size_t i = 0; i < count && !reader->failed; i++) {
        struct part part;
        at = reader->at;
        uint32_t end = part_read(reader, &part, &author, clock);
        if (part.kind == DOC_SKIP) {
            block_close(update, &author, clock, at);
            block_add(update, &author, end, reader->at);
        } else {
            update->part_count++;
            update->content_bytes += part.content.len;
        }
        clock = end;
    }
    block_close(update, &author, clock, reader->at);
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

static void read_structs(struct update *update, struct reader *reader, size_t padding,
                         const struct eager *eager)
{
    uint64_t few[8];
    size_t clients = read_count(reader, 3);
    uint64_t *names = clients <= 8 ? few : mem_array(clients, sizeof *names);
    for (size_t i = 0; i < clients && !reader->failed; i++)
        read_client(update, reader, padding, eager, &names[i]);
    if (!reader->failed && has_twice(names, clients))
        reader_fail(reader);
    if (names != few)
        mem_free(names);
}

enum err update_read(struct update *update, struct bytes bytes, const struct eager *eager)
{
    enum { SHORT_BYTES = 4096 };
    update->part_count = 0;
    update->content_bytes = 0;
    update->block_count = 0;
    update->deletes.count = 0;
    if (bytes.len > DOC_MAX_UPDATE_BYTES)
        return ERR_TOO_BIG;
    bool is_short = bytes.len <= SHORT_BYTES;
    buf_clear(&update->copy);
    if (is_short) {
        uint8_t *copy = buf_reserve(&update->copy, bytes.len + UPDATE_PADDING);
        if (bytes.len > 0)
            memcpy(copy, bytes.data, bytes.len);
        memset(copy + bytes.len, 0, UPDATE_PADDING);
        update->copy.len = bytes.len;
        bytes.data = copy;
    }
    struct reader reader = reader_of(bytes);
    read_structs(update, &reader, is_short && bytes.len > 0 ? UPDATE_PADDING : 0, eager);
    ranges_read(&update->deletes, &reader);
    if (!reader_done(&reader))
        return ERR_MALFORMED;
    ranges_sort(&update->deletes);
    return OK;
}

void update_free(struct update *update)
{
    mem_free(update->blocks);
    buf_free(&update->copy);
    ranges_free(&update->deletes);
    *update = (struct update){0};
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
