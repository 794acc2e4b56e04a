/* session_ops.c - what people do in a session (session.h). An op is six bytes:
 *
 *   what  0x0F the op (enum op)   0x10 goes into the same update as what follows   0x20 its author has first seen everything
 *   who   the author; d or a chooses the list, text or map: one of three roots or a nested one
 *
 * The crowd is the op this is for: many at one place at once, some of them having seen more than
 * others. */
#include "fuzz/session_inside.h"

#include "fuzz/fuzz.h"

enum op {
    OP_TYPE_ON, /* b letters behind the author's last ones */
    OP_TYPE_ON_TOO,
    OP_INSERT,      /* at place a of list d, b letters */
    OP_INSERT_KIND, /* ... content c */
    OP_CROWD,     /* some, or 64 and more (a), at place b, a letter each; c, d: who has seen more */
    OP_CROWD_TOO, /* ... or under one key */
    OP_BETWEEN,   /* behind one of the last hundred units of the list, whoever made it */
    OP_DELETE,    /* b units from the a-th that the author sees */
    OP_BACKSPACE, /* the author's last b units */
    OP_MAP_SET,
    OP_NEST,   /* a type into list d, or under a key */
    OP_LOOK,   /* the author's horizon moves to a / 255 of all there is */
    OP_RESEND, /* the author's units from a / 255 on, with all deletes: overlaps what is known */
    OP_ODD_INSERT, /* any origin, any right origin */
    OP_ODD_CHILD,  /* of any unit, under any key, of any kind */
    OP_ODD_RANGE,  /* GC structs, deletes of what is not there */
};

static void type_on(const struct deed *x)
{
    const struct session *s = x->s;
    const struct person *person = model_person(s->model, session_client(s, x->author));
    uint32_t last = person ? person->units[person->clock - 1] : NOBODY;
    struct spot at = spot_in(x, x->d);
    if (last != NOBODY && is_listed(&s->model->units[last])) {
        at.type = s->model->units[last].parent;
        place_behind(x, &at, last);
    } else {
        place_at(x, &at, x->a);
    }
    write_at(x, &at, x->c & 0x80 ? DOC_ANY : DOC_STRING, x->b, x->c);
}

static void insert(const struct deed *x, uint8_t kind)
{
    struct spot at = spot_in(x, x->d);
    place_at(x, &at, x->a);
    write_at(x, &at, kind, x->b, x->c);
}

static void insert_kind(const struct deed *x)
{
    static const uint8_t kinds[] = {DOC_STRING, DOC_ANY,  DOC_FORMAT,  DOC_EMBED,
                                    DOC_BINARY, DOC_TYPE, DOC_DELETED, DOC_JSON};
    insert(x, kinds[x->c / 4 % 8]);
}

/* Many at one place. Most have seen what the first author has; every so many-th has seen everything
 * (its right origin is the crowd's first), goes between two of the crowd, or types on: those are
 * aliens among the siblings. */
static void crowd(const struct deed *x)
{
    struct session *s = x->s;
    struct spot at = spot_in(x, x->d & 0xC3);
    place_at(x, &at, x->b);
    uint32_t origin = at.origin;
    uint32_t seen = s->horizon[x->author];
    if (origin != NOBODY && seen <= origin)
        seen = origin + 1; /* the author's own: the others have it from there */
    uint32_t before = s->model->unit_count;
    int people = x->a < 0xC0 ? 2 + x->a % 12 : 40 + x->a % 64;
    for (int i = 0; i < people; i++) {
        struct deed y = *x;
        y.author = (uint8_t)(x->author + i * (1 + (x->d & 0x3C)));
        look(s, y.author, seen);
        bool is_alien = (x->c & 7) > 0 && i % ((x->c & 7) + 1) == (x->c & 7);
        struct spot of_it = at;
        uint32_t behind = origin;
        if (is_alien && x->c & 0x08)
            look(s, y.author, s->model->unit_count);
        if (is_alien && x->c & 0x10 && s->model->unit_count > before)
            behind = before + (uint32_t)(x->c >> 5) % (s->model->unit_count - before);
        if (behind != NOBODY &&
            (!sees(s, y.author, behind) || !is_listed(&s->model->units[behind])))
            behind = origin;
        if (of_it.type == NOBODY)
            of_it.type = root_of(s->model, of_it.root);
        place_behind(&y, &of_it, behind);
        write_at(&y, &of_it, DOC_STRING, i % 5 == 4 ? 1 : 0, (uint8_t)(x->c + i));
        if (!(x->d & 0x40))
            session_flush(s);
    }
}

/* Many set one key at once, most of them without having seen the others' value. */
static void key_crowd(const struct deed *x)
{
    struct session *s = x->s;
    uint32_t seen = s->horizon[x->author];
    int people = x->a < 0xC0 ? 2 + x->a % 12 : 40 + x->a % 64;
    for (int i = 0; i < people; i++) {
        struct deed y = *x;
        y.author = (uint8_t)(x->author + i * (1 + (x->d & 0x3C)));
        bool is_alien = (x->c & 7) > 0 && i % ((x->c & 7) + 1) == (x->c & 7);
        look(s, y.author, is_alien ? s->model->unit_count : seen);
        struct spot at = spot_in(&y, x->d & 0xC3);
        place_under_key(&y, &at, key_of(x->b / 2));
        write_value(&y, &at, DOC_ANY, (uint8_t)i);
        if (!(x->d & 0x40))
            session_flush(s);
    }
}

static uint32_t any_unit(const struct session *s, uint8_t choice)
{
    uint32_t count = s->model->unit_count;
    if (count == 0 || choice % 8 == 0)
        return NOBODY;
    return choice & 1 ? (uint32_t)(choice * 37) % count : count - 1 - (choice / 2) % count;
}

/* Liars: many at one place that there is not, one of any origin and any right origin. */
static void odd_crowd(const struct deed *x)
{
    struct spot at = spot_in(x, x->d & 0xC3);
    at.origin = any_unit(x->s, x->b);
    at.right = any_unit(x->s, x->c);
    int people = x->a < 0xC0 ? 2 + x->a % 12 : 40 + x->a % 64;
    for (int i = 0; i < people; i++) {
        struct deed y = *x;
        y.author = (uint8_t)(x->author + i * (1 + (x->d & 0x3C)));
        write_at(&y, &at, DOC_STRING, 0, (uint8_t)i);
    }
}

static void crowd_somewhere(const struct deed *x)
{
    if (x->s->odd && x->d & 0x80)
        odd_crowd(x);
    else if (x->b & 1)
        key_crowd(x);
    else
        crowd(x);
}

static void between(const struct deed *x)
{
    const struct session *s = x->s;
    uint32_t count = s->model->unit_count;
    uint32_t back = (uint32_t)(x->a % 100);
    uint32_t unit = back < count ? count - 1 - back : 0;
    if (count == 0 || !is_listed(&s->model->units[unit])) {
        insert(x, DOC_STRING);
        return;
    }
    look(x->s, x->author, unit + 1);
    struct spot at = {.type = s->model->units[unit].parent};
    place_behind(x, &at, unit);
    write_at(x, &at, DOC_STRING, x->b & 1, x->c);
}

static void delete_from(const struct deed *x, uint32_t unit, uint32_t units)
{
    const struct model *model = x->s->model;
    const struct unit *first = &model->units[unit];
    const struct person *person = model_person(model, first->client);
    uint32_t end = first->clock;
    while (end < person->clock && end < first->clock + units &&
           sees(x->s, x->author, person->units[end]))
        end++;
    session_add_delete(x->s, (struct stretch){first->client, first->clock, end});
}

static void delete_some(const struct deed *x)
{
    uint32_t count = x->s->model->unit_count;
    uint32_t unit = count > 0 ? (uint32_t)(x->a << 8 | x->c) % count : NOBODY;
    if (unit != NOBODY && sees(x->s, x->author, unit))
        delete_from(x, unit, 1 + (x->b & 15));
}

static void backspace(const struct deed *x)
{
    const struct session *s = x->s;
    const struct person *person = model_person(s->model, session_client(s, x->author));
    uint32_t units = 1 + (x->b & 7);
    if (!person)
        return;
    uint32_t from = person->clock > units ? person->clock - units : 0;
    delete_from(x, person->units[from], units);
}

static void set_key(const struct deed *x)
{
    static const uint8_t kinds[] = {DOC_ANY, DOC_TYPE, DOC_BINARY, DOC_SUBDOC};
    struct spot at = spot_in(x, x->d);
    place_under_key(x, &at, key_of(x->a));
    write_value(x, &at, kinds[x->c & 3], x->b);
}

static void nest(const struct deed *x)
{
    struct spot at = spot_in(x, x->d);
    if (x->c & 1) {
        place_under_key(x, &at, key_of(x->c / 2));
        write_value(x, &at, DOC_TYPE, x->b);
    } else {
        place_at(x, &at, x->a);
        write_at(x, &at, DOC_TYPE, 0, x->b);
    }
}

static void resend(const struct deed *x)
{
    static struct buf vector;
    static struct buf update;
    const struct model *model = x->s->model;
    const struct person *me = model_person(model, session_client(x->s, x->author));
    if (!me || (x->s->astral && !x->s->in_order))
        return; /* with characters cut in two since, it would not be the same again */
    session_flush(x->s);
    buf_clear(&vector);
    buf_clear(&update);
    write_varuint(&vector, model->person_count);
    for (size_t i = 0; i < model->person_count; i++) {
        const struct person *person = &model->people[i];
        write_varuint(&vector, person->client);
        write_varuint(&vector, person == me ? (uint64_t)me->clock * x->a / 255 : person->clock);
    }
    CHECK(model_since(model, buf_bytes(&vector), &update));
    session_add_update(x->s, buf_bytes(&update));
}

/* Odd ops: what a liar may send. */

static void odd_insert(const struct deed *x)
{
    struct spot at = spot_in(x, x->d);
    at.origin = any_unit(x->s, x->a);
    at.right = any_unit(x->s, x->b);
    if (x->d & 0x10)
        at.key = key_of(x->d);
    write_at(x, &at, (uint8_t)(1 + x->c % 9), x->c / 9, x->a);
}

static void odd_child(const struct deed *x)
{
    static struct buf out;
    struct session *s = x->s;
    uint32_t holder = any_unit(s, x->a);
    if (holder == NOBODY) {
        odd_insert(x);
        return;
    }
    uint8_t kind = (uint8_t)(1 + x->c % 9);
    buf_clear(&out);
    buf_u8(&out, kind | (x->d & 1 ? 0x20 : 0));
    buf_u8(&out, 0);
    put_name(s, holder, &out);
    if (x->d & 1)
        write_buffer(&out, key_of(x->d / 2));
    put_content(s, kind, x->b, x->c, &out);
    if (session_has_room(s, 16))
        session_add(s, session_client(s, x->author), buf_bytes(&out));
}

static void odd_range(const struct deed *x)
{
    uint8_t gc[] = {DOC_GC, 1 + (x->b & 3)};
    uint64_t client = x->c & 1 ? session_client(x->s, x->a) : 5000U + x->a;
    if (x->c & 2)
        session_add_delete(x->s, (struct stretch){client, x->b, x->b + 1U + x->d % 16});
    else if (session_has_room(x->s, 8))
        session_add(x->s, session_client(x->s, x->author), bytes_of(gc, sizeof gc));
}

static void odd_op(const struct deed *x, enum op what)
{
    if (!x->s->odd)
        insert(x, DOC_STRING);
    else if (what == OP_ODD_INSERT)
        odd_insert(x);
    else if (what == OP_ODD_CHILD)
        odd_child(x);
    else
        odd_range(x);
}

void session_op(struct session *s, const uint8_t op[SESSION_OP])
{
    static void (*const deeds[])(const struct deed *) = {[OP_TYPE_ON] = type_on,
                                                         [OP_TYPE_ON_TOO] = type_on,
                                                         [OP_INSERT_KIND] = insert_kind,
                                                         [OP_CROWD] = crowd,
                                                         [OP_CROWD_TOO] = crowd_somewhere,
                                                         [OP_BETWEEN] = between,
                                                         [OP_DELETE] = delete_some,
                                                         [OP_BACKSPACE] = backspace,
                                                         [OP_MAP_SET] = set_key,
                                                         [OP_NEST] = nest,
                                                         [OP_RESEND] = resend};
    struct deed x = {s, op[1], op[2], op[3], op[4], op[5]};
    enum op what = op[0] & 0x0F;
    if (op[0] & 0x20)
        look(s, x.author, s->model->unit_count);
    if (what == OP_LOOK)
        look(s, x.author, (uint32_t)(s->model->unit_count * (size_t)x.a / 255));
    else if (what == OP_INSERT)
        insert(&x, DOC_STRING);
    else if (what >= OP_ODD_INSERT)
        odd_op(&x, what);
    else
        deeds[what](&x);
    if (!(op[0] & 0x10))
        session_flush(s);
}
