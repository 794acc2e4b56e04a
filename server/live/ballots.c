/* What was voted, while the vote is open. Everyone is told who has voted, nobody what; the log never holds it, only the
 * table that the closing of the vote clears. */
#include "live/hall_inside.h"

#include <string.h>

static const char *const choices[] = {
    [CHOICE_YES] = "yes", [CHOICE_NO] = "no", [CHOICE_EMPTY] = "empty"};

void hall_ballot(struct hall *hall, const char *vote, const char *seat, const char *choice)
{
    struct kept_ballot one = {arena_text(&hall->memory, vote),
                              {arena_text(&hall->memory, seat), CHOICE_EMPTY}};
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
        if (strcmp(choices[i], choice) == 0)
            one.ballot.choice = (enum choice)i;
    for (size_t i = 0; i < hall->ballots.count; i++) {
        struct kept_ballot *known = &hall->ballots.items[i];
        if (strcmp(known->vote, vote) == 0 && strcmp(known->ballot.seat, seat) == 0) {
            known->ballot.choice = one.ballot.choice;
            return;
        }
    }
    LIST_ADD(&hall->ballots, one, &hall->memory);
}

/* In the order of the voters, which tells nothing of who was first. */
struct ballot_list ballots_in(const struct hall *hall, const char *vote, struct arena *arena)
{
    struct ballot_list found = {0};
    const struct vote *about = day_vote(hall_day(hall), vote);
    for (size_t v = 0; about != NULL && v < about->voters.count; v++)
        for (size_t i = 0; i < hall->ballots.count; i++)
            if (strcmp(hall->ballots.items[i].vote, vote) == 0 &&
                strcmp(hall->ballots.items[i].ballot.seat, about->voters.items[v].seat) == 0)
                LIST_ADD(&found, hall->ballots.items[i].ballot, arena);
    return found;
}

struct side ballots_side(const struct event *event, const struct command *command)
{
    switch (event->kind) {
    case EVENT_ballot_cast:
        return (struct side){.kind = SIDE_BALLOT,
                             .key = event->as.ballot_cast.vote,
                             .seat = event->as.ballot_cast.seat,
                             .text = choices[command->as.ballot_cast.choice]};
    case EVENT_vote_closed:
        return (struct side){.kind = SIDE_BALLOTS_END, .key = event->as.vote_closed.vote};
    case EVENT_vote_cancelled:
        return (struct side){.kind = SIDE_BALLOTS_END, .key = event->as.vote_cancelled.vote};
    default:
        return (struct side){.kind = SIDE_NONE};
    }
}

void ballots_follow(struct hall *hall, const struct side *side)
{
    if (side->kind == SIDE_BALLOT)
        hall_ballot(hall, side->key, side->seat, side->text);
    if (side->kind != SIDE_BALLOTS_END)
        return;
    size_t left = 0;
    for (size_t i = 0; i < hall->ballots.count; i++)
        if (strcmp(hall->ballots.items[i].vote, side->key) != 0)
            hall->ballots.items[left++] = hall->ballots.items[i];
    hall->ballots.count = left;
}
