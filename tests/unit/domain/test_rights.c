/* Who may see and write which document, in every state of it: the table of rights (P participant, F facilitator,
 * S secretary, C chair, A organiser, J wall, O observer). Roles add up on one seat. */
#include "given.h"

/* N none, R read, L locked (one of its writers, but closed now), A arriving (what was on its way is taken), W write. */
static const char LETTERS[] = "NRLAW";

static const char *const seats[] = {"pa",     "fa",        "pb",   "fb",       "secretary",
                                    "opener", "organiser", "wall", "observer", "nobody"};
enum { SEATS = sizeof seats / sizeof *seats };

static void assert_rights(struct world *world, const char *doc, const char *wanted)
{
    char found[SEATS + 1] = {0};
    for (size_t i = 0; i < SEATS; i++)
        found[i] = LETTERS[rights_document(day_of(world), seats[i], doc)];
    assert_string_equal(found, wanted);
}

static void a_groups_text_is_its_members_until_it_is_handed_in(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    /*                             pa fa pb fb S  C  A  J  O  -   */
    assert_rights(world, "doc-a", "LLNNRRRNNN"); /* has not begun */
    given_writing(world, "a");
    assert_rights(world, "doc-a", "WWNNRRRNNN");
    given(world, happened(group_paused, "a", PAUSE_REASON_BREAK, ""));
    assert_rights(world, "doc-a", "AANNRRRNNN"); /* what was on its way is taken */
    given(world, happened(handin_announced, "a", NOON));
    assert_rights(world, "doc-a", "WWNNRRRNNN");
    given_words(world, "doc-a", "sanat");
    given(world, happened(group_handed_in, "a", "sanat", world->so.fields, {0}));
    assert_rights(world, "doc-a", "LLRRRRRNRN");
    given(world, happened(group_returned, "a", "Kesken", 2));
    assert_rights(world, "doc-a", "WWNNRRRNNN");
    given(world, happened(group_handed_in, "a", "sanat", world->so.fields, {0}));
    given(world, proposals_taken("item-9-a", "a", "a"));
    assert_rights(world, "doc-a", "LLRRRRRNRN");
    forget(world);
}

static void a_text_that_was_not_handed_in_takes_nothing_once_the_meeting_is_closed(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_writing(world, "a");
    given(world, happened(phase_changed, PHASE_CLOSED));
    /*                             pa fa pb fb S  C  A  J  O  -   */
    assert_rights(world, "doc-a", "LLNNRRRNNN");
    forget(world);
}

static void an_agenda_text_is_seen_by_all_and_polished_by_those_who_merge_then_decide(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_taken(world);
    /*                                pa fa pb fb S  C  A  J  O  -  */
    assert_rights(world, "item-9-a", "RLRLLLLRRN");
    given(world, happened(phase_changed, PHASE_MERGING));
    assert_rights(world, "item-9-a", "RWRWWWWRRN");
    given(world, happened(phase_changed, PHASE_DECIDING));
    assert_rights(world, "item-9-a", "RLRLWWLRRN");
    given_words(world, "item-9-a", "sanat");
    given(world, happened(item_opened, "item-9-a", world->so.fields, "sanat"));
    assert_rights(world, "item-9-a", "RLRLWWLRRN");
    given(world, happened(item_decided, "item-9-a", OUTCOME_AS_PROPOSED, world->so.fields,
                          IDS("a1"), "sanat"));
    assert_rights(world, "item-9-a", "RLRLLLLRRN");
    given(world, happened(item_reopened, "item-9-a", "Virhe", 2));
    assert_rights(world, "item-9-a", "RLRLWWLRRN");
    given(world, happened(item_decided, "item-9-a", OUTCOME_RETURNED, world->so.fields, IDS("a1"),
                          "sanat"));
    given(world, happened(phase_changed, PHASE_CLOSED));
    assert_rights(world, "item-9-a", "RLRLLLLRRN");
    forget(world);
}

static void
the_minutes_are_the_secretarys_until_they_are_sent_and_the_examiners_from_then_on(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    /*                               pa fa pb fb S  C  A  J  O  -  */
    assert_rights(world, "minutes", "NNNNWWNNNN");
    static struct officer examiner = {POST_EXAMINER, "pb"};
    given(world, happened(officers_elected, "item-4", {&examiner, 1, 0}));
    assert_rights(world, "minutes", "NNNNWWNNNN");
    given(world, happened(minutes_sent, 1, "tiiviste"));
    assert_rights(world, "minutes", "NNRNLLNNNN");
    assert_true(rights_late_edits(day_of(world), "secretary", "minutes"));
    assert_false(rights_late_edits(day_of(world), "pb", "minutes"));
    given(world, happened(minutes_taken_back, "Kesken"));
    assert_rights(world, "minutes", "NNNNWWNNNN");
    forget(world);
}

static void what_is_no_document_is_nobodys(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_taken(world);
    given(world, happened(take_undone, "item-9"));
    static const char *const docs[] = {"", "doc-z", "item-9", "item-9-a"};
    for (size_t i = 0; i < 4; i++)
        assert_rights(world, docs[i], "NNNNNNNNNN");
    forget(world);
}

static void rights_follow_the_posts(void **unused)
{
    (void)unused;
    struct world *world = given_a_day_in(PHASE_DECIDING);
    given_taken(world);
    given(world, happened(officer_elected, POST_CHAIR, "pb", "item-4"));
    given(world, happened(officer_elected, POST_SECRETARY, "observer", "item-4"));
    /*                                pa fa pb fb S  C  A  J  O  -  */
    assert_rights(world, "item-9-a", "RLWLRRLRWN");
    given(world, happened(group_returned, "a", "Kesken", 2));
    assert_rights(world, "doc-a", "WWRNNNRNRN");
    forget(world);
}

static void roles_add_up_on_one_seat(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given(world,
          happened(seat_added, "pa", "county", ROLES(ROLE_PARTICIPANT, ROLE_ORGANISER), "a"));
    given_writing(world, "a");
    given_writing(world, "b");
    assert_int_equal(rights_document(day_of(world), "pa", "doc-a"), ACCESS_WRITE);
    assert_int_equal(rights_document(day_of(world), "pa", "doc-b"), ACCESS_READ);
    given(world, happened(officer_elected, POST_CHAIR, "pa", "item-4"));
    assert_int_equal(rights_roles(day_of(world), "pa"), WHO_CHAIR | WHO_ORGANISER);
    assert_int_equal(rights_roles(day_of(world), "fa"), WHO_FACILITATOR);
    assert_int_equal(rights_roles(day_of(world), "pb"), 0);
    assert_int_equal(rights_roles(day_of(world), "nobody"), 0);
    forget(world);
}

/* The first of what is always true: a seat is in one group, and in that group's text alone. */
static void a_seat_writes_in_one_group_and_a_watcher_in_none(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_writing(world, "a");
    given_writing(world, "b");
    given(world, seat_added("pa", "b", ROLE_PARTICIPANT)); /* moved */
    assert_int_equal(rights_document(day_of(world), "pa", "doc-a"), ACCESS_NONE);
    assert_int_equal(rights_document(day_of(world), "pa", "doc-b"), ACCESS_WRITE);
    given(world, seat_added("observer", "a", ROLE_OBSERVER));
    assert_int_equal(rights_document(day_of(world), "observer", "doc-a"), ACCESS_NONE);
    given(world, seat_added("qa", "", ROLE_PARTICIPANT)); /* in no group */
    assert_int_equal(rights_document(day_of(world), "qa", "doc-a"), ACCESS_NONE);
    forget(world);
}

static void a_facilitator_leads_the_own_group(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    assert_true(rights_facilitates(day_of(world), "fa", "a"));
    assert_false(rights_facilitates(day_of(world), "fa", "b"));
    assert_false(rights_facilitates(day_of(world), "pa", "a"));
    assert_false(rights_facilitates(day_of(world), "nobody", "a"));
    forget(world);
}

static void late_edits_of_others_are_for_those_who_lead(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_taken(world);
    const struct {
        const char *seat;
        bool group_text, agenda_text;
    } sights[] = {{"fa", true, false},    {"fb", false, false},       {"pa", false, false},
                  {"opener", true, true}, {"secretary", true, true},  {"organiser", true, true},
                  {"wall", false, false}, {"observer", false, false}, {"nobody", false, false}};
    for (size_t i = 0; i < sizeof sights / sizeof *sights; i++) {
        assert_int_equal(rights_late_edits(day_of(world), sights[i].seat, "doc-a"),
                         sights[i].group_text);
        assert_int_equal(rights_late_edits(day_of(world), sights[i].seat, "item-9-a"),
                         sights[i].agenda_text);
    }
    forget(world);
}

static void the_vice_chair_leads_while_the_chair_is_away_for_an_item(void **unused)
{
    (void)unused;
    struct world *world = given_a_day_in(PHASE_DECIDING);
    given(world, happened(officer_elected, POST_CHAIR, "pb", "item-4"));
    given(world, happened(officer_elected, POST_VICE_CHAIR, "fb", "item-4"));
    assert_string_equal(day_chair(day_of(world)), "pb");
    assert_false(rights_roles(day_of(world), "fb") & WHO_CHAIR);
    given(world, happened(item_opened, "item-4", {0}, ""));
    given(world, happened(seat_arrived, "pb"));
    given(world, happened(absence_begun, "pb", "item-4", true));
    assert_true(rights_roles(day_of(world), "fb") & WHO_CHAIR);
    assert_false(rights_roles(day_of(world), "pb") & WHO_CHAIR);
    given(world, happened(seat_arrived, "fb"));
    given(world, happened(absence_begun, "fb", "item-4", false));
    assert_string_equal(day_chair(day_of(world)), "pb"); /* somebody leads at any time */
    given(world, happened(absence_ended, "fb"));
    given(world, happened(item_closed, "item-4"));
    assert_string_equal(day_chair(day_of(world)),
                        "pb"); /* the item is over, and so is the absence */
    forget(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_groups_text_is_its_members_until_it_is_handed_in),
        cmocka_unit_test(a_text_that_was_not_handed_in_takes_nothing_once_the_meeting_is_closed),
        cmocka_unit_test(an_agenda_text_is_seen_by_all_and_polished_by_those_who_merge_then_decide),
        cmocka_unit_test(
            the_minutes_are_the_secretarys_until_they_are_sent_and_the_examiners_from_then_on),
        cmocka_unit_test(what_is_no_document_is_nobodys),
        cmocka_unit_test(rights_follow_the_posts),
        cmocka_unit_test(the_vice_chair_leads_while_the_chair_is_away_for_an_item),
        cmocka_unit_test(roles_add_up_on_one_seat),
        cmocka_unit_test(a_seat_writes_in_one_group_and_a_watcher_in_none),
        cmocka_unit_test(a_facilitator_leads_the_own_group),
        cmocka_unit_test(late_edits_of_others_are_for_those_who_lead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
