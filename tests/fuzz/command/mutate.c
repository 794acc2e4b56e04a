/* mutate.c - how inputs of `command` are changed: by whole lines drawn from the schema, by single values of a message,
 * by letters that no schema knows, and by libFuzzer itself. */
#include "fuzz/command/draw.h"
#include "fuzz/command/play.h"
#include "fuzz/command/stages.h"
#include "fuzz/fuzz.h"
#include "wire/codec.h"

enum { LINES = 40, SCRATCH = 8192 };

struct lines {
    struct buf line[LINES + 1]; /* the first: the stage */
    size_t count;
};

static void lines_read(struct lines *lines, struct bytes input)
{
    lines->count = 0;
    for (size_t i = 0; i <= LINES; i++)
        buf_clear(&lines->line[i]);
    while (input.len > 0 && lines->count <= LINES) {
        const uint8_t *end = memchr(input.data, '\n', input.len);
        size_t len = end ? (size_t)(end - input.data) : input.len;
        buf_bytes_append(&lines->line[lines->count++], take(&input, len));
        take(&input, 1);
    }
    if (lines->count == 0)
        buf_u8(&lines->line[lines->count++], '0');
}

static size_t lines_write(const struct lines *lines, uint8_t *data, size_t max_size)
{
    size_t size = 0;
    for (size_t i = 0; i < lines->count; i++) {
        const struct buf *line = &lines->line[i];
        if (size + line->len + 1 > max_size)
            break;
        if (line->len > 0)
            memcpy(data + size, line->data, line->len);
        size += line->len;
        data[size++] = '\n';
    }
    return size;
}

static size_t stage_now(const struct lines *lines)
{
    return stage_of(lines->line[0].len > 0 ? lines->line[0].data[0] : 0);
}

/* --- one line ---------------------------------------------------------------------------------------------------------- */

static void line_set(struct buf *line, char who, json_t *message)
{
    buf_clear(line);
    buf_u8(line, (uint8_t)who);
    codec_write(message, line);
    json_decref(message);
}

static char draw_who(void)
{
    return (char)((chance(4) ? 'a' : 'A') + (int)chance(PEOPLE));
}

/* A binary frame of a few numbers. */
static void line_draw_frame(struct buf *line)
{
    buf_clear(line);
    buf_format(line, "#%c%02x", 'a' + (int)chance(PEOPLE), (unsigned)(1 + chance(3)));
    for (uint32_t n = chance(12); n > 0; n--)
        buf_format(line, "%02x", (unsigned)(chance(2) ? chance(20) : chance(256)));
}

/* A change of a text, most often whole. */
static void line_draw_change(struct buf *line, char who, char channel)
{
    static const char *const words[] = {"",    "a", "Ä😀", "x\ty", "\r", "\x01", "sanat ja sanat",
                                        "\xff"};
    buf_clear(line);
    buf_format(line, "~%c%c%u%c", who, channel, (unsigned)chance(8),
               chance(3) ? '0' : (char)('1' + (int)chance(40)));
    for (uint32_t n = chance(4); n > 0; n--) /* none: all is wiped out */
        buf_text(line, words[chance(sizeof words / sizeof *words)]);
}

static void line_draw(struct buf *line, size_t stage)
{
    static const char *const happenings[] = {"+100",    "+600", "+5000", "+15000", "+3600000",
                                             "+-60000", "!",    "=",     "-a",     "-g"};
    if (chance(12) == 0) {
        line_draw_frame(line);
        return;
    }
    if (chance(12) == 0) {
        line_set(line, draw_who(), draw_open(stage));
        return;
    }
    if (chance(8) > 0) {
        line_set(line, draw_who(), draw_message(stage));
        return;
    }
    buf_clear(line);
    buf_text(line, happenings[chance(sizeof happenings / sizeof *happenings)]);
}

/* One value somewhere in the message becomes another, goes, or gets a sister. */
static void value_change(json_t *object, size_t stage)
{
    const char *key;
    json_t *value;
    uint32_t at = chance(json_object_size(object));
    json_object_foreach(object, key, value)
    {
        if (at-- > 0)
            continue;
        if (json_is_object(value) && json_object_size(value) > 0 && chance(4) > 0)
            value_change(value, stage);
        else if (chance(8) == 0)
            json_object_del(object, key);
        else if (chance(8) == 0)
            json_object_set_new(object, "more", draw_value(stage, key));
        else
            json_object_set_new(object, key, draw_value(stage, key));
        return;
    }
}

static bool line_change_json(struct buf *line, size_t stage)
{
    if (line->len < 2)
        return false;
    json_t *json = json_loadb((const char *)line->data + 1, line->len - 1, 0, NULL);
    bool is_object = json_is_object(json) && json_object_size(json) > 0;
    if (is_object) {
        value_change(json, stage);
        line_set(line, (char)line->data[0], json_incref(json));
    }
    json_decref(json);
    return is_object;
}

/* Wild letters in the place of what stands between two marks, or between two letters. */
static void line_change_wild(struct buf *line)
{
    static struct buf changed;
    size_t at = line->len > 1 ? 1 + chance(line->len - 1) : line->len;
    size_t end = at;
    bool is_value = chance(3) > 0;
    while (is_value && at > 1 && memchr(":,[{", line->data[at - 1], 4) == NULL)
        at--;
    end = at;
    while (is_value && end < line->len && memchr(",]}", line->data[end], 3) == NULL)
        end++;
    buf_clear(&changed);
    buf_append(&changed, line->data, at);
    draw_wild(&changed);
    if (end < line->len)
        buf_append(&changed, line->data + end, line->len - end);
    buf_clear(line);
    buf_bytes_append(line, buf_bytes(&changed));
}

static void line_change_bytes(struct buf *line)
{
    uint8_t changed[SCRATCH];
    size_t len = line->len < SCRATCH / 2 ? line->len : SCRATCH / 2;
    if (len > 0)
        memcpy(changed, line->data, len);
    len = LLVMFuzzerMutate(changed, len, len + 32);
    buf_clear(line);
    buf_append(line, changed, len);
}

/* --- all lines --------------------------------------------------------------------------------------------------------- */

static struct buf *line_new_at(struct lines *lines, size_t at)
{
    if (lines->count > LINES)
        return &lines->line[1 + chance(LINES)];
    struct buf empty = lines->line[lines->count];
    memmove(&lines->line[at + 1], &lines->line[at], (lines->count - at) * sizeof *lines->line);
    lines->line[at] = empty;
    buf_clear(&lines->line[at]);
    lines->count++;
    return &lines->line[at];
}

static struct buf *line_new(struct lines *lines)
{
    return line_new_at(lines, 1 + chance(lines->count));
}

/* Somebody who has opened a text, here or there after it, changes it. */
static bool line_new_change(struct lines *lines)
{
    size_t opened = 0;
    for (size_t i = 1, count = 0; i < lines->count; i++)
        if (lines->line[i].len > 0 &&
            memmem(lines->line[i].data, lines->line[i].len, "\"open\"", 6) && chance(++count) == 0)
            opened = i;
    struct buf *line = &lines->line[opened];
    const char *number = opened ? memmem(line->data, line->len, "\"ch\":", 5) : NULL;
    if (number == NULL || number + 5 >= (const char *)line->data + line->len)
        return false;
    char who = (char)line->data[0];
    char channel = (char)(number[5] - 1);
    line_draw_change(line_new_at(lines, opened + 1 + chance(lines->count - opened)), who, channel);
    return true;
}

static void line_remove(struct lines *lines, size_t at)
{
    struct buf gone = lines->line[at];
    lines->count--;
    memmove(&lines->line[at], &lines->line[at + 1], (lines->count - at) * sizeof *lines->line);
    lines->line[lines->count] = gone;
}

static void lines_change(struct lines *lines)
{
    size_t stage = stage_now(lines);
    uint32_t how = chance(16);
    if (how >= 12 && line_new_change(lines))
        return;
    if (lines->count < 2 || how < 4) {
        line_draw(line_new(lines), stage);
        return;
    }
    size_t at = 1 + chance(lines->count - 1);
    struct buf *line = &lines->line[at];
    if (how == 4) {
        line_remove(lines, at);
    } else if (how == 5 && line->len > 0) {
        line->data[0] = (uint8_t)draw_who();
    } else if (how == 6) {
        buf_clear(&lines->line[0]);
        buf_u8(&lines->line[0], (uint8_t)('0' + chance(STAGES)));
    } else if (how == 7) {
        static struct buf same;
        buf_clear(&same);
        buf_bytes_append(&same, buf_bytes(line));
        buf_bytes_append(line_new(lines), buf_bytes(&same));
    } else if (how == 8) {
        line_change_wild(line);
    } else if (how == 9) {
        line_change_bytes(line);
    } else if (!line_change_json(line, stage)) {
        line_draw(line, stage);
    }
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    static struct lines lines;
    chance_seed(seed);
    lines_read(&lines, bytes_of(data, size));
    for (uint32_t n = 1 + chance(3); n > 0; n--)
        lines_change(&lines);
    return lines_write(&lines, data, max_size);
}
