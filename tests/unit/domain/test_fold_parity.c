/* The same fold twice: here in C, and in web/src/model/day.ts for the screens. This program lives a log in which every
 * event happens and compares each day with web/test/fixtures/fold.json; web/test/foldParity.test.ts folds the same events
 * and must get the same days.
 *
 * One line for each event: {"event": as a screen gets it, "changed": what of the day is another after it}.
 * After a change of the fold: SOPU_WRITE_FIXTURES=1 make unit ONLY=domain */
#include "given.h"

#include "base/mem.h"
#include "wire/codec.h"

#include <stdio.h>
#include <stdlib.h>

static const char FIXTURE[] = "web/test/fixtures/fold.json";

struct telling {
    struct state *state;
    struct buf lines;
    json_t *before;
    uint64_t pos;
    bool has_happened[EVENT_KIND_COUNT];
};

static json_t *changes(const json_t *before, json_t *after)
{
    json_t *changed = json_object();
    const char *key;
    json_t *value;
    json_object_foreach(after, key, value)
    {
        if (!json_equal(json_object_get(before, key), value))
            json_object_set(changed, key, value);
    }
    return changed;
}

static void happens(void *context, struct event event)
{
    struct telling *telling = context;
    struct buf body = {0};
    int64_t at_ms = NOON + (int64_t)++telling->pos * 1000;
    const char *by = telling->pos % 2 ? "opener" : "pa";
    assert_int_equal(event_comes(telling->state, event, by, at_ms), OK);
    telling->has_happened[event.kind] = true;

    json_t *after = codec_encode(&shape_day, state_day(telling->state));
    json_t *changed = changes(telling->before, after);
    event_write(&event, &body);
    buf_text(&telling->lines, telling->lines.len ? ",\n{\"event\":" : "[\n{\"event\":");
    event_write_placed(buf_bytes(&body), telling->pos, at_ms, by, &telling->lines);
    buf_text(&telling->lines, ",\"changed\":");
    codec_write(changed, &telling->lines);
    buf_u8(&telling->lines, '}');
    json_decref(changed);
    json_decref(telling->before);
    telling->before = after;
    buf_free(&body);
}

static struct field words[] = {
    {"title", "Foorumi"}, {"decision", "Perustetaan.\n\"Heti\""}, {"a1/what", "Kutsutaan 😀"}};
static const struct field_list text = {words, 3, 0};
static struct field other_words[] = {{"title", "Toinen"}, {"decision", "Muutettu."}};
static const struct field_list other_text = {other_words, 2, 0};

static void the_workshop(struct telling *t)
{
    happens(t, happened(organisation_added, "county", "Uusi nimi", "wellbeing_county"));
    happens(t, happened(organisation_added, "parish", "Seurakunta", "parish"));
    happens(t, happened(seat_added, "qb", "parish", ROLES(ROLE_PARTICIPANT, ROLE_OBSERVER), "b"));
    happens(t, happened(phase_changed, PHASE_OPENING));
    happens(t, happened(phase_changed, PHASE_WORKSHOP));
    happens(t, happened(group_started, "a", NOON + 60 * MINUTE));
    happens(t, happened(group_started, "b", NOON + 60 * MINUTE));
    happens(t, happened(action_added, "doc-a", "a1", 0));
    happens(t, happened(action_added, "doc-a", "a2", 0));
    happens(t, happened(action_added, "doc-a", "a3", 1));
    happens(t, happened(action_removed, "doc-a", "a2"));
    happens(t, happened(action_removed, "doc-a", "a3"));
    happens(t, happened(action_added, "doc-a", "a2", 1));
    happens(t, happened(action_moved, "doc-a", IDS("a2", "a1")));
    happens(t, happened(action_added, "doc-b", "a1", 0));
    happens(t, happened(group_paused, "a", PAUSE_REASON_OTHER, "Kahvi"));
    happens(t, happened(clock_changed, "a", NOON + 70 * MINUTE));
    happens(t, happened(group_resumed, "a", NOON + 75 * MINUTE));
    happens(t, happened(group_paused, "a", PAUSE_REASON_TALK, "Kuullaan"));
    happens(t, happened(handin_announced, "a", NOON + 76 * MINUTE));
    happens(t, happened(handin_cancelled, "a"));
    happens(t, happened(handin_announced, "a", NOON + 77 * MINUTE));
    happens(t, happened(group_handed_in, "a", "hash-1", text, IDS("qa")));
    happens(t, happened(late_edit_kept, "doc-a", 40));
    happens(t, happened(group_returned, "a", "Vastuutaho puuttuu", 2));
    happens(t, happened(handin_announced, "a", NOON + 90 * MINUTE));
    happens(t, happened(group_handed_in, "a", "hash-2", text, {0}));
    happens(t, happened(group_handed_in, "b", "hash-3", other_text, {0}));
}

static void the_merging(struct telling *t)
{
    struct link links[] = {{"title", "doc-a", "title"}};
    struct taken first[] = {{"item-9-a", "a", "b", "item-9-a", IDS("a1"), {0}},
                            {"item-9-b", "b", "a", "item-9-b", IDS("a2", "a1"), {links, 1, 0}}};
    struct taken second[] = {{"item-9-a-2", "a", "a", "item-9-a-2", IDS("a2", "a1"), {links, 1, 0}},
                             {"item-9-b-2", "b", "b", "item-9-b-2", IDS("a1"), {0}}};
    happens(t, happened(proposals_taken, "item-9", {first, 2, 0}));
    happens(t, happened(phase_changed, PHASE_MERGING));
    happens(t, happened(item_opened, "item-9-a", text, "hash-1"));
    happens(t, happened(floor_given, "pa"));
    happens(t, happened(floor_asked, "pb", SPEECH_SPEECH));
    happens(t, happened(take_undone, "item-9"));
    happens(t, happened(proposals_taken, "item-9", {second, 2, 0}));
    happens(t, happened(action_added, "item-9-a-2", "a3", 2));
    happens(t, happened(action_removed, "item-9-a-2", "a1"));
    happens(t, happened(action_moved, "item-9-a-2", IDS("a3", "a2")));
    happens(t, happened(late_edit_kept, "item-9-a-2", 60));
    happens(t, happened(late_edit_kept, "doc-b", 61));
    happens(t, happened(late_edit_kept, "minutes", 62));
}

static void the_lobby(struct telling *t)
{
    happens(t, happened(lobby_asked, "guest-1", "parish"));
    happens(t, happened(lobby_asked, "guest-2", "county"));
    happens(t, happened(lobby_asked, "guest-3", "parish"));
    happens(t, happened(lobby_admitted, "guest-2", "b"));
    happens(t, happened(lobby_refused, "guest-1"));
    happens(t, happened(seat_arrived, "pa"));
    happens(t, happened(seat_arrived, "guest-2"));
    happens(t, happened(seat_left, "pa"));
    happens(t, happened(seat_arrived, "pa"));
}

static void the_decisions(struct telling *t)
{
    happens(t, happened(officer_elected, POST_CHAIR, "pa", "item-4"));
    happens(t, happened(officer_elected, POST_SECRETARY, "qa", "item-4"));
    happens(t, happened(officer_elected, POST_CHAIR, "pb", "item-4"));
    struct officer officers[] = {
        {POST_SECRETARY, "qb"}, {POST_EXAMINER, "qa"}, {POST_EXAMINER, "pb"}, {POST_COUNTER, "pa"}};
    struct officer others[] = {{POST_EXAMINER, "fa"}, {POST_CHAIR, "pa"}};
    happens(t, happened(officers_elected, "item-4", {officers, 4, 0}));
    happens(t, happened(officers_elected, "item-4", {others, 2, 0}));
    happens(t, happened(item_planned, "item-4", NOON, NOON + MINUTE, IDS("county", "parish")));
    happens(t, happened(item_opened, "item-4", {0}, ""));
    happens(t, happened(floor_asked, "pa", SPEECH_SPEECH));
    happens(t, happened(floor_asked, "qa", SPEECH_POINT_OF_ORDER));
    happens(t, happened(floor_asked, "pb", SPEECH_SPEECH));
    happens(t, happened(floor_asked, "fb", SPEECH_POINT_OF_ORDER));
    happens(t, happened(floor_withdrawn, "pb"));
    happens(t, happened(floor_given, "qa"));
    happens(t, happened(floor_given, "opener"));
    happens(t, happened(floor_ended, "opener"));
    happens(t, happened(floor_given, "pa"));
    happens(t, happened(item_closed, "item-4"));
    happens(t, happened(item_postponed, "item-4", "Ehdokkaat puuttuvat"));
    happens(t, happened(item_opened, "item-4", {0}, ""));
    happens(t, happened(item_postponed, "item-4", "Palataan tauon jälkeen"));
    happens(t, happened(phase_changed, PHASE_DECIDING));
    happens(t, happened(item_opened, "item-4", {0}, ""));
    happens(t, happened(item_opened, "item-9-a-2", text, "hash-4"));
    happens(t, happened(phase_changed, PHASE_MERGING));
    happens(t, happened(phase_changed, PHASE_DECIDING));
    happens(t, happened(item_opened, "item-9-a-2", other_text, "hash-5"));
    happens(t, happened(item_opened, "item-9-b-2", text, "hash-6"));
    happens(t, happened(item_opened, "item-9-a-2", text, "hash-7"));
    happens(t, happened(item_decided, "item-9-a-2", OUTCOME_AS_AMENDED, text, IDS("a3", "a2"),
                        "hash-7"));
    happens(t, happened(item_opened, "item-9-b-2", text, "hash-6"));
    happens(t, happened(item_reopened, "item-9-a-2", "Kirjoitusvirhe", 2));
    happens(t, happened(item_decided, "item-9-a-2", OUTCOME_RETURNED, other_text, {0}, "hash-8"));
    happens(t, happened(item_opened, "item-9-a-2", text, "hash-8"));
    happens(t,
            happened(item_decided, "item-9-b-2", OUTCOME_AS_PROPOSED, text, IDS("a1"), "hash-6"));
    happens(t, happened(item_opened, "item-9-b-2", text, "hash-6"));
    happens(t, happened(item_closed, "item-9-b-2"));
    happens(t, happened(phase_changed, PHASE_CLOSED));
}

static void the_votes(struct telling *t)
{
    struct voter voters[] = {{"pa", "county"}, {"qb", "parish"}};
    struct ballot ballots[] = {{"pa", CHOICE_YES}, {"qb", CHOICE_NO}};
    happens(t, happened(item_opened, "item-4", {0}, ""));
    happens(t, happened(absence_begun, "pa", "item-4", true));
    happens(t, happened(absence_ended, "pa"));
    happens(t, happened(absence_begun, "pa", "item-4", false));
    happens(t, happened(absence_begun, "guest-2", "item-4", false));
    happens(t, happened(seat_left, "guest-2"));
    happens(t, happened(rules_agreed, "item-4", VOTE_UNIT_PERSON, TIE_RULE_LOT));
    happens(t, happened(item_opened, "item-9", {0}, ""));
    happens(t, happened(rules_agreed, "item-9", VOTE_UNIT_ORGANISATION, TIE_RULE_BASE));
    happens(t, happened(voter_named, "pa"));
    happens(t, happened(voter_named, "pb"));
    happens(t, happened(amendment_made, "amendment-1", "item-9", "decision", "pa", "", "Heti"));
    happens(t, happened(amendment_seconded, "amendment-1", "pb"));
    happens(t, happened(amendment_made, "amendment-2", "item-9", "title", "qb", "pa", "Toisin"));
    happens(t, happened(amendment_made, "amendment-3", "item-9", "title", "qb", "", "Ei"));
    happens(t, happened(amendment_settled, "amendment-2", AMENDMENT_STATE_ADOPTED, "Näin"));
    happens(t, happened(amendment_withdrawn, "amendment-3"));
    happens(t, happened(vote_opened, "vote-1", "item-9", "amendment-1", "Lisätäänkö?", "Ei lisätä",
                        "Lisätään", VOTE_METHOD_BALLOT, VOTE_UNIT_ORGANISATION, TIE_RULE_BASE,
                        false, {voters, 2, 0}));
    happens(t, happened(ballot_cast, "vote-1", "qb"));
    happens(t, happened(voter_named, "fa"));
    happens(t, happened(ballot_cast, "vote-1", "qb"));
    happens(t, happened(vote_closed, "vote-1", 1, 1, 0, {ballots, 2, 0}));
    happens(t, happened(voter_named, "fb"));
    happens(t, happened(vote_confirmed, "vote-1", CHOICE_NO, true));
    happens(t, happened(vote_opened, "vote-2", "item-9", "amendment-2", "?", "a", "b",
                        VOTE_METHOD_HANDS, VOTE_UNIT_PERSON, TIE_RULE_CHAIR, true, {voters, 2, 0}));
    happens(t, happened(voter_named, "pa"));
    happens(t, happened(count_entered, "vote-2", "pa", 1, 0, 0));
    happens(t, happened(count_entered, "vote-2", "qb", 0, 1, 0));
    happens(t, happened(count_entered, "vote-2", "pa", 1, 1, 0));
    happens(t, happened(vote_closed, "vote-2", 1, 1, 0, {0}));
    happens(t, happened(vote_confirmed, "vote-2", CHOICE_YES, false));
    happens(t, happened(vote_opened, "vote-3", "item-9", "", "?", "a", "b", VOTE_METHOD_BALLOT,
                        VOTE_UNIT_PERSON, TIE_RULE_CHAIR, true, {0}));
    happens(t, happened(vote_cancelled, "vote-3", "Väärä kysymys"));
    happens(t, happened(statement_made, "statement-1", "item-9", "pa", STATEMENT_KIND_DISSENT,
                        "En ollut samaa mieltä."));
    happens(t, happened(statement_made, "statement-2", "item-9", "pb", STATEMENT_KIND_STATEMENT,
                        "Kiitämme."));
    happens(t, happened(statement_withdrawn, "statement-1"));
}

static void the_minutes(struct telling *t)
{
    happens(t, happened(minutes_sent, 1, "hash-9"));
    happens(t, happened(minutes_remarked, "item-4", "Nimi puuttuu"));
    happens(t, happened(minutes_taken_back, "Korjataan nimi"));
    struct officer examiners[] = {{POST_EXAMINER, "pa"}, {POST_EXAMINER, "opener"}};
    happens(t, happened(officers_elected, "item-4", {examiners, 2, 0}));
    happens(t, happened(minutes_sent, 2, "hash-10"));
    happens(t, happened(minutes_approved, "hash-10"));
    happens(t, happened(minutes_approved, "hash-10"));
    happens(t, happened(minutes_signed, "hash-10"));
    happens(t, happened(minutes_published, "hash-10"));
    happens(t, happened(minutes_corrected, "Kirjoitusvirhe"));
    struct officer nobody[] = {{POST_EXAMINER, "wall"}};
    happens(t, happened(officers_elected, "item-4", {nobody, 1, 0}));
    happens(t, happened(minutes_sent, 3, "hash-11"));
}

static void the_rest(struct telling *t)
{
    struct material links[] = {{"Esitys", "https://example.fi/a.pdf"}};
    happens(t, happened(floor_switched, false));
    happens(t, happened(floor_switched, true));
    happens(t, happened(materials_put, "item-4", {links, 1, 0}));
    happens(t, happened(earlier_added, "item-4", 2023, "Nimetään.", "Kunnat", "done", "18/18"));
    struct goal goals[] = {{"Yksinäisyys vähenee"}, {"Liikutaan enemmän"}};
    happens(t, happened(goals_put, {goals, 2, 0}));
    happens(t, happened(action_goal_put, "item-9-b-2", "a1", "Liikutaan enemmän"));
    happens(t, happened(action_goal_put, "item-9-b-2", "a2", "Liikutaan enemmän"));
    happens(t, happened(action_goal_put, "item-9-b-2", "a1", "Yksinäisyys vähenee"));
    happens(t, happened(goals_put, {goals, 1, 0}));
    happens(t, happened(seat_named, "pa", true));
    happens(t, happened(seat_named, "pb", true));
    happens(t, happened(seat_named, "pa", false));
}

static void the_deliveries(struct telling *t)
{
    happens(t, happened(minutes_distributed, 3, IDS("county", "parish")));
    happens(t, happened(delivery_begun, "county", "m1"));
    happens(t, happened(delivery_ended, "county", DELIVERY_STATE_QUEUED, "451"));
    happens(t, happened(delivery_begun, "county", "m2"));
    happens(t, happened(delivery_ended, "county", DELIVERY_STATE_SENT, ""));
    happens(t, happened(delivery_begun, "parish", ""));
    happens(t, happened(delivery_ended, "parish", DELIVERY_STATE_REFUSED, "550"));
    happens(t, happened(delivery_repeated, "parish"));
    happens(t, happened(delivery_begun, "parish", "m3"));
    happens(t, happened(delivery_bounced, "parish", "5.1.1"));
    happens(t, happened(delivery_repeated, "parish"));
    happens(t, happened(delivery_begun, "parish", "m4"));
    happens(t, happened(delivery_bounced, "parish", "5.2.2"));
    happens(t, happened(delivery_opened, "county"));
    happens(t, happened(delivery_acknowledged, "county"));
    happens(t, happened(onward_told, "county", "aluehallitus", "2024-10-21", "", ""));
    happens(t, happened(onward_told, "parish", "kirkkoneuvosto", "", "", ""));
    happens(t, happened(onward_told, "county", "aluehallitus", "2024-10-21", "12 §", "hyväksyi"));
    happens(t,
            happened(status_told, "county", "item-9-b-2", "a1", ACTION_STATE_IN_PROGRESS, "Alkoi"));
    happens(t, happened(status_told, "county", "item-9-b-2", "a1", ACTION_STATE_DONE, "Valmis"));
    happens(t, happened(minutes_distributed, 4, IDS("parish")));
    happens(t, happened(feedback_given, "pa"));
    happens(t, happened(feedback_given, "pa"));
}

static struct buf file_read(const char *path)
{
    struct buf content = {0};
    FILE *file = fopen(path, "rb");
    for (char piece[4096]; file != NULL && !feof(file);)
        buf_append(&content, piece, fread(piece, 1, sizeof piece, file));
    if (file != NULL)
        fclose(file);
    return content;
}

static void file_write(const char *path, struct bytes content)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(content.data, 1, content.len, file), content.len);
    fclose(file);
}

static void the_screens_have_the_same_fold(void **unused)
{
    (void)unused;
    struct telling t = {.state = state_new(), .before = json_object()};
    day_begins(happens, &t);
    the_workshop(&t);
    the_lobby(&t);
    the_merging(&t);
    the_decisions(&t);
    the_votes(&t);
    the_minutes(&t);
    the_deliveries(&t);
    the_rest(&t);
    buf_text(&t.lines, "\n]\n");
    for (int kind = 0; kind < EVENT_KIND_COUNT; kind++)
        if (!t.has_happened[kind])
            fail_msg("%s does not happen here", names_event_kind[kind]);

    if (getenv("SOPU_WRITE_FIXTURES") != NULL)
        file_write(FIXTURE, buf_bytes(&t.lines));
    struct buf kept = file_read(FIXTURE);
    if (!bytes_equal(buf_bytes(&kept), buf_bytes(&t.lines)))
        fail_msg("%s is not of this fold: SOPU_WRITE_FIXTURES=1 make unit ONLY=domain", FIXTURE);

    buf_free(&kept);
    buf_free(&t.lines);
    json_decref(t.before);
    state_free(t.state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_screens_have_the_same_fold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
