#include "fuzz/command/play.h"

#include "base/mem.h"
#include "fakes/journal_fake.h"
#include "fakes/outbox_fake.h"
#include "fuzz/command/answered.h"
#include "fuzz/command/aside.h"
#include "fuzz/command/shape_text.h"
#include "fuzz/command/stages.h"
#include "fuzz/fuzz.h"
#include "wire/codec.h"
#include "wire/event_json.h"

#include <stdlib.h>

static const char *const seats[PEOPLE] = {
    "opener", "secretary", "organiser", "wall", "observer", "fa", "pa", "qa", "fb", "pb", "qb"};

static int64_t now(void *context)
{
    return ((struct play *)context)->now_ms;
}

static void comes_in(struct play *play, struct person *person)
{
    person->out = outbox_fake_new();
    person->visitor = visitor_open(play->hall, person->seat, person->out);
}

static void goes(struct person *person)
{
    if (person->out == NULL)
        return;
    visitor_close(person->visitor);
    outbox_fake_free(person->out);
    writing_end(person->writings);
    person->out = NULL;
}

static struct hall *hall_from(const struct journal *journal, struct play *play)
{
    struct hall *hall = hall_new(play->journal, (struct clock_port){now, play});
    for (log_pos pos = 1; pos <= journal_fake_last(journal); pos++) {
        const struct record *record = journal_fake_record(journal, pos);
        CHECK(hall_replay(hall, &(struct logged){.pos = pos,
                                                 .kind = record->kind,
                                                 .stream = record->stream,
                                                 .epoch = record->epoch,
                                                 .actor = record->actor,
                                                 .at_ms = record->at_ms,
                                                 .command = record->command,
                                                 .body = record->body}) == OK);
    }
    aside_replay(journal, hall);
    return hall;
}

static struct bytes day_text(const struct hall *hall, struct buf *out)
{
    log_pos unused;
    buf_clear(out);
    shape_text(&shape_day, hall_look(hall, &unused), out);
    return buf_bytes(out);
}

/* --- what the wall hears ------------------------------------------------------------------------------------------- */

static void event_is_told(struct play *play, json_t *placed)
{
    struct event event;
    struct buf body = {0};
    json_t *bare = json_pack("{s:O,s:O}", "kind", json_object_get(placed, "kind"), "data",
                             json_object_get(placed, "data"));
    codec_write(bare, &body);
    json_decref(bare);
    CHECK(event_read(buf_bytes(&body), state_memory(play->told), &event) == OK);
    CHECK(state_apply(play->told, &event, json_string_value(json_object_get(placed, "by")),
                      json_integer_value(json_object_get(placed, "at_ms"))) == OK);
    buf_free(&body);
}

static bool hears_events(struct play *play)
{
    size_t first = outbox_fake_count(play->wall.out); /* a seat's name is told outside the stream */
    size_t count = outbox_fake_take_streams(play->wall.out);
    for (size_t i = first; i < first + count; i++) {
        size_t index;
        json_t *event;
        struct bytes text = outbox_fake_sent(play->wall.out, i).bytes;
        json_t *json = json_loadb((const char *)text.data, text.len, JSON_REJECT_DUPLICATES, NULL);
        json_t *events = json_object_get(json, "events");
        CHECK(json_array_size(events) > 0);
        json_array_foreach(events, index, event) event_is_told(play, event);
        json_decref(json);
    }
    outbox_fake_clear(play->wall.out);
    return count > 0;
}

/* How somebody voted stands beside the log alone, until the vote is closed. */
static bool record_keeps_secrets(const struct record *record)
{
    return record->kind != RECORD_EVENT ||
           memmem(record->body.data, record->body.len, "\"ballot_cast\"", 13) == NULL ||
           memmem(record->body.data, record->body.len, "\"choice\"", 8) == NULL;
}

/* An event on disk is read and written as the very same bytes. */
static bool record_is_sound(const struct record *record)
{
    static struct buf again;
    struct arena arena = {0};
    struct event event;
    buf_clear(&again);
    CHECK(event_read(record->body, &arena, &event) == OK);
    event_write(&event, &again);
    arena_free(&arena);
    return bytes_equal(buf_bytes(&again), record->body);
}

/* What was appended is on disk and told; the day is what the events told, and has changed only by them. */
static void settle(struct play *play, log_pos before)
{
    static struct buf day;
    static struct buf told;
    size_t events = 0;
    for (log_pos pos = before + 1; pos <= journal_fake_last(play->journal); pos++) {
        const struct record *record = journal_fake_record(play->journal, pos);
        CHECK(record->kind != RECORD_EVENT || record_is_sound(record));
        CHECK(record_keeps_secrets(record));
        events += record->kind == RECORD_EVENT || record->kind == RECORD_LATE;
    }
    journal_fake_durable_all(play->journal);
    hall_durable(play->hall);
    CHECK(hears_events(play) == (events > 0));
    day_text(play->hall, &day);
    if (events == 0) {
        CHECK(bytes_equal(buf_bytes(&day), buf_bytes(&play->day)));
        return;
    }
    buf_clear(&told);
    shape_text(&shape_day, state_day(play->told), &told);
    CHECK(bytes_equal(buf_bytes(&day), buf_bytes(&told)));
    buf_clear(&play->day);
    buf_bytes_append(&play->day, buf_bytes(&day));
}

/* --- beginning and end ---------------------------------------------------------------------------------------------- */

struct play *play_begin(size_t stage)
{
    struct play *play = mem_new(sizeof *play);
    const struct journal *log = stage_log(stage);
    play->now_ms = stage_now_ms(stage);
    play->journal = journal_fake_new();
    play->told = state_new();
    for (log_pos pos = 1; pos <= journal_fake_last(log); pos++) {
        const struct record *record = journal_fake_record(log, pos);
        struct event event;
        journal_append(play->journal, record);
        if (record->kind != RECORD_EVENT)
            continue;
        CHECK(event_read(record->body, state_memory(play->told), &event) == OK);
        CHECK(state_apply(play->told, &event, record->actor, record->at_ms) == OK);
    }
    journal_fake_durable_all(play->journal);
    play->hall = hall_from(log, play);
    hall_durable(play->hall);
    for (size_t i = 0; i < PEOPLE; i++)
        play->people[i].seat = seats[i];
    play->wall.seat = "wall";
    comes_in(play, &play->wall);
    outbox_fake_clear(play->wall.out);
    day_text(play->hall, &play->day);
    return play;
}

static bool same_documents(const struct hall *a, const struct hall *b)
{
    bool are_same = hall_documents(a) == hall_documents(b);
    for (size_t i = 0; are_same && i < hall_documents(a); i++) {
        struct doc *of_a;
        struct doc *of_b;
        are_same = strcmp(hall_document(a, i, &of_a), hall_document(b, i, &of_b)) == 0 &&
                   same_state((struct doc *)of_a, (struct doc *)of_b);
    }
    return are_same;
}

void play_end(struct play *play)
{
    static struct buf day;
    struct hall *again = hall_from(play->journal, play);
    CHECK(bytes_equal(day_text(again, &day), buf_bytes(&play->day)));
    CHECK(same_documents(play->hall, again));
    CHECK(aside_is_same(play->hall, again));
    answered_same(play->journal, play->hall, again);
    hall_free(again);
    for (size_t i = 0; i < PEOPLE; i++)
        goes(&play->people[i]);
    goes(&play->wall);
    hall_free(play->hall);
    state_free(play->told);
    journal_fake_free(play->journal);
    buf_free(&play->day);
    mem_free(play);
}

/* --- what people do ------------------------------------------------------------------------------------------------- */

/* Nobody but who asked is answered, or dismissed. */
static void others_heard_no_answer(const struct play *play, const struct person *asked)
{
    for (size_t i = 0; i < PEOPLE; i++) {
        const struct person *person = &play->people[i];
        if (person == asked || person->out == NULL)
            continue;
        CHECK(answered_count(person->out, "answer") + answered_count(person->out, "error") == 0);
        CHECK(outbox_fake_close_code(person->out) == 0);
        outbox_fake_clear(person->out);
    }
}

/* True: it was a command, and was answered. */
static bool frame_goes(struct play *play, struct person *person, struct bytes frame)
{
    log_pos before = journal_fake_last(play->journal);
    outbox_fake_clear(person->out);
    visitor_text(person->visitor, frame);
    answered_frame(play->journal, before, person->out, frame);
    others_heard_no_answer(play, person);
    return answered_count(person->out, "answer") == 1;
}

void play_says(struct play *play, size_t number, struct bytes frame)
{
    struct person *person = &play->people[number];
    log_pos before = journal_fake_last(play->journal);
    if (person->out == NULL)
        comes_in(play, person);
    bool is_command = frame_goes(play, person, frame);
    writing_begin(person->writings, play->hall, person->out);
    if (is_command) {
        static struct buf first;
        log_pos after = journal_fake_last(play->journal);
        buf_clear(&first);
        buf_bytes_append(&first, answered_first(person->out, "answer"));
        CHECK(frame_goes(play, person, frame));
        CHECK(bytes_equal(answered_first(person->out, "answer"), buf_bytes(&first)));
        CHECK(journal_fake_last(play->journal) == after);
    }
    if (outbox_fake_close_code(person->out) != 0)
        goes(person);
    else
        outbox_fake_clear(person->out);
    settle(play, before);
}

static void documents_text(const struct hall *hall, struct buf *out)
{
    static struct buf state;
    buf_clear(out);
    for (size_t i = 0; i < hall_documents(hall); i++) {
        struct doc *doc;
        hall_document(hall, i, &doc);
        buf_bytes_append(out, state_of((struct doc *)doc, &state));
    }
}

static void binary_goes(struct play *play, struct person *person, struct bytes frame)
{
    static struct buf before;
    static struct buf after;
    log_pos last = journal_fake_last(play->journal);
    if (person->out == NULL)
        comes_in(play, person);
    outbox_fake_clear(person->out);
    documents_text(play->hall, &before);
    visitor_binary(person->visitor, frame);
    documents_text(play->hall, &after);
    writing_answered(person->visitor, play->journal, last, person->out, frame,
                     !bytes_equal(buf_bytes(&before), buf_bytes(&after)));
    others_heard_no_answer(play, person);
    if (outbox_fake_close_code(person->out) != 0)
        goes(person);
    else
        outbox_fake_clear(person->out);
    settle(play, last);
}

void play_writes(struct play *play, size_t number, struct bytes line)
{
    struct bytes frame = writing_frame(play->people[number].writings, line);
    if (frame.len > 0)
        binary_goes(play, &play->people[number], frame);
}

void play_sends(struct play *play, size_t number, struct bytes hex)
{
    static struct buf frame;
    buf_clear(&frame);
    while (hex.len > 0) {
        char digits[3] = {(char)take_u8(&hex), (char)take_u8(&hex), '\0'};
        buf_u8(&frame, (uint8_t)strtol(digits, NULL, 16));
    }
    binary_goes(play, &play->people[number], buf_bytes(&frame));
}

static log_pos post_goes(struct play *play, size_t person, struct bytes body, struct outbox *out)
{
    log_pos before = journal_fake_last(play->journal);
    hall_command(play->hall, seats[person], body, out);
    answered_post(play->journal, before, out);
    others_heard_no_answer(play, NULL);
    return journal_fake_last(play->journal);
}

void play_posts(struct play *play, size_t person, struct bytes body)
{
    struct outbox *first = outbox_fake_new();
    struct outbox *second = outbox_fake_new();
    log_pos before = journal_fake_last(play->journal);
    log_pos after = post_goes(play, person, body, first);
    CHECK(post_goes(play, person, body, second) == after);
    CHECK(bytes_equal(outbox_fake_last(first).bytes, outbox_fake_last(second).bytes));
    outbox_fake_free(first);
    outbox_fake_free(second);
    settle(play, before);
}

void play_leaves(struct play *play, size_t person)
{
    goes(&play->people[person]);
}

void play_time_passes(struct play *play, int64_t ms)
{
    log_pos before = journal_fake_last(play->journal);
    play->now_ms += ms;
    hall_tick(play->hall);
    others_heard_no_answer(play, NULL);
    settle(play, before);
}

void play_disk_is(struct play *play, bool is_writable)
{
    log_pos before = journal_fake_last(play->journal);
    journal_fake_writable_set(play->journal, is_writable);
    settle(play, before);
}
