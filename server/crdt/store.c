#include "crdt/store.h"

#include "base/mem.h"
#include "crdt/positions.h"
#include "crdt/siblings.h"

#include <assert.h>
#include <stdlib.h>

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
    vector_reserve((void **)&doc->items.list, &doc->items.capacity,
                   doc->items.count + update->part_count, sizeof *doc->items.list);
    buf_reserve(&doc->heap, update->content_bytes + HEAP_PADDING);
    ranges_reserve(&doc->deleted, update->deletes.count);
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

/* Buckets: heads by hash, doubled when there are more elements than heads. */

/* Salted: nobody can choose ids or keys that all meet in one bucket. */
static uint32_t mix(const struct doc *doc, uint64_t value)
{
    value = (value ^ doc->salt) * UINT64_C(0x9E3779B97F4A7C15);
    value = (value ^ value >> 32) * UINT64_C(0xD6E8FEB86659FD93);
    return (uint32_t)(value >> 32);
}

static bool buckets_are_full(const struct buckets *buckets, uint32_t elements)
{
    return elements > buckets->count;
}

static void buckets_grow(struct buckets *buckets)
{
    buckets->count = buckets->count ? buckets->count * 2 : 8;
    buckets->heads = mem_grow(buckets->heads, buckets->count, sizeof *buckets->heads);
    memset(buckets->heads, 0xFF, buckets->count * sizeof *buckets->heads);
}

static uint32_t *bucket_of(const struct buckets *buckets, uint32_t hash)
{
    return &buckets->heads[hash & (buckets->count - 1)];
}

/* Clients. */

uint32_t client_find(const struct doc *doc, uint64_t id)
{
    if (doc->client_buckets.count == 0)
        return NONE;
    uint32_t i = *bucket_of(&doc->client_buckets, mix(doc, id));
    while (i != NONE && doc->clients.list[i].id != id)
        i = doc->clients.list[i].next_in_bucket;
    return i;
}

static void client_link(struct doc *doc, uint32_t client)
{
    uint32_t *head = bucket_of(&doc->client_buckets, mix(doc, doc->clients.list[client].id));
    doc->clients.list[client].next_in_bucket = *head;
    *head = client;
}

static uint32_t client_new(struct doc *doc, uint64_t id)
{
    uint32_t client = VECTOR_ADD(doc->clients);
    doc->clients.list[client] = (struct client){.id = id};
    if (buckets_are_full(&doc->client_buckets, doc->clients.count)) {
        buckets_grow(&doc->client_buckets);
        for (uint32_t i = 0; i < client; i++)
            client_link(doc, i);
    }
    client_link(doc, client);
    return client;
}

uint32_t client_add(struct doc *doc, uint64_t id)
{
    uint32_t client = doc->recent_client;
    if (client < doc->clients.count && doc->clients.list[client].id == id)
        return client;
    client = client_find(doc, id);
    if (client == NONE)
        client = client_new(doc, id);
    doc->recent_client = client;
    return client;
}

uint32_t client_clock(const struct doc *doc, uint64_t id)
{
    uint32_t client = client_find(doc, id);
    return client == NONE ? 0 : doc->clients.list[client].clock;
}

static int compare_clients(const void *a, const void *b, void *context)
{
    const struct doc *doc = context;
    uint64_t x = doc->clients.list[*(const uint32_t *)a].id;
    uint64_t y = doc->clients.list[*(const uint32_t *)b].id;
    return x > y ? -1 : x < y;
}

/* Where in the order a client belongs. */
static uint32_t order_place(const struct doc *doc, uint64_t id)
{
    uint32_t low = 0;
    for (uint32_t high = doc->order.count; low < high;) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->clients.list[doc->order.list[middle]].id > id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void clients_sort(struct doc *doc)
{
    enum { FEW = 16 };
    bool few = doc->clients.count - doc->order.count <= FEW;
    while (doc->order.count < doc->clients.count) {
        uint32_t client = doc->order.count;
        uint32_t at = few ? order_place(doc, doc->clients.list[client].id) : client;
        (void)VECTOR_ADD(doc->order);
        memmove(doc->order.list + at + 1, doc->order.list + at,
                (client - at) * sizeof *doc->order.list);
        doc->order.list[at] = client;
    }
    if (!few)
        qsort_r(doc->order.list, doc->order.count, sizeof *doc->order.list, compare_clients, doc);
}

/* Names: of roots and of keys. */

static uint32_t hash_bytes(const struct doc *doc, struct bytes bytes)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325) ^ doc->salt;
    for (size_t i = 0; i < bytes.len; i++)
        hash = (hash ^ bytes.data[i]) * UINT64_C(0x100000001B3);
    return mix(doc, hash);
}

struct bytes name_bytes(const struct doc *doc, uint32_t name)
{
    const struct name *n = &doc->names.list[name];
    return (struct bytes){doc->name_bytes.data + n->offset, n->len};
}

uint32_t name_find(const struct doc *doc, struct bytes name)
{
    if (doc->name_buckets.count == 0)
        return NONE;
    uint32_t i = *bucket_of(&doc->name_buckets, hash_bytes(doc, name));
    while (i != NONE && !bytes_equal(name_bytes(doc, i), name))
        i = doc->names.list[i].next_in_bucket;
    return i;
}

static void name_link(struct doc *doc, uint32_t name)
{
    uint32_t *head = bucket_of(&doc->name_buckets, hash_bytes(doc, name_bytes(doc, name)));
    doc->names.list[name].next_in_bucket = *head;
    *head = name;
}

uint32_t name_add(struct doc *doc, struct bytes bytes)
{
    uint32_t name = name_find(doc, bytes);
    if (name != NONE)
        return name;
    name = VECTOR_ADD(doc->names);
    doc->names.list[name] = (struct name){
        .offset = (uint32_t)doc->name_bytes.len, .len = (uint32_t)bytes.len, .root = NONE};
    buf_reserve(&doc->name_bytes, bytes.len + 1);
    buf_bytes_append(&doc->name_bytes, bytes);
    if (buckets_are_full(&doc->name_buckets, doc->names.count)) {
        buckets_grow(&doc->name_buckets);
        for (uint32_t i = 0; i < name; i++)
            name_link(doc, i);
    }
    name_link(doc, name);
    return name;
}

/* Types and lists. */

static uint32_t list_add(struct doc *doc, uint32_t type, uint32_t key)
{
    uint32_t list = doc->free_lists;
    if (list != NONE)
        doc->free_lists = doc->lists.list[list].next_of_type;
    else
        list = VECTOR_ADD(doc->lists);
    doc->lists.list[list] = (struct list){
        .type = type, .key = key, .first = NONE, .last = NONE, .next_of_type = NONE, .tree = NONE};
    return list;
}

static void list_remove(struct doc *doc, uint32_t list)
{
    struct list *removed = &doc->lists.list[list];
    positions_drop(doc, list);
    removed->type = NONE;
    removed->next_of_type = doc->free_lists;
    doc->free_lists = list;
}

uint32_t type_add(struct doc *doc, uint32_t item, uint32_t name)
{
    uint32_t type = doc->free_types;
    if (type != NONE)
        doc->free_types = doc->types.list[type].list;
    else
        type = VECTOR_ADD(doc->types);
    uint32_t list = list_add(doc, type, NONE);
    doc->types.list[type] = (struct type){.item = item, .name = name, .list = list, .keys = NONE};
    return type;
}

uint32_t root_find(const struct doc *doc, struct bytes name)
{
    uint32_t found = name_find(doc, name);
    return found == NONE ? NONE : doc->names.list[found].root;
}

uint32_t root_add(struct doc *doc, struct bytes bytes)
{
    uint32_t name = name_add(doc, bytes);
    uint32_t type = doc->names.list[name].root;
    if (type == NONE) {
        type = type_add(doc, NONE, name);
        doc->names.list[name].root = type;
        doc->root_count++;
    }
    return type;
}

static uint32_t *key_bucket(const struct doc *doc, uint32_t type, uint32_t key)
{
    return bucket_of(&doc->key_buckets, mix(doc, (uint64_t)type << 32 | key));
}

uint32_t key_find(const struct doc *doc, uint32_t type, uint32_t key)
{
    if (doc->key_count == 0)
        return NONE;
    uint32_t i = *key_bucket(doc, type, key);
    while (i != NONE && (doc->lists.list[i].type != type || doc->lists.list[i].key != key))
        i = doc->lists.list[i].next_in_bucket;
    return i;
}

static void key_link(struct doc *doc, uint32_t i)
{
    struct list *list = &doc->lists.list[i];
    uint32_t *head = key_bucket(doc, list->type, list->key);
    list->next_in_bucket = *head;
    *head = i;
}

uint32_t key_add(struct doc *doc, uint32_t type, uint32_t key)
{
    uint32_t list = key_find(doc, type, key);
    if (list != NONE)
        return list;
    list = list_add(doc, type, key);
    doc->lists.list[list].next_of_type = doc->types.list[type].keys;
    doc->types.list[type].keys = list;
    doc->key_count++;
    if (buckets_are_full(&doc->key_buckets, doc->key_count)) {
        buckets_grow(&doc->key_buckets);
        for (uint32_t i = 0; i < doc->lists.count; i++)
            if (i != list && doc->lists.list[i].type != NONE && doc->lists.list[i].key != NONE)
                key_link(doc, i);
    }
    key_link(doc, list);
    return list;
}

static void key_remove(struct doc *doc, uint32_t i)
{
    struct list *list = &doc->lists.list[i];
    uint32_t *link = key_bucket(doc, list->type, list->key);
    while (*link != i)
        link = &doc->lists.list[*link].next_in_bucket;
    *link = list->next_in_bucket;
    doc->key_count--;
    list_remove(doc, i);
}

void type_remove(struct doc *doc, uint32_t type)
{
    struct type *removed = &doc->types.list[type];
    for (uint32_t i = removed->keys; i != NONE;) {
        uint32_t next = doc->lists.list[i].next_of_type;
        key_remove(doc, i);
        i = next;
    }
    list_remove(doc, removed->list);
    removed->list = doc->free_types;
    doc->free_types = type;
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
