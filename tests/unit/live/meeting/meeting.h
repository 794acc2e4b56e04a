/* meeting.h - a meeting that is drawn from a seed: 200 commands by people of every role, on a real hall (server/live) with
 * a disk in memory; and what must hold after each step (always.h). A step is a command, words typed into a text, the
 * server's own doing, or time that passes. Test thread only. */
#ifndef SOPU_TESTS_UNIT_LIVE_MEETING_MEETING_H
#define SOPU_TESTS_UNIT_LIVE_MEETING_MEETING_H

#include "fault/sim/chance.h"
#include "live/given_hall.h"
#include "live/meeting/ledger.h"

enum { MEETING_COMMANDS = 200, STEP_EVENTS_MAX = 96 };

/* Whatever people are called, and what they think of the day, has this word in it. */
#define SECRET "Salainen"
#define OPINION SECRET " mielipide"

/* What all meetings of a run have reached together. */
struct tally {
    size_t asked[COMMAND_KIND_COUNT];
    size_t accepted[COMMAND_KIND_COUNT];
    size_t refused[REFUSAL_END + 1];
    size_t denied;    /* refused for the seat's roles */
    size_t repeated;  /* sent twice */
    size_t typed;     /* words taken into a text */
    size_t typed_not; /* words that a text did not take */
    size_t published; /* minutes, at the end of a meeting */
};

/* Where everything that has a state stands (always_states.c). */
struct standing {
    int thing;
    const char *id;
    int state;
};
struct standing_list {
    struct standing *items;
    size_t count;
    size_t capacity;
};

/* What has happened since the step before. */
struct step {
    log_pos before;
    struct event events[STEP_EVENTS_MAX];
    const char *by[STEP_EVENTS_MAX];
    size_t count;
};

/* Open since its person first said something. */
struct line {
    struct guest *guest;
    bool saw_its_text; /* after the step before; so this one */
    bool kept_the_door;
};

struct asked {
    const char *seat;
    char id[40];
};

struct meeting {
    struct chance chance;
    struct stage *stage;
    struct tally *tally;
    struct ledger ledger;
    struct {
        struct line *items;
        size_t count;
        size_t capacity;
    } lines;
    struct step step;
    struct standing_list stood; /* after the step before */
    struct standing_list standing_spare;
    struct buf day; /* as letters, after the step before */
    struct buf spare;
    struct arena memory; /* of the whole meeting */
    struct arena arena;  /* of one command */
    size_t commands;
    struct asked answered[MEETING_COMMANDS]; /* those that are in the log */
    size_t answered_count;
    size_t slowness; /* of the day's course, in commands */
};

struct meeting *meeting_begins(uint64_t seed, struct tally *tally);
/* One command, and what goes on around it. */
void meeting_goes_on(struct meeting *meeting);
/* Everything once more from the log, and compared. */
void meeting_ends(struct meeting *meeting);

static inline const struct day *meeting_day(const struct meeting *meeting)
{
    return stage_day(meeting->stage);
}

/* --- for the parts of it -------------------------------------------------------------------------------------------- */

struct guest *meeting_line(struct meeting *meeting, const char *seat);
void step_begins(struct meeting *meeting);
/* The ledger hears what happened; what must always hold is looked at. */
void step_ends(struct meeting *meeting);

/* Somebody asks for something, by the line they have had open since they first spoke (command.c). */
void meeting_command(struct meeting *meeting);
/* The words of a document (typing.c). */
const char *meeting_words(const struct meeting *meeting, const char *doc, const char *field);
/* Somebody, who may or may not, types or wipes out something in some text. */
void meeting_types(struct meeting *meeting);
/* One of its writers types into a field that must not be empty; false: none of them is. */
bool meeting_fills_in(struct meeting *meeting, const char *doc, const struct id_list *actions);

#define SOME(meeting, list)                                                                        \
    ((list).count ? &(list).items[draw(&(meeting)->chance, (uint32_t)(list).count)] : NULL)

#endif
