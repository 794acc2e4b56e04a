#include "fuzz/fuzz.h"

#include "base/json_text.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void check_failed(const char *condition, const char *file, int line)
{
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
    abort();
}

struct bytes take(struct bytes *input, size_t len)
{
    struct bytes taken = {input->data, len < input->len ? len : input->len};
    if (taken.len > 0) {
        input->data += taken.len;
        input->len -= taken.len;
    }
    return taken;
}

uint8_t take_u8(struct bytes *input)
{
    struct bytes taken = take(input, 1);
    return taken.len > 0 ? taken.data[0] : 0;
}

uint16_t take_u16(struct bytes *input)
{
    uint16_t low = take_u8(input);
    return (uint16_t)(low | take_u8(input) << 8);
}

struct bytes take_piece(struct bytes *input)
{
    uint16_t len = take_u16(input);
    return take(input, len);
}

struct bytes state_of(struct doc *doc, struct buf *out)
{
    static const uint8_t stranger[] = {1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0};
    buf_clear(out);
    CHECK(doc_since(doc, bytes_of(stranger, sizeof stranger), out) == OK);
    return buf_bytes(out);
}

struct bytes vector_of(struct doc *doc, struct buf *out)
{
    buf_clear(out);
    doc_state_vector(doc, out);
    return buf_bytes(out);
}

bool same_state(struct doc *a, struct doc *b)
{
    static struct buf of_a;
    static struct buf of_b;
    return bytes_equal(state_of(a, &of_a), state_of(b, &of_b)) &&
           bytes_equal(vector_of(a, &of_a), vector_of(b, &of_b));
}

void must_apply(struct doc *doc, struct bytes update)
{
    CHECK(doc_apply(doc, update, NULL) == OK);
}

bool is_json(struct bytes text)
{
    return json_text_check(text);
}
