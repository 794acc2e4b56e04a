/* journal.h - the log as the day needs it: give it a record, get the position it will have on disk.
 * store/ implements it (a queue, a writer thread, SQLite); tests/fakes/ too.
 *
 * Positions are gapless from 1 in the order of journal_append. Nothing that depends on a record may leave the
 * server before journal_durable() has reached its position: the outbox sees to that, nobody else has to.
 * Thread: loop. */
#ifndef SOPU_LIVE_PORTS_JOURNAL_H
#define SOPU_LIVE_PORTS_JOURNAL_H

#include "base/bytes.h"

#include <stdbool.h>
#include <stdint.h>

typedef uint64_t log_pos; /* 0: depends on nothing */

enum record_kind {
    RECORD_EVENT = 1,     /* something happened: JSON {"kind":...,"data":{...}}            */
    RECORD_UPDATE = 2,    /* a document's text: a Yjs update v1, as integrated              */
    RECORD_LATE = 3,      /* a Yjs update refused because the text was handed in; kept      */
    RECORD_REFUSAL = 4,   /* a command the rules refused: JSON {"code":...,"detail":...}    */
    RECORD_CLIENT_ID = 5, /* a Yjs client id issued to a seat: its decimal digits           */
    RECORD_AUDIT = 6,     /* signed in, signed out, link made: JSON {"what":...}            */
};

/* A row of a table that can be erased or expires, written in the same transaction as its record. */
enum side_kind {
    SIDE_NONE = 0,
    SIDE_PERSON = 1,      /* key: seat, text: name                                              */
    SIDE_LINK = 2,        /* key: link id, seat, hash: BLAKE2b-256 of the secret                */
    SIDE_SESSION = 3,     /* hash: BLAKE2b-256 of the token, seat, expires_ms                   */
    SIDE_SESSION_END = 4, /* hash                                                               */
    SIDE_LINK_END = 5,    /* key: link id                                                       */
    SIDE_PERSON_END = 6,  /* key: seat                                                          */
    SIDE_BALLOT = 7,      /* key: vote, seat, text: yes, no or empty; replaces the seat's last  */
    SIDE_BALLOTS_END = 8, /* key: vote                                                          */
    SIDE_REGISTRY = 9,    /* key: organisation, text: where it takes official mail              */
    SIDE_FEEDBACK = 10,   /* key: seat, text: how the day was; replaces the seat's last         */
};

struct side {
    enum side_kind kind;
    const char *key;
    const char *seat;
    const char *text;
    uint8_t hash[32];
    int64_t expires_ms;
};

/* Everything is borrowed for the call; journal_append copies. */
struct record {
    enum record_kind kind;
    const char *stream;  /* "day", or a document id                                             */
    uint32_t epoch;      /* of the document; 0 for the day                                      */
    const char *actor;   /* seat id; "" for the server itself                                   */
    int64_t at_ms;       /* Unix time; for people only: order is the position                   */
    const char *command; /* the command id it answers; "" if none                               */
    bool is_followed; /* the next record belongs to the same happening: both on disk, or neither */
    struct bytes body;
    struct side side;
};

struct journal;

/* Takes a record and returns its position. Call only while journal_is_writable. */
log_pos journal_append(struct journal *journal, const struct record *record);

/* Every record up to here is on disk. */
log_pos journal_durable(const struct journal *journal);

/* The newest record on disk and its chain value, which stands for all of the log up to it: for printing, so that it can
 * be held against the log later. 0 and zeros: the log is empty. */
void journal_head(struct journal *journal, log_pos *pos, uint8_t chain[32]);

/* False while the disk refuses records (full, broken). What was appended before stays queued and is written when it
 * recovers; until then nothing new may be appended, and nothing is acknowledged. */
bool journal_is_writable(const struct journal *journal);

#endif
