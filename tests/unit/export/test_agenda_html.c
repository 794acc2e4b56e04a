/* The agenda as a page without a script: codes, times and decided words exactly as they are. */
#include "given.h"

#include "export/agenda_html.h"

#include <stdlib.h>
#include <time.h>

static struct buf page_of(const struct world *world, const char *language)
{
    struct buf html = {0};
    agenda_html(day_of(world), language, &(struct agenda_head){1234, "c0ffee"}, &html);
    return html;
}

static void assert_shows(const struct world *world, const char *language, const char *text)
{
    struct buf html = page_of(world, language);
    if (strstr(buf_c_string(&html), text) == NULL)
        fail_msg("\"%s\" is not in %s", text, buf_c_string(&html));
    buf_free(&html);
}

static void assert_hides(const struct world *world, const char *text)
{
    struct buf html = page_of(world, "fi");
    assert_null(strstr(buf_c_string(&html), text));
    buf_free(&html);
}

/* An agenda with a block, 9 § in it, and 9 § a. */
static struct world *given_an_agenda(void)
{
    struct world *world = given_a_day_in(PHASE_DECIDING);
    given(world, happened(item_added, "block-2", "", "", ITEM_KIND_BLOCK, "Päätökset", "",
                          "klo 14.15–15", ""));
    given(world,
          happened(item_added, "item-10", "block-2", "10 §", ITEM_KIND_DECISION,
                   "Sopimus <luonnos>", "10 § Sopimus & \"liitteet\"", "", "Esittelijä\npuhuu"));
    given_handed_in(world, "a");
    struct taken taken = {"item-10-a", "a", "a", "item-10-a", IDS("a1"), {0}};
    given(world, happened(proposals_taken, "item-10", {&taken, 1, 0}));
    return world;
}

static void decided(struct world *world, enum outcome outcome)
{
    given_words(world, "item-10-a", "sanat");
    given_field(world, "title", "Foorumi");
    given_field(world, "decision", "Perustetaan <b>foorumi</b>.");
    given_field(world, "a1/who", "Hyvinvointialue");
    given_field(world, "a1/when", "");
    given(world, happened(item_opened, "item-10-a", world->so.fields, "sanat"));
    given(world,
          happened(item_decided, "item-10-a", outcome, world->so.fields, IDS("a1"), "sanat"));
}

static void words_and_codes_are_shown_as_they_were_given_and_never_as_markup(void **unused)
{
    (void)unused;
    struct world *world = given_an_agenda();
    assert_shows(world, "fi", "10 § Sopimus &amp; &quot;liitteet&quot;");
    assert_shows(world, "fi", "klo 14.15–15");
    assert_shows(world, "fi", "Esittelijä<br>puhuu");
    assert_shows(world, "fi", "<span class=\"code\">10 § a</span> sanat");
    assert_hides(world, "<script");
    forget(world);
}

static void what_is_not_decided_says_so_and_shows_no_draft(void **unused)
{
    (void)unused;
    struct world *world = given_an_agenda();
    assert_shows(world, "fi", "Ei vielä päätetty.");
    given_words(world, "item-10-a", "luonnoksen sanat");
    given(world, happened(item_opened, "item-10-a", world->so.fields, "x"));
    assert_hides(world, "luonnoksen sanat");
    forget(world);
}

static void a_decision_is_shown_with_its_outcome_words_actions_and_time(void **unused)
{
    (void)unused;
    struct world *world = given_an_agenda();
    decided(world, OUTCOME_AS_PROPOSED);
    assert_shows(world, "fi", "Hyväksyttiin esityksen mukaisesti.");
    assert_shows(world, "fi", "klo 12.00");
    assert_shows(world, "fi", "Perustetaan &lt;b&gt;foorumi&lt;/b&gt;.");
    assert_shows(world, "fi", "<dt>Vastuutaho</dt>\n<dd>Hyvinvointialue</dd>");
    assert_hides(world, "Aikataulu"); /* nothing was said of it */
    assert_shows(world, "sv", "Godkändes enligt förslaget.");
    assert_shows(world, "en", "Approved as proposed.");
    forget(world);
}

static void what_was_returned_shows_no_words(void **unused)
{
    (void)unused;
    struct world *world = given_an_agenda();
    decided(world, OUTCOME_RETURNED);
    assert_shows(world, "fi", "Palautettiin valmisteluun.");
    assert_hides(world, "Perustetaan");
    forget(world);
}

static void a_reopened_decision_is_no_decision(void **unused)
{
    (void)unused;
    struct world *world = given_an_agenda();
    decided(world, OUTCOME_AS_AMENDED);
    assert_shows(world, "fi", "Hyväksyttiin muutettuna.");
    given(world, happened(item_reopened, "item-10-a", "Virhe", 2));
    assert_shows(world, "fi", "Ei vielä päätetty.");
    assert_hides(world, "Perustetaan");
    forget(world);
}

static void beside_decisions_stands_what_shows_that_nothing_was_changed(void **unused)
{
    (void)unused;
    struct world *world = given_an_agenda();
    assert_hides(world, "c0ffee"); /* nothing is decided */
    decided(world, OUTCOME_AS_PROPOSED);
    assert_shows(world, "fi", "Tekstin tiiviste <code>sanat</code>");
    assert_shows(world, "fi", "Tapahtumalokin tiiviste, kirjaus 1234: <code>c0ffee</code>");
    assert_shows(world, "sv", "post 1234: <code>c0ffee</code>");
    assert_shows(world, "en", "record 1234: <code>c0ffee</code>");
    struct buf without = {0};
    agenda_html(day_of(world), "fi", NULL, &without);
    assert_null(strstr(buf_c_string(&without), "Tapahtumalokin"));
    buf_free(&without);
    forget(world);
}

static void a_language_that_is_not_known_is_finnish(void **unused)
{
    (void)unused;
    struct world *world = given_an_agenda();
    assert_shows(world, "sv", "<html lang=\"sv\">");
    assert_shows(world, "de", "<html lang=\"fi\">");
    assert_shows(world, "", "<html lang=\"fi\">");
    forget(world);
}

static int in_seinajoki(void **unused)
{
    (void)unused;
    setenv("TZ", "Europe/Helsinki", 1);
    tzset();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_codes_are_shown_as_they_were_given_and_never_as_markup),
        cmocka_unit_test(what_is_not_decided_says_so_and_shows_no_draft),
        cmocka_unit_test(a_decision_is_shown_with_its_outcome_words_actions_and_time),
        cmocka_unit_test(what_was_returned_shows_no_words),
        cmocka_unit_test(a_reopened_decision_is_no_decision),
        cmocka_unit_test(beside_decisions_stands_what_shows_that_nothing_was_changed),
        cmocka_unit_test(a_language_that_is_not_known_is_finnish),
    };
    return cmocka_run_group_tests(tests, in_seinajoki, NULL);
}
