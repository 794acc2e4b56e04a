#include "base/utf.h"

#include <stdint.h>

/* Bytes of the character that begins here, 0 if it is none. Smallest second bytes per Unicode,
 * table 3-7. */
static size_t character_check(const uint8_t *at, size_t left)
{
    uint8_t lead = at[0];
    if (lead < 0x80)
        return 1;
    size_t len = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || len > left)
        return 0;
    uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (at[1] < low || at[1] > high)
        return 0;
    for (size_t i = 2; i < len; i++)
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    return len;
}

static bool is_ascii8(const uint8_t *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return (word & 0x8080808080808080U) == 0;
}

bool utf8_check(struct bytes text, size_t *units)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len;) {
        if (text.len - i >= 8 && is_ascii8(text.data + i)) {
            i += 8;
            count += 8;
            continue;
        }
        size_t len = character_check(text.data + i, text.len - i);
        if (len == 0)
            return false;
        i += len;
        count += len == 4 ? 2 : 1;
    }
    if (units)
        *units = count;
    return true;
}

static bool is_continuation(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

static size_t character_units(uint8_t lead)
{
    return lead >= 0xF0 ? 2 : 1;
}

/* How many of the 8 bytes have their top bit left. */
static size_t top_bits(uint64_t word)
{
    return (size_t)(((word & 0x8080808080808080U) >> 7) * 0x0101010101010101U >> 56);
}

/* Every character begins with a byte that does not continue one; those of four bytes count twice. */
size_t utf8_units(struct bytes text)
{
    size_t count = 0;
    size_t i = 0;
    for (; text.len - i >= 8; i += 8) {
        uint64_t word;
        memcpy(&word, text.data + i, sizeof word);
        count +=
            8 - top_bits(word & ~(word << 1)) + top_bits(word & word << 1 & word << 2 & word << 3);
    }
    for (; i < text.len; i++)
        if (!is_continuation(text.data[i]))
            count += character_units(text.data[i]);
    return count;
}

static size_t character_bytes(uint8_t lead)
{
    return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
}

static size_t offset_from_start(struct bytes text, size_t at, bool *halved)
{
    size_t offset = 0;
    size_t unit = 0;
    while (unit < at) {
        size_t step = character_units(text.data[offset]);
        if (unit + step > at) {
            *halved = true;
            return offset;
        }
        unit += step;
        offset += character_bytes(text.data[offset]);
    }
    return offset;
}

static size_t offset_from_end(struct bytes text, size_t units, size_t at, bool *halved)
{
    size_t offset = text.len;
    size_t unit = units;
    while (unit > at) {
        do
            offset--;
        while (is_continuation(text.data[offset]));
        size_t step = character_units(text.data[offset]);
        if (unit - step < at) {
            *halved = true;
            return offset;
        }
        unit -= step;
    }
    return offset;
}

size_t utf8_offset(struct bytes text, size_t units, size_t at, bool *halved)
{
    *halved = false;
    if (text.len == units)
        return at; /* all ASCII */
    if (at <= units / 2)
        return offset_from_start(text, at, halved);
    return offset_from_end(text, units, at, halved);
}

int utf8_compare_utf16(struct bytes a, struct bytes b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    for (size_t i = 0; i < len; i++) {
        uint8_t x = a.data[i];
        uint8_t y = b.data[i];
        if (x == y)
            continue;
        /* Surrogates (from lead bytes F0..F4) sort below U+E000..U+FFFF (EE, EF). */
        bool x_pair = x >= 0xF0;
        bool y_pair = y >= 0xF0;
        if (x_pair != y_pair && (x >= 0xEE && y >= 0xEE))
            return x_pair ? -1 : 1;
        return x < y ? -1 : 1;
    }
    return a.len == b.len ? 0 : a.len < b.len ? -1 : 1;
}
