/* model_write.c - the reference's document as an update in normal form, and what it reads as text.
 * docs/formats.md, "Encoding; the normal form": clients descending, consecutive units in one run
 * whenever the format can say it so. */
#include "fuzz/model_inside.h"

#include "base/mem.h"

#include <stdlib.h>

static int by_client(const void *a, const void *b)
{
    const struct person *const *x = a;
    const struct person *const *y = b;
    return (*x)->client > (*y)->client ? -1 : (*x)->client < (*y)->client;
}

/* Everybody who has something, descending; the caller frees it. */
static const struct person **people_sorted(const struct model *model)
{
    const struct person **sorted = mem_array(model->person_count, sizeof *sorted);
    for (size_t i = 0; i < model->person_count; i++)
        sorted[i] = &model->people[i];
    qsort(sorted, model->person_count, sizeof *sorted, by_client);
    return sorted;
}

void model_vector(const struct model *model, struct buf *out)
{
    const struct person **people = people_sorted(model);
    write_varuint(out, model->person_count);
    for (size_t i = 0; i < model->person_count; i++) {
        write_varuint(out, people[i]->client);
        write_varuint(out, people[i]->clock);
    }
    mem_free(people);
}

void letter_write(struct buf *out, uint16_t unit, uint16_t low)
{
    if (is_high(unit)) {
        uint32_t code = 0x10000 + ((uint32_t)(unit - 0xD800) << 10) + (low - 0xDC00);
        buf_u8(out, (uint8_t)(0xF0 | code >> 18));
        buf_u8(out, (uint8_t)(0x80 | (code >> 12 & 0x3F)));
        buf_u8(out, (uint8_t)(0x80 | (code >> 6 & 0x3F)));
        buf_u8(out, (uint8_t)(0x80 | (code & 0x3F)));
    } else if (unit < 0x80) {
        buf_u8(out, (uint8_t)unit);
    } else if (unit < 0x800) {
        buf_u8(out, (uint8_t)(0xC0 | unit >> 6));
        buf_u8(out, (uint8_t)(0x80 | (unit & 0x3F)));
    } else {
        buf_u8(out, (uint8_t)(0xE0 | unit >> 12));
        buf_u8(out, (uint8_t)(0x80 | (unit >> 6 & 0x3F)));
        buf_u8(out, (uint8_t)(0x80 | (unit & 0x3F)));
    }
}

static const struct unit *unit_at(const struct model *model, const struct person *person,
                                  uint32_t clock)
{
    return &model->units[person->units[clock]];
}

static bool goes_on(const struct unit *left, const struct unit *right)
{
    if (left->kind != right->kind)
        return false;
    if (left->kind == DOC_GC)
        return true;
    bool merges = left->kind == DOC_DELETED || left->kind == DOC_JSON || left->kind == DOC_STRING ||
                  left->kind == DOC_ANY;
    return merges && right->origin.is && right->origin.client == left->client &&
           right->origin.clock == left->clock &&
           names_equal(left->right_origin, right->right_origin);
}

static void write_name(struct buf *out, struct name name)
{
    write_varuint(out, name.client);
    write_varuint(out, name.clock);
}

static void write_head(const struct model *model, const struct unit *unit, struct buf *out)
{
    struct name origin = unit->origin;
    uint8_t info = unit->kind;
    info |= origin.is ? 0x80 : 0;
    info |= unit->right_origin.is ? 0x40 : 0;
    info |= unit->kind != DOC_GC && unit->key.data ? 0x20 : 0;
    buf_u8(out, info);
    if (unit->kind == DOC_GC)
        return;
    if (origin.is)
        write_name(out, origin);
    if (unit->right_origin.is)
        write_name(out, unit->right_origin);
    if (origin.is || unit->right_origin.is)
        return;
    const struct type *parent = &model->types[unit->parent];
    write_varuint(out, parent->holder == NOBODY);
    if (parent->holder == NOBODY) {
        write_buffer(out, parent->root);
    } else {
        const struct unit *holder = &model->units[parent->holder];
        write_name(out, (struct name){holder->client, holder->clock, true});
    }
    if (unit->key.data)
        write_buffer(out, unit->key);
}

static void write_content(const struct model *model, const struct person *person, uint32_t from,
                          uint32_t end, struct buf *out)
{
    static _Thread_local struct buf letters;
    uint8_t kind = unit_at(model, person, from)->kind;
    if (kind == DOC_GC || kind == DOC_DELETED || kind == DOC_ANY || kind == DOC_JSON)
        write_varuint(out, end - from);
    if (kind == DOC_GC || kind == DOC_DELETED)
        return;
    buf_clear(&letters);
    for (uint32_t clock = from; clock < end; clock++) {
        const struct unit *unit = unit_at(model, person, clock);
        if (kind == DOC_BINARY) {
            write_buffer(out, unit->content);
        } else if (kind != DOC_STRING) {
            buf_bytes_append(out, unit->content);
        } else if (clock == from && (unit->letter & 0xFC00) == 0xDC00) {
            letter_write(&letters, 0xFFFD, 0); /* the peer has the other half */
        } else {
            bool is_pair = is_high(unit->letter);
            clock += is_pair;
            letter_write(&letters, unit->letter,
                         is_pair ? unit_at(model, person, clock)->letter : 0);
        }
    }
    if (kind == DOC_STRING)
        write_buffer(out, buf_bytes(&letters));
}

static void write_person(const struct model *model, const struct person *person, uint32_t from,
                         struct buf *out)
{
    static _Thread_local struct buf structs;
    size_t count = 0;
    buf_clear(&structs);
    for (uint32_t clock = from; clock < person->clock; count++) {
        const struct unit *unit = unit_at(model, person, clock);
        uint32_t end = clock + 1;
        while (end < person->clock &&
               goes_on(unit_at(model, person, end - 1), unit_at(model, person, end)))
            end++;
        write_head(model, unit, &structs);
        write_content(model, person, clock, end, &structs);
        clock = end;
    }
    write_varuint(out, count);
    write_varuint(out, person->client);
    write_varuint(out, from);
    buf_bytes_append(out, buf_bytes(&structs));
}

/* Ranges of what is deleted, or their number if out is NULL. */
static size_t write_ranges(const struct model *model, const struct person *person, struct buf *out)
{
    size_t count = 0;
    for (uint32_t clock = 0; clock < person->clock; clock++) {
        uint32_t from = clock;
        while (clock < person->clock && unit_at(model, person, clock)->deleted)
            clock++;
        if (clock == from)
            continue;
        count++;
        if (out) {
            write_varuint(out, from);
            write_varuint(out, clock - from);
        }
    }
    return count;
}

static bool vector_read(struct bytes vector, const struct person **people, size_t count,
                        uint32_t *clocks)
{
    struct reader reader = reader_of(vector);
    if (vector.len == 0)
        return true;
    for (uint64_t entries = read_varuint(&reader); entries > 0 && !reader.failed; entries--) {
        uint64_t client = read_varuint(&reader);
        uint64_t clock = read_varuint(&reader);
        for (size_t i = 0; i < count; i++)
            if (people[i]->client == client)
                clocks[i] = clock < UINT32_MAX ? (uint32_t)clock : UINT32_MAX;
    }
    return reader_done(&reader);
}

bool model_since(const struct model *model, struct bytes vector, struct buf *out)
{
    const struct person **people = people_sorted(model);
    uint32_t *clocks = mem_array(model->person_count, sizeof *clocks);
    bool ok = vector_read(vector, people, model->person_count, clocks);
    size_t with_structs = 0;
    size_t with_deletes = 0;
    for (size_t i = 0; i < model->person_count; i++) {
        with_structs += clocks[i] < people[i]->clock;
        with_deletes += write_ranges(model, people[i], NULL) > 0;
    }
    if (ok)
        write_varuint(out, with_structs);
    for (size_t i = 0; i < model->person_count && ok; i++)
        if (clocks[i] < people[i]->clock)
            write_person(model, people[i], clocks[i], out);
    if (ok)
        write_varuint(out, with_deletes);
    for (size_t i = 0; i < model->person_count && ok; i++) {
        size_t ranges = write_ranges(model, people[i], NULL);
        if (ranges == 0)
            continue;
        write_varuint(out, people[i]->client);
        write_varuint(out, ranges);
        write_ranges(model, people[i], out);
    }
    mem_free(clocks);
    mem_free(people);
    return ok;
}
