#include "store/chain.h"

#include <sodium.h>

typedef crypto_generichash_state hash_state;

static void hash_number(hash_state *hash, uint64_t number)
{
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(number >> (8 * i));
    crypto_generichash_update(hash, bytes, sizeof bytes);
}

static void hash_text(hash_state *hash, const char *text)
{
    size_t len = strlen(text);
    hash_number(hash, len);
    crypto_generichash_update(hash, (const uint8_t *)text, len);
}

void chain_digest(const uint8_t salt[SALT_BYTES], struct bytes body, uint8_t digest[CHAIN_BYTES])
{
    hash_state hash;
    crypto_generichash_init(&hash, NULL, 0, CHAIN_BYTES);
    crypto_generichash_update(&hash, salt, SALT_BYTES);
    crypto_generichash_update(&hash, body.data, body.len);
    crypto_generichash_final(&hash, digest, CHAIN_BYTES);
}

void chain_next(const uint8_t before[CHAIN_BYTES], const struct log_row *row,
                const uint8_t digest[CHAIN_BYTES], uint8_t chain[CHAIN_BYTES])
{
    hash_state hash;
    crypto_generichash_init(&hash, NULL, 0, CHAIN_BYTES);
    crypto_generichash_update(&hash, before, CHAIN_BYTES);
    hash_number(&hash, row->pos);
    hash_number(&hash, (uint64_t)row->kind);
    hash_text(&hash, row->stream);
    hash_number(&hash, row->epoch);
    hash_text(&hash, row->actor);
    hash_number(&hash, (uint64_t)row->at_ms);
    hash_text(&hash, row->command);
    crypto_generichash_update(&hash, digest, CHAIN_BYTES);
    crypto_generichash_final(&hash, chain, CHAIN_BYTES);
}
