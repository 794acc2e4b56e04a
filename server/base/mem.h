/* mem.h - allocate, or end the process: a restart replays the log, a half-done change would not.
 * What a peer sizes is bounded before it comes here.
 * Thread: any. */
#ifndef SOPU_BASE_MEM_H
#define SOPU_BASE_MEM_H

#include <stddef.h>

/* Zeroed memory; the caller frees it with mem_free. Never NULL, not even for size 0. */
void *mem_new(size_t size);
void *mem_array(size_t count, size_t size);
/* As realloc; what grows is not zeroed. */
void *mem_grow(void *old, size_t count, size_t size);
char *mem_text(const char *text);
char *mem_text_n(const char *text, size_t len);
void mem_free(void *memory);

#endif
