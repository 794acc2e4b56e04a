/* session.c - a session's updates are put together, and the order of their arrival is drawn
 * (session.h). */
#include "fuzz/session.h"

#include "fuzz/fuzz.h"

#include <stdlib.h>

static void write_struct_block(const struct session *s, size_t from, size_t count)
{
    struct buf *out = (struct buf *)&s->bytes;
    write_varuint(out, count);
    write_varuint(out, s->made[from].client);
    write_varuint(out, s->made[from].clock);
    for (size_t i = from; i < from + count; i++)
        buf_append(out, s->made_bytes.data + s->made[i].bytes.at, s->made[i].bytes.len);
}

static int compare_made(const void *a, const void *b)
{
    const struct made *x = a;
    const struct made *y = b;
    if (x->client != y->client)
        return x->client > y->client ? -1 : 1;
    return x->clock < y->clock ? -1 : 1;
}

static void write_deletes(const struct session *s)
{
    struct buf *out = (struct buf *)&s->bytes;
    write_varuint(out, s->delete_count);
    for (size_t i = 0; i < s->delete_count; i++) {
        write_varuint(out, s->deletes[i].client);
        write_varuint(out, 1);
        write_varuint(out, s->deletes[i].clock);
        write_varuint(out, s->deletes[i].end - s->deletes[i].clock);
    }
}

static size_t block_end(const struct session *s, size_t from)
{
    size_t end = from + 1;
    while (end < s->made_count && s->made[end].client == s->made[from].client)
        end++;
    return end;
}

/* What was added since the last time becomes an update. */
void session_flush(struct session *s)
{
    if (s->made_count + s->delete_count == 0 || s->count == SESSION_UPDATES)
        return;
    qsort(s->made, s->made_count, sizeof *s->made, compare_made);
    size_t at = s->bytes.len;
    size_t clients = 0;
    for (size_t i = 0; i < s->made_count; i = block_end(s, i))
        clients++;
    write_varuint(&s->bytes, clients);
    for (size_t i = 0; i < s->made_count; i = block_end(s, i))
        write_struct_block(s, i, block_end(s, i) - i);
    write_deletes(s);
    s->updates[s->count++] = (struct span){at, s->bytes.len - at};
    s->made_count = s->delete_count = 0;
    buf_clear(&s->made_bytes);
}

static void must_take(struct session *s, const struct buf *update)
{
    CHECK(model_apply(s->model, buf_bytes(update)) == MODEL_OK);
}

void session_add(struct session *s, uint64_t client, struct bytes structure)
{
    static struct buf update;
    const struct person *person = model_person(s->model, client);
    uint32_t clock = person ? person->clock : 0;
    if (s->made_count == SESSION_PARTS ||
        (s->odd && s->made_count > 0 && s->made[0].client != client))
        session_flush(s);
    buf_clear(&update);
    buf_append(&update, "\1\1", 2);
    write_varuint(&update, client);
    write_varuint(&update, clock);
    buf_bytes_append(&update, structure);
    buf_u8(&update, 0);
    must_take(s, &update);
    s->made[s->made_count++] = (struct made){client, clock, {s->made_bytes.len, structure.len}};
    buf_bytes_append(&s->made_bytes, structure);
}

void session_add_delete(struct session *s, struct stretch range)
{
    static struct buf update;
    if (s->delete_count == SESSION_PARTS)
        session_flush(s);
    buf_clear(&update);
    buf_append(&update, "\0\1", 2);
    write_varuint(&update, range.client);
    write_varuint(&update, 1);
    write_varuint(&update, range.clock);
    write_varuint(&update, range.end - range.clock);
    must_take(s, &update);
    s->deletes[s->delete_count++] = range;
}

void session_add_update(struct session *s, struct bytes update)
{
    session_flush(s);
    if (s->count == SESSION_UPDATES)
        return;
    s->updates[s->count++] = (struct span){s->bytes.len, update.len};
    buf_bytes_append(&s->bytes, update);
}

/* Arrival. */

static uint32_t chance(uint32_t *state, size_t below)
{
    *state = *state * 1664525U + 1013904223U;
    return (uint32_t)((*state >> 8) % below);
}

static void swap(uint16_t *a, uint16_t *b)
{
    uint16_t kept = *a;
    *a = *b;
    *b = kept;
}

static void arrange(struct session *s, uint8_t flags, uint32_t seed)
{
    enum { AS_MADE, BACKWARDS, SHUFFLED, SWAPPED };
    int how = s->odd ? AS_MADE : (flags & SESSION_ARRIVAL) >> 3;
    size_t n = s->count;
    for (size_t i = 0; i < n; i++)
        s->arrival[i] = (uint16_t)(how == BACKWARDS ? n - 1 - i : i);
    for (size_t i = n; how == SHUFFLED && i > 1; i--)
        swap(&s->arrival[i - 1], &s->arrival[chance(&seed, i)]);
    for (size_t i = 1; how == SWAPPED && i < n; i++)
        if (chance(&seed, 3) == 0)
            swap(&s->arrival[i], &s->arrival[i - 1]);
    s->arrivals = n;
    for (size_t i = 0; (flags & SESSION_TWICE) && i < n; i++)
        if (chance(&seed, 4) == 0) /* again, behind all others */
            s->arrival[s->arrivals++] = s->arrival[i];
}

struct session *session_make(struct bytes input, uint8_t set, uint8_t clear)
{
    static struct session s;
    if (!s.model)
        s.model = model_new(false, SESSION_UNITS);
    model_clear(s.model, false);
    uint8_t flags = (uint8_t)((take_u8(&input) | set) & ~clear);
    s.scheme = take_u8(&input);
    uint32_t seed = take_u16(&input);
    s.gc = !(flags & SESSION_NO_GC);
    s.odd = (flags & SESSION_ODD) != 0;
    s.in_order = s.odd || !(flags & SESSION_ARRIVAL);
    s.astral = (s.scheme & SESSION_ASTRAL) && (s.gc || s.in_order);
    s.count = s.made_count = s.delete_count = 0;
    buf_clear(&s.bytes);
    buf_clear(&s.made_bytes);
    memset(s.horizon, 0, sizeof s.horizon);
    while (input.len >= SESSION_OP && session_has_room(&s, 1))
        session_op(&s, take(&input, SESSION_OP).data);
    session_flush(&s);
    arrange(&s, flags, seed);
    return &s;
}

struct bytes session_update(const struct session *session, size_t i)
{
    struct span span = session->updates[i];
    return bytes_of(session->bytes.data + span.at, span.len);
}

struct bytes session_arrival(const struct session *session, size_t i)
{
    return session_update(session, session->arrival[i]);
}
