/* mail_once url=smtp://HOST:PORT NAME=VALUE... - the desk of net/mail.c outside the server: sends the text on stdin, and
 * prints one line of JSON: how each mail went, how long the longest tick held its thread, and what was left open.
 *   to=ADDRESS     a mail to it; several: all at once, as many as there is room for
 *   subject=TEXT   user=NAME   password=TEXT   ca=FILE   seconds=N   name=TEXT (the sender's)
 *   every=MS       between two ticks (5)
 *   abort=MS       the desk is freed after that time, whatever is under way */
#include "base/mem.h"
#include "net/mail.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { MAILS_MAX = 100, NAMES_MS = 8000 };

struct wish {
    struct mail_server server;
    const char *subject;
    const char *to[MAILS_MAX];
    int mails;
    int every_ms, abort_ms;
};

struct run {
    struct mail_desk *desk;
    int sent, over;
    double longest_ms;
    int ticks;
};

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* How long this thread could have run and was not let: the busy machine's doing, not ours. */
static double kept_waiting_ms(void)
{
    unsigned long long ran = 0, waited = 0;
    FILE *file = fopen("/proc/thread-self/schedstat", "r");
    if (file == NULL || fscanf(file, "%llu %llu", &ran, &waited) != 2)
        waited = 0;
    if (file != NULL)
        fclose(file);
    return (double)waited / 1e6;
}

static int open_files(void)
{
    int count = 0;
    DIR *folder = opendir("/proc/self/fd");
    while (folder != NULL && readdir(folder) != NULL)
        count++;
    if (folder != NULL)
        closedir(folder);
    return count;
}

/* Who looks a name up closes its own files, when it has been found or not. */
static int files_left(int before)
{
    double began_ms = now_ms();
    while (open_files() > before && now_ms() - began_ms < NAMES_MS)
        usleep(10000);
    return open_files() - before;
}

static char *text_read(void)
{
    struct buf text = {0};
    char part[4096];
    size_t len;
    while ((len = fread(part, 1, sizeof part, stdin)) > 0)
        buf_append(&text, part, len);
    char *copy = mem_text(buf_c_string(&text));
    buf_free(&text);
    return copy;
}

static const char *value_of(const char *argument, const char *name)
{
    size_t len = strlen(name);
    return strncmp(argument, name, len) == 0 && argument[len] == '=' ? argument + len + 1 : NULL;
}

static int wish_take(struct wish *wish, const char *argument)
{
    const struct {
        const char *name;
        const char **text;
        int *number;
    } options[] = {
        {"url", &wish->server.url, NULL},         {"user", &wish->server.user, NULL},
        {"ca", &wish->server.ca_file, NULL},      {"password", &wish->server.password, NULL},
        {"name", &wish->server.from_name, NULL},  {"subject", &wish->subject, NULL},
        {"seconds", NULL, &wish->server.seconds}, {"every", NULL, &wish->every_ms},
        {"abort", NULL, &wish->abort_ms},         {"to", &wish->to[wish->mails], NULL},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        const char *value = value_of(argument, options[i].name);
        if (value == NULL)
            continue;
        if (options[i].number != NULL)
            *options[i].number = atoi(value);
        else
            *options[i].text = value;
        wish->mails += options[i].text == &wish->to[wish->mails];
        return 1;
    }
    return 0;
}

static void send_next(struct run *run, const struct wish *wish, const char *text)
{
    char key[MAIL_KEY_MAX + 1], id[64];
    snprintf(key, sizeof key, "mail-%d", run->sent);
    snprintf(id, sizeof id, "minutes-%d@sopu.example", run->sent);
    mail_send(run->desk, &(struct mail){.key = key,
                                        .to = wish->to[run->sent],
                                        .subject = wish->subject,
                                        .text = text,
                                        .message_id = id,
                                        .language = "fi",
                                        .date_ms = INT64_C(1726124400000)});
    run->sent++;
}

static void tick(struct run *run)
{
    double waited_ms = kept_waiting_ms(), began_ms = now_ms();
    mail_desk_tick(run->desk);
    double took_ms = now_ms() - began_ms;
    took_ms -= kept_waiting_ms() - waited_ms;
    if (took_ms > run->longest_ms)
        run->longest_ms = took_ms;
    run->ticks++;
}

static void results_print(struct run *run)
{
    static const char *const words[] = {"sent", "refused", "later"};
    struct mail_result result;
    while (mail_result(run->desk, &result)) {
        printf("%s{\"key\":\"%s\",\"outcome\":\"%s\",\"reason\":\"%s\"}", run->over > 0 ? "," : "",
               result.key, words[result.outcome], result.reason);
        run->over++;
    }
}

static void run_all(struct run *run, const struct wish *wish, const char *text)
{
    double began_ms = now_ms();
    while (run->over < wish->mails) {
        if (wish->abort_ms > 0 && now_ms() - began_ms > wish->abort_ms)
            return;
        while (run->sent < wish->mails && mail_has_room(run->desk))
            send_next(run, wish, text);
        tick(run);
        results_print(run);
        usleep((useconds_t)wish->every_ms * 1000);
    }
}

int main(int argc, char **argv)
{
    struct wish wish = {
        .server = {.from_address = "sopu@hyvaep.example"}, .subject = "Hei", .every_ms = 5};
    for (int i = 1; i < argc; i++)
        if (wish.mails == MAILS_MAX || !wish_take(&wish, argv[i]))
            return 2;
    signal(SIGPIPE, SIG_IGN); /* as the server does */
    char *text = text_read();
    struct run run = {.desk = mail_desk_new(&wish.server)};
    if (run.desk == NULL)
        return 2;
    int files = open_files();
    double began_ms = now_ms();
    printf("{\"results\":[");
    run_all(&run, &wish, text);
    double ended_ms = now_ms();
    mail_desk_free(run.desk);
    double freed_ms = now_ms();
    printf("],\"ms\":%.1f,\"ticks\":%d,\"longest_ms\":%.2f,\"free_ms\":%.2f,\"files_left\":%d}\n",
           ended_ms - began_ms, run.ticks, run.longest_ms, freed_ms - ended_ms, files_left(files));
    mem_free(text);
    return 0;
}
