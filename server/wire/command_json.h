/* command_json.h - a wish from JSON: {"id":UUID,"kind":K,"data":{...}}, by socket or POST.
 * Thread: any. */
#ifndef SOPU_WIRE_COMMAND_JSON_H
#define SOPU_WIRE_COMMAND_JSON_H

#include "base/arena.h"

#include "domain/messages.h"

#include <jansson.h>

struct wish {
    char id[37]; /* the client's UUID, lower case: the command happens once */
    bool has_id;
    struct command command;
    /* Why it is no command: "" if it is one; else "id", "kind", "data", the field of data at fault, or "unknown_field". */
    const char *wrong;
};

/* `json` is the whole message, with "op" where it came by the hub. Texts and lists go to the arena. */
struct wish wish_read(json_t *json, struct arena *arena);

#endif
