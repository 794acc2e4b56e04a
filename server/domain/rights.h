/* rights.h - what a seat's present roles allow. Asked anew for every message, so a right that moves
 * (an election, a hand-in) holds for the next message of every open connection. Pure. Thread: any.
 */
#ifndef SOPU_DOMAIN_RIGHTS_H
#define SOPU_DOMAIN_RIGHTS_H

#include "domain/messages.h"

/* Who a seat is for a command or a text: the words of commands.def and documents.def. */
enum who {
    WHO_CHAIR = 1 << 0, /* elected, or the opener until one is */
    WHO_SECRETARY = 1 << 1,
    WHO_FACILITATOR = 1 << 2, /* of any group */
    WHO_ORGANISER = 1 << 3,
    WHO_GROUP = 1 << 4,  /* facilitator of the group in question */
    WHO_WRITER = 1 << 5, /* may write in the document in question, were it open */
    WHO_SERVER = 1 << 6,
    WHO_MEMBER = 1 << 7, /* participant or facilitator of the group whose text it is */
    WHO_WALL = 1 << 8,
    WHO_ANYONE = 1 << 9, /* any seat of the day */
    WHO_SELF = 1 << 10,  /* the seat in question */
    WHO_COUNTER = 1 << 11,
    WHO_EXAMINER = 1 << 12,
    WHO_REGISTRY = 1 << 13, /* an organisation's, by the link it got with the minutes */
};

/* What documents.def grants, less to more. */
enum access {
    ACCESS_NONE, /* must not even see it */
    ACCESS_READ,
    ACCESS_LOCKED,   /* one of its writers, but it takes no changes now */
    ACCESS_ARRIVING, /* shown as read-only, takes the words that were on their way */
    ACCESS_WRITE,
};

/* The cell of documents.def for this seat at this text now. */
enum access rights_document(const struct day *day, const char *seat, const char *doc);

/* The roles of a seat that do not depend on what it is about: CHAIR, SECRETARY, FACILITATOR,
 * ORGANISER, COUNTER, EXAMINER, REGISTRY. */
unsigned rights_roles(const struct day *day, const char *seat);
bool rights_facilitates(const struct day *day, const char *seat, const char *group);

/* May see all late edits of a text, not only the own ones. */
bool rights_late_edits(const struct day *day, const char *seat, const char *doc);

#endif
