/* examine.c - an update as a document would take it, without changing anything (doc.h: doc_examine,
 * doc_contains_update). The structs are gone through in the order of integration, so whatever a
 * struct refers to has got its place before it. */
#include "base/mem.h"
#include "base/utf.h"
#include "crdt/doc.h"
#include "crdt/structs.h"

#include <stdlib.h>

/* Where a struct stands. */
struct standing {
    struct bytes root; /* {NULL, 0}: nested or gone */
    bool key_present;
    bool is_gone; /* it is, or becomes, a GC struct */
};

/* How far a client gets by the update. */
struct reach {
    uint64_t client;
    uint32_t known; /* by the document */
    uint32_t clock; /* so far */
    size_t first_block;
    size_t block_count;
};

struct arrived {
    size_t part; /* in the update */
    uint32_t skip;
    uint64_t client;
};

struct exam {
    const struct doc *doc;
    struct update update;
    struct waits waits;
    struct reach *reaches; /* by client id */
    size_t reach_count;
    struct part *parts;
    struct standing *standings; /* for each part */
    struct arrived *arrived;
    size_t arrived_count;
};

static int compare_reaches(const void *a, const void *b)
{
    uint64_t x = ((const struct reach *)a)->client;
    uint64_t y = ((const struct reach *)b)->client;
    return x < y ? -1 : x > y;
}

static struct reach *reach_find(const struct exam *exam, uint64_t client)
{
    struct reach wanted = {.client = client};
    return bsearch(&wanted, exam->reaches, exam->reach_count, sizeof wanted, compare_reaches);
}

/* What is told lives as long as the caller's bytes, not as the copy that is made of short ones. */
static void view_move(const struct update *update, struct bytes given, struct bytes *view)
{
    uintptr_t copy = (uintptr_t)update->copy.data;
    uintptr_t at = (uintptr_t)view->data;
    if (view->len > 0 && at >= copy && at < copy + update->copy.len)
        view->data = given.data + (at - copy);
}

static void exam_begin(struct exam *exam, struct bytes given)
{
    const struct update *update = &exam->update;
    exam->reaches = mem_array(update->block_count, sizeof *exam->reaches);
    exam->parts = update_parts(update);
    for (uint32_t i = 0; i < update->part_count; i++) {
        view_move(update, given, &exam->parts[i].root);
        view_move(update, given, &exam->parts[i].content);
    }
    exam->standings = mem_array(update->part_count, sizeof *exam->standings);
    exam->arrived = mem_array(update->part_count, sizeof *exam->arrived);
    for (size_t i = 0; i < update->block_count; i++) {
        const struct block *block = &update->blocks[i];
        if (i > 0 && block->client == update->blocks[i - 1].client) {
            exam->reaches[exam->reach_count - 1].block_count++;
            continue;
        }
        uint32_t known = client_clock(exam->doc, block->client);
        exam->reaches[exam->reach_count++] = (struct reach){block->client, known, known, i, 1};
    }
    qsort(exam->reaches, exam->reach_count, sizeof *exam->reaches, compare_reaches);
}

static void exam_end(struct exam *exam)
{
    update_free(&exam->update);
    waits_free(&exam->waits);
    mem_free(exam->reaches);
    mem_free(exam->parts);
    mem_free(exam->standings);
    mem_free(exam->arrived);
}

static uint32_t exam_clock(void *context, uint64_t client)
{
    const struct exam *exam = context;
    const struct reach *reach = reach_find(exam, client);
    return reach ? reach->clock : client_clock(exam->doc, client);
}

static struct standing standing_in_doc(const struct doc *doc, const struct item *item)
{
    if (item->kind == DOC_GC)
        return (struct standing){.is_gone = true};
    struct standing standing = {.key_present = has_key(doc, item)};
    const struct type *parent = parent_of(doc, item);
    if (parent->item == NONE)
        standing.root = name_bytes(doc, parent->name);
    return standing;
}

/* The block of a client that holds a clock: blocks and their clocks ascend. */
static const struct block *block_holding(const struct exam *exam, const struct reach *reach,
                                         uint32_t clock)
{
    size_t low = reach->first_block;
    for (size_t high = low + reach->block_count; high - low > 1;) {
        size_t middle = low + (high - low) / 2;
        if (exam->update.blocks[middle].clock <= clock)
            low = middle;
        else
            high = middle;
    }
    return &exam->update.blocks[low];
}

/* The part of the update that holds a clock which the document does not have. */
static size_t part_holding(const struct exam *exam, const struct reach *reach, uint32_t clock)
{
    const struct block *block = block_holding(exam, reach, clock);
    size_t low = 0;
    for (size_t high = block->count; high - low > 1;) {
        size_t middle = low + (high - low) / 2;
        if (exam->parts[block->index + middle].clock <= clock)
            low = middle;
        else
            high = middle;
    }
    return block->index + low;
}

static const struct item *item_in_doc(const struct doc *doc, struct id id)
{
    uint32_t client = client_find(doc, id.client);
    uint32_t item = client == NONE ? NONE : structs_holder(doc, ref_to(client, id.clock));
    return item == NONE ? NULL : item_of(doc, item);
}

static struct standing standing_of(const struct exam *exam, struct id id)
{
    const struct item *item = item_in_doc(exam->doc, id);
    if (item)
        return standing_in_doc(exam->doc, item);
    return exam->standings[part_holding(exam, reach_find(exam, id.client), id.clock)];
}

/* What holds the parent is a living type. */
static bool holds_type(const struct exam *exam, struct id id)
{
    const struct item *item = item_in_doc(exam->doc, id);
    if (item)
        return held_type(item) != NONE;
    size_t part = part_holding(exam, reach_find(exam, id.client), id.clock);
    return exam->parts[part].kind == DOC_TYPE && !exam->standings[part].is_gone;
}

static struct standing find_standing(const struct exam *exam, const struct reach *reach,
                                     const struct part *part, uint32_t skip)
{
    struct standing gone = {.is_gone = true};
    bool has_left = skip > 0 || part->info & INFO_ORIGIN;
    bool has_right = part->info & INFO_RIGHT;
    struct standing left = {0};
    struct standing right = {0};
    if (part->kind == DOC_GC)
        return gone;
    if (skip > 0)
        left = standing_of(exam, (struct id){reach->client, reach->clock - 1});
    else if (has_left)
        left = standing_of(exam, part->origin);
    if (has_right)
        right = standing_of(exam, part->right);
    if (left.is_gone || right.is_gone)
        return gone;
    if (has_left || has_right)
        return has_left ? left : right;
    if (part->parent_is_root)
        return (struct standing){.root = part->root, .key_present = part->info & INFO_KEY};
    if (!holds_type(exam, part->parent))
        return gone;
    return (struct standing){.key_present = part->info & INFO_KEY};
}

static enum err exam_take(void *context, uint64_t client, const struct part *part)
{
    struct exam *exam = context;
    struct reach *reach = reach_find(exam, client);
    uint32_t skip = reach->clock - part->clock;
    exam->standings[part->index] = find_standing(exam, reach, &exam->parts[part->index], skip);
    exam->arrived[exam->arrived_count++] = (struct arrived){part->index, skip, client};
    reach->clock = part->clock + part->len;
    return OK;
}

static enum err exam_run(struct exam *exam, struct bytes bytes)
{
    enum err err = update_read(&exam->update, bytes, NULL);
    if (err != OK)
        return err;
    exam_begin(exam, bytes);
    uint64_t steps = DOC_MAX_SCAN_STEPS;
    struct taker taker = {exam, exam_clock, exam_take, NULL, &steps};
    err = waits_run(&exam->waits, &exam->update, &taker);
    if (err != OK)
        return err;
    for (size_t i = 0; i < exam->update.deletes.count; i++) {
        struct range range = exam->update.deletes.list[i];
        if (range.end > exam_clock(exam, range.client))
            return ERR_PENDING;
    }
    return exam->waits.waiting > 0 ? ERR_PENDING : OK;
}

static enum err tell_struct(const struct exam *exam, const struct arrived *arrived,
                            const struct doc_visitor *visitor)
{
    const struct part *part = &exam->parts[arrived->part];
    const struct standing *standing = &exam->standings[arrived->part];
    struct bytes utf8 = {NULL, 0};
    if (part->kind == DOC_STRING) {
        bool halved = false;
        size_t at = 0;
        if (arrived->skip > 0)
            at = utf8_offset(part->content, part->len, arrived->skip, &halved);
        at += halved ? 4 : 0;
        utf8 = bytes_of(part->content.data + at, part->content.len - at);
    }
    if (visitor->on_struct == NULL)
        return OK;
    return visitor->on_struct(visitor->context, arrived->client, part->len - arrived->skip,
                              standing->is_gone ? DOC_GC : part->kind, standing->root,
                              standing->key_present, utf8);
}

static enum err tell_deletes_in_doc(const struct doc *doc, struct range range,
                                    const struct doc_visitor *visitor)
{
    uint32_t client = client_find(doc, range.client);
    uint32_t known = client == NONE ? 0 : doc->clients.list[client].clock;
    if (range.clock >= known)
        return OK;
    struct place place = structs_find(doc, client, range.clock);
    do {
        const struct item *item = item_of(doc, structs_at(doc, client, place));
        if (item->clock >= range.end)
            break;
        struct standing standing = standing_in_doc(doc, item);
        if (item->deleted || !is_counting(item) || standing.key_present || !standing.root.data)
            continue;
        uint32_t from = item->clock > range.clock ? item->clock : range.clock;
        uint32_t end = item->clock + item->len < range.end ? item->clock + item->len : range.end;
        enum err err = visitor->on_delete == NULL
                           ? OK
                           : visitor->on_delete(visitor->context, standing.root, end - from);
        if (err != OK)
            return err;
    } while (structs_next(doc, client, &place));
    return OK;
}

static bool kind_counts(uint8_t kind)
{
    return kind >= DOC_JSON && kind != DOC_FORMAT;
}

/* Deletes of what the same update brings. */
static enum err tell_deletes_in_update(const struct exam *exam, struct range range,
                                       const struct doc_visitor *visitor)
{
    const struct reach *reach = reach_find(exam, range.client);
    if (!reach || range.end <= reach->known)
        return OK;
    uint32_t clock = range.clock > reach->known ? range.clock : reach->known;
    while (clock < range.end) {
        size_t index = part_holding(exam, reach, clock);
        const struct part *part = &exam->parts[index];
        const struct standing *standing = &exam->standings[index];
        uint32_t end = part->clock + part->len < range.end ? part->clock + part->len : range.end;
        if (kind_counts(part->kind) && !standing->key_present && standing->root.data) {
            enum err err = visitor->on_delete == NULL
                               ? OK
                               : visitor->on_delete(visitor->context, standing->root, end - clock);
            if (err != OK)
                return err;
        }
        clock = end;
    }
    return OK;
}

enum err doc_examine(const struct doc *doc, struct bytes update, const struct doc_visitor *visitor)
{
    struct exam exam = {.doc = doc};
    enum err err = exam_run(&exam, update);
    for (size_t i = 0; i < exam.arrived_count && err == OK; i++)
        err = tell_struct(&exam, &exam.arrived[i], visitor);
    for (size_t i = 0; i < exam.update.deletes.count && err == OK; i++) {
        err = tell_deletes_in_doc(doc, exam.update.deletes.list[i], visitor);
        if (err == OK)
            err = tell_deletes_in_update(&exam, exam.update.deletes.list[i], visitor);
    }
    exam_end(&exam);
    return err;
}

static bool is_deleted(const struct doc *doc, struct range range)
{
    uint32_t client = client_find(doc, range.client);
    if (client == NONE || range.end > doc->clients.list[client].clock)
        return false;
    struct place place = structs_find(doc, client, range.clock);
    do {
        const struct item *item = item_of(doc, structs_at(doc, client, place));
        if (item->clock >= range.end)
            break;
        if (!item->deleted)
            return false;
    } while (structs_next(doc, client, &place));
    return true;
}

bool doc_contains_update(const struct doc *doc, struct bytes bytes)
{
    struct update update = {0};
    bool contains = update_read(&update, bytes, NULL) == OK;
    for (size_t i = 0; i < update.block_count && contains; i++) {
        const struct block *block = &update.blocks[i];
        contains = block->end <= client_clock(doc, block->client);
    }
    for (size_t i = 0; i < update.deletes.count && contains; i++)
        contains = is_deleted(doc, update.deletes.list[i]);
    update_free(&update);
    return contains;
}
