/* How the meeting votes: its rules, who votes for whom, and each vote. */
#include "domain/fold.h"

static struct vote *vote_of(struct state *state, const char *vote)
{
    return (struct vote *)day_vote(&state->day, vote);
}

enum err fold_rules_agreed(struct state *state, const struct event_rules_agreed *e,
                           struct happening unused)
{
    (void)unused;
    state->day.vote_unit = e->unit;
    state->day.vote_tie = e->tie;
    state->day.rules_item = e->item;
    return OK;
}

/* In the vote that is open, somebody else of the organisation was to vote. */
static void takes_the_vote(struct vote *vote, const struct seat *seat)
{
    if (vote->state != VOTE_STATE_OPEN || vote->unit != VOTE_UNIT_ORGANISATION)
        return;
    for (size_t i = 0; i < vote->voters.count; i++)
        if (strcmp(vote->voters.items[i].organisation, seat->organisation) == 0)
            vote->voters.items[i].seat = seat->seat;
}

enum err fold_voter_named(struct state *state, const struct event_voter_named *e,
                          struct happening unused)
{
    (void)unused;
    const struct seat *seat = day_seat(&state->day, e->seat);
    if (seat == NULL)
        return ERR_CORRUPT;
    struct id_list others = {0};
    for (size_t i = 0; i < state->day.voters.count; i++) {
        const struct seat *other = day_seat(&state->day, state->day.voters.items[i]);
        if (strcmp(other->organisation, seat->organisation) != 0)
            ids_add(&others, other->seat, &state->memory);
    }
    ids_add(&others, seat->seat, &state->memory);
    state->day.voters = others;
    for (size_t i = 0; i < state->day.votes.count; i++)
        takes_the_vote(&state->day.votes.items[i], seat);
    return OK;
}

enum err fold_vote_opened(struct state *state, const struct event_vote_opened *e,
                          struct happening now)
{
    if (item_of(state, e->item) == NULL || vote_of(state, e->vote) != NULL)
        return ERR_CORRUPT;
    struct vote one = {
        .vote = e->vote,
        .item = e->item,
        .amendment = e->amendment,
        .question = e->question,
        .yes_text = e->yes_text,
        .no_text = e->no_text,
        .method = e->method,
        .unit = e->unit,
        .tie = e->tie,
        .secret = e->secret,
        .state = VOTE_STATE_OPEN,
        .result = CHOICE_EMPTY,
        .reason = "",
        .opened_ms = now.at_ms,
    };
    for (size_t i = 0; i < e->voters.count; i++)
        LIST_ADD(&one.voters, e->voters.items[i], &state->memory);
    LIST_ADD(&state->day.votes, one, &state->memory);
    return OK;
}

/* Whoever votes again has changed their mind: they are counted once. */
enum err fold_ballot_cast(struct state *state, const struct event_ballot_cast *e,
                          struct happening unused)
{
    (void)unused;
    struct vote *vote = vote_of(state, e->vote);
    if (vote == NULL)
        return ERR_CORRUPT;
    if (!ids_have(&vote->voted, e->seat))
        ids_add(&vote->voted, e->seat, &state->memory);
    return OK;
}

enum err fold_count_entered(struct state *state, const struct event_count_entered *e,
                            struct happening unused)
{
    (void)unused;
    struct vote *vote = vote_of(state, e->vote);
    if (vote == NULL)
        return ERR_CORRUPT;
    struct count one = {e->seat, e->yes, e->no, e->empty};
    for (size_t i = 0; i < vote->counts.count; i++) {
        if (strcmp(vote->counts.items[i].seat, e->seat) == 0) {
            vote->counts.items[i] = one;
            return OK;
        }
    }
    LIST_ADD(&vote->counts, one, &state->memory);
    return OK;
}

enum err fold_vote_closed(struct state *state, const struct event_vote_closed *e,
                          struct happening now)
{
    struct vote *vote = vote_of(state, e->vote);
    if (vote == NULL)
        return ERR_CORRUPT;
    vote->state = VOTE_STATE_CLOSED;
    vote->yes = e->yes;
    vote->no = e->no;
    vote->empty = e->empty;
    vote->ballots = e->ballots;
    vote->closed_ms = now.at_ms;
    return OK;
}

/* The vote settles the amendment it was about: yes is the proposal as it stands, no the amendment. */
enum err fold_vote_confirmed(struct state *state, const struct event_vote_confirmed *e,
                             struct happening unused)
{
    (void)unused;
    struct vote *vote = vote_of(state, e->vote);
    if (vote == NULL)
        return ERR_CORRUPT;
    vote->state = VOTE_STATE_CONFIRMED;
    vote->result = e->result;
    vote->casting = e->casting;
    struct amendment *amendment = (struct amendment *)day_amendment(&state->day, vote->amendment);
    if (amendment != NULL) {
        amendment->vote = vote->vote;
        amendment->state =
            e->result == CHOICE_NO ? AMENDMENT_STATE_ADOPTED : AMENDMENT_STATE_REJECTED;
    }
    return OK;
}

enum err fold_vote_cancelled(struct state *state, const struct event_vote_cancelled *e,
                             struct happening now)
{
    struct vote *vote = vote_of(state, e->vote);
    if (vote == NULL)
        return ERR_CORRUPT;
    vote->state = VOTE_STATE_CANCELLED;
    vote->reason = e->reason;
    vote->closed_ms = now.at_ms;
    return OK;
}
