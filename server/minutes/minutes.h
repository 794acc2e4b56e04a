/* minutes.h - the minutes write themselves: what the day's events say, item by item, as one document.
 *
 * A pure function of the day, the names and what the secretary has written in place of a paragraph; so the replayed log
 * gives the same minutes again. Sentences are in the day's language (minutes/sentences.h). Who says that two minutes are
 * the same looks at their seal, which knows people by seat and not by name: a name may be erased later.
 * Thread: any, one at a time. */
#ifndef SOPU_MINUTES_MINUTES_H
#define SOPU_MINUTES_MINUTES_H

#include "base/arena.h"
#include "domain/messages.h"

struct minutes_source {
    const struct day *day;
    /* The name of a seat's person. NULL: the seat's id stands for it. */
    const char *(*name_of)(const void *context, const char *seat);
    const void *context;
    /* The fields of the document MINUTES_DOC: "item-4/handling", ... "" where nothing was written. */
    struct field_list polished;
};

/* Texts and lists are the arena's, or borrowed from the day. */
struct minutes_text minutes_of(const struct minutes_source *source, struct arena *arena);

/* The actions of a text as its table shows them; borrows from the fields. */
struct minutes_action_list minutes_actions(const struct field_list *fields,
                                           const struct id_list *actions, struct arena *arena);

/* What stands for a part in the document: the secretary's words, or else the generated ones. */
const char *minutes_words(const struct minutes_part *part);

/* "luonnos", "tarkastamaton", ...; "korjattu" is put before where it is not the first version that was examined. */
const char *minutes_status(const struct day *day, struct arena *arena);

/* The county that holds the negotiation, else the first organisation of the day. */
const char *minutes_maker(const struct day *day);

#endif
