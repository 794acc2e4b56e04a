#include "fault/sim/run.h"

#include "base/mem.h"
#include "crdt/doc.h"
#include "wire/event_json.h"

#include <stdio.h>

typedef unsigned long long ull;

void ledger_cut(struct ledger *ledger, log_pos last)
{
    while (ledger->count > last)
        buf_free(&ledger->written[--ledger->count].body);
}

static struct written written_copy(const struct written *written)
{
    struct written copy = *written;
    copy.body = (struct buf){0};
    buf_bytes_append(&copy.body, buf_bytes(&written->body));
    return copy;
}

/* Those behind `last`, before they are cut. */
static void ghosts_keep(struct ledger *ledger, log_pos last)
{
    for (log_pos pos = last + 1; pos <= ledger->count; pos++) {
        ledger->ghosts = mem_grow(ledger->ghosts, ledger->ghost_count + 1, sizeof *ledger->ghosts);
        ledger->ghosts[ledger->ghost_count++] =
            (struct ghost){pos, written_copy(&ledger->written[pos - 1])};
    }
}

/* True: the row is one, and has its place in the ledger again. */
static bool ghost_returns(struct ledger *ledger, log_pos pos, uint64_t hash)
{
    if (pos <= ledger->promised || pos > ledger->count)
        return false;
    for (size_t i = 0; i < ledger->ghost_count; i++) {
        if (ledger->ghosts[i].pos != pos || ledger->ghosts[i].written.hash != hash)
            continue;
        struct written *written = &ledger->written[pos - 1];
        buf_free(&written->body);
        *written = written_copy(&ledger->ghosts[i].written);
        return true;
    }
    return false;
}

void ledger_free(struct ledger *ledger)
{
    ledger_cut(ledger, 0);
    for (size_t i = 0; i < ledger->ghost_count; i++)
        buf_free(&ledger->ghosts[i].written.body);
    mem_free(ledger->ghosts);
    for (size_t t = 0; t < ledger->text_count; t++) {
        for (size_t i = 0; i < ledger->texts[t].count; i++)
            buf_free(&ledger->texts[t].items[i].update);
        mem_free(ledger->texts[t].items);
    }
    mem_free(ledger->texts);
    mem_free(ledger->written);
    mem_free(ledger->told);
    *ledger = (struct ledger){0};
}

/* --- what is written --- */

static uint64_t hash_text(uint64_t hash, const char *text)
{
    return hash_more(hash, text, strlen(text) + 1);
}

static uint64_t record_hash(const struct logged *row)
{
    uint64_t hash = hash_number(HASH_BASE, (uint64_t)row->kind << 32 | row->epoch);
    hash = hash_number(hash, (uint64_t)row->at_ms);
    hash = hash_text(hash_text(hash_text(hash, row->stream), row->actor), row->command);
    return hash_more(hash, row->body.data, row->body.len);
}

static uint64_t placed_hash(const struct record *record, struct bytes body, log_pos pos)
{
    struct buf placed = {0};
    event_write_placed(body, pos, record->at_ms, record->actor, &placed);
    uint64_t hash = hash_more(HASH_BASE, placed.data, placed.len);
    buf_free(&placed);
    return hash;
}

/* A late edit is shown as an event, though its record is the edit itself. */
static uint64_t event_hash(const struct record *record, log_pos pos)
{
    if (record->kind == RECORD_EVENT)
        return placed_hash(record, record->body, pos);
    if (record->kind != RECORD_LATE)
        return 0;
    struct event event = {EVENT_late_edit_kept,
                          .as.late_edit_kept = {record->stream, (int64_t)pos}};
    struct buf body = {0};
    event_write(&event, &body);
    uint64_t hash = placed_hash(record, buf_bytes(&body), pos);
    buf_free(&body);
    return hash;
}

static uint64_t refusal_hash(const char *code, const char *detail)
{
    return hash_text(hash_text(HASH_BASE, code), detail);
}

static const char *text_in(const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));
    return text != NULL ? text : "";
}

static uint64_t refusal_hash_of(struct bytes body)
{
    json_t *json = json_loadb((const char *)body.data, body.len, 0, NULL);
    uint64_t hash = refusal_hash(text_in(json, "code"), text_in(json, "detail"));
    json_decref(json);
    return hash;
}

static uint64_t late_hash(const char *doc, const char *seat, struct bytes update)
{
    return hash_more(hash_text(hash_text(HASH_BASE, doc), seat), update.data, update.len);
}

/* Events about votes, whose bodies are kept. */
static bool is_of_vote(const struct record *record)
{
    static const char *const kinds[] = {"vote_opened", "ballot_cast", "vote_closed",
                                        "vote_cancelled"};
    bool is_it = false;
    size_t len = record->body.len < 32 ? record->body.len : 32;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && record->kind == RECORD_EVENT; i++)
        is_it |= memmem(record->body.data, len, kinds[i], strlen(kinds[i])) != NULL;
    return is_it;
}

/* In whatever way: as such, or beside the command that a voter sent. */
static bool tells_choice(struct ledger *ledger, const struct record *record)
{
    const struct told *told =
        record->command[0] != '\0' ? ledger_told(ledger, record->command) : NULL;
    char choice[16] = "\"choice\":";
    if (told != NULL && told->choice[0] != '\0')
        snprintf(choice, sizeof choice, "\"%s\"", told->choice);
    return record->kind != RECORD_UPDATE && record->body.len > 0 &&
           memmem(record->body.data, record->body.len, choice, strlen(choice)) != NULL;
}

void ledger_written(struct ledger *ledger, const struct record *record, log_pos pos)
{
    if (ledger->count == ledger->capacity) {
        ledger->capacity = ledger->capacity ? ledger->capacity * 2 : 256;
        ledger->written = mem_grow(ledger->written, ledger->capacity, sizeof *ledger->written);
    }
    struct logged row = {.kind = record->kind,
                         .stream = record->stream,
                         .epoch = record->epoch,
                         .actor = record->actor,
                         .at_ms = record->at_ms,
                         .command = record->command,
                         .body = record->body};
    struct written *written = &ledger->written[ledger->count++];
    *written = (struct written){.hash = record_hash(&row),
                                .kind = record->kind,
                                .is_followed = record->is_followed,
                                .event_hash = event_hash(record, pos)};
    snprintf(written->command, sizeof written->command, "%s", record->command);
    snprintf(written->stream, sizeof written->stream, "%s", record->stream);
    written->has_choice = tells_choice(ledger, record);
    if (record->kind == RECORD_UPDATE || is_of_vote(record))
        buf_bytes_append(&written->body, record->body);
    if (record->kind == RECORD_REFUSAL)
        written->refusal_hash = refusal_hash_of(record->body);
    if (record->kind == RECORD_LATE)
        written->late_hash = late_hash(record->stream, record->actor, record->body);
}

/* --- what is told --- */

void ledger_promised(struct run *run, log_pos pos)
{
    struct ledger *ledger = &run->ledger;
    if (pos > ledger->count)
        run_fail(run, "position %llu was shown, which the log does not have", (ull)pos);
    else if (pos > ledger->promised)
        ledger->promised = pos;
}

void ledger_event_shown(struct run *run, log_pos pos, struct bytes placed)
{
    ledger_promised(run, pos);
    if (pos == 0 || pos > run->ledger.count)
        return;
    if (hash_more(HASH_BASE, placed.data, placed.len) != run->ledger.written[pos - 1].event_hash)
        run_fail(run, "the event shown at %llu is not the one in the log: %.*s", (ull)pos,
                 (int)(placed.len < 200 ? placed.len : 200), (const char *)placed.data);
}

static struct kept_text *text_of(struct ledger *ledger, const char *doc)
{
    for (size_t i = 0; i < ledger->text_count; i++)
        if (strcmp(ledger->texts[i].doc, doc) == 0)
            return &ledger->texts[i];
    ledger->texts = mem_grow(ledger->texts, ledger->text_count + 1, sizeof *ledger->texts);
    struct kept_text *text = &ledger->texts[ledger->text_count++];
    *text = (struct kept_text){0};
    snprintf(text->doc, sizeof text->doc, "%s", doc);
    return text;
}

static void update_kept(struct run *run, const char *doc, struct bytes update, bool was_confirmed)
{
    struct kept_text *text = text_of(&run->ledger, doc);
    uint64_t hash = hash_more(HASH_BASE, update.data, update.len);
    for (size_t i = text->count; i-- > 0;)
        if (text->items[i].hash == hash) {
            text->items[i].was_confirmed |= was_confirmed;
            return;
        }
    if (text->count == text->capacity) {
        text->capacity = text->capacity ? text->capacity * 2 : 64;
        text->items = mem_grow(text->items, text->capacity, sizeof *text->items);
    }
    struct kept *kept = &text->items[text->count++];
    *kept = (struct kept){.hash = hash, .was_confirmed = was_confirmed};
    buf_bytes_append(&kept->update, update);
}

void ledger_update_shown(struct run *run, const char *doc, struct bytes update)
{
    update_kept(run, doc, update, false);
}

void ledger_update_confirmed(struct run *run, const char *doc, struct bytes update)
{
    update_kept(run, doc, update, true);
}

void ledger_late_confirmed(struct run *run, const char *doc, const char *seat, struct bytes update)
{
    uint64_t hash = late_hash(doc, seat, update);
    for (size_t i = run->ledger.count; i-- > 0;)
        if (run->ledger.written[i].late_hash == hash) {
            ledger_promised(run, i + 1);
            return;
        }
    run_fail(run, "%s: a late edit of %s is said to be kept and is not", doc, seat);
}

void ledger_welcomed(struct run *run, log_pos pos, struct bytes day_json)
{
    ledger_promised(run, pos);
    if (pos == 0 || pos > run->ledger.count)
        return;
    uint64_t hash = hash_more(HASH_BASE, day_json.data, day_json.len);
    struct written *written = &run->ledger.written[pos - 1];
    if (written->day_hash != 0 && written->day_hash != hash)
        run_fail(run, "two people were shown two days at position %llu", (ull)pos);
    written->day_hash = hash;
}

struct told *ledger_told(struct ledger *ledger, const char *id)
{
    for (size_t i = ledger->told_count; i-- > 0;)
        if (strcmp(ledger->told[i].id, id) == 0)
            return &ledger->told[i];
    return NULL;
}

/* What a voter chose stands in the command alone. */
static void ballot_asked(struct told *told, struct bytes command)
{
    if (memmem(command.data, command.len, "ballot_cast", 11) == NULL)
        return;
    json_t *json = json_loadb((const char *)command.data, command.len, 0, NULL);
    const json_t *data = json_object_get(json, "data");
    snprintf(told->vote, sizeof told->vote, "%s", text_in(data, "vote"));
    snprintf(told->voter, sizeof told->voter, "%s", text_in(data, "seat"));
    snprintf(told->choice, sizeof told->choice, "%s", text_in(data, "choice"));
    json_decref(json);
}

void ledger_asked(struct run *run, const char *id, const char *seat, struct bytes command)
{
    struct ledger *ledger = &run->ledger;
    if (ledger->told_count == ledger->told_capacity) {
        ledger->told_capacity = ledger->told_capacity ? ledger->told_capacity * 2 : 64;
        ledger->told = mem_grow(ledger->told, ledger->told_capacity, sizeof *ledger->told);
    }
    struct told *told = &ledger->told[ledger->told_count++];
    *told = (struct told){0};
    snprintf(told->id, sizeof told->id, "%s", id);
    snprintf(told->seat, sizeof told->seat, "%s", seat);
    ballot_asked(told, command);
}

void ledger_answered(struct run *run, const json_t *answer)
{
    const char *id = text_in(answer, "id");
    const char *code = text_in(answer, "code");
    const char *detail = text_in(answer, "detail");
    bool is_done = strcmp(text_in(answer, "outcome"), "done") == 0;
    log_pos pos = (log_pos)json_integer_value(json_object_get(answer, "pos"));
    struct told *told = ledger_told(&run->ledger, id);
    if (told == NULL) {
        run_fail(run, "an answer to a command that nobody gave: %s", id);
        return;
    }
    if (strcmp(code, "storage") == 0)
        return; /* nothing was done: asked again, it may be */
    uint64_t refusal = is_done ? 0 : refusal_hash(code, detail);
    ledger_promised(run, pos);
    if (told->is_answered &&
        (told->is_done != is_done || told->pos != pos || told->refusal_hash != refusal))
        run_fail(run, "command %s was answered in two ways", id);
    told->is_answered = true;
    told->is_done = is_done;
    told->pos = pos;
    told->refusal_hash = refusal;
}

/* --- what the log says --- */

void ledger_row(struct run *run, const struct logged *row)
{
    struct ledger *ledger = &run->ledger;
    if (row->pos > ledger->count)
        run_fail(run, "the log has a row %llu that was never given to it", (ull)row->pos);
    else if (ledger->written[row->pos - 1].hash != record_hash(row) &&
             !ghost_returns(ledger, row->pos, record_hash(row)))
        run_fail(run, "row %llu of the log is not what was given to it", (ull)row->pos);
}

void ledger_row_taken(struct run *run, log_pos pos, const struct hall *hall)
{
    if (pos > run->ledger.count || run->ledger.written[pos - 1].day_hash == 0)
        return;
    struct buf day = {0};
    log_pos after;
    day_write(hall_look(hall, &after), &day);
    if (hash_more(HASH_BASE, day.data, day.len) != run->ledger.written[pos - 1].day_hash)
        run_fail(run, "the day shown at position %llu is not the one the log tells", (ull)pos);
    buf_free(&day);
}

static const struct doc *doc_of(const struct hall *hall, const char *id)
{
    for (size_t i = 0; i < hall_documents(hall); i++) {
        struct doc *doc;
        if (strcmp(hall_document(hall, i, &doc), id) == 0)
            return doc;
    }
    return NULL;
}

static void texts_check(struct run *run, const struct hall *hall)
{
    for (size_t t = 0; t < run->ledger.text_count; t++) {
        const struct kept_text *text = &run->ledger.texts[t];
        const struct doc *doc = doc_of(hall, text->doc);
        for (size_t i = 0; i < text->count; i++)
            if (doc == NULL || !doc_contains_update(doc, buf_bytes(&text->items[i].update)))
                run_fail(run, "%s: an update that was %s is not in the log", text->doc,
                         text->items[i].was_confirmed ? "confirmed" : "shown");
    }
}

static void name_check(struct run *run, const struct hall *hall, const char *seat)
{
    if (strcmp(hall_person_name(hall, seat), seat) != 0)
        run_fail(run, "the name of %s is not what was written", seat);
}

/* Names lie beside the log: those of the day's beginning, and of guests since. */
static void names_check(struct run *run, const struct hall *hall)
{
    log_pos unused;
    const struct day *day = hall_look(hall, &unused);
    for (size_t i = 0; day != NULL && i < day->lobby.count; i++)
        name_check(run, hall, day->lobby.items[i].seat);
    for (size_t i = 0; day != NULL && i < day->seats.count; i++)
        name_check(run, hall, day->seats.items[i].seat);
    for (size_t i = 0; i < day_seat_count(&run->plan); i++) {
        char seat[16];
        day_seat_name(&run->plan, i, seat);
        name_check(run, hall, seat);
    }
}

void ledger_check(struct run *run, log_pos last, const struct hall *hall)
{
    struct ledger *ledger = &run->ledger;
    if (last < ledger->promised)
        run_fail(run, "the log ends at %llu, and %llu was shown or confirmed", (ull)last,
                 (ull)ledger->promised);
    if (last > 0 && last <= ledger->count && ledger->written[last - 1].is_followed)
        run_fail(run, "the log ends at %llu, in the middle of a happening", (ull)last);
    ghosts_keep(ledger, last);
    ledger_cut(ledger, last);
    texts_check(run, hall);
    names_check(run, hall);
    ledger_check_ballots(run, hall);
}

/* --- commands --- */

static void command_row(struct run *run, const struct written *row, log_pos pos)
{
    struct told *told = ledger_told(&run->ledger, row->command);
    if (told == NULL) {
        run_fail(run, "row %llu answers a command that nobody gave", (ull)pos);
        return;
    }
    bool goes_on = told->last_row == pos - 1 && pos > 1 && run->ledger.written[pos - 2].is_followed;
    if (told->rows > 0 && !goes_on)
        run_fail(run, "command %s happened twice: at %llu and %llu", told->id, (ull)told->last_row,
                 (ull)pos);
    told->rows++;
    told->last_row = pos;
    if (told->is_answered && told->refusal_hash != row->refusal_hash)
        run_fail(run, "command %s was answered otherwise than row %llu says", told->id, (ull)pos);
}

void ledger_check_commands(struct run *run)
{
    struct ledger *ledger = &run->ledger;
    for (log_pos pos = 1; pos <= ledger->count; pos++)
        if (ledger->written[pos - 1].command[0] != '\0')
            command_row(run, &ledger->written[pos - 1], pos);
    for (size_t i = 0; i < ledger->told_count; i++) {
        const struct told *told = &ledger->told[i];
        if (told->is_answered && told->rows == 0)
            run_fail(run, "command %s was answered, and the log does not know it", told->id);
        else if (told->is_done && told->last_row != told->pos)
            run_fail(run, "command %s was done at %llu, and told to be at %llu", told->id,
                     (ull)told->last_row, (ull)told->pos);
    }
}
