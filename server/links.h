/* links.h - personal links on the terminal: for people with a QR code, for programs as JSON.
 * Thread: loop, before it turns. */
#ifndef SOPU_LINKS_H
#define SOPU_LINKS_H

#include "live/hall.h"
#include "net/auth.h"

enum links_form {
    LINKS_FOR_PEOPLE, /* one of each: participant and facilitator of each group, secretary, chair, wall */
    LINKS_JSON, /* {"url","links":[{"seat","name","roles","group","url"}]}: every seat           */
};

/* Makes new links and prints them on standard output. A link works once its record is on disk: at once, for people. */
void links_print(struct hall *hall, struct auth *auth, const char *base_url, enum links_form form);

#endif
