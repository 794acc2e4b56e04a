#include "live/answers.h"

#include "base/arena.h"
#include "base/mem.h"

#include <string.h>

struct slot {
    const char *command; /* NULL: free */
    struct answer answer;
};

/* Open addressing; the ids are random, so any of their digits spread well. */
struct answers {
    struct arena memory;
    struct slot *slots;
    size_t count;
    size_t capacity; /* a power of two */
};

struct answers *answers_new(void)
{
    struct answers *answers = mem_new(sizeof *answers);
    answers->capacity = 1024;
    answers->slots = mem_array(answers->capacity, sizeof *answers->slots);
    return answers;
}

void answers_free(struct answers *answers)
{
    if (answers == NULL)
        return;
    arena_free(&answers->memory);
    mem_free(answers->slots);
    mem_free(answers);
}

static struct slot *slot_of(const struct answers *answers, const char *command)
{
    uint64_t hash = 1469598103934665603u;
    for (const char *c = command; *c != '\0'; c++)
        hash = (hash ^ (unsigned char)*c) * 1099511628211u;
    size_t at = hash & (answers->capacity - 1);
    while (answers->slots[at].command != NULL && strcmp(answers->slots[at].command, command) != 0)
        at = (at + 1) & (answers->capacity - 1);
    return &answers->slots[at];
}

const struct answer *answers_find(const struct answers *answers, const char *command)
{
    const struct slot *slot = slot_of(answers, command);
    return slot->command != NULL ? &slot->answer : NULL;
}

static void grow(struct answers *answers)
{
    struct slot *old = answers->slots;
    size_t count = answers->capacity;
    answers->capacity *= 2;
    answers->slots = mem_array(answers->capacity, sizeof *answers->slots);
    for (size_t i = 0; i < count; i++)
        if (old[i].command != NULL)
            *slot_of(answers, old[i].command) = old[i];
    mem_free(old);
}

void answers_keep(struct answers *answers, const char *command, struct answer answer)
{
    if ((answers->count + 1) * 2 > answers->capacity)
        grow(answers);
    struct slot *slot = slot_of(answers, command);
    if (slot->command != NULL) {
        slot->answer.pos = answer.pos;
        return;
    }
    slot->command = arena_text(&answers->memory, command);
    slot->answer = answer;
    slot->answer.seat = arena_text(&answers->memory, answer.seat);
    char *refusal =
        arena_text_n(&answers->memory, (const char *)answer.refusal.data, answer.refusal.len);
    slot->answer.refusal = bytes_of(refusal, answer.refusal.len);
    answers->count++;
}
