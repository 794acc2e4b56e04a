/* run.h - one run: a day lived by simulated people on a simulated machine, all of it out of one seed.
 *
 *   sim.c       the program: many runs, some twice, each in a process that may die
 *   run.c       one run from its seed: the plan, simulated time, the end and what must hold then
 *   server.c    the machine: starts, dies, starts again
 *   line.c      one connection: frames take time, keep their order, and a cut loses those on the way
 *   client.c    a person with a socket: speaks the hub's protocol, asks until there is an answer
 *   habits.c    what that person does: types, asks, drops off, comes back
 *   post.c      a command by POST, beside the socket
 *   stock.c     a person with another Yjs editor, on /yjs/<doc>
 *   text.c      a text that a person has open: a document of the engine, and what was confirmed of it
 *   wishes.c    what people ask for in the course of a day; assembly.c: at the meeting, and of its minutes
 *   leaving.c   does a frame leave before what it says is on the disk?
 *   ledger.c    what was written, shown and confirmed, and whether the log still knows; ballots.c: every vote counted again
 *   day.c       the day everything begins with
 *   disk.c vfs.c thread.c schedule.c    the machine's parts
 *   plants.c    faults put in on purpose, to see that each is found */
#ifndef SOPU_TESTS_FAULT_SIM_RUN_H
#define SOPU_TESTS_FAULT_SIM_RUN_H

#include "fault/sim/chance.h"
#include "fault/sim/disk.h"
#include "fault/sim/ledger.h"
#include "fault/sim/schedule.h"

#include "live/hall.h"
#include "store/journal_open.h"

#define DB_NAME "day.db"
#define NOON_MS INT64_C(1726131600000)

enum { MS = 1000, SECOND = 1000 * MS };

enum begins {
    BEGINS_AT_THE_BEGINNING,
    BEGINS_WRITING,
    BEGINS_HANDED_IN,
    BEGINS_DECIDING,
    BEGINS_CLOSED,
    BEGINS_COUNT
};

/* What the seed makes of a run, before it begins. */
struct plan {
    enum begins begins;
    size_t groups;
    size_t people; /* of each group, its facilitator among them */
    int64_t lasts_us;
    int64_t pause_most_us; /* between two things one person does */
    int64_t delay_most_us; /* of a frame on its way */
    unsigned restarts;
    int checkpoint_pages; /* 0: as the server sets it */
    bool has_disk_trouble;
};

struct server {
    struct journal *journal;
    struct hall *hall; /* NULL while the server is down */
    unsigned life;
    bool is_woken;
    uint64_t left_hash; /* server_hash when it was stopped in good order; 0: it was not */
};

struct run {
    uint64_t seed;
    struct chance chance;
    struct plan plan;
    int64_t now_us;
    int64_t clock_off_ms; /* what the machine's clock says too much */
    struct schedule schedule;
    uint64_t digest;
    struct disk disk;
    struct server server;
    struct line *lines;
    struct peer **peers;
    size_t peer_count;
    struct ledger ledger;
    struct leaving *leaving;
    bool is_calm;       /* the end: nobody begins anything new, nothing breaks any more */
    struct buf failure; /* empty: none */
    bool is_told;       /* on stderr, as it happens */
    struct {
        uint64_t people, guests, ballots, votes, records, commands, updates, crashes, cuts,
            troubles, frames;
    } counts;
};

/* A run from its seed. True: all that must hold, held. Else run->failure says what did not. */
bool run_live(struct run *run, uint64_t seed);
void run_free(struct run *run);
/* The first failure counts. */
void run_fail(struct run *run, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* For whoever looks at one run: what happens. */
void run_tell(struct run *run, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Puts what happens after `in_us`. */
void run_later(struct run *run, int64_t in_us, happening_fn *what, void *subject);
/* Of the run that is going on, for what the linker puts in the place of the server's own. */
struct run *run_now(void);

/* server.c */
void server_start(struct run *run);
happening_fn server_start_again;
void server_crash(struct run *run, enum disk_end end);
/* As after SIGTERM. False: the disk did not take everything. */
bool server_stop(struct run *run);
int64_t server_clock_ms(const struct run *run);
/* Another hall from the log as it is on disk; NULL: it cannot be read. */
struct hall *server_replay(struct run *run);
/* Of the day and all texts. */
uint64_t server_hash(const struct hall *hall);

/* Who is at the other end of a line: client.c, stock.c. */
struct peer {
    void (*receive)(struct peer *peer, bool is_text, struct bytes bytes);
    /* code: the server's, when it closed the line in good order; else 0 */
    void (*lost)(struct peer *peer, uint16_t code);
    /* Waits for nothing any more. */
    bool (*is_quiet)(const struct peer *peer);
    /* At the end: what it shows must be what the server has. */
    void (*check)(struct peer *peer);
    void (*free)(struct peer *peer);
};
struct peer *client_new(struct run *run, const char *seat);
struct peer *stock_new(struct run *run, const char *seat);
void run_peer_add(struct run *run, struct peer *peer);
/* The same command by POST /api/v1/commands: its answer must be the one that the socket gives. Takes the body. */
void post_send(struct run *run, const char *seat, struct buf body);

/* line.c */
struct line;
enum door {
    DOOR_HUB,
    DOOR_STOCK, /* `doc`: of /yjs/<doc> */
    DOOR_POST,  /* one command, one answer */
};
struct line *line_open(struct run *run, struct peer *peer, const char *seat, enum door door,
                       const char *doc);
/* To the server. Takes the bytes. */
void line_send(struct line *line, bool is_text, struct buf bytes);
/* A phone in a tunnel: nothing more arrives there for that long. */
void line_stall(struct line *line, int64_t us);
/* Nothing arrives any more, in either direction; the server sees it later, or at once. */
void line_cut(struct line *line, bool server_sees_it);
void lines_turn(struct run *run);
void lines_end(struct run *run);
void lines_free(struct run *run);
bool lines_are_quiet(const struct run *run);

/* leaving.c: a frame as the socket takes it. */
struct leaving *leaving_new(void);
void leaving_free(struct leaving *leaving);
void leaving_text(struct run *run, struct bytes frame);
/* message: of the y-protocols, without the hub's channel */
void leaving_binary(struct run *run, const char *doc, struct bytes message);
/* Whatever is planted. */
log_pos journal_durable_really(const struct journal *journal);

/* wishes.c: {"kind":...,"data":...} without the braces, of somebody with that seat; false: nothing comes to mind. */
bool wish_think(struct run *run, const char *seat, struct buf *out);

/* day.c */
void day_write_first_records(struct run *run, struct journal *journal);
void day_seat_name(const struct plan *plan, size_t index, char name[16]);
size_t day_seat_count(const struct plan *plan);

#endif
