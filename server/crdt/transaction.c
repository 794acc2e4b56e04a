#include "crdt/transaction.h"

#include "base/utf.h"
#include "crdt/collect.h"
#include "crdt/encode.h"
#include "crdt/integrate.h"
#include "crdt/item.h"
#include "crdt/quick.h"
#include "crdt/structs.h"

#include <assert.h>

bool is_too_big(const struct doc *doc, size_t more_bytes)
{
    return more_bytes > DOC_MAX_UPDATE_BYTES ||
           doc->heap.len + 4 * more_bytes > DOC_MAX_CONTENT_BYTES ||
           doc->name_bytes.len + more_bytes > DOC_MAX_NAME_BYTES ||
           doc->items.count + 2 * more_bytes > DOC_MAX_ITEMS;
}

void transaction_begin(struct doc *doc, uint64_t steps)
{
    for (uint32_t i = 0; i < doc->advanced.count; i++)
        doc->clients.list[doc->advanced.list[i]].is_advanced = false;
    doc->advanced.count = 0;
    doc->deleted.count = 0;
    doc->collected.count = 0;
    doc->halved.count = 0;
    doc->steps_left = steps;
}

/* What the next one may well use again is kept, what only a large one needs is not. */
static void scratch_trim(struct doc *doc)
{
    enum { KEPT = 256 };
    if (doc->deleted.capacity > KEPT)
        ranges_free(&doc->deleted);
    if (doc->collected.capacity > KEPT)
        ranges_free(&doc->collected);
    if (doc->update.block_capacity > KEPT || doc->update.deletes.capacity > KEPT)
        update_free(&doc->update);
    writer_trim(&doc->writer);
}

void transaction_end(struct doc *doc, struct buf *increment)
{
    ranges_sort(&doc->deleted);
    if (doc->gc && doc->collected.count > 0)
        deleted_collect(doc);
    if (increment)
        encode_increment(doc, increment);
    if (doc->advanced.count > 0 || doc->deleted.count > 0)
        buf_clear(&doc->state);
    heap_tidy(doc);
    scratch_trim(doc);
}

static uint32_t clock_for(void *context, uint64_t client)
{
    return client_clock(context, client);
}

static enum err take(void *context, uint64_t client, const struct part *part)
{
    return part_integrate(context, client, part);
}

static void take_quickly(void *context, struct block *block)
{
    quick_take(context, block);
}

struct taker transaction_taker(struct doc *doc)
{
    return (struct taker){doc, clock_for, take, take_quickly, &doc->steps_left};
}

/* A surrogate pair that was cut is whole again. */
static void halves_rejoin(struct doc *doc, const struct halved *halved, uint64_t client_id)
{
    uint32_t client = client_find(doc, client_id);
    struct item *item = item_of(doc, structs_holder(doc, ref_to(client, halved->clock)));
    assert(item->kind == DOC_STRING && item->clock + item->len > halved->clock + 1);
    bool in_pair;
    struct bytes content = item_content(doc, item);
    size_t at = utf8_offset(content, item->len, halved->clock - item->clock, &in_pair);
    uint8_t *halves = doc->heap.data + item->content + at;
    memcpy(halves, halved->character, 4);
    memmove(halves + 4, halves + 6, item->bytes - at - 6);
    item->bytes -= 2;
}

/* This is rare, and whoever causes it is sent away; so the way back is long but sure: write the old
 * state, read it anew. */
void transaction_roll_back(struct doc *doc)
{
    struct buf before = {0};
    encode_before(doc, &before);
    struct doc old;
    store_init(&old, doc->gc);
    old.own_client = doc->own_client;
    old.salt = doc->salt;
    old.siblings.is_off = doc->siblings.is_off;
    transaction_begin(&old, UINT64_MAX);
    enum err err = update_read(&old.update, buf_bytes(&before), NULL);
    struct taker taker = transaction_taker(&old);
    if (err == OK)
        err = waits_run(&old.waits, &old.update, &taker);
    assert(err == OK && old.waits.waiting == 0);
    items_delete(&old, &old.update.deletes);
    for (uint32_t i = 0; i < doc->halved.count; i++) {
        const struct halved *halved = &doc->halved.list[i];
        halves_rejoin(&old, halved, doc->clients.list[halved->client].id);
    }
    transaction_end(&old, NULL);
    update_free(&old.update);
    buf_free(&before);
    store_clear(doc);
    *doc = old;
}
