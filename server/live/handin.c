/* A group's text is handed in: who is asked for their last words, who is waited for, who was not heard from. */
#include "live/hall_inside.h"

#include <string.h>

static struct announcer *announcer_of(const struct hall *hall, const char *group)
{
    for (size_t i = 0; i < hall->announcers.count; i++)
        if (strcmp(hall->announcers.items[i].group, group) == 0)
            return &hall->announcers.items[i];
    return NULL;
}

void handin_announced(struct hall *hall, const char *group, const char *by)
{
    struct announcer one = {arena_text(&hall->memory, group), arena_text(&hall->memory, by), false};
    struct announcer *known = announcer_of(hall, group);
    if (known != NULL)
        *known = one;
    else
        LIST_ADD(&hall->announcers, one, &hall->memory);
}

/* Everyone who may be in mid-sentence is asked to send what they have. */
void handin_ask(struct hall *hall, const char *group)
{
    const char *doc = day_group(hall_day(hall), group)->doc;
    const struct place *place = hall_place(hall, doc);
    announcer_of(hall, group)->has_asked = true;
    for (struct visitor *v = hall->visitors; v != NULL; v = v->next)
        for (size_t i = 0; i < v->channel_count; i++)
            if (v->channels[i].place == place)
                handin_await(v, &v->channels[i]);
}

void handin_await(struct visitor *visitor, struct channel *channel)
{
    const struct day *day = hall_day(visitor->hall);
    const char *doc = room_doc_id(channel->place->room);
    const struct working_group *group = day_group_of_doc(day, doc);
    channel->awaits_flush = group != NULL && group->state == GROUP_STATE_HANDING_IN &&
                            !visitor->is_stock && !channel->is_superseded &&
                            rights_document(day, visitor->seat, doc) == ACCESS_WRITE;
}

/* Asked and silent, or has written and is not connected. */
struct id_list handin_missing(const struct hall *hall, const struct place *place,
                              struct arena *arena)
{
    struct id_list missing = {0};
    struct id_list connected = {0};
    for (const struct visitor *v = hall->visitors; v != NULL; v = v->next) {
        for (size_t i = 0; i < v->channel_count; i++) {
            const struct channel *channel = &v->channels[i];
            if (channel->place != place || channel->is_superseded)
                continue;
            ids_add(&connected, v->seat, arena);
            if (channel->awaits_flush && !ids_have(&missing, v->seat))
                ids_add(&missing, arena_text(arena, v->seat), arena);
        }
    }
    for (size_t i = 0; i < room_writers(place->room); i++) {
        const char *writer = room_writer(place->room, i);
        if (!ids_have(&connected, writer) && !ids_have(&missing, writer))
            ids_add(&missing, writer, arena);
    }
    return missing;
}

static bool is_anyone_awaited(const struct hall *hall, const struct place *place)
{
    for (const struct visitor *v = hall->visitors; v != NULL; v = v->next)
        for (size_t i = 0; i < v->channel_count; i++)
            if (v->channels[i].awaits_flush && v->channels[i].place == place)
                return true;
    return false;
}

/* Everyone has sent what they had, or the time is up. After a restart nobody could be asked: whoever comes back in time
 * is heard. A deadline further away than any can be means that the clock was put back. */
static bool is_due(const struct hall *hall, const struct working_group *group)
{
    int64_t left_ms = group->deadline_ms - hall_now_ms(hall);
    if (left_ms <= 0 || left_ms > HANDIN_NOTICE_MS)
        return true;
    return announcer_of(hall, group->group)->has_asked &&
           !is_anyone_awaited(hall, hall_place(hall, group->doc));
}

static void complete(struct hall *hall, const struct working_group *group)
{
    struct arena arena = {0};
    struct place *place = hall_place(hall, group->doc);
    struct command command = {COMMAND_handin_complete,
                              .as.handin_complete = {arena_text(&arena, group->group)}};
    log_pos pos = 0;
    day_judge_and_do(hall, "", announcer_of(hall, group->group)->seat, "", &command, &arena, &pos);
    arena_free(&arena);
    for (struct visitor *v = hall->visitors; v != NULL; v = v->next)
        for (size_t i = 0; i < v->channel_count; i++)
            if (v->channels[i].place == place)
                v->channels[i].awaits_flush = false;
}

void handin_tick(struct hall *hall)
{
    const struct working_group_list *groups = &hall_day(hall)->groups;
    for (size_t i = 0; i < groups->count && journal_is_writable(hall->journal); i++)
        if (groups->items[i].state == GROUP_STATE_HANDING_IN && is_due(hall, &groups->items[i]))
            complete(hall, &groups->items[i]);
}
