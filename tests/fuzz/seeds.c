/* seeds.c - build/fuzz/seeds FOLDER: first inputs for the fuzz targets, each in FOLDER/TARGET:
 * small documents, frames and values of the vectors (what real Yjs wrote), and drawn sessions.
 * `tools/fuzz.sh pack` keeps what reaches something new. */
#include "fuzz/session.h"
#include "unit/crdt/vectors.h"

#include <sys/stat.h>

enum { SMALL_BYTES = 560, SESSIONS = 96 };

static const char *folder;
static unsigned made;

static void save(const char *target, const struct buf *input)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, target);
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/%s/seed-%05u", folder, target, made++);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(input->data, 1, input->len, file) != input->len || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
}

static void add_piece(struct buf *input, const struct buf *piece)
{
    buf_u8(input, (uint8_t)piece->len);
    buf_u8(input, (uint8_t)(piece->len >> 8));
    buf_bytes_append(input, buf_bytes(piece));
}

static void save_after(const char *target, uint8_t first, const struct buf *bytes)
{
    struct buf input = {0};
    buf_u8(&input, first);
    buf_bytes_append(&input, buf_bytes(bytes));
    if (input.len <= SMALL_BYTES)
        save(target, &input);
    buf_free(&input);
}

/* As many updates of the run as fit. */
static void seed_run(json_t *group, json_t *run, bool gc)
{
    static const char *const targets[] = {"apply", "merge", "diff", "differential"};
    json_t *updates = json_object_get(group, "updates");
    json_t *seq = json_object_get(run, "seq");
    struct buf input = {0};
    buf_u8(&input, gc ? 0 : SESSION_NO_GC);
    for (size_t i = 0; i < json_array_size(seq); i++) {
        size_t which = (size_t)json_integer_value(json_array_get(seq, i));
        struct buf update = unbase64(json_array_get(updates, which));
        if (input.len + update.len + 2 < SMALL_BYTES)
            add_piece(&input, &update);
        save_after("decode", 0, &update);
        buf_free(&update);
        if (i > 40)
            break;
    }
    for (size_t i = 0; i < sizeof targets / sizeof *targets && input.len > 3; i++)
        save(targets[i], &input);
    buf_free(&input);
}

static void seed_documents(const char *name)
{
    json_t *file = vectors_load(name);
    json_t *groups = json_object_get(file, "groups");
    for (size_t i = 0; i < json_array_size(groups); i++) {
        json_t *group = json_array_get(groups, i);
        json_t *runs = json_object_get(group, "runs");
        bool gc = !json_is_false(json_object_get(group, "gc"));
        for (size_t j = 0; j < json_array_size(runs); j++)
            seed_run(group, json_array_get(runs, j), gc);
        json_t *diffs = json_object_get(group, "diffs");
        for (size_t j = 0; j < json_array_size(diffs); j++) {
            struct buf vector = unbase64(json_object_get(json_array_get(diffs, j), "sv"));
            save_after("decode", 1, &vector);
            buf_free(&vector);
        }
    }
    json_decref(file);
}

static void seed_values(void)
{
    static const char *const lists[] = {"any", "any_read_only", "bad"};
    json_t *file = vectors_load("lib0");
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        json_t *list = json_object_get(file, lists[i]);
        for (size_t j = 0; j < json_array_size(list); j++) {
            struct buf value = unhex(json_object_get(json_array_get(list, j), "b"));
            save_after("decode", 2, &value);
            buf_free(&value);
        }
    }
    json_decref(file);
}

static void seed_script(json_t *script)
{
    struct buf input = {0};
    json_t *steps = json_object_get(script, "steps");
    buf_u8(&input, 0);
    for (size_t i = 0; i < json_array_size(steps); i++) {
        json_t *bytes = json_object_get(json_array_get(steps, i), "b");
        if (!bytes)
            continue;
        struct buf update = unhex(bytes);
        add_piece(&input, &update);
        buf_free(&update);
    }
    if (input.len > 1)
        save("awareness", &input);
    buf_free(&input);
}

static void seed_frames(void)
{
    json_t *file = vectors_load("protocol");
    json_t *frames = json_object_get(file, "frames");
    for (size_t i = 0; i < json_array_size(frames); i++) {
        struct buf frame = unhex(json_object_get(json_array_get(frames, i), "b"));
        struct buf in_channel = {0};
        buf_u8(&in_channel, 1);
        buf_bytes_append(&in_channel, buf_bytes(&frame));
        save_after("hub", 1, &frame);
        save_after("hub", 0, &in_channel);
        save_after("hub", 2, &frame);
        buf_free(&frame);
        buf_free(&in_channel);
    }
    json_t *scripts = json_object_get(file, "awareness");
    for (size_t i = 0; i < json_array_size(scripts); i++)
        seed_script(json_array_get(scripts, i));
    json_decref(file);
}

static uint32_t chance(size_t below)
{
    static uint32_t state = 20240229;
    state = state * 1664525U + 1013904223U;
    return (uint32_t)((state >> 8) % below);
}

/* Few people, so that they meet; now and then a crowd. */
static void seed_session(uint8_t flags)
{
    static const char *const targets[] = {"apply", "merge", "diff", "differential", "edit"};
    struct buf input = {0};
    uint32_t people = 2 + chance(6);
    buf_u8(&input, flags | SESSION_IS);
    for (int i = 1; i < SESSION_HEAD; i++)
        buf_u8(&input, (uint8_t)chance(256));
    for (uint32_t n = 4 + chance(56); n > 0; n--) {
        bool own = chance(4) == 0;
        buf_u8(&input, (uint8_t)(chance(64) | (own ? 0x80 : 0)));
        buf_u8(&input, (uint8_t)(chance(people) * 40));
        for (int i = 2; i < SESSION_OP; i++)
            buf_u8(&input, (uint8_t)chance(256));
    }
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        save(targets[i], &input);
    buf_free(&input);
}

int main(int argc, char **argv)
{
    static const char *const files[] = {"rules", "text",   "astral", "rich",   "array",
                                        "map",   "nested", "xml",    "subdoc", "undo",
                                        "mixed", "nogc",   "crowd"};
    if (argc != 2)
        return 2;
    folder = argv[1];
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        seed_documents(files[i]);
    seed_values();
    seed_frames();
    for (int i = 0; i < SESSIONS; i++)
        seed_session((uint8_t)(i * 2));
    printf("%u seeds in %s\n", made, folder);
    return 0;
}
