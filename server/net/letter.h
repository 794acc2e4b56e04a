/* letter.h - what an organisation reads when it gets the minutes, in the day's language. Private to net/. Pure. */
#ifndef SOPU_NET_LETTER_H
#define SOPU_NET_LETTER_H

#include "base/arena.h"
#include "domain/messages.h"

struct letter {
    const char *subject;
    const char *text;
};

/* Of the arena, or borrowed from the day. */
struct letter letter_of(const struct day *day, const struct delivery *delivery, const char *url,
                        struct arena *arena);

#endif
