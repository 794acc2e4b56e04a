#include "minutes/minutes.h"

#include "domain/nouns.h"
#include "minutes/say.h"

const char *minutes_words(const struct minutes_part *part)
{
    return part->polished[0] != '\0' ? part->polished : part->generated;
}

const char *minutes_status(const struct day *day, struct arena *arena)
{
    const struct sentences *words = sentences_in(day->language);
    const char *status = words->status[day->minutes.state];
    if (day->minutes.corrections.count == 0)
        return status;
    return say(arena, "{1} – {2}", words->corrected, status, NULL);
}

struct minutes_action_list minutes_actions(const struct field_list *fields,
                                           const struct id_list *actions, struct arena *arena)
{
    struct minutes_action_list all = {0};
    for (size_t i = 0; i < actions->count; i++) {
        const char *id = actions->items[i];
        struct minutes_action action = {
            fields_text(fields, say(arena, "{1}/what", id, NULL)),
            fields_text(fields, say(arena, "{1}/who", id, NULL)),
            fields_text(fields, say(arena, "{1}/when", id, NULL)),
            fields_text(fields, say(arena, "{1}/measure", id, NULL)),
        };
        LIST_ADD(&all, action, arena);
    }
    return all;
}

/* --- facts --- */

static void fact(const struct writing *w, struct minutes_fact_list *facts, const char *label,
                 const char *text)
{
    struct minutes_fact one = {label, text};
    if (text[0] != '\0')
        LIST_ADD(facts, one, w->arena);
}

static const char *officers_said(const struct writing *w, enum post post)
{
    struct id_list names = {0};
    for (size_t i = 0; i < w->day->officers.count; i++)
        if (w->day->officers.items[i].post == post)
            ids_add(&names, say_name(w, w->day->officers.items[i].seat), w->arena);
    return say_list(w, &names);
}

static const char *breaks_said(const struct writing *w)
{
    struct buf text = {0};
    for (size_t i = 0; i < w->day->items.count; i++) {
        const struct agenda_item *item = &w->day->items.items[i];
        if (item->kind == ITEM_KIND_BREAK && item->opened_ms != 0)
            said(&text, ", ",
                 say(w->arena, "{1} {2}", item->title,
                     say_span(w, item->opened_ms, item->closed_ms), NULL));
    }
    return kept(w->arena, &text);
}

/* From when the first item was opened until the chair closed. */
static const char *hours_said(const struct writing *w)
{
    int64_t from_ms = 0;
    for (size_t i = 0; i < w->day->items.count; i++) {
        int64_t opened_ms = w->day->items.items[i].opened_ms;
        if (opened_ms != 0 && (from_ms == 0 || opened_ms < from_ms))
            from_ms = opened_ms;
    }
    if (from_ms == 0)
        from_ms = w->day->starts_ms;
    return say(w->arena, "{1} {2}", say_date(w, w->day->starts_ms),
               say(w->arena, w->words->time, say_span(w, from_ms, w->day->closed_ms), NULL), NULL);
}

static const char *opener_said(const struct writing *w)
{
    const char *opener = day_opener(w->day);
    return opener[0] != '\0' ? say_name(w, opener) : "";
}

static struct minutes_fact_list facts_of(const struct writing *w)
{
    const struct sentences *s = w->words;
    struct minutes_fact_list facts = {0};
    fact(w, &facts, s->when, hours_said(w));
    fact(w, &facts, s->where, w->day->place);
    fact(w, &facts, s->breaks, breaks_said(w));
    fact(w, &facts, s->opener, opener_said(w));
    fact(w, &facts, s->chair, officers_said(w, POST_CHAIR));
    fact(w, &facts, s->vice_chair, officers_said(w, POST_VICE_CHAIR));
    fact(w, &facts, s->secretary, officers_said(w, POST_SECRETARY));
    fact(w, &facts, s->examiners, officers_said(w, POST_EXAMINER));
    fact(w, &facts, s->counters, officers_said(w, POST_COUNTER));
    return facts;
}

/* --- sections --- */

static void part(const struct writing *w, const struct agenda_item *item,
                 struct minutes_section *section, enum minutes_part_kind kind, const char *name,
                 const char *generated)
{
    struct minutes_part one = {.part = kind,
                               .field = say(w->arena, "{1}/{2}", item->item, name, NULL),
                               .label = w->words->part[kind],
                               .generated = generated};
    one.polished = fields_text(&w->source->polished, one.field);
    LIST_ADD(&section->parts, one, w->arena);
}

static void words_decided(const struct writing *w, const struct agenda_item *item,
                          struct minutes_section *section)
{
    const struct decision *decision = item_decision(item);
    if (decision == NULL || decision->outcome == OUTCOME_RETURNED)
        return;
    section->title = fields_text(&decision->fields, "title");
    section->decided = fields_text(&decision->fields, "decision");
    section->rationale = fields_text(&decision->fields, "rationale");
    section->seal = decision->hash;
    section->actions = minutes_actions(&decision->fields, &decision->actions, w->arena);
}

/* A proposal's code is read after its parent's; what the invitation printed is printed. */
static struct minutes_section section_of(const struct writing *w, const struct agenda_item *item)
{
    const struct agenda_item *parent = day_item(w->day, item->parent);
    bool is_proposal = item->kind == ITEM_KIND_PROPOSAL;
    struct minutes_section section = {
        .item = item->item,
        .number = is_proposal && parent != NULL
                      ? say(w->arena, "{1} {2}", parent->code, item->code, NULL)
                      : "",
        .heading = item->verbatim,
        .level = is_proposal ? 3 : 2,
        .title = "",
        .decided = "",
        .rationale = "",
        .seal = "",
    };
    words_decided(w, item, &section);
    if (is_proposal)
        section.heading = section.title[0] != '\0' ? section.title : item->title;
    else if (section.heading[0] == '\0')
        section.heading = say(w->arena, "{1} {2}", item->code, item->title, NULL);
    part(w, item, &section, MINUTES_PART_KIND_PRESENTATION, "presentation",
         presentation_of(w, item));
    if (is_proposal)
        part(w, item, &section, MINUTES_PART_KIND_PROPOSAL, "proposal", proposal_of(w, item));
    part(w, item, &section, MINUTES_PART_KIND_HANDLING, "handling", handling_of(w, item));
    part(w, item, &section, MINUTES_PART_KIND_DECISION, "decision", decision_of(w, item));
    return section;
}

static void sections_under(const struct writing *w, const char *parent,
                           struct minutes_section_list *sections);

static void section_and_below(const struct writing *w, const struct agenda_item *item,
                              struct minutes_section_list *sections)
{
    if (item_is_minuted(item)) {
        struct minutes_section section = section_of(w, item);
        LIST_ADD(sections, section, w->arena);
    }
    sections_under(w, item->item, sections);
}

/* Proposals by their codes: a late group may have been taken last. */
static void proposals_under(const struct writing *w, const char *parent,
                            struct minutes_section_list *sections)
{
    const char *last = "";
    for (;;) {
        const struct agenda_item *next = NULL;
        for (size_t i = 0; i < w->day->items.count; i++) {
            const struct agenda_item *item = &w->day->items.items[i];
            if (item->kind == ITEM_KIND_PROPOSAL && strcmp(item->parent, parent) == 0 &&
                strcmp(item->code, last) > 0 &&
                (next == NULL || strcmp(item->code, next->code) < 0))
                next = item;
        }
        if (next == NULL)
            return;
        last = next->code;
        section_and_below(w, next, sections);
    }
}

static void sections_under(const struct writing *w, const char *parent,
                           struct minutes_section_list *sections)
{
    for (size_t i = 0; i < w->day->items.count; i++) {
        const struct agenda_item *item = &w->day->items.items[i];
        if (item->kind != ITEM_KIND_PROPOSAL && strcmp(item->parent, parent) == 0)
            section_and_below(w, item, sections);
    }
    if (parent[0] != '\0')
        proposals_under(w, parent, sections);
}

/* --- annexes --- */

static const char *times_said(const struct writing *w, const char *seat)
{
    struct buf text = {0};
    for (size_t i = 0; i < w->day->stays.count; i++) {
        const struct stay *stay = &w->day->stays.items[i];
        int64_t to_ms = stay->to_ms != 0 ? stay->to_ms : w->day->closed_ms;
        if (strcmp(stay->seat, seat) == 0)
            said(&text, ", ", say_span(w, stay->from_ms, to_ms));
    }
    if (text.len > 0 && ids_have(&w->day->substitutes, seat))
        said(&text, ", ", w->words->substitute);
    return kept(w->arena, &text);
}

static struct minutes_presence_list presence_of(const struct writing *w)
{
    struct minutes_presence_list rows = {0};
    for (size_t o = 0; o < w->day->organisations.count; o++) {
        const struct organisation *organisation = &w->day->organisations.items[o];
        for (size_t i = 0; i < w->day->seats.count; i++) {
            const struct seat *seat = &w->day->seats.items[i];
            if (strcmp(seat->organisation, organisation->organisation) != 0 ||
                seat_has_role(seat, ROLE_OBSERVER) || seat_has_role(seat, ROLE_WALL))
                continue;
            struct minutes_presence row = {organisation->name, say_name(w, seat->seat),
                                           times_said(w, seat->seat)};
            if (row.times[0] != '\0')
                LIST_ADD(&rows, row, w->arena);
        }
    }
    return rows;
}

static struct minutes_ballots_list ballots_of(const struct writing *w)
{
    const char *const choices[] = {w->words->yes, w->words->no, w->words->blank};
    struct minutes_ballots_list lists = {0};
    for (size_t v = 0; v < w->day->votes.count; v++) {
        const struct vote *vote = &w->day->votes.items[v];
        struct minutes_ballots list = {.question = vote->question};
        for (size_t i = 0; vote->state == VOTE_STATE_CONFIRMED && i < vote->ballots.count; i++) {
            const struct ballot *ballot = &vote->ballots.items[i];
            const struct seat *seat = day_seat(w->day, ballot->seat);
            struct minutes_ballot row = {seat != NULL ? say_organisation(w, seat->organisation)
                                                      : "",
                                         say_name(w, ballot->seat), choices[ballot->choice]};
            LIST_ADD(&list.rows, row, w->arena);
        }
        if (list.rows.count > 0)
            LIST_ADD(&lists, list, w->arena);
    }
    return lists;
}

/* Each organisation that was there, once. */
static struct minutes_fact_list distribution_of(const struct writing *w)
{
    struct minutes_fact_list all = {0};
    for (size_t o = 0; o < w->day->organisations.count; o++) {
        const struct organisation *one = &w->day->organisations.items[o];
        if (day_organisation_was_there(w->day, one->organisation))
            fact(w, &all, one->organisation, one->name);
    }
    return all;
}

const char *minutes_maker(const struct day *day)
{
    for (size_t i = 0; i < day->organisations.count; i++)
        if (strcmp(day->organisations.items[i].type, "wellbeing_county") == 0)
            return day->organisations.items[i].name;
    return day->organisations.count > 0 ? day->organisations.items[0].name : day->title;
}

struct minutes_text minutes_of(const struct minutes_source *source, struct arena *arena)
{
    const struct day *day = source->day;
    const struct writing w = {source, day, sentences_in(day->language), arena};
    struct minutes_text text = {
        .language = w.words->language,
        .maker = minutes_maker(day),
        .kind = w.words->kind,
        .title = day->title,
        .date = say_date(&w, day->starts_ms),
        .facts = facts_of(&w),
        .presence = presence_of(&w),
        .ballots = ballots_of(&w),
        .distribution = distribution_of(&w),
    };
    sections_under(&w, "", &text.sections);
    return text;
}
