/* rules.h - the core of the day: what is so, who asks for what, when -> what happens, or why not.
 * Looks up the row of commands.def, then asks the rule. Nothing changes here: the events do that
 * (state.h). Pure: no clock, no disk, no global. Thread: any. */
#ifndef SOPU_DOMAIN_RULES_H
#define SOPU_DOMAIN_RULES_H

#include "base/arena.h"
#include "domain/messages.h"
#include "domain/rights.h"

enum refusal {
    ALLOWED = 0,
#define REFUSAL(code, sentence) REFUSED_##code,
#include "domain/refusals.def"
#undef REFUSAL
};
enum {
    REFUSAL_END = 0
#define REFUSAL(code, sentence) +1
#include "domain/refusals.def"
#undef REFUSAL
};

/* "not_allowed": what the wire and the dictionaries of the screens call it. */
const char *refusal_code(enum refusal refusal);

/* What a rule must know of the world that the state does not hold. */
struct circumstances {
    int64_t now_ms;
    /* The words in the document the command is about (rules_document), now; empty where it is about
     * none. */
    struct field_list fields;
    const char *hash; /* of these words; "" if none */
    /* handin_complete: writers that were not heard from. */
    struct id_list missing;
    /* vote_close: the last ballot of each who has voted. */
    struct ballot_list ballots;
};

enum { VERDICT_EVENTS_MAX = 2 };

struct verdict {
    enum refusal refusal;
    const char *detail; /* which field, item, code; "" if nothing to name. Borrowed from command,
                           day or arena */
    struct event events[VERDICT_EVENTS_MAX];
    size_t event_count;
};

/* `seat` "" is the server itself. Texts and lists of the events are borrowed from command,
 * circumstances, day or arena. */
struct verdict rules_judge(const struct day *day, const char *seat, const struct command *command,
                           const struct circumstances *so, struct arena *arena);

/* Do the seat's roles include this command, about anything and in any phase? */
bool rules_may(const struct day *day, const char *seat, enum command_kind kind);

/* The document whose words a command's rule must see; "" if none. */
const char *rules_document(const struct day *day, const struct command *command);

enum {
    HANDIN_NOTICE_MS = 5000, /* people end their sentences, clients flush */
    MINUTES_MAX = 600,       /* a group's clock */
    COUNTERS = 2,            /* of a show of hands */
    SEATS_MAX = 2000,
    MATERIALS_MAX = 10, /* of one item */
    GOALS_MAX = 20,     /* of one round */
    LOBBY_MAX = 60,     /* who wait at once: more is not a hall, it is a flood */
    CLOCK_AHEAD_MAX_MS = 24 * 3600 * 1000,
};

#endif
