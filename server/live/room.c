#include "live/room.h"

#include "base/arena.h"
#include "base/lib0.h"
#include "base/log.h"
#include "base/mem.h"
#include "domain/nouns.h"
#include "live/policy.h"
#include "live/stream.h"
#include "wire/ysync.h"

#include <assert.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    LATE_BYTES_MAX =
        4 * 1024 * 1024,   /* of one text: what a group types in a day is a tenth of it */
    LATE_EDITS_MAX = 1000, /* of one text: a phone that comes back brings one */
    /* Two people at once, or one offline, may each stay within the limit and go beyond it together: their words are
     * taken, and the group is asked to shorten them before it hands in. */
    LIMIT_SLACK = 2,
};

struct owner {
    uint64_t client;
    const char *seat; /* "": the server */
    bool
        is_spent; /* something came too late under it: its next numbers mean what was kept, not what is written */
};

struct late_list {
    struct late *items;
    size_t count;
    size_t capacity;
};

struct owner_list {
    struct owner *items;
    size_t count;
    size_t capacity;
};

struct room {
    struct arena memory;
    const char *id;
    struct journal *journal;
    struct doc *doc;
    struct policy *policy;
    struct stream *stream;
    log_pos last;
    struct frame *whole; /* all of the text at whole_at; NULL: nobody has asked */
    log_pos whole_at;
    struct id_list actions;
    struct owner_list owners;
    struct id_list writers; /* of this epoch */
    struct late_list lates;
    size_t late_bytes;
    struct buf locked; /* the state handed in last; empty: never */
};

/* Changes that became durable together go out as one update. */
static struct frame *join(void *context, const struct bytes *payloads, size_t count)
{
    (void)context;
    struct buf merged = {0};
    enum err err = doc_merge_updates(payloads, count, &merged);
    assert(err == OK); /* they are our own increments */
    struct buf message = {0};
    ysync_write(&message, YSYNC_UPDATE, buf_bytes(&merged));
    struct frame *frame = frame_new(buf_bytes(&message));
    buf_free(&merged);
    buf_free(&message);
    return frame;
}

static struct frame *message_of_state(struct doc *doc, enum ysync_kind kind)
{
    struct buf state = {0};
    struct buf message = {0};
    doc_since(doc, (struct bytes){NULL, 0}, &state);
    ysync_write(&message, kind, buf_bytes(&state));
    struct frame *frame = frame_new(buf_bytes(&message));
    buf_free(&state);
    buf_free(&message);
    return frame;
}

/* For someone far behind: all of the text. Texts are small, and a phone that slept needs little else. */
static struct frame *catch_up(void *context, log_pos *after)
{
    struct room *room = context;
    *after = room->last;
    return message_of_state(room->doc, YSYNC_UPDATE);
}

/* What the minutes say of an item, part by part: the items are the text's "actions". */
static struct policy *policy_of_minutes(void)
{
    enum { MOST = 10000 };
    static const struct policy_field parts[] = {
        {"presentation", MOST}, {"handling", MOST}, {"decision", MOST}};
    return policy_new(NULL, 0, parts, 3);
}

static struct policy *policy_of(const struct day *day)
{
    const struct field_rule_list *lists[2] = {&day->field_rules, &day->action_rules};
    struct policy_field *fields[2];
    for (int l = 0; l < 2; l++) {
        fields[l] = mem_array(lists[l]->count, sizeof *fields[l]);
        for (size_t i = 0; i < lists[l]->count; i++)
            fields[l][i] = (struct policy_field){lists[l]->items[i].name,
                                                 (uint32_t)lists[l]->items[i].max * LIMIT_SLACK};
    }
    struct policy *policy = policy_new(fields[0], lists[0]->count, fields[1], lists[1]->count);
    mem_free(fields[0]);
    mem_free(fields[1]);
    return policy;
}

struct room *room_new(const char *doc, const struct day *day, struct journal *journal)
{
    struct room *room = mem_new(sizeof *room);
    room->id = arena_text(&room->memory, doc);
    room->journal = journal;
    room->doc = doc_new(true);
    room->policy = day == NULL                     ? NULL
                   : strcmp(doc, MINUTES_DOC) == 0 ? policy_of_minutes()
                                                   : policy_of(day);
    room->stream = stream_new(&(struct stream_kind){
        .type = FRAME_BINARY, .join = join, .catch_up = catch_up, .context = room});
    return room;
}

void room_free(struct room *room)
{
    if (room == NULL)
        return;
    stream_free(room->stream);
    frame_release(room->whole);
    policy_free(room->policy);
    doc_free(room->doc);
    buf_free(&room->locked);
    mem_free(room->owners.items);
    arena_free(&room->memory);
    mem_free(room);
}

const char *room_doc_id(const struct room *room)
{
    return room->id;
}

struct doc *room_doc(const struct room *room)
{
    return room->doc;
}

log_pos room_last(const struct room *room)
{
    return room->last;
}

struct stream *room_stream(const struct room *room)
{
    return room->stream;
}

static struct frame *whole_hold(struct room *room)
{
    if (room->whole == NULL || room->whole_at != room->last) {
        frame_release(room->whole);
        room->whole = message_of_state(room->doc, YSYNC_STEP2);
        room->whole_at = room->last;
    }
    return frame_hold(room->whole);
}

enum err room_since(struct room *room, struct bytes vector, struct frame **frame)
{
    bool has_nothing = vector.len == 0 || (vector.len == 1 && vector.data[0] == 0);
    if (has_nothing) {
        *frame = whole_hold(room);
        return OK;
    }
    struct buf lacks = {0};
    enum err err = doc_since(room->doc, vector, &lacks);
    if (err == OK) {
        struct buf message = {0};
        ysync_write(&message, YSYNC_STEP2, buf_bytes(&lacks));
        *frame = frame_new(buf_bytes(&message));
        buf_free(&message);
    }
    buf_free(&lacks);
    return err;
}

void room_actions_set(struct room *room, const struct id_list *actions)
{
    for (size_t i = 0; i < room->actions.count; i++)
        policy_action_remove(room->policy, bytes_text(room->actions.items[i]));
    room->actions = (struct id_list){0};
    for (size_t i = 0; i < actions->count; i++) {
        policy_action_add(room->policy, bytes_text(actions->items[i]));
        ids_add(&room->actions, arena_text(&room->memory, actions->items[i]), &room->memory);
    }
}

/* --- who writes under which client id ---------------------------------------------------------------------------- */

static const struct owner *owner_of(const struct room *room, uint64_t client)
{
    for (size_t i = room->owners.count; i-- > 0;)
        if (room->owners.items[i].client == client)
            return &room->owners.items[i];
    return NULL;
}

void room_replay_client(struct room *room, const char *seat, uint64_t client)
{
    if (room->owners.count == room->owners.capacity) {
        room->owners.capacity = room->owners.capacity ? room->owners.capacity * 2 : 64;
        room->owners.items =
            mem_grow(room->owners.items, room->owners.capacity, sizeof *room->owners.items);
    }
    room->owners.items[room->owners.count++] =
        (struct owner){client, arena_text(&room->memory, seat), false};
}

static log_pos client_keep(struct room *room, const char *seat, uint64_t client, uint32_t epoch,
                           int64_t now_ms, bool is_followed)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRIu64, client);
    room_replay_client(room, seat, client);
    return journal_append(room->journal, &(struct record){.kind = RECORD_CLIENT_ID,
                                                          .stream = room->id,
                                                          .epoch = epoch,
                                                          .actor = seat,
                                                          .at_ms = now_ms,
                                                          .command = "",
                                                          .is_followed = is_followed,
                                                          .body = bytes_of(digits, (size_t)len)});
}

bool room_client_is(const struct room *room, const char *seat, uint64_t client)
{
    const struct owner *owner = owner_of(room, client);
    return owner != NULL && strcmp(owner->seat, seat) == 0;
}

static uint64_t client_fresh(const struct room *room)
{
    uint32_t client;
    do
        client = randombytes_random();
    while (client == 0 || owner_of(room, client) != NULL ||
           doc_client_clock(room->doc, client) > 0);
    return client;
}

uint64_t room_client_issue(struct room *room, const char *seat, uint64_t wanted, uint32_t epoch,
                           int64_t now_ms, log_pos *pos)
{
    *pos = room->last;
    if (wanted != 0 && room_client_is(room, seat, wanted) && !owner_of(room, wanted)->is_spent)
        return wanted;
    uint64_t client = client_fresh(room);
    *pos = client_keep(room, seat, client, epoch, now_ms, false);
    return client;
}

bool room_client_claim(struct room *room, const char *seat, uint64_t client, uint32_t epoch,
                       int64_t now_ms)
{
    const struct owner *owner = owner_of(room, client);
    if (owner != NULL)
        return strcmp(owner->seat, seat) == 0;
    client_keep(room, seat, client, epoch, now_ms, false);
    return true;
}

/* --- a keystroke --------------------------------------------------------------------------------------------------- */

struct sender {
    const struct room *room;
    const char *seat;
};

static bool owns(void *context, uint64_t client)
{
    const struct sender *sender = context;
    return room_client_is(sender->room, sender->seat, client);
}

static void writer_note(struct room *room, const char *seat)
{
    if (seat[0] != '\0' && !ids_have(&room->writers, seat))
        ids_add(&room->writers, arena_text(&room->memory, seat), &room->memory);
}

static enum err any_struct(void *context, uint64_t client, uint32_t units, int kind,
                           struct bytes root, bool key_present, struct bytes utf8)
{
    (void)context, (void)client, (void)units, (void)kind, (void)root, (void)key_present, (void)utf8;
    return OK;
}

static enum err any_delete(void *context, struct bytes root, uint32_t units)
{
    (void)context, (void)root, (void)units;
    return OK;
}

/* Kept for the facilitator to see, whatever it holds, as long as it is an update at all. */
static enum err late_edit_keep(struct room *room, const struct record *record, log_pos *saved)
{
    struct doc_visitor anything = {NULL, any_struct, any_delete};
    if (doc_examine(room->doc, record->body, &anything) == ERR_MALFORMED)
        return ERR_MALFORMED;
    if (room->late_bytes + record->body.len > LATE_BYTES_MAX || room->lates.count == LATE_EDITS_MAX)
        return ERR_TOO_BIG;
    *saved = journal_append(room->journal, record);
    room_replay_late(room, record->actor, record->at_ms, record->body, *saved);
    return ERR_LATE;
}

static enum err update_check(struct room *room, const char *from, struct bytes update)
{
    struct doc_visitor anything = {NULL, any_struct, any_delete};
    struct sender sender = {room, from};
    return room->policy == NULL ? doc_examine(room->doc, update, &anything)
                                : policy_check(room->policy, room->doc, update, owns, &sender);
}

enum err room_update(struct room *room, const char *from, enum access access, uint32_t epoch,
                     int64_t now_ms, struct bytes update, log_pos *saved)
{
    *saved = room->last;
    if (doc_contains_update(room->doc, update))
        return OK;
    if (access < ACCESS_LOCKED)
        return ERR_READ_ONLY;
    struct record record = {.stream = room->id,
                            .epoch = epoch,
                            .actor = from,
                            .at_ms = now_ms,
                            .command = "",
                            .kind = RECORD_LATE,
                            .body = update};
    if (access == ACCESS_LOCKED)
        return late_edit_keep(room, &record, saved);
    enum err err = update_check(room, from, update);
    if (err != OK)
        return err;

    struct buf increment = {0};
    err = doc_apply(room->doc, update, &increment);
    if (err == OK) {
        record.kind = RECORD_UPDATE;
        record.body = buf_bytes(&increment);
        room->last = journal_append(room->journal, &record);
        stream_add(room->stream, buf_bytes(&increment), room->last);
        writer_note(room, from);
        *saved = room->last;
    }
    buf_free(&increment);
    return err;
}

void room_write(struct room *room, const struct field_list *fields, int64_t now_ms,
                bool is_followed)
{
    uint64_t client = client_fresh(room);
    client_keep(room, "", client, 1, now_ms, true);
    doc_client_set(room->doc, client);
    struct buf update = {0};
    for (size_t i = 0; i < fields->count; i++) {
        struct buf unused = {0};
        enum err err = doc_text_insert(room->doc, bytes_text(fields->items[i].field), 0,
                                       bytes_text(fields->items[i].text), &unused);
        assert(err == OK); /* the words of a version came out of a document like this one */
        buf_free(&unused);
    }
    doc_since(room->doc, (struct bytes){NULL, 0}, &update);
    room->last = journal_append(room->journal, &(struct record){.kind = RECORD_UPDATE,
                                                                .stream = room->id,
                                                                .epoch = 1,
                                                                .actor = "",
                                                                .at_ms = now_ms,
                                                                .command = "",
                                                                .is_followed = is_followed,
                                                                .body = buf_bytes(&update)});
    stream_add(room->stream, buf_bytes(&update), room->last);
    buf_free(&update);
}

enum err room_replay_update(struct room *room, const char *actor, struct bytes update, log_pos pos)
{
    if (doc_apply(room->doc, update, NULL) != OK || doc_is_pending(room->doc))
        return ERR_CORRUPT;
    writer_note(room, actor);
    room->last = pos;
    return OK;
}

/* --- handed in, and what came after -------------------------------------------------------------------------------- */

void room_replay_late(struct room *room, const char *seat, int64_t at_ms, struct bytes update,
                      log_pos pos)
{
    struct late late = {.late = pos, .by = arena_text(&room->memory, seat), .at_ms = at_ms};
    char *copy = arena_text_n(&room->memory, (const char *)update.data, update.len);
    late.update = bytes_of(copy, update.len);
    LIST_ADD(&room->lates, late, &room->memory);
    for (size_t i = 0; i < room->owners.count; i++)
        if (strcmp(room->owners.items[i].seat, seat) == 0)
            room->owners.items[i].is_spent = true;
    room->late_bytes += update.len;
}

void room_lock(struct room *room)
{
    buf_clear(&room->locked);
    doc_since(room->doc, (struct bytes){NULL, 0}, &room->locked);
}

void room_epoch_begin(struct room *room)
{
    room->writers = (struct id_list){0};
}

size_t room_writers(const struct room *room)
{
    return room->writers.count;
}

const char *room_writer(const struct room *room, size_t index)
{
    return room->writers.items[index];
}

size_t room_lates(const struct room *room)
{
    return room->lates.count;
}

const struct late *room_late(const struct room *room, size_t index)
{
    return &room->lates.items[index];
}

struct doc *room_late_base(const struct room *room)
{
    struct doc *base = doc_new(true);
    struct buf now = {0};
    if (room->locked.len == 0)
        doc_since(room->doc, (struct bytes){NULL, 0}, &now);
    doc_apply(base, room->locked.len > 0 ? buf_bytes(&room->locked) : buf_bytes(&now), NULL);
    buf_free(&now);
    return base;
}
