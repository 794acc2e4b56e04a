/* session_content.c - a session's structs, written: contents of every kind, drawn from two bytes
 * (session_inside.h). */
#include "fuzz/session_inside.h"

static uint32_t put_letters(const struct session *s, uint8_t number, uint8_t which, struct buf *out)
{
    static const char *const pairs[] = {"\xF0\x9F\x98\x80", "\xF0\x90\x8D\x88"};
    static struct buf text;
    uint32_t units = 0;
    buf_clear(&text);
    for (int i = 0; i <= (number & 7); i++, which++) {
        if (s->astral && which % 4 == 3) {
            buf_text(&text, pairs[which & 1]);
            units += 2;
        } else if (which >= 0xE0) {
            buf_text(&text, "\xC3\xA4");
            units++;
        } else {
            buf_u8(&text, (uint8_t)('a' + which % 26));
            units++;
        }
    }
    write_buffer(out, buf_bytes(&text));
    return units;
}

static uint32_t put_values(uint8_t kind, uint8_t number, uint8_t which, struct buf *out)
{
    uint32_t count = 1 + (number & 3);
    write_varuint(out, count);
    for (uint32_t i = 0; i < count; i++) {
        if (kind == DOC_ANY) {
            buf_u8(out, LIB0_INTEGER);
            write_varint(out, (which + i) & 0x3F, false);
        } else {
            write_buffer(out, bytes_text(i == 1 ? "undefined" : "[1]"));
        }
    }
    return count;
}

static void put_type(uint8_t which, struct buf *out)
{
    uint8_t ref = which % (TYPE_REF_LAST + 1);
    buf_u8(out, ref);
    if (ref == TYPE_REF_ELEMENT || ref == TYPE_REF_HOOK)
        write_buffer(out, bytes_text("p"));
}

uint32_t put_content(const struct session *s, uint8_t kind, uint8_t number, uint8_t which,
                     struct buf *out)
{
    switch (kind) {
    case DOC_DELETED:
        write_varuint(out, 1 + (number & 3));
        return 1 + (number & 3);
    case DOC_JSON:
    case DOC_ANY:
        return put_values(kind, number, which, out);
    case DOC_STRING:
        return put_letters(s, number, which, out);
    case DOC_BINARY:
        write_buffer(out, bytes_of(&number, 1));
        return 1;
    case DOC_EMBED:
        write_buffer(out, bytes_text("{\"i\":1}"));
        return 1;
    case DOC_FORMAT:
        write_buffer(out, bytes_text(which & 1 ? "b" : "i"));
        write_buffer(out, bytes_text(which & 2 ? "true" : "null"));
        return 1;
    case DOC_TYPE:
        put_type(which, out);
        return 1;
    default:
        write_buffer(out, bytes_text("g"));
        buf_append(out, "\x76\0", 2);
        return 1;
    }
}

void put_name(const struct session *s, uint32_t unit, struct buf *out)
{
    write_varuint(out, s->model->units[unit].client);
    write_varuint(out, s->model->units[unit].clock);
}

void write_at(const struct deed *x, const struct spot *at, uint8_t kind, uint8_t number,
              uint8_t which)
{
    static struct buf out;
    struct session *s = x->s;
    if (!session_has_room(s, 16))
        return;
    buf_clear(&out);
    bool is_bare = at->origin == NOBODY && at->right == NOBODY;
    buf_u8(&out, (uint8_t)(kind | (at->origin != NOBODY ? 0x80 : 0) |
                           (at->right != NOBODY ? 0x40 : 0) | (at->key.data ? 0x20 : 0)));
    if (at->origin != NOBODY)
        put_name(s, at->origin, &out);
    if (at->right != NOBODY)
        put_name(s, at->right, &out);
    if (is_bare) {
        uint32_t holder = at->type == NOBODY ? NOBODY : s->model->types[at->type].holder;
        buf_u8(&out, holder == NOBODY);
        if (holder == NOBODY)
            write_buffer(&out, at->root);
        else
            put_name(s, holder, &out);
        if (at->key.data)
            write_buffer(&out, at->key);
    }
    put_content(s, kind, number, which, &out);
    session_add(s, session_client(s, x->author), buf_bytes(&out));
}

void write_value(const struct deed *x, const struct spot *at, uint8_t kind, uint8_t which)
{
    uint32_t before = x->s->model->unit_count;
    write_at(x, at, kind, 0, which);
    if (at->origin == NOBODY || x->s->model->unit_count == before)
        return;
    const struct unit *old = &x->s->model->units[at->origin];
    session_add_delete(x->s, (struct stretch){old->client, old->clock, old->clock + 1});
}
