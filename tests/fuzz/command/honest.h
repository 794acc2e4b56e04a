/* honest.h - what a frame that was taken may look like, read from its letters without a parser: so that the check does
 * not share the server's eyes. */
#ifndef SOPU_TESTS_FUZZ_HONEST_H
#define SOPU_TESTS_FUZZ_HONEST_H

#include "base/bytes.h"

#include <jansson.h>
#include <stdbool.h>

/* JSON whose every name stands once in its object, no deeper than `depth`, of whole characters without U+0000, with
 * numbers that a 64-bit integer or a double holds. `tree`: what the server's parser made of it. */
bool is_honest(struct bytes text, const json_t *tree, int depth);

#endif
