/* main.c - start, wire the parts together, run, stop. */
#include "base/embedded.h"
#include "base/log.h"
#include "base/mem.h"
#include "config.h"
#include "demo_pack.h"
#include "import/pack.h"
#include "links.h"
#include "load.h"
#include "net/clock.h"
#include "net/loop.h"
#include "net/mail.h"
#include "offline.h"
#include "smtp.h"
#include "store/journal_open.h"
#include "version.h"

#include <jansson.h>
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
    struct smtp smtp;
    struct hall *hall;
    struct auth *auth;
    _Atomic(struct server *) server; /* also read by the writer's wake */
    atomic_int waking;               /* the writer is in wake() with a server it has read */
};

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
        return pack_import(embedded_bytes(&demo_pack[0]), app->config.opening, app->journal, now_ms,
                           why);
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
        err = pack_import(buf_bytes(&pack), app->config.opening, app->journal, now_ms, why);
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
    struct server_options options = {.host = app->config.host,
                                     .port = app->config.port,
                                     .public_url = app->config.public_url,
                                     .mail = app->config.smtp != NULL ? &app->smtp.server : NULL};
    char *sentence = NULL;
    struct server *server = server_new(&options, app->hall, app->auth, app->journal, &sentence);
    smtp_forget(&app->smtp); /* the server has its own copy */
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
    int status = err == OK ? EXIT_SUCCESS : offline_fail(app->config.db, &why);
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

/* What can be wrong with the mail is said before a file is touched. */
static int run_with_mail(struct app *app)
{
    struct buf why = {0};
    int status = EXIT_FAILURE;
    if (smtp_read(&app->smtp, &app->config, &why))
        status = run(app);
    else
        fprintf(stderr, "sopu: %s\n", buf_c_string(&why));
    smtp_forget(&app->smtp);
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
    /* No memory ends us there too: half a frame is never sent. */
    json_set_alloc_funcs(mem_new, mem_free);
    if (sodium_init() < 0) {
        fprintf(stderr, "sopu: this machine gives no randomness\n");
        return EXIT_FAILURE;
    }
    return offline_is(&app.config) ? offline_run(&app.config) : run_with_mail(&app);
}
