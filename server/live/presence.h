/* presence.h - who is in a room and where their cursor is: y-protocols awareness with names the server vouches for.
 * Not kept anywhere; waits for nothing. Changes are collected and told at each tick, newest only.
 * Thread: loop. */
#ifndef SOPU_LIVE_PRESENCE_H
#define SOPU_LIVE_PRESENCE_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct presence;

struct presence *presence_new(void);
void presence_free(struct presence *presence);

/* The person at the other end; `owns` says which client ids are theirs. */
struct presence_person {
    const char *seat;
    const char *name;
    void *context;
    bool (*owns)(void *context, uint64_t client);
};
/* ERR_MALFORMED, ERR_TOO_BIG: nothing changed. Entries of other people's ids are passed over. */
enum err presence_take(struct presence *presence, struct bytes update,
                       const struct presence_person *person);
void presence_leave(struct presence *presence, uint64_t client);

/* An awareness update of all who are here. */
void presence_all(const struct presence *presence, struct buf *update);

/* What has changed since presence_told: one awareness update for each client. */
size_t presence_changes(const struct presence *presence);
uint64_t presence_change(const struct presence *presence, size_t index, struct buf *update);
void presence_told(struct presence *presence);

#endif
