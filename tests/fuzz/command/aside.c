#include "fuzz/command/aside.h"

#include "fakes/journal_fake.h"
#include "fuzz/fuzz.h"
#include "live/hall_inside.h"

void aside_replay(const struct journal *journal, struct hall *hall)
{
    for (log_pos pos = 1; pos <= journal_fake_last(journal); pos++)
        ballots_follow(hall, &journal_fake_record(journal, pos)->side);
}

/* None but of votes that are open, each with its voter's last choice. */
static bool same_ballots(const struct hall *a, const struct hall *b)
{
    struct arena arena = {0};
    const struct vote_list *votes = &hall_day(a)->votes;
    size_t open = 0;
    for (size_t v = 0; v < votes->count; v++) {
        struct ballot_list of_a = ballots_in(a, votes->items[v].vote, &arena);
        struct ballot_list of_b = ballots_in(b, votes->items[v].vote, &arena);
        open += of_a.count;
        CHECK(of_a.count == 0 || votes->items[v].state == VOTE_STATE_OPEN);
        CHECK(of_a.count == of_b.count);
        for (size_t i = 0; i < of_a.count; i++)
            CHECK(strcmp(of_a.items[i].seat, of_b.items[i].seat) == 0 &&
                  of_a.items[i].choice == of_b.items[i].choice);
    }
    arena_free(&arena);
    return a->ballots.count == open && b->ballots.count == open;
}

static bool same_minutes(const struct hall *a, const struct hall *b)
{
    struct arena arena = {0};
    bool are_same = strcmp(hall_minutes_seal(a, &arena), hall_minutes_seal(b, &arena)) == 0;
    arena_free(&arena);
    return are_same;
}

bool aside_is_same(const struct hall *a, const struct hall *b)
{
    return same_ballots(a, b) && same_minutes(a, b);
}
