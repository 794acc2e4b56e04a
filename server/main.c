/* main.c - start, wire the parts together, run, stop. */
#include "base/embedded.h"
#include "base/log.h"
#include "base/mem.h"
#include "config.h"
#include "demo_pack.h"
#include "domain/nouns.h"
#include "import/pack.h"
#include "links.h"
#include "live/words.h"
#include "net/clock.h"
#include "net/loop.h"
#include "store/journal_open.h"
#include "store/replay.h"
#include "store/verify.h"
#include "version.h"
#include "wire/codec.h"

#include <sched.h>
#include <signal.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { EXIT_WRONG_USE = 2 };

/* What runs, from the first file opened to the last closed. */
struct app {
    struct config config;
    struct journal *journal;
    struct hall *hall;
    struct auth *auth;
    _Atomic(struct server *) server; /* also read by the writer's wake */
    atomic_int waking;               /* the writer is in wake() with a server it has read */
};

/* One sentence; it names the file, if `why` does not. */
static int fail(const char *file, struct buf *why)
{
    bool names_it = strstr(buf_c_string(why), file) != NULL;
    fprintf(stderr, "sopu: %s%s%s\n", names_it ? "" : file, names_it ? "" : ": ",
            buf_c_string(why));
    buf_free(why);
    return EXIT_FAILURE;
}

/* --- reading the log ------------------------------------------------------------------------------------------------- */

static enum err take_row(void *context, const struct log_row *row)
{
    struct logged logged = {.pos = row->pos,
                            .kind = row->kind,
                            .stream = row->stream,
                            .epoch = row->epoch,
                            .actor = row->actor,
                            .at_ms = row->at_ms,
                            .command = row->command,
                            .body = row->body};
    return hall_replay(context, &logged);
}

static enum err take_person(void *context, const char *seat, const char *name)
{
    hall_person(context, seat, name);
    return OK;
}

static enum err take_link(void *context, const char *id, const char *seat, const uint8_t hash[32])
{
    auth_load_link(context, id, seat, hash, false);
    return OK;
}

static enum err take_session(void *context, const uint8_t hash[32], const char *seat,
                             int64_t expires_ms)
{
    auth_load_session(context, hash, seat, expires_ms, false);
    return OK;
}

/* Everything the file knows into memory. auth may be NULL. */
static enum err load(const char *path, struct hall *hall, struct auth *auth, struct buf *why)
{
    struct db *db;
    enum err err = db_open(path, DB_READ, &db, why);
    if (err != OK)
        return err;
    log_pos trouble = 0;
    err = replay_each(db, 0, take_row, hall, &trouble);
    if (err == OK)
        err = replay_persons(db, take_person, hall);
    if (err == OK && auth != NULL)
        err = replay_links(db, take_link, auth);
    if (err == OK && auth != NULL)
        err = replay_sessions(db, (int64_t)time(NULL) * 1000, take_session, auth);
    db_close(db);
    if (err != OK && why->len == 0)
        buf_format(why, "%s (position %llu)", err_sentence(err), (unsigned long long)trouble);
    return err;
}

/* --- serve, demo ------------------------------------------------------------------------------------------------------ */

static void wake(void *context)
{
    struct app *app = context;
    atomic_fetch_add(&app->waking, 1);
    struct server *server = atomic_load(&app->server);
    if (server != NULL)
        server_wake(server);
    atomic_fetch_sub(&app->waking, 1);
}

/* The folder for the demo's file, as `mkdir -p` makes it; what is wrong with it shows when the file is opened. */
static void folder_make(const char *path)
{
    char *copy = mem_text(path);
    for (char *slash = strchr(copy + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(copy, 0700);
        *slash = '/';
    }
    mem_free(copy);
}

static void database_remove(const char *path)
{
    static const char *const parts[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct buf name = {0};
        buf_format(&name, "%s%s", path, parts[i]);
        unlink(buf_c_string(&name));
        buf_free(&name);
    }
}

static enum err read_file(const char *path, struct buf *out, struct buf *why)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        buf_format(why, "it cannot be read");
        return ERR_IO;
    }
    char part[65536];
    size_t len;
    while ((len = fread(part, 1, sizeof part, file)) > 0)
        buf_append(out, part, len);
    fclose(file);
    return OK;
}

/* An empty log gets its day: the demo's own, or the pack that `import` names. */
static enum err day_begin(struct app *app, struct buf *why)
{
    struct clock_port clock = clock_of_the_machine();
    int64_t now_ms = clock_now_ms(&clock);
    if (journal_last(app->journal) > 0) {
        if (app->config.what != DO_IMPORT)
            return OK;
        buf_text(why, "the database holds a day already");
        return ERR_MALFORMED;
    }
    if (app->config.what == DO_DEMO)
        return pack_import(embedded_bytes(&demo_pack[0]), app->journal, now_ms, why);
    if (app->config.lab)
        return OK;
    if (app->config.what == DO_SERVE) {
        buf_text(why, "there is no day in it yet: `sopu import PACK --db FILE` makes one, `sopu "
                      "demo` shows one");
        return ERR_NOT_FOUND;
    }
    struct buf pack = {0};
    enum err err = read_file(app->config.pack, &pack, why);
    if (err == OK)
        err = pack_import(buf_bytes(&pack), app->journal, now_ms, why);
    buf_free(&pack);
    return err;
}

/* A lab's texts are nobody's day, and a day is no lab. */
static enum err lab_or_day(struct app *app, struct buf *why)
{
    if (app->config.lab && journal_last(app->journal) == 0)
        hall_make_lab(app->hall);
    if (app->config.lab == hall_is_lab(app->hall))
        return OK;
    buf_text(why, app->config.lab ? "there is a day in it, and a lab would open it to anybody"
                                  : "it is a lab's, and holds no day: serve it with --lab");
    return ERR_MALFORMED;
}

/* Opens the file and fills memory; the parts are in `app` for app_close also where it fails. */
static enum err app_open(struct app *app, struct buf *why)
{
    const char *path = app->config.db;
    enum err err = journal_open(path, wake, app, &app->journal, why);
    if (err == OK)
        err = day_begin(app, why);
    if (err != OK)
        return err;
    /* What was imported is read back from the disk like everything else. */
    enum err closed = journal_close(app->journal);
    app->journal = NULL;
    if (closed != OK) {
        buf_text(why, err_sentence(closed));
        return closed;
    }
    err = journal_open(path, wake, app, &app->journal, why);
    if (err != OK)
        return err;
    app->hall = hall_new(app->journal, clock_of_the_machine());
    app->auth = auth_new(app->journal, clock_of_the_machine());
    err = load(path, app->hall, app->auth, why);
    return err == OK ? lab_or_day(app, why) : err;
}

static enum err app_close(struct app *app)
{
    /* The journal outlives the server, whose outboxes ask it; so the writer may be waking the server just now. */
    struct server *server = atomic_exchange(&app->server, NULL);
    while (atomic_load(&app->waking) > 0)
        sched_yield();
    server_free(server);
    hall_free(app->hall);
    auth_free(app->auth);
    return journal_close(app->journal);
}

static int serve(struct app *app)
{
    log_pos after;
    const struct day *day = hall_look(app->hall, &after);
    if (day != NULL)
        setenv("TZ", day->timezone, 1);
    tzset();
    struct server_options options = {
        .host = app->config.host, .port = app->config.port, .public_url = app->config.public_url};
    char *sentence = NULL;
    struct server *server = server_new(&options, app->hall, app->auth, app->journal, &sentence);
    if (server == NULL) {
        fprintf(stderr, "sopu: %s\n", sentence);
        mem_free(sentence);
        return EXIT_FAILURE;
    }
    atomic_store(&app->server, server);
    if (app->config.what == DO_DEMO)
        links_print(app->hall, app->auth, server_url(server),
                    app->config.json_links ? LINKS_JSON : LINKS_FOR_PEOPLE);
    if (app->config.lab) {
        printf("lab: ws%s/yjs/NAME\n", server_url(server) + strlen("http"));
        fflush(stdout);
    }
    log_info("serving", "url=%s", server_url(server));
    server_run(server);
    return EXIT_SUCCESS;
}

static int run(struct app *app)
{
    struct buf why = {0};
    struct buf file = {0};
    if (app->config.data != NULL) {
        buf_format(&file, "%s/sopu.db", app->config.data);
        app->config.db = buf_c_string(&file);
        folder_make(app->config.db);
    }
    if (app->config.what == DO_DEMO) {
        folder_make(app->config.db);
        if (app->config.fresh)
            database_remove(app->config.db);
    }
    enum err err = app_open(app, &why);
    int status = err == OK ? EXIT_SUCCESS : fail(app->config.db, &why);
    if (err == OK && app->config.what == DO_IMPORT)
        links_print(app->hall, app->auth, app->config.public_url, LINKS_JSON);
    else if (err == OK)
        status = serve(app);
    if (app_close(app) != OK) {
        fprintf(stderr,
                "sopu: %s: the disk did not take the last records; none of them was acknowledged\n",
                app->config.db);
        status = EXIT_FAILURE;
    }
    buf_free(&file);
    buf_free(&why);
    return status;
}

/* --- verify ------------------------------------------------------------------------------------------------------------ */

static struct id_list actions_of(const struct day *day, const char *doc, int64_t *epoch)
{
    const struct working_group *group = day_group_of_doc(day, doc);
    const struct agenda_item *item = day_item_of_doc(day, doc);
    *epoch = group ? group->epoch : item ? item->epoch : 0;
    return group ? group->actions : item ? item->actions : (struct id_list){0};
}

static void document_print(const struct day *day, const char *id, const struct doc *doc,
                           bool as_json)
{
    struct arena arena = {0};
    int64_t epoch;
    struct id_list actions = actions_of(day, id, &epoch);
    struct field_list fields = words_read(doc, day, &actions, &arena);
    const char *hash = words_hash(&fields, &arena);
    if (as_json) {
        json_t *line =
            json_pack("{s:s,s:I,s:s}", "doc", id, "epoch", (json_int_t)epoch, "hash", hash);
        json_t *texts = json_array();
        for (size_t i = 0; i < fields.count; i++)
            json_array_append_new(texts, codec_encode(&shape_field, &fields.items[i]));
        json_object_set_new(line, "fields", texts);
        char *text = json_dumps(line, JSON_COMPACT);
        printf("%s\n", text);
        free(text);
        json_decref(line);
    } else {
        printf("  %s  %s\n", hash, id);
    }
    arena_free(&arena);
}

/* A lab's text may hold anything: the bytes of its state tell whether it is the same. */
static void lab_document_print(const char *id, struct doc *doc, bool as_json)
{
    struct buf state = {0};
    uint8_t hash[32];
    char hex[2 * sizeof hash + 1];
    doc_since(doc, (struct bytes){NULL, 0}, &state);
    crypto_generichash(hash, sizeof hash, state.data, state.len, NULL, 0);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    if (as_json) {
        json_t *line =
            json_pack("{s:s,s:s,s:I}", "doc", id, "hash", hex, "bytes", (json_int_t)state.len);
        json_dumpf(line, stdout, JSON_COMPACT);
        printf("\n");
        json_decref(line);
    } else {
        printf("  %s  %s\n", hex, id);
    }
    buf_free(&state);
}

/* The words an event holds must be those its hash says. */
static bool words_hold(const struct field_list *fields, const char *hash, const char *where)
{
    struct arena arena = {0};
    bool is_same = strcmp(words_hash(fields, &arena), hash) == 0;
    if (!is_same)
        fprintf(stderr, "sopu: the words of %s are not what their hash says\n", where);
    arena_free(&arena);
    return is_same;
}

static bool formal_texts_hold(const struct day *day)
{
    bool all = true;
    for (size_t g = 0; g < day->groups.count; g++)
        for (size_t v = 0; v < day->groups.items[g].versions.count; v++) {
            const struct version *version = &day->groups.items[g].versions.items[v];
            all &= words_hold(&version->fields, version->hash, day->groups.items[g].group);
        }
    for (size_t i = 0; i < day->items.count; i++)
        for (size_t d = 0; d < day->items.items[i].decisions.count; d++) {
            const struct decision *decision = &day->items.items[i].decisions.items[d];
            all &= words_hold(&decision->fields, decision->hash, day->items.items[i].item);
        }
    return all;
}

static int verify(const struct config *config)
{
    struct verify_report report;
    struct buf why = {0};
    if (verify_database(config->db, &report) != OK) {
        buf_format(&why, "%s", report.what);
        return fail(config->db, &why);
    }
    struct hall *hall = hall_new(NULL, clock_of_the_machine());
    enum err err = load(config->db, hall, NULL, &why);
    log_pos after;
    const struct day *day = hall_look(hall, &after);
    int status = EXIT_SUCCESS;
    if (err != OK)
        status = fail(config->db, &why);
    else if (day != NULL && !formal_texts_hold(day))
        status = EXIT_FAILURE;
    if (status == EXIT_SUCCESS) {
        char chain[65];
        sodium_bin2hex(chain, sizeof chain, report.chain, sizeof report.chain);
        if (!config->as_json)
            printf("%s: %llu records, pages, chain and replay are whole; chain head %s\n",
                   config->db, (unsigned long long)report.rows, chain);
        for (size_t i = 0; i < hall_documents(hall); i++) {
            struct doc *doc;
            const char *id = hall_document(hall, i, &doc);
            if (day != NULL)
                document_print(day, id, doc, config->as_json);
            else
                lab_document_print(id, doc, config->as_json);
        }
    }
    hall_free(hall);
    buf_free(&why);
    return status;
}

int main(int argc, char **argv)
{
    struct app app = {0};
    struct buf wrong = {0};
    enum config_result result = config_read(argc, argv, &app.config, &wrong);
    if (result == CONFIG_WRONG) {
        fprintf(stderr, "sopu: %s\nTry `sopu --help`.\n", buf_c_string(&wrong));
        buf_free(&wrong);
        return EXIT_WRONG_USE;
    }
    if (app.config.what == DO_HELP || app.config.what == DO_VERSION) {
        printf("%s", app.config.what == DO_HELP ? config_help() : "sopu " SOPU_VERSION "\n");
        return EXIT_SUCCESS;
    }
    signal(SIGXFSZ, SIG_IGN); /* a file at its limit is an error to recover from, not an end */
    signal(SIGPIPE, SIG_IGN);
    if (sodium_init() < 0) {
        fprintf(stderr, "sopu: this machine gives no randomness\n");
        return EXIT_FAILURE;
    }
    return app.config.what == DO_VERIFY ? verify(&app.config) : run(&app);
}
