/* The minutes on their way: sent to the examiners, approved, signed, published, corrected. */
#include "domain/fold.h"

static bool is_approved_by(const struct minutes *minutes, const char *seat)
{
    for (size_t i = 0; i < minutes->approvals.count; i++)
        if (strcmp(minutes->approvals.items[i].seat, seat) == 0)
            return true;
    return false;
}

static bool is_approved_by_all(const struct day *day)
{
    for (size_t i = 0; i < day->officers.count; i++)
        if (day->officers.items[i].post == POST_EXAMINER &&
            !is_approved_by(&day->minutes, day->officers.items[i].seat))
            return false;
    return true;
}

/* Where nobody was elected to examine them, they are examined. */
enum err fold_minutes_sent(struct state *state, const struct event_minutes_sent *e,
                           struct happening now)
{
    struct minutes *minutes = &state->day.minutes;
    minutes->version = e->version;
    minutes->hash = e->hash;
    minutes->sent_ms = now.at_ms;
    minutes->approvals.count = 0;
    minutes->state =
        is_approved_by_all(&state->day) ? MINUTES_STATE_EXAMINED : MINUTES_STATE_EXAMINING;
    return OK;
}

static void is_draft_again(struct minutes *minutes)
{
    minutes->state = MINUTES_STATE_DRAFT;
    minutes->version++;
    minutes->hash = "";
    minutes->sent_ms = 0;
    minutes->approvals.count = 0;
    minutes->signed_by = "";
    minutes->signed_ms = 0;
    minutes->published_ms = 0;
}

enum err fold_minutes_taken_back(struct state *state, const struct event_minutes_taken_back *e,
                                 struct happening unused)
{
    (void)e, (void)unused;
    is_draft_again(&state->day.minutes);
    return OK;
}

enum err fold_minutes_remarked(struct state *state, const struct event_minutes_remarked *e,
                               struct happening now)
{
    struct minutes *minutes = &state->day.minutes;
    struct remark remark = {now.by, e->item, e->text, minutes->version, now.at_ms};
    LIST_ADD(&minutes->remarks, remark, &state->memory);
    return OK;
}

enum err fold_minutes_approved(struct state *state, const struct event_minutes_approved *e,
                               struct happening now)
{
    (void)e;
    struct minutes *minutes = &state->day.minutes;
    struct approval approval = {now.by, now.at_ms};
    LIST_ADD(&minutes->approvals, approval, &state->memory);
    if (is_approved_by_all(&state->day))
        minutes->state = MINUTES_STATE_EXAMINED;
    return OK;
}

enum err fold_minutes_signed(struct state *state, const struct event_minutes_signed *e,
                             struct happening now)
{
    (void)e;
    struct minutes *minutes = &state->day.minutes;
    minutes->state = MINUTES_STATE_SIGNED;
    minutes->signed_by = now.by;
    minutes->signed_ms = now.at_ms;
    return OK;
}

enum err fold_minutes_published(struct state *state, const struct event_minutes_published *e,
                                struct happening now)
{
    (void)e;
    state->day.minutes.state = MINUTES_STATE_PUBLISHED;
    state->day.minutes.published_ms = now.at_ms;
    return OK;
}

/* What was approved stays in the log; what comes is another version, and says so. */
enum err fold_minutes_corrected(struct state *state, const struct event_minutes_corrected *e,
                                struct happening now)
{
    struct minutes *minutes = &state->day.minutes;
    is_draft_again(minutes);
    struct correction correction = {minutes->version, e->reason, now.at_ms};
    LIST_ADD(&minutes->corrections, correction, &state->memory);
    return OK;
}
