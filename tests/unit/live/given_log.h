/* given_log.h - the log of a stage read once more, as a start would, and what comes of it. */
#ifndef SOPU_TESTS_UNIT_LIVE_GIVEN_LOG_H
#define SOPU_TESTS_UNIT_LIVE_GIVEN_LOG_H

#include "live/given_hall.h"

/* The day, the texts and the minutes. */
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

/* Another hall on the same log knows the same. */
static inline struct hall *told_again(struct stage *stage)
{
    struct hall *again = hall_new(stage->journal, (struct clock_port){stage_now, stage});
    for (log_pos pos = 1; pos <= last_pos(stage); pos++)
        assert_int_equal(row_comes(again, journal_fake_record(stage->journal, pos), pos), OK);
    struct buf one = everything(stage->hall), other = everything(again);
    assert_int_equal(one.len, other.len);
    assert_memory_equal(one.data, other.data, one.len);
    buf_free(&one);
    buf_free(&other);
    return again;
}

#endif
