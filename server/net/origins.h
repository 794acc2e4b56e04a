/* origins.h - the addresses that are this server: which Origin a browser may come from, and what
 * pages may talk to. Thread: loop. */
#ifndef SOPU_NET_ORIGINS_H
#define SOPU_NET_ORIGINS_H

#include <stdbool.h>

struct origins;

/* public_url may be NULL: people come straight to host and port. NULL: it is not
 * "http(s)://host[:port]". */
struct origins *origins_new(const char *host, int port, const char *public_url);
void origins_free(struct origins *origins);

/* Exactly one of ours: scheme, host and port. */
bool origins_has(const struct origins *origins, const char *origin);
/* http:// and this very machine, at any port: an editor's author serves the page from elsewhere. */
bool origins_is_this_machine(const char *origin);
/* Where people find it. */
const char *origins_url(const struct origins *origins);
/* People come by https: cookies must not leave it. */
bool origins_is_secure(const struct origins *origins);
/* The Content-Security-Policy of every page. */
const char *origins_policy(const struct origins *origins);

#endif
