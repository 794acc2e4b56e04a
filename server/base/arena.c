#include "base/arena.h"

#include "base/mem.h"

#include <stdalign.h>
#include <string.h>

/* Of most arenas one block is the only one, and some hold a name or two: there are thousands of these. */
enum { FIRST_BLOCK_BYTES = 128, BLOCK_BYTES = 4096 };

struct arena_block {
    struct arena_block *older;
    size_t used;
    size_t capacity;
    alignas(max_align_t) unsigned char data[];
};

void *arena_new(struct arena *arena, size_t size)
{
    size_t rounded =
        (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
    struct arena_block *block = arena->newest;
    if (block == NULL || block->capacity - block->used < rounded) {
        size_t usual = block == NULL ? FIRST_BLOCK_BYTES : block->capacity * 4;
        usual = usual < BLOCK_BYTES ? usual : BLOCK_BYTES;
        size_t capacity = rounded > usual ? rounded : usual;
        block = mem_new(sizeof *block + capacity);
        block->capacity = capacity;
        block->older = arena->newest;
        arena->newest = block;
    }
    void *place = block->data + block->used;
    block->used += rounded;
    return place;
}

char *arena_text(struct arena *arena, const char *text)
{
    return arena_text_n(arena, text, strlen(text));
}

char *arena_text_n(struct arena *arena, const char *text, size_t len)
{
    char *copy = arena_new(arena, len + 1);
    if (len > 0)
        memcpy(copy, text, len);
    return copy;
}

void arena_free(struct arena *arena)
{
    while (arena->newest != NULL) {
        struct arena_block *block = arena->newest;
        arena->newest = block->older;
        mem_free(block);
    }
}
