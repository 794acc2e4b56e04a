/* ledger.h - an account of its own of everything the server gave to its journal and told to anybody.
 * It is what the log is held against: after each start, and at the end. */
#ifndef SOPU_TESTS_FAULT_SIM_LEDGER_H
#define SOPU_TESTS_FAULT_SIM_LEDGER_H

#include "live/hall.h"

#include <jansson.h>

enum { COMMAND_SIZE = 37, LEDGER_ID = 65 };

/* A record as it was given to the journal. */
struct written {
    uint64_t hash;
    enum record_kind kind;
    bool is_followed;
    char command[COMMAND_SIZE];
    char stream[LEDGER_ID];
    struct buf body;       /* of an update, and of what is told of a vote */
    bool has_choice;       /* it says how somebody voted */
    uint64_t event_hash;   /* of the bytes that screens get; 0: not an event */
    uint64_t refusal_hash; /* of code and detail; 0: not a refusal */
    uint64_t late_hash;    /* of text, seat and bytes; 0: not a late edit */
    uint64_t day_hash;     /* of the day that a welcome showed at this position; 0: none did */
};

/* Updates of one text that were confirmed to their writers, or shown to anyone. */
struct kept {
    uint64_t hash;
    bool was_confirmed;
    struct buf update;
};

/* A record that no disk was known to have when the server died. Some of its bytes may lie there, and those that are missing may
 * be written with the record that gets its place: if they are the same ones, as of a command asked again, it is whole after
 * the next crash. Nobody was told of it; so it may be there. */
struct ghost {
    log_pos pos;
    struct written written;
};

struct kept_text {
    char doc[LEDGER_ID];
    struct kept *items;
    size_t count;
    size_t capacity;
};

struct told {
    char id[COMMAND_SIZE];
    char seat[LEDGER_ID];
    bool is_answered;
    bool is_done;
    log_pos pos;
    uint64_t refusal_hash;
    /* Of a ballot; else "". */
    char vote[LEDGER_ID];
    char voter[LEDGER_ID];
    char choice[8];
    /* Counted at the end. */
    unsigned rows;
    log_pos last_row;
};

struct ledger {
    struct written *written; /* position p is written[p - 1] */
    size_t count;
    size_t capacity;
    struct ghost *ghosts;
    size_t ghost_count;
    log_pos promised; /* the highest position that anything shown depends on */
    struct kept_text *texts;
    size_t text_count;
    struct told *told;
    size_t told_count;
    size_t told_capacity;
};

struct run;

void ledger_free(struct ledger *ledger);
/* What came behind `last` never reached the disk. */
void ledger_cut(struct ledger *ledger, log_pos last);

/* The server gives a record to its journal. */
void ledger_written(struct ledger *ledger, const struct record *record, log_pos pos);

/* Somebody is told. */
void ledger_promised(struct run *run, log_pos pos);
void ledger_event_shown(struct run *run, log_pos pos, struct bytes placed);
void ledger_update_shown(struct run *run, const char *doc, struct bytes update);
void ledger_update_confirmed(struct run *run, const char *doc, struct bytes update);
void ledger_late_confirmed(struct run *run, const char *doc, const char *seat, struct bytes update);
void ledger_welcomed(struct run *run, log_pos pos, struct bytes day_json);
/* command: as JSON */
void ledger_asked(struct run *run, const char *id, const char *seat, struct bytes command);
void ledger_answered(struct run *run, const json_t *answer);

/* A row of the log as a start reads it, and the day after it. */
void ledger_row(struct run *run, const struct logged *row);
void ledger_row_taken(struct run *run, log_pos pos, const struct hall *hall);
/* The start has read `last` rows into `hall`: is everything there that was told? */
void ledger_check(struct run *run, log_pos last, const struct hall *hall);
/* ballots.c: each ballot is counted once, as it was cast last, and is nowhere but in the table until then; what the hall
 * holds are those of the votes that are open. */
void ledger_check_ballots(struct run *run, const struct hall *hall);
/* After an end in good order: no file holds what somebody chose in a vote that is over. */
void ledger_check_scrubbed(struct run *run, const struct hall *hall);
/* Votes that were closed, and ballots cast. */
void ledger_count(const struct ledger *ledger, uint64_t *votes, uint64_t *ballots);
struct told *ledger_told(struct ledger *ledger, const char *id);
/* At the end: each command once, or not at all. */
void ledger_check_commands(struct run *run);

#endif
