/* nouns.h - lists of the nouns: finding, adding, taking out. Memory of lists is an arena's.
 * Pure. Thread: any, one at a time. */
#ifndef SOPU_DOMAIN_NOUNS_H
#define SOPU_DOMAIN_NOUNS_H

#include "base/arena.h"
#include "domain/messages.h"

#include <string.h>

/* Any generated list; what it grows out of stays in the arena until the end. */
#define LIST_ADD(list, one, memory)                                                                \
    do {                                                                                           \
        if ((list)->count == (list)->capacity) {                                                   \
            size_t capacity_ = (list)->capacity ? (list)->capacity * 2 : 4;                        \
            void *items_ = arena_new((memory), capacity_ * sizeof *(list)->items);                 \
            if ((list)->count > 0)                                                                 \
                memcpy(items_, (list)->items, (list)->count * sizeof *(list)->items);              \
            (list)->items = items_;                                                                \
            (list)->capacity = capacity_;                                                          \
        }                                                                                          \
        (list)->items[(list)->count++] = (one);                                                    \
    } while (0)

/* The text that the secretary writes for the minutes: fields "<item>/presentation", "<item>/handling", "<item>/decision". */
#define MINUTES_DOC "minutes"

bool ids_have(const struct id_list *ids, const char *id);
void ids_add(struct id_list *ids, const char *id, struct arena *memory);
void ids_remove(struct id_list *ids, const char *id);
struct id_list ids_copy(const struct id_list *ids, struct arena *memory);

/* The parts a command or document names; NULL if there is none. Borrowed until the day changes. */
const struct working_group *day_group(const struct day *day, const char *group);
const struct working_group *day_group_of_doc(const struct day *day, const char *doc);
const struct agenda_item *day_item(const struct day *day, const char *item);
const struct agenda_item *day_item_of_doc(const struct day *day, const char *doc);
const struct seat *day_seat(const struct day *day, const char *seat);
bool seat_has_role(const struct seat *seat, enum role role);

/* Who waits in the lobby under this id, or NULL. */
const struct waiting *day_waiting(const struct day *day, const char *seat);

/* A seat's place on the speakers' list, or NULL. */
const struct speaker *day_speaker(const struct day *day, const char *seat);

/* The stay of a seat that has not ended, or NULL: its person is not present. */
const struct stay *day_stay(const struct day *day, const char *seat);

/* The absence of a seat from an item that has not ended, or NULL. */
const struct absence *day_absence(const struct day *day, const char *seat);
/* Somebody of it was present: the minutes go to it. */
bool day_organisation_was_there(const struct day *day, const char *organisation);
/* Present, and not away from the item in hand. */
bool day_is_here(const struct day *day, const char *seat);

/* Only looks on, or is no person: no floor, no motion, no vote, no post. */
bool seat_is_onlooker(const struct seat *seat);

/* NULL if there is none. */
const struct organisation *day_organisation(const struct day *day, const char *organisation);
const struct delivery *day_delivery(const struct day *day, const char *organisation);
const struct amendment *day_amendment(const struct day *day, const char *amendment);
const struct statement *day_statement(const struct day *day, const char *statement);
const struct vote *day_vote(const struct day *day, const char *vote);

/* What was told last of an action, and the plan goal it serves: NULL, "" if nothing was said. */
const struct action_status *day_status(const struct day *day, const char *item, const char *action);
const char *day_action_goal(const struct day *day, const char *item, const char *action);

/* How many hold a post; whether this seat does. */
size_t day_officers(const struct day *day, enum post post);
bool day_is_officer(const struct day *day, enum post post, const char *seat);

/* Who opens the meeting; "" if nobody was named. */
const char *day_opener(const struct day *day);
/* The seat that has the chair's rights now: the elected chair, else the opener, or the vice-chair while
 * that one is away for an item; "" if nobody is there. */
const char *day_chair(const struct day *day);
/* The elected secretary, else every seat with that role. */
bool day_is_secretary(const struct day *day, const char *seat);

/* The last decision, if it has not been reopened; else NULL. */
const struct decision *item_decision(const struct agenda_item *item);
/* The last text handed in, or NULL. */
const struct version *group_version(const struct working_group *group);
/* "" if the list has no such field. */
const char *fields_text(const struct field_list *fields, const char *field);

/* The names of a proposal's fields in their order: title, decision, rationale, then what, who,
 * when, measure of each action as "a1/what". */
struct id_list day_field_names(const struct day *day, const struct id_list *actions,
                               struct arena *memory);
/* Those of a document of the day: a group's, an agenda item's, the minutes'. None: there is no such document. */
struct id_list day_doc_fields(const struct day *day, const char *doc, struct arena *memory);
/* Its incarnation; 0: there is no such document. */
int64_t day_doc_epoch(const struct day *day, const char *doc);
/* Has a place of its own in the minutes: everything but blocks and breaks. */
bool item_is_minuted(const struct agenda_item *item);
/* The longest text a field may have when it is handed in or decided, in UTF-16 units; 0: there is
 * no such field. */
int64_t day_field_max(const struct day *day, const char *field);

#endif
