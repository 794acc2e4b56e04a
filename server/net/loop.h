/* loop.h - the server as the world meets it: one port for pages, requests and sockets, and the loop
 * that turns it. Thread: loop, but for server_wake. */
#ifndef SOPU_NET_LOOP_H
#define SOPU_NET_LOOP_H

#include "live/hall.h"
#include "net/auth.h"

struct server;
struct mail_server; /* mail.h */

struct server_options {
    /* The address to listen on, in numbers; NULL or "localhost": 127.0.0.1. */
    const char *host;
    /* 0: any that is free, see server_port. */
    int port;
    /* "https://sopu.example", what people type where a proxy stands in front; NULL: they come straight here. */
    const char *public_url;
    /* Who takes our mail; NULL: none is sent. */
    const struct mail_server *mail;
};

/* Listens, but answers nobody before server_run. All but the options is borrowed and outlives the
 * server. NULL: it could not, and *sentence says why, for a person; free it with mem_free. */
struct server *server_new(const struct server_options *options, struct hall *hall,
                          struct auth *auth, struct journal *journal, char **sentence);
void server_free(struct server *server);

int server_port(const struct server *server);
/* Where people find it: public_url, or http://host:port. Borrowed. */
const char *server_url(const struct server *server);

/* Turns until SIGTERM or SIGINT, then tells everyone that it restarts, closes all sockets with 1012
 * and returns, within three seconds. The writer must go on until then. */
void server_run(struct server *server);

/* From any thread: durable has moved, or whether the journal takes records has changed. */
void server_wake(struct server *server);

#endif
