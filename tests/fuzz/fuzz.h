/* fuzz.h - what all fuzz targets share: a check that ends the run, reading of the input, documents
 * in few words. Thread: one; buffers are kept from input to input, so that an input costs little.
 */
#ifndef SOPU_TESTS_FUZZ_H
#define SOPU_TESTS_FUZZ_H

#include "base/buf.h"
#include "base/lib0.h"
#include "crdt/doc.h"
#include "crdt/types.h"

/* A property that does not hold is a finding: libFuzzer keeps the input. Also without sanitizers
 * and asserts. */
#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition))                                                                          \
            check_failed(#condition, __FILE__, __LINE__);                                          \
    } while (0)

_Noreturn void check_failed(const char *condition, const char *file, int line);

/* What libFuzzer calls; tests/fuzz/replay.c as well. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

/* Takes from the front of the input; zeros and nothing when it is used up. */
uint8_t take_u8(struct bytes *input);
uint16_t take_u16(struct bytes *input);
struct bytes take(struct bytes *input, size_t len);
/* A piece: u16 length, then so many bytes, or as many as are left. */
struct bytes take_piece(struct bytes *input);

/* The whole state, written anew (an engine may keep what it gave last), or the state vector; in
 * `out` alone. */
struct bytes state_of(struct doc *doc, struct buf *out);
struct bytes vector_of(struct doc *doc, struct buf *out);
bool same_state(struct doc *a, struct doc *b);
/* Applies an update that may not be refused. */
void must_apply(struct doc *doc, struct bytes update);
bool is_json(struct bytes text);

#endif
