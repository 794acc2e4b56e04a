/* frames.h - what the clients say: y-protocols messages as y-websocket frames them, or as Hocuspocus does (the
 * document's name goes first), and genuine Yjs updates of one typed character. */
#ifndef SOPU_LOAD_FRAMES_H
#define SOPU_LOAD_FRAMES_H

#include "base/buf.h"

#include <stdbool.h>

enum dialect {
    Y_WEBSOCKET,
    HOCUSPOCUS,
    FLOOR, /* y-websocket frames through a relay, which keeps nothing */
    HUB,   /* our own /ws (docs/protocol.md): channel 1, numbered updates */
};

enum kind { STEP1, STEP2, UPDATE, AWARENESS, AUTHENTICATED, REFUSED, OTHER };

struct message {
    enum kind kind;
    struct bytes body;
};

/* False for what is no message. */
bool message_read(enum dialect dialect, struct bytes frame, struct message *message);
/* Appends a frame. HUB: updates and step 2 by hub_update_write. */
void message_write(struct buf *frame, enum dialect dialect, const char *doc, enum kind kind,
                   struct bytes body);
void hub_update_write(struct buf *frame, enum kind kind, uint64_t seq, struct bytes update);
/* The first message of a Hocuspocus client. */
void token_write(struct buf *frame, const char *doc);

struct id {
    uint64_t client;
    uint32_t clock;
};

/* Yjs: the item that a keystroke makes between two characters. */
void update_keystroke(struct buf *out, struct id at, struct id left, struct id right, char letter);
/* The first text of a document, into that root. */
void update_first(struct buf *out, struct id at, const char *root, struct bytes text);
/* What y-codemirror tells of a person whose caret stands behind a character. */
void awareness_cursor(struct buf *out, uint64_t client, uint32_t clock, struct id behind);

/* Tells each run of an update: whose, from which clock, how long. False for what is no update. */
typedef void on_run(void *context, uint64_t client, uint32_t clock, uint32_t len);
bool update_runs(struct bytes update, on_run *run, void *context);

#endif
