/* ends.h - where a client's items end, while they are made one after another: from the last unit of
 * one to its number in a few steps that nobody has to foresee. A bit for each unit, set for the last of
 * an item, and how many are set before each word. For the engine's own files. Thread: any. */
#ifndef SOPU_CRDT_ENDS_H
#define SOPU_CRDT_ENDS_H

#include "base/mem.h"
#include "crdt/store.h"

enum { ENDS_WORD = 64 };

struct ends_word {
    uint64_t bits;
    uint32_t before;
};

struct ends {
    struct ends_word *words;
    uint32_t room;  /* words there is memory for */
    uint32_t used;  /* words that are filled */
    uint32_t count; /* of items */
    uint32_t end;   /* of the last one */
};

/* Room for units up to there and, if it has to grow, for as many again. */
static inline void ends_reserve(struct ends *ends, uint32_t end)
{
    uint32_t needed = end / ENDS_WORD + 1;
    if (needed <= ends->room)
        return;
    ends->room = needed * 2;
    ends->words = mem_grow(ends->words, ends->room, sizeof *ends->words);
}

static inline void ends_add(struct ends *ends, uint32_t end)
{
    uint32_t word = (end - 1) / ENDS_WORD;
    while (ends->used <= word)
        ends->words[ends->used++] = (struct ends_word){0, ends->count};
    ends->words[word].bits |= UINT64_C(1) << ((end - 1) % ENDS_WORD);
    ends->count++;
    ends->end = end;
}

/* How many are set. The compiler's own is a call where it may not name the processor. */
static inline uint32_t bits_set(uint64_t word)
{
    word -= word >> 1 & 0x5555555555555555;
    word = (word & 0x3333333333333333) + (word >> 2 & 0x3333333333333333);
    word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0F;
    return (uint32_t)(word * 0x0101010101010101 >> 56);
}

/* The number of the item that ends with this unit, which is known; NONE if none does. */
static inline uint32_t ends_find(const struct ends *ends, uint32_t clock)
{
    const struct ends_word *word = &ends->words[clock / ENDS_WORD];
    uint64_t bit = UINT64_C(1) << clock % ENDS_WORD;
    return word->bits & bit ? word->before + bits_set(word->bits & (bit - 1)) : NONE;
}

#endif
