/* crowd_lines.c - what goes in and out on the lines of a crowd. */
#include "clock.h"
#include "crowd_inside.h"

#include "base/mem.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

/* --- who is who --------------------------------------------------------------------------------- */

static uint32_t slot_of(const struct crowd *crowd, uint64_t client)
{
    return (uint32_t)(client * 0x9e3779b97f4a7c15U >> 40) & crowd->by_client_mask;
}

void crowd_member_known(struct crowd *crowd, struct member *member, uint64_t client)
{
    uint32_t slot = slot_of(crowd, client);
    while (crowd->by_client[slot])
        slot = (slot + 1) & crowd->by_client_mask;
    member->client = client;
    crowd->by_client[slot] = member;
}

struct member *crowd_member_of(const struct crowd *crowd, uint64_t client)
{
    uint32_t slot = slot_of(crowd, client);
    while (crowd->by_client[slot] && crowd->by_client[slot]->client != client)
        slot = (slot + 1) & crowd->by_client_mask;
    return crowd->by_client[slot];
}

/* --- what goes out ------------------------------------------------------------------------------ */

void crowd_say(struct crowd *crowd, struct line *line, enum kind kind, struct bytes body)
{
    static struct buf frame;
    struct member *member = &crowd->members[line->index];
    char doc[64];
    buf_clear(&frame);
    options_doc(crowd->options, member->room, doc);
    if (crowd->options->dialect == HUB && (kind == UPDATE || kind == STEP2))
        hub_update_write(&frame, kind, ++member->seq, body);
    else
        message_write(&frame, crowd->options->dialect, doc, kind, body);
    line_send(&crowd->lines, line, buf_bytes(&frame));
}

/* --- what comes in ------------------------------------------------------------------------------ */

struct arrival {
    struct crowd *crowd;
    struct member *reader;
    int64_t at_ns;
    bool is_news;
};

static void run_seen(void *context, uint64_t client, uint32_t clock, uint32_t len)
{
    struct arrival *arrival = context;
    struct crowd *crowd = arrival->crowd;
    struct member *writer = crowd_member_of(crowd, client);
    if (writer == NULL || writer->room != arrival->reader->room)
        return;
    uint32_t *seen = &arrival->reader->seen[writer->number];
    uint32_t end = clock + len;
    if (clock > *seen)
        crowd->tally.holes++;
    uint32_t from = clock > *seen ? clock : *seen;
    if (from < writer->before)
        from = writer->before;
    for (uint32_t c = from; c < end; c++) {
        if (writer == arrival->reader) {
            crowd->tally.echoed++;
            continue;
        }
        delays_add(&crowd->tally.delay, arrival->at_ns - writer->sent_ns[c - writer->before]);
        crowd->tally.delivered++;
        crowd->arrived++;
        arrival->is_news = true;
    }
    if (end > *seen)
        *seen = end;
}

static void updated(struct crowd *crowd, struct line *line, struct bytes update)
{
    struct arrival arrival = {crowd, &crowd->members[line->index], now_ns(), false};
    if (!update_runs(update, run_seen, &arrival))
        crowd->tally.holes++;
    crowd->tally.updates += arrival.is_news;
    if (crowd->kill_pid > 0 && crowd->arrived >= crowd->kill_at) {
        kill(crowd->kill_pid, SIGKILL);
        crowd->kill_pid = 0;
    }
}

static void synced(struct crowd *crowd, struct line *line)
{
    struct member *member = &crowd->members[line->index];
    crowd->synced += !member->is_synced;
    member->is_synced = true;
}

static void on_message(void *context, struct line *line, struct bytes payload)
{
    struct crowd *crowd = context;
    struct message message;
    crowd->tally.frames++;
    if (!message_read(crowd->options->dialect, payload, &message)) {
        crowd->tally.holes++;
        return;
    }
    switch (message.kind) {
    case AUTHENTICATED:
        crowd_say(crowd, line, STEP1, bytes_of("\0", 1));
        break;
    case STEP1:
        crowd_say(crowd, line, STEP2, bytes_of("\0\0", 2)); /* nothing the server lacks */
        break;
    case STEP2:
        synced(crowd, line);
        updated(crowd, line, message.body);
        break;
    case UPDATE:
        updated(crowd, line, message.body);
        break;
    case REFUSED:
        crowd->tally.holes++;
        break;
    default:
        break;
    }
}

/* /ws: asks for the text when there is a welcome, and is told under which client id to write. */
static void on_text(void *context, struct line *line, struct bytes payload)
{
    static const char welcome[] = "{\"op\":\"welcome\"";
    static const char cid[] = "\"cid\":";
    struct crowd *crowd = context;
    struct member *member = &crowd->members[line->index];
    char doc[64];
    char request[128];
    const char *issued = memmem(payload.data, payload.len, cid, sizeof cid - 1);
    if (payload.len > sizeof welcome && memcmp(payload.data, welcome, sizeof welcome - 1) == 0) {
        options_doc(crowd->options, member->room, doc);
        int len = snprintf(request, sizeof request,
                           "{\"op\":\"open\",\"ch\":1,\"doc\":\"%s\",\"have\":null}", doc);
        line_send_text(&crowd->lines, line, bytes_of(request, (size_t)len));
    } else if (issued && member->client == 0) {
        crowd_member_known(crowd, member, strtoull(issued + sizeof cid - 1, NULL, 10));
        crowd_say(crowd, line, STEP1, bytes_of("\0", 1));
    }
}

static void on_open(void *context, struct line *line)
{
    struct crowd *crowd = context;
    if (crowd->options->dialect == HUB)
        return;
    if (crowd->options->dialect != HOCUSPOCUS) {
        crowd_say(crowd, line, STEP1, bytes_of("\0", 1));
        return;
    }
    struct buf frame = {0};
    char doc[64];
    options_doc(crowd->options, crowd->members[line->index].room, doc);
    token_write(&frame, doc);
    line_send(&crowd->lines, line, buf_bytes(&frame));
    buf_free(&frame);
}

void crowd_listen(struct crowd *crowd)
{
    crowd->lines.context = crowd;
    crowd->lines.on_open = on_open;
    crowd->lines.on_message = on_message;
    crowd->lines.on_text = on_text;
}
