#include "live/presence.h"

#include "base/lib0.h"
#include "base/mem.h"
#include "wire/codec.h"
#include "wire/ysync.h"

#include <jansson.h>

struct presence {
    struct awareness *awareness;
    uint64_t *changed;
    size_t count;
    size_t capacity;
};

struct presence *presence_new(void)
{
    struct presence *presence = mem_new(sizeof *presence);
    presence->awareness = awareness_new(true);
    return presence;
}

void presence_free(struct presence *presence)
{
    if (presence == NULL)
        return;
    awareness_free(presence->awareness);
    mem_free(presence->changed);
    mem_free(presence);
}

static void note(struct presence *presence, uint64_t client)
{
    for (size_t i = 0; i < presence->count; i++)
        if (presence->changed[i] == client)
            return;
    if (presence->count == presence->capacity) {
        presence->capacity = presence->capacity ? presence->capacity * 2 : 16;
        presence->changed =
            mem_grow(presence->changed, presence->capacity, sizeof *presence->changed);
    }
    presence->changed[presence->count++] = client;
}

struct taking {
    struct presence *presence;
    const struct presence_person *person;
};

static bool owns(void *context, uint64_t client)
{
    const struct taking *taking = context;
    return taking->person->owns(taking->person->context, client);
}

static void on_change(void *context, uint64_t client, enum awareness_change change)
{
    (void)change;
    note(((struct taking *)context)->presence, client);
}

/* Names are the server's to say; the cursor is theirs. */
static void rewrite(void *context, uint64_t client, struct bytes state, struct buf *out)
{
    (void)client;
    const struct taking *taking = context;
    json_t *sent = json_loadb((const char *)state.data, state.len, 0, NULL);
    json_t *kept = json_pack("{s:{s:s,s:s}}", "user", "seat", taking->person->seat, "name",
                             taking->person->name);
    json_t *cursor = json_object_get(sent, "cursor");
    if (json_is_object(cursor))
        json_object_set(kept, "cursor", cursor);
    codec_write(kept, out);
    json_decref(kept);
    json_decref(sent);
}

enum err presence_take(struct presence *presence, struct bytes update,
                       const struct presence_person *person)
{
    struct taking taking = {presence, person};
    struct awareness_rules rules = {
        .context = &taking, .owns = owns, .rewrite = rewrite, .on_change = on_change};
    return awareness_apply(presence->awareness, update, &rules, NULL);
}

void presence_leave(struct presence *presence, uint64_t client)
{
    struct buf told = {0};
    awareness_remove(presence->awareness, &client, 1, &told);
    if (told.len > 1)
        note(presence, client);
    buf_free(&told);
}

void presence_all(const struct presence *presence, struct buf *update)
{
    awareness_encode_all(presence->awareness, update);
}

size_t presence_changes(const struct presence *presence)
{
    return presence->count;
}

uint64_t presence_change(const struct presence *presence, size_t index, struct buf *update)
{
    uint64_t client = presence->changed[index];
    uint64_t clock = 0;
    struct bytes state = awareness_state(presence->awareness, client, &clock);
    write_varuint(update, 1);
    write_varuint(update, client);
    write_varuint(update, clock);
    write_buffer(update, state.data ? state : bytes_text("null"));
    return client;
}

void presence_told(struct presence *presence)
{
    presence->count = 0;
}
