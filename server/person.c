#include "person.h"

#include "base/base64.h"
#include "domain/nouns.h"
#include "load.h"
#include "net/clock.h"
#include "typed.h"
#include "wire/codec.h"

#include <stdlib.h>

static const char ABOUT[] =
    "What this file holds about the person of one seat. 'typed' is what their changes brought into "
    "the texts, in the order of typing; what they deleted, and where in a text it stands, is not "
    "told. Not searched: what others wrote about the person inside texts, reasons and notes; "
    "backups and exports made earlier.";

struct telling {
    struct hall *hall;
    const char *seat;
    json_t *records; /* what they did, their changes of texts apart                    */
    json_t *named;   /* where others' doings name them                                 */
    json_t *changes; /* text -> positions of their changes                             */
    struct typed *typed;
};

static void change_tell(struct telling *telling, const struct log_row *row)
{
    json_t *positions = json_object_get(telling->changes, row->stream);
    if (positions == NULL) {
        positions = json_array();
        json_object_set_new(telling->changes, row->stream, positions);
    }
    json_array_append_new(positions, json_integer((json_int_t)row->pos));
}

/* --- what they did, and where they are named ------------------------------------------------------------------------------ */

static json_t *body_json(const struct log_row *row)
{
    json_t *body = json_loadb((const char *)row->body.data, row->body.len, JSON_DECODE_ANY, NULL);
    return body != NULL ? body : json_null();
}

/* A Yjs update, in base64; what it brings is in `typed`. */
static json_t *update_json(const struct log_row *row)
{
    struct buf text = {0};
    base64_write(&text, row->body);
    json_t *json = json_stringn((const char *)text.data, text.len);
    buf_free(&text);
    return json;
}

static void record_tell(struct telling *telling, const struct log_row *row)
{
    static const char *const kinds[] = {[RECORD_EVENT] = "event",
                                        [RECORD_LATE] = "late_edit",
                                        [RECORD_REFUSAL] = "refusal",
                                        [RECORD_CLIENT_ID] = "client_id",
                                        [RECORD_AUDIT] = "audit"};
    json_t *told =
        json_pack("{s:I,s:I,s:s,s:s}", "pos", (json_int_t)row->pos, "at_ms", (json_int_t)row->at_ms,
                  "record", kinds[row->kind], "about", row->stream);
    if (row->command[0] != '\0')
        json_object_set_new(told, "command", json_string(row->command));
    if (row->is_erased)
        json_object_set_new(told, "erased", json_true());
    else
        json_object_set_new(told, "content",
                            row->kind == RECORD_LATE ? update_json(row) : body_json(row));
    json_array_append_new(telling->records, told);
}

/* The key under which the seat stands somewhere inside; NULL: nowhere. */
static const char *key_naming(const json_t *json, const char *key, const char *seat)
{
    const char *found = NULL;
    const char *inner;
    size_t index;
    json_t *value;
    if (json_is_string(json))
        return strcmp(json_string_value(json), seat) == 0 ? key : NULL;
    json_object_foreach((json_t *)json, inner, value)
    {
        if (found == NULL)
            found = key_naming(value, inner, seat);
    }
    json_array_foreach(json, index, value)
    {
        if (found == NULL)
            found = key_naming(value, key, seat);
    }
    return found;
}

static void naming_tell(struct telling *telling, const struct log_row *row)
{
    json_t *body = body_json(row);
    const char *key = key_naming(body, "", telling->seat);
    const char *kind = json_string_value(json_object_get(body, "kind"));
    const char *what = json_string_value(json_object_get(body, "what"));
    if (key != NULL)
        json_array_append_new(telling->named,
                              json_pack("{s:I,s:I,s:s,s:s?,s:s}", "pos", (json_int_t)row->pos,
                                        "at_ms", (json_int_t)row->at_ms, "by", row->actor, "what",
                                        kind != NULL ? kind : what, "as", key));
    json_decref(body);
}

static enum err row_tell(void *context, const struct log_row *row)
{
    struct telling *telling = context;
    bool is_text = row->kind == RECORD_UPDATE || row->kind == RECORD_LATE;
    bool is_theirs = strcmp(row->actor, telling->seat) == 0;
    if (is_theirs && is_text && !row->is_erased)
        typed_row(telling->typed, row);
    if (is_theirs && row->kind == RECORD_UPDATE)
        change_tell(telling, row);
    else if (is_theirs)
        record_tell(telling, row);
    else if (!is_text)
        naming_tell(telling, row);
    return load_row(telling->hall, row);
}

/* --- links and sessions --------------------------------------------------------------------------------------------------- */

struct keys {
    const char *seat;
    json_t *links;
    json_t *sessions;
    json_t *ballots;
    json_t *feedback;
};

/* Ended ones too: they are kept as well. */
static enum err link_tell(void *context, const char *id, const char *seat, const uint8_t hash[32],
                          bool ended)
{
    (void)hash, (void)ended;
    struct keys *keys = context;
    if (strcmp(seat, keys->seat) == 0)
        json_array_append_new(keys->links, json_string(id));
    return OK;
}

static enum err session_tell(void *context, const uint8_t hash[32], const char *seat,
                             int64_t expires_ms)
{
    (void)hash;
    struct keys *keys = context;
    if (strcmp(seat, keys->seat) == 0)
        json_array_append_new(keys->sessions,
                              json_pack("{s:I}", "expires_ms", (json_int_t)expires_ms));
    return OK;
}

static enum err ballot_tell(void *context, const char *vote, const char *seat, const char *choice)
{
    struct keys *keys = context;
    if (strcmp(seat, keys->seat) == 0)
        json_array_append_new(keys->ballots,
                              json_pack("{s:s,s:s}", "vote", vote, "choice", choice));
    return OK;
}

static enum err feedback_tell(void *context, const char *seat, const char *answers)
{
    struct keys *keys = context;
    if (strcmp(seat, keys->seat) == 0)
        json_array_append_new(keys->feedback, json_string(answers));
    return OK;
}

static enum err person_take(void *context, const char *seat, const char *name)
{
    hall_person(context, seat, name);
    return OK;
}

/* --- all of it -------------------------------------------------------------------------------------------------------------- */

static json_t *who(struct telling *telling, const struct seat *seat)
{
    json_t *who = codec_encode(&shape_seat, seat);
    const char *name = hall_person_name(telling->hall, telling->seat);
    json_object_set_new(who, "name", name[0] != '\0' ? json_string(name) : json_null());
    return who;
}

static enum err everything_read(struct db *db, struct telling *telling, struct keys *keys)
{
    enum err err = replay_each(db, 0, row_tell, telling, NULL);
    if (err == OK)
        err = replay_persons(db, person_take, telling->hall);
    if (err == OK)
        err = replay_ballots(db, ballot_tell, keys);
    if (err == OK)
        err = replay_feedback(db, feedback_tell, keys);
    if (err == OK)
        err = replay_links(db, link_tell, keys);
    if (err == OK)
        err = replay_sessions(db, INT64_MIN, session_tell, keys);
    return err;
}

static enum err tell(struct db *db, const char *path, const char *seat_id, struct buf *out,
                     struct buf *why)
{
    struct hall *hall = hall_new(NULL, clock_of_the_machine());
    struct telling telling = {hall,         seat_id,       json_array(),
                              json_array(), json_object(), typed_new(hall)};
    struct keys keys = {seat_id, json_array(), json_array(), json_array(), json_array()};
    enum err err = everything_read(db, &telling, &keys);
    log_pos after;
    const struct day *day = hall_look(hall, &after);
    const struct seat *seat = day != NULL ? day_seat(day, seat_id) : NULL;
    json_t *all =
        json_pack("{s:s,s:o,s:o,s:o,s:o,s:o}", "about", ABOUT, "who",
                  seat != NULL ? who(&telling, seat) : json_null(), "links", keys.links, "sessions",
                  keys.sessions, "records", telling.records, "named", telling.named);
    json_object_set_new(all, "ballots", keys.ballots);
    json_object_set_new(all, "feedback", keys.feedback);
    json_object_set_new(all, "changes", telling.changes);
    json_object_set_new(all, "typed", typed_end(telling.typed));
    if (err != OK)
        buf_format(why, "%s: %s", path, err_sentence(err));
    else if (seat == NULL)
        err = person_not_found(path, seat_id, why);
    if (err == OK) {
        char *text = json_dumps(all, JSON_INDENT(1));
        buf_format(out, "%s\n", text);
        free(text);
    }
    json_decref(all);
    hall_free(hall);
    return err;
}

enum err person_export(const char *path, const char *seat, struct buf *out, struct buf *why)
{
    struct db *db;
    enum err err = db_open(path, DB_READ, &db, why);
    if (err == OK)
        err = tell(db, path, seat, out, why);
    db_close(db);
    return err;
}

enum err person_not_found(const char *path, const char *seat, struct buf *why)
{
    buf_format(why, "%s: there is no seat \"%s\"", path, seat);
    return ERR_NOT_FOUND;
}
