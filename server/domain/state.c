/* What each event does to the day: docs/fold.md in C. The folds are in fold_day.c, fold_workshop.c and fold_decision.c. */
#include "domain/fold.h"

#include "base/mem.h"

struct state *state_new(void)
{
    return mem_new(sizeof(struct state));
}

void state_free(struct state *state)
{
    if (state == NULL)
        return;
    arena_free(&state->memory);
    mem_free(state);
}

struct arena *state_memory(struct state *state)
{
    return &state->memory;
}

const struct day *state_day(const struct state *state)
{
    return state->exists ? &state->day : NULL;
}

struct working_group *group_of(struct state *state, const char *group)
{
    return (struct working_group *)day_group(&state->day, group);
}

struct agenda_item *item_of(struct state *state, const char *item)
{
    return (struct agenda_item *)day_item(&state->day, item);
}

bool has_document(const struct state *state, const char *doc)
{
    return strcmp(doc, MINUTES_DOC) == 0 || day_group_of_doc(&state->day, doc) != NULL ||
           day_item_of_doc(&state->day, doc) != NULL;
}

struct agenda_item item_blank(const char *id, const char *parent, const char *code,
                              enum item_kind kind)
{
    return (struct agenda_item){
        .item = id,
        .parent = parent,
        .code = code,
        .kind = kind,
        .title = "",
        .verbatim = "",
        .time_text = "",
        .text = "",
        .state = ITEM_STATE_COMING,
        .doc = "",
        .group = "",
        .proposed_hash = "",
        .postpone_reason = "",
    };
}

enum err state_apply(struct state *state, const struct event *event, const char *by, int64_t at_ms)
{
    struct happening now = {arena_text(&state->memory, by), at_ms};
    if (!state->exists && event->kind != EVENT_day_created)
        return ERR_CORRUPT;
    switch (event->kind) {
#define EVENT(name, fold)                                                                          \
    case EVENT_##name:                                                                             \
        return fold(state, &event->as.name, now);
#include "domain/events.def"
#undef EVENT
    }
    return ERR_CORRUPT;
}
