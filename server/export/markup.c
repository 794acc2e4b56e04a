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

/* Bytes of the character that begins the text; 0: it is no UTF-8. */
static size_t character_length(struct bytes text)
{
    uint8_t lead = text.data[0];
    size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    return length <= text.len && utf8_check(bytes_of(text.data, length), NULL) ? length : 0;
}

/* Control characters, U+FFFE and U+FFFF. */
static bool is_forbidden(struct bytes character)
{
    if (character.len == 1)
        return character.data[0] < ' ' && character.data[0] != '\t';
    return memcmp(character.data, "\xef\xbf", 2) == 0 && character.data[2] >= 0xbe;
}

void markup_bytes(struct buf *out, struct bytes text, const char *line_break)
{
    while (text.len > 0) {
        size_t length = character_length(text);
        const char *escape = escape_of((char)text.data[0]);
        if (length == 0)
            buf_text(out, "\xef\xbf\xbd");
        else if (text.data[0] == '\n')
            buf_text(out, line_break);
        else if (escape != NULL)
            buf_text(out, escape);
        else if (!is_forbidden(bytes_of(text.data, length)))
            buf_append(out, text.data, length);
        size_t past = length == 0 ? 1 : length;
        text = bytes_of(text.data + past, text.len - past);
    }
}

void markup_text(struct buf *out, const char *text, const char *line_break)
{
    markup_bytes(out, bytes_text(text), line_break);
}
