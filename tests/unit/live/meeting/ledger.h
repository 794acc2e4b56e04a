/* ledger.h - what a meeting has come to, told by the events in its log alone and kept without the server's fold or
 * finds: what the server's day is held against. */
#ifndef SOPU_TESTS_UNIT_LIVE_MEETING_LEDGER_H
#define SOPU_TESTS_UNIT_LIVE_MEETING_LEDGER_H

#include "base/arena.h"
#include "domain/messages.h"

/* A text that has been handed in or decided, in the words of its event, until it is given back or reopened. */
struct fixed_text {
    const char *doc;
    const char *owner; /* the group or the item */
    struct field_list fields;
};
struct fixed_text_list {
    struct fixed_text *items;
    size_t count;
    size_t capacity;
};

/* What an item of the agenda was called when it came. */
struct told_item {
    const char *item;
    const char *parent;
    const char *code;
    const char *doc;
    bool is_gone; /* the take was undone */
    const char *proposed_hash;
};
struct told_item_list {
    struct told_item *items;
    size_t count;
    size_t capacity;
};

struct told_vote {
    struct event_vote_opened opened;
    struct voter_list voters; /* as named since */
    struct ballot_list cast;  /* each voter's last */
    struct count_list counts;
    struct event_vote_closed closed;
    bool is_cancelled;
};
struct told_vote_list {
    struct told_vote *items;
    size_t count;
    size_t capacity;
};

struct ledger {
    struct arena memory;
    struct seat_list seats;
    struct waiting_list lobby;        /* everyone who ever asked */
    struct working_group_list groups; /* names and documents alone */
    struct officer_list officers;
    struct told_item_list items;
    struct fixed_text_list fixed;
    struct told_vote_list votes;
    enum vote_unit unit;
    enum tie_rule tie;
    const char *minutes_hash;
    int64_t minutes_version;
    struct id_list approvals;
    struct id_list were_here; /* organisations */
};

void ledger_hears(struct ledger *ledger, const struct event *event, const char *by);
/* How somebody votes is in no event until the vote is closed. */
void ledger_ballot(struct ledger *ledger, const struct command_ballot_cast *cast);

const struct seat *told_seat(const struct ledger *ledger, const char *seat);
const struct told_item *told_item(const struct ledger *ledger, const char *item);
const struct told_vote *told_vote(const struct ledger *ledger, const char *vote);
const char *told_officer(const struct ledger *ledger, enum post post); /* NULL: none */
bool told_holds(const struct ledger *ledger, enum post post, const char *seat);
bool told_has(const struct ledger *ledger, const char *seat, enum role role);
/* Of those who may move, vote and be elected: neither the wall nor a watcher nor an organisation's registry. */
bool told_is_onlooker(const struct ledger *ledger, const char *seat);
bool told_takes_part(const struct ledger *ledger, const char *seat);

#endif
