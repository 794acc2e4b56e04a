#include "net/secrets.h"

#include <sodium.h>
#include <string.h>

void secret_make(char *text, size_t size)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
    randombytes_buf(text, size - 1);
    for (size_t i = 0; i + 1 < size; i++)
        text[i] = letters[(uint8_t)text[i] % 32];
    text[size - 1] = 0;
}

void secret_hash(const char *text, uint8_t hash[SECRET_HASH_BYTES])
{
    crypto_generichash(hash, SECRET_HASH_BYTES, (const uint8_t *)text, strlen(text), NULL, 0);
}

bool secret_hash_is(const uint8_t a[SECRET_HASH_BYTES], const uint8_t b[SECRET_HASH_BYTES])
{
    return memcmp(a, b, SECRET_HASH_BYTES) == 0;
}
