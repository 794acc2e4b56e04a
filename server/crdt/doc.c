#include "crdt/doc.h"

#include "base/mem.h"
#include "base/utf.h"
#include "crdt/collect.h"
#include "crdt/encode.h"
#include "crdt/integrate.h"
#include "crdt/item.h"
#include "crdt/structs.h"

#include <assert.h>

enum {
    HEAP_MAX_BYTES = 128 * 1024 * 1024,
    UPDATE_MAX_BYTES = 16 * 1024 * 1024,
    ITEMS_MAX = 1 << 28,
    SCRATCH_PARTS = 4096, /* more are given back after the update */
};

struct doc *doc_new(bool gc)
{
    struct doc *doc = mem_new(sizeof *doc);
    store_init(doc, gc);
    return doc;
}

void doc_free(struct doc *doc)
{
    if (!doc)
        return;
    store_clear(doc);
    mem_free(doc);
}

bool doc_is_pending_structs(const struct doc *doc)
{
    return doc->waits.waiting > 0;
}

bool doc_is_pending_deletes(const struct doc *doc)
{
    return doc->waits.deletes.count > 0;
}

bool doc_is_pending(const struct doc *doc)
{
    return doc_is_pending_structs(doc) || doc_is_pending_deletes(doc) || doc->waits.lost;
}

void doc_pending_drop(struct doc *doc)
{
    waits_drop(&doc->waits);
}

/* Applying. */

static void apply_begin(struct doc *doc, uint64_t steps)
{
    for (uint32_t i = 0; i < doc->advanced.count; i++)
        doc->clients.list[doc->advanced.list[i]].is_advanced = false;
    doc->advanced.count = 0;
    doc->deleted.count = 0;
    doc->halved.count = 0;
    doc->steps_left = steps;
}

static uint32_t clock_for(void *context, uint64_t client)
{
    return client_clock(context, client);
}

static enum err take(void *context, uint64_t client, const struct part *part)
{
    return part_integrate(context, client, part);
}

/* The deletes that waited, now that there is more; what still lies ahead waits on. */
static void delete_waiting(struct doc *doc)
{
    if (doc->waits.deletes.count == 0 || doc->advanced.count == 0)
        return;
    struct ranges waiting = doc->waits.deletes;
    doc->waits.deletes = (struct ranges){0};
    ranges_sort(&waiting);
    items_delete(doc, &waiting);
    ranges_free(&waiting);
}

static void halves_rejoin(struct doc *doc, const struct halved *halved, uint64_t client_id)
{
    uint32_t client = client_find(doc, client_id);
    struct item *item = item_of(doc, structs_holder(doc, (struct ref){client, halved->clock}));
    assert(item->kind == DOC_STRING && item->clock + item->len > halved->clock + 1);
    bool in_pair;
    struct bytes content = item_content(doc, item);
    size_t at = utf8_offset(content, item->len, halved->clock - item->clock, &in_pair);
    uint8_t *halves = doc->heap.data + item->content + at;
    memcpy(halves, halved->character, 4);
    memmove(halves + 4, halves + 6, item->bytes - at - 6);
    item->bytes -= 2;
}

/* The present update has cost too much: the document goes back to what it was. This is rare, and
 * whoever causes it is sent away; so the way back is long but sure: write the old state, read it
 * anew. */
static void roll_back(struct doc *doc)
{
    struct buf before = {0};
    encode_before(doc, &before);
    struct doc old;
    store_init(&old, doc->gc);
    old.own_client = doc->own_client;
    apply_begin(&old, UINT64_MAX);
    enum err err = update_read(&old.update, buf_bytes(&before));
    struct taker taker = {&old, clock_for, take, &old.steps_left};
    if (err == OK)
        err = waits_run(&old.waits, &old.update, &taker);
    assert(err == OK && old.waits.waiting == 0);
    clients_sort(&old);
    items_delete(&old, &old.update.deletes);
    ranges_sort(&old.deleted);
    for (uint32_t i = 0; i < doc->halved.count; i++) {
        const struct halved *halved = &doc->halved.list[i];
        halves_rejoin(&old, halved, doc->clients.list[halved->client].id);
    }
    if (old.gc)
        deleted_collect(&old);
    update_free(&old.update);
    buf_free(&before);
    store_clear(doc);
    *doc = old;
}

static bool is_too_big(const struct doc *doc, struct bytes update)
{
    return update.len > UPDATE_MAX_BYTES || doc->heap.len + 4 * update.len > HEAP_MAX_BYTES ||
           doc->name_bytes.len + update.len > HEAP_MAX_BYTES ||
           doc->items.count + 2 * update.len > ITEMS_MAX;
}

enum err doc_apply(struct doc *doc, struct bytes bytes, struct buf *increment)
{
    if (is_too_big(doc, bytes))
        return ERR_TOO_BIG;
    enum err err = update_read(&doc->update, bytes);
    if (err != OK)
        return err;
    apply_begin(doc, DOC_STEPS_PER_UPDATE);
    bool had_lost = doc->waits.lost;
    doc->waits.lost = false;
    struct taker taker = {doc, clock_for, take, &doc->steps_left};
    err = waits_run(&doc->waits, &doc->update, &taker);
    if (err != OK) {
        roll_back(doc);
        return err;
    }
    clients_sort(doc);
    waits_keep(&doc->waits);
    items_delete(doc, &doc->update.deletes);
    delete_waiting(doc);
    if (doc_is_pending_structs(doc) || doc_is_pending_deletes(doc))
        doc->waits.lost |= had_lost;
    ranges_sort(&doc->deleted);
    if (doc->gc)
        deleted_collect(doc);
    if (increment)
        encode_increment(doc, increment);
    if (doc->advanced.count > 0 || doc->deleted.count > 0)
        buf_clear(&doc->state);
    heap_tidy(doc);
    if (doc->update.part_capacity > SCRATCH_PARTS)
        update_free(&doc->update);
    return OK;
}

/* Writing. */

void doc_state_vector(const struct doc *doc, struct buf *out)
{
    write_varuint(out, doc->order.count);
    for (uint32_t i = 0; i < doc->order.count; i++) {
        const struct client *client = &doc->clients.list[doc->order.list[i]];
        write_varuint(out, client->id);
        write_varuint(out, client->clock);
    }
}

struct peer {
    const struct doc *doc;
    uint32_t *clocks; /* for each client of ours: how far the peer has got */
};

static void peer_has(void *context, uint64_t id, uint64_t clock)
{
    struct peer *peer = context;
    uint32_t client = client_find(peer->doc, id);
    if (client != NONE)
        peer->clocks[client] = clock < UINT32_MAX ? (uint32_t)clock : UINT32_MAX;
}

static bool is_nothing(struct bytes state_vector)
{
    return state_vector.len == 0 || (state_vector.len == 1 && state_vector.data[0] == 0);
}

enum err doc_since(struct doc *doc, struct bytes state_vector, struct buf *out)
{
    if (is_nothing(state_vector)) {
        if (doc->state.len == 0)
            encode_since(doc, NULL, &doc->state);
        buf_bytes_append(out, buf_bytes(&doc->state));
        return OK;
    }
    struct peer peer = {doc, mem_array(doc->clients.count, sizeof *peer.clocks)};
    enum err err = state_vector_read(state_vector, peer_has, &peer);
    if (err == OK)
        encode_since(doc, peer.clocks, out);
    mem_free(peer.clocks);
    return err;
}

/* Reading. */

void doc_text(const struct doc *doc, struct bytes root, struct buf *utf8)
{
    uint32_t type = root_find(doc, root);
    if (type == NONE)
        return;
    for (uint32_t i = doc->types.list[type].first; i != NONE; i = item_of(doc, i)->next) {
        const struct item *item = item_of(doc, i);
        if (item->kind == DOC_STRING && !item->deleted)
            buf_bytes_append(utf8, item_content(doc, item));
    }
}

uint32_t doc_text_length_utf16(const struct doc *doc, struct bytes root)
{
    uint32_t type = root_find(doc, root);
    return type == NONE ? 0 : doc->types.list[type].length_utf16;
}

bool doc_has_root(const struct doc *doc, struct bytes root)
{
    return root_find(doc, root) != NONE;
}

void doc_client_set(struct doc *doc, uint64_t client)
{
    assert(client <= LIB0_UINT_MAX);
    doc->own_client = client;
}

uint32_t doc_client_clock(const struct doc *doc, uint64_t client)
{
    return client_clock(doc, client);
}
