/* json_same.c - are two JSON texts the same but for the order of keys? In place, for compact and
 * checked JSON. */
#include "fuzz/model.h"

#include <stdlib.h>

/* Where the string that begins here ends. */
static const uint8_t *skip_string(const uint8_t *at)
{
    for (at++; *at != '"'; at++)
        at += *at == '\\';
    return at + 1;
}

static const uint8_t *skip_value(const uint8_t *at, const uint8_t *end)
{
    for (int depth = 0; at < end;) {
        if (*at == '"') {
            at = skip_string(at);
        } else {
            if (depth == 0 && (*at == ',' || *at == '}' || *at == ']' || *at == ':'))
                break;
            depth += *at == '{' || *at == '[';
            depth -= *at == '}' || *at == ']';
            at++;
        }
        if (depth == 0 && at < end && (at[-1] == '"' || at[-1] == '}' || at[-1] == ']'))
            break;
    }
    return at;
}

struct member {
    struct bytes key, value;
};

/* The members of an object or array, the keys of an array's empty; the caller frees them. */
static struct member *members(struct bytes json, size_t *count)
{
    const uint8_t *at = json.data + 1;
    const uint8_t *end = json.data + json.len;
    struct member *list = malloc((json.len + 1) * sizeof *list);
    bool keyed = json.data[0] == '{';
    for (*count = 0; list && *at != '}' && *at != ']';) {
        struct member *member = &list[(*count)++];
        const uint8_t *key_end = keyed ? skip_string(at) : at;
        member->key = bytes_of(at, (size_t)(key_end - at));
        at = keyed ? key_end + 1 : at;
        const uint8_t *value_end = skip_value(at, end);
        member->value = bytes_of(at, (size_t)(value_end - at));
        at = value_end + (*value_end == ',');
    }
    return list;
}

static int by_key(const void *a, const void *b)
{
    struct bytes x = ((const struct member *)a)->key;
    struct bytes y = ((const struct member *)b)->key;
    int order = memcmp(x.data, y.data, x.len < y.len ? x.len : y.len);
    return order ? order : (x.len > y.len) - (x.len < y.len);
}

bool json_same(struct bytes a, struct bytes b)
{
    if (bytes_equal(a, b))
        return true;
    if (a.len == 0 || b.len == 0 || a.data[0] != b.data[0] ||
        (a.data[0] != '{' && a.data[0] != '['))
        return false;
    size_t a_count;
    size_t b_count;
    struct member *of_a = members(a, &a_count);
    struct member *of_b = members(b, &b_count);
    bool same = a_count == b_count;
    if (a.data[0] == '{') {
        qsort(of_a, a_count, sizeof *of_a, by_key);
        qsort(of_b, b_count, sizeof *of_b, by_key);
    }
    for (size_t i = 0; i < a_count && same; i++)
        same = bytes_equal(of_a[i].key, of_b[i].key) && json_same(of_a[i].value, of_b[i].value);
    free(of_a);
    free(of_b);
    return same;
}
