/* utf.h - UTF-8 bytes and the UTF-16 positions that Yjs and browsers count in.
 * Thread: any. */
#ifndef SOPU_BASE_UTF_H
#define SOPU_BASE_UTF_H

#include "base/bytes.h"

#include <stdbool.h>

/* Strict: no overlong forms, no surrogates, nothing above U+10FFFF, nothing cut. units (may be
 * NULL): its length in UTF-16 code units. */
bool utf8_check(struct bytes text, size_t *units);

/* UTF-16 length of checked UTF-8. */
size_t utf8_units(struct bytes text);

/* Where in checked UTF-8 of `units` units unit `at` (at most units) begins, in bytes. If that is
 * between the halves of a surrogate pair: the place of its character, and *halved is true. Counts
 * from the nearer end. */
size_t utf8_offset(struct bytes text, size_t units, size_t at, bool *halved);

/* Orders checked UTF-8 as JavaScript does: by UTF-16 code units. */
int utf8_compare_utf16(struct bytes a, struct bytes b);

#endif
