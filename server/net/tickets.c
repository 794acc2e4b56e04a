#include "net/tickets.h"

#include "base/mem.h"

#include <string.h>

struct ticket {
    uint8_t hash[SECRET_HASH_BYTES];
    uint8_t session[SECRET_HASH_BYTES];
    int64_t expires_ms;
};

struct tickets {
    struct ticket *all; /* oldest first */
    size_t count;
};

struct tickets *tickets_new(void)
{
    return mem_new(sizeof(struct tickets));
}

void tickets_free(struct tickets *tickets)
{
    if (tickets == NULL)
        return;
    mem_free(tickets->all);
    mem_free(tickets);
}

static void drop(struct tickets *tickets, size_t index)
{
    tickets->count--;
    memmove(tickets->all + index, tickets->all + index + 1,
            (tickets->count - index) * sizeof *tickets->all);
}

/* Drops what is too old, and the oldest of a session that has too many. */
static void tidy(struct tickets *tickets, const uint8_t session[SECRET_HASH_BYTES], int64_t now_ms)
{
    size_t of_session = 0;
    for (size_t i = tickets->count; i-- > 0;) {
        bool is_its = secret_hash_is(tickets->all[i].session, session);
        if (tickets->all[i].expires_ms <= now_ms ||
            (is_its && of_session + 1 >= TICKETS_PER_SESSION))
            drop(tickets, i);
        else if (is_its)
            of_session++;
    }
}

void ticket_new(struct tickets *tickets, const uint8_t session[SECRET_HASH_BYTES], int64_t now_ms,
                char ticket[TICKET_SIZE])
{
    tidy(tickets, session, now_ms);
    secret_make(ticket, TICKET_SIZE);
    tickets->all = mem_grow(tickets->all, tickets->count + 1, sizeof *tickets->all);
    struct ticket *made = &tickets->all[tickets->count++];
    secret_hash(ticket, made->hash);
    memcpy(made->session, session, SECRET_HASH_BYTES);
    made->expires_ms = now_ms + (int64_t)TICKET_S * 1000;
}

bool ticket_use(struct tickets *tickets, const char *ticket, int64_t now_ms,
                uint8_t session[SECRET_HASH_BYTES])
{
    uint8_t hash[SECRET_HASH_BYTES];
    secret_hash(ticket, hash);
    for (size_t i = 0; i < tickets->count; i++) {
        if (!secret_hash_is(tickets->all[i].hash, hash))
            continue;
        struct ticket used = tickets->all[i];
        drop(tickets, i);
        memcpy(session, used.session, SECRET_HASH_BYTES);
        return used.expires_ms > now_ms;
    }
    return false;
}
