/* awareness.c - who is here (wire/ysync.h).
 *
 *   varUint count | each: varUint client, varUint clock, string: JSON of the state, null = gone
 *
 * An entry is taken if its clock is above the known one (0 when unknown), or equals it and says that somebody present
 * has gone. */
#include "base/json_text.h"
#include "base/lib0.h"
#include "base/mem.h"
#include "wire/ysync.h"

struct presence {
    uint64_t client;
    uint64_t clock;
    struct buf state; /* JSON; empty: absent */
};

struct awareness {
    bool reannounce;
    struct presence
        *list; /* those present in order of arrival, then the gone ones, longest gone first */
    size_t count;
    size_t present;
    size_t capacity;
};

struct awareness *awareness_new(bool reannounce)
{
    struct awareness *awareness = mem_new(sizeof *awareness);
    awareness->reannounce = reannounce;
    return awareness;
}

void awareness_free(struct awareness *awareness)
{
    if (!awareness)
        return;
    for (size_t i = 0; i < awareness->count; i++)
        buf_free(&awareness->list[i].state);
    mem_free(awareness->list);
    mem_free(awareness);
}

static struct presence *find(const struct awareness *awareness, uint64_t client)
{
    for (size_t i = 0; i < awareness->count; i++)
        if (awareness->list[i].client == client)
            return &awareness->list[i];
    return NULL;
}

/* Takes one out of the list and puts it at a place. */
static void move(struct awareness *awareness, size_t from, size_t to)
{
    struct presence moved = awareness->list[from];
    if (from < to)
        memmove(awareness->list + from, awareness->list + from + 1,
                (to - from) * sizeof *awareness->list);
    else
        memmove(awareness->list + to + 1, awareness->list + to,
                (from - to) * sizeof *awareness->list);
    awareness->list[to] = moved;
}

static bool is_present(const struct awareness *awareness, const struct presence *presence)
{
    return (size_t)(presence - awareness->list) < awareness->present;
}

/* A client not known so far, as a gone one with clock 0; forgets the one longest gone if the list is full. */
static struct presence *add(struct awareness *awareness, uint64_t client)
{
    if (awareness->count == AWARENESS_CLIENTS_MAX) {
        buf_free(&awareness->list[awareness->present].state);
        move(awareness, awareness->present, --awareness->count);
    }
    if (awareness->count == awareness->capacity) {
        awareness->capacity = awareness->capacity ? awareness->capacity * 2 : 8;
        awareness->list = mem_grow(awareness->list, awareness->capacity, sizeof *awareness->list);
    }
    awareness->list[awareness->count] = (struct presence){.client = client};
    return &awareness->list[awareness->count++];
}

static void set_absent(struct awareness *awareness, struct presence *presence)
{
    buf_clear(&presence->state);
    move(awareness, (size_t)(presence - awareness->list), awareness->count - 1);
    awareness->present--;
}

static struct presence *set_present(struct awareness *awareness, struct presence *presence,
                                    struct bytes state)
{
    buf_clear(&presence->state);
    buf_bytes_append(&presence->state, state);
    if (is_present(awareness, presence))
        return presence;
    move(awareness, (size_t)(presence - awareness->list), awareness->present);
    return &awareness->list[awareness->present++];
}

struct entry {
    uint64_t client;
    uint64_t clock;
    struct bytes state;
    bool is_null;
};

/* Checked JSON that is null, with or without space around it: no other value begins with an n. */
static bool is_null(struct bytes json)
{
    size_t from = 0;
    while (from < json.len && json.data[from] <= ' ')
        from++;
    return json.len - from >= 4 && memcmp(json.data + from, "null", 4) == 0;
}

static struct entry read_entry(struct reader *reader)
{
    struct entry entry = {.client = read_varuint(reader), .clock = read_varuint(reader)};
    entry.state = read_string(reader, NULL);
    if (reader->failed || !json_text_check(entry.state))
        reader_fail(reader);
    entry.is_null = is_null(entry.state);
    return entry;
}

static void write_entry(struct buf *out, uint64_t client, uint64_t clock, struct bytes state)
{
    write_varuint(out, client);
    write_varuint(out, clock);
    write_buffer(out, state);
}

static bool owns(const struct awareness_rules *rules, uint64_t client)
{
    return !rules->owns || rules->owns(rules->context, client);
}

/* Everything is looked at before anything is taken. */
static enum err check(const struct awareness *awareness, struct bytes update,
                      const struct awareness_rules *rules)
{
    size_t state_max = rules->state_max_bytes ? rules->state_max_bytes : AWARENESS_STATE_MAX_BYTES;
    struct reader reader = reader_of(update);
    size_t count = read_count(&reader, 3);
    size_t new_ones = 0;
    bool too_big = false;
    for (size_t i = 0; i < count && !reader.failed; i++) {
        struct entry entry = read_entry(&reader);
        if (!owns(rules, entry.client))
            continue;
        too_big |= entry.state.len > state_max;
        new_ones += !find(awareness, entry.client);
        too_big |= awareness->present + new_ones > AWARENESS_CLIENTS_MAX;
        if (too_big)
            break;
    }
    if (too_big)
        return ERR_TOO_BIG;
    return reader_done(&reader) ? OK : ERR_MALFORMED;
}

/* Same clock, but gone here: the client has come back and does not know that it was taken for gone. */
static bool is_back(const struct awareness *awareness, const struct presence *presence,
                    const struct entry *entry)
{
    return awareness->reannounce && entry->clock == presence->clock && entry->clock > 0 &&
           entry->clock < LIB0_UINT_MAX && !entry->is_null && !is_present(awareness, presence);
}

static void change(const struct awareness_rules *rules, uint64_t client, enum awareness_change what)
{
    if (rules->on_change)
        rules->on_change(rules->context, client, what);
}

static void take_state(struct awareness *awareness, struct presence *presence,
                       const struct entry *entry, bool is_new, const struct awareness_rules *rules)
{
    struct buf rewritten = {0};
    struct bytes state = entry->state;
    if (rules->rewrite) {
        rules->rewrite(rules->context, entry->client, entry->state, &rewritten);
        state = buf_bytes(&rewritten);
    }
    set_present(awareness, presence, state);
    change(rules, entry->client, is_new ? AWARENESS_ADDED : AWARENESS_UPDATED);
    buf_free(&rewritten);
}

/* Appends what was taken; false if it was old news. */
static bool take(struct awareness *awareness, struct entry entry,
                 const struct awareness_rules *rules, struct buf *taken)
{
    if (!owns(rules, entry.client))
        return false;
    struct presence *presence = find(awareness, entry.client);
    bool is_new = !presence;
    bool was_present = presence && is_present(awareness, presence);
    if (presence && is_back(awareness, presence, &entry))
        entry.clock++;
    uint64_t known = presence ? presence->clock : 0;
    bool leaves = entry.is_null && was_present && entry.clock == known;
    if (entry.clock <= known && !leaves)
        return false;
    if (is_new)
        presence = add(awareness, entry.client);
    presence->clock = entry.clock;
    if (!entry.is_null) {
        take_state(awareness, presence, &entry, is_new, rules);
        presence = find(awareness, entry.client);
        write_entry(taken, entry.client, entry.clock, buf_bytes(&presence->state));
        return true;
    }
    if (was_present) {
        set_absent(awareness, presence);
        change(rules, entry.client, AWARENESS_REMOVED);
    }
    write_entry(taken, entry.client, entry.clock, entry.state);
    return true;
}

enum err awareness_apply(struct awareness *awareness, struct bytes update,
                         const struct awareness_rules *rules, struct buf *taken)
{
    static const struct awareness_rules none;
    rules = rules ? rules : &none;
    enum err err = check(awareness, update, rules);
    if (err != OK)
        return err;
    struct reader reader = reader_of(update);
    size_t count = read_count(&reader, 3);
    size_t taken_count = 0;
    struct buf entries = {0};
    for (size_t i = 0; i < count; i++)
        taken_count += take(awareness, read_entry(&reader), rules, &entries);
    if (taken) {
        write_varuint(taken, taken_count);
        buf_bytes_append(taken, buf_bytes(&entries));
    }
    buf_free(&entries);
    return OK;
}

void awareness_remove(struct awareness *awareness, const uint64_t *clients, size_t count,
                      struct buf *update)
{
    struct buf entries = {0};
    size_t removed = 0;
    for (size_t i = 0; i < count; i++) {
        struct presence *presence = find(awareness, clients[i]);
        if (!presence || !is_present(awareness, presence))
            continue;
        write_entry(&entries, presence->client, presence->clock, bytes_text("null"));
        set_absent(awareness, presence);
        removed++;
    }
    write_varuint(update, removed);
    buf_bytes_append(update, buf_bytes(&entries));
    buf_free(&entries);
}

void awareness_encode_all(const struct awareness *awareness, struct buf *update)
{
    write_varuint(update, awareness->present);
    for (size_t i = 0; i < awareness->present; i++) {
        const struct presence *presence = &awareness->list[i];
        write_entry(update, presence->client, presence->clock, buf_bytes(&presence->state));
    }
}

void awareness_encode(const struct awareness *awareness, const uint64_t *clients, size_t count,
                      struct buf *update)
{
    struct buf entries = {0};
    size_t written = 0;
    for (size_t i = 0; i < count; i++) {
        const struct presence *presence = find(awareness, clients[i]);
        if (!presence || !is_present(awareness, presence))
            continue;
        write_entry(&entries, presence->client, presence->clock, buf_bytes(&presence->state));
        written++;
    }
    write_varuint(update, written);
    buf_bytes_append(update, buf_bytes(&entries));
    buf_free(&entries);
}

struct bytes awareness_state(const struct awareness *awareness, uint64_t client, uint64_t *clock)
{
    const struct presence *presence = find(awareness, client);
    if (clock)
        *clock = presence ? presence->clock : 0;
    if (!presence || !is_present(awareness, presence))
        return (struct bytes){NULL, 0};
    return buf_bytes(&presence->state);
}

size_t awareness_present(const struct awareness *awareness)
{
    return awareness->present;
}

uint64_t awareness_client(const struct awareness *awareness, size_t i)
{
    return awareness->list[i].client;
}
