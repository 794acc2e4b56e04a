/* wishes.h - what people ask for at a meeting: of any kind, about what is there, so that most could be granted at some
 * moment; what would come next; and now and then nonsense. Texts and lists are in the meeting's arena of one command. */
#ifndef SOPU_TESTS_UNIT_LIVE_MEETING_WISHES_H
#define SOPU_TESTS_UNIT_LIVE_MEETING_WISHES_H

#include "live/meeting/meeting.h"

struct command wish_next(struct meeting *meeting);
/* Somebody who may, mostly. */
const char *wish_sender(struct meeting *meeting, const struct command *command);

/* A wish of that kind; false: of another file. */
bool wish_workshop(struct meeting *meeting, enum command_kind kind, struct command *out);
bool wish_agenda(struct meeting *meeting, enum command_kind kind, struct command *out);
bool wish_assembly(struct meeting *meeting, enum command_kind kind, struct command *out);
bool wish_after(struct meeting *meeting, enum command_kind kind, struct command *out);

/* What brings the day on from where it is; may let people type first. */
struct command wish_to_get_on(struct meeting *meeting, bool is_late);

/* --- what they all draw from ------------------------------------------------------------------------------------------ */

const char *some_seat(struct meeting *meeting);
/* Present and able to take part, if anybody is. */
const char *some_member(struct meeting *meeting);
const char *some_group(struct meeting *meeting);
const char *some_item(struct meeting *meeting);
const char *some_organisation(struct meeting *meeting);
/* The item in hand, mostly. */
const char *item_in_hand(struct meeting *meeting);
/* A proposal, mostly one that is not decided; "item-9-z" if there is none. */
const char *some_proposal(struct meeting *meeting);
/* A few words; seldom nothing. */
const char *some_words(struct meeting *meeting);
/* The vote that is not settled, or any. */
const char *some_vote(struct meeting *meeting);
/* Whoever has a vote in it, mostly. */
const char *some_voter(struct meeting *meeting, const char *vote);
/* What identifies the words that the text has now. */
const char *words_now(struct meeting *meeting, const char *item);
struct take_list handed_in(struct meeting *meeting);

#endif
