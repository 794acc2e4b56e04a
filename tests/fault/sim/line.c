/* line.c - one connection, between a peer's socket and an outbox of net/. Frames keep their order,
 * as TCP does; lines are apart in time, so that what two people send arrives in either order. */
#include "fault/sim/run.h"

#include "base/mem.h"
#include "live/hall_inside.h"
#include "net/outbox.h"

#include <assert.h>
#include <stdio.h>

enum {
    WINDOW_FRAMES = 6,
    NOTICED_MOST_US = 4 * SECOND,
    SLOW_IN = 12, /* one line in so many: its reader falls far behind */
    SLOW_MOST_US = 3 * SECOND,
    SLOW_WINDOW_FRAMES = 2,
    CALM_MOST_US = 20 * MS,
};

struct line {
    struct run *run;
    struct line *next;
    struct peer *peer;       /* NULL: it has given up this line */
    struct outbox *out;      /* NULL: the server's side is gone */
    struct visitor *visitor; /* NULL: a POST */
    char seat[16];
    int64_t up_free_us; /* what was sent before arrives first */
    int64_t down_free_us;
    int64_t delay_most_us;
    unsigned window_frames;
    unsigned on_the_way; /* frames to the peer */
    unsigned scheduled;  /* happenings that name this line */
    bool is_cut;
    bool has_turn; /* a turn to write is asked for */
};

static void put(struct line *line, int64_t at_us, happening_fn *what, uint64_t number,
                struct buf bytes)
{
    line->scheduled++;
    schedule_put(&line->run->schedule, at_us, what, line, number, bytes);
}

/* At the end even slow lines are quick: a thousand confirmations one by one are no trouble of the server's. */
static int64_t arrives_us(struct line *line, int64_t *free_us)
{
    struct run *run = line->run;
    int64_t most_us = run->is_calm ? CALM_MOST_US : line->delay_most_us;
    int64_t at_us = run->now_us + draw_between(&run->chance, 50, most_us);
    *free_us = at_us > *free_us ? at_us : *free_us;
    return *free_us;
}

/* --- the server's side --- */

static void server_side_ends(struct line *line)
{
    if (line->out == NULL)
        return;
    if (line->visitor != NULL)
        visitor_close(line->visitor);
    outbox_free(line->out);
    line->out = NULL;
    line->visitor = NULL;
}

static void closes(struct run *run, void *subject, uint64_t code, struct bytes bytes)
{
    (void)run, (void)bytes;
    struct line *line = subject;
    line->scheduled--;
    if (line->peer != NULL && !line->is_cut)
        line->peer->lost(line->peer, (uint16_t)code);
    line->peer = NULL;
}

static void arrives(struct run *run, void *subject, uint64_t is_text, struct bytes bytes)
{
    struct line *line = subject;
    line->scheduled--;
    line->on_the_way--;
    if (!line->is_cut && line->peer != NULL) {
        run->counts.frames++;
        run->digest = hash_more(run->digest, bytes.data, bytes.len);
        line->peer->receive(line->peer, is_text, bytes);
    }
    if (line->out != NULL)
        outbox_wake(line->out);
}

/* The document of a binary frame, and the message in it; NULL: a channel that is closed again. */
static const char *doc_of(const struct line *line, struct bytes *message)
{
    struct channel *channel = &line->visitor->channels[0];
    if (!line->visitor->is_stock && message->len > 0) {
        channel = visitor_channel(line->visitor, message->data[0]);
        *message = bytes_of(message->data + 1, message->len - 1);
    }
    return channel != NULL && channel->place != NULL ? room_doc_id(channel->place->room) : NULL;
}

static void leaves(struct line *line, bool is_text, struct bytes frame)
{
    if (is_text) {
        leaving_text(line->run, frame);
        return;
    }
    const char *doc = doc_of(line, &frame);
    if (doc != NULL)
        leaving_binary(line->run, doc, frame);
}

static void turn(struct run *run, void *subject, uint64_t number, struct bytes bytes)
{
    (void)run, (void)number, (void)bytes;
    struct line *line = subject;
    line->scheduled--;
    line->has_turn = false;
    while (line->out != NULL && line->on_the_way < line->window_frames) {
        struct turn turn = outbox_turn(line->out);
        if (turn.kind == TURN_NOTHING)
            return;
        int64_t at_us = arrives_us(line, &line->down_free_us);
        if (turn.kind == TURN_CLOSE) {
            put(line, at_us, closes, turn.code, (struct buf){0});
            server_side_ends(line);
            return;
        }
        struct buf frame = {0};
        buf_append(&frame, turn.prefix, turn.prefix_len);
        buf_bytes_append(&frame, frame_bytes(turn.frame));
        frame_release(turn.frame);
        leaves(line, turn.type == FRAME_TEXT, buf_bytes(&frame));
        line->on_the_way++;
        put(line, at_us, arrives, turn.type == FRAME_TEXT, frame);
    }
}

static void ask_for_turn(void *context)
{
    struct line *line = context;
    if (line->has_turn || line->out == NULL || !outbox_is_ready(line->out))
        return;
    line->has_turn = true;
    put(line, line->run->now_us + draw_between(&line->run->chance, 1, 50), turn, 0,
        (struct buf){0});
}

void lines_turn(struct run *run)
{
    for (struct line *line = run->lines; line != NULL; line = line->next)
        ask_for_turn(line);
}

static void reaches(struct run *run, void *subject, uint64_t is_text, struct bytes bytes)
{
    struct line *line = subject;
    line->scheduled--;
    if (line->is_cut || line->out == NULL || outbox_is_closing(line->out))
        return;
    run->digest = hash_more(run->digest, bytes.data, bytes.len);
    if (line->visitor == NULL)
        hall_command(run->server.hall, line->seat, bytes, line->out);
    else if (is_text)
        visitor_text(line->visitor, bytes);
    else
        visitor_binary(line->visitor, bytes);
}

static void noticed(struct run *run, void *subject, uint64_t number, struct bytes bytes)
{
    (void)run, (void)number, (void)bytes;
    struct line *line = subject;
    line->scheduled--;
    server_side_ends(line);
}

/* --- the peer's side --- */

static void line_free(struct line *line)
{
    assert(line->out == NULL);
    mem_free(line);
}

/* Lines that nobody holds any more. */
static void sweep(struct run *run)
{
    for (struct line **at = &run->lines; *at != NULL;) {
        struct line *line = *at;
        if (line->out == NULL && line->peer == NULL && line->scheduled == 0) {
            *at = line->next;
            line_free(line);
        } else {
            at = &line->next;
        }
    }
}

struct line *line_open(struct run *run, struct peer *peer, const char *seat, enum door door,
                       const char *doc)
{
    sweep(run);
    struct line *line = mem_new(sizeof *line);
    bool is_slow = once_in(&run->chance, SLOW_IN);
    *line = (struct line){.run = run, .next = run->lines, .peer = peer};
    snprintf(line->seat, sizeof line->seat, "%s", seat);
    line->delay_most_us =
        draw_between(&run->chance, 100, is_slow ? SLOW_MOST_US : run->plan.delay_most_us);
    line->window_frames = is_slow ? SLOW_WINDOW_FRAMES : WINDOW_FRAMES;
    run->lines = line;
    line->out = outbox_new(run->server.journal, ask_for_turn, line);
    if (door == DOOR_HUB)
        line->visitor = visitor_open(run->server.hall, seat, line->out);
    else if (door == DOOR_STOCK)
        line->visitor = visitor_open_stock(run->server.hall, seat, doc, line->out);
    return line;
}

void line_send(struct line *line, bool is_text, struct buf bytes)
{
    put(line, arrives_us(line, &line->up_free_us), reaches, is_text, bytes);
}

void line_stall(struct line *line, int64_t us)
{
    if (line->down_free_us < line->run->now_us + us)
        line->down_free_us = line->run->now_us + us;
}

void line_cut(struct line *line, bool server_sees_it)
{
    struct run *run = line->run;
    line->is_cut = true;
    line->peer = NULL;
    if (line->out == NULL)
        return;
    if (server_sees_it)
        server_side_ends(line);
    else
        put(line, run->now_us + draw_between(&run->chance, 1, NOTICED_MOST_US), noticed, 0,
            (struct buf){0});
}

/* The server is gone. What had left it may still arrive. */
void lines_end(struct run *run)
{
    for (struct line *line = run->lines; line != NULL; line = line->next) {
        server_side_ends(line);
        if (line->peer == NULL)
            continue;
        if (once_in(&run->chance, 2)) {
            put(line, arrives_us(line, &line->down_free_us), closes, 0, (struct buf){0});
            continue;
        }
        line->is_cut = true;
        line->peer->lost(line->peer, 0);
        line->peer = NULL;
    }
}

void lines_free(struct run *run)
{
    while (run->lines != NULL) {
        struct line *next = run->lines->next;
        server_side_ends(run->lines);
        mem_free(run->lines);
        run->lines = next;
    }
}

bool lines_are_quiet(const struct run *run)
{
    for (const struct line *line = run->lines; line != NULL; line = line->next) {
        bool is_going = line->out != NULL && !line->is_cut && outbox_is_ready(line->out);
        if (line->scheduled > 0 || is_going)
            return false;
    }
    return true;
}
