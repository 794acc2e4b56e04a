/* The texts that are here, each with its room, its cursors, and who has it open. */
#include "live/hall_inside.h"

#include "base/mem.h"

#include <assert.h>
#include <string.h>

struct place *hall_place(const struct hall *hall, const char *doc)
{
    for (size_t i = 0; i < hall->place_count; i++)
        if (strcmp(room_doc_id(hall->places[i]->room), doc) == 0)
            return hall->places[i];
    return NULL;
}

struct place *hall_place_add(struct hall *hall, const char *doc)
{
    struct place *place = mem_new(sizeof *place);
    place->room = room_new(doc, hall_day(hall), hall->journal);
    place->presence = presence_new();
    hall->places = mem_grow(hall->places, hall->place_count + 1, sizeof *hall->places);
    hall->places[hall->place_count++] = place;
    return place;
}

void places_free(struct hall *hall)
{
    for (size_t i = 0; i < hall->place_count; i++) {
        struct place *place = hall->places[i];
        room_free(place->room);
        presence_free(place->presence);
        mem_free(place->here);
        mem_free(place);
    }
    mem_free(hall->places);
}

void place_enter(struct place *place, struct visitor *visitor)
{
    if (place->here_count == place->here_capacity) {
        place->here_capacity = place->here_capacity ? place->here_capacity * 2 : 4;
        place->here = mem_grow(place->here, place->here_capacity, sizeof(struct visitor *));
    }
    place->here[place->here_count++] = visitor;
}

void place_leave(struct place *place, const struct visitor *visitor)
{
    size_t i = 0;
    while (i < place->here_count && place->here[i] != visitor)
        i++;
    assert(i < place->here_count);
    place->here[i] = place->here[--place->here_count];
}

void place_tell_cursors(struct place *place)
{
    for (size_t c = 0; c < presence_changes(place->presence); c++) {
        struct buf update = {0};
        uint64_t client = presence_change(place->presence, c, &update);
        for (size_t v = 0; v < place->here_count; v++) {
            struct visitor *visitor = place->here[v];
            for (size_t i = 0; i < visitor->channel_count; i++)
                if (visitor->channels[i].place == place)
                    channel_awareness(visitor, &visitor->channels[i], client, buf_bytes(&update));
        }
        buf_free(&update);
    }
    presence_told(place->presence);
}
