/* rates.h - how much one seat may send, over all its sockets and requests. Never counted per
 * address: all phones of a venue share one. Thread: loop. */
#ifndef SOPU_NET_RATES_H
#define SOPU_NET_RATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    RATE_MESSAGES_PER_S = 60,
    RATE_MESSAGES_BURST = 240,
    RATE_BYTES_PER_S = 256 * 1024,
    RATE_BYTES_BURST = 1024 * 1024,
    RATE_SOCKETS_MAX = 8,
};

struct rates;
struct rate; /* one seat's; lives as long as the rates */

struct rates *rates_new(void);
void rates_free(struct rates *rates);
struct rate *rates_of(struct rates *rates, const char *seat);

/* May this message come in? now_ms must not run backwards. */
bool rate_take(struct rate *rate, size_t len, int64_t now_ms);
/* One more socket; false: the seat has too many. Each true is given back once. */
bool rate_socket_take(struct rate *rate);
void rate_socket_give(struct rate *rate);

#endif
