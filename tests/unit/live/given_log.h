/* given_log.h - the log of a stage read once more, as a start would, and what comes of it. */
#ifndef SOPU_TESTS_UNIT_LIVE_GIVEN_LOG_H
#define SOPU_TESTS_UNIT_LIVE_GIVEN_LOG_H

#include "live/given_hall.h"

/* All that people can see of a hall: the day, every text with its history, the minutes. */
static inline struct buf everything(const struct hall *hall)
{
    struct buf all = {0};
    struct arena arena = {0};
    log_pos after;
    day_write(hall_look(hall, &after), &all);
    for (size_t i = 0; i < hall_documents(hall); i++) {
        struct doc *doc;
        buf_text(&all, hall_document(hall, i, &doc));
        doc_since(doc, (struct bytes){NULL, 0}, &all);
    }
    buf_text(&all, hall_minutes_seal(hall, &arena));
    arena_free(&arena);
    return all;
}

static inline enum err erased_row_comes(struct hall *hall, const struct record *record, log_pos pos)
{
    struct logged row = logged_of(record, pos);
    row.body = (struct bytes){NULL, 0};
    row.is_erased = true;
    return hall_replay(hall, &row);
}

/* What may be somebody's alone. */
static inline bool can_be_erased(const struct record *record)
{
    return record->kind == RECORD_LATE || record->kind == RECORD_AUDIT;
}

/* Another hall on the same log knows the same, also where what can be erased was. */
static inline struct hall *told_by(struct stage *stage, bool is_erased)
{
    struct hall *again = hall_new(stage->journal, (struct clock_port){stage_now, stage});
    for (log_pos pos = 1; pos <= last_pos(stage); pos++) {
        const struct record *record = journal_fake_record(stage->journal, pos);
        bool is_gone = is_erased && can_be_erased(record);
        assert_int_equal((is_gone ? erased_row_comes : row_comes)(again, record, pos), OK);
    }
    struct buf one = everything(stage->hall), other = everything(again);
    assert_int_equal(one.len, other.len);
    assert_memory_equal(one.data, other.data, one.len);
    buf_free(&one);
    buf_free(&other);
    return again;
}

static inline struct hall *told_again(struct stage *stage)
{
    return told_by(stage, false);
}

#endif
