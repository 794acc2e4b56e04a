/* buf.h - owned, growing bytes. Start with `struct buf out = {0}`; buf_free leaves it empty again.
 * Thread: any. */
#ifndef SOPU_BASE_BUF_H
#define SOPU_BASE_BUF_H

#include "base/bytes.h"

#include <stdarg.h>

struct buf {
    uint8_t *data;
    size_t len;
    size_t capacity;
};

void buf_free(struct buf *buf);
static inline void buf_clear(struct buf *buf)
{
    buf->len = 0;
}
static inline struct bytes buf_bytes(const struct buf *buf)
{
    return (struct bytes){buf->data, buf->len};
}

/* Room for `more` bytes behind the present end; the place to write them. The length does not
 * change. */
uint8_t *buf_reserve(struct buf *buf, size_t more);
void buf_append(struct buf *buf, const void *data, size_t len);
void buf_bytes_append(struct buf *buf, struct bytes bytes);
static inline void buf_u8(struct buf *buf, uint8_t value)
{
    *(buf->len < buf->capacity ? buf->data + buf->len : buf_reserve(buf, 1)) = value;
    buf->len++;
}
void buf_text(struct buf *buf, const char *text);
void buf_format(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The content as a C string; the closing NUL is not part of the length. Borrowed until the next
 * change. */
const char *buf_c_string(struct buf *buf);

#endif
