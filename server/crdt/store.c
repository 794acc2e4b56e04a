#include "crdt/store.h"

#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>

void vector_grow(void **list, uint32_t count, uint32_t *capacity, size_t size)
{
    if (count < *capacity)
        return;
    assert(count < UINT32_MAX / 2);
    *capacity = count < 8 ? 8 : count * 2;
    *list = mem_grow(*list, *capacity, size);
}

void store_init(struct doc *doc, bool gc)
{
    *doc = (struct doc){.gc = gc, .free_items = NONE, .free_types = NONE, .free_entries = NONE};
}

void store_clear(struct doc *doc)
{
    for (uint32_t i = 0; i < doc->clients.count; i++) {
        struct client *client = &doc->clients.list[i];
        for (uint32_t j = 0; j < client->leaf_count; j++)
            mem_free(client->leaves[j].items);
        mem_free(client->leaves);
    }
    mem_free(doc->items.list);
    mem_free(doc->clients.list);
    mem_free(doc->client_buckets.heads);
    mem_free(doc->types.list);
    mem_free(doc->entries.list);
    mem_free(doc->entry_buckets.heads);
    mem_free(doc->names.list);
    mem_free(doc->name_buckets.heads);
    buf_free(&doc->name_bytes);
    buf_free(&doc->heap);
    waits_free(&doc->waits);
    update_free(&doc->update);
    mem_free(doc->advanced.list);
    ranges_free(&doc->deleted);
    mem_free(doc->halved.list);
    mem_free(doc->stack.list);
    mem_free(doc->order.list);
    buf_free(&doc->state);
}

/* Buckets: heads by hash, doubled when there are more elements than heads. */

static uint32_t mix(uint64_t value)
{
    value *= UINT64_C(0x9E3779B97F4A7C15);
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
    uint32_t i = *bucket_of(&doc->client_buckets, mix(id));
    while (i != NONE && doc->clients.list[i].id != id)
        i = doc->clients.list[i].next_in_bucket;
    return i;
}

static void client_link(struct doc *doc, uint32_t client)
{
    uint32_t *head = bucket_of(&doc->client_buckets, mix(doc->clients.list[client].id));
    doc->clients.list[client].next_in_bucket = *head;
    *head = client;
}

uint32_t client_add(struct doc *doc, uint64_t id)
{
    uint32_t client = client_find(doc, id);
    if (client != NONE)
        return client;
    client = VECTOR_ADD(doc->clients);
    doc->clients.list[client] = (struct client){.id = id};
    if (buckets_are_full(&doc->client_buckets, doc->clients.count)) {
        buckets_grow(&doc->client_buckets);
        for (uint32_t i = 0; i < client; i++)
            client_link(doc, i);
    }
    client_link(doc, client);
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

static uint32_t hash_bytes(struct bytes bytes)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < bytes.len; i++)
        hash = (hash ^ bytes.data[i]) * UINT64_C(0x100000001B3);
    return mix(hash);
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
    uint32_t i = *bucket_of(&doc->name_buckets, hash_bytes(name));
    while (i != NONE && !bytes_equal(name_bytes(doc, i), name))
        i = doc->names.list[i].next_in_bucket;
    return i;
}

static void name_link(struct doc *doc, uint32_t name)
{
    uint32_t *head = bucket_of(&doc->name_buckets, hash_bytes(name_bytes(doc, name)));
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

/* Types. */

uint32_t type_add(struct doc *doc, uint32_t item, uint32_t name)
{
    uint32_t type = doc->free_types;
    if (type != NONE)
        doc->free_types = doc->types.list[type].first;
    else
        type = VECTOR_ADD(doc->types);
    doc->types.list[type] =
        (struct type){.item = item, .name = name, .first = NONE, .entries = NONE};
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
    }
    return type;
}

/* Entries. */

static uint32_t *entry_bucket(const struct doc *doc, uint32_t type, uint32_t key)
{
    return bucket_of(&doc->entry_buckets, mix((uint64_t)type << 32 | key));
}

struct entry *entry_find(const struct doc *doc, uint32_t type, uint32_t key)
{
    if (doc->entry_buckets.count == 0)
        return NULL;
    for (uint32_t i = *entry_bucket(doc, type, key); i != NONE;) {
        struct entry *entry = &doc->entries.list[i];
        if (entry->type == type && entry->key == key)
            return entry;
        i = entry->next_in_bucket;
    }
    return NULL;
}

static void entry_link(struct doc *doc, uint32_t i)
{
    struct entry *entry = &doc->entries.list[i];
    uint32_t *head = entry_bucket(doc, entry->type, entry->key);
    entry->next_in_bucket = *head;
    *head = i;
}

static void entries_grow(struct doc *doc)
{
    buckets_grow(&doc->entry_buckets);
    for (uint32_t i = 0; i < doc->entries.count; i++)
        if (doc->entries.list[i].type != NONE)
            entry_link(doc, i);
}

struct entry *entry_add(struct doc *doc, uint32_t type, uint32_t key)
{
    uint32_t i = doc->free_entries;
    if (i != NONE)
        doc->free_entries = doc->entries.list[i].next_of_type;
    else
        i = VECTOR_ADD(doc->entries);
    struct type *owner = &doc->types.list[type];
    doc->entries.list[i] = (struct entry){
        .type = type, .key = key, .first = NONE, .last = NONE, .next_of_type = owner->entries};
    owner->entries = i;
    if (buckets_are_full(&doc->entry_buckets, doc->entries.count))
        entries_grow(doc);
    else
        entry_link(doc, i);
    return &doc->entries.list[i];
}

static void entry_remove(struct doc *doc, uint32_t i)
{
    struct entry *entry = &doc->entries.list[i];
    uint32_t *link = entry_bucket(doc, entry->type, entry->key);
    while (*link != i)
        link = &doc->entries.list[*link].next_in_bucket;
    *link = entry->next_in_bucket;
    entry->type = NONE;
    entry->next_of_type = doc->free_entries;
    doc->free_entries = i;
}

void type_remove(struct doc *doc, uint32_t type)
{
    struct type *removed = &doc->types.list[type];
    for (uint32_t i = removed->entries; i != NONE;) {
        uint32_t next = doc->entries.list[i].next_of_type;
        entry_remove(doc, i);
        i = next;
    }
    removed->first = doc->free_types;
    doc->free_types = type;
}

/* The heap. */

uint32_t heap_add(struct doc *doc, const void *data, size_t len, size_t capacity)
{
    assert(doc->heap.len + capacity < UINT32_MAX);
    uint32_t offset = (uint32_t)doc->heap.len;
    uint8_t *at = buf_reserve(&doc->heap, capacity + 1);
    if (len > 0)
        memcpy(at, data, len);
    doc->heap.len += capacity;
    return offset;
}

static void heap_move(struct doc *doc, struct buf *to, struct item *item)
{
    if (item->bytes == 0) {
        item->content = item->capacity = 0;
        return;
    }
    uint32_t content = (uint32_t)to->len;
    buf_bytes_append(to, item_content(doc, item));
    item->content = content;
    item->capacity = item->bytes;
}

void heap_tidy(struct doc *doc)
{
    enum { WORTH_IT_BYTES = 64 * 1024 };
    if (doc->heap_wasted < WORTH_IT_BYTES || doc->heap_wasted < doc->heap.len / 2)
        return;
    struct buf tidy = {0};
    buf_reserve(&tidy, doc->heap.len - doc->heap_wasted + 1);
    for (uint32_t i = 0; i < doc->clients.count; i++)
        for (uint32_t j = 0; j < doc->clients.list[i].leaf_count; j++) {
            const struct leaf *leaf = &doc->clients.list[i].leaves[j];
            for (uint32_t k = 0; k < leaf->count; k++)
                heap_move(doc, &tidy, item_of(doc, leaf->items[k]));
        }
    buf_free(&doc->heap);
    doc->heap = tidy;
    doc->heap_wasted = 0;
}
