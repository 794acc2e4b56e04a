/* embedded.h - a file built into the program by tools/embed.sh: SQL, a web page, JSON.
 * A list of them ends with a row whose name is NULL.
 * Thread: any. */
#ifndef SOPU_BASE_EMBEDDED_H
#define SOPU_BASE_EMBEDDED_H

#include "base/bytes.h"

struct embedded {
    const char *name;    /* relative to the folder it came from: "001_begin.sql", "assets/app.js" */
    const uint8_t *data; /* one NUL follows, so a text may be used as a C string                  */
    size_t len;          /* without that NUL                                                      */
};

static inline struct bytes embedded_bytes(const struct embedded *file)
{
    return bytes_of(file->data, file->len);
}

#endif
