#include "fault/sim/text.h"

#include "base/lib0.h"
#include "base/mem.h"
#include "live/hall_inside.h"
#include "wire/hub.h"

#include <stdio.h>

enum { NUMBERED = 16, CONFIRMED = 17, REFUSED = 18, ANSWER = 19 };

/* --- sending --- */

static void sent_drop(struct text *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buf_free(&text->sent[i].update);
    text->sent_count -= count;
    if (text->sent_count > 0)
        memmove(text->sent, text->sent + count, text->sent_count * sizeof *text->sent);
}

/* Takes the update. */
static void send_numbered(struct text *text, struct line *line, uint64_t kind, struct buf update)
{
    struct buf frame = {0};
    write_varuint(&frame, text->channel);
    write_varuint(&frame, kind);
    write_varuint(&frame, ++text->seq);
    write_buffer(&frame, buf_bytes(&update));
    text->sent = mem_grow(text->sent, text->sent_count + 1, sizeof *text->sent);
    text->sent[text->sent_count++] = (struct sent){text->seq, update};
    line_send(line, false, frame);
}

static void send_vector(struct text *text, struct line *line)
{
    struct buf vector = {0}, frame = {0};
    doc_state_vector(text->copy, &vector);
    hub_write_sync(&frame, text->channel, YSYNC_STEP1, buf_bytes(&vector));
    buf_free(&vector);
    line_send(line, false, frame);
}

void text_open(struct text *text, struct line *line, uint32_t channel)
{
    struct buf wish = {0};
    text->channel = channel;
    text->phase = TEXT_OPENING;
    text->waits = false;
    text->seq = text->confirmed = 0;
    sent_drop(text, text->sent_count);
    buf_format(&wish, "{\"op\":\"open\",\"ch\":%u,\"doc\":\"%s\",\"have\":", channel, text->doc);
    if (text->epoch != 0)
        buf_format(&wish, "{\"epoch\":%u,\"cid\":%llu}}", text->epoch,
                   (unsigned long long)text->client);
    else
        buf_text(&wish, "null}");
    line_send(line, true, wish);
}

void text_begin_anew(struct text *text)
{
    doc_free(text->copy);
    text->copy = doc_new(true);
    text->epoch = 0;
    text->is_ahead = false;
    sent_drop(text, text->sent_count);
}

void text_opened(struct text *text, struct line *line, uint32_t epoch, bool is_writable,
                 uint64_t client)
{
    if (text->phase != TEXT_OPENING)
        return;
    if (text->copy == NULL || (text->epoch != 0 && text->epoch != epoch))
        text_begin_anew(text);
    text->phase = TEXT_OPEN;
    text->epoch = epoch;
    text->is_writable = is_writable;
    text->client = client;
    text->has_state = text->has_vector = false;
    doc_client_set(text->copy, client);
    send_vector(text, line);
}

/* What the server lacks goes as one answer; from then on each edit by itself. */
static void answer_if_due(struct text *text, struct line *line)
{
    if (text->phase != TEXT_OPEN || !text->has_vector || !text->has_state)
        return;
    struct buf lacks = {0};
    doc_since(text->copy, buf_bytes(&text->vector), &lacks);
    text->phase = TEXT_READY;
    if (text->is_ahead || text->is_writable)
        send_numbered(text, line, ANSWER, lacks);
    else
        buf_free(&lacks);
}

/* --- receiving --- */

static void confirmed(struct text *text, struct run *run, uint64_t seq)
{
    if (text->phase == TEXT_STOPPED)
        run_fail(run, "%s: confirmed after a refusal", text->doc);
    if (seq != text->confirmed + 1)
        run_fail(run, "%s: %llu confirmed after %llu", text->doc, (unsigned long long)seq,
                 (unsigned long long)text->confirmed);
    text->confirmed = seq;
    if (text->sent_count == 0 || text->sent[0].seq != seq)
        return;
    ledger_update_confirmed(run, text->doc, buf_bytes(&text->sent[0].update));
    sent_drop(text, 1);
    text->is_ahead = text->sent_count > 0;
}

static bool is_code(struct bytes code, const char *which)
{
    return bytes_equal(code, bytes_text(which));
}

/* False: this copy is done; open again. */
static bool refused(struct text *text, struct run *run, const char *seat, struct reader *reader)
{
    uint64_t seq = read_varuint(reader);
    struct bytes code = read_buffer(reader);
    if (text->phase == TEXT_STOPPED)
        return true; /* said once already */
    text->phase = TEXT_STOPPED;
    if (is_code(code, "storage")) {
        text->waits = true;
        return true;
    }
    if (is_code(code, "late") && text->sent_count > 0 && text->sent[0].seq == seq)
        ledger_late_confirmed(run, text->doc, seat, buf_bytes(&text->sent[0].update));
    if (is_code(code, "malformed") || is_code(code, "foreign_id"))
        run_fail(run, "%s: an honest update of %s is refused: %.*s", text->doc, seat, (int)code.len,
                 (const char *)code.data);
    if (!is_code(code, "pending"))
        text_begin_anew(text);
    return false;
}

/* What others write may come before the state that it builds on, never after. */
void text_take(struct text *text, struct run *run, struct bytes update, bool is_state)
{
    ledger_update_shown(run, text->doc, update);
    text->has_state = text->has_state || is_state;
    if (doc_apply(text->copy, update, NULL) != OK)
        run_fail(run, "%s: what the server sends is no update", text->doc);
    else if (text->has_state && doc_is_pending(text->copy))
        run_fail(run, "%s: what the server sends builds on what it has not sent", text->doc);
}

bool text_receive(struct text *text, struct run *run, const char *seat, struct line *line,
                  struct bytes frame)
{
    struct ysync_message message;
    if (text->phase == TEXT_CLOSED || text->phase == TEXT_OPENING)
        return true;
    if (ysync_read(frame, &message) != OK) {
        run_fail(run, "%s: a frame that is none", text->doc);
        return true;
    }
    struct reader reader = reader_of(message.body);
    switch (message.kind) {
    case YSYNC_STEP1:
        buf_clear(&text->vector);
        buf_bytes_append(&text->vector, message.body);
        text->has_vector = true;
        break;
    case YSYNC_STEP2:
    case YSYNC_UPDATE:
        text_take(text, run, message.body, message.kind == YSYNC_STEP2);
        break;
    case YSYNC_OTHER:
        if (message.number == CONFIRMED)
            confirmed(text, run, read_varuint(&reader));
        else if (message.number == REFUSED)
            return refused(text, run, seat, &reader);
        break;
    default:
        break;
    }
    answer_if_due(text, line);
    return true;
}

/* --- writing --- */

static const char *some_field(const struct text *text, struct chance *chance)
{
    if (strcmp(text->doc, MINUTES_DOC) == 0)
        return PICK(chance, "item-4/handling", "item-9/presentation", "item-9/decision");
    return PICK(chance, "title", "title", "decision", "decision", "rationale", "a1/what", "a1/what",
                "a1/who", "a2/what");
}

bool text_edit_draw(struct text *text, struct run *run, struct buf *update)
{
    struct chance *chance = &run->chance;
    struct bytes field = bytes_text(some_field(text, chance));
    uint32_t length = doc_text_length_utf16(text->copy, field);
    uint32_t at = once_in(chance, 3) ? draw(chance, length + 1) : length;
    enum err err;
    if (length > 0 && once_in(chance, 4)) {
        uint32_t least = once_in(chance, 12) ? 0 : draw(chance, length);
        uint32_t most = length - least;
        err = doc_text_delete(text->copy, field, least, 1 + draw(chance, most > 12 ? 12 : most),
                              update);
    } else {
        err = doc_text_insert(text->copy, field, at,
                              bytes_text(PICK(chance, "a", "ä", "Foorumi ", "rivi\n", "😀", "ei ",
                                              "Järjestöt mukaan. ")),
                              update);
    }
    if (err == OK && update->len > 2) {
        run->counts.updates++;
        return true;
    }
    buf_free(update); /* in the middle of a pair */
    return false;
}

void text_edit(struct text *text, struct run *run, struct line *line)
{
    struct buf update = {0};
    if (text->copy == NULL || text->epoch == 0 || !text->is_writable ||
        text->phase == TEXT_STOPPED || !text_edit_draw(text, run, &update))
        return;
    text->is_ahead = true;
    if (text->phase == TEXT_READY && line != NULL)
        send_numbered(text, line, NUMBERED, update);
    else
        buf_free(&update); /* it is in the copy, and goes with the answer */
}

void text_cursor(struct text *text, struct run *run, struct buf *update)
{
    write_varuint(update, 1);
    write_varuint(update, text->client);
    write_varuint(update, ++text->cursor_clock);
    write_buffer(update,
                 bytes_text(PICK(&run->chance, "null", "{\"user\":{}}", "{\"cursor\":null}")));
}

void text_cursor_send(struct text *text, struct run *run, struct line *line)
{
    struct buf update = {0}, frame = {0};
    if (text->phase != TEXT_OPEN && text->phase != TEXT_READY)
        return;
    text_cursor(text, run, &update);
    hub_write_sync(&frame, text->channel, YSYNC_AWARENESS, buf_bytes(&update));
    buf_free(&update);
    line_send(line, false, frame);
}

void text_line_lost(struct text *text)
{
    text->phase = TEXT_CLOSED;
    sent_drop(text, text->sent_count);
}

void text_free(struct text *text)
{
    sent_drop(text, text->sent_count);
    mem_free(text->sent);
    buf_free(&text->vector);
    doc_free(text->copy);
    *text = (struct text){0};
}

/* --- at the end --- */

bool text_is_quiet(const struct text *text)
{
    return text->doc[0] == '\0' || (text->phase == TEXT_READY && text->sent_count == 0);
}

void text_check(const struct text *text, struct run *run, const char *seat)
{
    struct place *place = hall_place(run->server.hall, text->doc);
    if (text->doc[0] == '\0' || text->phase != TEXT_READY)
        return;
    struct buf mine = {0}, theirs = {0};
    doc_since(text->copy, (struct bytes){NULL, 0}, &mine);
    doc_since(room_doc(place->room), (struct bytes){NULL, 0}, &theirs);
    if (!bytes_equal(buf_bytes(&mine), buf_bytes(&theirs)))
        run_fail(run, "%s: %s has another text than the server (%zu and %zu bytes)", text->doc,
                 seat, mine.len, theirs.len);
    buf_free(&mine);
    buf_free(&theirs);
}
