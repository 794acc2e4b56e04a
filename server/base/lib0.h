/* lib0.h - numbers, strings and values as Yjs writes them (lib0 encoding), read from strangers.
 *
 *   varUint  7 bits a byte, least significant first, top bit: more follow; up to 2^53-1, at most 8
 *            bytes
 *   varInt   the first byte holds the sign (0x40) and 6 bits
 *   string   varUint length, then strict UTF-8
 *   buffer   varUint length, then bytes
 *   any      a tag byte, then: 127 undefined, 126 null, 125 varInt, 124 float32, 123 float64
 *            (big-endian), 122 int64 (big-endian), 121 false, 120 true, 119 string, 118 object
 *            (varUint count, key + any each), 117 array (varUint count, any each), 116 buffer
 *
 * Thread: any. */
#ifndef SOPU_BASE_LIB0_H
#define SOPU_BASE_LIB0_H

#include "base/buf.h"
#include "base/bytes.h"

#include <stdbool.h>
#include <stdint.h>

#define LIB0_UINT_MAX ((UINT64_C(1) << 53) - 1)
enum { LIB0_DEPTH_MAX = 128 };

enum lib0_tag {
    LIB0_BYTES = 116,
    LIB0_ARRAY,
    LIB0_OBJECT,
    LIB0_STRING,
    LIB0_TRUE,
    LIB0_FALSE,
    LIB0_BIGINT,
    LIB0_FLOAT64,
    LIB0_FLOAT32,
    LIB0_INTEGER,
    LIB0_NULL,
    LIB0_UNDEFINED,
};

/* Reads on; once something was wrong it stays `failed`, at the end, and gives zeros. */
struct reader {
    const uint8_t *at;
    const uint8_t *end;
    bool failed;
};

struct reader reader_of(struct bytes bytes);
void reader_fail(struct reader *reader);
static inline size_t reader_left(const struct reader *reader)
{
    return (size_t)(reader->end - reader->at);
}
/* Everything was read and nothing was wrong. */
bool reader_done(const struct reader *reader);

static inline uint8_t read_u8(struct reader *reader)
{
    if (reader->at < reader->end)
        return *reader->at++;
    reader->failed = true;
    return 0;
}
uint64_t read_long_varuint(struct reader *reader);
static inline uint64_t read_varuint(struct reader *reader)
{
    if (reader->at < reader->end && *reader->at < 0x80)
        return *reader->at++;
    return read_long_varuint(reader);
}
/* A number of things of which each takes at least `bytes_each`: more than can be left is an error.
 */
size_t read_count(struct reader *reader, size_t bytes_each);
/* Magnitude and sign apart: -0 is a number of its own. */
uint64_t read_varint(struct reader *reader, bool *negative);
struct bytes read_bytes(struct reader *reader, size_t len);
struct bytes read_buffer(struct reader *reader);
/* units may be NULL. */
struct bytes read_string(struct reader *reader, size_t *units);
/* Checks one value of at most LIB0_DEPTH_MAX arrays and objects inside one another, and gives its
 * bytes. */
struct bytes read_any(struct reader *reader);
float read_float32(struct reader *reader);
double read_float64(struct reader *reader);
int64_t read_int64(struct reader *reader);

void write_long_varuint(struct buf *out, uint64_t value);
static inline void write_varuint(struct buf *out, uint64_t value)
{
    if (value < 0x80)
        buf_u8(out, (uint8_t)value);
    else
        write_long_varuint(out, value);
}
void write_varint(struct buf *out, uint64_t magnitude, bool negative);
void write_buffer(struct buf *out, struct bytes bytes); /* also for a string */
size_t varuint_size(uint64_t value);

#endif
