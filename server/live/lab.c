/* A lab: a hall without a day, for people who write editors and for load tests. Everything is as durable as in a hall with
 * a day; there is nobody to be kept out, and no limit to what a text may hold but the engine's. */
#include "live/hall_inside.h"

#include <string.h>

static const char stream[] = "lab";

void hall_make_lab(struct hall *hall)
{
    hall->is_lab = true;
    journal_append(hall->journal, &(struct record){.kind = RECORD_AUDIT,
                                                   .stream = stream,
                                                   .actor = "",
                                                   .at_ms = hall_now_ms(hall),
                                                   .command = "",
                                                   .body = bytes_text("{\"what\":\"lab\"}")});
}

void lab_replay(struct hall *hall, const struct logged *row)
{
    if (strcmp(row->stream, stream) == 0)
        hall->is_lab = true;
}

bool hall_is_lab(const struct hall *hall)
{
    return hall->is_lab;
}

struct place *hall_place_asked(struct hall *hall, const char *doc)
{
    struct place *place = hall_place(hall, doc);
    return place == NULL && hall->is_lab ? hall_place_add(hall, doc) : place;
}

enum access hall_access(const struct hall *hall, const char *seat, const char *doc)
{
    return hall->is_lab ? ACCESS_WRITE : rights_document(hall_day(hall), seat, doc);
}
