/* A decision's way: a wish comes in, the rules judge it, what happened is written down, and everyone is told. */
#include "live/hall_inside.h"

#include "base/log.h"
#include "live/stream.h"
#include "live/words.h"
#include "wire/codec.h"
#include "wire/event_json.h"

#include <assert.h>
#include <string.h>

enum err day_take_event(struct hall *hall, struct bytes body, const char *by, int64_t at_ms,
                        log_pos pos)
{
    struct event event;
    if (event_read(body, state_memory(hall->state), &event) != OK)
        return ERR_CORRUPT;
    enum err err = state_apply(hall->state, &event, by, at_ms);
    if (err != OK)
        return err;
    hall->last_event = pos;
    carry_event(hall, &event, by);
    return OK;
}

void day_tell_event(struct hall *hall, struct bytes body, const char *by, int64_t at_ms,
                    log_pos pos)
{
    struct buf placed = {0};
    event_write_placed(body, pos, at_ms, by, &placed);
    stream_add(hall->events, buf_bytes(&placed), pos);
    buf_free(&placed);
    for (struct visitor *v = hall->visitors; v != NULL; v = v->next)
        channels_review(v, pos);
}

enum err day_late_edit(struct hall *hall, const char *doc, const char *by, int64_t at_ms,
                       log_pos pos, bool tell)
{
    struct event event = {EVENT_late_edit_kept, .as.late_edit_kept = {doc, (int64_t)pos}};
    struct buf body = {0};
    event_write(&event, &body);
    enum err err = day_take_event(hall, buf_bytes(&body), by, at_ms, pos);
    if (tell && err == OK)
        day_tell_event(hall, buf_bytes(&body), by, at_ms, pos);
    buf_free(&body);
    return err;
}

/* What the rule must know of the words and the clock. */
static struct circumstances circumstances_of(struct hall *hall, const struct command *command,
                                             struct arena *arena)
{
    const struct day *day = hall_day(hall);
    struct circumstances so = {.now_ms = hall_now_ms(hall), .hash = ""};
    if (command->kind == COMMAND_minutes_send)
        so.hash = hall_minutes_seal(hall, arena);
    if (command->kind == COMMAND_vote_close)
        so.ballots = ballots_in(hall, command->as.vote_close.vote, arena);
    struct place *place = hall_place(hall, rules_document(day, command));
    if (place == NULL)
        return so;
    struct id_list names = day_doc_fields(day, room_doc_id(place->room), arena);
    so.fields = words_read(room_doc(place->room), &names, arena);
    so.hash = words_hash(&so.fields, arena);
    if (command->kind == COMMAND_handin_complete)
        so.missing = handin_missing(hall, place, arena);
    return so;
}

log_pos day_event_happens(struct hall *hall, const struct event *event, struct record as)
{
    struct buf body = {0};
    event_write(event, &body);
    as.kind = RECORD_EVENT;
    as.stream = "day";
    as.body = buf_bytes(&body);
    log_pos pos = journal_append(hall->journal, &as);
    enum err err = day_take_event(hall, as.body, as.actor, as.at_ms, pos);
    assert(err == OK); /* the rules gave it for this very state */
    if (event->kind == EVENT_handin_announced)
        handin_ask(hall, event->as.handin_announced.group);
    lobby_event(hall, event, pos);
    day_tell_event(hall, as.body, as.actor, as.at_ms, pos);
    buf_free(&body);
    return pos;
}

static struct side side_of(struct hall *hall, const struct event *event,
                           const struct command *command)
{
    struct side side = lobby_side(event);
    if (side.kind == SIDE_NONE)
        side = name_side(event, command);
    if (side.kind == SIDE_NONE)
        side = feedback_side(hall, event, command);
    return side.kind != SIDE_NONE ? side : ballots_side(event, command);
}

struct verdict day_judge_and_do(struct hall *hall, const char *judged_as, const char *by,
                                const char *command_id, const struct command *command,
                                struct arena *arena, log_pos *pos)
{
    struct circumstances so = circumstances_of(hall, command, arena);
    struct verdict verdict = rules_judge(hall_day(hall), judged_as, command, &so, arena);
    for (size_t i = 0; verdict.refusal == ALLOWED && i < verdict.event_count; i++) {
        bool carries = verdict.events[0].kind == EVENT_proposals_taken;
        bool is_followed = carries || i + 1 < verdict.event_count;
        struct side side = side_of(hall, &verdict.events[i], command);
        *pos = day_event_happens(hall, &verdict.events[i],
                                 (struct record){.actor = by,
                                                 .at_ms = so.now_ms,
                                                 .command = command_id,
                                                 .is_followed = is_followed,
                                                 .side = side});
        ballots_follow(hall, &side);
        name_follow(hall, &side, *pos);
        feedback_follow(hall, &side);
        if (carries && i + 1 == verdict.event_count)
            carry_texts(hall, &verdict.events[0], so.now_ms);
    }
    return verdict;
}

const char *hall_server_wish(struct hall *hall, const struct command *command, log_pos *pos)
{
    struct arena arena = {0};
    struct verdict verdict = day_judge_and_do(hall, "", "", "", command, &arena, pos);
    arena_free(&arena);
    return verdict.refusal == ALLOWED ? NULL : refusal_code(verdict.refusal);
}

static void answer_refused(struct outbox *out, bool with_op, const char *id, struct bytes refusal,
                           log_pos after)
{
    json_t *json = json_loadb((const char *)refusal.data, refusal.len, 0, NULL);
    json_t *answer = json_object();
    if (with_op)
        json_object_set_new(answer, "op", json_string("answer"));
    json_object_set_new(answer, "id", json_string(id));
    json_object_set_new(answer, "outcome", json_string("refused"));
    json_object_update(answer, json);
    json_decref(json);
    outbox_send(out, FRAME_TEXT, frame_of_json(answer), after);
}

static void answer_done(struct outbox *out, bool with_op, const char *id, log_pos pos)
{
    json_t *answer = json_object();
    if (with_op)
        json_object_set_new(answer, "op", json_string("answer"));
    json_object_set_new(answer, "id", json_string(id));
    json_object_set_new(answer, "outcome", json_string("done"));
    json_object_set_new(answer, "pos", json_integer((json_int_t)pos));
    outbox_send(out, FRAME_TEXT, frame_of_json(answer), pos);
}

static void refusal_write(enum refusal refusal, const char *detail, struct buf *out)
{
    json_t *json = json_object();
    json_object_set_new(json, "code", json_string(refusal_code(refusal)));
    json_object_set_new(json, "detail", detail[0] ? json_string(detail) : json_null());
    codec_write(json, out);
    json_decref(json);
}

static void answer_again(struct outbox *out, bool with_op, const struct wish *wish,
                         const char *seat, const struct answer *known)
{
    struct buf reused = {0};
    refusal_write(REFUSED_command_reused, "", &reused);
    if (strcmp(known->seat, seat) != 0)
        answer_refused(out, with_op, wish->id, buf_bytes(&reused), 0);
    else if (known->is_done)
        answer_done(out, with_op, wish->id, known->pos);
    else
        answer_refused(out, with_op, wish->id, known->refusal, known->pos);
    buf_free(&reused);
}

/* A refusal is something people see: it is written down like everything else. */
static void refuse(struct hall *hall, const char *seat, const struct wish *wish,
                   const struct verdict *verdict, struct outbox *out, bool with_op)
{
    struct buf body = {0};
    refusal_write(verdict->refusal, verdict->detail, &body);
    log_pos pos = journal_append(hall->journal, &(struct record){.kind = RECORD_REFUSAL,
                                                                 .stream = "day",
                                                                 .actor = seat,
                                                                 .at_ms = hall_now_ms(hall),
                                                                 .command = wish->id,
                                                                 .body = buf_bytes(&body)});
    answers_keep(hall->answers, wish->id,
                 (struct answer){.seat = seat, .pos = pos, .refusal = buf_bytes(&body)});
    answer_refused(out, with_op, wish->id, buf_bytes(&body), pos);
    buf_free(&body);
}

/* No command, or the disk takes none: the same bytes get the same answer, so there is nothing to write down. */
static bool is_turned_away(const struct hall *hall, const struct wish *wish, struct outbox *out,
                           bool with_op)
{
    enum refusal why = strcmp(wish->wrong, "kind") == 0      ? REFUSED_command_unknown
                       : wish->wrong[0] != '\0'              ? REFUSED_command_malformed
                       : !journal_is_writable(hall->journal) ? REFUSED_storage
                                                             : ALLOWED;
    if (why == ALLOWED)
        return false;
    struct buf body = {0};
    refusal_write(why, wish->wrong, &body);
    answer_refused(out, with_op, wish->has_id ? wish->id : "", buf_bytes(&body), 0);
    buf_free(&body);
    return true;
}

void day_command(struct hall *hall, const char *seat, json_t *message, struct outbox *out,
                 bool with_op)
{
    struct arena arena = {0};
    struct wish wish = wish_read(message, &arena);
    const struct answer *known = wish.has_id ? answers_find(hall->answers, wish.id) : NULL;
    if (known != NULL) {
        answer_again(out, with_op, &wish, seat, known);
    } else if (!is_turned_away(hall, &wish, out, with_op)) {
        log_pos pos = 0;
        struct verdict verdict =
            day_judge_and_do(hall, seat, seat, wish.id, &wish.command, &arena, &pos);
        if (verdict.refusal != ALLOWED) {
            refuse(hall, seat, &wish, &verdict, out, with_op);
        } else {
            answers_keep(hall->answers, wish.id,
                         (struct answer){.seat = seat, .pos = pos, .is_done = true});
            answer_done(out, with_op, wish.id, pos);
        }
    }
    arena_free(&arena);
}
