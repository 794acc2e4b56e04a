/* chance.h - everything in a run that could be otherwise is drawn here, from the seed alone. */
#ifndef SOPU_TESTS_FAULT_SIM_CHANCE_H
#define SOPU_TESTS_FAULT_SIM_CHANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct chance {
    uint64_t state;
};

/* splitmix64, Sebastiano Vigna, public domain */
static inline uint64_t chance_u64(struct chance *chance)
{
    uint64_t z = chance->state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* 0 .. below-1 */
static inline uint32_t draw(struct chance *chance, uint32_t below)
{
    return (uint32_t)((chance_u64(chance) >> 32) * below >> 32);
}

static inline int64_t draw_between(struct chance *chance, int64_t least, int64_t most)
{
    return least + (int64_t)(chance_u64(chance) % (uint64_t)(most - least + 1));
}

/* Once in `times`. */
static inline bool once_in(struct chance *chance, uint32_t times)
{
    return draw(chance, times) == 0;
}

#define PICK(chance, ...)                                                                          \
    ((const char *const[]){__VA_ARGS__})[draw(                                                     \
        (chance), sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))]

/* What tells one run from another, and one record from another. FNV-1a over 8 bytes at a time. */
static inline uint64_t hash_more(uint64_t hash, const void *data, size_t len)
{
    const uint8_t *at = data;
    for (; len >= 8; at += 8, len -= 8) {
        uint64_t word;
        __builtin_memcpy(&word, at, 8);
        hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 29;
    }
    for (; len > 0; at++, len--)
        hash = (hash ^ *at) * 1099511628211u;
    return hash ^ hash >> 32;
}

static inline uint64_t hash_number(uint64_t hash, uint64_t number)
{
    return hash_more(hash, &number, sizeof number);
}

enum { HASH_BASE = 0x5eed };

#endif
