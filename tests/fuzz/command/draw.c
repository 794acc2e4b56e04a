#include "fuzz/command/draw.h"

#include "domain/nouns.h"
#include "fuzz/command/stages.h"
#include "wire/codec.h"

#include <stdio.h>
#include <string.h>

static uint32_t state;

void chance_seed(uint32_t seed)
{
    state = seed;
}

uint32_t chance(size_t below)
{
    state = state * 1664525U + 1013904223U;
    return below ? (uint32_t)((state >> 8) % below) : 0;
}

/* --- from the day ---------------------------------------------------------------------------------------------------- */

struct seen {
    const char *key;
    const json_t *found;
    uint32_t count;
};

static void consider(struct seen *seen, const json_t *value)
{
    if (json_is_string(value) && json_string_length(value) > 0 && chance(++seen->count) == 0)
        seen->found = value;
}

/* One of all texts that stand under that key anywhere in the day, or in a list under it. */
static void look(struct seen *seen, const json_t *json)
{
    size_t index;
    const char *key;
    json_t *value;
    json_t *element;
    json_object_foreach((json_t *)json, key, value)
    {
        if (strcmp(key, seen->key) == 0) {
            consider(seen, value);
            json_array_foreach(value, index, element) consider(seen, element);
        }
        look(seen, value);
    }
    json_array_foreach(json, index, value) look(seen, value);
}

static json_t *from_day(size_t stage, const char *key)
{
    static const char *const called[][2] = {{"parent", "item"},
                                            {"hash", "proposed_hash"},
                                            {"action", "actions"},
                                            {"code", "letter"},
                                            {"seconder", "seat"}};
    struct seen seen = {.key = key};
    for (size_t i = 0; i < sizeof called / sizeof *called; i++)
        if (strcmp(called[i][0], key) == 0)
            seen.key = called[i][1];
    look(&seen, stage_json(stage));
    return seen.found ? json_string(json_string_value(seen.found)) : json_string("a1");
}

/* --- from the types -------------------------------------------------------------------------------------------------- */

static json_t *draw_text(int64_t max)
{
    static const char *const pieces[] = {"syy", "Ä\n", "😀", " ", "\t", "\x7f", "a"};
    char text[512] = "";
    size_t length = chance(4) ? chance(8) : (size_t)max + chance(3);
    const char *piece = pieces[chance(sizeof pieces / sizeof *pieces)];
    for (size_t i = 0; i < length && strlen(text) + 8 < sizeof text; i++)
        strcat(text, piece);
    return json_string(text);
}

static json_t *draw_number(size_t stage, bool is_time)
{
    static const json_int_t edges[] = {0,
                                       -1,
                                       600,
                                       601,
                                       3,
                                       (json_int_t)1 << 31,
                                       (json_int_t)1 << 53,
                                       ((json_int_t)1 << 53) + 1,
                                       -((json_int_t)1 << 53),
                                       INT64_MAX,
                                       INT64_MIN};
    if (chance(4) == 0)
        return json_integer(edges[chance(sizeof edges / sizeof *edges)]);
    if (is_time)
        return json_integer(stage_now_ms(stage) + (json_int_t)chance(1 << 20) * 100);
    return json_integer(chance(4));
}

static json_t *draw_shape(size_t stage, const struct shape *shape);

/* Some texts are names: of a hash, a code, or of something else, or of nothing. */
static json_t *draw_words(size_t stage, const struct shape_field *field)
{
    static const char *const hashes[] = {"proposed_hash", "hash", "seal", "seal"};
    static const char *const names[] = {"code", "item", "amendment", "seconder"};
    if (strcmp(field->name, "hash") == 0)
        return from_day(stage, hashes[chance(sizeof hashes / sizeof *hashes)]);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(field->name, names[i]) == 0)
            return i > 0 && chance(3) == 0 ? json_string("") : from_day(stage, names[i]);
    return draw_text(field->max);
}

static json_t *draw_field(size_t stage, const struct shape_field *field)
{
    switch (field->kind) {
    case VALUE_TEXT:
        return draw_words(stage, field);
    case VALUE_INT:
    case VALUE_TIME:
        return draw_number(stage, field->kind == VALUE_TIME);
    case VALUE_BOOL:
        return json_boolean(chance(2));
    case VALUE_ENUM:
        return json_string(field->names[chance((size_t)field->max)]);
    case VALUE_STRUCT:
        return draw_shape(stage, field->sub);
    default:
        return from_day(stage, field->name);
    }
}

static json_t *draw_shape(size_t stage, const struct shape *shape)
{
    json_t *object = json_object();
    for (size_t i = 0; i < shape->count; i++) {
        const struct shape_field *field = &shape->fields[i];
        json_t *list = field->is_list ? json_array() : NULL;
        if (field->is_optional && chance(2))
            continue;
        for (uint32_t n = chance(4); list != NULL && n > 0; n--)
            json_array_append_new(list, draw_field(stage, field));
        json_object_set_new(object, field->name, list ? list : draw_field(stage, field));
    }
    return object;
}

json_t *draw_value(size_t stage, const char *key)
{
    switch (chance(10)) {
    case 0:
        return json_null();
    case 1:
        return json_boolean(chance(2));
    case 2:
        return json_real(0.5 + chance(9));
    case 3:
        return json_array();
    case 4:
        return json_pack("{s:{s:[i]}}", "a", "b", 1);
    case 5:
        return draw_text(64 + chance(450));
    case 6:
    case 7:
        return draw_number(stage, chance(2));
    default:
        return from_day(stage, key);
    }
}

/* --- messages -------------------------------------------------------------------------------------------------------- */

static json_t *draw_id(void)
{
    char id[40];
    snprintf(id, sizeof id, "00000000-0000-4000-%c000-%012x", chance(8) ? '9' : '8', chance(200));
    return json_string(id);
}

static json_t *draw_command(size_t stage)
{
    size_t kind = chance(COMMAND_KIND_COUNT);
    return json_pack("{s:s,s:o,s:s,s:o}", "op", "command", "id", draw_id(), "kind",
                     names_command_kind[kind], "data", draw_shape(stage, shapes_of_command[kind]));
}

static json_t *draw_doc(size_t stage)
{
    return chance(6) ? from_day(stage, "doc") : json_string(MINUTES_DOC);
}

json_t *draw_open(size_t stage)
{
    int channel = (int)(1 + chance(3));
    json_t *doc = draw_doc(stage);
    if (chance(3))
        return json_pack("{s:s,s:i,s:o,s:n}", "op", "open", "ch", channel, "doc", doc, "have");
    return json_pack("{s:s,s:i,s:o,s:{s:i,s:i}}", "op", "open", "ch", channel, "doc", doc, "have",
                     "epoch", (int)chance(3), "cid", (int)chance(1 << 20));
}

json_t *draw_message(size_t stage)
{
    int channel = (int)(1 + chance(3));
    switch (chance(12)) {
    case 0:
    case 1:
        return draw_open(stage);
    case 2:
        return json_pack("{s:s,s:i}", "op", "close", "ch", channel);
    case 3:
        return json_pack("{s:s,s:o,s:i}", "op", "flushed", "doc", draw_doc(stage), "seq",
                         (int)chance(3));
    case 4:
        return json_pack("{s:s,s:o}", "op", "late", "doc", draw_doc(stage));
    default:
        return draw_command(stage);
    }
}

void draw_wild(struct buf *out)
{
    static const char *const wild[] = {
        "1e400",
        "-1e400",
        "1e308",
        "99999999999999999999",
        "-9223372036854775809",
        "-0",
        "0.0",
        "01",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\ud83d\\ude00\"",
        "\"\\u0000\"",
        "\"\\u2028\"",
        "\"\xc0\xaf\"",
        "\"\xed\xa0\x80\"",
        "\"\xf4\x90\x80\x80\"",
        "NaN",
        "\"\\x\"",
        "\"a\":1,\"a\":1,",
        "\"op\":\"open\",",
        "\"id\":\"\",",
        "\"kind\":\"take_undo\",",
        "\"a\\u0061\":1,",
        "\xef\xbb\xbf",
        "//",
        "{}",
        "[]",
        "\"",
        "}",
        ",",
        "true",
    };
    static const char *const deep[] = {"[", "{\"a\":", "[{\"a\":"};
    if (chance(6) > 0) {
        buf_text(out, wild[chance(sizeof wild / sizeof *wild)]);
        return;
    }
    const char *opening = deep[chance(3)];
    for (uint32_t n = 1U << chance(9); n > 0; n--)
        buf_text(out, opening);
}
