/* text.h - a text that a person has open: what web/src/net/document.ts is to a browser. */
#ifndef SOPU_TESTS_FAULT_SIM_TEXT_H
#define SOPU_TESTS_FAULT_SIM_TEXT_H

#include "fault/sim/run.h"

#include "crdt/doc.h"

struct sent {
    uint64_t seq;
    struct buf update;
};

enum text_phase {
    TEXT_CLOSED,  /* no channel: the line is lost, or it was refused */
    TEXT_OPENING, /* asked for */
    TEXT_OPEN,    /* "opened" came; the server's vector and state are to come */
    TEXT_READY,
    TEXT_STOPPED, /* an update was refused: nothing more is taken on this channel */
};

struct text {
    char doc[64]; /* "": this place is free */
    enum text_phase phase;
    bool is_writable;
    uint32_t channel;
    uint32_t epoch; /* 0: none yet */
    uint64_t client;
    struct doc *copy;
    uint64_t cursor_clock;
    uint64_t seq;
    uint64_t confirmed;
    struct sent *sent; /* not confirmed yet, of this channel */
    size_t sent_count;
    bool has_state;
    bool has_vector;
    struct buf vector;
    bool is_ahead; /* has own words that were not confirmed */
    bool waits;    /* refused for the disk's sake: is opened again later */
};

/* Everything below sends on the line given; NULL: there is none now. */
void text_open(struct text *text, struct line *line, uint32_t channel);
void text_opened(struct text *text, struct line *line, uint32_t epoch, bool is_writable,
                 uint64_t client);
/* What the server shows goes into the copy. is_state: all of it, not a change. */
void text_take(struct text *text, struct run *run, struct bytes update, bool is_state);
/* A frame of this text's channel. False: it has to be opened again, under another number. */
bool text_receive(struct text *text, struct run *run, const char *seat, struct line *line,
                  struct bytes frame);
/* One edit, drawn. False: there is none now; else *update is the caller's. */
bool text_edit_draw(struct text *text, struct run *run, struct buf *update);
/* The same, sent. */
void text_edit(struct text *text, struct run *run, struct line *line);
/* Where its person is, as an awareness update. */
void text_cursor(struct text *text, struct run *run, struct buf *update);
/* The same, sent; nobody waits for it. */
void text_cursor_send(struct text *text, struct run *run, struct line *line);
void text_line_lost(struct text *text);
/* Own words that were not confirmed are set aside; what comes is another copy. */
void text_begin_anew(struct text *text);
void text_free(struct text *text);
bool text_is_quiet(const struct text *text);
/* At the end: the copy is what the server has. */
void text_check(const struct text *text, struct run *run, const char *seat);

#endif
