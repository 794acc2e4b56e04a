/* The minutes as the hall holds what they are made of: the day, the names, the secretary's text. */
#include "live/hall_inside.h"

#include "live/words.h"
#include "minutes/minutes.h"
#include "wire/codec.h"

#include <sodium.h>

static const char *name_of(const void *context, const char *seat)
{
    return hall_person_name(context, seat);
}

/* On the web the organisation stands in the place of a person's name: "[Kuortaneen kunta]". */
static const char *bracketed(const struct hall *hall, const char *seat, struct arena *arena)
{
    const struct day *day = hall_day(hall);
    const struct seat *found = day_seat(day, seat);
    struct buf text = {0};
    for (size_t i = 0; found != NULL && i < day->organisations.count; i++)
        if (strcmp(day->organisations.items[i].organisation, found->organisation) == 0)
            buf_format(&text, "[%s]", day->organisations.items[i].name);
    const char *kept = arena_text_n(arena, (const char *)text.data, text.len);
    buf_free(&text);
    return kept;
}

struct nameless {
    const struct hall *hall;
    struct arena *arena;
};

static const char *organisation_of(const void *context, const char *seat)
{
    const struct nameless *nameless = context;
    return bracketed(nameless->hall, seat, nameless->arena);
}

/* Names as people are called, also where the secretary has typed them; a name in another form stays. */
static const char *without_names(const struct hall *hall, const char *text, struct arena *arena)
{
    struct buf out = {0};
    for (const char *c = text; *c != '\0';) {
        size_t len = 0;
        for (size_t i = 0; i < hall->people.count && len == 0; i++) {
            const struct person *person = &hall->people.items[i];
            if (person->name[0] == '\0' || strncmp(c, person->name, strlen(person->name)) != 0)
                continue;
            len = strlen(person->name);
            buf_text(&out, bracketed(hall, person->seat, arena));
        }
        if (len == 0)
            buf_u8(&out, (uint8_t)*c);
        c += len > 0 ? len : 1;
    }
    const char *kept = arena_text_n(arena, (const char *)out.data, out.len);
    buf_free(&out);
    return kept;
}

static struct minutes_text written(const struct hall *hall, enum minutes_people people,
                                   struct arena *arena)
{
    const struct place *place = hall_place(hall, MINUTES_DOC);
    struct id_list names = day_doc_fields(hall_day(hall), MINUTES_DOC, arena);
    struct nameless nameless = {hall, arena};
    struct minutes_source source = {
        .day = hall_day(hall),
        .name_of = people == MINUTES_NAMES           ? name_of
                   : people == MINUTES_ORGANISATIONS ? organisation_of
                                                     : NULL,
        .context = people == MINUTES_ORGANISATIONS ? (const void *)&nameless : hall,
        .polished = words_read(room_doc(place->room), &names, arena),
    };
    for (size_t i = 0; people == MINUTES_ORGANISATIONS && i < source.polished.count; i++)
        source.polished.items[i].text = without_names(hall, source.polished.items[i].text, arena);
    return minutes_of(&source, arena);
}

struct minutes_text hall_minutes(const struct hall *hall, enum minutes_people people,
                                 struct arena *arena, log_pos *after)
{
    log_pos text = room_last(hall_place(hall, MINUTES_DOC)->room);
    *after = text > hall->last_event ? text : hall->last_event;
    return written(hall, people, arena);
}

const char *hall_minutes_seal(const struct hall *hall, struct arena *arena)
{
    struct minutes_text text = written(hall, MINUTES_SEATS, arena);
    struct buf json = {0};
    uint8_t hash[crypto_hash_sha256_BYTES];
    json_t *all = codec_encode(&shape_minutes_text, &text);
    codec_write(all, &json);
    json_decref(all);
    crypto_hash_sha256(hash, json.data, json.len);
    buf_free(&json);
    char *hex = arena_new(arena, 2 * sizeof hash + 1);
    sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
    return hex;
}
