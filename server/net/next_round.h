/* next_round.h - the next round, made of this one: a day as `sopu import` reads it, a year later, with the same
 * organisations, people, agenda and groups, and with what was agreed and is unfinished as what the meeting looks back on.
 * Private to net/. Thread: loop. */
#ifndef SOPU_NET_NEXT_ROUND_H
#define SOPU_NET_NEXT_ROUND_H

#include "net/http.h"

/* GET /api/v1/next-round?seat=S, with the cookie of that seat: the chair, the secretary and the organiser, after the closing. */
void next_round_answer(struct request *request);

#endif
