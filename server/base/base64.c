#include "base/base64.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_write(struct buf *out, struct bytes bytes)
{
    for (size_t i = 0; i < bytes.len; i += 3) {
        size_t left = bytes.len - i;
        uint32_t word = (uint32_t)bytes.data[i] << 16;
        if (left > 1)
            word |= (uint32_t)bytes.data[i + 1] << 8;
        if (left > 2)
            word |= bytes.data[i + 2];
        buf_u8(out, (uint8_t)digits[word >> 18]);
        buf_u8(out, (uint8_t)digits[word >> 12 & 63]);
        buf_u8(out, left > 1 ? (uint8_t)digits[word >> 6 & 63] : '=');
        buf_u8(out, left > 2 ? (uint8_t)digits[word & 63] : '=');
    }
}

static int digit_of(uint8_t c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool base64_read(struct buf *out, struct bytes text)
{
    size_t len = out->len;
    size_t padding = 0;
    while (padding < 2 && padding < text.len && text.data[text.len - 1 - padding] == '=')
        padding++;
    bool ok = text.len % 4 == 0;
    uint32_t word = 0;
    for (size_t i = 0; i < text.len && ok; i++) {
        int digit = i < text.len - padding ? digit_of(text.data[i]) : 0;
        ok = digit >= 0;
        word = word << 6 | (uint32_t)digit;
        if (i % 4 != 3)
            continue;
        buf_u8(out, (uint8_t)(word >> 16));
        buf_u8(out, (uint8_t)(word >> 8));
        buf_u8(out, (uint8_t)word);
        word = 0;
    }
    if (ok)
        out->len -= padding;
    else
        out->len = len;
    return ok;
}
