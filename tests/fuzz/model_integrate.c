/* model_integrate.c - the reference: where an item lands among concurrent ones. docs/formats.md,
 * "Integrating one item", word for word, on single units: a run is its first unit, found a place
 * for, and the others right behind it. */
#include "fuzz/model_inside.h"

#include "base/mem.h"

#include <assert.h>

static uint32_t type_new(struct model *model, uint32_t holder, struct bytes root)
{
    ROOM_FOR(model->types, model->type_count, model->type_capacity);
    struct type *type = &model->types[model->type_count];
    bool is_begun = model->type_count < model->types_begun;
    *type = (struct type){.holder = holder,
                          .root = root,
                          .first = NOBODY,
                          .chains = is_begun ? type->chains : NULL,
                          .chain_capacity = is_begun ? type->chain_capacity : 0};
    model->types_begun += !is_begun;
    return (uint32_t)model->type_count++;
}

static uint32_t root_type(struct model *model, struct bytes root)
{
    for (size_t i = 0; i < model->type_count; i++)
        if (model->types[i].holder == NOBODY && bytes_equal(model->types[i].root, root))
            return (uint32_t)i;
    return type_new(model, NOBODY, root);
}

static struct person *person_of(struct model *model, uint64_t client)
{
    struct person *person = model_person(model, client);
    if (person)
        return person;
    ROOM_FOR(model->people, model->person_count, model->person_capacity);
    person = &model->people[model->person_count];
    bool is_begun = model->person_count++ < model->people_begun;
    *person = (struct person){.client = client,
                              .units = is_begun ? person->units : NULL,
                              .capacity = is_begun ? person->capacity : 0};
    model->people_begun += !is_begun;
    return person;
}

static uint32_t unit_add(struct model *model, uint64_t client)
{
    size_t capacity = model->unit_capacity;
    ROOM_FOR(model->units, model->unit_count, capacity);
    model->unit_capacity = (uint32_t)capacity;
    uint32_t unit = model->unit_count++;
    struct person *person = person_of(model, client);
    if (person->clock == person->capacity) {
        person->capacity = person->capacity ? person->capacity * 2 : 4;
        person->units = mem_grow(person->units, person->capacity, sizeof *person->units);
    }
    model->units[unit] = (struct unit){.client = client,
                                       .clock = person->clock,
                                       .left = NOBODY,
                                       .right = NOBODY,
                                       .parent = NOBODY,
                                       .type = NOBODY};
    person->units[person->clock++] = unit;
    return unit;
}

/* The scan's two sets. A unit is in the list once for each time it was put in. */

static void conflict_clear(struct model *model)
{
    for (size_t i = 0; i < model->set_count; i++)
        model->units[model->set[i]].conflict = false;
}

static void sets_clear(struct model *model)
{
    conflict_clear(model);
    for (size_t i = 0; i < model->set_count; i++)
        model->units[model->set[i]].seen = false;
    model->set_count = 0;
}

static void sets_add(struct model *model, uint32_t unit)
{
    ROOM_FOR(model->set, model->set_count, model->set_capacity);
    model->set[model->set_count++] = unit;
    model->units[unit].seen = model->units[unit].conflict = true;
}

static uint32_t first_of(const struct model *model, uint32_t type, struct bytes key)
{
    if (!key.data)
        return model->types[type].first;
    struct chain *chain = model_chain(model, type, key);
    uint32_t u = chain ? chain->last : NOBODY;
    while (u != NOBODY && model->units[u].left != NOBODY)
        u = model->units[u].left;
    return u;
}

struct place {
    struct name origin, right_origin;
    uint32_t left, right;
    uint32_t parent;
    struct bytes key;
};

static void scan(struct model *model, uint64_t client, struct place *place)
{
    uint32_t o = place->left != NOBODY ? model->units[place->left].right
                                       : first_of(model, place->parent, place->key);
    for (; o != NOBODY && o != place->right; o = model->units[o].right) {
        const struct unit *other = &model->units[o];
        sets_add(model, o);
        if (names_equal(other->origin, place->origin)) {
            if (other->client < client) {
                place->left = o;
                conflict_clear(model);
            } else if (names_equal(other->right_origin, place->right_origin)) {
                break;
            }
            continue;
        }
        uint32_t holder = model_unit(model, other->origin);
        if (holder == NOBODY || !model->units[holder].seen)
            break;
        if (!model->units[holder].conflict) {
            place->left = o;
            conflict_clear(model);
        }
    }
    sets_clear(model);
}

static void link_unit(struct model *model, uint32_t unit, const struct place *place, uint32_t left)
{
    struct unit *u = &model->units[unit];
    struct type *parent = &model->types[place->parent];
    u->parent = place->parent;
    u->key = place->key;
    u->left = left;
    u->right =
        left != NOBODY ? model->units[left].right : first_of(model, place->parent, place->key);
    if (left != NOBODY)
        model->units[left].right = unit;
    else if (!u->key.data)
        parent->first = unit;
    if (u->right != NOBODY)
        model->units[u->right].left = unit;
    if (!u->key.data || u->right != NOBODY)
        return;
    struct chain *chain = model_chain(model, place->parent, u->key);
    if (!chain) {
        ROOM_FOR(parent->chains, parent->chain_count, parent->chain_capacity);
        chain = &parent->chains[parent->chain_count++];
        chain->key = u->key;
    }
    chain->last = unit;
}

static bool is_gone(const struct model *model, uint32_t unit)
{
    return unit != NOBODY && model->units[unit].kind == DOC_GC;
}

static bool is_between_lists(const struct model *model, const struct place *place)
{
    if (place->left == NOBODY || place->right == NOBODY)
        return false;
    const struct unit *left = &model->units[place->left];
    const struct unit *right = &model->units[place->right];
    return left->parent != right->parent || !bytes_equal(left->key, right->key);
}

/* False: what it belongs to is gone. */
static bool find_parent(struct model *model, const struct piece *piece, struct place *place)
{
    if (is_gone(model, place->left) || is_gone(model, place->right))
        return false;
    uint32_t neighbour = place->left != NOBODY ? place->left : place->right;
    model->half_told |= is_between_lists(model, place);
    if (neighbour != NOBODY) {
        place->parent = model->units[neighbour].parent;
        place->key = model->units[neighbour].key;
        return true;
    }
    place->key = piece->has_key ? piece->key : (struct bytes){NULL, 0};
    if (!piece->parent.is) {
        place->parent = root_type(model, piece->root);
        return true;
    }
    place->parent = model->units[model_unit(model, piece->parent)].type;
    return place->parent != NOBODY;
}

/* From the right origin the same run goes on to the origin. */
static bool is_crossed(const struct model *model, const struct place *place)
{
    uint32_t u = place->right;
    if (u == NOBODY || place->left == NOBODY)
        return false;
    const struct unit *left = &model->units[place->left];
    while (u != place->left) {
        const struct unit *here = &model->units[u];
        if (here->right == NOBODY || here->client != left->client || here->clock >= left->clock ||
            model->units[here->right].clock != here->clock + 1)
            return false;
        u = here->right;
    }
    return true;
}

static void find_place(struct model *model, const struct piece *piece, uint32_t skip,
                       struct place *place)
{
    place->origin =
        skip > 0 ? (struct name){piece->client, piece->clock + skip - 1, true} : piece->origin;
    place->right_origin = piece->right_origin;
    place->left = model_unit(model, place->origin);
    place->right = model_unit(model, place->right_origin);
    model->ambiguous |= is_crossed(model, place);
    if (is_gone(model, place->left) || is_gone(model, place->right))
        return; /* collected on arrival; a cut would show in no increment (Yjs does cut here) */
    if (place->left != NOBODY) {
        const struct unit *left = &model->units[place->left];
        const struct person *person = model_person(model, left->client);
        if (left->clock + 1 < person->clock)
            model_cut_before(model, person->units[left->clock + 1]);
    }
    if (place->right != NOBODY)
        model_cut_before(model, place->right);
}

static bool somebody_is_between(const struct model *model, const struct place *place)
{
    if (place->left != NOBODY)
        return model->units[place->left].right != place->right;
    return place->right == NOBODY || model->units[place->right].left != NOBODY;
}

/* Content, unit by unit. */

int letter_read(struct reader *reader, uint16_t units[2])
{
    uint8_t lead = read_u8(reader);
    int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    uint32_t code = more == 0 ? lead : lead & (0x3F >> more);
    for (int i = 0; i < more; i++)
        code = code << 6 | (read_u8(reader) & 0x3F);
    if (code < 0x10000) {
        units[0] = (uint16_t)code;
        return 1;
    }
    units[0] = (uint16_t)(0xD800 + ((code - 0x10000) >> 10));
    units[1] = (uint16_t)(0xDC00 + ((code - 0x10000) & 0x3FF));
    return 2;
}

static struct bytes element_read(struct reader *reader, uint8_t kind)
{
    const uint8_t *start = reader->at;
    if (kind == DOC_ANY)
        return read_any(reader);
    read_string(reader, NULL);
    return bytes_of(start, (size_t)(reader->at - start));
}

/* The units of the content from `skip` on, as units of the document that belong nowhere yet; the
 * first of them. */
static uint32_t content_add(struct model *model, const struct piece *piece, uint32_t skip)
{
    uint32_t first = model->unit_count;
    struct reader reader = reader_of(piece->content);
    uint16_t letters[2] = {0};
    int waiting = 0; /* a second half */
    for (uint32_t i = 0; i < piece->len; i++) {
        struct bytes element = {NULL, 0};
        uint16_t letter = 0;
        bool is_second = waiting > 0;
        if (piece->kind == DOC_STRING) {
            waiting = is_second ? 0 : letter_read(&reader, letters) - 1;
            letter = letters[is_second];
        } else if (piece->kind == DOC_ANY || piece->kind == DOC_JSON) {
            element = element_read(&reader, piece->kind);
        } else {
            element = piece->content;
        }
        if (i < skip)
            continue;
        uint32_t unit = unit_add(model, piece->client);
        model->units[unit].kind = piece->kind;
        model->units[unit].letter = i == skip && is_second ? 0xFFFD : letter;
        model->units[unit].content = element;
        model->units[unit].right_origin = piece->right_origin;
    }
    return first;
}

static void bury(struct model *model, uint32_t first)
{
    for (uint32_t u = first; u < model->unit_count; u++) {
        model->units[u].kind = DOC_GC;
        model->units[u].deleted = model->units[u].is_head = true;
        model->units[u].right_origin.is = false;
    }
}

/* The run of a key's value that ends at the unit. */
static void delete_run_ending(struct model *model, uint32_t unit)
{
    for (; !model->units[unit].is_head; unit = model->units[unit].left)
        model_delete(model, unit);
    model_delete(model, unit);
}

static bool is_in_deleted_type(const struct model *model, uint32_t parent)
{
    uint32_t holder = model->types[parent].holder;
    return holder != NOBODY && model->units[holder].deleted;
}

static void settle(struct model *model, const struct piece *piece, uint32_t first)
{
    const struct unit *head = &model->units[first];
    uint32_t last = model->unit_count - 1;
    bool has_key = head->key.data != NULL;
    model->half_told |= has_key && last > first;
    bool is_value = has_key && model->units[last].right == NOBODY;
    if (is_value && head->left != NOBODY)
        delete_run_ending(model, head->left);
    bool dies = piece->kind == DOC_DELETED || (has_key && !is_value) ||
                is_in_deleted_type(model, head->parent);
    if (piece->kind == DOC_TYPE)
        model->units[first].type = type_new(model, first, (struct bytes){NULL, 0});
    for (uint32_t u = first; dies && u <= last; u++)
        model_delete(model, u);
}

void model_integrate(struct model *model, const struct piece *piece)
{
    struct person *person = model_person(model, piece->client);
    uint32_t known = person ? person->clock : 0;
    assert(piece->clock <= known && known < piece->clock + piece->len);
    uint32_t skip = known - piece->clock;
    struct place place = {.parent = NOBODY};
    bool has_place = false;
    if (piece->kind != DOC_GC) {
        find_place(model, piece, skip, &place);
        has_place = find_parent(model, piece, &place);
    }
    if (has_place && somebody_is_between(model, &place))
        scan(model, piece->client, &place);
    uint32_t first = content_add(model, piece, skip);
    if (!has_place) {
        bury(model, first);
        return;
    }
    uint32_t left = place.left;
    for (uint32_t u = first; u < model->unit_count; u++) {
        struct unit *unit = &model->units[u];
        unit->is_head = u == first;
        unit->origin =
            u == first ? place.origin : (struct name){unit->client, unit->clock - 1, true};
        link_unit(model, u, &place, left);
        left = u;
    }
    settle(model, piece, first);
}
