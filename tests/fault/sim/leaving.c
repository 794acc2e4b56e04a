/* leaving.c - nothing leaves before it is on the disk: each frame is looked at when the socket takes it,
 * against an account of what the writer had made durable by then. A crash need not come at the one
 * moment that would show it. */
#include "fault/sim/run.h"

#include "base/mem.h"
#include "crdt/doc.h"
#include "wire/ysync.h"

#include <stdlib.h>

/* A text as far as it is durable. */
struct settled {
    char doc[LEDGER_ID];
    struct doc *copy;
    uint64_t seen_hash; /* the update looked at last: one frame goes to many */
};

struct leaving {
    struct settled *texts;
    size_t count;
    log_pos pos; /* everything up to here is in the texts */
};

struct leaving *leaving_new(void)
{
    return mem_new(sizeof(struct leaving));
}

void leaving_free(struct leaving *leaving)
{
    for (size_t i = 0; leaving != NULL && i < leaving->count; i++)
        doc_free(leaving->texts[i].copy);
    if (leaving != NULL)
        mem_free(leaving->texts);
    mem_free(leaving);
}

static struct settled *text_of(struct leaving *leaving, const char *doc)
{
    for (size_t i = 0; i < leaving->count; i++)
        if (strcmp(leaving->texts[i].doc, doc) == 0)
            return &leaving->texts[i];
    leaving->texts = mem_grow(leaving->texts, leaving->count + 1, sizeof *leaving->texts);
    struct settled *text = &leaving->texts[leaving->count++];
    *text = (struct settled){.copy = doc_new(true)};
    strncpy(text->doc, doc, sizeof text->doc - 1);
    return text;
}

/* Up to what the writer has reported. */
static log_pos settle(struct run *run)
{
    struct leaving *leaving = run->leaving;
    log_pos durable = journal_durable_really(run->server.journal);
    for (; leaving->pos < durable && leaving->pos < run->ledger.count; leaving->pos++) {
        const struct written *row = &run->ledger.written[leaving->pos];
        if (row->kind == RECORD_UPDATE)
            doc_apply(text_of(leaving, row->stream)->copy, buf_bytes(&row->body), NULL);
    }
    return durable;
}

void leaving_binary(struct run *run, const char *doc, struct bytes message)
{
    struct ysync_message read;
    if (ysync_read(message, &read) != OK || (read.kind != YSYNC_STEP2 && read.kind != YSYNC_UPDATE))
        return;
    settle(run);
    struct settled *text = text_of(run->leaving, doc);
    uint64_t hash = hash_more(HASH_BASE, read.body.data, read.body.len);
    if (hash == text->seen_hash)
        return;
    text->seen_hash = hash;
    if (!doc_contains_update(text->copy, read.body))
        run_fail(run, "%s: an update leaves before it is on the disk", doc);
}

void leaving_text(struct run *run, struct bytes frame)
{
    const char *at = (const char *)frame.data, *end = at + frame.len;
    log_pos durable = settle(run);
    while ((at = memmem(at, (size_t)(end - at), "\"pos\":", 6)) != NULL) {
        at += 6;
        log_pos pos = strtoull(at, NULL, 10);
        if (pos > durable)
            run_fail(run, "a frame with position %llu leaves, and %llu is on the disk",
                     (unsigned long long)pos, (unsigned long long)durable);
    }
}
