/* options.h - what the command line of load-gen says. */
#ifndef SOPU_LOAD_OPTIONS_H
#define SOPU_LOAD_OPTIONS_H

#include "frames.h"

#include <stdint.h>
#include <sys/types.h>

/* hub: who comes with which ticket, and to which text. */
struct seat {
    char ticket[64];
    char doc[64];
};

struct options {
    const char *mode;
    uint16_t port;
    pid_t pid; /* the server's: its processor time and memory are read */
    enum dialect dialect;
    const char *path; /* before the document's name */
    const char *name; /* before the document's number */
    uint32_t rooms;
    uint32_t clients; /* in each room; join, idle: in all */
    double rate;      /* keystrokes a second, of all together */
    double seconds;
    uint32_t keystrokes; /* kill: so many */
    bool cursor;         /* each keystroke brings a cursor */
    uint64_t seed;
    struct seat *seats; /* of all clients, then one for each room, who joins at the end */
    const char *file;   /* longdoc: where it goes; disk: the folder */
};

/* Ends the program with a sentence if it cannot be understood. */
struct options options_read(int argc, char **argv);
/* Documents have a name, a number, and a place on the server. */
void options_doc(const struct options *options, uint32_t room, char name[64]);
void options_path(const struct options *options, uint32_t room, char path[128]);
/* hub: of a client, and of one who joins a room at the end by /yjs. */
void options_seat_path(const struct options *options, uint32_t client, char path[128]);

#endif
