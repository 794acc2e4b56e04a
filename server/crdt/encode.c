#include "crdt/encode.h"

#include "base/mem.h"
#include "crdt/item.h"
#include "crdt/structs.h"
#include "crdt/writer.h"

#include <stdlib.h>

/* The structs of clocks from..end-1; there are some. Only a GC struct may lie across `end`. */
static void encode_client(struct doc *doc, uint32_t client, uint32_t from, uint32_t end,
                          struct buf *out)
{
    struct writer *writer = &doc->writer;
    writer_begin(writer, doc->clients.list[client].id);
    struct place place = structs_find(doc, client, from);
    do {
        const struct item *item = item_of(doc, structs_at(doc, client, place));
        if (item->clock >= end)
            break;
        struct part part = item_part(doc, item);
        if (part.len > end - part.clock)
            part.len = end - part.clock;
        writer_add(writer, &part, item->clock < from ? from - item->clock : 0);
    } while (structs_next(doc, client, &place));
    writer_end(writer, out);
}

/* What is deleted below `end`. */
static void client_deletes(const struct doc *doc, uint32_t client, uint32_t end,
                           struct ranges *ranges)
{
    if (end == 0)
        return;
    struct place place = {0, 0};
    do {
        const struct item *item = item_of(doc, structs_at(doc, client, place));
        if (item->clock >= end)
            return;
        uint32_t len = item->len < end - item->clock ? item->len : end - item->clock;
        if (item->deleted)
            ranges_add(ranges, doc->clients.list[client].id, item->clock, item->clock + len);
    } while (structs_next(doc, client, &place));
}

void encode_since(struct doc *doc, const uint32_t *clocks, struct buf *out)
{
    clients_sort(doc);
    size_t count = 0;
    for (uint32_t i = 0; i < doc->clients.count; i++)
        count += (clocks ? clocks[i] : 0) < doc->clients.list[i].clock;
    write_varuint(out, count);
    struct ranges deletes = {0};
    for (uint32_t i = 0; i < doc->order.count; i++) {
        uint32_t client = doc->order.list[i];
        uint32_t end = doc->clients.list[client].clock;
        uint32_t from = clocks ? clocks[client] : 0;
        if (from < end)
            encode_client(doc, client, from, end, out);
        client_deletes(doc, client, end, &deletes);
    }
    ranges_write(&deletes, out);
    ranges_free(&deletes);
    writer_trim(&doc->writer);
}

static int compare_advanced(const void *a, const void *b, void *context)
{
    const struct doc *doc = context;
    uint64_t x = doc->clients.list[*(const uint32_t *)a].id;
    uint64_t y = doc->clients.list[*(const uint32_t *)b].id;
    return x > y ? -1 : x < y;
}

void encode_increment(struct doc *doc, struct buf *out)
{
    if (doc->advanced.count > 1)
        qsort_r(doc->advanced.list, doc->advanced.count, sizeof *doc->advanced.list,
                compare_advanced, doc);
    write_varuint(out, doc->advanced.count);
    for (uint32_t i = 0; i < doc->advanced.count; i++) {
        uint32_t client = doc->advanced.list[i];
        const struct client *c = &doc->clients.list[client];
        encode_client(doc, client, c->clock_before, c->clock, out);
    }
    ranges_write(&doc->deleted, out);
}

/* Takes back the marks of this update's deletes. */
static void deletes_unmark(struct doc *doc)
{
    for (size_t i = 0; i < doc->deleted.count; i++) {
        struct range range = doc->deleted.list[i];
        uint32_t client = client_find(doc, range.client);
        struct place place = structs_find(doc, client, range.clock);
        do {
            struct item *item = item_of(doc, structs_at(doc, client, place));
            if (item->clock >= range.end)
                break;
            item->deleted = false;
        } while (structs_next(doc, client, &place));
    }
}

void encode_before(struct doc *doc, struct buf *out)
{
    clients_sort(doc);
    size_t count = 0;
    for (uint32_t i = 0; i < doc->clients.count; i++) {
        struct client *client = &doc->clients.list[i];
        if (!client->is_advanced)
            client->clock_before = client->clock;
        else if (client->clock_before > 0 && client->clock_before < client->clock)
            item_beginning_at(doc, ref_to(i, client->clock_before)); /* typed on: cut it off */
        count += client->clock_before > 0;
    }
    deletes_unmark(doc);
    write_varuint(out, count);
    struct ranges deletes = {0};
    for (uint32_t i = 0; i < doc->order.count; i++) {
        uint32_t client = doc->order.list[i];
        uint32_t end = doc->clients.list[client].clock_before;
        if (end > 0)
            encode_client(doc, client, 0, end, out);
        client_deletes(doc, client, end, &deletes);
    }
    ranges_write(&deletes, out);
    ranges_free(&deletes);
}
