/* The machine: what server/main.c does between a start and an end, and what a crash does to it. */
#include "fault/sim/run.h"

#include "crdt/doc.h"
#include "fault/sim/thread.h"
#include "live/hall_inside.h"
#include "store/replay.h"
#include "wire/event_json.h"

enum { TICK_US = 100 * MS, WAKE_MOST_US = 300, START_AGAIN_US = 300 * MS };

int64_t server_clock_ms(const struct run *run)
{
    return NOON_MS + run->now_us / MS + run->clock_off_ms;
}

static int64_t clock_read(void *context)
{
    return server_clock_ms(context);
}

/* --- the loop --- */

static void durable(struct run *run, void *subject, uint64_t life, struct bytes bytes)
{
    (void)subject, (void)bytes;
    if (run->server.hall == NULL || run->server.life != life)
        return;
    run->server.is_woken = false;
    hall_durable(run->server.hall);
    lines_turn(run);
}

static void wake(void *context)
{
    struct run *run = context;
    if (run->server.hall == NULL || run->server.is_woken)
        return;
    run->server.is_woken = true;
    schedule_put(&run->schedule, run->now_us + draw_between(&run->chance, 1, WAKE_MOST_US), durable,
                 NULL, run->server.life, (struct buf){0});
}

/* Somebody without an invitation reads the code in the hall, about once in four seconds; the key to their seat follows, as
 * net/ makes it. Guests are called like their seats too. */
static void guest_knocks(struct run *run)
{
    log_pos pos;
    const char *seat;
    char name[32];
    const struct day *day = hall_look(run->server.hall, &pos);
    if (!once_in(&run->chance, 40) || !journal_is_writable(run->server.journal))
        return;
    snprintf(name, sizeof name, "guest-%lld", (long long)day->guests + 1);
    if (hall_lobby_ask(run->server.hall, "county", name, &seat, &pos) != NULL)
        return;
    journal_append(run->server.journal,
                   &(struct record){.kind = RECORD_AUDIT,
                                    .stream = "day",
                                    .actor = seat,
                                    .at_ms = server_clock_ms(run),
                                    .command = "",
                                    .side = {.kind = SIDE_LINK, .key = seat, .seat = seat}});
    run->counts.guests++;
}

static void tick(struct run *run, void *subject, uint64_t life, struct bytes bytes)
{
    (void)subject, (void)bytes;
    if (run->server.hall == NULL || run->server.life != life)
        return;
    hall_tick(run->server.hall);
    guest_knocks(run);
    lines_turn(run);
    schedule_put(&run->schedule, run->now_us + TICK_US, tick, NULL, life, (struct buf){0});
}

/* --- start --- */

struct reading {
    struct run *run;
    struct hall *hall;
};

static enum err take_row(void *context, const struct log_row *row)
{
    struct reading *reading = context;
    struct logged logged = {.pos = row->pos,
                            .kind = row->kind,
                            .stream = row->stream,
                            .epoch = row->epoch,
                            .actor = row->actor,
                            .at_ms = row->at_ms,
                            .command = row->command,
                            .body = row->body};
    ledger_row(reading->run, &logged);
    enum err err = hall_replay(reading->hall, &logged);
    if (err == OK)
        ledger_row_taken(reading->run, row->pos, reading->hall);
    return err;
}

static enum err take_person(void *context, const char *seat, const char *name)
{
    hall_person(((struct reading *)context)->hall, seat, name);
    return OK;
}

static enum err take_ballot(void *context, const char *vote, const char *seat, const char *choice)
{
    hall_ballot(((struct reading *)context)->hall, vote, seat, choice);
    return OK;
}

/* A log that cannot be read for the disk's sake is tried again; one that makes no sense is a finding. */
static enum err read_into(struct reading *reading, log_pos *last)
{
    struct db *db;
    struct log_tail tail = {0};
    log_pos trouble = 0;
    enum err err = db_open(DB_NAME, DB_READ, &db, NULL);
    if (err != OK)
        return err;
    err = replay_each(db, 0, take_row, reading, &trouble);
    if (err == OK)
        err = replay_persons(db, take_person, reading);
    if (err == OK)
        err = replay_ballots(db, take_ballot, reading);
    if (err == OK)
        err = replay_tail(db, &tail);
    db_close(db);
    *last = tail.pos;
    return err;
}

struct hall *server_replay(struct run *run)
{
    struct clock_port clock = {clock_read, run};
    struct reading reading = {run, hall_new(run->server.journal, clock)};
    log_pos last = 0;
    enum err err = read_into(&reading, &last);
    if (err == ERR_CORRUPT && !run->disk.has_failed_reading)
        run_fail(run, "the log makes no sense: %s", err_sentence(err));
    if (err == OK)
        ledger_check(run, last, reading.hall);
    if (err == OK)
        return reading.hall;
    hall_free(reading.hall);
    return NULL;
}

/* As main.c's day_begin: what was imported is read back from the disk like everything else. */
static enum err day_begin(struct run *run)
{
    struct server *server = &run->server;
    if (journal_last(server->journal) > 0)
        return OK;
    ledger_cut(&run->ledger, 0); /* of an import that a crash ended */
    day_write_first_records(run, server->journal);
    enum err err = journal_close(server->journal);
    server->journal = NULL;
    return err == OK ? journal_open(DB_NAME, wake, run, &server->journal, NULL) : err;
}

void server_start_again(struct run *run, void *subject, uint64_t number, struct bytes bytes)
{
    (void)subject, (void)number, (void)bytes;
    server_start(run);
}

/* Whatever went wrong, the machine starts it again a little later. */
static void start_failed(struct run *run)
{
    bool died = run->disk.is_process_gone;
    journal_close(run->server.journal);
    run->server.journal = NULL;
    if (died)
        disk_restart(&run->disk, once_in(&run->chance, 2) ? DISK_POWER_CUT : DISK_KILLED);
    run->disk.operations_left = -1;
    run_later(run, START_AGAIN_US, server_start_again, NULL);
}

void server_start(struct run *run)
{
    struct server *server = &run->server;
    bool is_new = server->life == 0; /* the file is being made, in few operations */
    if (!run->is_calm && once_in(&run->chance, is_new ? 2 : 5))
        run->disk.operations_left = draw_between(&run->chance, 1, is_new ? 40 : 120);
    run->disk.has_failed_reading = false;
    enum err err = journal_open(DB_NAME, wake, run, &server->journal, NULL);
    if (!run->disk.has_failed_reading &&
        (err == ERR_CORRUPT || err == ERR_MALFORMED || err == ERR_NEWER))
        run_fail(run, "the database does not open: %s", err_sentence(err));
    if (err == OK)
        err = day_begin(run);
    struct hall *hall = err == OK ? server_replay(run) : NULL;
    if (hall == NULL || run->disk.is_process_gone) {
        hall_free(hall);
        start_failed(run);
        return;
    }
    if (server->left_hash != 0 && server_hash(hall) != server->left_hash)
        run_fail(run, "the log tells another day than the one that was stopped");
    server->left_hash = 0;
    run->disk.operations_left = -1;
    server->hall = hall;
    server->life++;
    server->is_woken = false;
    tick(run, NULL, server->life, (struct bytes){NULL, 0});
}

/* --- end --- */

void server_crash(struct run *run, enum disk_end end)
{
    struct server *server = &run->server;
    if (server->hall == NULL)
        return;
    run->counts.crashes++;
    run->disk.is_process_gone = true;
    lines_end(run);
    hall_free(server->hall);
    server->hall = NULL;
    journal_close(server->journal);
    server->journal = NULL;
    disk_restart(&run->disk, end);
    run_later(run, draw_between(&run->chance, 1, START_AGAIN_US), server_start_again, NULL);
}

/* Ballots of votes that are open, and what the minutes would say. */
static void aside_write(const struct hall *hall, struct buf *out)
{
    struct arena arena = {0};
    const struct vote_list *votes = &hall_day(hall)->votes;
    for (size_t v = 0; v < votes->count; v++) {
        struct ballot_list ballots = ballots_in(hall, votes->items[v].vote, &arena);
        for (size_t i = 0; i < ballots.count; i++)
            buf_format(out, "%s %s %d\n", votes->items[v].vote, ballots.items[i].seat,
                       ballots.items[i].choice);
    }
    buf_text(out, hall_minutes_seal(hall, &arena));
    arena_free(&arena);
}

uint64_t server_hash(const struct hall *hall)
{
    struct buf all = {0};
    log_pos after;
    day_write(hall_look(hall, &after), &all);
    for (size_t i = 0; i < hall_documents(hall); i++) {
        struct doc *doc;
        buf_text(&all, hall_document(hall, i, &doc));
        doc_since(doc, (struct bytes){NULL, 0}, &all);
    }
    aside_write(hall, &all);
    uint64_t hash = hash_more(HASH_BASE, all.data, all.len);
    buf_free(&all);
    return hash;
}

bool server_stop(struct run *run)
{
    struct server *server = &run->server;
    uint64_t hash = server_hash(server->hall);
    hall_say_restart(server->hall);
    lines_end(run);
    hall_free(server->hall);
    server->hall = NULL;
    enum err err = journal_close(server->journal);
    server->journal = NULL;
    disk_restart(&run->disk, DISK_KILLED);
    server->left_hash = err == OK ? hash : 0;
    return err == OK;
}
