/* model.c - the reference: how updates get into the document (model.h). */
#include "fuzz/model_inside.h"

#include "base/mem.h"

#include <stdlib.h>

void *model_grow(void *list, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return list;
    *capacity = *capacity ? *capacity * 2 : 16;
    return mem_grow(list, *capacity, size);
}

struct model *model_new(bool gc, size_t max_units)
{
    struct model *model = mem_new(sizeof *model);
    model->gc = gc;
    model->max_units = max_units;
    return model;
}

void model_clear(struct model *model, bool gc)
{
    model->unit_count = 0;
    model->type_count = model->person_count = model->dead_count = 0;
    model->copies_full = model->copy_used = 0;
    model->waiting.count = model->waiting.delete_count = 0;
    model->too_big = model->ambiguous = model->half_told = false;
    model->gc = gc;
}

void model_free(struct model *model)
{
    for (size_t i = 0; i < model->types_begun; i++)
        mem_free(model->types[i].chains);
    for (size_t i = 0; i < model->people_begun; i++)
        mem_free(model->people[i].units);
    for (size_t i = 0; i < model->copy_count; i++)
        mem_free(model->copies[i]);
    mem_free(model->units);
    mem_free(model->types);
    mem_free(model->people);
    mem_free(model->waiting.list);
    mem_free(model->waiting.deletes);
    mem_free(model->dead);
    mem_free(model->set);
    mem_free(model->copies);
    mem_free(model);
}

struct person *model_person(const struct model *model, uint64_t client)
{
    uint32_t *hint = &((struct model *)model)->hint[(client ^ client >> 33) % 256];
    if (*hint < model->person_count && model->people[*hint].client == client)
        return &model->people[*hint];
    for (size_t i = 0; i < model->person_count; i++)
        if (model->people[i].client == client) {
            *hint = (uint32_t)i;
            return &model->people[i];
        }
    return NULL;
}

static uint32_t known_of(const struct model *model, uint64_t client)
{
    const struct person *person = model_person(model, client);
    return person ? person->clock : 0;
}

uint32_t model_unit(const struct model *model, struct name name)
{
    const struct person *person = name.is ? model_person(model, name.client) : NULL;
    return person && name.clock < person->clock ? person->units[name.clock] : NOBODY;
}

struct chain *model_chain(const struct model *model, uint32_t type, struct bytes key)
{
    struct type *t = &model->types[type];
    for (size_t i = 0; i < t->chain_count; i++)
        if (bytes_equal(t->chains[i].key, key))
            return &t->chains[i];
    return NULL;
}

/* Deleting: docs/formats.md, "Deleting". */

static void list_delete(struct model *model, uint32_t type)
{
    struct type *t = &model->types[type];
    for (uint32_t u = t->first; u != NOBODY; u = model->units[u].right)
        model_delete(model, u);
    for (size_t i = 0; i < t->chain_count;
         i++) { /* the current values only: the last run of each */
        uint32_t u = t->chains[i].last;
        for (; !model->units[u].is_head; u = model->units[u].left)
            model_delete(model, u);
        model_delete(model, u);
    }
}

void model_delete(struct model *model, uint32_t unit)
{
    struct unit *u = &model->units[unit];
    if (u->deleted)
        return;
    u->deleted = true;
    ROOM_FOR(model->dead, model->dead_count, model->dead_capacity);
    model->dead[model->dead_count++] = unit;
    if (u->type != NOBODY)
        list_delete(model, u->type);
}

void model_cut_before(struct model *model, uint32_t unit)
{
    struct unit *u = &model->units[unit];
    if (u->is_head || u->kind == DOC_GC)
        return;
    u->is_head = true;
    struct unit *before = &model->units[model_person(model, u->client)->units[u->clock - 1]];
    if (u->kind == DOC_STRING && is_high(before->letter))
        before->letter = u->letter = 0xFFFD;
}

/* Below what has arrived it is done, above it waits. */
static void stretch_delete(struct model *model, struct stretch range)
{
    struct person *person = model_person(model, range.client);
    uint32_t known = person ? person->clock : 0;
    uint32_t end = range.end < known ? range.end : known;
    if (range.clock < end && !model->units[person->units[range.clock]].deleted)
        model_cut_before(model, person->units[range.clock]);
    for (uint32_t clock = range.clock; clock < end; clock++) {
        const struct unit *unit = &model->units[person->units[clock]];
        if (clock == end - 1 && end < known &&
            !unit->deleted) /* it has not gone with a type before it */
            model_cut_before(model, person->units[end]);
        model_delete(model, person->units[clock]);
    }
    if (range.end <= known)
        return;
    struct pieces *w = &model->waiting;
    ROOM_FOR(w->deletes, w->delete_count, w->delete_capacity);
    w->deletes[w->delete_count++] =
        (struct stretch){range.client, range.clock > known ? range.clock : known, range.end};
}

/* Collecting: docs/formats.md, "Garbage collection". What a deleted type held becomes GC, deeply.
 */

static void type_collect(struct model *model, uint32_t type);

static void unit_bury(struct model *model, uint32_t unit)
{
    struct unit *u = &model->units[unit];
    if (u->type != NOBODY)
        type_collect(model, u->type);
    *u = (struct unit){.client = u->client,
                       .clock = u->clock,
                       .kind = DOC_GC,
                       .deleted = true,
                       .is_head = u->is_head,
                       .left = NOBODY,
                       .right = NOBODY,
                       .parent = NOBODY,
                       .type = NOBODY};
}

static void type_collect(struct model *model, uint32_t type)
{
    model->types[type].collected = true;
    for (uint32_t u = model->types[type].first, next; u != NOBODY; u = next) {
        next = model->units[u].right;
        unit_bury(model, u);
    }
    for (size_t i = 0; i < model->types[type].chain_count; i++)
        for (uint32_t u = model->types[type].chains[i].last, older; u != NOBODY; u = older) {
            older = model->units[u].left;
            unit_bury(model, u);
        }
    model->types[type].first = NOBODY;
    model->types[type].chain_count = 0;
}

static void dead_collect(struct model *model)
{
    for (size_t i = 0; i < model->dead_count && model->gc; i++) {
        struct unit *u = &model->units[model->dead[i]];
        if (u->kind == DOC_GC)
            continue;
        if (u->type != NOBODY)
            type_collect(model, u->type);
        u->type = NOBODY;
        u->kind = DOC_DELETED;
    }
    model->dead_count = 0;
}

/* What can be integrated is; what cannot waits, and is tried again whenever something got further.
 */

static bool is_here(const struct model *model, const struct piece *piece, struct name name)
{
    return !name.is || name.client == piece->client || name.clock < known_of(model, name.client);
}

/* True if it need not be kept: integrated, or known already. */
static bool piece_try(struct model *model, struct piece *piece, bool *further)
{
    uint32_t known = known_of(model, piece->client);
    if (piece->clock + piece->len <= known)
        return true;
    if (piece->clock > known || !is_here(model, piece, piece->origin) ||
        !is_here(model, piece, piece->right_origin) || !is_here(model, piece, piece->parent))
        return false;
    if (model->unit_count + (size_t)(piece->clock + piece->len - known) > model->max_units) {
        model->too_big = true;
        return true;
    }
    model_integrate(model, piece);
    *further = true;
    return true;
}

/* Those from `first` on; true if one of them was integrated. */
static bool waiting_pass(struct model *model, size_t first)
{
    struct pieces *w = &model->waiting;
    bool further = false;
    size_t kept = first;
    for (size_t i = first; i < w->count; i++)
        if (!piece_try(model, &w->list[i], &further))
            w->list[kept++] = w->list[i];
    w->count = kept;
    return further;
}

static int by_place(const void *a, const void *b)
{
    const struct stretch *x = a;
    const struct stretch *y = b;
    if (x->client != y->client)
        return x->client > y->client ? -1 : 1;
    return x->clock < y->clock ? -1 : x->clock > y->clock;
}

/* Those that come with the update first, then those that waited; each lot in its order, joined
 * where it overlaps. */
static void deletes_try(struct model *model, struct stretch *list, size_t count)
{
    if (count > 0)
        qsort(list, count, sizeof *list, by_place);
    for (size_t i = 0; i < count;) {
        struct stretch joined = list[i++];
        for (; i < count && list[i].client == joined.client && list[i].clock <= joined.end; i++)
            joined.end = list[i].end > joined.end ? list[i].end : joined.end;
        stretch_delete(model, joined);
    }
}

static void deletes_apply(struct model *model, size_t old)
{
    struct pieces *w = &model->waiting;
    size_t total = w->delete_count;
    if (total == 0)
        return;
    struct stretch *lists = mem_array(total, sizeof *lists);
    memcpy(lists, w->deletes, total * sizeof *lists);
    w->delete_count = 0;
    deletes_try(model, lists + old, total - old);
    deletes_try(model, lists, old);
    mem_free(lists);
}

enum { COPY_BLOCK = 1 << 16 };

/* The bytes, to stay. Blocks are kept from document to document; what does not fit into one gets
 * one of its own. */
static struct bytes keep_copy(struct model *model, struct bytes bytes)
{
    size_t block = bytes.len > COPY_BLOCK ? bytes.len : COPY_BLOCK;
    if (model->copies_full < model->copy_count &&
        (bytes.len > COPY_BLOCK || model->copy_used + bytes.len > COPY_BLOCK)) {
        model->copies_full++;
        model->copy_used = 0;
    }
    if (bytes.len > COPY_BLOCK && model->copies_full < model->copy_count)
        model->copies[model->copies_full] = mem_grow(model->copies[model->copies_full], block, 1);
    if (model->copies_full == model->copy_count) {
        ROOM_FOR(model->copies, model->copy_count, model->copy_capacity);
        model->copies[model->copy_count++] = mem_new(block);
    }
    uint8_t *copy = model->copies[model->copies_full] + model->copy_used;
    model->copy_used += bytes.len;
    if (bytes.len > 0)
        memcpy(copy, bytes.data, bytes.len);
    return bytes_of(copy, bytes.len);
}

enum model_verdict model_apply(struct model *model, struct bytes update)
{
    struct pieces *w = &model->waiting;
    size_t waiting = w->count;
    size_t old_deletes = w->delete_count;
    if (!pieces_read(w, keep_copy(model, update))) {
        w->count = waiting;
        w->delete_count = old_deletes;
        return MODEL_MALFORMED;
    }
    for (bool further = waiting_pass(model, waiting); further;)
        further = waiting_pass(model, 0);
    deletes_apply(model, old_deletes);
    dead_collect(model);
    return model->too_big ? MODEL_TOO_BIG : MODEL_OK;
}

bool model_is_ambiguous(const struct model *model)
{
    return model->ambiguous;
}

bool model_is_half_told(const struct model *model)
{
    return model->half_told;
}

bool model_waits_for_structs(const struct model *model)
{
    return model->waiting.count > 0;
}

bool model_waits_with_deletes(const struct model *model)
{
    return model->waiting.delete_count > 0;
}
