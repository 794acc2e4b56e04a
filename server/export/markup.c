#include "export/markup.h"

#include "base/utf.h"

static const char *escape_of(char character)
{
    switch (character) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* Bytes of the character that begins here; 0: it is no UTF-8. */
static size_t character_length(const char *text)
{
    uint8_t lead = (uint8_t)text[0];
    size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    struct bytes character = bytes_of(text, strnlen(text, length));
    return character.len == length && utf8_check(character, NULL) ? length : 0;
}

/* Control characters, U+FFFE and U+FFFF. */
static bool is_forbidden(const char *character)
{
    if ((uint8_t)character[0] < ' ')
        return character[0] != '\t';
    return memcmp(character, "\xef\xbf", 2) == 0 && (uint8_t)character[2] >= 0xbe;
}

void markup_text(struct buf *out, const char *text, const char *line_break)
{
    while (text[0] != '\0') {
        size_t length = character_length(text);
        const char *escape = escape_of(text[0]);
        if (length == 0)
            buf_text(out, "\xef\xbf\xbd");
        else if (text[0] == '\n')
            buf_text(out, line_break);
        else if (escape != NULL)
            buf_text(out, escape);
        else if (!is_forbidden(text))
            buf_append(out, text, length);
        text += length == 0 ? 1 : length;
    }
}
