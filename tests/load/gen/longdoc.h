/* longdoc.h - a long text, always the same: 20 people wrote 12 000 times some words into it, at random places, and
 * took out a tenth of it. Written by our engine (whose bytes are those of Yjs: tests/interop). */
#ifndef SOPU_LOAD_LONGDOC_H
#define SOPU_LOAD_LONGDOC_H

#include "base/buf.h"

/* each: every update as it was made; may be NULL. whole: the document at the end is appended. The number of its
 * units, those deleted included. */
uint64_t longdoc_make(void (*each)(void *context, struct bytes update), void *context,
                      struct buf *whole);

#endif
