/* states.h - a document's whole state, compared, and chances that are the same each time. After cmocka.h. */
#ifndef SOPU_TESTS_STATES_H
#define SOPU_TESTS_STATES_H

#include "base/buf.h"
#include "crdt/doc.h"

static inline struct buf state_of(struct doc *doc)
{
    struct buf state = {0};
    assert_int_equal(doc_since(doc, (struct bytes){NULL, 0}, &state), OK);
    return state;
}

/* Frees both. */
static inline void assert_same(struct buf a, struct buf b)
{
    assert_true(bytes_equal(buf_bytes(&a), buf_bytes(&b)));
    buf_free(&a);
    buf_free(&b);
}

static uint64_t chance_state = 88172645463325252U;

/* 0 of nothing. */
static inline uint32_t chance(size_t below)
{
    chance_state ^= chance_state << 13;
    chance_state ^= chance_state >> 7;
    chance_state ^= chance_state << 17;
    return below > 0 ? (uint32_t)((chance_state >> 16) % below) : 0;
}

#endif
