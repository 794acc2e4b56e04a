/* given_hall.h - a hall with people in it, on a disk and a clock that are the test's hand. The day is that of given.h;
 * each guest has a document of the real engine, as a browser has one of Yjs. */
#ifndef SOPU_TESTS_UNIT_LIVE_GIVEN_HALL_H
#define SOPU_TESTS_UNIT_LIVE_GIVEN_HALL_H

#include "given.h"

#include "base/lib0.h"
#include "crdt/doc.h"
#include "fakes/journal_fake.h"
#include "fakes/outbox_fake.h"
#include "live/hall.h"
#include "wire/codec.h"
#include "wire/hub.h"

#include <jansson.h>
#include <stdio.h>

struct stage {
    struct journal *journal;
    struct hall *hall;
    int64_t now_ms;
    int commands; /* ids given out */
};

static inline int64_t stage_now(void *context)
{
    return ((struct stage *)context)->now_ms;
}

static inline struct stage *given_an_empty_stage(void)
{
    struct stage *stage = mem_new(sizeof *stage);
    stage->now_ms = NOON;
    stage->journal = journal_fake_new();
    stage->hall = hall_new(stage->journal, (struct clock_port){stage_now, stage});
    return stage;
}

static inline struct logged logged_of(const struct record *record, log_pos pos)
{
    return (struct logged){.pos = pos,
                           .kind = record->kind,
                           .stream = record->stream,
                           .epoch = record->epoch,
                           .actor = record->actor,
                           .at_ms = record->at_ms,
                           .command = record->command,
                           .body = record->body};
}

static inline enum err row_comes(struct hall *hall, const struct record *record, log_pos pos)
{
    struct logged row = logged_of(record, pos);
    return hall_replay(hall, &row);
}

/* On disk from an earlier run. */
static inline void stage_takes(void *context, struct event event)
{
    struct stage *stage = context;
    struct buf body = {0};
    event_write(&event, &body);
    log_pos pos = journal_append(stage->journal, &(struct record){.kind = RECORD_EVENT,
                                                                  .stream = "day",
                                                                  .actor = "opener",
                                                                  .at_ms = stage->now_ms,
                                                                  .command = "",
                                                                  .body = buf_bytes(&body)});
    assert_int_equal(row_comes(stage->hall, journal_fake_record(stage->journal, pos), pos), OK);
    buf_free(&body);
}

static inline void disk_catches_up(struct stage *stage)
{
    journal_fake_durable_all(stage->journal);
    hall_durable(stage->hall);
}

static inline struct stage *given_a_hall(void)
{
    struct stage *stage = given_an_empty_stage();
    day_begins(stage_takes, stage);
    hall_person(stage->hall, "pa", "Pekka A");
    hall_person(stage->hall, "qa", "Kaisa A");
    disk_catches_up(stage);
    return stage;
}

static inline void stage_forget(struct stage *stage)
{
    hall_free(stage->hall);
    journal_fake_free(stage->journal);
    mem_free(stage);
}

static inline void time_passes(struct stage *stage, int64_t ms)
{
    stage->now_ms += ms;
    hall_tick(stage->hall);
}

static inline const struct day *stage_day(const struct stage *stage)
{
    log_pos unused;
    return hall_look(stage->hall, &unused);
}

static inline log_pos last_pos(const struct stage *stage)
{
    return journal_fake_last(stage->journal);
}

static inline void disk_is(struct stage *stage, bool is_writable)
{
    journal_fake_writable_set(stage->journal, is_writable);
    hall_durable(stage->hall);
}

/* --- guests ---------------------------------------------------------------------------------------------------------- */

struct guest {
    struct stage *stage;
    const char *seat;
    struct outbox *out;
    struct visitor *visitor;
    struct doc *doc; /* of the text opened last */
    const char *doc_id;
    uint32_t channel;
    uint32_t epoch;
    uint64_t client;
    uint64_t seq;
};

static inline struct guest *comes_in(struct stage *stage, const char *seat)
{
    struct guest *guest = mem_new(sizeof *guest);
    *guest = (struct guest){.stage = stage, .seat = seat, .out = outbox_fake_new()};
    guest->visitor = visitor_open(stage->hall, seat, guest->out);
    return guest;
}

static inline void goes(struct guest *guest)
{
    visitor_close(guest->visitor);
    outbox_fake_free(guest->out);
    doc_free(guest->doc);
    mem_free(guest);
}

static inline void says(struct guest *guest, const char *format, ...)
{
    char text[2048];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    visitor_text(guest->visitor, bytes_text(text));
}

/* The newest text frame with that op, the caller's; NULL: none. *after: what it waits for. */
static inline json_t *heard(const struct guest *guest, const char *op, log_pos *after)
{
    for (size_t i = outbox_fake_count(guest->out); i-- > 0;) {
        struct sent sent = outbox_fake_sent(guest->out, i);
        if (sent.type != FRAME_TEXT)
            continue;
        json_t *json = json_loadb((const char *)sent.bytes.data, sent.bytes.len, 0, NULL);
        assert_non_null(json);
        if (strcmp(json_string_value(json_object_get(json, "op")), op) == 0) {
            if (after != NULL)
                *after = sent.after;
            return json;
        }
        json_decref(json);
    }
    return NULL;
}

static inline bool has_heard(const struct guest *guest, const char *op)
{
    json_t *json = heard(guest, op, NULL);
    json_decref(json);
    return json != NULL;
}

/* A text of the newest frame with that op, into a buffer of its own until the next call; "" if there is none. */
static inline const char *heard_text(const struct guest *guest, const char *op, const char *key)
{
    static char text[256];
    json_t *json = heard(guest, op, NULL);
    const char *value = json_string_value(json_object_get(json, key));
    snprintf(text, sizeof text, "%s", value ? value : "");
    json_decref(json);
    return text;
}

static inline int64_t heard_number(const struct guest *guest, const char *op, const char *key)
{
    json_t *json = heard(guest, op, NULL);
    int64_t number = json_integer_value(json_object_get(json, key));
    json_decref(json);
    return number;
}

/* --- texts ------------------------------------------------------------------------------------------------------------ */

/* The newest binary frame of the guest's channel whose message begins with these numbers; reader behind them. */
static inline bool frame_heard(const struct guest *guest, int first, int second,
                               struct reader *reader, log_pos *after)
{
    for (size_t i = outbox_fake_count(guest->out); i-- > 0;) {
        struct sent sent = outbox_fake_sent(guest->out, i);
        if (sent.type != FRAME_BINARY || sent.bytes.len < 3 || sent.bytes.data[0] != guest->channel)
            continue;
        *reader = reader_of(bytes_of(sent.bytes.data + 1, sent.bytes.len - 1));
        if (read_varuint(reader) != (uint64_t)first)
            continue;
        if (second >= 0 && read_varuint(reader) != (uint64_t)second)
            continue;
        if (after != NULL)
            *after = sent.after;
        return true;
    }
    return false;
}

static inline void sends(struct guest *guest, struct buf *frame)
{
    visitor_binary(guest->visitor, buf_bytes(frame));
    buf_free(frame);
}

static inline void numbered(struct guest *guest, int kind, uint64_t seq, struct bytes update)
{
    struct buf frame = {0};
    write_varuint(&frame, guest->channel);
    write_varuint(&frame, (uint64_t)kind);
    write_varuint(&frame, seq);
    write_buffer(&frame, update);
    sends(guest, &frame);
}

/* Sync: asks for what the document lacks and takes it. */
static inline void syncs(struct guest *guest)
{
    struct buf vector = {0};
    struct buf frame = {0};
    struct reader reader;
    doc_state_vector(guest->doc, &vector);
    hub_write_sync(&frame, guest->channel, YSYNC_STEP1, buf_bytes(&vector));
    sends(guest, &frame);
    buf_free(&vector);
    assert_true(frame_heard(guest, 0, YSYNC_STEP2, &reader, NULL));
    assert_int_equal(doc_apply(guest->doc, read_buffer(&reader), NULL), OK);
}

/* Opens without asking for anything; false: refused. */
static inline bool tries_to_open(struct guest *guest, const char *doc)
{
    outbox_fake_clear(guest->out);
    guest->channel = guest->channel % HUB_CHANNEL_MAX + 1;
    guest->seq = 0;
    guest->doc_id = doc;
    if (guest->client != 0)
        says(guest,
             "{\"op\":\"open\",\"ch\":%u,\"doc\":\"%s\",\"have\":{\"epoch\":%u,\"cid\":%llu}}",
             guest->channel, doc, guest->epoch, (unsigned long long)guest->client);
    else
        says(guest, "{\"op\":\"open\",\"ch\":%u,\"doc\":\"%s\",\"have\":null}", guest->channel,
             doc);
    return has_heard(guest, "opened");
}

/* What was opened, as it is, into a copy that knows nothing. */
static inline void takes_anew(struct guest *guest)
{
    guest->epoch = (uint32_t)heard_number(guest, "opened", "epoch");
    guest->client = (uint64_t)heard_number(guest, "opened", "cid");
    doc_free(guest->doc);
    guest->doc = doc_new(true);
    syncs(guest);
    doc_client_set(guest->doc, guest->client);
}

static inline void opens(struct guest *guest, const char *doc)
{
    bool is_another = guest->doc_id == NULL || strcmp(guest->doc_id, doc) != 0;
    assert_true(tries_to_open(guest, doc));
    uint32_t epoch = (uint32_t)heard_number(guest, "opened", "epoch");
    if (guest->doc == NULL || is_another || epoch != guest->epoch) {
        doc_free(guest->doc);
        guest->doc = doc_new(true);
    }
    guest->epoch = epoch;
    guest->client = (uint64_t)heard_number(guest, "opened", "cid");
    syncs(guest);
    doc_client_set(guest->doc, guest->client);
}

static inline void closes(struct guest *guest)
{
    says(guest, "{\"op\":\"close\",\"ch\":%u}", guest->channel);
}

/* Types at the beginning of a field; the words stay here until they are sent. */
static inline struct buf composes(struct guest *guest, const char *field, const char *text)
{
    struct buf update = {0};
    assert_int_equal(doc_text_insert(guest->doc, bytes_text(field), 0, bytes_text(text), &update),
                     OK);
    return update;
}

static inline void types(struct guest *guest, const char *field, const char *text)
{
    struct buf update = composes(guest, field, text);
    numbered(guest, 16, ++guest->seq, buf_bytes(&update));
    buf_free(&update);
}

static inline void wipes(struct guest *guest, const char *field)
{
    struct buf update = {0};
    uint32_t length = doc_text_length_utf16(guest->doc, bytes_text(field));
    assert_int_equal(doc_text_delete(guest->doc, bytes_text(field), 0, length, &update), OK);
    numbered(guest, 16, ++guest->seq, buf_bytes(&update));
    buf_free(&update);
}

/* The highest sequence number that was acknowledged; 0: none. */
static inline uint64_t acked(const struct guest *guest, log_pos *after)
{
    struct reader reader;
    return frame_heard(guest, 17, -1, &reader, after) ? read_varuint(&reader) : 0;
}

/* The code of the newest refusal of an update, until the next call; "" if there was none. */
static inline const char *nacked(const struct guest *guest, log_pos *after)
{
    static char code[64];
    struct reader reader;
    code[0] = '\0';
    if (!frame_heard(guest, 18, -1, &reader, after))
        return code;
    read_varuint(&reader);
    struct bytes text = read_buffer(&reader);
    snprintf(code, sizeof code, "%.*s", (int)text.len, (const char *)text.data);
    return code;
}

/* What the streams have for this guest, into its document. */
static inline size_t reads_on(struct guest *guest)
{
    size_t count = outbox_fake_take_streams(guest->out);
    for (size_t i = outbox_fake_count(guest->out) - count; i < outbox_fake_count(guest->out); i++) {
        struct sent sent = outbox_fake_sent(guest->out, i);
        if (sent.type != FRAME_BINARY || guest->doc == NULL || sent.bytes.data[0] != guest->channel)
            continue;
        struct reader reader = reader_of(bytes_of(sent.bytes.data + 3, sent.bytes.len - 3));
        assert_int_equal(doc_apply(guest->doc, read_buffer(&reader), NULL), OK);
    }
    return count;
}

static inline const char *text_in(const struct doc *doc, const char *field)
{
    static char text[4096];
    struct buf utf8 = {0};
    doc_text(doc, bytes_text(field), &utf8);
    snprintf(text, sizeof text, "%.*s", (int)utf8.len, utf8.data ? (const char *)utf8.data : "");
    buf_free(&utf8);
    return text;
}

static inline const struct doc *document(const struct stage *stage, const char *name)
{
    for (size_t i = 0; i < hall_documents(stage->hall); i++) {
        struct doc *doc;
        if (strcmp(hall_document(stage->hall, i, &doc), name) == 0)
            return doc;
    }
    return NULL;
}

/* The server's words. */
static inline const char *written(const struct stage *stage, const char *doc, const char *field)
{
    return text_in(document(stage, doc), field);
}

/* --- commands --------------------------------------------------------------------------------------------------------- */

static inline void asks_as(struct guest *guest, const char *id, struct command command)
{
    json_t *json = json_pack("{s:s,s:s,s:s,s:o}", "op", "command", "id", id, "kind",
                             names_command_kind[command.kind], "data",
                             codec_encode(shapes_of_command[command.kind], &command.as));
    struct buf text = {0};
    codec_write(json, &text);
    json_decref(json);
    visitor_text(guest->visitor, buf_bytes(&text));
    buf_free(&text);
}

static inline void asks(struct guest *guest, struct command command)
{
    char id[40];
    snprintf(id, sizeof id, "00000000-0000-4000-8000-%012d", ++guest->stage->commands);
    asks_as(guest, id, command);
}

#define assert_answered(guest, code_)                                                              \
    assert_string_equal(heard_text((guest), "answer", "code"), code_)
#define assert_done(guest) assert_string_equal(heard_text((guest), "answer", "outcome"), "done")

static inline void does(struct guest *guest, struct command command)
{
    asks(guest, command);
    if (strcmp(heard_text(guest, "answer", "outcome"), "done") != 0)
        fail_msg("%s may not: %s", guest->seat, heard_text(guest, "answer", "code"));
}

/* Somebody reads the code in the hall; the key to the seat follows. False: turned away. */
static inline bool knocks(struct stage *stage, const char *organisation, const char *name)
{
    const char *seat;
    log_pos pos;
    if (hall_lobby_ask(stage->hall, organisation, name, &seat, &pos) != NULL)
        return false;
    journal_append(stage->journal, &(struct record){.kind = RECORD_AUDIT,
                                                    .stream = "day",
                                                    .actor = seat,
                                                    .at_ms = stage->now_ms,
                                                    .command = ""});
    return true;
}

/* --- how far the day has come ------------------------------------------------------------------------------------------ */

static inline const struct working_group *stage_group(const struct stage *stage, const char *group)
{
    return day_group(stage_day(stage), group);
}

/* A group that writes, with its first action. */
static inline void given_open_group(struct stage *stage, const char *group)
{
    struct guest *opener = comes_in(stage, day_chair(stage_day(stage)));
    does(opener, wish(group_start, group, 60));
    goes(opener);
    stage_takes(stage, happened(action_added, stage_group(stage, group)->doc, "a1", 0));
    disk_catches_up(stage);
}

static inline void fills_in(struct guest *guest)
{
    types(guest, "title", "Foorumi");
    types(guest, "decision", "Perustetaan foorumi.");
    types(guest, "a1/what", "Kutsutaan koolle");
}

/* A group whose text is handed in, by its facilitator. */
static inline void given_handed_in_text(struct stage *stage, const char *group)
{
    const char *facilitator = strcmp(group, "a") == 0 ? "fa" : "fb";
    given_open_group(stage, group);
    struct guest *guest = comes_in(stage, facilitator);
    opens(guest, stage_group(stage, group)->doc);
    fills_in(guest);
    closes(guest);
    does(guest, wish(handin_announce, group));
    goes(guest);
    time_passes(stage, 100);
    assert_int_equal(stage_group(stage, group)->state, GROUP_STATE_HANDED_IN);
    disk_catches_up(stage);
}

#endif
