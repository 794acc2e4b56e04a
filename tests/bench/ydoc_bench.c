/* ydoc-bench - what the engine alone costs on one piece of work: `ydoc-bench PHASE DIR`, one line of JSON.
 *
 *   bulk    the edits of trace.bin in one transaction          {"phase","ms","cpu_ms","edits"}
 *   local   the same, a transaction and an update each         … and "update_bytes"
 *   remote  `updates` one by one onto a document, then encodes
 *           {"phase","ms","cpu_ms","applied","of","us_per_update","doc_bytes","encode_ms"}
 *   server  as remote, and with each update the increment that a server stores and broadcasts
 *   load    `doc` into a new document and its text read: once cold, then 9 times warm
 *           {"phase","first_ms","warm_ms","rss_kib","doc_bytes"}
 *   apply   `doc` into a new document, 9 times, nothing read    {"phase","ms","cpu_ms","doc_bytes"}
 *   diff    what a peer lacks that has the first half of `updates`  {"phase","us","bytes"}
 *   merge   the last 100 of `updates` into one                  {"phase","us","bytes"}
 *
 * Files of DIR, little-endian: `updates` = "HYTEULS1", u32 n, n x (u32 length, update v1); `doc` = one update v1;
 * `trace.bin` = "HYTETRC1", u32 n, n x (u32 position, u32 deleted, u32 bytes, UTF-8), positions in UTF-16 units;
 * `text` = what root text `t` must hold at the end, or the line says "error". `before`, if it is there, is an update
 * that the document of `remote` and `server` holds already. Times are of the work alone: files lie in memory, and ms
 * are medians where a work is done several times. */
#include "base/buf.h"
#include "base/mem.h"
#include "crdt/doc.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { WARM_LOADS = 9, REPEATS = 9, MERGED = 100, OWN_CLIENT = 4242 };

static const struct bytes root = {(const uint8_t *)"t", 1};

struct bench {
    const char *folder;
    const char *error; /* NULL: all went well */
    struct buf kept;   /* the file in work */
};

/* A moment, on the wall and of this process' processor time. */
struct moment {
    double wall_ms;
    double cpu_ms;
};

static double clock_ms(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static struct moment now(void)
{
    return (struct moment){clock_ms(CLOCK_MONOTONIC), clock_ms(CLOCK_PROCESS_CPUTIME_ID)};
}

static struct moment since(struct moment begun)
{
    struct moment end = now();
    return (struct moment){end.wall_ms - begun.wall_ms, end.cpu_ms - begun.cpu_ms};
}

/* Counted page by page: the figures of statm and status lag behind by some hundred KiB. */
static long resident_kib(void)
{
    char line[256];
    long kib = 0;
    FILE *file = fopen("/proc/self/smaps_rollup", "r");
    while (file && kib == 0 && fgets(line, sizeof line, file))
        if (sscanf(line, "Rss: %ld kB", &kib) != 1)
            kib = 0;
    if (file)
        fclose(file);
    return kib;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare_doubles);
    return values[count / 2];
}

/* Files. */

static bool file_read(const struct bench *bench, const char *name, struct buf *out)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", bench->folder, name);
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    out->len = fread(buf_reserve(out, size + 1), 1, size, file);
    fclose(file);
    return out->len == size;
}

static struct buf file_needed(const struct bench *bench, const char *name)
{
    struct buf file = {0};
    if (!file_read(bench, name, &file)) {
        fprintf(stderr, "ydoc-bench: cannot read %s/%s\n", bench->folder, name);
        exit(2);
    }
    return file;
}

static uint32_t u32_at(const struct buf *file, size_t *at)
{
    uint32_t value = 0;
    if (*at + 4 > file->len) {
        fprintf(stderr, "ydoc-bench: a file is cut short\n");
        exit(2);
    }
    for (int i = 3; i >= 0; i--)
        value = value << 8 | file->data[*at + (size_t)i];
    *at += 4;
    return value;
}

static struct bytes bytes_at(const struct buf *file, size_t *at, uint32_t len)
{
    if (len > file->len - *at) {
        fprintf(stderr, "ydoc-bench: a file is cut short\n");
        exit(2);
    }
    *at += len;
    return bytes_of(file->data + *at - len, len);
}

static uint32_t header_read(const struct buf *file, const char *magic, size_t *at)
{
    if (file->len < 12 || memcmp(file->data, magic, 8) != 0) {
        fprintf(stderr, "ydoc-bench: not a file that begins with %s\n", magic);
        exit(2);
    }
    *at = 8;
    return u32_at(file, at);
}

struct edit {
    uint32_t at;
    uint32_t deleted;
    struct bytes text;
};

static struct edit *trace_read(const struct buf *file, uint32_t *count)
{
    size_t at;
    *count = header_read(file, "HYTETRC1", &at);
    struct edit *edits = mem_array(*count, sizeof *edits);
    for (uint32_t i = 0; i < *count; i++) {
        edits[i].at = u32_at(file, &at);
        edits[i].deleted = u32_at(file, &at);
        uint32_t len = u32_at(file, &at);
        edits[i].text = bytes_at(file, &at, len);
    }
    return edits;
}

static struct bytes *updates_read(const struct buf *file, uint32_t *count)
{
    size_t at;
    *count = header_read(file, "HYTEULS1", &at);
    struct bytes *updates = mem_array(*count, sizeof *updates);
    for (uint32_t i = 0; i < *count; i++) {
        uint32_t len = u32_at(file, &at);
        updates[i] = bytes_at(file, &at, len);
    }
    return updates;
}

/* What the work is judged by. */

static void fail(struct bench *bench, const char *error)
{
    if (!bench->error)
        bench->error = error;
}

static void text_check(struct bench *bench, const struct doc *doc)
{
    struct buf wanted = {0};
    struct buf text = {0};
    doc_text(doc, root, &text);
    if (file_read(bench, "text", &wanted) && !bytes_equal(buf_bytes(&wanted), buf_bytes(&text)))
        fail(bench, "another text");
    buf_free(&wanted);
    buf_free(&text);
}

static int line_end(const struct bench *bench)
{
    if (bench->error)
        printf(",\"error\":\"%s\"", bench->error);
    puts("}");
    return bench->error ? 1 : 0;
}

/* Phases. */

static void edit_apply(struct bench *bench, struct doc *doc, const struct edit *edit)
{
    if (edit->deleted > 0 && doc_text_delete(doc, root, edit->at, edit->deleted, NULL) != OK)
        fail(bench, "delete refused");
    if (edit->text.len > 0 && doc_text_insert(doc, root, edit->at, edit->text, NULL) != OK)
        fail(bench, "insert refused");
}

static int phase_edits(struct bench *bench, const char *phase)
{
    bool local = strcmp(phase, "local") == 0;
    struct buf file = file_needed(bench, "trace.bin");
    uint32_t count;
    struct edit *edits = trace_read(&file, &count);
    struct buf update = {0};
    size_t update_bytes = 0;
    struct doc *doc = doc_new(true);
    doc_client_set(doc, OWN_CLIENT);
    struct moment begun = now();
    if (!local)
        doc_begin(doc);
    for (uint32_t i = 0; i < count; i++) {
        if (local)
            doc_begin(doc);
        edit_apply(bench, doc, &edits[i]);
        if (!local)
            continue;
        buf_clear(&update);
        doc_commit(doc, &update);
        update_bytes += update.len;
    }
    if (!local)
        doc_commit(doc, &update);
    struct moment took = since(begun);
    text_check(bench, doc);
    printf("{\"phase\":\"%s\",\"ms\":%.3f,\"cpu_ms\":%.3f,\"edits\":%u", phase, took.wall_ms,
           took.cpu_ms, count);
    if (local)
        printf(",\"update_bytes\":%zu", update_bytes);
    doc_free(doc);
    buf_free(&update);
    mem_free(edits);
    buf_free(&file);
    return line_end(bench);
}

static struct doc *doc_before(const struct bench *bench)
{
    struct doc *doc = doc_new(true);
    struct buf before = {0};
    if (file_read(bench, "before", &before) && doc_apply(doc, buf_bytes(&before), NULL) != OK) {
        fprintf(stderr, "ydoc-bench: `before` is refused\n");
        exit(2);
    }
    buf_free(&before);
    return doc;
}

static int phase_updates(struct bench *bench, const char *phase)
{
    bool server = strcmp(phase, "server") == 0;
    struct buf file = file_needed(bench, "updates");
    uint32_t count;
    struct bytes *updates = updates_read(&file, &count);
    struct buf increment = {0};
    uint32_t applied = 0;
    struct doc *doc = doc_before(bench);
    struct moment begun = now();
    for (uint32_t i = 0; i < count; i++) {
        buf_clear(&increment);
        applied += doc_apply(doc, updates[i], server ? &increment : NULL) == OK;
    }
    struct moment took = since(begun);
    struct buf state = {0};
    begun = now();
    doc_since(doc, bytes_of(NULL, 0), &state);
    struct moment encoded = since(begun);
    text_check(bench, doc);
    printf("{\"phase\":\"%s\",\"ms\":%.3f,\"cpu_ms\":%.3f,\"applied\":%u,\"of\":%u,"
           "\"us_per_update\":%.4f,\"doc_bytes\":%zu,\"encode_ms\":%.3f",
           phase, took.wall_ms, took.cpu_ms, applied, count, took.cpu_ms * 1e3 / count, state.len,
           encoded.cpu_ms);
    doc_free(doc);
    buf_free(&increment);
    buf_free(&state);
    mem_free(updates);
    buf_free(&file);
    return line_end(bench);
}

static struct doc *load(struct bench *bench, const struct buf *update, struct buf *text)
{
    struct doc *doc = doc_new(true);
    if (doc_apply(doc, buf_bytes(update), NULL) != OK)
        fail(bench, "refused");
    if (text) {
        buf_clear(text);
        doc_text(doc, root, text);
    }
    return doc;
}

/* As Node's and WebAssembly's does. By glibc's rule freed memory goes back to the kernel, or does not, by a
 * few bytes more or less. */
static void memory_stays(void)
{
    mallopt(M_TRIM_THRESHOLD, INT32_MAX);
    mallopt(M_MMAP_THRESHOLD, 32 * 1024 * 1024);
}

static int phase_load(struct bench *bench, const char *phase)
{
    memory_stays();
    struct buf update = file_needed(bench, "doc");
    struct buf text = {0};
    long before_kib = resident_kib();
    struct moment begun = now();
    struct doc *first = load(bench, &update, &text);
    struct moment took = since(begun);
    long grown_kib = resident_kib() - before_kib;
    double warm[WARM_LOADS];
    for (int i = 0; i < WARM_LOADS; i++) {
        begun = now();
        struct doc *doc = load(bench, &update, &text);
        warm[i] = since(begun).cpu_ms;
        doc_free(doc);
    }
    text_check(bench, first);
    printf("{\"phase\":\"%s\",\"first_ms\":%.3f,\"warm_ms\":%.3f,\"rss_kib\":%ld,\"doc_bytes\":%zu",
           phase, took.cpu_ms, median(warm, WARM_LOADS), grown_kib, update.len);
    doc_free(first);
    buf_free(&text);
    buf_free(&update);
    return line_end(bench);
}

static int phase_apply(struct bench *bench, const char *phase)
{
    memory_stays();
    struct buf update = file_needed(bench, "doc");
    double wall[REPEATS];
    double cpu[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
        struct moment begun = now();
        struct doc *doc = load(bench, &update, NULL);
        struct moment took = since(begun);
        wall[i] = took.wall_ms;
        cpu[i] = took.cpu_ms;
        if (i == 0)
            text_check(bench, doc);
        doc_free(doc);
    }
    printf("{\"phase\":\"%s\",\"ms\":%.3f,\"cpu_ms\":%.3f,\"doc_bytes\":%zu", phase,
           median(wall, REPEATS), median(cpu, REPEATS), update.len);
    buf_free(&update);
    return line_end(bench);
}

static int phase_diff(struct bench *bench, const char *phase)
{
    struct buf file = file_needed(bench, "updates");
    uint32_t count;
    struct bytes *updates = updates_read(&file, &count);
    struct buf vector = {0};
    struct doc *doc = doc_before(bench);
    for (uint32_t i = 0; i < count; i++) {
        if (i == count / 2)
            doc_state_vector(doc, &vector);
        if (doc_apply(doc, updates[i], NULL) != OK)
            fail(bench, "refused");
    }
    struct buf missing = {0};
    double took[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
        buf_clear(&missing);
        struct moment begun = now();
        if (doc_since(doc, buf_bytes(&vector), &missing) != OK)
            fail(bench, "refused");
        took[i] = since(begun).cpu_ms;
    }
    printf("{\"phase\":\"%s\",\"us\":%.2f,\"bytes\":%zu", phase, median(took, REPEATS) * 1e3,
           missing.len);
    doc_free(doc);
    buf_free(&vector);
    buf_free(&missing);
    mem_free(updates);
    buf_free(&file);
    return line_end(bench);
}

static int phase_merge(struct bench *bench, const char *phase)
{
    struct buf file = file_needed(bench, "updates");
    uint32_t count;
    struct bytes *updates = updates_read(&file, &count);
    uint32_t merged = count < MERGED ? count : MERGED;
    struct buf out = {0};
    double took[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
        buf_clear(&out);
        struct moment begun = now();
        if (doc_merge_updates(updates + count - merged, merged, &out) != OK)
            fail(bench, "refused");
        took[i] = since(begun).cpu_ms;
    }
    printf("{\"phase\":\"%s\",\"us\":%.2f,\"bytes\":%zu", phase, median(took, REPEATS) * 1e3,
           out.len);
    buf_free(&out);
    mem_free(updates);
    buf_free(&file);
    return line_end(bench);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*run)(struct bench *bench, const char *phase);
    } phases[] = {{"bulk", phase_edits},     {"local", phase_edits}, {"remote", phase_updates},
                  {"server", phase_updates}, {"load", phase_load},   {"apply", phase_apply},
                  {"diff", phase_diff},      {"merge", phase_merge}};
    for (size_t i = 0; argc == 3 && i < sizeof phases / sizeof *phases; i++)
        if (strcmp(argv[1], phases[i].name) == 0)
            return phases[i].run(&(struct bench){.folder = argv[2]}, phases[i].name);
    fprintf(stderr, "usage: ydoc-bench bulk|local|remote|server|load|apply|diff|merge DIR\n");
    return 2;
}
