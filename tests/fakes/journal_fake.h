/* journal_fake.h - a journal in memory whose disk is the test's hand: nothing is durable until the
 * test says so. Linked before libsopu.a it stands in for store/journal.c. */
#ifndef SOPU_TESTS_FAKES_JOURNAL_FAKE_H
#define SOPU_TESTS_FAKES_JOURNAL_FAKE_H

#include "live/ports/journal.h"

struct journal *journal_fake_new(void);
void journal_fake_free(struct journal *journal);

/* Moves the durable position; never backwards, never past the last record. */
void journal_fake_durable_to(struct journal *journal, log_pos pos);
/* Everything appended so far. */
void journal_fake_durable_all(struct journal *journal);
void journal_fake_writable_set(struct journal *journal, bool is_writable);

/* The last position given out; 0: none. */
log_pos journal_fake_last(const struct journal *journal);
/* What was appended at that position; borrowed until journal_fake_free. */
const struct record *journal_fake_record(const struct journal *journal, log_pos pos);

#endif
