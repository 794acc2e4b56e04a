/* shape_text.h - everything a value of the schema holds, as letters to compare: by the tables of the codec, but without
 * the codec, and without asking for memory piece by piece. */
#ifndef SOPU_TESTS_FUZZ_SHAPE_TEXT_H
#define SOPU_TESTS_FUZZ_SHAPE_TEXT_H

#include "base/buf.h"
#include "wire/codec.h"

/* Appended; equal values, equal letters. */
void shape_text(const struct shape *shape, const void *value, struct buf *out);

#endif
