#include "base/lib0.h"

#include "base/utf.h"

#include <assert.h>
#include <endian.h>

struct reader reader_of(struct bytes bytes)
{
    static const uint8_t nothing[1];
    if (bytes.len == 0)
        return (struct reader){nothing, nothing, false};
    return (struct reader){bytes.data, bytes.data + bytes.len, false};
}

void reader_fail(struct reader *reader)
{
    reader->failed = true;
    reader->at = reader->end;
}

bool reader_done(const struct reader *reader)
{
    return !reader->failed && reader->at == reader->end;
}

static uint64_t fail_with_zero(struct reader *reader)
{
    reader_fail(reader);
    return 0;
}

/* The low 7 bits of each of 8 bytes, moved together. */
static uint64_t gather_sevens(uint64_t word)
{
    word = (word & 0x007F007F007F007F) | (word & 0x7F007F007F007F00) >> 1;
    word = (word & 0x00003FFF00003FFF) | (word & 0x3FFF00003FFF0000) >> 2;
    return (word & 0x000000000FFFFFFF) | (word & 0x0FFFFFFF00000000) >> 4;
}

/* At most 8 bytes, taken as one little-endian word: the first without its top bit ends it. */
uint64_t read_long_varuint(struct reader *reader)
{
    uint64_t word = 0;
    size_t left = reader_left(reader);
    if (left >= 8) {
        memcpy(&word, reader->at, 8);
        word = le64toh(word);
    } else {
        for (size_t i = 0; i < left; i++)
            word |= (uint64_t)reader->at[i] << 8 * i;
    }
    uint64_t ends = ~word & 0x8080808080808080;
    size_t len = ends ? (size_t)__builtin_ctzll(ends) / 8 + 1 : 9;
    if (len > 8 || len > left)
        return fail_with_zero(reader);
    reader->at += len;
    uint64_t value = gather_sevens(len == 8 ? word : word & ((UINT64_C(1) << 8 * len) - 1));
    return value <= LIB0_UINT_MAX ? value : fail_with_zero(reader);
}

size_t read_count(struct reader *reader, size_t bytes_each)
{
    uint64_t count = read_varuint(reader);
    if (count > reader_left(reader) / bytes_each)
        return (size_t)fail_with_zero(reader);
    return (size_t)count;
}

uint64_t read_varint(struct reader *reader, bool *negative)
{
    uint8_t byte = read_u8(reader);
    *negative = (byte & 0x40) != 0;
    uint64_t value = byte & 0x3F;
    for (int shift = 6; byte >= 0x80; shift += 7) {
        if (shift >= 6 + 7 * 7)
            return fail_with_zero(reader);
        byte = read_u8(reader);
        value |= (uint64_t)(byte & 0x7F) << shift;
    }
    return value <= LIB0_UINT_MAX ? value : fail_with_zero(reader);
}

struct bytes read_bytes(struct reader *reader, size_t len)
{
    if (len > reader_left(reader)) {
        reader_fail(reader);
        return (struct bytes){NULL, 0};
    }
    struct bytes bytes = {reader->at, len};
    reader->at += len;
    return bytes;
}

struct bytes read_buffer(struct reader *reader)
{
    return read_bytes(reader, read_count(reader, 1));
}

struct bytes read_string(struct reader *reader, size_t *units)
{
    struct bytes text = read_buffer(reader);
    if (!utf8_check(text, units)) {
        reader_fail(reader);
        text = (struct bytes){NULL, 0};
    }
    if (units && reader->failed)
        *units = 0;
    return text;
}

/* Reads a value's tag and, unless it is an array or object, the rest of it. */
static uint8_t read_any_head(struct reader *reader)
{
    bool negative;
    uint8_t tag = read_u8(reader);
    switch (tag) {
    case LIB0_INTEGER:
        read_varint(reader, &negative);
        break;
    case LIB0_FLOAT32:
        read_bytes(reader, 4);
        break;
    case LIB0_FLOAT64:
    case LIB0_BIGINT:
        read_bytes(reader, 8);
        break;
    case LIB0_STRING:
        read_string(reader, NULL);
        break;
    case LIB0_BYTES:
        read_buffer(reader);
        break;
    default:
        if (tag < LIB0_BYTES || tag > LIB0_UNDEFINED)
            reader_fail(reader);
    }
    return tag;
}

struct bytes read_any(struct reader *reader)
{
    const uint8_t *start = reader->at;
    size_t missing[LIB0_DEPTH_MAX + 1]; /* values still to come, outermost first */
    bool keyed[LIB0_DEPTH_MAX + 1];
    size_t depth = 0;
    missing[0] = 1;
    keyed[0] = false;
    while (!reader->failed) {
        if (missing[depth] == 0) {
            if (depth-- == 0)
                return (struct bytes){start, (size_t)(reader->at - start)};
            continue;
        }
        missing[depth]--;
        if (keyed[depth])
            read_string(reader, NULL);
        uint8_t tag = read_any_head(reader);
        if (tag != LIB0_ARRAY && tag != LIB0_OBJECT)
            continue;
        size_t count = read_count(reader, tag == LIB0_OBJECT ? 2 : 1);
        if (++depth > LIB0_DEPTH_MAX) {
            reader_fail(reader);
            break;
        }
        missing[depth] = count;
        keyed[depth] = tag == LIB0_OBJECT;
    }
    return (struct bytes){NULL, 0};
}

static uint64_t read_big_endian(struct reader *reader, size_t len)
{
    struct bytes bytes = read_bytes(reader, len);
    uint64_t value = 0;
    for (size_t i = 0; i < bytes.len; i++)
        value = value << 8 | bytes.data[i];
    return value;
}

float read_float32(struct reader *reader)
{
    uint32_t bits = (uint32_t)read_big_endian(reader, 4);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

double read_float64(struct reader *reader)
{
    uint64_t bits = read_big_endian(reader, 8);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

int64_t read_int64(struct reader *reader)
{
    uint64_t bits = read_big_endian(reader, 8);
    int64_t value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

void write_long_varuint(struct buf *out, uint64_t value)
{
    assert(value <= LIB0_UINT_MAX);
    uint8_t *at = buf_reserve(out, 8);
    size_t len = 0;
    for (; value >= 0x80; value >>= 7)
        at[len++] = (uint8_t)(value | 0x80);
    at[len++] = (uint8_t)value;
    out->len += len;
}

void write_varint(struct buf *out, uint64_t magnitude, bool negative)
{
    assert(magnitude <= LIB0_UINT_MAX);
    uint8_t more = magnitude > 0x3F ? 0x80 : 0;
    buf_u8(out, (uint8_t)(more | (negative ? 0x40 : 0) | (magnitude & 0x3F)));
    if (more)
        write_varuint(out, magnitude >> 6);
}

void write_buffer(struct buf *out, struct bytes bytes)
{
    write_varuint(out, bytes.len);
    buf_bytes_append(out, bytes);
}

size_t varuint_size(uint64_t value)
{
    size_t size = 1;
    while (value >>= 7)
        size++;
    return size;
}
