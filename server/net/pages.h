/* pages.h - the web bundle, built into the program: what is served for a path.
 * Thread: any, read-only. */
#ifndef SOPU_NET_PAGES_H
#define SOPU_NET_PAGES_H

#include "base/bytes.h"

#include <stdbool.h>

struct pages;

enum { ETAG_SIZE = 40 };

struct page {
    const char *type; /* Content-Type */
    struct bytes plain;
    struct bytes gzip;    /* len 0: it would not be smaller */
    char etag[ETAG_SIZE]; /* strong and quoted; the gzipped twin has etag_gzip */
    char etag_gzip[ETAG_SIZE];
    bool is_html;      /* not stored by anyone                   */
    bool is_immutable; /* its name changes with its content      */
};

struct pages *pages_new(void);
void pages_free(struct pages *pages);
/* NULL: there is no such page. The screens of the program (/, /l, /p/...) are all index.html. */
const struct page *pages_find(const struct pages *pages, const char *path);

#endif
