/* zip_file.h - a few named parts as one ZIP file in memory. The same parts give the same bytes: no time of day is in it.
 * Thread: any. */
#ifndef SOPU_EXPORT_ZIP_FILE_H
#define SOPU_EXPORT_ZIP_FILE_H

#include "base/buf.h"
#include "base/err.h"

struct zip_part {
    const char *name; /* "word/document.xml" */
    struct bytes content;
};

/* Appends the file to `out`. ERR_IO: the library could not; `out` is as it was. */
enum err zip_file_write(const struct zip_part *parts, size_t count, struct buf *out);

#endif
