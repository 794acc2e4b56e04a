#include "live/words.h"

#include "domain/nouns.h"

#include <sodium.h>

struct field_list words_read(const struct doc *doc, const struct id_list *names,
                             struct arena *arena)
{
    struct field_list fields = {0};
    struct buf text = {0};
    for (size_t i = 0; i < names->count; i++) {
        buf_clear(&text);
        doc_text(doc, bytes_text(names->items[i]), &text);
        struct field field = {names->items[i],
                              arena_text_n(arena, (const char *)text.data, text.len)};
        LIST_ADD(&fields, field, arena);
    }
    buf_free(&text);
    return fields;
}

const char *words_hash(const struct field_list *fields, struct arena *arena)
{
    struct buf all = {0};
    for (size_t i = 0; i < fields->count; i++)
        buf_format(&all, "%s\n%zu\n%s\n", fields->items[i].field, strlen(fields->items[i].text),
                   fields->items[i].text);
    uint8_t hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, all.data, all.len);
    buf_free(&all);
    char *hex = arena_new(arena, 2 * sizeof hash + 1);
    sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
    return hex;
}
