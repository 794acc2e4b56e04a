#include "live/hall.h"

#include "base/log.h"
#include "base/mem.h"
#include "live/hall_inside.h"
#include "live/stream.h"
#include "wire/codec.h"
#include "wire/event_json.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum {
    HERE_EVERY_MS = 500,    /* who is here: often enough for a list of names */
    RETRY_SPREAD_MS = 2000, /* after a restart not everyone at once */
};

/* Keys of presence slots that are not about one person's cursor. */
enum { SLOT_HERE = 1, SLOT_ALIVE = 2, SLOT_STORAGE = 3 };

/* --- frames of the events stream --------------------------------------------------------------------------------- */

static struct frame *events_join(void *context, const struct bytes *payloads, size_t count)
{
    (void)context;
    struct buf text = {0};
    buf_text(&text, "{\"op\":\"events\",\"events\":[");
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_u8(&text, ',');
        buf_bytes_append(&text, payloads[i]);
    }
    buf_text(&text, "]}");
    struct frame *frame = frame_new(buf_bytes(&text));
    buf_free(&text);
    return frame;
}

/* The newest day without a name on it: for someone far behind, as good as the events. */
static void day_json_refresh(struct hall *hall)
{
    if (hall->day_json.len > 0 && hall->day_json_pos == hall->last_event)
        return;
    buf_clear(&hall->day_json);
    day_write(hall_day(hall), &hall->day_json);
    hall->day_json_pos = hall->last_event;
}

static void people_write(const struct hall *hall, const char *to, struct buf *out)
{
    json_t *people = json_array();
    for (size_t i = 0; i < hall->people.count; i++) {
        const struct person *person = &hall->people.items[i];
        if (lobby_shows_name(hall, to, person->seat))
            json_array_append_new(
                people, json_pack("{s:s,s:s}", "seat", person->seat, "name", person->name));
    }
    codec_write(people, out);
    json_decref(people);
}

static struct frame *welcome_frame(struct hall *hall, const char *seat, const char *op)
{
    day_json_refresh(hall);
    struct buf text = {0};
    buf_format(&text,
               "{\"op\":\"%s\",\"seat\":\"%s\",\"pos\":%" PRIu64 ",\"now_ms\":%" PRId64
               ",\"storage_ok\":%s,\"people\":",
               op, seat, hall->last_event, hall_now_ms(hall),
               journal_is_writable(hall->journal) ? "true" : "false");
    people_write(hall, seat, &text);
    buf_text(&text, ",\"day\":");
    buf_bytes_append(&text, buf_bytes(&hall->day_json));
    buf_u8(&text, '}');
    struct frame *frame = frame_new(buf_bytes(&text));
    buf_free(&text);
    return frame;
}

static struct frame *events_catch_up(void *context, log_pos *after)
{
    struct hall *hall = context;
    *after = hall->last_event;
    return welcome_frame(hall, "", "welcome");
}

/* --- beginning and end ------------------------------------------------------------------------------------------- */

struct hall *hall_new(struct journal *journal, struct clock_port clock)
{
    struct hall *hall = mem_new(sizeof *hall);
    hall->journal = journal;
    hall->clock = clock;
    hall->state = state_new();
    hall->answers = answers_new();
    hall->was_writable = true;
    hall->events = stream_new(&(struct stream_kind){
        .type = FRAME_TEXT, .join = events_join, .catch_up = events_catch_up, .context = hall});
    return hall;
}

void hall_free(struct hall *hall)
{
    if (hall == NULL)
        return;
    while (hall->visitors != NULL)
        visitor_close(hall->visitors);
    places_free(hall);
    stream_free(hall->events);
    answers_free(hall->answers);
    state_free(hall->state);
    buf_free(&hall->day_json);
    arena_free(&hall->memory);
    mem_free(hall);
}

/* --- what is here ------------------------------------------------------------------------------------------------ */

bool hall_has_seat(const struct hall *hall, const char *seat)
{
    return hall_day(hall) != NULL && day_seat(hall_day(hall), seat) != NULL;
}

void hall_person(struct hall *hall, const char *seat, const char *name)
{
    struct person person = {arena_text(&hall->memory, seat), arena_text(&hall->memory, name)};
    for (size_t i = 0; i < hall->people.count; i++) {
        if (strcmp(hall->people.items[i].seat, seat) == 0) {
            hall->people.items[i] = person;
            return;
        }
    }
    LIST_ADD(&hall->people, person, &hall->memory);
}

void hall_registry(struct hall *hall, const char *organisation, const char *address)
{
    struct person one = {arena_text(&hall->memory, organisation),
                         arena_text(&hall->memory, address)};
    for (size_t i = 0; i < hall->registry.count; i++) {
        if (strcmp(hall->registry.items[i].seat, organisation) == 0) {
            hall->registry.items[i] = one;
            return;
        }
    }
    LIST_ADD(&hall->registry, one, &hall->memory);
}

const char *hall_registry_address(const struct hall *hall, const char *organisation)
{
    for (size_t i = 0; i < hall->registry.count; i++)
        if (strcmp(hall->registry.items[i].seat, organisation) == 0)
            return hall->registry.items[i].name;
    return "";
}

const char *hall_person_name(const struct hall *hall, const char *seat)
{
    for (size_t i = 0; i < hall->people.count; i++)
        if (strcmp(hall->people.items[i].seat, seat) == 0)
            return hall->people.items[i].name;
    return "";
}

const struct day *hall_look(const struct hall *hall, log_pos *after)
{
    *after = hall->last_event;
    return hall_day(hall);
}

size_t hall_documents(const struct hall *hall)
{
    return hall->place_count;
}

const char *hall_document(const struct hall *hall, size_t index, struct doc **doc)
{
    *doc = room_doc(hall->places[index]->room);
    return room_doc_id(hall->places[index]->room);
}

/* --- the log, before anyone comes in ------------------------------------------------------------------------------ */

static enum err replay_in_room(struct hall *hall, const struct logged *row)
{
    struct place *place = hall_place_asked(hall, row->stream);
    if (place == NULL)
        return ERR_CORRUPT;
    switch (row->kind) {
    case RECORD_UPDATE:
        return room_replay_update(place->room, row->actor, row->body, row->pos);
    case RECORD_LATE:
        room_replay_late(place->room, row->actor, row->at_ms, row->body, row->pos);
        return day_late_edit(hall, row->stream, row->actor, row->at_ms, row->pos, false);
    default: {
        char digits[24] = {0};
        memcpy(digits, row->body.data, row->body.len < 23 ? row->body.len : 23);
        room_replay_client(place->room, row->actor, strtoull(digits, NULL, 10));
        return OK;
    }
    }
}

/* What a day is not made of: its loss changes nothing but what is told of it. */
static bool is_erasable(enum record_kind kind)
{
    return kind == RECORD_LATE || kind == RECORD_AUDIT;
}

enum err hall_replay(struct hall *hall, const struct logged *row)
{
    enum err err = OK;
    if (row->is_erased && !is_erasable(row->kind))
        return ERR_CORRUPT;
    switch (row->kind) {
    case RECORD_EVENT:
        err = day_take_event(hall, row->body, row->actor, row->at_ms, row->pos);
        if (err == OK && row->command[0] != '\0')
            answers_keep(hall->answers, row->command,
                         (struct answer){.seat = row->actor, .pos = row->pos, .is_done = true});
        return err;
    case RECORD_REFUSAL:
        answers_keep(hall->answers, row->command,
                     (struct answer){.seat = row->actor, .pos = row->pos, .refusal = row->body});
        return OK;
    case RECORD_UPDATE:
    case RECORD_LATE:
    case RECORD_CLIENT_ID:
        return replay_in_room(hall, row);
    case RECORD_AUDIT:
        lab_replay(hall, row);
        return OK;
    }
    return ERR_CORRUPT;
}

/* --- coming in ----------------------------------------------------------------------------------------------------- */

struct frame *frame_of_json(json_t *json)
{
    struct buf text = {0};
    codec_write(json, &text);
    json_decref(json);
    struct frame *frame = frame_new(buf_bytes(&text));
    buf_free(&text);
    return frame;
}

struct visitor *visitor_new(struct hall *hall, const char *seat, struct outbox *out, bool is_stock)
{
    struct visitor *visitor =
        mem_new(sizeof *visitor + (is_stock ? 1 : CHANNELS_MAX) * sizeof(struct channel));
    visitor->is_stock = is_stock;
    visitor->hall = hall;
    visitor->out = out;
    strncpy(visitor->seat, seat, sizeof visitor->seat - 1);
    visitor->next = hall->visitors;
    if (hall->visitors != NULL)
        hall->visitors->before = visitor;
    hall->visitors = visitor;
    hall->has_moved = true;
    return visitor;
}

struct visitor *visitor_open(struct hall *hall, const char *seat, struct outbox *out)
{
    struct visitor *visitor = visitor_new(hall, seat, out, false);
    outbox_send(out, FRAME_TEXT, welcome_frame(hall, seat, "welcome"), hall->last_event);
    outbox_follow(out, 0, hall->events, (struct bytes){NULL, 0});
    return visitor;
}

void visitor_close(struct visitor *visitor)
{
    struct hall *hall = visitor->hall;
    while (visitor->channel_count > 0)
        channel_close(visitor, &visitor->channels[visitor->channel_count - 1]);
    if (!visitor->is_stock)
        outbox_unfollow(visitor->out, 0);
    if (visitor->before != NULL)
        visitor->before->next = visitor->next;
    else
        hall->visitors = visitor->next;
    if (visitor->next != NULL)
        visitor->next->before = visitor->before;
    hall->has_moved = true;
    mem_free(visitor);
}

void visitor_dismiss(struct visitor *visitor, uint16_t code, const char *reason)
{
    visitor->is_leaving = true;
    outbox_close(visitor->out, code, reason);
}

void hall_command(struct hall *hall, const char *seat, struct bytes body, struct outbox *answer)
{
    json_t *message = codec_parse(body);
    if (message == NULL)
        message = json_object();
    day_command(hall, seat, message, answer, false);
    json_decref(message);
}

/* --- the disk has moved, time has passed --------------------------------------------------------------------------- */

static void tell_all(struct hall *hall, uint32_t slot, struct frame *frame)
{
    for (struct visitor *v = hall->visitors; v != NULL; v = v->next)
        if (!v->is_stock)
            outbox_notice(v->out, slot, FRAME_TEXT, frame_hold(frame));
    frame_release(frame);
}

void hall_durable(struct hall *hall)
{
    log_pos durable = journal_durable(hall->journal);
    stream_release(hall->events, durable);
    for (size_t i = 0; i < hall->place_count; i++)
        if (stream_release(room_stream(hall->places[i]->room), durable))
            place_tell_cursors(hall->places[i]); /* they go with the text they stand in */
    bool is_writable = journal_is_writable(hall->journal);
    if (is_writable == hall->was_writable)
        return;
    hall->was_writable = is_writable;
    tell_all(hall, SLOT_STORAGE,
             frame_of_json(json_pack("{s:s,s:b}", "op", "storage", "ok", is_writable)));
}

/* Each text once, though it may be open in two tabs. */
static void doc_add(json_t *docs, const char *doc)
{
    size_t index;
    json_t *known;
    json_array_foreach(docs, index, known)
    {
        if (strcmp(json_string_value(known), doc) == 0)
            return;
    }
    json_array_append_new(docs, json_string(doc));
}

static void here_tell(struct hall *hall)
{
    json_t *here = json_array();
    json_t *by_seat = json_object();
    for (struct visitor *v = hall->visitors; v != NULL; v = v->next) {
        if (v->is_leaving)
            continue;
        json_t *docs = json_object_get(by_seat, v->seat);
        if (docs == NULL) {
            docs = json_array();
            json_object_set_new(by_seat, v->seat, docs);
            json_array_append_new(here, json_pack("{s:s,s:O}", "seat", v->seat, "docs", docs));
        }
        for (size_t i = 0; i < v->channel_count; i++)
            doc_add(docs, room_doc_id(v->channels[i].place->room));
    }
    json_decref(by_seat);
    tell_all(hall, SLOT_HERE, frame_of_json(json_pack("{s:s,s:o}", "op", "present", "here", here)));
}

void visitor_alive(struct visitor *visitor)
{
    if (visitor->is_leaving)
        return;
    if (visitor->is_stock)
        stock_awareness(visitor, bytes_of("\0", 1), SLOT_ALIVE); /* of nobody */
    else
        outbox_notice(visitor->out, SLOT_ALIVE, FRAME_TEXT,
                      frame_of_json(json_pack("{s:s,s:I}", "op", "alive", "now_ms",
                                              (json_int_t)hall_now_ms(visitor->hall))));
}

void hall_tick(struct hall *hall)
{
    int64_t now = hall_now_ms(hall);
    if (hall_day(hall) != NULL)
        handin_tick(hall);
    for (size_t i = 0; i < hall->place_count; i++)
        place_tell_cursors(hall->places[i]);
    /* The clock may jump backwards: then tell at once. */
    if (hall->has_moved && !hall->is_lab && llabs(now - hall->told_here_ms) >= HERE_EVERY_MS) {
        hall->has_moved = false;
        hall->told_here_ms = now;
        here_tell(hall);
    }
}

void hall_say_restart(struct hall *hall)
{
    for (struct visitor *v = hall->visitors; v != NULL; v = v->next)
        if (!v->is_stock)
            outbox_send(v->out, FRAME_TEXT,
                        frame_of_json(json_pack("{s:s,s:i}", "op", "restarting", "retry_ms",
                                                (int)randombytes_uniform(RETRY_SPREAD_MS))),
                        0);
}
