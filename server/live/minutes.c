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

static struct minutes_text written(const struct hall *hall, bool has_names, struct arena *arena)
{
    const struct place *place = hall_place(hall, MINUTES_DOC);
    struct id_list names = day_doc_fields(hall_day(hall), MINUTES_DOC, arena);
    struct minutes_source source = {
        .day = hall_day(hall),
        .name_of = has_names ? name_of : NULL,
        .context = hall,
        .polished = words_read(room_doc(place->room), &names, arena),
    };
    return minutes_of(&source, arena);
}

struct minutes_text hall_minutes(const struct hall *hall, bool has_names, struct arena *arena,
                                 log_pos *after)
{
    log_pos text = room_last(hall_place(hall, MINUTES_DOC)->room);
    *after = text > hall->last_event ? text : hall->last_event;
    return written(hall, has_names, arena);
}

const char *hall_minutes_seal(const struct hall *hall, struct arena *arena)
{
    struct minutes_text text = written(hall, false, arena);
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
