/* fold.h - how the day is kept, for the functions that say what each event changes (events.def). For state.c and fold_*.c
 * only. */
#ifndef SOPU_DOMAIN_FOLD_H
#define SOPU_DOMAIN_FOLD_H

#include "domain/nouns.h"
#include "domain/state.h"

struct state {
    struct arena memory;
    struct day day;
    bool exists;
};

struct happening {
    const char *by;
    int64_t at_ms;
};

#define EVENT(name, fold)                                                                          \
    enum err fold(struct state *state, const struct event_##name *e, struct happening now);
#include "domain/events.def"
#undef EVENT

/* The finds of nouns.h for the fold, which may change what it finds. */
struct working_group *group_of(struct state *state, const char *group);
struct agenda_item *item_of(struct state *state, const char *item);
bool has_document(const struct state *state, const char *doc);

/* An item without a text of its own, coming. */
struct agenda_item item_blank(const char *id, const char *parent, const char *code,
                              enum item_kind kind);

/* What was in hand no longer is: a proposal that is not decided will come again, anything else is done. */
void lay_down(struct state *state, int64_t at_ms);

#endif
