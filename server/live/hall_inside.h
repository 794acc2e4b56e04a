/* hall_inside.h - how the hall is built. For live/ only.
 *   hall.c      what is here: rooms, visitors, names; replay; ticks
 *   place.c     the texts, and who is at each
 *   day.c       a command's way: judged, written down, applied, told
 *   carry.c     what an event does to the rooms: a group's text to 9 § a, b, c
 *   late.c      what came too late, as what it would have changed
 *   handin.c    a text is handed in: who is asked and waited for
 *   ballots.c   what was voted, while the vote is open
 *   minutes.c   the minutes: the day, the names, what the secretary wrote
 *   lobby.c     who waits for being let in, and who may know their names
 *   visitor.c   one person's socket: the hub's text frames
 *   channel.c   one text that a person has open: the hub's binary frames
 *   stock.c     the y-websocket endpoint
 *   lab.c       a hall without a day, for whoever tries out editors
 * Thread: loop. */
#ifndef SOPU_LIVE_HALL_INSIDE_H
#define SOPU_LIVE_HALL_INSIDE_H

#include "live/hall.h"

#include "domain/nouns.h"
#include "domain/rules.h"
#include "domain/state.h"
#include "live/answers.h"
#include "live/presence.h"
#include "live/room.h"
#include "wire/command_json.h"

#include <jansson.h>

enum {
    CHANNELS_MAX =
        16, /* texts one socket has open: the most a screen shows is three groups and three items */
    DOC_ID_SIZE = 65,
    SEAT_SIZE = 65,
};

struct place {
    struct room *room;
    struct presence *presence;
    struct visitor **here; /* who has it open, in no order; on a second channel: once more */
    size_t here_count;
    size_t here_capacity;
};

/* One text that a visitor has open. */
struct channel {
    uint32_t number; /* 0: the stock endpoint */
    struct place *place;
    uint32_t epoch;
    uint64_t client; /* 0: a stock client that has not shown its id yet */
    uint64_t seq;    /* of the last update taken */
    bool is_writable;
    bool awaits_flush;  /* asked to send what it has, before the group hands in */
    bool is_superseded; /* its tab has come back on another line: this one is dead */
    const char
        *poisoned;      /* refused an update: the code; nothing is taken until it is opened again */
    unsigned fruitless; /* stock: updates whose predecessors never came */
};

struct visitor {
    struct hall *hall;
    struct visitor *next;
    struct visitor *before;
    struct outbox *out;
    char seat[SEAT_SIZE];
    bool is_stock;
    bool is_leaving; /* told to close: hears nothing more, is heard no more */
    size_t channel_count;
    struct channel channels[]; /* room for CHANNELS_MAX; for one, where is_stock */
};

struct person {
    const char *seat;
    const char *name;
};

/* Who announced a group's hand-in: its version carries that name. */
struct announcer {
    const char *group;
    const char *seat;
    bool has_asked; /* those who were here; false after a restart */
};

/* What somebody has voted in a vote that is open. */
struct kept_ballot {
    const char *vote;
    struct ballot ballot;
};

struct hall {
    struct journal *journal;
    struct clock_port clock;
    struct arena memory;
    struct state *state;
    struct answers *answers;
    struct stream *events;
    log_pos last_event;
    struct place **places;
    size_t place_count;
    struct visitor *visitors;
    struct {
        struct person *items;
        size_t count;
        size_t capacity;
    } people;
    struct {
        struct announcer *items;
        size_t count;
        size_t capacity;
    } announcers;
    struct {
        struct kept_ballot *items;
        size_t count;
        size_t capacity;
    } ballots;
    struct {
        struct person *items; /* an organisation and its address */
        size_t count;
        size_t capacity;
    } registry;
    struct {
        struct person *items; /* a seat and its answers */
        size_t count;
        size_t capacity;
    } feedback;
    struct buf day_json; /* the day at day_json_pos, for welcomes */
    log_pos day_json_pos;
    bool is_lab;
    bool was_writable;
    bool has_moved; /* somebody came, left, opened or closed a text */
    int64_t told_here_ms;
};

static inline const struct day *hall_day(const struct hall *hall)
{
    return state_day(hall->state);
}
static inline int64_t hall_now_ms(const struct hall *hall)
{
    return clock_now_ms(&hall->clock);
}

struct place *hall_place(const struct hall *hall, const char *doc);
struct place *hall_place_add(struct hall *hall, const char *doc);
void places_free(struct hall *hall);
void place_enter(struct place *place, struct visitor *visitor);
void place_leave(struct place *place, const struct visitor *visitor);
/* Each cursor that has moved, once, to everyone who has the text open. */
void place_tell_cursors(struct place *place);
/* The text that somebody asks for; in a lab it is there as soon as it is asked for. NULL: there is none. */
struct place *hall_place_asked(struct hall *hall, const char *doc);
/* What a seat may do with a text now. */
enum access hall_access(const struct hall *hall, const char *seat, const char *doc);
/* A row that may say that this log is a lab's. */
void lab_replay(struct hall *hall, const struct logged *row);

/* Judges a wish, writes down what comes of it and tells everyone. *pos: what an answer depends on. The verdict's
 * texts are borrowed from the arena and the command. `by`: whose name it goes under; `judged_as`: whose rights it has ("" for the server). */
struct verdict day_judge_and_do(struct hall *hall, const char *judged_as, const char *by,
                                const char *command_id, const struct command *command,
                                struct arena *arena, log_pos *pos);
/* An event that the rules gave for this very state happens: written down, applied, told. `as`: by whom and when, for which
 * command, with which side row, and whether more of the same happening follows. */
log_pos day_event_happens(struct hall *hall, const struct event *event, struct record as);
/* A wish by socket or POST: at most once, answered through the outbox. `with_op`: as a frame of the hub. */
void day_command(struct hall *hall, const char *seat, json_t *message, struct outbox *out,
                 bool with_op);
/* An event that is on its way to disk at `pos`, or comes from there: state, rooms. ERR_CORRUPT: does not fit. */
enum err day_take_event(struct hall *hall, struct bytes body, const char *by, int64_t at_ms,
                        log_pos pos);
/* As above, and told to everyone. */
void day_tell_event(struct hall *hall, struct bytes body, const char *by, int64_t at_ms,
                    log_pos pos);
/* The event that a kept late edit is; its record is the late edit itself. ERR_CORRUPT: its text is on no agenda and in no
 * group. */
enum err day_late_edit(struct hall *hall, const char *doc, const char *by, int64_t at_ms,
                       log_pos pos, bool tell);

/* What an event changes in the rooms: new ones, actions, locks. */
void carry_event(struct hall *hall, const struct event *event, const char *by);
/* The groups' words into the new documents, after proposals_taken: the last records of the same happening. */
void carry_texts(struct hall *hall, const struct event *taken, int64_t now_ms);

/* A hand-in was announced, now or in the log; handin_ask: now, so that those who write are asked for their words. */
void handin_announced(struct hall *hall, const char *group, const char *by);
void handin_ask(struct hall *hall, const char *group);
/* If the text of this channel is being handed in, its writer is waited for. */
void handin_await(struct visitor *visitor, struct channel *channel);
struct id_list handin_missing(const struct hall *hall, const struct place *place,
                              struct arena *arena);
/* Completes what is due. */
void handin_tick(struct hall *hall);

/* May this seat know who it is? Who waits in the lobby is known to those who may let them in. */
bool lobby_shows_name(const struct hall *hall, const char *to, const char *whose);
/* The row of the tables that can be erased which goes with an event. */
struct side lobby_side(const struct event *event);
/* The name that a wish gives a seat, and what it means: everyone is told. */
struct side feedback_side(struct hall *hall, const struct event *event,
                          const struct command *command);
void feedback_follow(struct hall *hall, const struct side *side);
struct side name_side(const struct event *event, const struct command *command);
void name_follow(struct hall *hall, const struct side *side, log_pos pos);
/* What an event of the lobby means for names: told to those who may know them, or forgotten. */
void lobby_event(struct hall *hall, const struct event *event, log_pos pos);

/* The ballots of a vote, each voter's last. */
struct ballot_list ballots_in(const struct hall *hall, const char *vote, struct arena *arena);
/* The row of the table that goes with an event of a vote, and what it means here. */
struct side ballots_side(const struct event *event, const struct command *command);
void ballots_follow(struct hall *hall, const struct side *side);

/* Answers a visitor who asks for the late edits of a text. */
void late_tell(struct visitor *visitor, const char *doc);

/* Text frames as JSON; takes the reference. */
struct frame *frame_of_json(json_t *json);

struct visitor *visitor_new(struct hall *hall, const char *seat, struct outbox *out, bool is_stock);
struct channel *visitor_channel(struct visitor *visitor, uint32_t number);

void channel_open(struct visitor *visitor, uint32_t number, const char *doc, uint32_t have_epoch,
                  uint64_t have_client);
void channel_close(struct visitor *visitor, struct channel *channel);
void channel_frame(struct visitor *visitor, struct bytes message);
/* Rights or the epoch may have changed: tells the visitor what it may do now. */
void channels_review(struct visitor *visitor, log_pos after);
void channel_awareness(struct visitor *visitor, struct channel *channel, uint64_t client,
                       struct bytes update);
void channel_presence_take(struct visitor *visitor, struct channel *channel, struct bytes update);
enum err channel_update(struct visitor *visitor, struct channel *channel, struct bytes update,
                        log_pos *saved);

void stock_binary(struct visitor *visitor, struct bytes message);
void stock_awareness(struct visitor *visitor, struct bytes update, uint32_t key);
void stock_review(struct visitor *visitor);
void visitor_dismiss(struct visitor *visitor, uint16_t code, const char *reason);

#endif
