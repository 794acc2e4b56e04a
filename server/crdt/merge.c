/* merge.c - several updates as one, without a document (doc.h: doc_merge_updates). */
#include "base/mem.h"
#include "crdt/doc.h"
#include "crdt/writer.h"

#include <stdlib.h>

struct source {
    struct update update;
    struct part *parts;
};

struct piece {
    uint64_t client;
    const struct part *part;
    size_t order; /* of arrival: of equal pieces the earlier one is taken */
};

static int compare(const void *a, const void *b)
{
    const struct piece *x = a;
    const struct piece *y = b;
    if (x->client != y->client)
        return x->client > y->client ? -1 : 1;
    if (x->part->clock != y->part->clock)
        return x->part->clock < y->part->clock ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static size_t pieces_gather(const struct source *sources, size_t count, struct piece **out)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += sources[i].update.part_count;
    struct piece *pieces = mem_array(total, sizeof *pieces);
    size_t at = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < sources[i].update.block_count; j++) {
            const struct block *block = &sources[i].update.blocks[j];
            for (size_t k = 0; k < block->count; k++, at++)
                pieces[at] = (struct piece){block->client, &sources[i].parts[block->index + k], at};
        }
    qsort(pieces, total, sizeof *pieces, compare);
    *out = pieces;
    return total;
}

static void write_pieces(const struct piece *pieces, size_t count, struct buf *out)
{
    size_t clients = 0;
    for (size_t i = 0; i < count; i++)
        clients += i == 0 || pieces[i].client != pieces[i - 1].client;
    write_varuint(out, clients);
    struct writer writer = {0};
    for (size_t i = 0; i < count;) {
        uint64_t client = pieces[i].client;
        uint32_t known = 0;
        writer_begin(&writer, client);
        for (; i < count && pieces[i].client == client; i++) {
            const struct part *part = pieces[i].part;
            if (part->clock + part->len <= known)
                continue;
            uint32_t skip = part->clock < known ? known - part->clock : 0;
            writer_add(&writer, part, skip);
            known = part->clock + part->len;
        }
        writer_end(&writer, out);
    }
    writer_free(&writer);
}

static void write_deletes(const struct source *sources, size_t count, struct buf *out)
{
    struct ranges deletes = {0};
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < sources[i].update.deletes.count; j++) {
            struct range range = sources[i].update.deletes.list[j];
            ranges_add(&deletes, range.client, range.clock, range.end);
        }
    ranges_sort(&deletes);
    ranges_write(&deletes, out);
    ranges_free(&deletes);
}

enum err doc_merge_updates(const struct bytes *updates, size_t count, struct buf *out)
{
    struct source *sources = mem_array(count, sizeof *sources);
    enum err err = OK;
    for (size_t i = 0; i < count && err == OK; i++) {
        err = update_read(&sources[i].update, updates[i], NULL);
        if (err == OK)
            sources[i].parts = update_parts(&sources[i].update);
    }
    if (err == OK) {
        struct piece *pieces;
        size_t total = pieces_gather(sources, count, &pieces);
        write_pieces(pieces, total, out);
        mem_free(pieces);
        write_deletes(sources, count, out);
    }
    for (size_t i = 0; i < count; i++) {
        update_free(&sources[i].update);
        mem_free(sources[i].parts);
    }
    mem_free(sources);
    return err;
}
