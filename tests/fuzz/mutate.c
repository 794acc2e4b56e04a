/* mutate.c - how inputs of updates are changed: a session by whole ops and single fields, raw
 * pieces one at a time, so that what was not meant to change stays readable. Half of the changes
 * are libFuzzer's own. With RAW in the environment all become raw pieces, of which many more a
 * second can be tried. */
#include "fuzz/fuzz.h"
#include "fuzz/session.h"

#include <stdlib.h>

enum { PIECES = 32, SCRATCH = 1 << 16 };

static uint32_t state;

static uint32_t chance(size_t below)
{
    state = state * 1664525U + 1013904223U;
    return below ? (uint32_t)((state >> 8) % below) : 0;
}

/* Sessions: a head, then ops of one size. */

static void op_draw(uint8_t *op)
{
    for (int i = 0; i < SESSION_OP; i++)
        op[i] = (uint8_t)chance(256);
    op[0] &= chance(2) ? 0x9F : 0xBF; /* who has seen everything meets nobody */
}

static size_t op_insert(uint8_t *ops, size_t count, const uint8_t *op)
{
    size_t at = chance(count + 1) * (size_t)SESSION_OP;
    memmove(ops + at + SESSION_OP, ops + at, count * SESSION_OP - at);
    memcpy(ops + at, op, SESSION_OP);
    return count + 1;
}

static size_t op_remove(uint8_t *ops, size_t count)
{
    size_t at = chance(count) * (size_t)SESSION_OP;
    memmove(ops + at, ops + at + SESSION_OP, (count - 1) * SESSION_OP - at);
    return count - 1;
}

static size_t ops_change(uint8_t *ops, size_t count, size_t most)
{
    uint8_t op[SESSION_OP];
    uint32_t how = chance(8);
    if (count == 0 || (how < 2 && count < most)) {
        op_draw(op);
        return count < most ? op_insert(ops, count, op) : count;
    }
    uint8_t *one = ops + chance(count) * (size_t)SESSION_OP;
    if (how == 2 && count < most) {
        memcpy(op, one, SESSION_OP);
        return op_insert(ops, count, op);
    }
    if (how == 3)
        return op_remove(ops, count);
    if (how == 4) { /* the same author as another */
        one[1] = ops[chance(count) * (size_t)SESSION_OP + 1];
        return count;
    }
    one[chance(SESSION_OP)] ^= (uint8_t)(1U << chance(8));
    if (how == 5)
        one[chance(SESSION_OP)] = (uint8_t)chance(256);
    return count;
}

static size_t session_change(uint8_t *data, size_t size, size_t max_size)
{
    if (chance(8) == 0)
        data[chance(SESSION_HEAD)] = (uint8_t)(chance(256) | SESSION_IS);
    size_t count = (size - SESSION_HEAD) / SESSION_OP;
    size_t most = (max_size - SESSION_HEAD) / SESSION_OP;
    for (uint32_t n = 1 + chance(3); n > 0; n--)
        count = ops_change(data + SESSION_HEAD, count, most);
    return SESSION_HEAD + count * SESSION_OP;
}

/* Raw: a byte of flags, then pieces with their lengths in front. */

static size_t pieces_of(struct bytes input, struct bytes pieces[PIECES])
{
    size_t count = 0;
    take_u8(&input);
    while (input.len > 0 && count < PIECES)
        pieces[count++] = take_piece(&input);
    return count;
}

static size_t pieces_write(uint8_t *to, size_t max_size, const struct bytes *pieces, size_t count)
{
    size_t size = 0;
    for (size_t i = 0; i < count && size + 2 + pieces[i].len <= max_size; i++) {
        to[size] = (uint8_t)pieces[i].len;
        to[size + 1] = (uint8_t)(pieces[i].len >> 8);
        if (pieces[i].len > 0)
            memcpy(to + size + 2, pieces[i].data, pieces[i].len);
        size += 2 + pieces[i].len;
    }
    return size;
}

static size_t raw_change(uint8_t *data, size_t size, size_t max_size)
{
    static uint8_t copy[SCRATCH];
    static uint8_t other_bytes[SCRATCH];
    struct bytes pieces[PIECES + 1];
    memcpy(copy, data, size);
    size_t count = pieces_of(bytes_of(copy, size), pieces);
    if (count == 0)
        return LLVMFuzzerMutate(data, size, max_size);
    struct bytes *one = &pieces[chance(count)];
    struct bytes *other = &pieces[chance(count)];
    struct bytes kept = *one;
    switch (chance(6)) {
    case 0:
        *one = *other;
        *other = kept;
        break;
    case 1:
        pieces[count++] = kept;
        break;
    case 2:
        *one = pieces[--count];
        break;
    default:
        if (kept.len > 0)
            memcpy(other_bytes, kept.data, kept.len);
        *one = bytes_of(other_bytes, LLVMFuzzerMutate(other_bytes, kept.len, kept.len + 16));
    }
    return 1 + pieces_write(data + 1, max_size - 1, pieces, count);
}

static size_t changed(uint8_t *data, size_t size, size_t max_size)
{
    if (chance(2) || size <= SESSION_HEAD || max_size < 64 || size > SCRATCH / 2)
        return LLVMFuzzerMutate(data, size, max_size);
    if (data[0] & SESSION_IS)
        return session_change(data, size, max_size);
    return raw_change(data, size, max_size);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    state = seed;
    size = changed(data, size, max_size);
    if (size > 0 && getenv("RAW") != NULL)
        data[0] &= (uint8_t)~SESSION_IS;
    return size;
}
