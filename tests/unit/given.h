/* given.h - a small day to test on, and its words: `given` something happened, `judge` a wish.
 *
 * Two groups a and b, each with a facilitator (fa, fb) and participants (pa, qa; pb, qb); an opener, a secretary, an
 * organiser, the wall and an observer; 4 § for the elections and 9 § for the proposals. The day is in the workshop and
 * no group has begun. */
#ifndef SOPU_TESTS_UNIT_GIVEN_H
#define SOPU_TESTS_UNIT_GIVEN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "domain/nouns.h"
#include "domain/rules.h"
#include "domain/state.h"
#include "wire/event_json.h"

#define NOON INT64_C(1726131600000)
#define MINUTE INT64_C(60000)

/* given(world, happened(phase_changed, PHASE_MERGING)); judge(world, "fa", wish(group_start, "a", 60))
 * The lists live as long as the block they stand in. */
#define happened(kind_, ...) ((struct event){EVENT_##kind_, .as.kind_ = {__VA_ARGS__}})
#define wish(kind_, ...) ((struct command){COMMAND_##kind_, .as.kind_ = {__VA_ARGS__}})

#define IDS(...)                                                                                   \
    ((struct id_list){(const char *[]){__VA_ARGS__},                                               \
                      sizeof((const char *[]){__VA_ARGS__}) / sizeof(const char *), 0})
#define ROLES(...)                                                                                 \
    ((struct role_list){(enum role[]){__VA_ARGS__},                                                \
                        sizeof((enum role[]){__VA_ARGS__}) / sizeof(enum role), 0})
#define TAKES(...)                                                                                 \
    ((struct take_list){(struct take[]){__VA_ARGS__},                                              \
                        sizeof((struct take[]){__VA_ARGS__}) / sizeof(struct take), 0})

struct world {
    struct state *state;
    struct arena arena; /* of the words and verdicts */
    struct circumstances so;
};

static inline const struct day *day_of(const struct world *world)
{
    return state_day(world->state);
}

/* As the log would bring it: written out, read back, applied. */
static inline enum err event_comes(struct state *state, struct event event, const char *by,
                                   int64_t at_ms)
{
    struct buf body = {0};
    struct event read;
    event_write(&event, &body);
    enum err err = event_read(buf_bytes(&body), state_memory(state), &read);
    buf_free(&body);
    return err == OK ? state_apply(state, &read, by, at_ms) : err;
}

static inline void given(struct world *world, struct event event)
{
    assert_int_equal(event_comes(world->state, event, "opener", NOON), OK);
}

/* --- the day -------------------------------------------------------------------------------------------------------- */

static inline struct event day_created_in(enum phase phase)
{
    static struct field_rule fields[] = {{"title", 120}, {"decision", 2000}, {"rationale", 2000}};
    static struct field_rule of_action[] = {
        {"what", 500}, {"who", 200}, {"when", 100}, {"measure", 300}};
    return happened(day_created, .day = "hyte-2024", .title = "Hyte-neuvottelu",
                    .place = "Seinäjoki", .starts_ms = NOON, .ends_ms = NOON + 360 * MINUTE,
                    .timezone = "Europe/Helsinki", .language = "fi", .disclaimer = "",
                    .phase = phase, .actions_min = 1, .actions_max = 3,
                    .field_rules = {fields, 3, 0}, .action_rules = {of_action, 4, 0});
}

static inline struct event item_added(const char *item, const char *code, enum item_kind kind)
{
    return happened(item_added, item, "", code, kind, "Otsikko", "", "klo 12", "");
}

static inline struct event seat_added(const char *seat, const char *group, enum role role)
{
    static enum role one; /* until the next call */
    one = role;
    return happened(seat_added, seat, "county", {&one, 1, 0}, group);
}

static inline struct event group_added(const char *group, const char *letter, const char *doc)
{
    return happened(group_added, group, letter, "Osallisuus", "Miten?", "Sali 1", doc);
}

/* The events a day begins with; `take` gets each in order. */
static inline void day_begins(void (*take)(void *context, struct event event), void *context)
{
    take(context, day_created_in(PHASE_WORKSHOP));
    take(context, happened(organisation_added, "county", "Hyvinvointialue", "wellbeing_county"));
    take(context, seat_added("opener", "", ROLE_OPENER));
    take(context, seat_added("secretary", "", ROLE_SECRETARY));
    take(context, seat_added("organiser", "", ROLE_ORGANISER));
    take(context, seat_added("wall", "", ROLE_WALL));
    take(context, seat_added("observer", "", ROLE_OBSERVER));
    take(context, seat_added("fa", "a", ROLE_FACILITATOR));
    take(context, seat_added("pa", "a", ROLE_PARTICIPANT));
    take(context, seat_added("qa", "a", ROLE_PARTICIPANT));
    take(context, seat_added("fb", "b", ROLE_FACILITATOR));
    take(context, seat_added("pb", "b", ROLE_PARTICIPANT));
    take(context, seat_added("qb", "b", ROLE_PARTICIPANT));
    take(context, item_added("item-4", "4 §", ITEM_KIND_ELECTION));
    take(context, item_added("item-9", "9 §", ITEM_KIND_DECISION));
    take(context, group_added("a", "A", "doc-a"));
    take(context, group_added("b", "B", "doc-b"));
}

static inline void day_takes(void *world, struct event event)
{
    given(world, event);
}

static inline struct world *given_a_day(void)
{
    struct world *world = mem_new(sizeof *world);
    world->state = state_new();
    world->so = (struct circumstances){.now_ms = NOON, .hash = ""};
    day_begins(day_takes, world);
    return world;
}

static inline struct world *given_a_day_in(enum phase phase)
{
    struct world *world = given_a_day();
    if (phase != PHASE_WORKSHOP)
        given(world, happened(phase_changed, phase));
    return world;
}

static inline void forget(struct world *world)
{
    state_free(world->state);
    arena_free(&world->arena);
    mem_free(world);
}

/* --- words ---------------------------------------------------------------------------------------------------------- */

/* Every field of the document is filled; `mark` tells one text from another. */
static inline void given_words(struct world *world, const char *doc, const char *mark)
{
    const struct working_group *group = day_group_of_doc(day_of(world), doc);
    const struct agenda_item *item = day_item_of_doc(day_of(world), doc);
    const struct id_list *actions = group ? &group->actions : &item->actions;
    struct id_list names = day_field_names(day_of(world), actions, &world->arena);
    world->so.fields = (struct field_list){0};
    for (size_t i = 0; i < names.count; i++) {
        struct field field = {names.items[i], mark};
        LIST_ADD(&world->so.fields, field, &world->arena);
    }
    world->so.hash = arena_text(&world->arena, mark);
}

/* One of these words is another; `text` is borrowed. */
static inline void given_field(struct world *world, const char *field, const char *text)
{
    for (size_t i = 0; i < world->so.fields.count; i++)
        if (strcmp(world->so.fields.items[i].field, field) == 0)
            world->so.fields.items[i].text = text;
}

static inline const char *given_long(struct world *world, size_t length, char letter)
{
    char *text = arena_new(&world->arena, length + 1);
    memset(text, letter, length);
    return text;
}

/* --- how far a group or an item has come ----------------------------------------------------------------------------- */

static inline void given_writing(struct world *world, const char *group)
{
    given(world, happened(group_started, group, NOON + 60 * MINUTE));
    given(world, happened(action_added, day_group(day_of(world), group)->doc, "a1", 0));
}

static inline void given_handed_in(struct world *world, const char *group)
{
    const char *doc = day_group(day_of(world), group)->doc;
    given_writing(world, group);
    given_words(world, doc, "sanat");
    given(world, happened(handin_announced, group, NOON + 5000));
    given(world, happened(group_handed_in, group, "sanat", world->so.fields, {0}));
}

static inline struct event proposals_taken(const char *item, const char *code, const char *group)
{
    static struct taken one;
    static const char *actions[] = {"a1"};
    one = (struct taken){item, code, group, item, {actions, 1, 0}, {0}};
    return happened(proposals_taken, "item-9", {&one, 1, 0});
}

/* Group a's proposal is 9 § a. */
static inline void given_taken(struct world *world)
{
    given_handed_in(world, "a");
    given(world, proposals_taken("item-9-a", "a", "a"));
}

static inline void given_in_hand(struct world *world)
{
    given_taken(world);
    given_words(world, "item-9-a", "sanat");
    given(world, happened(item_opened, "item-9-a", world->so.fields, "sanat"));
}

static inline void given_decided(struct world *world)
{
    given_in_hand(world);
    given(world, happened(item_decided, "item-9-a", OUTCOME_AS_PROPOSED, world->so.fields,
                          IDS("a1"), "sanat"));
}

/* --- amendments and votes --------------------------------------------------------------------------------------------- */

/* Somebody moves, and somebody seconds: 9 § a is in hand. */
static inline void given_moved(struct world *world, const char *mover, const char *seconder)
{
    given_in_hand(world);
    given(world, happened(amendment_made, "amendment-1", "item-9-a", "decision", mover, seconder,
                          "Lisätään: heti."));
}

static inline void given_amendment(struct world *world, const char *seconder)
{
    given(world, happened(phase_changed, PHASE_DECIDING));
    given_moved(world, "pa", seconder);
}

static inline void given_counters(struct world *world)
{
    static struct officer counters[] = {{POST_COUNTER, "qa"}, {POST_COUNTER, "qb"}};
    given(world, happened(officers_elected, "item-4", {counters, 2, 0}));
}

/* pa and pb are here and vote, each for themselves; the chair is the opener. */
static inline void given_voting(struct world *world, enum vote_method method, bool is_secret)
{
    given_moved(world, "pa", "pb");
    given_counters(world);
    given(world, happened(rules_agreed, "item-4", VOTE_UNIT_PERSON, TIE_RULE_CHAIR));
    given(world, happened(seat_arrived, "pa"));
    given(world, happened(seat_arrived, "pb"));
    static struct voter voters[] = {{"pa", "county"}, {"pb", "county"}};
    given(world,
          happened(vote_opened, .vote = "vote-1", .item = "item-9-a", .amendment = "amendment-1",
                   .question = "Lisätäänkö?", .yes_text = "Esitys", .no_text = "Muutos",
                   .method = method, .unit = VOTE_UNIT_PERSON, .tie = TIE_RULE_CHAIR,
                   .secret = is_secret, .voters = {voters, 2, 0}));
}

static inline void given_vote(struct world *world, enum vote_method method, bool is_secret)
{
    given(world, happened(phase_changed, PHASE_DECIDING));
    given_voting(world, method, is_secret);
}

static inline void given_closed(struct world *world, int64_t yes, int64_t no)
{
    given_vote(world, VOTE_METHOD_BALLOT, false);
    given(world, happened(vote_closed, "vote-1", yes, no, 0, {0}));
}

/* --- the minutes -------------------------------------------------------------------------------------------------------- */

/* qa and qb examine them. */
static inline void given_sent(struct world *world)
{
    static struct officer examiners[] = {{POST_EXAMINER, "qa"}, {POST_EXAMINER, "qb"}};
    given(world, happened(officers_elected, "item-4", {examiners, 2, 0}));
    given(world, happened(minutes_sent, 1, "tiiviste"));
}

static inline void given_approved(struct world *world)
{
    given_sent(world);
    assert_int_equal(event_comes(world->state, happened(minutes_approved, "tiiviste"), "qa", NOON),
                     OK);
    assert_int_equal(event_comes(world->state, happened(minutes_approved, "tiiviste"), "qb", NOON),
                     OK);
}

static inline void given_signed(struct world *world)
{
    given_approved(world);
    given(world, happened(minutes_signed, "tiiviste"));
}

static inline void given_published(struct world *world)
{
    given_signed(world);
    given(world, happened(minutes_published, "tiiviste"));
    given(world, happened(seat_arrived, "pa"));
}

/* To the county, whose people all seats of this day are; its seat is registry-county. */
static inline void given_distributed(struct world *world)
{
    given_published(world);
    given(world, happened(minutes_distributed, 1, IDS("county")));
}

/* --- asking the rules ------------------------------------------------------------------------------------------------ */

static inline struct verdict judge(struct world *world, const char *seat, struct command command)
{
    struct command *kept = arena_new(&world->arena, sizeof *kept);
    *kept = command;
    return rules_judge(day_of(world), seat, kept, &world->so, &world->arena);
}

#define assert_refused(verdict, code)                                                              \
    assert_string_equal(refusal_code((verdict).refusal), refusal_code(REFUSED_##code))
#define assert_allowed(verdict) assert_string_equal(refusal_code((verdict).refusal), "allowed")

/* What is allowed, happens. */
static inline void done(struct world *world, const char *seat, struct command command)
{
    struct verdict verdict = judge(world, seat, command);
    assert_allowed(verdict);
    for (size_t i = 0; i < verdict.event_count; i++)
        given(world, verdict.events[i]);
}

static inline const struct working_group *group_a(const struct world *world)
{
    return day_group(day_of(world), "a");
}

static inline const struct agenda_item *item_9a(const struct world *world)
{
    return day_item(day_of(world), "item-9-a");
}

#endif
