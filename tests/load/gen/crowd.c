#include "crowd.h"

#include "base/mem.h"
#include "clock.h"
#include "crowd_inside.h"
#include "joiners.h"

#include <math.h>
#include <stdio.h>

enum { INDEX_BITS = 17, SALT_BITS = 12, SYNC_PATIENCE_S = 30, JOIN_PATIENCE_S = 10 };
static const double SETTLING_S = 0.3;

static struct member *room_of(const struct crowd *crowd, uint32_t room)
{
    return crowd->members + (size_t)room * crowd->options->clients;
}

/* As Yjs draws them: any 32 bits; each once. */
static uint64_t client_id(const struct options *options, uint32_t index)
{
    uint64_t salt = options->seed * 2654435761U >> 7 & ((1U << SALT_BITS) - 1);
    return UINT64_C(1) << 31 | salt << INDEX_BITS | index;
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
            crowd_member_known(crowd, member, client_id(o, i));
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

    crowd_say(crowd, &crowd->lines.line[writer - crowd->members], UPDATE, buf_bytes(&update));
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

static void path_of(void *context, uint32_t index, char text[PATH_BYTES])
{
    struct crowd *crowd = context;
    if (crowd->options->dialect == HUB)
        options_seat_path(crowd->options, index, text);
    else
        options_path(crowd->options, crowd->members[index].room, text);
}

bool crowd_begin(struct crowd *crowd, const struct options *options)
{
    *crowd = (struct crowd){.options = options, .random = options->seed * 0x9e3779b97f4a7c15U | 1};
    lines_begin(&crowd->lines, options->port, options->rooms * options->clients);
    crowd_listen(crowd);
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
    crowd_say(crowd, &crowd->lines.line[index], UPDATE, buf_bytes(&update));
    crowd->tally.sent++;
    crowd->expected += crowd->options->clients - 1;
    if (!crowd->options->cursor)
        return;
    buf_clear(&update);
    awareness_cursor(&update, member->client, ++member->told, at);
    crowd_say(crowd, &crowd->lines.line[index], AWARENESS, buf_bytes(&update));
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
    struct member *member = crowd_member_of(check->crowd, client);
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
