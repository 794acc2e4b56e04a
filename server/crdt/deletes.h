/* deletes.h - delete sets: which units are deleted, as ranges of clocks for each client.
 *
 *   varUint clients | each: varUint client, varUint ranges | each: varUint clock, varUint length
 *
 * Written by descending client id, clocks ascending, merged where they touch. Thread: any. */
#ifndef SOPU_CRDT_DELETES_H
#define SOPU_CRDT_DELETES_H

#include "base/buf.h"
#include "base/lib0.h"
#include "crdt/limits.h"

struct range {
    uint64_t client;
    uint32_t clock;
    uint32_t end; /* first clock behind it */
};

struct ranges {
    struct range *list;
    size_t count;
    size_t capacity;
};

void ranges_free(struct ranges *ranges);
/* Room for so many more. */
void ranges_reserve(struct ranges *ranges, size_t more);
/* Adds one; joined to the last one if it begins where that ends. */
static inline void ranges_add(struct ranges *ranges, uint64_t client, uint32_t clock, uint32_t end)
{
    if (ranges->count > 0) {
        struct range *last = &ranges->list[ranges->count - 1];
        if (last->client == client && last->end == clock) {
            last->end = end;
            return;
        }
    }
    if (ranges->count == ranges->capacity)
        ranges_reserve(ranges, 1);
    ranges->list[ranges->count++] = (struct range){client, clock, end};
}
/* Puts them in the order of writing and joins what touches or overlaps. */
void ranges_sort(struct ranges *ranges);
/* Adds the ranges of an encoded delete set; a fault shows in the reader. Not sorted. */
void ranges_read(struct ranges *ranges, struct reader *reader);
/* Sorted ranges. */
void ranges_write(const struct ranges *ranges, struct buf *out);

#endif
