/* clients.c - client ids, numbered once (store.h), and the order in which they are written. */
#include "crdt/buckets.h"

#include <stdlib.h>

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
