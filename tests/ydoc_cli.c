/* ydoc - one document of the engine behind a line protocol, for tests against real Yjs (tests/vectors/README.md):
 * one command a line on stdin, one answer a line on stdout. It goes on after bad input. */
#include "ydoc_cli.h"
#include "base/json_text.h"
#include "base/mem.h"
#include "unit/crdt/edits.h"

void rejected(struct session *s, const char *reason)
{
    buf_clear(&s->answer);
    buf_format(&s->answer, "rejected %s", reason);
}

/* "ok", or why not. */
static void verdict(struct session *s, enum err err)
{
    if (err == OK)
        buf_text(&s->answer, "ok");
    else
        rejected(s, err_code(err));
}

void answer_base64(struct session *s, struct buf *bytes)
{
    base64_write(&s->answer, buf_bytes(bytes));
    buf_free(bytes);
}

bool hex_read(struct buf *out, const char *text)
{
    size_t len = strlen(text);
    for (size_t i = 0; i < len; i += 2) {
        unsigned byte;
        if (!strchr("0123456789abcdefABCDEF", text[i]) || !text[i + 1] ||
            !strchr("0123456789abcdefABCDEF", text[i + 1]) || sscanf(text + i, "%2x", &byte) != 1)
            return false;
        buf_u8(out, (uint8_t)byte);
    }
    return true;
}

static void do_new(struct session *s, const char *rest)
{
    doc_free(s->doc);
    awareness_free(s->awareness);
    s->doc = doc_new(strcmp(rest, "0") != 0);
    s->is_writing = false;
    s->awareness = awareness_new(false);
    buf_text(&s->answer, "ok");
}

static void do_apply(struct session *s, const char *rest)
{
    struct buf update = {0};
    if (base64_read(&update, bytes_text(rest)))
        verdict(s, doc_apply(s->doc, buf_bytes(&update), NULL));
    else
        rejected(s, "base64");
    buf_free(&update);
}

/* Applies, and answers what there is to broadcast. */
static void do_push(struct session *s, const char *rest)
{
    struct buf update = {0};
    struct buf increment = {0};
    enum err err = ERR_MALFORMED;
    if (base64_read(&update, bytes_text(rest)))
        err = doc_apply(s->doc, buf_bytes(&update), &increment);
    if (err == OK)
        base64_write(&s->answer, buf_bytes(&increment));
    else
        rejected(s, err_code(err));
    buf_free(&update);
    buf_free(&increment);
}

/* Reads words of base64; `count` says how many were begun. */
static bool updates_read(const char *words, struct buf **updates, size_t *count)
{
    bool ok = true;
    while (ok && *words) {
        size_t len = strcspn(words, " ");
        *updates = mem_grow(*updates, *count + 1, sizeof **updates);
        struct buf *update = *updates + (*count)++;
        *update = (struct buf){0};
        ok = base64_read(update, bytes_of(words, len));
        words += len + (words[len] == ' ');
    }
    return ok;
}

/* Several updates as one; the document stays out of it. */
static void do_merge(struct session *s, const char *rest)
{
    struct buf *updates = NULL;
    size_t count = 0;
    struct buf merged = {0};
    bool ok = updates_read(rest, &updates, &count);
    struct bytes *views = mem_array(count, sizeof *views);
    for (size_t i = 0; i < count; i++)
        views[i] = buf_bytes(&updates[i]);
    enum err err = ok ? doc_merge_updates(views, count, &merged) : ERR_MALFORMED;
    if (err == OK)
        base64_write(&s->answer, buf_bytes(&merged));
    else
        rejected(s, err_code(err));
    for (size_t i = 0; i < count; i++)
        buf_free(&updates[i]);
    mem_free(updates);
    mem_free(views);
    buf_free(&merged);
}

static void do_pending(struct session *s, const char *rest)
{
    (void)rest;
    buf_text(&s->answer, doc_is_pending(s->doc) ? "yes" : "no");
}

/* Does the document hold all of that update? */
static void do_holds(struct session *s, const char *rest)
{
    struct buf update = {0};
    bool ok = base64_read(&update, bytes_text(rest));
    buf_text(&s->answer, ok && doc_contains_update(s->doc, buf_bytes(&update)) ? "yes" : "no");
    buf_free(&update);
}

static void do_sv(struct session *s, const char *rest)
{
    (void)rest;
    struct buf vector = {0};
    doc_state_vector(s->doc, &vector);
    answer_base64(s, &vector);
}

static void do_state(struct session *s, const char *rest)
{
    struct buf vector = {0};
    struct buf out = {0};
    enum err err = ERR_MALFORMED;
    if (base64_read(&vector, bytes_text(rest)))
        err = doc_since(s->doc, buf_bytes(&vector), &out);
    if (err == OK)
        base64_write(&s->answer, buf_bytes(&out));
    else
        rejected(s, err_code(err));
    buf_free(&vector);
    buf_free(&out);
}

/* Splits "kind root"; the root is the rest of the line. */
static bool split_root(const char *rest, char kind[16], struct bytes *root)
{
    const char *space = strchr(rest, ' ');
    if (!space || space - rest >= 16)
        return false;
    memcpy(kind, rest, (size_t)(space - rest));
    kind[space - rest] = 0;
    *root = bytes_text(space + 1);
    return true;
}

static void do_content(struct session *s, const char *rest)
{
    char kind[16];
    struct bytes root;
    if (split_root(rest, kind, &root))
        doc_tree(s->doc, root_kind_of(kind), root, &s->answer);
    else
        rejected(s, "arguments");
}

static void do_string(struct session *s, const char *rest)
{
    char kind[16];
    struct bytes root;
    if (!split_root(rest, kind, &root)) {
        rejected(s, "arguments");
        return;
    }
    struct buf out = {0};
    json_t *tree = NULL;
    if (root_kind_of(kind) == ROOT_TEXT)
        doc_text(s->doc, root, &out);
    else
        tree = doc_tree_json(s->doc, kind, root);
    if (tree)
        tree_string(tree, &out);
    json_text_quote(buf_bytes(&out), &s->answer);
    json_decref(tree);
    buf_free(&out);
}

static void do_client(struct session *s, const char *rest)
{
    uint64_t client = strtoull(rest, NULL, 10);
    if (client > LIB0_UINT_MAX) {
        rejected(s, "client");
        return;
    }
    doc_client_set(s->doc, client);
    buf_text(&s->answer, "ok");
}

/* One edit, and the update of it; between begin and commit just "ok". */
static void do_edit(struct session *s, const char *rest)
{
    json_t *step = json_loads(rest, JSON_ALLOW_NUL, NULL);
    struct buf update = {0};
    enum err err = ERR_MALFORMED;
    if (step)
        err = edit_step(s->doc, step, s->is_writing ? NULL : &update);
    if (err == OK && !s->is_writing)
        base64_write(&s->answer, buf_bytes(&update));
    else
        verdict(s, err);
    json_decref(step);
    buf_free(&update);
}

static void do_begin(struct session *s, const char *rest)
{
    (void)rest;
    doc_begin(s->doc);
    s->is_writing = true;
    buf_text(&s->answer, "ok");
}

static void do_commit(struct session *s, const char *rest)
{
    (void)rest;
    if (!s->is_writing) {
        rejected(s, "nothing was begun");
        return;
    }
    struct buf update = {0};
    doc_commit(s->doc, &update);
    s->is_writing = false;
    answer_base64(s, &update);
}

static void do_any(struct session *s, const char *rest)
{
    struct buf any = {0};
    bool ok = hex_read(&any, rest);
    struct reader reader = reader_of(buf_bytes(&any));
    read_any(&reader);
    if (ok && reader_done(&reader))
        any_tree(buf_bytes(&any), &s->answer);
    else
        rejected(s, "any");
    buf_free(&any);
}

static const struct command {
    const char *name;
    void (*run)(struct session *s, const char *rest);
    bool may_while_writing;
} commands[] = {
    {"new", do_new, true},
    {"apply", do_apply, false},
    {"push", do_push, false},
    {"merge", do_merge, true},
    {"pending", do_pending, false},
    {"holds", do_holds, false},
    {"sv", do_sv, false},
    {"state", do_state, false},
    {"content", do_content, true},
    {"string", do_string, true},
    {"client", do_client, false},
    {"edit", do_edit, true},
    {"begin", do_begin, false},
    {"commit", do_commit, true},
    {"any", do_any, true},
    {"hello", do_hello, false},
    {"frame", do_frame, false},
    {"aware", do_aware, true},
    {"aware-new", do_aware_new, true},
};

static const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(name, commands[i].name) == 0)
            return &commands[i];
    return NULL;
}

static void run_line(struct session *s, char *line)
{
    char *rest = strchr(line, ' ');
    if (rest)
        *rest++ = 0;
    buf_clear(&s->answer);
    const struct command *command = command_find(line);
    if (!command)
        rejected(s, "command");
    else if (s->is_writing && !command->may_while_writing)
        rejected(s, "commit first");
    else
        command->run(s, rest ? rest : "");
}

int main(void)
{
    struct session s = {.doc = doc_new(true), .awareness = awareness_new(false)};
    char *line = NULL;
    size_t capacity = 0;
    ssize_t len;
    while ((len = getline(&line, &capacity, stdin)) >= 0) {
        if (len > 0 && line[len - 1] == '\n')
            line[len - 1] = 0;
        run_line(&s, line);
        fwrite(s.answer.data, 1, s.answer.len, stdout);
        putchar('\n');
        fflush(stdout);
    }
    free(line);
    json_decref(s.news);
    buf_free(&s.answer);
    doc_free(s.doc);
    awareness_free(s.awareness);
    return 0;
}
