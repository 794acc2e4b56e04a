/* draw.h - commands drawn from the schema (server/wire/messages_tables.c) with names that the day knows, and what lies
 * beyond the schema. For the mutator only. */
#ifndef SOPU_TESTS_FUZZ_DRAW_H
#define SOPU_TESTS_FUZZ_DRAW_H

#include "base/buf.h"

#include <jansson.h>

void chance_seed(uint32_t seed);
uint32_t chance(size_t below);

/* A message as a client would send it, most of the time one that the day at this stage can take. The caller decrefs. */
json_t *draw_message(size_t stage);
json_t *draw_open(size_t stage);
/* Another value for `key`: from the day, from the schema's types, or of any kind. */
json_t *draw_value(size_t stage, const char *key);
/* Letters that no serialiser writes: depth, halves of characters, numbers beyond all bounds, names given twice. */
void draw_wild(struct buf *out);

#endif
