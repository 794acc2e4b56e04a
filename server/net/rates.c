#include "net/rates.h"

#include "base/mem.h"
#include "net/bucket.h"

#include <assert.h>
#include <string.h>

struct rate {
    struct rate *next;
    char *seat;
    struct bucket messages;
    struct bucket bytes;
    unsigned sockets;
};

struct rates {
    struct rate *first;
};

struct rates *rates_new(void)
{
    return mem_new(sizeof(struct rates));
}

void rates_free(struct rates *rates)
{
    if (rates == NULL)
        return;
    while (rates->first != NULL) {
        struct rate *rate = rates->first;
        rates->first = rate->next;
        mem_free(rate->seat);
        mem_free(rate);
    }
    mem_free(rates);
}

struct rate *rates_of(struct rates *rates, const char *seat)
{
    for (struct rate *rate = rates->first; rate != NULL; rate = rate->next)
        if (strcmp(rate->seat, seat) == 0)
            return rate;
    struct rate *rate = mem_new(sizeof *rate);
    *rate = (struct rate){.next = rates->first,
                          .seat = mem_text(seat),
                          .messages = {.left = RATE_MESSAGES_BURST},
                          .bytes = {.left = RATE_BYTES_BURST}};
    rates->first = rate;
    return rate;
}

bool rate_take(struct rate *rate, size_t len, int64_t now_ms)
{
    bucket_fill(&rate->messages, RATE_MESSAGES_BURST, RATE_MESSAGES_PER_S, now_ms);
    bucket_fill(&rate->bytes, RATE_BYTES_BURST, RATE_BYTES_PER_S, now_ms);
    if (rate->messages.left < 1 || rate->bytes.left < (double)len)
        return false;
    rate->messages.left -= 1;
    rate->bytes.left -= (double)len;
    return true;
}

bool rate_socket_take(struct rate *rate)
{
    if (rate->sockets == RATE_SOCKETS_MAX)
        return false;
    rate->sockets++;
    return true;
}

void rate_socket_give(struct rate *rate)
{
    assert(rate->sockets > 0);
    rate->sockets--;
}
