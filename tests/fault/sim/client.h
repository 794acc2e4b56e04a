/* client.h - a person with a socket of the hub: what the person sees and asks (client.c), and does
 * (habits.c). */
#ifndef SOPU_TESTS_FAULT_SIM_CLIENT_H
#define SOPU_TESTS_FAULT_SIM_CLIENT_H

#include "fault/sim/text.h"

enum { TEXTS = 3 };

struct client {
    struct peer peer;
    struct run *run;
    char seat[16];
    struct line *line; /* NULL: not connected */
    bool is_welcome;
    log_pos seen;   /* the newest event shown; kept over lines, as a browser's model is */
    log_pos newest; /* event on this line */
    uint32_t next_channel;
    struct text texts[TEXTS];
    struct {
        char id[COMMAND_SIZE]; /* "": nothing is asked */
        struct buf message;
        int64_t asked_us;
    } wish;
};

/* habits.c: one thing more, from time to time. */
happening_fn client_act;

/* client.c: what habits are made of. A line has to be there, except for client_line_lost. */
void client_wish_think(struct client *client);
void client_wish_send(struct client *client);
void client_text_open(struct client *client, struct text *text);
void client_text_leave(struct client *client, struct text *text);
void client_line_lost(struct client *client);

#endif
