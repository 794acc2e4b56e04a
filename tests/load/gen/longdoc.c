#include "longdoc.h"

#include "crdt/doc.h"
#include "frames.h"
#include "modes.h"

#include <stdio.h>

enum { AUTHORS = 20, EDITS = 12000, FIRST_AUTHOR = 0x5eed0000 };

static const struct bytes root = {(const uint8_t *)"t", 1};

static uint32_t draw(uint64_t *random, uint32_t below)
{
    *random = *random * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)((*random >> 33) % below);
}

static void edit(struct doc *doc, uint64_t *random, struct buf *update)
{
    static const char words[] = "the text of a long day is written by many hands, word by word ";
    uint32_t len = doc_text_length_utf16(doc, root);
    doc_client_set(doc, FIRST_AUTHOR + draw(random, AUTHORS));
    if (len > 100 && draw(random, 10) == 0) {
        uint32_t out = 1 + draw(random, 10);
        doc_text_delete(doc, root, draw(random, len - out), out, update);
        return;
    }
    uint32_t from = draw(random, 40);
    doc_text_insert(doc, root, draw(random, len + 1), bytes_of(words + from, 5 + draw(random, 15)),
                    update);
}

static void count_run(void *context, uint64_t client, uint32_t clock, uint32_t len)
{
    (void)client, (void)clock;
    *(uint64_t *)context += len;
}

uint64_t longdoc_make(void (*each)(void *context, struct bytes update), void *context,
                      struct buf *whole)
{
    struct doc *doc = doc_new(true);
    struct buf update = {0};
    uint64_t random = 7;
    uint64_t units = 0;
    for (int i = 0; i < EDITS; i++) {
        buf_clear(&update);
        edit(doc, &random, &update);
        if (each)
            each(context, buf_bytes(&update));
    }
    size_t before = whole->len;
    doc_since(doc, (struct bytes){NULL, 0}, whole);
    update_runs(bytes_of(whole->data + before, whole->len - before), count_run, &units);
    buf_free(&update);
    doc_free(doc);
    return units;
}

/* The whole document as one update, for the relay to hand out. */
int mode_longdoc(const struct options *o)
{
    struct buf whole = {0};
    uint64_t units = longdoc_make(NULL, NULL, &whole);
    FILE *file = fopen(o->file, "wb");
    bool is_written = file && fwrite(whole.data, 1, whole.len, file) == whole.len;
    if (file && fclose(file) != 0)
        is_written = false;
    printf("{\"mode\":\"longdoc\",\"units\":%lu,\"bytes\":%zu}\n", units, whole.len);
    buf_free(&whole);
    return is_written ? 0 : 1;
}
