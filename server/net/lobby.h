/* lobby.h - the code that hangs in the hall: who reads it there may ask to be let in (live/lobby.c), no more. It changes
 * every ten minutes and the one before is good for ten more, so that a photograph of it soon opens nothing. In memory
 * alone: a restart has a new code. How often a wrong one may be tried is counted for the whole round, never by address:
 * all phones of a venue share one. Thread: loop. */
#ifndef SOPU_NET_LOBBY_H
#define SOPU_NET_LOBBY_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    LOBBY_CODE_SIZE = 7, /* six letters or digits, none of them I, O, 0 or 1: 2^30 codes */
    LOBBY_CODE_MS = 10 * 60 * 1000,
    LOBBY_WRONG_PER_MIN =
        30, /* and as many at once: with two good codes at a time, a guess in 20 million */
    LOBBY_ASKED_PER_MIN =
        60, /* and as many at once: a hall arrives                                   */
};

struct lobby;

/* now_ms: of a clock that never runs backwards, here and below. */
struct lobby *lobby_new(int64_t now_ms);
void lobby_free(struct lobby *lobby);

/* What hangs in the hall now, borrowed until the next call, and for how long still. */
const char *lobby_code(struct lobby *lobby, int64_t now_ms, int64_t *left_ms);

/* Is this it, as people type it: in small letters, with blanks? ERR_NOT_FOUND: no, or too old. ERR_RATE: too many have
 * been wrong; not even looked at. */
enum err lobby_knock(struct lobby *lobby, const char *typed, int64_t now_ms);

/* May one more ask to be let in? */
bool lobby_ask_take(struct lobby *lobby, int64_t now_ms);

#endif
