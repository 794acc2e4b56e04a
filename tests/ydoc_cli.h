/* ydoc_cli.h - what the parts of ydoc share: its one document, the awareness beside it, and the answer being made. */
#ifndef SOPU_TESTS_YDOC_CLI_H
#define SOPU_TESTS_YDOC_CLI_H

#include "wire/ysync.h"

#include <jansson.h>
#include <stdbool.h>

struct session {
    struct doc *doc;
    bool is_writing; /* between begin and commit */
    struct awareness *awareness;
    struct buf answer;
    json_t *news; /* of the present awareness update */
};

void rejected(struct session *s, const char *reason);
void answer_base64(struct session *s, struct buf *bytes); /* and frees them */
bool hex_read(struct buf *out, const char *text);

/* ydoc_frames.c: what comes and goes on a socket. */
void do_hello(struct session *s, const char *rest);
void do_frame(struct session *s, const char *rest);
void do_aware_new(struct session *s, const char *rest);
void do_aware(struct session *s, const char *rest);

#endif
