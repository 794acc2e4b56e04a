#include "crdt/store.h"

#include "base/mem.h"
#include "crdt/siblings.h"

#include <assert.h>

void vector_reserve(void **list, uint32_t *capacity, uint32_t count, size_t size)
{
    assert(count <= UINT32_MAX / 2);
    if (count <= *capacity)
        return;
    uint32_t doubled = *capacity < 4 ? 4 : *capacity * 2;
    *capacity = doubled < count ? count : doubled;
    *list = mem_grow(*list, *capacity, size);
}

void store_init(struct doc *doc, bool gc)
{
    *doc = (struct doc){.gc = gc,
                        .free_items = NONE,
                        .free_types = NONE,
                        .free_lists = NONE,
                        .free_nodes = NONE,
                        .salt = (uint64_t)(uintptr_t)doc};
}

void store_reserve(struct doc *doc, const struct update *update)
{
    enum { RESERVED_MAX = 1 << 18 }; /* structs of two bytes each are no reason for 48 each */
    uint32_t items = update->part_count < RESERVED_MAX ? update->part_count : RESERVED_MAX;
    size_t ranges = update->deletes.count < RESERVED_MAX ? update->deletes.count : RESERVED_MAX;
    vector_reserve((void **)&doc->items.list, &doc->items.capacity, doc->items.count + items,
                   sizeof *doc->items.list);
    buf_reserve(&doc->heap, update->content_bytes + HEAP_PADDING);
    ranges_reserve(&doc->deleted, ranges);
}

void store_clear(struct doc *doc)
{
    for (uint32_t i = 0; i < doc->clients.count; i++) {
        struct client *client = &doc->clients.list[i];
        for (uint32_t j = 0; j < client->leaf_count; j++)
            mem_free(client->leaves[j].slots);
        mem_free(client->leaves);
    }
    mem_free(doc->items.list);
    mem_free(doc->clients.list);
    mem_free(doc->client_buckets.heads);
    mem_free(doc->types.list);
    mem_free(doc->lists.list);
    mem_free(doc->key_buckets.heads);
    mem_free(doc->names.list);
    mem_free(doc->name_buckets.heads);
    buf_free(&doc->name_bytes);
    buf_free(&doc->heap);
    waits_free(&doc->waits);
    mem_free(doc->nodes.list);
    mem_free(doc->leaf_of.list);
    mem_free(doc->marks.list);
    siblings_free(&doc->siblings);
    update_free(&doc->update);
    mem_free(doc->advanced.list);
    ranges_free(&doc->deleted);
    ranges_free(&doc->collected);
    mem_free(doc->halved.list);
    mem_free(doc->stack.list);
    mem_free(doc->order.list);
    buf_free(&doc->state);
    writer_free(&doc->writer);
}

/* The heap. */

uint32_t heap_add_slowly(struct doc *doc, const void *data, size_t len, size_t capacity)
{
    assert(doc->heap.len + capacity < UINT32_MAX);
    uint32_t offset = (uint32_t)doc->heap.len;
    uint8_t *at = buf_reserve(&doc->heap, capacity + HEAP_PADDING);
    if (len > 0)
        memcpy(at, data, len);
    doc->heap.len += capacity;
    return offset;
}

static void heap_move(struct doc *doc, struct buf *to, struct item *item)
{
    uint32_t content = (uint32_t)to->len;
    if (item->bytes > 0)
        buf_bytes_append(to, item_content(doc, item));
    item->content = item->bytes > 0 ? content : 0;
    if (item->kind != DOC_TYPE)
        item->capacity = item->bytes;
}

void heap_tidy(struct doc *doc)
{
    enum { WORTH_IT_BYTES = 64 * 1024 };
    if (doc->heap_wasted < WORTH_IT_BYTES || doc->heap_wasted < doc->heap.len / 2)
        return;
    struct buf tidy = {0};
    buf_reserve(&tidy, doc->heap.len - doc->heap_wasted + HEAP_PADDING);
    for (uint32_t i = 0; i < doc->clients.count; i++)
        for (uint32_t j = 0; j < doc->clients.list[i].leaf_count; j++) {
            const struct leaf *leaf = &doc->clients.list[i].leaves[j];
            for (uint32_t k = 0; k < leaf->count; k++)
                heap_move(doc, &tidy, item_of(doc, leaf->slots[k].item));
        }
    buf_reserve(&tidy, HEAP_PADDING);
    buf_free(&doc->heap);
    doc->heap = tidy;
    doc->heap_wasted = 0;
}
