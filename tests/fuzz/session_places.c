/* session_places.c - where things go in a session: what an author sees, and the neighbours it names
 * (session_inside.h). */
#include "fuzz/session_inside.h"

uint64_t session_client(const struct session *s, uint8_t author)
{
    uint64_t scrambled = (uint8_t)(author * 167 + 13);
    switch (s->scheme & 3) {
    case 0:
        return author + 1U;
    case 1:
        return 300U - author;
    case 2:
        return scrambled + 1;
    default:
        return scrambled << 33 | 7;
    }
}

bool sees(const struct session *s, uint8_t author, uint32_t unit)
{
    return unit < s->horizon[author] || s->model->units[unit].client == session_client(s, author);
}

void look(struct session *s, uint8_t author, uint32_t horizon)
{
    if (s->horizon[author] < horizon) /* nobody forgets */
        s->horizon[author] = horizon;
}

uint32_t root_of(const struct model *model, struct bytes root)
{
    for (uint32_t i = 0; i < model->type_count; i++)
        if (model->types[i].holder == NOBODY && bytes_equal(model->types[i].root, root))
            return i;
    return NOBODY;
}

struct spot spot_in(const struct deed *x, uint8_t choice)
{
    static const char *const roots[] = {"t", "a", "m"};
    const struct model *model = x->s->model;
    struct spot at = {NOBODY, NOBODY, NOBODY, bytes_text(roots[choice % 3]), {NULL, 0}};
    if (choice >= 0x80 && model->type_count > 0) {
        uint32_t type = choice % model->type_count;
        uint32_t holder = model->types[type].holder;
        if (holder == NOBODY)
            at.root = model->types[type].root;
        else if (sees(x->s, x->author, holder))
            at.type = type;
    }
    if (at.type == NOBODY)
        at.type = root_of(model, at.root);
    return at;
}

static uint32_t next_seen(const struct deed *x, uint32_t unit)
{
    while (unit != NOBODY && !sees(x->s, x->author, unit))
        unit = x->s->model->units[unit].right;
    return unit;
}

/* What the author sees of the list. */
static void view(const struct deed *x, const struct spot *at)
{
    struct session *s = x->s;
    s->view_count = 0;
    uint32_t u = at->type == NOBODY ? NOBODY : s->model->types[at->type].first;
    for (u = next_seen(x, u); u != NOBODY; u = next_seen(x, s->model->units[u].right))
        s->view[s->view_count++] = u;
}

void place_at(const struct deed *x, struct spot *at, uint32_t place)
{
    const struct session *s = x->s;
    view(x, at);
    place = (uint32_t)(place * s->view_count / 255);
    at->origin = place > 0 ? s->view[place - 1] : NOBODY;
    at->right = place < s->view_count ? s->view[place] : NOBODY;
}

void place_behind(const struct deed *x, struct spot *at, uint32_t origin)
{
    const struct model *model = x->s->model;
    uint32_t first = at->type == NOBODY ? NOBODY : model->types[at->type].first;
    at->origin = origin;
    at->right = next_seen(x, origin == NOBODY ? first : model->units[origin].right);
}

struct bytes key_of(uint8_t choice)
{
    static const char *const keys[] = {"k", "l", "0"};
    return bytes_text(keys[choice % 3]);
}

void place_under_key(const struct deed *x, struct spot *at, struct bytes key)
{
    const struct model *model = x->s->model;
    at->key = key;
    const struct chain *chain = at->type == NOBODY ? NULL : model_chain(model, at->type, key);
    uint32_t u = chain ? chain->last : NOBODY;
    while (u != NOBODY && !sees(x->s, x->author, u))
        u = model->units[u].left;
    at->origin = u;
}
