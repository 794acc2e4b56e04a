#include "base/json_text.h"

#include <stdint.h>

struct scan {
    const uint8_t *at;
    const uint8_t *end;
};

static int peek(const struct scan *s)
{
    return s->at < s->end ? *s->at : -1;
}

static void skip_space(struct scan *s)
{
    while (s->at < s->end && (*s->at == ' ' || *s->at == '\t' || *s->at == '\n' || *s->at == '\r'))
        s->at++;
}

static bool skip_word(struct scan *s, const char *word)
{
    size_t len = strlen(word);
    if ((size_t)(s->end - s->at) < len || memcmp(s->at, word, len) != 0)
        return false;
    s->at += len;
    return true;
}

static bool skip_digits(struct scan *s)
{
    const uint8_t *start = s->at;
    while (s->at < s->end && *s->at >= '0' && *s->at <= '9')
        s->at++;
    return s->at > start;
}

static bool skip_number(struct scan *s)
{
    if (peek(s) == '-')
        s->at++;
    if (peek(s) == '0')
        s->at++;
    else if (!skip_digits(s))
        return false;
    if (peek(s) == '.') {
        s->at++;
        if (!skip_digits(s))
            return false;
    }
    if (peek(s) == 'e' || peek(s) == 'E') {
        s->at++;
        if (peek(s) == '+' || peek(s) == '-')
            s->at++;
        return skip_digits(s);
    }
    return true;
}

static bool is_hex(uint8_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool skip_escape(struct scan *s)
{
    int c = peek(s);
    if (c < 0)
        return false;
    s->at++;
    if (c != 'u')
        return c != 0 && strchr("\"\\/bfnrt", c) != NULL;
    if (s->end - s->at < 4)
        return false;
    for (int i = 0; i < 4; i++)
        if (!is_hex(*s->at++))
            return false;
    return true;
}

static bool skip_string(struct scan *s)
{
    if (peek(s) != '"')
        return false;
    s->at++;
    while (s->at < s->end) {
        uint8_t c = *s->at++;
        if (c == '"')
            return true;
        if (c < 0x20 || (c == '\\' && !skip_escape(s)))
            return false;
    }
    return false;
}

static bool skip_key(struct scan *s)
{
    skip_space(s);
    if (!skip_string(s))
        return false;
    skip_space(s);
    if (peek(s) != ':')
        return false;
    s->at++;
    return true;
}

static bool skip_scalar(struct scan *s)
{
    switch (peek(s)) {
    case '"':
        return skip_string(s);
    case 't':
        return skip_word(s, "true");
    case 'f':
        return skip_word(s, "false");
    case 'n':
        return skip_word(s, "null");
    default:
        return skip_number(s);
    }
}

/* What has been opened, innermost last: '}' or ']'. */
struct nesting {
    uint8_t close[JSON_TEXT_DEPTH_MAX];
    size_t depth;
};

/* Opens an array or object; an empty one is over at once, and then it is a value that has been passed. */
static bool open_value(struct scan *s, struct nesting *open, bool *passed)
{
    uint8_t close = *s->at++ == '{' ? '}' : ']';
    if (open->depth == JSON_TEXT_DEPTH_MAX)
        return false;
    skip_space(s);
    *passed = peek(s) == close;
    if (*passed) {
        s->at++;
        return true;
    }
    open->close[open->depth++] = close;
    return close == ']' || skip_key(s);
}

/* Behind a value: closes what ends here, or goes on to the next member; `more` says whether a value follows. */
static bool pass_to_next(struct scan *s, struct nesting *open, bool *more)
{
    *more = false;
    while (open->depth > 0) {
        uint8_t close = open->close[open->depth - 1];
        skip_space(s);
        int c = peek(s);
        s->at += c >= 0;
        if (c == ',') {
            *more = true;
            return close == ']' || skip_key(s);
        }
        if (c != close)
            return false;
        open->depth--;
    }
    return true;
}

bool json_text_check(struct bytes text)
{
    if (text.len == 0)
        return false;
    struct scan s = {text.data, text.data + text.len};
    struct nesting open;
    open.depth = 0;
    for (bool more = true; more;) {
        skip_space(&s);
        bool passed = true;
        if (peek(&s) == '{' || peek(&s) == '[') {
            if (!open_value(&s, &open, &passed))
                return false;
        } else if (!skip_scalar(&s)) {
            return false;
        }
        if (passed && !pass_to_next(&s, &open, &more))
            return false;
    }
    skip_space(&s);
    return s.at == s.end;
}

void json_text_compact(struct bytes text, struct buf *out)
{
    bool quoted = false;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];
        if (!quoted && (c == ' ' || c == '\t' || c == '\n' || c == '\r'))
            continue;
        buf_u8(out, c);
        if (quoted && c == '\\')
            buf_u8(out, text.data[++i]);
        else if (c == '"')
            quoted = !quoted;
    }
}

void json_text_quote(struct bytes utf8, struct buf *out)
{
    buf_u8(out, '"');
    for (size_t i = 0; i < utf8.len; i++) {
        uint8_t c = utf8.data[i];
        if (c < 0x20) {
            buf_format(out, "\\u%04x", c);
            continue;
        }
        if (c == '"' || c == '\\')
            buf_u8(out, '\\');
        buf_u8(out, c);
    }
    buf_u8(out, '"');
}
