/* What came too late, told as what it would have changed: for the person who wrote it, and for those who lead. */
#include "live/hall_inside.h"

#include "base/mem.h"
#include "live/words.h"

#include <string.h>

/* The locked text with one person's late edits on it, as far as they have been told. */
struct fork {
    struct fork *next;
    const char *by;
    struct doc *doc;
    struct arena arena; /* of the words */
    struct field_list words;
};

struct telling {
    const struct hall *hall;
    const struct room *room;
    struct id_list names; /* of the text's fields */
    struct arena memory;
    struct fork *forks;
};

static struct field_list words_of(const struct telling *telling, const struct fork *fork,
                                  struct arena *arena)
{
    return words_read(fork->doc, &telling->names, arena);
}

static struct fork *fork_of(struct telling *telling, const char *by)
{
    for (struct fork *fork = telling->forks; fork != NULL; fork = fork->next)
        if (strcmp(fork->by, by) == 0)
            return fork;
    struct fork *fork = mem_new(sizeof *fork);
    *fork = (struct fork){.next = telling->forks, .by = by, .doc = room_late_base(telling->room)};
    fork->words = words_of(telling, fork, &fork->arena);
    return telling->forks = fork;
}

static void forks_free(struct fork *forks)
{
    while (forks != NULL) {
        struct fork *next = forks->next;
        doc_free(forks->doc);
        arena_free(&forks->arena);
        mem_free(forks);
        forks = next;
    }
}

/* What this edit changes, field by field, after the earlier ones of the same person. */
static json_t *changes(struct telling *telling, const struct late *late)
{
    struct fork *fork = fork_of(telling, late->by);
    struct arena arena = {0};
    doc_apply(fork->doc, late->update, NULL);
    struct field_list words = words_of(telling, fork, &arena);
    json_t *fields = json_array();
    for (size_t i = 0; i < words.count; i++) {
        const char *was = fork->words.items[i].text;
        const char *would_be = words.items[i].text;
        if (strcmp(was, would_be) != 0)
            json_array_append_new(fields, json_pack("{s:s,s:s,s:s}", "field", words.items[i].field,
                                                    "was", was, "would_be", would_be));
    }
    arena_free(&fork->arena);
    fork->arena = arena;
    fork->words = words;
    return fields;
}

void late_tell(struct visitor *visitor, const char *doc)
{
    const struct hall *hall = visitor->hall;
    const struct place *place = hall_place(hall, doc);
    bool sees_all = rights_late_edits(hall_day(hall), visitor->seat, doc);
    struct telling telling = {.hall = hall};
    telling.names = day_doc_fields(hall_day(hall), doc, &telling.memory);
    json_t *edits = json_array();
    log_pos after = 0;
    for (size_t i = 0; place != NULL && i < room_lates(place->room); i++) {
        const struct late *late = room_late(place->room, i);
        if (!sees_all && strcmp(late->by, visitor->seat) != 0)
            continue;
        telling.room = place->room;
        after = late->late;
        json_array_append_new(edits, json_pack("{s:I,s:s,s:I,s:o}", "late", (json_int_t)late->late,
                                               "by", late->by, "at_ms", (json_int_t)late->at_ms,
                                               "fields", changes(&telling, late)));
    }
    forks_free(telling.forks);
    arena_free(&telling.memory);
    outbox_send(visitor->out, FRAME_TEXT,
                frame_of_json(json_pack("{s:s,s:s,s:o}", "op", "late", "doc", doc, "edits", edits)),
                after);
}
