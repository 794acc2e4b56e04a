/* secrets.h - what opens a door: random letters, of which only a hash is kept. Thread: loop. */
#ifndef SOPU_NET_SECRETS_H
#define SOPU_NET_SECRETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SECRET_HASH_BYTES = 32 };

/* Fills all but the last place with random letters of base32, five bits each. */
void secret_make(char *text, size_t size);
/* BLAKE2b-256. The secrets are random and long, so a fast hash is as good as a slow one. */
void secret_hash(const char *text, uint8_t hash[SECRET_HASH_BYTES]);
/* (How far two hashes agree tells nothing about a secret, so this may take its time or not.) */
bool secret_hash_is(const uint8_t a[SECRET_HASH_BYTES], const uint8_t b[SECRET_HASH_BYTES]);

#endif
