/* paper.h - a formal document as such: what stands on every page, and a list of headings, texts, lists and tables. Whoever
 * has something to say builds one; paper_html.h, paper_docx.h write it.
 * Texts are UTF-8 and borrowed: they outlive the paper. A newline in a text is a line break. Lists and rows are of the
 * paper's arena. Thread: any, one at a time. */
#ifndef SOPU_EXPORT_PAPER_H
#define SOPU_EXPORT_PAPER_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

enum paper_kind {
    PAPER_HEADING, /* level 1 (the title, once) to 4, text, and a number before it ("9 § a"), or "" */
    PAPER_TEXT,    /* one paragraph */
    PAPER_LABELLED, /* a paragraph under its own small label: "Päätös"; not a heading of the outline */
    PAPER_LIST,  /* items, unordered */
    PAPER_TABLE, /* caption, a row of column heads, rows */
    PAPER_SMALL, /* a note in small print: digests, where to check them */
    PAPER_PAGE,  /* what follows begins a new page, where there are pages: attachments */
};

struct paper_row {
    const char **cells; /* as many as the table has columns */
};

struct paper_block {
    enum paper_kind kind;
    int level;
    const char *id; /* of a heading: an anchor, [a-z0-9-]; "" none */
    const char *number;
    const char *label; /* PAPER_LABELLED; PAPER_TABLE: the caption */
    const char *text;
    size_t column_count;
    const char **columns;
    struct {
        const char **items;
        size_t count;
        size_t capacity;
    } items;
    struct {
        struct paper_row *items;
        size_t count;
        size_t capacity;
    } rows;
};

struct paper {
    struct arena arena;
    const char *language; /* "fi", "sv", "en" */
    const char *title;    /* of the document, for its properties and the window */
    const char *maker;    /* in the head of every page: "Etelä-Pohjanmaan hyvinvointialue" */
    const char *kind;     /* "Päätöspöytäkirja" */
    const char *date;     /* "12.9.2024" */
    const char *status;   /* in words, on every page: "Luonnos" */
    const char *page;     /* "Sivu": before n (N) */
    struct {
        struct paper_block *items;
        size_t count;
        size_t capacity;
    } blocks;
};

/* Each appends one block. The table or list that is returned is good until the next block is appended. */
void paper_heading(struct paper *paper, int level, const char *id, const char *number,
                   const char *text);
void paper_text(struct paper *paper, const char *text);
void paper_labelled(struct paper *paper, const char *label, const char *text);
void paper_small(struct paper *paper, const char *text);
void paper_page(struct paper *paper);
void paper_list(struct paper *paper);
void paper_item(struct paper *paper, const char *text); /* of the list just begun */
void paper_table(struct paper *paper, const char *caption, const char *const *columns,
                 size_t count);
void paper_row(struct paper *paper, const char *const *cells); /* of the table just begun */
void paper_free(struct paper *paper);

#endif
