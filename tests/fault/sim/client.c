/* client.c - a person with a socket: docs/protocol.md from the other side. */
#include "fault/sim/client.h"

#include "base/mem.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { CHANNELS = 127 };

/* --- a wish: one id, asked until it is answered --- */

void client_wish_send(struct client *client)
{
    struct buf copy = {0};
    buf_bytes_append(&copy, buf_bytes(&client->wish.message));
    client->wish.asked_us = client->run->now_us;
    line_send(client->line, true, copy);
}

void client_wish_think(struct client *client)
{
    struct run *run = client->run;
    struct buf body = {0};
    if (wish_think(run, client->seat, &body)) {
        uint64_t high = chance_u64(&run->chance), low = chance_u64(&run->chance);
        snprintf(client->wish.id, sizeof client->wish.id, "%08x-%04x-4%03x-8%03x-%012llx",
                 (unsigned)(high >> 32), (unsigned)(high >> 16 & 0xffff), (unsigned)(high & 0xfff),
                 (unsigned)(low >> 52), (unsigned long long)(low & 0xffffffffffff));
        buf_clear(&client->wish.message);
        buf_format(&client->wish.message, "{\"op\":\"command\",\"id\":\"%s\",%s}", client->wish.id,
                   buf_c_string(&body));
        run->counts.commands++;
        ledger_asked(run, client->wish.id, client->seat, buf_bytes(&client->wish.message));
        client_wish_send(client);
        if (once_in(&run->chance, 8)) /* two taps on a slow screen */
            client_wish_send(client);
        if (once_in(&run->chance, 12)) {
            struct buf post = {0};
            buf_format(&post, "{\"id\":\"%s\",%s}", client->wish.id, buf_c_string(&body));
            post_send(run, client->seat, post);
        }
    }
    buf_free(&body);
}

static void wish_answered(struct client *client, const json_t *answer)
{
    ledger_answered(client->run, answer);
    const char *id = json_string_value(json_object_get(answer, "id"));
    if (id != NULL && strcmp(id, client->wish.id) == 0)
        client->wish.id[0] = '\0';
}

/* --- texts --- */

static struct text *text_of_channel(struct client *client, uint64_t channel)
{
    for (size_t i = 0; i < TEXTS; i++) {
        struct text *text = &client->texts[i];
        if (text->doc[0] != '\0' && text->phase != TEXT_CLOSED && text->channel == channel)
            return text;
    }
    return NULL;
}

void client_text_open(struct client *client, struct text *text)
{
    do
        client->next_channel = client->next_channel % CHANNELS + 1;
    while (text_of_channel(client, client->next_channel) != NULL);
    text_open(text, client->line, client->next_channel);
}

void client_text_leave(struct client *client, struct text *text)
{
    struct buf message = {0};
    if (text->phase == TEXT_CLOSED)
        return;
    buf_format(&message, "{\"op\":\"close\",\"ch\":%u}", text->channel);
    line_send(client->line, true, message);
    text_line_lost(text);
}

static void open_again(struct client *client, struct text *text)
{
    client_text_leave(client, text);
    client_text_open(client, text);
}

static void opened(struct client *client, const json_t *message)
{
    struct text *text =
        text_of_channel(client, (uint64_t)json_integer_value(json_object_get(message, "ch")));
    const char *mode = json_string_value(json_object_get(message, "mode"));
    if (text != NULL)
        text_opened(text, client->line,
                    (uint32_t)json_integer_value(json_object_get(message, "epoch")),
                    mode != NULL && strcmp(mode, "rw") == 0,
                    (uint64_t)json_integer_value(json_object_get(message, "cid")));
}

static void mode_changed(struct client *client, const json_t *message)
{
    struct text *text =
        text_of_channel(client, (uint64_t)json_integer_value(json_object_get(message, "ch")));
    const char *mode = json_string_value(json_object_get(message, "mode"));
    uint32_t epoch = (uint32_t)json_integer_value(json_object_get(message, "epoch"));
    if (text == NULL || text->phase == TEXT_OPENING)
        return;
    text->is_writable = mode != NULL && strcmp(mode, "rw") == 0;
    if (text->epoch != 0 && epoch != text->epoch) {
        text_begin_anew(text);
        open_again(client, text);
    }
}

static void refused(struct client *client, const json_t *message)
{
    struct text *text =
        text_of_channel(client, (uint64_t)json_integer_value(json_object_get(message, "ch")));
    const char *code = json_string_value(json_object_get(message, "code"));
    if (text == NULL)
        return;
    text->phase = TEXT_CLOSED;
    text->waits = code != NULL && strcmp(code, "storage") == 0;
    if (!text->waits)
        text_free(text);
}

/* Whoever writes in a group's text sends the last words and says so. */
static void handin_announced(struct client *client)
{
    for (size_t i = 0; i < TEXTS; i++) {
        struct text *text = &client->texts[i];
        if (text->doc[0] == '\0' || text->phase != TEXT_READY || once_in(&client->run->chance, 4))
            continue;
        struct buf message = {0};
        buf_format(&message, "{\"op\":\"flushed\",\"doc\":\"%s\",\"seq\":%llu}", text->doc,
                   (unsigned long long)text->seq);
        line_send(client->line, true, message);
    }
}

/* --- what comes --- */

/* The end of a JSON value that begins here. */
static const char *value_end(const char *at, const char *end)
{
    int depth = 0;
    for (bool is_text = false; at < end; at++) {
        if (is_text && *at == '\\')
            at++;
        else if (*at == '"')
            is_text = !is_text;
        else if (!is_text && (*at == '{' || *at == '['))
            depth++;
        else if (!is_text && (*at == '}' || *at == ']') && --depth == 0)
            return at + 1;
    }
    return end;
}

static void events(struct client *client, struct bytes frame)
{
    const char *at = (const char *)frame.data + strlen("{\"op\":\"events\",\"events\":[");
    const char *end = (const char *)frame.data + frame.len;
    while (at < end && *at == '{') {
        const char *behind = value_end(at, end);
        struct bytes placed = bytes_of(at, (size_t)(behind - at));
        log_pos pos = strtoull(at + strlen("{\"pos\":"), NULL, 10);
        if (pos <= client->newest)
            run_fail(client->run, "event %llu came twice or out of order to %s",
                     (unsigned long long)pos, client->seat);
        client->newest = pos;
        client->seen = pos > client->seen ? pos : client->seen;
        ledger_event_shown(client->run, pos, placed);
        if (memmem(placed.data, placed.len, "handin_announced", 16) != NULL)
            handin_announced(client);
        at = behind + (behind < end && *behind == ',');
    }
}

static void welcome(struct client *client, struct bytes frame)
{
    const char *text = (const char *)frame.data;
    const char *pos_at = memmem(text, frame.len, "\"pos\":", 6);
    const char *day = memmem(text, frame.len, ",\"day\":{", 8);
    if (pos_at == NULL || day == NULL) {
        run_fail(client->run, "a welcome without position or day");
        return;
    }
    day += strlen(",\"day\":");
    log_pos pos = strtoull(pos_at + 6, NULL, 10);
    if (pos < client->seen)
        run_fail(client->run, "the server forgot: a welcome at %llu after %llu was shown",
                 (unsigned long long)pos, (unsigned long long)client->seen);
    ledger_welcomed(client->run, pos,
                    bytes_of(day, (size_t)(value_end(day, text + frame.len) - day)));
    client->seen = pos > client->seen ? pos : client->seen;
    if (client->is_welcome)
        return;
    client->is_welcome = true;
    if (client->wish.id[0] != '\0')
        client_wish_send(client);
    for (size_t i = 0; i < TEXTS; i++)
        if (client->texts[i].doc[0] != '\0')
            client_text_open(client, &client->texts[i]);
}

static void text_frame(struct client *client, struct bytes frame)
{
    if (memmem(frame.data, frame.len < 20 ? frame.len : 20, "\"welcome\"", 9) != NULL) {
        welcome(client, frame);
        return;
    }
    if (memmem(frame.data, frame.len < 20 ? frame.len : 20, "\"events\"", 8) != NULL) {
        events(client, frame);
        return;
    }
    json_t *message = json_loadb((const char *)frame.data, frame.len, 0, NULL);
    const char *op = json_string_value(json_object_get(message, "op"));
    if (op == NULL)
        run_fail(client->run, "a text frame without op");
    else if (strcmp(op, "answer") == 0)
        wish_answered(client, message);
    else if (strcmp(op, "opened") == 0)
        opened(client, message);
    else if (strcmp(op, "mode") == 0)
        mode_changed(client, message);
    else if (strcmp(op, "refused") == 0)
        refused(client, message);
    else if (strcmp(op, "error") == 0)
        run_fail(client->run, "%s said nothing wrong and is turned away", client->seat);
    json_decref(message);
}

static void on_receive(struct peer *peer, bool is_text, struct bytes frame)
{
    struct client *client = (struct client *)peer;
    if (is_text) {
        text_frame(client, frame);
        return;
    }
    struct text *text = frame.len > 1 ? text_of_channel(client, frame.data[0]) : NULL;
    if (text != NULL && !text_receive(text, client->run, client->seat, client->line,
                                      bytes_of(frame.data + 1, frame.len - 1)))
        open_again(client, text);
}

void client_line_lost(struct client *client)
{
    client->line = NULL;
    client->is_welcome = false;
    client->newest = 0;
    for (size_t i = 0; i < TEXTS; i++)
        if (client->texts[i].doc[0] != '\0')
            text_line_lost(&client->texts[i]);
}

/* --- beginning and end --- */

static void on_lost(struct peer *peer, uint16_t code)
{
    (void)code;
    client_line_lost((struct client *)peer);
}

static void on_free(struct peer *peer)
{
    struct client *client = (struct client *)peer;
    for (size_t i = 0; i < TEXTS; i++)
        text_free(&client->texts[i]);
    buf_free(&client->wish.message);
    mem_free(client);
}

static bool on_is_quiet(const struct peer *peer)
{
    const struct client *client = (const struct client *)peer;
    bool is_quiet = client->is_welcome && client->wish.id[0] == '\0';
    for (size_t i = 0; i < TEXTS; i++)
        is_quiet = is_quiet && text_is_quiet(&client->texts[i]);
    return is_quiet;
}

static void on_check(struct peer *peer)
{
    struct client *client = (struct client *)peer;
    log_pos last;
    hall_look(client->run->server.hall, &last);
    if (client->seen != last)
        run_fail(client->run, "%s has seen events up to %llu of %llu", client->seat,
                 (unsigned long long)client->seen, (unsigned long long)last);
    for (size_t i = 0; i < TEXTS; i++)
        text_check(&client->texts[i], client->run, client->seat);
}

struct peer *client_new(struct run *run, const char *seat)
{
    struct client *client = mem_new(sizeof *client);
    client->peer = (struct peer){on_receive, on_lost, on_is_quiet, on_check, on_free};
    client->run = run;
    snprintf(client->seat, sizeof client->seat, "%s", seat);
    run_later(run, draw_between(&run->chance, 1 * MS, run->plan.pause_most_us), client_act, client);
    return &client->peer;
}
