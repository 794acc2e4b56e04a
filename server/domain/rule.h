/* rule.h - what every rule function gets and how it answers. For rules_*.c only. */
#ifndef SOPU_DOMAIN_RULE_H
#define SOPU_DOMAIN_RULE_H

#include "domain/nouns.h"
#include "domain/rules.h"

struct question {
    const struct day *day;
    const char *seat;
    unsigned who; /* WHO_ bits that hold for this command */
    const struct command *command;
    const struct circumstances *so;
    struct arena *arena;
};

typedef struct verdict rule_function(const struct question *q);

#define COMMAND(name, who, in_phase, rule) rule_function rule;
#include "domain/commands.def"
#undef COMMAND

static inline struct verdict refused(enum refusal refusal)
{
    return (struct verdict){.refusal = refusal, .detail = ""};
}

static inline struct verdict refused_for(enum refusal refusal, const char *detail)
{
    return (struct verdict){.refusal = refusal, .detail = detail};
}

static inline struct verdict happens(struct event event)
{
    return (struct verdict){.detail = "", .events = {event}, .event_count = 1};
}

/* Whether these words may become a formal text: what must be filled is, nothing is longer than its
 * limit, and there are as many actions as there must be. */
struct verdict rule_words_are_complete(const struct question *q, const struct id_list *actions);

/* Another item than this whose decision was reopened and not made again: its id, or "". */
const char *rule_another_reopened(const struct day *day, const struct agenda_item *item);

/* The vote that is open, or closed and not confirmed: its id, or "". Nothing else is done meanwhile. */
const char *rule_vote_unsettled(const struct day *day);

/* May this seat move, second, dissent and vote? The wall, who only watches and who only organises may not. */
bool rule_takes_part(const struct seat *seat);

/* An id that no seat has or had: a number that only grows, past what the day was begun with. */
const char *rule_new_seat(const struct question *q);

static inline bool rule_is_blank(const char *text)
{
    return text[strspn(text, " \t\n")] == '\0';
}

#endif
