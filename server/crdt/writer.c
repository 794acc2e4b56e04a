#include "crdt/writer.h"

#include "base/utf.h"

#include <assert.h>

void writer_begin(struct writer *writer, uint64_t client)
{
    writer->client = client;
    writer->struct_count = 0;
    writer->has_run = false;
    buf_clear(&writer->structs);
}

void writer_free(struct writer *writer)
{
    buf_free(&writer->structs);
    buf_free(&writer->content);
}

void writer_trim(struct writer *writer)
{
    enum { KEPT_BYTES = 4096 };
    if (writer->structs.capacity > KEPT_BYTES || writer->content.capacity > KEPT_BYTES)
        writer_free(writer);
}

void content_append(struct buf *out, const struct part *part, uint32_t skip)
{
    struct bytes content = part->content;
    size_t offset = 0;
    bool halved = false;
    if (skip > 0 && part->kind == DOC_STRING)
        offset = utf8_offset(content, part->len, skip, &halved);
    else if (skip > 0 && content.len > 0)
        offset = values_size(content, part->kind, skip);
    if (halved) {
        buf_append(out, "\xEF\xBF\xBD", 3);
        offset += 4;
    }
    if (content.len > offset)
        buf_append(out, content.data + offset, content.len - offset);
}

static bool ids_equal(struct id a, struct id b)
{
    return a.client == b.client && a.clock == b.clock;
}

static bool rights_equal(const struct part *a, const struct part *b)
{
    if ((a->info ^ b->info) & INFO_RIGHT)
        return false;
    return !(a->info & INFO_RIGHT) || ids_equal(a->right, b->right);
}

bool parts_join(uint64_t client, const struct part *left, const struct part *right)
{
    if (left->kind != right->kind || left->clock + left->len != right->clock)
        return false;
    switch (left->kind) {
    case DOC_GC:
        return true;
    case DOC_DELETED:
    case DOC_STRING:
    case DOC_ANY:
    case DOC_JSON:
        return (right->info & INFO_ORIGIN) && right->origin.client == client &&
               right->origin.clock == right->clock - 1 && rights_equal(left, right);
    default:
        return false;
    }
}

static void write_id(struct buf *out, struct id id)
{
    write_varuint(out, id.client);
    write_varuint(out, id.clock);
}

static void write_references(struct buf *out, const struct part *part)
{
    if (part->info & INFO_ORIGIN)
        write_id(out, part->origin);
    if (part->info & INFO_RIGHT)
        write_id(out, part->right);
    if (part->info & (INFO_ORIGIN | INFO_RIGHT))
        return;
    write_varuint(out, part->parent_is_root);
    if (part->parent_is_root)
        write_buffer(out, part->root);
    else
        write_id(out, part->parent);
    if (part->info & INFO_KEY)
        write_buffer(out, part->key);
}

static void write_run(struct writer *writer)
{
    const struct part *run = &writer->run;
    struct buf *out = &writer->structs;
    buf_u8(out, run->info | run->kind);
    if (run->kind != DOC_GC)
        write_references(out, run);
    if (run->kind == DOC_GC || run->kind == DOC_DELETED || run->kind == DOC_ANY ||
        run->kind == DOC_JSON)
        write_varuint(out, run->len);
    if (run->kind == DOC_STRING || run->kind == DOC_BINARY)
        write_varuint(out, writer->content.len);
    buf_bytes_append(out, buf_bytes(&writer->content));
    buf_clear(&writer->content);
    writer->struct_count++;
    writer->has_run = false;
}

static void write_skip(struct writer *writer, uint32_t len)
{
    buf_u8(&writer->structs, DOC_SKIP);
    write_varuint(&writer->structs, len);
    writer->struct_count++;
}

void writer_add(struct writer *writer, const struct part *part, uint32_t skip)
{
    struct part rest = *part;
    if (skip > 0) {
        rest.clock += skip;
        rest.len -= skip;
        if (rest.kind != DOC_GC) {
            rest.info |= INFO_ORIGIN;
            rest.origin = (struct id){writer->client, rest.clock - 1};
        }
    }
    if (writer->has_run && parts_join(writer->client, &writer->run, &rest)) {
        writer->run.len += rest.len;
    } else {
        if (writer->has_run)
            write_run(writer);
        if (writer->struct_count == 0)
            writer->first_clock = rest.clock;
        else if (writer->next_clock != rest.clock)
            write_skip(writer, rest.clock - writer->next_clock);
        writer->run = rest;
        writer->has_run = true;
    }
    content_append(&writer->content, part, skip);
    writer->next_clock = rest.clock + rest.len;
}

void writer_end(struct writer *writer, struct buf *out)
{
    assert(writer->has_run);
    write_run(writer);
    write_varuint(out, writer->struct_count);
    write_varuint(out, writer->client);
    write_varuint(out, writer->first_clock);
    buf_bytes_append(out, buf_bytes(&writer->structs));
}
