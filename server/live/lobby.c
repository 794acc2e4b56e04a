/* The lobby: who came by the code in the hall waits there, and is somebody only to those who may let them in. */
#include "live/hall_inside.h"

#include <string.h>

bool hall_is_waiting(const struct hall *hall, const char *seat)
{
    return hall_day(hall) != NULL && day_waiting(hall_day(hall), seat) != NULL;
}

bool hall_keeps_lobby(const struct hall *hall, const char *seat)
{
    return hall_day(hall) != NULL && rules_may(hall_day(hall), seat, COMMAND_lobby_refuse);
}

const char *hall_lobby_ask(struct hall *hall, const char *organisation, const char *name,
                           const char **seat, log_pos *pos)
{
    struct arena arena = {0};
    struct command command = {COMMAND_lobby_ask, .as.lobby_ask = {organisation}};
    struct circumstances so = {.now_ms = hall_now_ms(hall), .hash = ""};
    struct verdict verdict = rules_judge(hall_day(hall), "", &command, &so, &arena);
    if (verdict.refusal == ALLOWED) {
        *seat = arena_text(&hall->memory, verdict.events[0].as.lobby_asked.seat);
        hall_person(hall, *seat, name);
        *pos = day_event_happens(
            hall, &verdict.events[0],
            (struct record){
                .actor = "",
                .at_ms = so.now_ms,
                .command = "",
                .is_followed = true,
                .side = {.kind = SIDE_PERSON, .key = *seat, .seat = *seat, .text = name}});
    }
    arena_free(&arena);
    return verdict.refusal == ALLOWED ? NULL : refusal_code(verdict.refusal);
}

/* --- names --- */

bool lobby_shows_name(const struct hall *hall, const char *to, const char *whose)
{
    return !hall_is_waiting(hall, whose) || hall_keeps_lobby(hall, to);
}

/* Who gets a seat or a name at the door: the name is in the wish, never in the event. */
struct side name_side(const struct event *event, const struct command *command)
{
    if (command->kind == COMMAND_seat_make && event->kind == EVENT_seat_added)
        return (struct side){.kind = SIDE_PERSON,
                             .key = event->as.seat_added.seat,
                             .seat = event->as.seat_added.seat,
                             .text = command->as.seat_make.name};
    if (command->kind == COMMAND_seat_name && event->kind == EVENT_seat_named)
        return (struct side){.kind = SIDE_PERSON,
                             .key = event->as.seat_named.seat,
                             .seat = event->as.seat_named.seat,
                             .text = command->as.seat_name.name};
    return (struct side){.kind = SIDE_NONE};
}

struct side lobby_side(const struct event *event)
{
    if (event->kind != EVENT_lobby_refused)
        return (struct side){.kind = SIDE_NONE};
    return (struct side){.kind = SIDE_PERSON_END, .key = event->as.lobby_refused.seat};
}

static void name_tell(struct hall *hall, const char *seat, log_pos pos)
{
    struct frame *frame = frame_of_json(json_pack("{s:s,s:s,s:s}", "op", "person", "seat", seat,
                                                  "name", hall_person_name(hall, seat)));
    for (struct visitor *v = hall->visitors; v != NULL; v = v->next)
        if (!v->is_stock && !v->is_leaving && lobby_shows_name(hall, v->seat, seat))
            outbox_send(v->out, FRAME_TEXT, frame_hold(frame), pos);
    frame_release(frame);
}

static void name_forget(struct hall *hall, const char *seat)
{
    size_t left = 0;
    for (size_t i = 0; i < hall->people.count; i++)
        if (strcmp(hall->people.items[i].seat, seat) != 0)
            hall->people.items[left++] = hall->people.items[i];
    hall->people.count = left;
}

void name_follow(struct hall *hall, const struct side *side, log_pos pos)
{
    if (side->kind != SIDE_PERSON)
        return;
    hall_person(hall, side->key, side->text);
    name_tell(hall, side->key, pos);
}

void lobby_event(struct hall *hall, const struct event *event, log_pos pos)
{
    if (event->kind == EVENT_lobby_asked)
        name_tell(hall, event->as.lobby_asked.seat, pos);
    else if (event->kind == EVENT_lobby_admitted)
        name_tell(hall, event->as.lobby_admitted.seat, pos);
    else if (event->kind == EVENT_lobby_refused)
        name_forget(hall, event->as.lobby_refused.seat);
}
