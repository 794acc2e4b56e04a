/* always.h - the sentences under "Always true" and "States" of the design, each looked at after every step: the server's
 * day is held against the ledger and against what the step's events may have changed. */
#ifndef SOPU_TESTS_UNIT_LIVE_MEETING_ALWAYS_H
#define SOPU_TESTS_UNIT_LIVE_MEETING_ALWAYS_H

#include "live/meeting/meeting.h"

#define ALWAYS(condition, ...)                                                                     \
    do {                                                                                           \
        if (!(condition))                                                                          \
            fail_msg(__VA_ARGS__);                                                                 \
    } while (0)

/* One group a seat; one leader, the opener until one is elected; an examiner is not the secretary; who is present, away,
 * waiting, speaking. */
void always_people(const struct meeting *meeting);
/* Codes never change; one item in hand; one to three actions; a text that is handed in or decided stays as it was. */
void always_agenda(const struct meeting *meeting);
void always_texts(const struct meeting *meeting);
/* All of them, whether or not anything was typed. */
void always_fixed(const struct meeting *meeting);
/* One vote an organisation by default; counted once; the tie by the rule agreed. */
void always_votes(const struct meeting *meeting);
/* Examined by all in the same words, then signed by the chair, then published; to whom they went. */
void always_minutes(const struct meeting *meeting);
/* Groups, items, votes, amendments, minutes, deliveries and the day itself go from state to state as the design says. */
void always_states(struct meeting *meeting);
/* Nobody's name, opinion or secret vote is in a record; the log so far gives the same day. */
void always_log(const struct meeting *meeting);
/* Nothing private is in a frame to somebody who may not see it, and nothing in one that does not wait for the disk. */
void always_told(struct meeting *meeting);

#endif
