#include "wire/command_json.h"

#include "wire/codec.h"

#include <string.h>
#include <uuid/uuid.h>

/* Who, when and at which place in the log is the server's to say: a client that says it is refused. */
static bool has_other_keys(json_t *json)
{
    static const char *const keys[] = {"op", "id", "kind", "data"};
    size_t known = 0;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        known += json_object_get(json, keys[i]) != NULL;
    return known != json_object_size(json);
}

struct wish wish_read(json_t *json, struct arena *arena)
{
    struct wish wish = {.wrong = "id"};
    const char *id = json_string_value(json_object_get(json, "id"));
    uuid_t parsed;
    if (id == NULL || strlen(id) != 36 || uuid_parse(id, parsed) != 0)
        return wish;
    uuid_unparse_lower(parsed, wish.id);
    wish.has_id = true;

    wish.wrong = "unknown_field";
    if (has_other_keys(json))
        return wish;

    wish.wrong = "kind";
    const char *name = json_string_value(json_object_get(json, "kind"));
    int kind = name ? codec_name(names_command_kind, COMMAND_KIND_COUNT, name) : -1;
    if (kind < 0)
        return wish;

    wish.wrong = "data";
    json_t *data = json_object_get(json, "data");
    if (!json_is_object(data))
        return wish;

    wish.command.kind = (enum command_kind)kind;
    const char *wrong = codec_decode(shapes_of_command[kind], data, arena, &wish.command.as);
    wish.wrong = wrong ? wrong : "";
    return wish;
}
