/* habits.c - what a person does all day: types, asks, opens and closes texts, loses the line, loads the
 * page anew; and when all is calm, waits for what was asked. */
#include "fault/sim/client.h"

#include "domain/nouns.h"

#include <stdio.h>

enum { COMES_BACK_MOST_US = 1 * SECOND, ASKS_AGAIN_US = 10 * SECOND, TUNNEL_MOST_US = 3 * SECOND };

static void cut(struct client *client, bool server_sees_it)
{
    line_cut(client->line, server_sees_it);
    client->run->counts.cuts++;
    client_line_lost(client);
}

/* A page that is loaded again knows nothing of before; a model that was shown stays with the person. */
static void reload(struct client *client)
{
    cut(client, true);
    client->wish.id[0] = '\0';
    for (size_t i = 0; i < TEXTS; i++)
        text_free(&client->texts[i]);
}

static void open_some_text(struct client *client)
{
    struct run *run = client->run;
    log_pos after;
    const struct day *day = hall_look(run->server.hall, &after);
    char doc[64];
    bool has_group = client->seat[1] == '-';
    if (once_in(&run->chance, has_group ? 12 : 3))
        snprintf(doc, sizeof doc, "%s", MINUTES_DOC);
    else if (!once_in(&run->chance, 3) && has_group && day->phase == PHASE_WORKSHOP)
        snprintf(doc, sizeof doc, "doc-%c", client->seat[0]);
    else if (once_in(&run->chance, 3))
        snprintf(doc, sizeof doc, "doc-%c",
                 (char)('a' + draw(&run->chance, (uint32_t)run->plan.groups)));
    else
        snprintf(doc, sizeof doc, "%s",
                 day->items.items[draw(&run->chance, (uint32_t)day->items.count)].doc);
    struct text *place = NULL;
    for (size_t i = 0; i < TEXTS && doc[0] != '\0'; i++) {
        if (strcmp(client->texts[i].doc, doc) == 0)
            return;
        if (client->texts[i].doc[0] == '\0')
            place = &client->texts[i];
    }
    if (place == NULL)
        return;
    strcpy(place->doc, doc);
    client_text_open(client, place);
}

static struct text *some_text(struct client *client)
{
    for (size_t i = 0, from = draw(&client->run->chance, TEXTS); i < TEXTS; i++) {
        struct text *text = &client->texts[(from + i) % TEXTS];
        if (text->doc[0] != '\0')
            return text;
    }
    return NULL;
}

static void ask_for_lates(struct client *client, const struct text *text)
{
    struct buf message = {0};
    buf_format(&message, "{\"op\":\"late\",\"doc\":\"%s\"}", text->doc);
    line_send(client->line, true, message);
}

static void close_text(struct client *client, struct text *text)
{
    if (text->is_ahead || text->phase == TEXT_STOPPED)
        return; /* nobody leaves with words on the way */
    client_text_leave(client, text);
    text_free(text);
}

/* So often in an hour, however much a person types. */
static bool has_bad_luck(struct client *client)
{
    struct run *run = client->run;
    return draw(&run->chance, 200 * MS) < run->plan.pause_most_us && once_in(&run->chance, 50);
}

static void has_it(struct client *client)
{
    struct run *run = client->run;
    switch (draw(&run->chance, 5)) {
    case 0:
    case 1:
        cut(client, once_in(&run->chance, 2));
        break;
    case 2:
        reload(client);
        break;
    default:
        line_stall(client->line, draw_between(&run->chance, 100 * MS, TUNNEL_MOST_US));
    }
}

static void do_something(struct client *client)
{
    struct run *run = client->run;
    struct text *text = some_text(client);
    log_pos unused;
    bool decides = hall_look(run->server.hall, &unused)->phase >= PHASE_DECIDING;
    uint32_t asks = decides ? 110 : 60; /* there is more to ask for then, and less to write */
    uint32_t what = draw(&run->chance, 200);
    if (has_bad_luck(client))
        has_it(client);
    else if (text == NULL || what < 12)
        open_some_text(client);
    else if (what < asks && client->wish.id[0] == '\0')
        client_wish_think(client);
    else if (what < asks + 2)
        close_text(client, text);
    else if (what < asks + 4)
        ask_for_lates(client, text);
    else if (what < asks + 12)
        text_cursor_send(text, run, client->line);
    else
        text_edit(text, run, client->line);
}

/* What a calm client still does: wait for what it asked, open again what the disk refused. */
static void finish(struct client *client)
{
    if (client->wish.id[0] != '\0' && client->run->now_us - client->wish.asked_us > ASKS_AGAIN_US)
        client_wish_send(client);
    for (size_t i = 0; i < TEXTS; i++)
        if (client->texts[i].doc[0] != '\0' && client->texts[i].waits) {
            client_text_leave(client, &client->texts[i]);
            client_text_open(client, &client->texts[i]);
        }
}

void client_act(struct run *run, void *subject, uint64_t number, struct bytes bytes)
{
    (void)number, (void)bytes;
    struct client *client = subject;
    int64_t pause_us = draw_between(&run->chance, 1 * MS, run->plan.pause_most_us);
    if (client->line == NULL && run->server.hall != NULL)
        client->line = line_open(run, &client->peer, client->seat, DOOR_HUB, NULL);
    else if (client->line == NULL && !run->is_calm)
        pause_us = draw_between(&run->chance, 1 * MS, COMES_BACK_MOST_US);
    if (client->line != NULL && client->is_welcome)
        finish(client);
    if (!run->is_calm && client->line != NULL && client->is_welcome && run->server.hall != NULL)
        do_something(client);
    else if (!run->is_calm && some_text(client) != NULL) /* one types on where nothing answers */
        text_edit(some_text(client), run, client->line);
    run_later(run, pause_us, client_act, client);
}
