/* stock.c - a person with another Yjs editor: the y-websocket protocol on /yjs/<doc>, as its stock
 * provider speaks it. Nothing is confirmed there; what the editor holds it offers again on each line. */
#include "fault/sim/text.h"

#include "base/mem.h"
#include "domain/nouns.h"
#include "wire/ysync.h"

#include <stdio.h>

enum { COMES_BACK_MOST_US = 1 * SECOND };

struct stock {
    struct peer peer;
    struct run *run;
    char seat[16];
    struct line *line;
    struct text text;
};

static void send_message(struct stock *stock, enum ysync_kind kind, struct buf *body)
{
    struct buf frame = {0};
    ysync_write(&frame, kind, buf_bytes(body));
    buf_free(body);
    line_send(stock->line, false, frame);
}

/* An editor draws its id itself, once for each page. */
static void page_begin(struct stock *stock)
{
    struct run *run = stock->run;
    text_free(&stock->text);
    bool has_group = stock->seat[1] == '-';
    if (!has_group && once_in(&run->chance, 2))
        snprintf(stock->text.doc, sizeof stock->text.doc, "%s", MINUTES_DOC);
    else
        snprintf(stock->text.doc, sizeof stock->text.doc, "doc-%c",
                 has_group && !once_in(&run->chance, 4) ? stock->seat[0] : 'a');
    stock->text.copy = doc_new(true);
    stock->text.client = 1 + draw(&run->chance, UINT32_MAX - 1);
    doc_client_set(stock->text.copy, stock->text.client);
}

static void comes_in(struct stock *stock)
{
    struct buf vector = {0};
    if (stock->text.copy == NULL || once_in(&stock->run->chance, 12))
        page_begin(stock);
    stock->text.has_state = false;
    stock->text.phase = TEXT_OPEN;
    stock->line = line_open(stock->run, &stock->peer, stock->seat, DOOR_STOCK, stock->text.doc);
    doc_state_vector(stock->text.copy, &vector);
    send_message(stock, YSYNC_STEP1, &vector);
}

static void on_receive(struct peer *peer, bool is_text, struct bytes frame)
{
    struct stock *stock = (struct stock *)peer;
    struct ysync_message message;
    struct buf lacks = {0};
    if (is_text || ysync_read(frame, &message) != OK) {
        run_fail(stock->run, "%s: a frame that is none", stock->seat);
        return;
    }
    switch (message.kind) {
    case YSYNC_STEP1:
        doc_since(stock->text.copy, message.body, &lacks);
        send_message(stock, YSYNC_STEP2, &lacks);
        break;
    case YSYNC_STEP2:
        stock->text.phase = TEXT_READY;
        text_take(&stock->text, stock->run, message.body, true);
        break;
    case YSYNC_UPDATE:
        text_take(&stock->text, stock->run, message.body, false);
        break;
    default:
        break;
    }
}

/* After 4400 .. 4499 the provider stays away: somebody has to load the page anew. */
static void on_lost(struct peer *peer, uint16_t code)
{
    struct stock *stock = (struct stock *)peer;
    stock->line = NULL;
    stock->text.phase = TEXT_CLOSED;
    if (code >= 4400 && code < 4500)
        text_free(&stock->text);
}

static void act(struct run *run, void *subject, uint64_t number, struct bytes bytes)
{
    (void)number, (void)bytes;
    struct stock *stock = subject;
    struct buf update = {0};
    int64_t pause_us = draw_between(&run->chance, 1 * MS, run->plan.pause_most_us);
    bool comes_back = !run->is_calm || stock->text.copy != NULL;
    if (stock->line == NULL && run->server.hall != NULL && comes_back)
        comes_in(stock);
    else if (stock->line == NULL)
        pause_us = draw_between(&run->chance, 1 * MS, COMES_BACK_MOST_US);
    else if (!run->is_calm && once_in(&run->chance, 60)) {
        line_cut(stock->line, once_in(&run->chance, 2));
        run->counts.cuts++;
        on_lost(&stock->peer, 0);
    }
    if (!run->is_calm && stock->line != NULL && once_in(&run->chance, 12)) {
        struct buf cursor = {0};
        text_cursor(&stock->text, run, &cursor);
        send_message(stock, YSYNC_AWARENESS, &cursor);
    }
    if (!run->is_calm && stock->text.copy != NULL && text_edit_draw(&stock->text, run, &update)) {
        if (stock->line != NULL)
            send_message(stock, YSYNC_UPDATE, &update);
        buf_free(&update);
    }
    run_later(run, pause_us, act, stock);
}

static bool on_is_quiet(const struct peer *peer)
{
    const struct stock *stock = (const struct stock *)peer;
    return stock->text.copy == NULL || stock->text.phase == TEXT_READY;
}

static void on_check(struct peer *peer)
{
    struct stock *stock = (struct stock *)peer;
    text_check(&stock->text, stock->run, stock->seat);
}

static void on_free(struct peer *peer)
{
    text_free(&((struct stock *)peer)->text);
    mem_free(peer);
}

struct peer *stock_new(struct run *run, const char *seat)
{
    struct stock *stock = mem_new(sizeof *stock);
    stock->peer = (struct peer){on_receive, on_lost, on_is_quiet, on_check, on_free};
    stock->run = run;
    snprintf(stock->seat, sizeof stock->seat, "%s", seat);
    run_later(run, draw_between(&run->chance, 1 * MS, run->plan.pause_most_us), act, stock);
    return &stock->peer;
}
