/* joiners.h - people who open a text for the first time, many at once: join_begin, join_wait, join_end. */
#ifndef SOPU_LOAD_JOINERS_H
#define SOPU_LOAD_JOINERS_H

#include "lines.h"
#include "options.h"

struct joiners {
    const struct options *options;
    uint32_t count;   /* people */
    uint32_t rooms;   /* person i opens text i % rooms */
    uint32_t at_once; /* connections under way; 0: all */
    uint64_t whole;   /* units of a text: who has them all is served; 0: who is answered is */
    /* Each run of what they were sent; may be NULL. */
    void (*on_run)(void *context, uint64_t client, uint32_t clock, uint32_t len);
    void *context;

    enum dialect dialect; /* /ws: they join by /yjs */
    uint32_t served;
    int64_t begun_ns;
    int64_t served_ns; /* when the last one was */
    struct lines lines;
    uint64_t *units; /* that each has got */
    bool *is_served;
    uint32_t reading; /* whose message is read */
};

/* Connects them; a server that is just starting may refuse for a while. */
void join_begin(struct joiners *joiners);
/* Until all are served. False: not in time, or the server closed some. */
bool join_wait(struct joiners *joiners, double patience_s);
/* Goes on listening. */
void join_listen(struct joiners *joiners, double seconds);
void join_end(struct joiners *joiners);

#endif
