#include "crdt/values.h"

#include "base/base64.h"
#include "base/json_text.h"
#include "crdt/types.h"

#include <inttypes.h>
#include <math.h>

static void number_write_json(double value, struct buf *json)
{
    if (isnan(value))
        buf_text(json, "{\"$num\":\"NaN\"}");
    else if (isinf(value))
        buf_text(json, value > 0 ? "{\"$num\":\"Infinity\"}" : "{\"$num\":\"-Infinity\"}");
    else if (value == 0 && signbit(value))
        buf_text(json, "{\"$num\":\"-0\"}");
    else
        buf_format(json, "%.17g", value);
}

static void integer_write_json(struct reader *reader, struct buf *json)
{
    bool negative;
    uint64_t magnitude = read_varint(reader, &negative);
    number_write_json(negative ? -(double)magnitude : (double)magnitude, json);
}

void bytes_write_json(struct bytes bytes, struct buf *json)
{
    buf_text(json, "{\"$bytes\":\"");
    base64_write(json, bytes);
    buf_text(json, "\"}");
}

static void members_write_json(struct reader *reader, bool keyed, struct buf *json)
{
    size_t count = read_count(reader, 1);
    buf_u8(json, keyed ? '{' : '[');
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_u8(json, ',');
        if (keyed) {
            json_text_quote(read_string(reader, NULL), json);
            buf_u8(json, ':');
        }
        any_write_json(reader, json); /* as deep as read_any lets through */
    }
    buf_u8(json, keyed ? '}' : ']');
}

void any_write_json(struct reader *reader, struct buf *json)
{
    uint8_t tag = read_u8(reader);
    switch (tag) {
    case LIB0_UNDEFINED:
        buf_text(json, "{\"$undefined\":true}");
        break;
    case LIB0_NULL:
        buf_text(json, "null");
        break;
    case LIB0_INTEGER:
        integer_write_json(reader, json);
        break;
    case LIB0_FLOAT32:
        number_write_json((double)read_float32(reader), json);
        break;
    case LIB0_FLOAT64:
        number_write_json(read_float64(reader), json);
        break;
    case LIB0_BIGINT:
        buf_format(json, "{\"$bigint\":\"%" PRId64 "\"}", read_int64(reader));
        break;
    case LIB0_FALSE:
        buf_text(json, "false");
        break;
    case LIB0_TRUE:
        buf_text(json, "true");
        break;
    case LIB0_STRING:
        json_text_quote(read_string(reader, NULL), json);
        break;
    case LIB0_OBJECT:
    case LIB0_ARRAY:
        members_write_json(reader, tag == LIB0_OBJECT, json);
        break;
    case LIB0_BYTES:
        bytes_write_json(read_buffer(reader), json);
        break;
    default:
        reader_fail(reader);
    }
}

void any_tree(struct bytes any, struct buf *json)
{
    struct reader reader = reader_of(any);
    any_write_json(&reader, json);
}

void json_write_value(struct reader *reader, struct buf *json)
{
    struct bytes text = read_string(reader, NULL);
    if (bytes_equal(text, bytes_text("undefined")))
        buf_text(json, "{\"$undefined\":true}");
    else
        json_text_compact(text, json);
}

void subdoc_write_json(struct bytes content, struct buf *json)
{
    struct reader reader = reader_of(content);
    buf_text(json, "{\"$t\":\"doc\",\"guid\":");
    json_text_quote(read_string(&reader, NULL), json);
    buf_text(json, ",\"opts\":");
    any_write_json(&reader, json);
    buf_u8(json, '}');
}

static void pair_write_json(const uint8_t *at, bool last_only, struct buf *json)
{
    uint32_t code = (uint32_t)(at[0] & 7) << 18 | (uint32_t)(at[1] & 63) << 12 |
                    (uint32_t)(at[2] & 63) << 6 | (uint32_t)(at[3] & 63);
    code -= 0x10000;
    if (!last_only)
        buf_format(json, "\"\\u%04x\",", 0xD800 + (code >> 10));
    buf_format(json, "\"\\u%04x\"", 0xDC00 + (code & 0x3FF));
}

void units_write_json(struct bytes utf8, bool last_only, struct buf *json)
{
    for (size_t i = 0; i < utf8.len;) {
        uint8_t lead = utf8.data[i];
        size_t len = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
        bool is_last = i + len == utf8.len;
        if (!last_only || is_last) {
            if (len == 4)
                pair_write_json(utf8.data + i, last_only, json);
            else
                json_text_quote(bytes_of(utf8.data + i, len), json);
            if (!is_last)
                buf_u8(json, ',');
        }
        i += len;
    }
}
