/* buckets.h - chains by hash, as struct buckets of store.h has them: heads, doubled when there are more
 * elements than heads. For the engine's own files. */
#ifndef SOPU_CRDT_BUCKETS_H
#define SOPU_CRDT_BUCKETS_H

#include "base/mem.h"
#include "crdt/store.h"

/* Salted: nobody can choose ids or keys that all meet in one bucket. */
static inline uint32_t mix(const struct doc *doc, uint64_t value)
{
    value = (value ^ doc->salt) * UINT64_C(0x9E3779B97F4A7C15);
    value = (value ^ value >> 32) * UINT64_C(0xD6E8FEB86659FD93);
    return (uint32_t)(value >> 32);
}

static inline bool buckets_are_full(const struct buckets *buckets, uint32_t elements)
{
    return elements > buckets->count;
}

static inline void buckets_grow(struct buckets *buckets)
{
    buckets->count = buckets->count ? buckets->count * 2 : 8;
    buckets->heads = mem_grow(buckets->heads, buckets->count, sizeof *buckets->heads);
    memset(buckets->heads, 0xFF, buckets->count * sizeof *buckets->heads);
}

static inline uint32_t *bucket_of(const struct buckets *buckets, uint32_t hash)
{
    return &buckets->heads[hash & (buckets->count - 1)];
}

#endif
