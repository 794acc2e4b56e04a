/* usual.h - the usual struct: text or deleted units, made between units of the same client. Most are
 * such, so they have a way of their own, by words instead of bytes; what is not usual goes the long
 * way (part.c). For the engine's own files. Thread: any. */
#ifndef SOPU_CRDT_USUAL_H
#define SOPU_CRDT_USUAL_H

#include "base/utf.h"
#include "crdt/part.h"

#include <endian.h>

struct usual {
    uint8_t info; /* INFO_ORIGIN, INFO_RIGHT or both */
    uint8_t kind; /* DOC_STRING or DOC_DELETED */
    uint32_t origin;
    uint32_t right;
    uint32_t len;        /* units; as it was read, of text: its bytes */
    uint32_t bytes;      /* of text */
    const uint8_t *text; /* behind it the struct ends */
};

static inline uint64_t word_at(const uint8_t *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* A varUint of at most 4 bytes; false for longer ones. Of three are most clocks of a long text, of
 * one most lengths. */
static inline bool short_varuint(const uint8_t **at, uint32_t *value)
{
    uint32_t word = (uint32_t)le64toh(word_at(*at));
    uint32_t sum = (word & 0x7F) | (word >> 1 & 0x3F80) | (word >> 2 & 0x1FC000);
    unsigned bytes = 3;
    if (!(word & 0x80)) {
        bytes = 1;
        sum &= 0x7F;
    } else if (!(word & 0x8000)) {
        bytes = 2;
        sum &= 0x3FFF;
    } else if (word & 0x800000) {
        bytes = 4;
        sum |= word >> 3 & 0xFE00000;
        if (word & 0x80000000)
            return false;
    }
    *at += bytes;
    *value = sum;
    return true;
}

static inline bool own_clock(const uint8_t **at, const struct id_bytes *id, uint32_t *clock)
{
    if ((word_at(*at) & id->mask) != id->word)
        return false;
    *at += id->len;
    return short_varuint(at, clock);
}

/* False if it is not of this kind. UPDATE_PADDING bytes may be read. */
static inline bool usual_read(const uint8_t *at, const struct id_bytes *id, struct usual *usual)
{
    uint8_t info = *at++;
    usual->info = info & (uint8_t)~INFO_KIND;
    usual->kind = info & INFO_KIND;
    if ((usual->kind != DOC_STRING && usual->kind != DOC_DELETED) || info < INFO_RIGHT)
        return false;
    usual->origin = usual->right = 0;
    if ((info & INFO_ORIGIN && !own_clock(&at, id, &usual->origin)) ||
        (info & INFO_RIGHT && !own_clock(&at, id, &usual->right)) ||
        !short_varuint(&at, &usual->len))
        return false;
    usual->bytes = usual->kind == DOC_STRING ? usual->len : 0;
    usual->text = at;
    return true;
}

/* Where 16 bytes may be read; false for longer text. No loop, as nobody knows how long the next one
 * is. */
static inline bool is_short_ascii(const uint8_t *at, size_t len)
{
    if (len > 16)
        return false;
    uint64_t first = len < 8 ? (UINT64_C(1) << 8 * len) - 1 : UINT64_MAX;
    uint64_t second = len <= 8 ? 0 : UINT64_MAX >> (8 * (16 - len));
    uint64_t bits = (le64toh(word_at(at)) & first) | (le64toh(word_at(at + 8)) & second);
    return (bits & 0x8080808080808080) == 0;
}

/* Reads and checks the struct before the reader, which stays there, at that clock of its author. False if
 * it is not usual, or not right: who reads it as any struct will see. */
static inline bool usual_check(const struct reader *reader, const struct author *author,
                               uint32_t clock, struct usual *usual)
{
    if (author->readable_end - reader->at < UPDATE_PADDING ||
        !usual_read(reader->at, &author->bytes, usual) || usual->text > reader->end ||
        usual->bytes > (size_t)(reader->end - usual->text) ||
        (usual->info & INFO_ORIGIN && usual->origin >= clock) ||
        (usual->info & INFO_RIGHT && usual->right >= clock))
        return false;
    size_t units = usual->len;
    if (!is_short_ascii(usual->text, usual->bytes) &&
        !utf8_check((struct bytes){usual->text, usual->bytes}, &units))
        return false;
    usual->len = (uint32_t)units;
    return true;
}

#endif
