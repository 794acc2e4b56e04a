/* chain.h - what ties each row of the log to all rows before it.
 *
 *   digest = BLAKE2b-256(salt, body)                                           salt: 16 random
 * bytes chain  = BLAKE2b-256(chain of the previous row (32 zero bytes before the first), pos, kind,
 * stream, epoch, actor, at_ms, command, digest) Numbers are 8 bytes, little end first; a text is
 * its length as such a number, then its UTF-8. So no two rows have the same bytes. A body can be
 * erased together with its salt: the digest stays and the chain still holds, and without the salt
 * nobody can confirm a guess.
 * Thread: any. */
#ifndef SOPU_STORE_CHAIN_H
#define SOPU_STORE_CHAIN_H

#include "store/replay.h"

enum { CHAIN_BYTES = 32, SALT_BYTES = 16 };

void chain_digest(const uint8_t salt[SALT_BYTES], struct bytes body, uint8_t digest[CHAIN_BYTES]);

/* `chain` may be the same memory as `before`. */
void chain_next(const uint8_t before[CHAIN_BYTES], const struct log_row *row,
                const uint8_t digest[CHAIN_BYTES], uint8_t chain[CHAIN_BYTES]);

#endif
