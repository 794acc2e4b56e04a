#include "crowd.h"

#include "base/mem.h"
#include "clock.h"
#include "joiners.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

enum { INDEX_BITS = 17, SALT_BITS = 12, SYNC_PATIENCE_S = 30, JOIN_PATIENCE_S = 10 };
static const double SETTLING_S = 0.3;

static struct member *room_of(const struct crowd *crowd, uint32_t room)
{
    return crowd->members + (size_t)room * crowd->options->clients;
}

/* --- who is who --------------------------------------------------------------------------------- */

static uint32_t slot_of(const struct crowd *crowd, uint64_t client)
{
    return (uint32_t)(client * 0x9e3779b97f4a7c15U >> 40) & crowd->by_client_mask;
}

static void member_known(struct crowd *crowd, struct member *member, uint64_t client)
{
    uint32_t slot = slot_of(crowd, client);
    while (crowd->by_client[slot])
        slot = (slot + 1) & crowd->by_client_mask;
    member->client = client;
    crowd->by_client[slot] = member;
}

static struct member *member_of(const struct crowd *crowd, uint64_t client)
{
    uint32_t slot = slot_of(crowd, client);
    while (crowd->by_client[slot] && crowd->by_client[slot]->client != client)
        slot = (slot + 1) & crowd->by_client_mask;
    return crowd->by_client[slot];
}

/* As Yjs draws them: any 32 bits; each once. */
static uint64_t client_id(const struct options *options, uint32_t index)
{
    uint64_t salt = options->seed * 2654435761U >> 7 & ((1U << SALT_BITS) - 1);
    return UINT64_C(1) << 31 | salt << INDEX_BITS | index;
}

/* --- what goes out ------------------------------------------------------------------------------ */

static void say(struct crowd *crowd, struct line *line, enum kind kind, struct bytes body)
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
    struct member *writer = member_of(crowd, client);
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
        say(crowd, line, STEP1, bytes_of("\0", 1));
        break;
    case STEP1:
        say(crowd, line, STEP2, bytes_of("\0\0", 2)); /* nothing the server lacks */
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
        member_known(crowd, member, strtoull(issued + sizeof cid - 1, NULL, 10));
        say(crowd, line, STEP1, bytes_of("\0", 1));
    }
}

static void on_open(void *context, struct line *line)
{
    struct crowd *crowd = context;
    if (crowd->options->dialect == HUB)
        return;
    if (crowd->options->dialect != HOCUSPOCUS) {
        say(crowd, line, STEP1, bytes_of("\0", 1));
        return;
    }
    struct buf frame = {0};
    char doc[64];
    options_doc(crowd->options, crowd->members[line->index].room, doc);
    token_write(&frame, doc);
    line_send(&crowd->lines, line, buf_bytes(&frame));
    buf_free(&frame);
}

static void path_of(void *context, uint32_t index, char text[PATH_BYTES])
{
    struct crowd *crowd = context;
    if (crowd->options->dialect == HUB)
        options_seat_path(crowd->options, index, text);
    else
        options_path(crowd->options, crowd->members[index].room, text);
}

/* --- the beginning ------------------------------------------------------------------------------ */

static void members_begin(struct crowd *crowd)
{
    const struct options *o = crowd->options;
    crowd->members = mem_array(crowd->lines.count, sizeof *crowd->members);
    while (crowd->by_client_mask < 4 * crowd->lines.count)
        crowd->by_client_mask = 2 * crowd->by_client_mask + 1;
    crowd->by_client = mem_array(crowd->by_client_mask + 1, sizeof(struct member *));
    for (uint32_t i = 0; i < crowd->lines.count; i++) {
        struct member *member = &crowd->members[i];
        *member = (struct member){.room = i / o->clients, .number = i % o->clients};
        if (o->dialect != HUB)
            member_known(crowd, member, client_id(o, i));
        member->before = member->number == 0 ? 2 * o->clients : 0;
        member->seen = mem_array(o->clients, sizeof *member->seen);
    }
}

static void write_first_text(struct crowd *crowd, uint32_t room)
{
    struct member *writer = room_of(crowd, room);
    const char *root = crowd->options->dialect == HUB ? "rationale" : "t";
    struct buf text = {0};
    struct buf update = {0};
    for (uint32_t i = 0; i < crowd->options->clients; i++)
        buf_text(&text, ".\n");
    update_first(&update, (struct id){writer->client, 0}, root, buf_bytes(&text));

    say(crowd, &crowd->lines.line[writer - crowd->members], UPDATE, buf_bytes(&update));
    writer->seen[0] = writer->before; /* whether the server echoes it or not */
    buf_free(&text);
    buf_free(&update);
}

static bool everyone_has_the_text(const struct crowd *crowd)
{
    for (uint32_t i = 0; i < crowd->lines.count; i++)
        if (crowd->members[i].seen[0] < 2 * crowd->options->clients)
            return false;
    return true;
}

static bool failed(struct crowd *crowd, const char *what)
{
    fprintf(stderr, "load-gen: %s (%u open, %u closed, %lu synced)\n", what, crowd->lines.opened,
            crowd->lines.closed, (unsigned long)crowd->synced);
    return false;
}

bool crowd_begin(struct crowd *crowd, const struct options *options)
{
    *crowd = (struct crowd){.options = options, .random = options->seed * 0x9e3779b97f4a7c15U | 1};
    lines_begin(&crowd->lines, options->port, options->rooms * options->clients);
    crowd->lines.context = crowd;
    crowd->lines.on_open = on_open;
    crowd->lines.on_message = on_message;
    crowd->lines.on_text = on_text;
    members_begin(crowd);
    if (!lines_connect(&crowd->lines, path_of))
        return failed(crowd, "not everyone could connect");
    int64_t until = now_ns() + SYNC_PATIENCE_S * NS_PER_S;
    while (crowd->synced < crowd->lines.count && now_ns() < until)
        lines_turn(&crowd->lines, NS_PER_MS);
    if (crowd->synced < crowd->lines.count)
        return failed(crowd, "not everyone was synced");
    for (uint32_t room = 0; room < options->rooms; room++)
        write_first_text(crowd, room);
    while (!everyone_has_the_text(crowd) && now_ns() < until)
        lines_turn(&crowd->lines, NS_PER_MS);
    if (!everyone_has_the_text(crowd))
        return failed(crowd, "not everyone got the first text");
    return true;
}

void crowd_end(struct crowd *crowd)
{
    for (uint32_t i = 0; i < crowd->lines.count; i++) {
        mem_free(crowd->members[i].seen);
        mem_free(crowd->members[i].sent_ns);
    }
    mem_free(crowd->members);
    mem_free(crowd->by_client);
    lines_end(&crowd->lines);
}

/* --- typing ------------------------------------------------------------------------------------- */

/* xorshift64* */
static uint64_t random_next(struct crowd *crowd)
{
    crowd->random ^= crowd->random >> 12;
    crowd->random ^= crowd->random << 25;
    crowd->random ^= crowd->random >> 27;
    return crowd->random * 0x2545f4914f6cdd1dU;
}

static int64_t random_gap_ns(struct crowd *crowd, double rate)
{
    double share = (double)((random_next(crowd) >> 11) + 1) * 0x1p-53;
    return (int64_t)(-log(share) / rate * (double)NS_PER_S);
}

static void remember_sent(struct member *member)
{
    if (member->typed == member->capacity) {
        member->capacity = member->capacity > 0 ? 2 * member->capacity : 64;
        member->sent_ns = mem_grow(member->sent_ns, member->capacity, sizeof *member->sent_ns);
    }
    member->sent_ns[member->typed++] = now_ns();
}

static void keystroke(struct crowd *crowd)
{
    static struct buf update;
    uint32_t index = (uint32_t)(random_next(crowd) % crowd->lines.count);
    struct member *member = &crowd->members[index];
    uint64_t first = room_of(crowd, member->room)->client;
    struct id at = {member->client, member->before + member->typed};
    struct id left = {first, 2 * member->number};
    struct id right = {first, 2 * member->number + 1};
    if (member->typed > 0)
        left = (struct id){member->client, at.clock - 1};
    buf_clear(&update);
    update_keystroke(&update, at, left, right, (char)('a' + at.clock % 26));
    remember_sent(member);
    say(crowd, &crowd->lines.line[index], UPDATE, buf_bytes(&update));
    crowd->tally.sent++;
    crowd->expected += crowd->options->clients - 1;
    if (!crowd->options->cursor)
        return;
    buf_clear(&update);
    awareness_cursor(&update, member->client, ++member->told, at);
    say(crowd, &crowd->lines.line[index], AWARENESS, buf_bytes(&update));
}

void crowd_type(struct crowd *crowd, double rate, double seconds, uint64_t most)
{
    int64_t now = now_ns();
    int64_t until = now + (int64_t)(seconds * (double)NS_PER_S);
    int64_t due = now + random_gap_ns(crowd, rate);
    while (due < until && crowd->tally.sent < most) {
        for (int burst = 0; due <= now && burst < 64; burst++) { /* between them we read */
            delays_add(&crowd->tally.late, now - due);
            keystroke(crowd);
            due += random_gap_ns(crowd, rate);
            if (due >= until || crowd->tally.sent >= most)
                break;
        }
        now = now_ns();
        lines_turn(&crowd->lines, due - now);
        now = now_ns();
    }
}

bool crowd_drain(struct crowd *crowd, double patience_s)
{
    int64_t until = now_ns() + (int64_t)(patience_s * (double)NS_PER_S);
    while (crowd->arrived < crowd->expected && now_ns() < until && crowd->lines.closed == 0)
        lines_turn(&crowd->lines, NS_PER_MS);
    return crowd->arrived >= crowd->expected;
}

/* --- who joins at the end ----------------------------------------------------------------------- */

struct check {
    const struct crowd *crowd;
    uint32_t *found; /* for each member: the clock up to which its keystrokes are there */
};

static void run_found(void *context, uint64_t client, uint32_t clock, uint32_t len)
{
    struct check *check = context;
    struct member *member = member_of(check->crowd, client);
    uint32_t *found = member ? &check->found[member - check->crowd->members] : NULL;
    if (found && clock + len > *found)
        *found = clock + len;
}

uint64_t crowd_missing(const struct crowd *crowd)
{
    uint64_t missing = 0;
    struct check check = {crowd, mem_array(crowd->lines.count, sizeof *check.found)};
    struct joiners joiners = {.options = crowd->options,
                              .count = crowd->options->rooms,
                              .rooms = crowd->options->rooms,
                              .on_run = run_found,
                              .context = &check};
    join_begin(&joiners);
    join_wait(&joiners, JOIN_PATIENCE_S);
    join_listen(&joiners, SETTLING_S); /* some servers answer before they have read their store */
    join_end(&joiners);
    for (uint32_t i = 0; i < crowd->lines.count; i++) {
        const struct member *member = &crowd->members[i];
        uint32_t end = member->before + member->typed;
        uint32_t lacking = end > check.found[i] ? end - check.found[i] : 0;
        missing += lacking < member->typed ? lacking : member->typed;
    }
    mem_free(check.found);
    return missing;
}
