#include "typed.h"

#include "base/mem.h"
#include "crdt/doc.h"

enum { RUN_PAUSE_MS = 60 * 1000 }; /* what is typed after such a pause is told apart */

/* Typing that goes on in one field. */
struct run {
    json_t *entry; /* {"doc","field","pos","at_ms"}, of the first change; NULL: none */
    struct buf text;
    int64_t last_ms;
};

/* A text with the late edits of the person on it: each may go on from the ones before. */
struct fork {
    struct fork *next;
    const struct doc *of;
    struct doc *doc;
};

struct typed {
    struct hall *hall;
    json_t *entries;
    struct run run;
    struct fork *forks;
    const struct log_row *row; /* at hand */
};

static void run_end(struct typed *typed)
{
    struct run *run = &typed->run;
    if (run->entry == NULL)
        return;
    json_object_set_new(run->entry, "text",
                        json_stringn((const char *)run->text.data, run->text.len));
    json_array_append_new(typed->entries, run->entry);
    run->entry = NULL;
    buf_clear(&run->text);
}

static bool run_goes_on(const struct run *run, const struct log_row *row, json_t *field)
{
    return run->entry != NULL && row->at_ms - run->last_ms < RUN_PAUSE_MS &&
           strcmp(json_string_value(json_object_get(run->entry, "doc")), row->stream) == 0 &&
           json_is_true(json_object_get(run->entry, "too_late")) == (row->kind == RECORD_LATE) &&
           json_equal(json_object_get(run->entry, "field"), field);
}

static enum err struct_take(void *context, uint64_t client, uint32_t units, int kind,
                            struct bytes root, bool key_present, struct bytes utf8)
{
    (void)client, (void)units, (void)key_present;
    struct typed *typed = context;
    const struct log_row *row = typed->row;
    if (kind != DOC_STRING || utf8.len == 0)
        return OK;
    json_t *field = root.data != NULL ? json_stringn((const char *)root.data, root.len) : NULL;
    if (field == NULL)
        field = json_string(""); /* a late edit may hold what is in no field */
    if (!run_goes_on(&typed->run, row, field)) {
        run_end(typed);
        typed->run.entry = json_pack("{s:s,s:O,s:I,s:I,s:b}", "doc", row->stream, "field", field,
                                     "pos", (json_int_t)row->pos, "at_ms", (json_int_t)row->at_ms,
                                     "too_late", row->kind == RECORD_LATE);
    }
    json_decref(field);
    buf_bytes_append(&typed->run.text, utf8);
    typed->run.last_ms = row->at_ms;
    return OK;
}

static enum err delete_pass(void *context, struct bytes root, uint32_t units)
{
    (void)context, (void)root, (void)units;
    return OK;
}

static const struct doc *doc_of(const struct typed *typed, const char *id)
{
    struct doc *doc;
    for (size_t i = 0; i < hall_documents(typed->hall); i++)
        if (strcmp(hall_document(typed->hall, i, &doc), id) == 0)
            return doc;
    return NULL;
}

/* With the text as it is now, and all of theirs that came too late for it. */
static struct doc *fork_of(struct typed *typed, const struct doc *doc)
{
    struct fork *fork = typed->forks;
    while (fork != NULL && fork->of != doc)
        fork = fork->next;
    if (fork == NULL) {
        fork = mem_new(sizeof *fork);
        *fork = (struct fork){typed->forks, doc, doc_new(true)};
        typed->forks = fork;
    }
    struct buf has = {0}, lacks = {0};
    doc_state_vector(fork->doc, &has);
    doc_since((struct doc *)doc, buf_bytes(&has), &lacks); /* it changes nothing */
    doc_apply(fork->doc, buf_bytes(&lacks), NULL);
    buf_free(&has);
    buf_free(&lacks);
    return fork->doc;
}

static void forks_free(struct fork *forks)
{
    while (forks != NULL) {
        struct fork *next = forks->next;
        doc_free(forks->doc);
        mem_free(forks);
        forks = next;
    }
}

struct typed *typed_new(struct hall *hall)
{
    struct typed *typed = mem_new(sizeof *typed);
    typed->hall = hall;
    typed->entries = json_array();
    return typed;
}

void typed_row(struct typed *typed, const struct log_row *row)
{
    const struct doc_visitor visitor = {typed, struct_take, delete_pass};
    const struct doc *doc = doc_of(typed, row->stream);
    typed->row = row;
    if (doc == NULL)
        return;
    if (row->kind == RECORD_LATE) {
        struct doc *fork = fork_of(typed, doc);
        doc_examine(fork, row->body, &visitor);
        doc_apply(fork, row->body, NULL);
        run_end(typed); /* each is told by itself */
    } else {
        doc_examine(doc, row->body, &visitor);
    }
}

json_t *typed_end(struct typed *typed)
{
    run_end(typed);
    json_t *entries = typed->entries;
    buf_free(&typed->run.text);
    forks_free(typed->forks);
    mem_free(typed);
    return entries;
}
