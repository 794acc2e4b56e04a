/* rights_told.h - who may do what, as the table "Rights" of the design says it, asked of the ledger: the server's tables
 * (commands.def, documents.def) and its rights.c have no part in it. */
#ifndef SOPU_TESTS_UNIT_LIVE_MEETING_RIGHTS_TOLD_H
#define SOPU_TESTS_UNIT_LIVE_MEETING_RIGHTS_TOLD_H

#include "live/meeting/meeting.h"

/* Who leads: the elected chair, else the opener; the vice-chair while that one is away for an item. */
const char *told_leader(const struct meeting *meeting);
bool told_may(const struct meeting *meeting, const char *seat, const struct command *command);

/* May the seat open this text; will it take what the seat types? */
bool told_may_see(const struct meeting *meeting, const char *seat, const char *doc);
bool told_may_type(const struct meeting *meeting, const char *seat, const char *doc);

#endif
