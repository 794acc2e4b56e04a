/* arena.h - memory given out in pieces and freed at once: a decoded message, a day's nouns.
 * Start with `struct arena a = {0}`.
 * Thread: any, one at a time. */
#ifndef SOPU_BASE_ARENA_H
#define SOPU_BASE_ARENA_H

#include <stddef.h>

struct arena_block;
struct arena {
    struct arena_block *newest;
};

/* Zeroed, aligned for any type; lives until arena_free. */
void *arena_new(struct arena *arena, size_t size);
char *arena_text(struct arena *arena, const char *text);
char *arena_text_n(struct arena *arena, const char *text, size_t len);
void arena_free(struct arena *arena);

#endif
