#include "net/rates.h"

#include "base/mem.h"

#include <assert.h>
#include <string.h>

struct rate {
    struct rate *next;
    char *seat;
    double messages;
    double bytes;
    int64_t at_ms;
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
                          .messages = RATE_MESSAGES_BURST,
                          .bytes = RATE_BYTES_BURST};
    rates->first = rate;
    return rate;
}

static double refilled(double left, double per_s, double burst, int64_t passed_ms)
{
    double full = left + per_s * (double)passed_ms / 1000;
    return full > burst ? burst : full;
}

bool rate_take(struct rate *rate, size_t len, int64_t now_ms)
{
    int64_t passed_ms = now_ms - rate->at_ms;
    rate->at_ms = now_ms;
    rate->messages = refilled(rate->messages, RATE_MESSAGES_PER_S, RATE_MESSAGES_BURST, passed_ms);
    rate->bytes = refilled(rate->bytes, RATE_BYTES_PER_S, RATE_BYTES_BURST, passed_ms);
    if (rate->messages < 1 || rate->bytes < (double)len)
        return false;
    rate->messages -= 1;
    rate->bytes -= (double)len;
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
