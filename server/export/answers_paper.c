#include "export/answers_paper.h"

#include "domain/nouns.h"
#include "minutes/say.h"

#include <stdio.h>

enum { STATES = ACTION_STATE_CARRIED + 1 };

struct answer_words {
    const char *language;
    const char *title, *kind;
    const char *none, *one, *several; /* actions agreed; {1} how many, {2} "3 valmis, 1 kesken" */
    const char *state[STATES], *count[STATES]; /* of one action; of {1} actions */
    const char *action, *goal, *situation, *nothing_told, *undecided, *told;
};

static const struct answer_words languages[] = {
    {"fi",
     "Vastaukset neuvottelun kysymyksiin",
     "Seuranta",
     "Toimenpiteitä ei ole vielä sovittu.",
     "Yksi toimenpide on sovittu: {2}.",
     "{1} toimenpidettä on sovittu: {2}.",
     {"Ei aloitettu", "Kesken", "Valmis", "Osittain valmis", "Rauennut", "Siirretty ensi vuodelle"},
     {"{1} aloittamatta", "{1} kesken", "{1} valmiina", "{1} osittain valmiina", "{1} rauennut",
      "{1} siirretty ensi vuodelle"},
     "Toimenpide {1}",
     "Suunnitelman tavoite",
     "Tilanne",
     "Ei vielä kerrottu.",
     "Ei vielä päätetty.",
     "{1} – {2}, {3}"},
    {"sv",
     "Svar på förhandlingens frågor",
     "Uppföljning",
     "Inga åtgärder har avtalats ännu.",
     "En åtgärd har avtalats: {2}.",
     "{1} åtgärder har avtalats: {2}.",
     {"Inte påbörjad", "Pågår", "Klar", "Delvis klar", "Förfallen", "Flyttad till nästa år"},
     {"{1} inte påbörjade", "{1} pågår", "{1} klara", "{1} delvis klara", "{1} förfallna",
      "{1} flyttade till nästa år"},
     "Åtgärd {1}",
     "Planens mål",
     "Läget",
     "Inget har berättats ännu.",
     "Ännu inte beslutat.",
     "{1} – {2}, {3}"},
    {"en",
     "Answers to the questions of the negotiation",
     "Follow-up",
     "No actions have been agreed yet.",
     "One action has been agreed: {2}.",
     "{1} actions have been agreed: {2}.",
     {"Not started", "Under way", "Done", "Partly done", "Lapsed", "Carried to next year"},
     {"{1} not started", "{1} under way", "{1} done", "{1} partly done", "{1} lapsed",
      "{1} carried to next year"},
     "Action {1}",
     "Goal of the plan",
     "Situation",
     "Nothing has been told yet.",
     "Not decided yet.",
     "{1} – {2}, {3}"},
};

static const struct answer_words *words_in(const char *language)
{
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (strcmp(languages[i].language, language) == 0)
            return &languages[i];
    return &languages[0];
}

/* What is being written: the minutes' way to say things, and the words of this page. */
struct answers {
    struct writing w;
    const struct answer_words *s;
    struct paper *paper;
};

static const char *number(const struct answers *a, size_t count)
{
    char text[24];
    snprintf(text, sizeof text, "%zu", count);
    return arena_text(a->w.arena, text);
}

/* What was decided and stands; NULL also where it was returned. */
static const struct decision *agreed(const struct agenda_item *item)
{
    const struct decision *decision = item_decision(item);
    return decision != NULL && decision->outcome != OUTCOME_RETURNED ? decision : NULL;
}

/* --- how it stands as a whole --- */

static void summary(const struct answers *a)
{
    size_t count[STATES] = {0};
    size_t all = 0;
    for (size_t i = 0; i < a->w.day->items.count; i++) {
        const struct agenda_item *item = &a->w.day->items.items[i];
        const struct decision *decision = agreed(item);
        for (size_t n = 0; decision != NULL && n < decision->actions.count; n++, all++) {
            const struct action_status *told =
                day_status(a->w.day, item->item, decision->actions.items[n]);
            count[told != NULL ? told->state : ACTION_STATE_NOT_STARTED]++;
        }
    }
    struct id_list parts = {0};
    for (size_t state = 0; state < STATES; state++)
        if (count[state] > 0)
            ids_add(&parts, say(a->w.arena, a->s->count[state], number(a, count[state]), NULL),
                    a->w.arena);
    const char *sentence = all == 0 ? a->s->none : all == 1 ? a->s->one : a->s->several;
    paper_text(a->paper, say(a->w.arena, sentence, number(a, all), say_list(&a->w, &parts), NULL));
}

/* --- one action --- */

static void fact(const struct answers *a, const char *label, const char *text)
{
    if (text[0] != '\0')
        paper_item(a->paper, say(a->w.arena, "{1}: {2}", label, text, NULL));
}

/* What was told last comes first. */
static const char *situation(const struct answers *a, const char *item, const char *action)
{
    struct buf all = {0};
    for (size_t i = a->w.day->statuses.count; i > 0; i--) {
        const struct action_status *one = &a->w.day->statuses.items[i - 1];
        if (strcmp(one->item, item) != 0 || strcmp(one->action, action) != 0)
            continue;
        said(&all, "\n",
             say(a->w.arena, a->s->told, a->s->state[one->state],
                 say_organisation(&a->w, one->organisation), say_date(&a->w, one->at_ms), NULL));
        said(&all, ": ", one->text);
    }
    said(&all, "", all.len == 0 ? a->s->nothing_told : "");
    return kept(a->w.arena, &all);
}

static void action(const struct answers *a, const struct agenda_item *item,
                   const struct decision *decision, size_t at)
{
    const struct sentences *s = a->w.words;
    const char *id = decision->actions.items[at];
    struct id_list one = {&decision->actions.items[at], 1, 1};
    struct minutes_action text = minutes_actions(&decision->fields, &one, a->w.arena).items[0];
    paper_heading(a->paper, 4, "", "", say(a->w.arena, a->s->action, number(a, at + 1), NULL));
    paper_text(a->paper, text.what);
    paper_list(a->paper);
    fact(a, s->who, text.who);
    fact(a, s->when_due, text.when);
    fact(a, s->measure, text.measure);
    fact(a, a->s->goal, day_action_goal(a->w.day, item->item, id));
    paper_labelled(a->paper, a->s->situation, situation(a, item->item, id));
}

/* --- one question --- */

static void answer(const struct answers *a, const struct agenda_item *item)
{
    const struct agenda_item *parent = day_item(a->w.day, item->parent);
    const struct decision *decision = agreed(item);
    const char *code = say(a->w.arena, "{1} {2}", parent ? parent->code : "", item->code, NULL);
    paper_heading(a->paper, 3, item->item, code,
                  decision != NULL ? fields_text(&decision->fields, "title") : item->title);
    if (decision == NULL) {
        bool is_returned = item_decision(item) != NULL;
        paper_text(a->paper, is_returned ? a->w.words->returned : a->s->undecided);
        return;
    }
    paper_labelled(a->paper, a->w.words->part[MINUTES_PART_KIND_DECISION],
                   fields_text(&decision->fields, "decision"));
    for (size_t i = 0; i < decision->actions.count; i++)
        action(a, item, decision, i);
}

static bool answers_it(const struct day *day, const struct agenda_item *item, const char *question)
{
    const struct working_group *group = day_group(day, item->group);
    return item->kind == ITEM_KIND_PROPOSAL && group != NULL &&
           strcmp(group->question, question) == 0;
}

static void question_answered(const struct answers *a, const char *question, size_t at)
{
    bool is_answered = false;
    paper_heading(a->paper, 2, "", number(a, at), question);
    for (size_t i = 0; i < a->w.day->items.count; i++) {
        const struct agenda_item *item = &a->w.day->items.items[i];
        if (answers_it(a->w.day, item, question)) {
            answer(a, item);
            is_answered = true;
        }
    }
    if (!is_answered)
        paper_text(a->paper, a->s->undecided);
}

void answers_paper(const struct day *day, struct paper *paper)
{
    struct minutes_source source = {.day = day};
    const struct answers a = {
        .w = {&source, day, sentences_in(day->language), &paper->arena},
        .s = words_in(day->language),
        .paper = paper,
    };
    paper->language = a.s->language;
    paper->title = say(&paper->arena, "{1}: {2}", a.s->title, day->title, NULL);
    paper->maker = minutes_maker(day);
    paper->kind = a.s->kind;
    paper->date = say_date(&a.w, day->starts_ms);
    paper->status = "";
    paper->page = a.w.words->page;
    paper_heading(paper, 1, "", "", a.s->title);
    paper_text(paper, day->title);
    summary(&a);
    struct id_list asked = {0};
    for (size_t i = 0; i < day->groups.count; i++) {
        const char *question = day->groups.items[i].question;
        if (question[0] == '\0' || ids_have(&asked, question))
            continue;
        ids_add(&asked, question, &paper->arena);
        question_answered(&a, question, asked.count);
    }
}
