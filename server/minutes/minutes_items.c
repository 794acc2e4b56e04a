/* What the events of an item become in the minutes, part by part. */
#include "minutes/say.h"

#include "domain/nouns.h"

#include <stdio.h>
#include <stdlib.h>

/* --- who is here --- */

static bool is_here_at(const struct day *day, const char *seat, int64_t at_ms)
{
    for (size_t i = 0; i < day->stays.count; i++) {
        const struct stay *stay = &day->stays.items[i];
        if (strcmp(stay->seat, seat) == 0 && stay->from_ms <= at_ms &&
            (stay->to_ms == 0 || stay->to_ms > at_ms))
            return true;
    }
    return false;
}

/* As a roll call counts (web/src/model/rollCall.ts): who only helps or watches is not. */
const char *say_present(const struct writing *w, int64_t at_ms)
{
    const struct day *day = w->day;
    struct id_list here = {0};
    int people = 0, municipalities = 0;
    for (size_t i = 0; i < day->seats.count; i++) {
        const struct seat *seat = &day->seats.items[i];
        if (seat_has_role(seat, ROLE_OBSERVER) || !is_here_at(day, seat->seat, at_ms))
            continue;
        people++;
        if (!ids_have(&here, seat->organisation))
            ids_add(&here, seat->organisation, w->arena);
    }
    for (size_t i = 0; i < day->organisations.count; i++)
        municipalities += strcmp(day->organisations.items[i].type, "municipality") == 0 &&
                          ids_have(&here, day->organisations.items[i].organisation);
    char numbers[3][16];
    snprintf(numbers[0], sizeof numbers[0], "%d", people);
    snprintf(numbers[1], sizeof numbers[1], "%zu", here.count);
    snprintf(numbers[2], sizeof numbers[2], "%d", municipalities);
    const char *from = here.count == 1 ? w->words->one_organisation
                                       : say(w->arena, w->words->organisations, numbers[1], NULL);
    return say(w->arena, w->words->present_counts, numbers[0], from, numbers[2], NULL);
}

/* Who came or went after the roll call, with the time; the arrivals before it are in the list. */
static void comings_and_goings(const struct writing *w, int64_t after_ms, struct buf *text)
{
    for (size_t i = 0; i < w->day->stays.count; i++) {
        const struct stay *stay = &w->day->stays.items[i];
        const struct seat *seat = day_seat(w->day, stay->seat);
        if (seat == NULL || seat_has_role(seat, ROLE_OBSERVER))
            continue;
        if (stay->from_ms > after_ms)
            said(text, " ",
                 say(w->arena, w->words->arrived, say_whose(w, stay->seat),
                     say_time(w, stay->from_ms), NULL));
        if (stay->to_ms > after_ms && (w->day->closed_ms == 0 || stay->to_ms < w->day->closed_ms))
            said(text, " ",
                 say(w->arena, w->words->left, say_whose(w, stay->seat), say_time(w, stay->to_ms),
                     NULL));
    }
}

static int64_t counted_at(const struct agenda_item *item)
{
    return item->closed_ms != 0 ? item->closed_ms : item->opened_ms;
}

/* --- the beginning --- */

static const char *opener(const struct day *day)
{
    const char *named = day_opener(day);
    return named[0] != '\0' ? named : day_chair(day);
}

/* Codes that would come next and do not: 10 § is followed by 12 §. */
static void gaps(const struct writing *w, struct buf *text)
{
    long before = 0;
    for (size_t i = 0; i < w->day->items.count; i++) {
        const struct agenda_item *item = &w->day->items.items[i];
        long number = item_is_minuted(item) && item->kind != ITEM_KIND_PROPOSAL
                          ? strtol(item->code, NULL, 10)
                          : 0;
        if (number == 0)
            continue;
        if (before != 0 && number == before + 2) {
            char code[32];
            snprintf(code, sizeof code, "%ld §", before + 1);
            said(text, " ", say(w->arena, w->words->gap, code, NULL));
        }
        before = number;
    }
}

/* All who were elected in this item, post by post. */
static const char *elections_in(const struct writing *w, const struct agenda_item *item)
{
    struct id_list posts = {0};
    for (int post = 0; post < POST_COUNT; post++) {
        struct id_list names = {0};
        for (size_t e = 0; e < w->day->elections.count; e++) {
            const struct election *election = &w->day->elections.items[e];
            if (strcmp(election->item, item->item) != 0)
                continue;
            struct id_list again = {0};
            for (size_t i = 0; i < election->officers.count; i++)
                if ((int)election->officers.items[i].post == post)
                    ids_add(&again, say_name(w, election->officers.items[i].seat), w->arena);
            if (again.count > 0)
                names =
                    again; /* a later election of the same meeting takes the place of the first */
        }
        if (names.count > 0)
            ids_add(&posts, say(w->arena, w->words->post[post], say_list(w, &names), NULL),
                    w->arena);
    }
    return posts.count == 0 ? ""
                            : say(w->arena, w->words->elected,
                                  say_list_with(w, &posts, w->words->and_also), NULL);
}

static void rules_in(const struct writing *w, const struct agenda_item *item, struct buf *text)
{
    if (strcmp(w->day->rules_item, item->item) != 0)
        return;
    said(text, " ", w->words->unit[w->day->vote_unit]);
    said(text, " ", w->words->tie[w->day->vote_tie]);
}

/* --- motions and votes --- */

static const char *number_text(const struct writing *w, int64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)number);
    return arena_text(w->arena, text);
}

static const char *counters_of(const struct writing *w, const struct vote *vote)
{
    struct id_list names = {0};
    for (size_t i = 0; i < vote->counts.count; i++)
        ids_add(&names, say_name(w, vote->counts.items[i].seat), w->arena);
    return say_list(w, &names);
}

static void vote_said(const struct writing *w, const struct vote *vote, struct buf *text)
{
    const struct sentences *s = w->words;
    said(text, "\n",
         say(w->arena, s->voted, vote->question, number_text(w, vote->yes), vote->yes_text,
             number_text(w, vote->no), vote->no_text, number_text(w, vote->empty), NULL));
    if (vote->method == VOTE_METHOD_HANDS)
        said(text, " ", say(w->arena, s->by_hands, counters_of(w, vote), NULL));
    if (vote->secret)
        said(text, " ", s->voted_secretly);
    if (vote->yes == vote->no)
        said(text, " ", s->tied[vote->tie]);
    said(text, " ", vote->result == CHOICE_NO ? s->won_no : s->won_yes);
}

/* "toimenpide 1, seuranta" */
static const char *field_said(const struct writing *w, const struct agenda_item *item,
                              const char *field)
{
    static const char *const names[] = {"what", "who", "when", "measure"};
    const char *const words[] = {w->words->what, w->words->who, w->words->when_due,
                                 w->words->measure};
    const char *slash = strchr(field, '/');
    if (slash == NULL)
        return strcmp(field, "rationale") == 0 ? w->words->rationale : w->words->part[3];
    size_t number = 1;
    while (number <= item->actions.count &&
           strncmp(item->actions.items[number - 1], field, (size_t)(slash - field)) != 0)
        number++;
    const char *name = "";
    for (size_t i = 0; i < 4; i++)
        if (strcmp(slash + 1, names[i]) == 0)
            name = words[i];
    return say(w->arena, "{1} {2}, {3}", w->words->what, number_text(w, (int64_t)number), name,
               NULL);
}

static void amendment_said(const struct writing *w, const struct agenda_item *item,
                           const struct amendment *one, struct buf *text)
{
    bool is_seconded = one->seconder[0] != '\0';
    said(text, "\n",
         say(w->arena, is_seconded ? w->words->amendment : w->words->amendment_unseconded,
             say_name(w, one->seat), is_seconded ? say_name(w, one->seconder) : "",
             field_said(w, item, one->field), one->text, NULL));
    const struct vote *vote = day_vote(w->day, one->vote);
    if (vote != NULL)
        vote_said(w, vote, text);
    else
        said(text, " ", w->words->outcome[one->state]);
    if (one->wording[0] != '\0')
        said(text, " ", say(w->arena, w->words->wording, one->wording, NULL));
}

static void motions_said(const struct writing *w, const struct agenda_item *item, struct buf *text)
{
    const struct day *day = w->day;
    for (size_t i = 0; i < day->amendments.count; i++)
        if (strcmp(day->amendments.items[i].item, item->item) == 0)
            amendment_said(w, item, &day->amendments.items[i], text);
    for (size_t i = 0; i < day->votes.count; i++) {
        const struct vote *vote = &day->votes.items[i];
        if (strcmp(vote->item, item->item) == 0 && vote->amendment[0] == '\0' &&
            vote->state == VOTE_STATE_CONFIRMED)
            vote_said(w, vote, text);
    }
    for (size_t i = 0; i < day->statements.count; i++) {
        const struct statement *one = &day->statements.items[i];
        if (strcmp(one->item, item->item) == 0)
            said(text, "\n",
                 say(w->arena,
                     one->kind == STATEMENT_KIND_DISSENT ? w->words->dissent : w->words->statement,
                     say_name(w, one->seat), one->text, NULL));
    }
    for (size_t i = 0; i < day->absences.count; i++) {
        const struct absence *one = &day->absences.items[i];
        if (strcmp(one->item, item->item) == 0)
            said(text, "\n",
                 say(w->arena, one->disqualified ? w->words->disqualified : w->words->away,
                     say_whose(w, one->seat), say_span(w, one->from_ms, one->to_ms), NULL));
    }
}

static void reopenings(const struct writing *w, const struct agenda_item *item, struct buf *text)
{
    for (size_t i = 0; i < item->decisions.count; i++) {
        const struct decision *one = &item->decisions.items[i];
        if (one->reopened_ms != 0)
            said(text, "\n",
                 say(w->arena, w->words->reopened, say_time(w, one->at_ms),
                     say_time(w, one->reopened_ms), one->reopen_reason, NULL));
    }
}

/* --- the parts --- */

const char *presentation_of(const struct writing *w, const struct agenda_item *item)
{
    struct id_list names = {0};
    if (item->kind != ITEM_KIND_PRESENTATION)
        return "";
    for (size_t i = 0; i < item->presenters.count; i++)
        ids_add(&names, say_organisation(w, item->presenters.items[i]), w->arena);
    return names.count == 0 ? "" : say(w->arena, w->words->presented, say_list(w, &names), NULL);
}

const char *proposal_of(const struct writing *w, const struct agenda_item *item)
{
    const struct working_group *group = day_group(w->day, item->group);
    return group == NULL ? "" : say(w->arena, w->words->proposal_of, group->letter, NULL);
}

/* The codes of the proposals under an item. */
static const char *codes_under(const struct writing *w, const struct agenda_item *item)
{
    struct id_list codes = {0};
    for (size_t i = 0; i < w->day->items.count; i++)
        if (w->day->items.items[i].kind == ITEM_KIND_PROPOSAL &&
            strcmp(w->day->items.items[i].parent, item->item) == 0)
            ids_add(&codes, w->day->items.items[i].code, w->arena);
    return say_list(w, &codes);
}

const char *handling_of(const struct writing *w, const struct agenda_item *item)
{
    struct buf text = {0};
    if (item->kind == ITEM_KIND_OPENING && item->opened_ms != 0)
        said(&text, " ",
             say(w->arena, w->words->opened, say_name(w, opener(w->day)),
                 say_time(w, item->opened_ms), NULL));
    if (item->kind == ITEM_KIND_PRESENCE && item->opened_ms != 0) {
        said(&text, " ",
             say(w->arena, w->words->roll_call, say_present(w, counted_at(item)), NULL));
        comings_and_goings(w, counted_at(item), &text);
    }
    if (item->kind == ITEM_KIND_APPROVAL)
        gaps(w, &text);
    if (item->kind == ITEM_KIND_DECISION && codes_under(w, item)[0] != '\0')
        said(&text, " ", say(w->arena, w->words->proposals_taken, codes_under(w, item), NULL));
    if (item->state == ITEM_STATE_POSTPONED)
        said(&text, " ", say(w->arena, w->words->postponed, item->postpone_reason, NULL));
    reopenings(w, item, &text);
    motions_said(w, item, &text);
    return kept(w->arena, &text);
}

static bool was_voted_on(const struct writing *w, const struct agenda_item *item)
{
    for (size_t i = 0; i < w->day->votes.count; i++)
        if (w->day->votes.items[i].state == VOTE_STATE_CONFIRMED &&
            strcmp(w->day->votes.items[i].item, item->item) == 0)
            return true;
    return false;
}

static const char *outcome_of(const struct writing *w, const struct agenda_item *item)
{
    const struct decision *decision = item_decision(item);
    if (decision == NULL)
        return w->words->undecided;
    if (decision->outcome == OUTCOME_RETURNED)
        return w->words->returned;
    return say(w->arena,
               decision->outcome == OUTCOME_AS_PROPOSED ? w->words->as_proposed
                                                        : w->words->as_amended,
               was_voted_on(w, item) ? "" : w->words->unanimously, NULL);
}

static const char *closing_said(const struct writing *w)
{
    return w->day->closed_ms == 0
               ? ""
               : say(w->arena, w->words->closed, say_time(w, w->day->closed_ms), NULL);
}

const char *decision_of(const struct writing *w, const struct agenda_item *item)
{
    struct buf text = {0};
    bool is_over = item->state == ITEM_STATE_DONE || item->state == ITEM_STATE_IN_HAND;
    if (item->kind == ITEM_KIND_PROPOSAL)
        return outcome_of(w, item);
    if (item->kind == ITEM_KIND_CLOSING)
        return closing_said(w);
    if (item->state == ITEM_STATE_POSTPONED)
        return "";
    if (item->kind == ITEM_KIND_DECISION) {
        rules_in(w, item, &text);
        return kept(w->arena, &text);
    }
    const char *elected = elections_in(w, item);
    if (!is_over && elected[0] == '\0')
        return w->day->closed_ms != 0 ? w->words->nobody_handled : "";
    if (item->kind == ITEM_KIND_OPENING)
        said(&text, " ", w->words->noted_opening);
    else if (item->kind == ITEM_KIND_PRESENCE)
        said(&text, " ", w->words->roll_noted);
    else if (item->kind == ITEM_KIND_APPROVAL)
        said(&text, " ", w->words->agenda_approved);
    else if (elected[0] == '\0')
        said(&text, " ", w->words->noted);
    said(&text, " ", elected);
    rules_in(w, item, &text);
    return kept(w->arena, &text);
}
