#include "live/meeting/always.h"

#include "fuzz/command/shape_text.h"

/* What people are called and what they think of the day carries this word (wishes). */
static bool tells_a_secret(struct bytes body)
{
    return memmem(body.data, body.len, SECRET, strlen(SECRET)) != NULL ||
           (memmem(body.data, body.len, "\"ballot_cast\"", 13) != NULL &&
            memmem(body.data, body.len, "\"choice\"", 8) != NULL);
}

static void the_log_gives_the_same_day(const struct meeting *m)
{
    struct state *again = state_new();
    struct buf text = {0};
    for (log_pos pos = 1; pos <= last_pos(m->stage); pos++) {
        const struct record *record = journal_fake_record(m->stage->journal, pos);
        struct event event = {EVENT_late_edit_kept,
                              .as.late_edit_kept = {record->stream, (int64_t)pos}};
        if (record->kind != RECORD_EVENT && record->kind != RECORD_LATE)
            continue;
        if (record->kind == RECORD_EVENT)
            assert_int_equal(event_read(record->body, state_memory(again), &event), OK);
        assert_int_equal(state_apply(again, &event, record->actor, record->at_ms), OK);
    }
    shape_text(&shape_day, state_day(again), &text);
    ALWAYS(bytes_equal(buf_bytes(&text), buf_bytes(&m->day)), "the log gives another day");
    buf_free(&text);
    state_free(again);
}

void always_log(const struct meeting *m)
{
    for (log_pos pos = m->step.before + 1; pos <= last_pos(m->stage); pos++)
        ALWAYS(!tells_a_secret(journal_fake_record(m->stage->journal, pos)->body),
               "what can be erased, or is secret, stands in the log");
    if (m->commands % 64 == 0)
        the_log_gives_the_same_day(m);
}
