#include "net/lobby.h"

#include "base/mem.h"
#include "net/bucket.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>

struct lobby {
    char now[LOBBY_CODE_SIZE];
    char before[LOBBY_CODE_SIZE];
    int64_t since_ms; /* when the present code began */
    struct bucket wrong;
    struct bucket asked;
};

static void code_make(char code[LOBBY_CODE_SIZE])
{
    static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    for (int i = 0; i < LOBBY_CODE_SIZE - 1; i++)
        code[i] = letters[randombytes_uniform(sizeof letters - 1)];
    code[LOBBY_CODE_SIZE - 1] = 0;
}

struct lobby *lobby_new(int64_t now_ms)
{
    struct lobby *lobby = mem_new(sizeof *lobby);
    *lobby = (struct lobby){.since_ms = now_ms,
                            .wrong = {.left = LOBBY_WRONG_PER_MIN},
                            .asked = {.left = LOBBY_ASKED_PER_MIN}};
    code_make(lobby->now);
    code_make(lobby->before); /* nobody knows it */
    return lobby;
}

void lobby_free(struct lobby *lobby)
{
    mem_free(lobby);
}

/* Nobody may have looked for hours: then both codes are new. */
static void codes_turn(struct lobby *lobby, int64_t now_ms)
{
    int64_t periods = (now_ms - lobby->since_ms) / LOBBY_CODE_MS;
    lobby->since_ms += periods * LOBBY_CODE_MS;
    for (; periods > 0 && periods <= 2; periods--) {
        memcpy(lobby->before, lobby->now, LOBBY_CODE_SIZE);
        code_make(lobby->now);
    }
    if (periods > 2) {
        code_make(lobby->before);
        code_make(lobby->now);
    }
}

const char *lobby_code(struct lobby *lobby, int64_t now_ms, int64_t *left_ms)
{
    codes_turn(lobby, now_ms);
    *left_ms = lobby->since_ms + LOBBY_CODE_MS - now_ms;
    return lobby->now;
}

/* False: it has not six letters. */
static bool code_read(const char *typed, char code[LOBBY_CODE_SIZE])
{
    size_t len = 0;
    for (; *typed != 0; typed++) {
        if (*typed == ' ' || *typed == '-')
            continue;
        if (len == LOBBY_CODE_SIZE - 1)
            return false;
        code[len++] = (char)toupper((unsigned char)*typed);
    }
    code[len] = 0;
    return len == LOBBY_CODE_SIZE - 1;
}

enum err lobby_knock(struct lobby *lobby, const char *typed, int64_t now_ms)
{
    char code[LOBBY_CODE_SIZE];
    codes_turn(lobby, now_ms);
    bucket_fill(&lobby->wrong, LOBBY_WRONG_PER_MIN, LOBBY_WRONG_PER_MIN / 60.0, now_ms);
    if (lobby->wrong.left < 1)
        return ERR_RATE;
    if (code_read(typed, code) && (sodium_memcmp(code, lobby->now, sizeof code) == 0 ||
                                   sodium_memcmp(code, lobby->before, sizeof code) == 0))
        return OK;
    lobby->wrong.left -= 1;
    return ERR_NOT_FOUND;
}

bool lobby_ask_take(struct lobby *lobby, int64_t now_ms)
{
    return bucket_take(&lobby->asked, LOBBY_ASKED_PER_MIN, LOBBY_ASKED_PER_MIN / 60.0, now_ms);
}
