#include "base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *or_end(void *memory, size_t size)
{
    if (memory == NULL) {
        fprintf(stderr, "out of memory: %zu bytes\n", size);
        abort();
    }
    return memory;
}

void *mem_new(size_t size)
{
    return or_end(calloc(1, size ? size : 1), size);
}

void *mem_array(size_t count, size_t size)
{
    return or_end(calloc(count ? count : 1, size ? size : 1), count);
}

void *mem_grow(void *old, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        or_end(NULL, SIZE_MAX);
    size_t total = count * size;
    return or_end(realloc(old, total ? total : 1), total);
}

char *mem_text(const char *text)
{
    return mem_text_n(text, strlen(text));
}

char *mem_text_n(const char *text, size_t len)
{
    char *copy = mem_new(len + 1);
    if (len > 0)
        memcpy(copy, text, len);
    return copy;
}

void mem_free(void *memory)
{
    free(memory);
}
