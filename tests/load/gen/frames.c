#include "frames.h"

#include "base/lib0.h"

#include <stdio.h>

enum { TYPE_SYNC = 0, TYPE_AWARENESS = 1, TYPE_AUTH = 2, TYPE_SYNC_REPLY = 4 };
enum { TYPE_HUB_UPDATE = 16, TYPE_HUB_REFUSED = 18, TYPE_HUB_STEP2 = 19, HUB_CHANNEL = 1 };
enum { AUTH_TOKEN = 0, AUTH_DONE = 2 };

/* --- messages ----------------------------------------------------------------------------------- */

static bool sync_read(struct reader *reader, struct message *message)
{
    uint64_t step = read_varuint(reader);
    if (step > UPDATE)
        return false;
    message->kind = (enum kind)step;
    message->body = read_buffer(reader);
    return !reader->failed;
}

bool message_read(enum dialect dialect, struct bytes frame, struct message *message)
{
    struct reader reader = reader_of(frame);
    if (dialect == HOCUSPOCUS)
        read_buffer(&reader);
    if (dialect == HUB)
        read_varuint(&reader);
    uint64_t type = read_varuint(&reader);
    *message = (struct message){.kind = OTHER};
    if (type == TYPE_SYNC || (type == TYPE_SYNC_REPLY && dialect == HOCUSPOCUS))
        return sync_read(&reader, message);
    if (type == TYPE_AWARENESS)
        *message = (struct message){AWARENESS, read_buffer(&reader)};
    else if (type == TYPE_HUB_REFUSED)
        message->kind = REFUSED;
    else if (type == TYPE_AUTH && read_varuint(&reader) == AUTH_DONE)
        message->kind = AUTHENTICATED;
    return !reader.failed;
}

static void name_write(struct buf *frame, enum dialect dialect, const char *doc)
{
    if (dialect == HOCUSPOCUS)
        write_buffer(frame, bytes_text(doc));
    if (dialect == HUB)
        write_varuint(frame, HUB_CHANNEL);
}

void message_write(struct buf *frame, enum dialect dialect, const char *doc, enum kind kind,
                   struct bytes body)
{
    name_write(frame, dialect, doc);
    if (kind == AWARENESS) {
        write_varuint(frame, TYPE_AWARENESS);
    } else {
        write_varuint(frame, TYPE_SYNC);
        write_varuint(frame, kind);
    }
    write_buffer(frame, body);
}

void hub_update_write(struct buf *frame, enum kind kind, uint64_t seq, struct bytes update)
{
    write_varuint(frame, HUB_CHANNEL);
    write_varuint(frame, kind == STEP2 ? TYPE_HUB_STEP2 : TYPE_HUB_UPDATE);
    write_varuint(frame, seq);
    write_buffer(frame, update);
}

void token_write(struct buf *frame, const char *doc)
{
    name_write(frame, HOCUSPOCUS, doc);
    write_varuint(frame, TYPE_AUTH);
    write_varuint(frame, AUTH_TOKEN);
    write_buffer(frame, bytes_text("anyone"));
}

/* --- updates ------------------------------------------------------------------------------------ */

enum { KIND_GC = 0, KIND_DELETED = 1, KIND_STRING = 4, KIND_SKIP = 10, KIND_BITS = 0x1f };
enum { HAS_ORIGIN = 0x80, HAS_RIGHT = 0x40, HAS_KEY = 0x20 };

static void id_write(struct buf *out, struct id id)
{
    write_varuint(out, id.client);
    write_varuint(out, id.clock);
}

static void one_struct(struct buf *out, struct id at)
{
    write_varuint(out, 1); /* clients */
    write_varuint(out, 1); /* structs */
    id_write(out, at);
}

void update_keystroke(struct buf *out, struct id at, struct id left, struct id right, char letter)
{
    one_struct(out, at);
    buf_u8(out, KIND_STRING | HAS_ORIGIN | HAS_RIGHT);
    id_write(out, left);
    id_write(out, right);
    write_buffer(out, bytes_of(&letter, 1));
    write_varuint(out, 0); /* nothing deleted */
}

void update_first(struct buf *out, struct id at, const char *root, struct bytes text)
{
    one_struct(out, at);
    buf_u8(out, KIND_STRING);
    write_varuint(out, 1); /* in a root */
    write_buffer(out, bytes_text(root));
    write_buffer(out, text);
    write_varuint(out, 0);
}

void awareness_cursor(struct buf *out, uint64_t client, uint32_t clock, struct id behind)
{
    char state[512];
    char item[96];
    snprintf(item, sizeof item,
             "{\"type\":null,\"tname\":\"t\",\"item\":{\"client\":%llu,\"clock\":%u},\"assoc\":0}",
             (unsigned long long)behind.client, behind.clock);
    int len = snprintf(state, sizeof state,
                       "{\"user\":{\"name\":\"Guest %u\",\"color\":\"#30bced\",\"colorLight\":"
                       "\"#30bced33\"},\"cursor\":{\"anchor\":%s,\"head\":%s}}",
                       (unsigned)(client & 0x1ffff), item, item);
    write_varuint(out, 1);
    write_varuint(out, client);
    write_varuint(out, clock);
    write_buffer(out, bytes_of(state, (size_t)len));
}

/* Reads one struct over; its length in units, 0 for one that typing does not make. */
static uint32_t struct_length(struct reader *reader)
{
    uint8_t info = read_u8(reader);
    int kind = info & KIND_BITS;
    size_t units = 0;
    if (kind == KIND_GC || kind == KIND_SKIP)
        return (uint32_t)read_varuint(reader);
    if (info & HAS_ORIGIN)
        read_varuint(reader), read_varuint(reader);
    if (info & HAS_RIGHT)
        read_varuint(reader), read_varuint(reader);
    if (!(info & (HAS_ORIGIN | HAS_RIGHT))) {
        if (read_varuint(reader) == 1)
            read_buffer(reader);
        else
            read_varuint(reader), read_varuint(reader);
        if (info & HAS_KEY)
            read_buffer(reader);
    }
    if (kind == KIND_STRING)
        read_string(reader, &units);
    else if (kind == KIND_DELETED)
        units = read_varuint(reader);
    return (uint32_t)units;
}

bool update_runs(struct bytes update, on_run *run, void *context)
{
    struct reader reader = reader_of(update);
    for (uint64_t clients = read_varuint(&reader); clients > 0; clients--) {
        uint64_t structs = read_varuint(&reader);
        uint64_t client = read_varuint(&reader);
        uint32_t clock = (uint32_t)read_varuint(&reader);
        for (; structs > 0; structs--) {
            bool is_skip = reader_left(&reader) > 0 && (*reader.at & KIND_BITS) == KIND_SKIP;
            uint32_t len = struct_length(&reader);
            if (len == 0 || reader.failed)
                return false;
            if (!is_skip)
                run(context, client, clock, len);
            clock += len;
        }
    }
    return !reader.failed;
}
