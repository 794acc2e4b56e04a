/* lists.c - names, types, and the lists of items they hold (store.h). */
#include "crdt/buckets.h"
#include "crdt/positions.h"

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
