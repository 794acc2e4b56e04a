#include "crdt/deletes.h"

#include "base/mem.h"

#include <stdlib.h>

void ranges_free(struct ranges *ranges)
{
    mem_free(ranges->list);
    *ranges = (struct ranges){0};
}

void ranges_reserve(struct ranges *ranges, size_t more)
{
    if (more <= ranges->capacity - ranges->count)
        return;
    size_t doubled = ranges->capacity ? ranges->capacity * 2 : 8;
    ranges->capacity = doubled < ranges->count + more ? ranges->count + more : doubled;
    ranges->list = mem_grow(ranges->list, ranges->capacity, sizeof *ranges->list);
}

static int compare(const struct range *a, const struct range *b)
{
    if (a->client != b->client)
        return a->client > b->client ? -1 : 1;
    return a->clock < b->clock ? -1 : a->clock > b->clock;
}

static int compare_any(const void *a, const void *b)
{
    return compare(a, b);
}

void ranges_sort(struct ranges *ranges)
{
    bool sorted = true;
    for (size_t i = 1; i < ranges->count && sorted; i++)
        sorted = compare(&ranges->list[i - 1], &ranges->list[i]) <= 0;
    if (!sorted)
        qsort(ranges->list, ranges->count, sizeof *ranges->list, compare_any);
    size_t kept = 0;
    for (size_t i = 0; i < ranges->count; i++) {
        struct range range = ranges->list[i];
        struct range *last = kept > 0 ? &ranges->list[kept - 1] : NULL;
        if (last && last->client == range.client && last->end >= range.clock) {
            if (range.end > last->end)
                last->end = range.end;
        } else {
            ranges->list[kept++] = range;
        }
    }
    ranges->count = kept;
}

void ranges_read(struct ranges *ranges, struct reader *reader)
{
    size_t clients = read_count(reader, 2);
    for (size_t i = 0; i < clients && !reader->failed; i++) {
        uint64_t client = read_varuint(reader);
        size_t count = read_count(reader, 2);
        if (!reader->failed)
            ranges_reserve(ranges, count);
        for (size_t j = 0; j < count && !reader->failed; j++) {
            uint64_t clock = read_varuint(reader);
            uint64_t len = read_varuint(reader);
            if (len == 0 || clock > DOC_MAX_CLOCK || len > DOC_MAX_CLOCK - clock)
                reader_fail(reader);
            else
                ranges_add(ranges, client, (uint32_t)clock, (uint32_t)(clock + len));
        }
    }
}

void ranges_write(const struct ranges *ranges, struct buf *out)
{
    size_t clients = 0;
    for (size_t i = 0; i < ranges->count; i++)
        clients += i == 0 || ranges->list[i].client != ranges->list[i - 1].client;
    write_varuint(out, clients);
    for (size_t i = 0; i < ranges->count;) {
        size_t next = i;
        while (next < ranges->count && ranges->list[next].client == ranges->list[i].client)
            next++;
        write_varuint(out, ranges->list[i].client);
        write_varuint(out, next - i);
        for (; i < next; i++) {
            write_varuint(out, ranges->list[i].clock);
            write_varuint(out, ranges->list[i].end - ranges->list[i].clock);
        }
    }
}
