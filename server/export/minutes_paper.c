#include "export/minutes_paper.h"

#include "domain/nouns.h"
#include "minutes/say.h"

#include <stdio.h>

static void head(const struct minutes_sheet *sheet, const struct sentences *s, const char *kind,
                 struct paper *paper)
{
    paper->language = sheet->text->language;
    paper->title = say(&paper->arena, "{1}: {2}", kind, sheet->text->title, NULL);
    paper->maker = sheet->text->maker;
    paper->kind = kind;
    paper->date = sheet->text->date;
    paper->status = minutes_status(sheet->day, &paper->arena);
    paper->page = s->page;
    paper_heading(paper, 1, "", "", paper->title);
}

static void action_table(const struct sentences *s, const struct minutes_action_list *actions,
                         struct paper *paper)
{
    const char *const columns[] = {s->number, s->what, s->who, s->when_due, s->measure};
    if (actions->count == 0)
        return;
    paper_table(paper, s->actions, columns, 5);
    for (size_t i = 0; i < actions->count; i++) {
        char number[24];
        snprintf(number, sizeof number, "%zu", i + 1);
        const struct minutes_action *one = &actions->items[i];
        const char *const cells[] = {arena_text(&paper->arena, number), one->what, one->who,
                                     one->when, one->measure};
        paper_row(paper, cells);
    }
}

static void section(const struct sentences *s, const struct minutes_section *section,
                    struct paper *paper)
{
    paper_heading(paper, (int)section->level, section->item, section->number, section->heading);
    for (size_t i = 0; i < section->parts.count; i++)
        paper_labelled(paper, section->parts.items[i].label,
                       minutes_words(&section->parts.items[i]));
    paper_text(paper, section->decided);
    action_table(s, &section->actions, paper);
    paper_labelled(paper, section->decided[0] != '\0' ? s->rationale : "", section->rationale);
}

/* --- the end --- */

/* "12.9.2024 klo 15.10" */
static const char *moment(const struct minutes_sheet *sheet, const struct sentences *s,
                          int64_t at_ms, struct paper *paper)
{
    struct minutes_source source = {.day = sheet->day};
    struct writing w = {&source, sheet->day, s, &paper->arena};
    return say(&paper->arena, "{1} {2}", say_date(&w, at_ms), say_time(&w, at_ms), NULL);
}

static const struct approval *approval_of(const struct day *day, const char *seat)
{
    for (size_t i = 0; i < day->minutes.approvals.count; i++)
        if (strcmp(day->minutes.approvals.items[i].seat, seat) == 0)
            return &day->minutes.approvals.items[i];
    return NULL;
}

static void signatures(const struct minutes_sheet *sheet, const struct sentences *s,
                       struct paper *paper)
{
    const struct minutes *minutes = &sheet->day->minutes;
    struct arena *arena = &paper->arena;
    paper_heading(paper, 2, "signatures", "", s->signatures);
    paper_list(paper);
    const char *chair = minutes->signed_by[0] != '\0' ? minutes->signed_by : day_chair(sheet->day);
    const char *name = sheet->name_of(sheet->context, chair);
    paper_item(paper, minutes->signed_ms == 0
                          ? say(arena, s->waits, say(arena, "{1}, {2}", name, s->chair, NULL), NULL)
                          : say(arena, s->signed_by, name,
                                moment(sheet, s, minutes->signed_ms, paper), NULL));
    for (size_t i = 0; i < sheet->day->officers.count; i++) {
        const struct officer *officer = &sheet->day->officers.items[i];
        const struct approval *approval = approval_of(sheet->day, officer->seat);
        if (officer->post != POST_EXAMINER)
            continue;
        name = sheet->name_of(sheet->context, officer->seat);
        paper_item(paper, approval == NULL ? say(arena, s->waits, name, NULL)
                                           : say(arena, s->examined_by, name,
                                                 moment(sheet, s, approval->at_ms, paper), NULL));
    }
}

static void number_text(uint64_t number, char text[24])
{
    snprintf(text, 24, "%llu", (unsigned long long)number);
}

static void seals(const struct minutes_sheet *sheet, const struct sentences *s, struct paper *paper)
{
    char number[24];
    number_text((uint64_t)sheet->day->minutes.version, number);
    paper_small(paper, say(&paper->arena, s->seal, number, sheet->seal, NULL));
    if (sheet->record == 0)
        return;
    number_text(sheet->record, number);
    paper_small(paper, say(&paper->arena, s->log_head, number, sheet->chain, NULL));
}

static void presence_annex(const struct minutes_sheet *sheet, const struct sentences *s,
                           struct paper *paper)
{
    const char *const columns[] = {s->organisation, s->person, s->times};
    const struct minutes_presence_list *rows = &sheet->text->presence;
    if (rows->count == 0)
        return;
    paper_page(paper);
    paper_heading(paper, 2, "presence", "", s->presence_list);
    const char *const without[] = {s->organisation, s->times};
    paper_table(paper, "", sheet->has_names ? columns : without, sheet->has_names ? 3 : 2);
    for (size_t i = 0; i < rows->count; i++) {
        const struct minutes_presence *row = &rows->items[i];
        const char *const cells[] = {row->organisation, row->name, row->times};
        const char *const nameless[] = {row->organisation, row->times};
        paper_row(paper, sheet->has_names ? cells : nameless);
    }
}

static void ballots_annex(const struct minutes_sheet *sheet, const struct sentences *s,
                          struct paper *paper)
{
    const char *const columns[] = {s->organisation, s->person, s->choice};
    const char *const without[] = {s->organisation, s->choice};
    const struct minutes_ballots_list *lists = &sheet->text->ballots;
    if (lists->count == 0)
        return;
    paper_page(paper);
    paper_heading(paper, 2, "ballots", "", s->ballots);
    for (size_t v = 0; v < lists->count; v++) {
        const struct minutes_ballots *list = &lists->items[v];
        paper_table(paper, list->question, sheet->has_names ? columns : without,
                    sheet->has_names ? 3 : 2);
        for (size_t i = 0; i < list->rows.count; i++) {
            const struct minutes_ballot *row = &list->rows.items[i];
            const char *const cells[] = {row->organisation, row->name, row->choice};
            const char *const nameless[] = {row->organisation, row->choice};
            paper_row(paper, sheet->has_names ? cells : nameless);
        }
    }
}

static void annexes_named(const struct minutes_sheet *sheet, const struct sentences *s,
                          struct paper *paper)
{
    paper_heading(paper, 2, "annexes", "", s->attachments);
    paper_list(paper);
    paper_item(paper, s->presence_list);
    if (sheet->text->ballots.count > 0)
        paper_item(paper, s->ballots);
    paper_item(paper, s->originals);
    struct buf all = {0};
    for (size_t i = 0; i < sheet->text->distribution.count; i++)
        said(&all, ", ", sheet->text->distribution.items[i].text);
    paper_heading(paper, 2, "distribution", "", s->distribution);
    paper_text(paper, kept(&paper->arena, &all));
}

void minutes_paper(const struct minutes_sheet *sheet, struct paper *paper)
{
    const struct minutes_text *text = sheet->text;
    const struct sentences *s = sentences_in(text->language);
    head(sheet, s, text->kind, paper);
    if (!sheet->has_names)
        paper_text(paper, s->web_edition);
    for (size_t i = 0; i < text->facts.count; i++)
        paper_labelled(paper, text->facts.items[i].label, text->facts.items[i].text);
    for (size_t i = 0; i < text->sections.count; i++)
        section(s, &text->sections.items[i], paper);
    if (sheet->has_names)
        signatures(sheet, s, paper);
    annexes_named(sheet, s, paper);
    seals(sheet, s, paper);
    presence_annex(sheet, s, paper);
    ballots_annex(sheet, s, paper);
}

/* --- the groups' own words --- */

void originals_paper(const struct minutes_sheet *sheet, struct paper *paper)
{
    const struct sentences *s = sentences_in(sheet->text->language);
    head(sheet, s, s->originals, paper);
    for (size_t i = 0; i < sheet->day->groups.count; i++) {
        const struct working_group *group = &sheet->day->groups.items[i];
        const struct version *version = group_version(group);
        if (version == NULL)
            continue;
        paper_heading(paper, 2, group->group, group->letter,
                      fields_text(&version->fields, "title"));
        paper_labelled(paper, s->part[MINUTES_PART_KIND_PROPOSAL],
                       fields_text(&version->fields, "decision"));
        struct minutes_action_list actions =
            minutes_actions(&version->fields, &version->actions, &paper->arena);
        action_table(s, &actions, paper);
        paper_labelled(paper, s->rationale, fields_text(&version->fields, "rationale"));
    }
    seals(sheet, s, paper);
}
