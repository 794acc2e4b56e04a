#include "export/symbols.h"

#include <stdint.h>

enum kind { LETTER, SYMBOL, JOINER /* belongs to what stands before it */ };

static enum kind kind_of(uint32_t character)
{
    if (character == 0x200d || character == 0x20e3 || (character >= 0xfe00 && character <= 0xfe0f))
        return JOINER;
    bool is_symbol = (character >= 0x2190 && character <= 0x2bff) ||
                     (character >= 0x1f000 && character <= 0x1fbff);
    return is_symbol ? SYMBOL : LETTER;
}

/* The character that begins here, and its bytes. What is no UTF-8 is a letter of one byte. */
static uint32_t character_of(const char *text, size_t *length)
{
    uint8_t lead = (uint8_t)text[0];
    *length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    uint32_t character = *length == 1 ? lead : lead & (0x7fU >> *length);
    for (size_t i = 1; i < *length; i++) {
        if (((uint8_t)text[i] & 0xc0) != 0x80) {
            *length = 1;
            return lead;
        }
        character = character << 6 | ((uint8_t)text[i] & 0x3f);
    }
    return character;
}

size_t symbols_span(const char *text, bool *are_symbols)
{
    size_t span = 0;
    *are_symbols = false;
    while (text[span] != '\0') {
        size_t length;
        enum kind kind = kind_of(character_of(text + span, &length));
        if (span == 0)
            *are_symbols = kind == SYMBOL;
        else if (kind != JOINER && *are_symbols != (kind == SYMBOL))
            break;
        span += length;
    }
    return span;
}
