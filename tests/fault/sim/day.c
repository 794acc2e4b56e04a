/* The day everything begins with: groups a, b, ... with a facilitator and some people each, an
 * opener, a secretary, an organiser, 4 § for elections and 9 § for the proposals; in the workshop. */
#include "fault/sim/run.h"

#include "crdt/doc.h"
#include "domain/rules.h"
#include "live/words.h"
#include "wire/event_json.h"

#include <stdio.h>

enum { LEADERS = 3 };

static const char *const LEADER[LEADERS] = {"opener", "secretary", "organiser"};

size_t day_seat_count(const struct plan *plan)
{
    return LEADERS + plan->groups * plan->people;
}

/* "opener", ..., then "a-0" (the facilitator), "a-1", ..., "b-0", ... */
void day_seat_name(const struct plan *plan, size_t index, char name[16])
{
    if (index < LEADERS)
        snprintf(name, 16, "%s", LEADER[index]);
    else
        snprintf(name, 16, "%c-%u", (char)('a' + (index - LEADERS) / plan->people),
                 (unsigned)((index - LEADERS) % plan->people));
}

/* All of it is one happening: it is there, or nothing is. */
static void append(struct run *run, struct journal *journal, struct record record)
{
    record.at_ms = server_clock_ms(run);
    record.command = "";
    journal_append(journal, &record);
}

static void append_one(struct run *run, struct journal *journal, struct event event, bool is_last)
{
    struct buf body = {0};
    struct side side = {.kind = SIDE_NONE};
    if (event.kind == EVENT_seat_added) /* everyone is called like the seat */
        side = (struct side){
            .kind = SIDE_PERSON, .key = event.as.seat_added.seat, .text = event.as.seat_added.seat};
    event_write(&event, &body);
    append(run, journal,
           (struct record){.kind = RECORD_EVENT,
                           .stream = "day",
                           .actor = "",
                           .is_followed = !is_last,
                           .body = buf_bytes(&body),
                           .side = side});
    buf_free(&body);
}

static void append_event(struct run *run, struct journal *journal, struct event event)
{
    append_one(run, journal, event, false);
}

static void append_last(struct run *run, struct journal *journal, struct event event)
{
    append_one(run, journal, event, true);
}

static struct event the_day(void)
{
    static struct field_rule fields[] = {{"title", 120}, {"decision", 400}, {"rationale", 400}};
    static struct field_rule of_action[] = {{"what", 200}, {"who", 100}};
    return (struct event){EVENT_day_created,
                          .as.day_created = {.day = "hyte-2024",
                                             .title = "Hyte-neuvottelu",
                                             .place = "Seinäjoki",
                                             .starts_ms = NOON_MS,
                                             .ends_ms = NOON_MS + 6 * 3600 * 1000,
                                             .timezone = "Europe/Helsinki",
                                             .language = "fi",
                                             .disclaimer = "",
                                             .phase = PHASE_OPENING,
                                             .actions_min = 1,
                                             .actions_max = 3,
                                             .field_rules = {fields, 3, 0},
                                             .action_rules = {of_action, 2, 0}}};
}

enum { ORGANISATIONS = 3 };
static const char *const organisations[ORGANISATIONS] = {"county", "city", "forum"};

static struct event a_seat(const struct plan *plan, size_t index, char name[16], char group[2])
{
    static enum role role;
    day_seat_name(plan, index, name);
    group[0] = index < LEADERS ? '\0' : name[0];
    group[1] = '\0';
    role = index == 0                    ? ROLE_OPENER
           : index == 1                  ? ROLE_SECRETARY
           : index == 2                  ? ROLE_ORGANISER
           : strcmp(name + 1, "-0") == 0 ? ROLE_FACILITATOR
                                         : ROLE_PARTICIPANT;
    return (struct event){
        EVENT_seat_added,
        .as.seat_added = {name, organisations[index % ORGANISATIONS], {&role, 1, 0}, group}};
}

static struct event an_item(const char *item, const char *code, enum item_kind kind)
{
    return (struct event){EVENT_item_added,
                          .as.item_added = {item, "", code, kind, "Otsikko", "", "klo 12", ""}};
}

/* --- how far the groups have come --- */

enum { WORDS = 5 };
static const struct field words[WORDS] = {{"title", "Foorumi"},
                                          {"decision", "Perustetaan foorumi."},
                                          {"rationale", ""},
                                          {"a1/what", "Kutsutaan koolle"},
                                          {"a1/who", "Alue"}};

static void words_write(struct run *run, struct journal *journal, const char *doc)
{
    enum { CLIENT = 7 };
    struct buf update = {0};
    struct doc *text = doc_new(true);
    doc_client_set(text, CLIENT);
    doc_begin(text);
    for (int i = 0; i < WORDS; i++)
        doc_text_insert(text, bytes_text(words[i].field), 0, bytes_text(words[i].text), NULL);
    doc_commit(text, &update);
    doc_free(text);
    struct record record = {.kind = RECORD_CLIENT_ID,
                            .stream = doc,
                            .epoch = 1,
                            .actor = "a-0",
                            .is_followed = true,
                            .body = bytes_text("7")};
    append(run, journal, record);
    record.kind = RECORD_UPDATE;
    record.body = buf_bytes(&update);
    append(run, journal, record);
    buf_free(&update);
}

static void group_hand_in(struct run *run, struct journal *journal, const char *group)
{
    struct arena arena = {0};
    struct field_list fields = {(struct field *)words, WORDS, 0};
    append_event(run, journal,
                 (struct event){EVENT_handin_announced,
                                .as.handin_announced = {group, NOON_MS + HANDIN_NOTICE_MS}});
    append_event(
        run, journal,
        (struct event){EVENT_group_handed_in,
                       .as.group_handed_in = {group, words_hash(&fields, &arena), fields, {0}}});
    arena_free(&arena);
}

static void group_begin(struct run *run, struct journal *journal, char letter)
{
    char group[2] = {letter}, doc[] = "doc-a";
    doc[4] = letter;
    append_event(run, journal,
                 (struct event){EVENT_group_added, .as.group_added = {group, group, "Osallisuus",
                                                                      "Miten?", "Sali 1", doc}});
    if (run->plan.begins == BEGINS_AT_THE_BEGINNING)
        return;
    append_event(
        run, journal,
        (struct event){EVENT_group_started, .as.group_started = {group, NOON_MS + 3600 * 1000}});
    append_event(run, journal,
                 (struct event){EVENT_action_added, .as.action_added = {doc, "a1", 0}});
    words_write(run, journal, doc);
    if (run->plan.begins >= BEGINS_HANDED_IN)
        group_hand_in(run, journal, group);
}

/* --- the meeting --- */

enum { GROUPS_MOST = 4, ID_SIZE = 16 };

/* All proposals come to the agenda, as items and texts "item-9-a", ... */
static void proposals_come(struct run *run, struct journal *journal, char ids[][ID_SIZE],
                           char letters[][2])
{
    static const char *action = "a1";
    struct taken taken[GROUPS_MOST] = {0};
    for (size_t g = 0; g < run->plan.groups; g++) {
        letters[g][0] = (char)('a' + g);
        snprintf(ids[g], ID_SIZE, "item-9-%s", letters[g]);
        taken[g] = (struct taken){ids[g], letters[g], letters[g], ids[g], {&action, 1, 0}, {0}};
    }
    append_event(run, journal,
                 (struct event){EVENT_proposals_taken,
                                .as.proposals_taken = {"item-9", {taken, run->plan.groups, 0}}});
    for (size_t g = 0; g < run->plan.groups; g++)
        words_write(run, journal, ids[g]);
}

static void item_opens(struct run *run, struct journal *journal, const char *item)
{
    struct arena arena = {0};
    struct field_list fields = {(struct field *)words, WORDS, 0};
    append_event(run, journal,
                 (struct event){EVENT_item_opened,
                                .as.item_opened = {item, fields, words_hash(&fields, &arena)}});
    arena_free(&arena);
}

static void item_is_decided(struct run *run, struct journal *journal, const char *item)
{
    static const char *action = "a1";
    struct arena arena = {0};
    struct field_list fields = {(struct field *)words, WORDS, 0};
    item_opens(run, journal, item);
    append_event(
        run, journal,
        (struct event){
            EVENT_item_decided,
            .as.item_decided = {
                item, OUTCOME_AS_PROPOSED, fields, {&action, 1, 0}, words_hash(&fields, &arena)}});
    arena_free(&arena);
}

/* Everyone is here; counters and an examiner are elected; the first proposal is in hand, or all are decided. */
static void meeting_begin(struct run *run, struct journal *journal)
{
    struct officer officers[] = {
        {POST_COUNTER, "opener"}, {POST_COUNTER, "secretary"}, {POST_EXAMINER, "a-0"}};
    char ids[GROUPS_MOST][ID_SIZE], letters[GROUPS_MOST][2] = {0};
    proposals_come(run, journal, ids, letters);
    for (size_t i = 0; i < day_seat_count(&run->plan); i++) {
        char name[16];
        day_seat_name(&run->plan, i, name);
        append_event(run, journal, (struct event){EVENT_seat_arrived, .as.seat_arrived = {name}});
    }
    append_event(run, journal,
                 (struct event){EVENT_officers_elected,
                                .as.officers_elected = {"item-4", {officers, 3, 0}}});
    if (once_in(&run->chance, 2))
        append_event(run, journal,
                     (struct event){EVENT_rules_agreed,
                                    .as.rules_agreed = {"item-4", VOTE_UNIT_PERSON, TIE_RULE_LOT}});
    for (size_t g = 0; g < run->plan.groups && run->plan.begins == BEGINS_CLOSED; g++)
        item_is_decided(run, journal, ids[g]);
    if (run->plan.begins == BEGINS_DECIDING)
        item_opens(run, journal, ids[0]);
}

void day_write_first_records(struct run *run, struct journal *journal)
{
    append_event(run, journal, the_day());
    for (size_t i = 0; i < ORGANISATIONS; i++)
        append_event(run, journal,
                     (struct event){EVENT_organisation_added,
                                    .as.organisation_added = {organisations[i], "Hyvinvointialue",
                                                              "wellbeing_county"}});
    for (size_t i = 0; i < day_seat_count(&run->plan); i++) {
        char name[16], group[2];
        append_event(run, journal, a_seat(&run->plan, i, name, group));
    }
    append_event(run, journal, an_item("item-4", "4 §", ITEM_KIND_ELECTION));
    append_event(run, journal, an_item("item-9", "9 §", ITEM_KIND_DECISION));
    for (size_t g = 0; g < run->plan.groups; g++)
        group_begin(run, journal, (char)('a' + g));
    if (run->plan.begins >= BEGINS_DECIDING)
        meeting_begin(run, journal);
    append_last(run, journal,
                (struct event){EVENT_phase_changed,
                               .as.phase_changed = {run->plan.begins == BEGINS_CLOSED ? PHASE_CLOSED
                                                    : run->plan.begins == BEGINS_DECIDING
                                                        ? PHASE_DECIDING
                                                        : PHASE_WORKSHOP}});
}
