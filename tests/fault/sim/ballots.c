/* The ledger's own count of every vote: from what people asked for, in the order in which the log says that it happened.
 * The log itself does not know what they chose. */
#include "fault/sim/run.h"

#include "live/hall_inside.h"

struct counting {
    struct run *run;
    const struct written *row;
    log_pos pos;
    const json_t *data;
    json_t *votes; /* of those that are open: seat -> choice */
    json_t *secret;
};

static const char *text_in(const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));
    return text != NULL ? text : "";
}

static json_int_t count_of(json_t *ballots, const char *choice)
{
    json_int_t count = 0;
    const char *seat;
    json_t *chosen;
    json_object_foreach(ballots, seat, chosen) count +=
        strcmp(json_string_value(chosen), choice) == 0;
    return count;
}

static void cast(struct counting *c, json_t *ballots)
{
    const struct told *told = ledger_told(&c->run->ledger, c->row->command);
    if (told == NULL || strcmp(told->vote, text_in(c->data, "vote")) != 0 ||
        strcmp(told->voter, text_in(c->data, "seat")) != 0)
        run_fail(c->run, "row %llu is a ballot that nobody cast", (unsigned long long)c->pos);
    else
        json_object_set_new(ballots, told->voter, json_string(told->choice));
}

/* In an open vote, who chose what; in a secret one, nothing of it. */
static void names_check(struct counting *c, json_t *ballots)
{
    size_t index;
    json_t *one;
    const json_t *told = json_object_get(c->data, "ballots");
    bool is_secret = json_object_get(c->secret, text_in(c->data, "vote")) != NULL;
    if (json_array_size(told) != (is_secret ? 0 : json_object_size(ballots)))
        run_fail(c->run, "%s is closed with %zu ballots by name", text_in(c->data, "vote"),
                 json_array_size(told));
    json_array_foreach(told, index, one)
    {
        if (strcmp(text_in(ballots, text_in(one, "seat")), text_in(one, "choice")) != 0)
            run_fail(c->run, "%s counts for %s what was not cast last", text_in(c->data, "vote"),
                     text_in(one, "seat"));
    }
}

static void closed(struct counting *c, json_t *ballots)
{
    static const char *const choices[] = {"yes", "no", "empty"};
    for (size_t i = 0; i < 3; i++)
        if (json_integer_value(json_object_get(c->data, choices[i])) !=
            count_of(ballots, choices[i]))
            run_fail(c->run, "%s counts %lld %s, and %lld were cast", text_in(c->data, "vote"),
                     (long long)json_integer_value(json_object_get(c->data, choices[i])),
                     choices[i], (long long)count_of(ballots, choices[i]));
    names_check(c, ballots);
}

static void opened(struct counting *c, const char *vote)
{
    bool is_by_hands = strcmp(text_in(c->data, "method"), "hands") == 0;
    json_object_set_new(c->votes, vote, is_by_hands ? json_null() : json_object());
    if (json_is_true(json_object_get(c->data, "secret")))
        json_object_set_new(c->secret, vote, json_true());
}

static void vote_row(struct counting *c, const char *kind)
{
    const char *vote = text_in(c->data, "vote");
    json_t *ballots = json_object_get(c->votes, vote);
    if (strcmp(kind, "vote_opened") == 0)
        opened(c, vote);
    else if (strcmp(kind, "ballot_cast") == 0)
        cast(c, ballots);
    else if (strcmp(kind, "vote_closed") == 0 && json_is_object(ballots))
        closed(c, ballots);
    if (strcmp(kind, "vote_closed") == 0 || strcmp(kind, "vote_cancelled") == 0)
        json_object_del(c->votes, vote);
    bool may_tell = strcmp(kind, "vote_closed") == 0 && json_object_get(c->secret, vote) == NULL;
    if (c->row->has_choice && !may_tell)
        run_fail(c->run, "row %llu tells how somebody voted", (unsigned long long)c->pos);
}

static void row(struct counting *c)
{
    if (c->row->kind != RECORD_EVENT || c->row->body.len == 0) {
        if (c->row->has_choice)
            run_fail(c->run, "row %llu tells how somebody voted", (unsigned long long)c->pos);
        return;
    }
    json_t *event = json_loadb((const char *)c->row->body.data, c->row->body.len, 0, NULL);
    c->data = json_object_get(event, "data");
    vote_row(c, text_in(event, "kind"));
    json_decref(event);
}

static const char *choice_name(enum choice choice)
{
    return choice == CHOICE_YES ? "yes" : choice == CHOICE_NO ? "no" : "empty";
}

/* What the hall holds, from the table or from those who voted. */
static void pending_check(struct counting *c, const struct hall *hall)
{
    size_t open = 0;
    const char *vote;
    json_t *ballots;
    json_object_foreach(c->votes, vote, ballots) open += json_object_size(ballots);
    if (open != hall->ballots.count)
        run_fail(c->run, "%zu ballots are kept, and %zu were cast in votes that are open",
                 hall->ballots.count, open);
    for (size_t i = 0; i < hall->ballots.count; i++) {
        const struct kept_ballot *kept = &hall->ballots.items[i];
        const char *cast = text_in(json_object_get(c->votes, kept->vote), kept->ballot.seat);
        if (strcmp(cast, choice_name(kept->ballot.choice)) != 0)
            run_fail(c->run, "%s keeps a ballot of %s that was not cast last", kept->vote,
                     kept->ballot.seat);
    }
}

void ledger_check_ballots(struct run *run, const struct hall *hall)
{
    struct counting c = {.run = run, .votes = json_object(), .secret = json_object()};
    for (c.pos = 1; c.pos <= run->ledger.count; c.pos++) {
        c.row = &run->ledger.written[c.pos - 1];
        row(&c);
    }
    pending_check(&c, hall);
    json_decref(c.votes);
    json_decref(c.secret);
}

/* A row of the table as it lies in a page: its columns, one after the other. */
static bool lies_on_disk(const struct disk *disk, const struct told *told)
{
    char columns[2 * LEDGER_ID + 8];
    bool is_there = false;
    snprintf(columns, sizeof columns, "%s%s%s", told->vote, told->voter, told->choice);
    for (size_t i = 0; i < DISK_FILES; i++) {
        const struct file *file = &disk->files[i];
        is_there |= file->is_there && file->now.len > 0 &&
                    memmem(file->now.data, file->now.len, columns, strlen(columns)) != NULL;
    }
    return is_there;
}

void ledger_check_scrubbed(struct run *run, const struct hall *hall)
{
    for (size_t i = 0; i < run->ledger.told_count; i++) {
        const struct told *told = &run->ledger.told[i];
        const struct vote *vote = day_vote(hall_day(hall), told->vote);
        bool is_over = vote != NULL && vote->state != VOTE_STATE_OPEN;
        if (told->choice[0] != '\0' && is_over && lies_on_disk(&run->disk, told))
            run_fail(run, "the choice of %s in %s is left on the disk", told->voter, told->vote);
    }
}

static bool is_kind(const struct written *row, const char *kind)
{
    return row->kind == RECORD_EVENT && row->body.len > 0 &&
           memmem(row->body.data, row->body.len, kind, strlen(kind)) != NULL;
}

void ledger_count(const struct ledger *ledger, uint64_t *votes, uint64_t *ballots)
{
    for (size_t i = 0; i < ledger->count; i++) {
        *votes += is_kind(&ledger->written[i], "\"vote_closed\"");
        *ballots += is_kind(&ledger->written[i], "\"ballot_cast\"");
    }
}
