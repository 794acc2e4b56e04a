/* base64.h - bytes as base64 text (RFC 4648, with padding). Thread: any. */
#ifndef SOPU_BASE_BASE64_H
#define SOPU_BASE_BASE64_H

#include "base/buf.h"
#include "base/bytes.h"

#include <stdbool.h>

void base64_write(struct buf *out, struct bytes bytes);
/* False, and `out` as it was, if it is no padded base64. */
bool base64_read(struct buf *out, struct bytes text);

#endif
