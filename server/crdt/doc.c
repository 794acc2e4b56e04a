#include "crdt/doc.h"

#include "base/mem.h"
#include "crdt/encode.h"
#include "crdt/fresh.h"
#include "crdt/item.h"
#include "crdt/transaction.h"

#include <assert.h>

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

enum err doc_apply(struct doc *doc, struct bytes bytes, struct buf *increment)
{
    enum { MANY_PARTS = 64 };
    assert(!doc->is_open);
    if (is_too_big(doc, bytes.len))
        return ERR_TOO_BIG;
    transaction_begin(doc, DOC_MAX_SCAN_STEPS);
    enum err err = is_fresh(doc) ? fresh_read(doc, bytes) : update_read(&doc->update, bytes, NULL);
    if (err != OK)
        return err;
    if (doc->update.part_count > MANY_PARTS)
        store_reserve(doc, &doc->update);
    bool had_lost = doc->waits.lost;
    doc->waits.lost = false;
    struct taker taker = transaction_taker(doc);
    err = waits_run(&doc->waits, &doc->update, &taker);
    if (err != OK) {
        transaction_roll_back(doc);
        return err;
    }
    waits_keep(&doc->waits);
    items_delete(doc, &doc->update.deletes);
    delete_waiting(doc);
    if (doc_is_pending_structs(doc) || doc_is_pending_deletes(doc))
        doc->waits.lost |= had_lost;
    transaction_end(doc, increment);
    return OK;
}

void doc_begin(struct doc *doc)
{
    assert(!doc->is_open);
    transaction_begin(doc, UINT64_MAX);
    doc->is_open = true;
}

void doc_commit(struct doc *doc, struct buf *update)
{
    assert(doc->is_open);
    doc->is_open = false;
    transaction_end(doc, update);
}

/* Writing. */

void doc_state_vector(struct doc *doc, struct buf *out)
{
    clients_sort(doc);
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
    enum { UTF8_MOST = 3 }; /* bytes of a unit */
    uint32_t type = root_find(doc, root);
    if (type == NONE)
        return;
    size_t most = doc->types.list[type].length_utf16 * (size_t)UTF8_MOST;
    most = most < doc->heap.len ? most : doc->heap.len;
    uint8_t *at = buf_reserve(utf8, most + HEAP_PADDING);
    for (uint32_t i = list_of(doc, doc->types.list[type].list)->first; i != NONE;) {
        const struct item *item = item_of(doc, i);
        /* Text and what was deleted come by turns: without a branch that nobody can foresee. */
        size_t bytes = item->bytes * (size_t)((item->kind == DOC_STRING) & !item->deleted);
        copy_padded(at, doc->heap.data + item->content, bytes);
        at += bytes;
        i = item->next;
    }
    utf8->len = (size_t)(at - utf8->data);
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
