/* minutes_door.h - where the minutes are read: the web edition for everyone once they are published, every format for those
 * who may see them before; and what the round answered, which is the same kind of paper. Private to net/. Thread: loop. */
#ifndef SOPU_NET_MINUTES_DOOR_H
#define SOPU_NET_MINUTES_DOOR_H

#include "net/http.h"

/* GET /minutes */
void minutes_public(struct request *request);
/* GET /answers */
void answers_public(struct request *request);
/* GET /api/v1/minutes?seat=S&format=json|html|docx|pdf[&of=originals], with the cookie of that seat. */
void minutes_private(struct request *request);
/* Now and then: answers whoever waits for a PDF that is there now, or that takes too long. */
void minutes_tick(struct server *server);

#endif
