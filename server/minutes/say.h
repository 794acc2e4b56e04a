/* say.h - how the minutes put sentences together. For server/minutes and who puts them on paper. */
#ifndef SOPU_MINUTES_SAY_H
#define SOPU_MINUTES_SAY_H

#include "minutes/minutes.h"
#include "minutes/sentences.h"

#include "base/buf.h"

/* What is being written: the source, its words, where results are kept. */
struct writing {
    const struct minutes_source *source;
    const struct day *day;
    const struct sentences *words;
    struct arena *arena;
};

/* The sentence with {1} {2} ... replaced; NULL ends the list. Of the arena. */
const char *say(struct arena *arena, const char *sentence, ...) __attribute__((sentinel));
/* Appends a sentence, with a space or `between` before it where there is something already. "" adds nothing. */
void said(struct buf *text, const char *between, const char *sentence);
/* What was gathered, of the arena; the buffer is empty again. */
const char *kept(struct arena *arena, struct buf *text);

/* "klo 9.02"; "9.02"; "12.9.2024": where the day is held. */
const char *say_time(const struct writing *w, int64_t at_ms);
const char *say_clock(const struct writing *w, int64_t at_ms);
const char *say_date(const struct writing *w, int64_t at_ms);
/* "9.02–9.41" */
const char *say_span(const struct writing *w, int64_t from_ms, int64_t to_ms);

const char *say_name(const struct writing *w, const char *seat);
/* "Eero Virtala (Kuortaneen kunta)" */
const char *say_whose(const struct writing *w, const char *seat);
const char *say_organisation(const struct writing *w, const char *organisation);
/* "A", "A ja B", "A, B ja C"; `and` is what stands before the last. */
const char *say_list(const struct writing *w, const struct id_list *names);
const char *say_list_with(const struct writing *w, const struct id_list *names, const char *and);

/* minutes_items.c: what an item's generated parts say; "" where a part is not used. */
const char *presentation_of(const struct writing *w, const struct agenda_item *item);
const char *proposal_of(const struct writing *w, const struct agenda_item *item);
const char *handling_of(const struct writing *w, const struct agenda_item *item);
const char *decision_of(const struct writing *w, const struct agenda_item *item);
/* How many are present at a time, as the minutes say it. */
const char *say_present(const struct writing *w, int64_t at_ms);

#endif
