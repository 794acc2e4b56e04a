/* echo_server - all of net/ around a hall that only gives back what it hears: for tests of the doors themselves.
 * Prints one line, {"port":...,"links":[{"seat","id","secret"},...]}, and runs until SIGTERM. The disk is a journal in
 * memory whose commit comes with each tick; `--slow-disk`: never.
 *   text "close"  closes with 4000      text "many"  sends 300 frames      "big"  sends 3 MB
 *   text "here"   shows presence        anything else comes back when "on disk"
 */
#include "base/buf.h"
#include "base/mem.h"
#include "fakes/journal_fake.h"
#include "net/clock.h"
#include "net/loop.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

struct hall {
    struct journal *journal;
    struct visitor *first;
    bool is_slow;
};

struct visitor {
    struct hall *hall;
    struct visitor *next;
    struct outbox *out;
};

bool hall_has_seat(const struct hall *hall, const char *seat)
{
    (void)hall;
    return seat[0] == 'p';
}

bool hall_is_lab(const struct hall *hall)
{
    (void)hall;
    return false;
}

bool hall_is_waiting(const struct hall *hall, const char *seat)
{
    (void)hall;
    (void)seat;
    return false;
}

bool hall_keeps_lobby(const struct hall *hall, const char *seat)
{
    (void)hall;
    (void)seat;
    return false;
}

const char *hall_person_name(const struct hall *hall, const char *seat)
{
    (void)hall;
    (void)seat;
    return "";
}

const char *hall_lobby_ask(struct hall *hall, const char *organisation, const char *name,
                           const char **seat, log_pos *pos)
{
    (void)hall;
    (void)organisation;
    (void)name;
    *seat = "";
    *pos = 0;
    return "lobby_full";
}

static log_pos keep(struct hall *hall, struct bytes body)
{
    struct record record = {.kind = RECORD_EVENT,
                            .stream = "day",
                            .actor = "",
                            .command = "",
                            .body = body,
                            .side = {.key = "", .seat = "", .text = ""}};
    return journal_append(hall->journal, &record);
}

static void say(struct visitor *visitor, struct bytes text, log_pos after)
{
    outbox_send(visitor->out, FRAME_TEXT, frame_new(text), after);
}

struct visitor *visitor_open(struct hall *hall, const char *seat, struct outbox *out)
{
    struct visitor *visitor = mem_new(sizeof *visitor);
    *visitor = (struct visitor){hall, hall->first, out};
    hall->first = visitor;
    struct buf hello = {0};
    buf_format(&hello, "{\"op\":\"welcome\",\"seat\":\"%s\"}", seat);
    say(visitor, buf_bytes(&hello), 0);
    buf_free(&hello);
    return visitor;
}

struct visitor *visitor_open_stock(struct hall *hall, const char *seat, const char *doc,
                                   struct outbox *out)
{
    struct visitor *visitor = visitor_open(hall, seat, out);
    if (strcmp(doc, "denied") == 0)
        outbox_close(out, 4403, "denied");
    else
        say(visitor, bytes_text(doc), 0);
    return visitor;
}

static void say_many(struct visitor *visitor)
{
    for (int i = 0; i < 300; i++) {
        char text[16];
        int len = snprintf(text, sizeof text, "%d", i);
        say(visitor, bytes_of(text, (size_t)len), 0);
    }
}

static void say_big(struct visitor *visitor)
{
    size_t len = 3 * 1024 * 1024;
    uint8_t *big = mem_new(len);
    memset(big, 'x', len);
    outbox_send(visitor->out, FRAME_BINARY, frame_new(bytes_of(big, len)), 0);
    mem_free(big);
}

void visitor_text(struct visitor *visitor, struct bytes message)
{
    if (bytes_equal(message, bytes_text("close")))
        outbox_close(visitor->out, 4000, "as asked");
    else if (bytes_equal(message, bytes_text("many")))
        say_many(visitor);
    else if (bytes_equal(message, bytes_text("big")))
        say_big(visitor);
    else if (bytes_equal(message, bytes_text("here")))
        outbox_presence(visitor->out, 1, FRAME_TEXT, frame_new(bytes_text("present")));
    else
        say(visitor, message, keep(visitor->hall, message));
}

void visitor_binary(struct visitor *visitor, struct bytes message)
{
    outbox_send(visitor->out, FRAME_BINARY, frame_new(message), keep(visitor->hall, message));
}

void visitor_alive(struct visitor *visitor)
{
    say(visitor, bytes_text("alive"), 0);
}

void visitor_close(struct visitor *visitor)
{
    struct visitor **place = &visitor->hall->first;
    while (*place != visitor)
        place = &(*place)->next;
    *place = visitor->next;
    mem_free(visitor);
}

void hall_command(struct hall *hall, const char *seat, struct bytes body, struct outbox *answer)
{
    (void)seat;
    log_pos pos = keep(hall, body);
    const char *outcome = memmem(body.data, body.len, "refuse", 6) ? "refused" : "done";
    struct buf text = {0};
    buf_format(&text, "{\"op\":\"answer\",\"id\":\"c1\",\"outcome\":\"%s\",\"pos\":%d}", outcome,
               (int)pos);
    outbox_send(answer, FRAME_TEXT, frame_new(buf_bytes(&text)), pos);
    buf_free(&text);
}

struct minutes_text hall_minutes(const struct hall *hall, enum minutes_people people,
                                 struct arena *arena, log_pos *after)
{
    (void)hall, (void)people, (void)arena;
    *after = 0;
    return (struct minutes_text){.language = "fi"};
}

const char *hall_minutes_seal(const struct hall *hall, struct arena *arena)
{
    (void)hall, (void)arena;
    return "";
}

const struct day *hall_look(const struct hall *hall, log_pos *after)
{
    static const struct day day = {
        .title = "Päivä", .place = "Seinäjoki", .disclaimer = "", .language = "fi"};
    *after = journal_durable(hall->journal);
    return &day;
}

const char *hall_registry_address(const struct hall *hall, const char *organisation)
{
    (void)hall;
    (void)organisation;
    return "";
}

struct feedback_summary hall_feedback_summary(const struct hall *hall, struct arena *arena)
{
    (void)hall, (void)arena;
    return (struct feedback_summary){0};
}

void hall_registry(struct hall *hall, const char *organisation, const char *address)
{
    (void)hall;
    (void)organisation;
    (void)address;
}

const char *hall_server_wish(struct hall *hall, const struct command *command, log_pos *pos)
{
    (void)hall;
    (void)command;
    (void)pos;
    return "not_allowed";
}

void hall_durable(struct hall *hall)
{
    (void)hall;
}

void hall_tick(struct hall *hall)
{
    if (!hall->is_slow)
        journal_fake_durable_all(hall->journal);
}

void hall_say_restart(struct hall *hall)
{
    for (struct visitor *visitor = hall->first; visitor != NULL; visitor = visitor->next)
        say(visitor, bytes_text("{\"op\":\"restarting\"}"), 0);
}

/* The writer's part: wakes the loop from another thread. */
struct waker {
    struct server *server;
    atomic_bool is_over;
};

static void *wake_often(void *context)
{
    struct waker *waker = context;
    while (!atomic_load(&waker->is_over)) {
        server_wake(waker->server);
        usleep(5000);
    }
    return NULL;
}

static void links_print(struct auth *auth, int port)
{
    printf("{\"port\":%d,\"links\":[", port);
    for (int i = 1; i <= 4; i++) {
        char seat[8], id[AUTH_ID_SIZE], secret[AUTH_SECRET_SIZE];
        snprintf(seat, sizeof seat, i == 4 ? "x%02d" : "p%02d", i);
        auth_link_new(auth, seat, id, secret);
        printf("%s{\"seat\":\"%s\",\"id\":\"%s\",\"secret\":\"%s\"}", i > 1 ? "," : "", seat, id,
               secret);
        if (i == 3) /* what was printed has ended */
            auth_link_renew(auth, seat, seat, id, secret);
    }
    printf("]}\n");
    fflush(stdout);
}

int main(int count, char **arguments)
{
    struct hall hall = {.journal = journal_fake_new()};
    hall.is_slow = count > 1 && strcmp(arguments[1], "--slow-disk") == 0;
    struct auth *auth = auth_new(hall.journal, clock_of_the_machine());
    struct server_options options = {.host = "127.0.0.1", .port = 0};
    char *sentence = NULL;
    struct server *server = server_new(&options, &hall, auth, hall.journal, &sentence);
    if (server == NULL) {
        fprintf(stderr, "%s\n", sentence);
        return 1;
    }
    links_print(auth, server_port(server));
    journal_fake_durable_all(hall.journal);

    struct waker waker = {.server = server};
    pthread_t thread;
    pthread_create(&thread, NULL, wake_often, &waker);
    server_run(server);
    atomic_store(&waker.is_over, true);
    pthread_join(thread, NULL);

    /* A second server on the same port is told so in a sentence. */
    options.port = server_port(server);
    if (server_new(&options, &hall, auth, hall.journal, &sentence) == NULL) {
        fprintf(stderr, "busy: %s\n", sentence);
        mem_free(sentence);
    }
    server_free(server);
    auth_free(auth);
    journal_fake_free(hall.journal);
    return 0;
}
