#include "fuzz/command/honest.h"

#include "base/json_text.h"
#include "base/utf.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reading {
    struct bytes text;
    size_t at;
    int deep;
    int deepest;
    size_t names;
};

static int escape_of(const struct reading *r, size_t at)
{
    unsigned unit;
    char digits[5] = {0};
    if (at + 6 > r->text.len || r->text.data[at] != '\\' || r->text.data[at + 1] != 'u')
        return -1;
    memcpy(digits, r->text.data + at + 2, 4);
    return sscanf(digits, "%4x", &unit) == 1 ? (int)unit : -1;
}

/* A backslash and what belongs to it. */
static bool read_escape(struct reading *r)
{
    int unit = escape_of(r, r->at);
    if (unit < 0) {
        r->at += 2;
        return true;
    }
    bool is_high = unit >= 0xd800 && unit < 0xdc00;
    int low = is_high ? escape_of(r, r->at + 6) : -1;
    r->at += is_high ? 12 : 6;
    return unit != 0 && (unit < 0xdc00 || unit > 0xdfff) &&
           (!is_high || (low >= 0xdc00 && low <= 0xdfff));
}

static bool read_string(struct reading *r)
{
    for (r->at++; r->at < r->text.len && r->text.data[r->at] != '"';) {
        if (r->text.data[r->at] != '\\')
            r->at++;
        else if (!read_escape(r))
            return false;
    }
    r->at++;
    return true;
}

static bool read_number(struct reading *r)
{
    char digits[512];
    size_t len = 0;
    while (r->at < r->text.len && len + 1 < sizeof digits &&
           memchr("+-.eE0123456789", r->text.data[r->at], 15) != NULL)
        digits[len++] = (char)r->text.data[r->at++];
    digits[len] = '\0';
    errno = 0;
    if (strpbrk(digits, ".eE") != NULL)
        return isfinite(strtod(digits, NULL));
    strtoll(digits, NULL, 10);
    return errno == 0;
}

static bool read_all(struct reading *r)
{
    while (r->at < r->text.len) {
        uint8_t c = r->text.data[r->at];
        if (c == '"') {
            if (!read_string(r))
                return false;
        } else if (c == '-' || (c >= '0' && c <= '9')) {
            if (!read_number(r))
                return false;
        } else {
            r->names += c == ':';
            r->deep += (c == '{' || c == '[') - (c == '}' || c == ']');
            r->deepest = r->deep > r->deepest ? r->deep : r->deepest;
            r->at++;
        }
    }
    return true;
}

static size_t names_in(const json_t *json)
{
    size_t count = json_object_size(json);
    size_t index;
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)json, key, value) count += names_in(value);
    json_array_foreach(json, index, value) count += names_in(value);
    return count;
}

bool is_honest(struct bytes text, const json_t *tree, int depth)
{
    struct reading reading = {.text = text};
    return utf8_check(text, NULL) && memchr(text.data, 0, text.len) == NULL &&
           json_text_check(text) && read_all(&reading) && reading.deepest <= depth &&
           reading.names == names_in(tree);
}
