#include "live/meeting/always.h"

static const struct agenda_item *item_in(const struct day *day, const char *item)
{
    for (size_t i = 0; i < day->items.count; i++)
        if (strcmp(day->items.items[i].item, item) == 0)
            return &day->items.items[i];
    return NULL;
}

static void codes_never_change(const struct meeting *m)
{
    const struct day *day = meeting_day(m);
    size_t there = 0;
    for (size_t i = 0; i < m->ledger.items.count; i++) {
        const struct told_item *told = &m->ledger.items.items[i];
        const struct agenda_item *item = item_in(day, told->item);
        for (size_t n = 0; n < i; n++)
            ALWAYS(strcmp(told->item, m->ledger.items.items[n].item) != 0,
                   "%s came twice under one name", told->item);
        ALWAYS((item == NULL) == told->is_gone, "%s is %s", told->item,
               item == NULL ? "missing" : "still there");
        there += item != NULL;
        ALWAYS(item == NULL || strcmp(item->code, told->code) == 0, "%s was %s and is %s",
               told->item, told->code, item != NULL ? item->code : "");
    }
    ALWAYS(day->items.count == there, "items nobody put on the agenda");
    for (size_t i = 0; i < day->items.count; i++)
        for (size_t n = 0; n < i && day->items.items[i].code[0] != '\0'; n++)
            ALWAYS(strcmp(day->items.items[i].parent, day->items.items[n].parent) != 0 ||
                       strcmp(day->items.items[i].code, day->items.items[n].code) != 0,
                   "two items have the code %s", day->items.items[i].code);
}

/* What people moved, said and voted on stands under an item that is there. */
static void nothing_hangs(const struct meeting *m)
{
    const struct day *day = meeting_day(m);
    for (size_t i = 0; i < day->amendments.count; i++)
        ALWAYS(item_in(day, day->amendments.items[i].item) != NULL, "the item of %s is gone",
               day->amendments.items[i].amendment);
    for (size_t i = 0; i < day->statements.count; i++)
        ALWAYS(item_in(day, day->statements.items[i].item) != NULL, "the item of %s is gone",
               day->statements.items[i].statement);
    for (size_t i = 0; i < day->votes.count; i++)
        ALWAYS(item_in(day, day->votes.items[i].item) != NULL, "the item of %s is gone",
               day->votes.items[i].vote);
}

static void one_item_is_in_hand(const struct meeting *m)
{
    const struct day *day = meeting_day(m);
    size_t in_hand = 0;
    for (size_t i = 0; i < day->items.count; i++) {
        const struct agenda_item *item = &day->items.items[i];
        in_hand += item->state == ITEM_STATE_IN_HAND;
        ALWAYS(item->state != ITEM_STATE_IN_HAND || strcmp(item->item, day->in_hand) == 0,
               "%s is in hand, and %s", item->item, day->in_hand);
        ALWAYS((item->state == ITEM_STATE_POSTPONED) == (item->postpone_reason[0] != '\0'),
               "%s is put off without a reason, or has one and is not", item->item);
    }
    ALWAYS(in_hand <= 1, "%zu items are in hand", in_hand);
    if (day->in_hand[0] == '\0')
        return;
    const struct agenda_item *item = item_in(day, day->in_hand);
    ALWAYS(item != NULL && (item->state == ITEM_STATE_IN_HAND || item->state == ITEM_STATE_DECIDED),
           "%s is in hand and does not know it", day->in_hand);
    ALWAYS(item->doc[0] == '\0' || day->phase == PHASE_DECIDING,
           "a proposal is in hand before the deciding");
    ALWAYS(day->phase != PHASE_CLOSED, "%s is in hand after the end", day->in_hand);
}

/* An action once, and not both there and taken out. */
static void actions_are_few(const char *doc, const struct id_list *actions,
                            const struct id_list *removed)
{
    ALWAYS(actions->count <= 3, "%s has %zu actions", doc, actions->count);
    for (size_t i = 0; i < actions->count; i++) {
        for (size_t n = 0; n < i; n++)
            ALWAYS(strcmp(actions->items[n], actions->items[i]) != 0, "%s has %s twice", doc,
                   actions->items[i]);
        for (size_t n = 0; n < removed->count; n++)
            ALWAYS(strcmp(removed->items[n], actions->items[i]) != 0, "%s has %s back and out", doc,
                   actions->items[i]);
    }
}

static const char *word(const struct field_list *fields, const char *name)
{
    for (size_t i = 0; i < fields->count; i++)
        if (strcmp(fields->items[i].field, name) == 0)
            return fields->items[i].text;
    return NULL;
}

static void is_filled(const struct field_list *fields, const char *name)
{
    const char *text = word(fields, name);
    ALWAYS(text != NULL && text[strspn(text, " \t\n")] != '\0', "%s is empty", name);
}

/* What was handed in, or decided otherwise than by giving it back. */
static void a_formal_text_is_whole(const struct field_list *fields, const struct id_list *actions)
{
    ALWAYS(actions->count >= 1 && actions->count <= 3, "a formal text of %zu actions",
           actions->count);
    ALWAYS(fields->count == 3 + 4 * actions->count, "a formal text of %zu fields", fields->count);
    is_filled(fields, "title");
    is_filled(fields, "decision");
    for (size_t i = 0; i < actions->count; i++) {
        char name[80];
        snprintf(name, sizeof name, "%s/what", actions->items[i]);
        is_filled(fields, name);
    }
}

void always_agenda(const struct meeting *m)
{
    const struct day *day = meeting_day(m);
    codes_never_change(m);
    nothing_hangs(m);
    one_item_is_in_hand(m);
    for (size_t i = 0; i < day->items.count; i++)
        actions_are_few(day->items.items[i].item, &day->items.items[i].actions,
                        &day->items.items[i].removed);
    for (size_t i = 0; i < day->groups.count; i++)
        actions_are_few(day->groups.items[i].doc, &day->groups.items[i].actions,
                        &day->groups.items[i].removed);
}

/* --- words ------------------------------------------------------------------------------------------------------------ */

static bool are_the_words(const struct meeting *m, const char *doc, const struct field_list *fields)
{
    for (size_t i = 0; i < fields->count; i++)
        if (strcmp(meeting_words(m, doc, fields->items[i].field), fields->items[i].text) != 0)
            return false;
    return true;
}

static void an_item_is_decided(const struct meeting *m, const struct event_item_decided *e)
{
    const struct told_item *told = told_item(&m->ledger, e->item);
    ALWAYS(are_the_words(m, told->doc, &e->fields), "%s: not the words in the text are decided",
           e->item);
    ALWAYS(e->outcome == OUTCOME_RETURNED ||
               (e->outcome == OUTCOME_AS_PROPOSED) == (strcmp(told->proposed_hash, e->hash) == 0),
           "%s: as proposed, but not in those words, or the other way", e->item);
    if (e->outcome != OUTCOME_RETURNED)
        a_formal_text_is_whole(&e->fields, &e->actions);
    const struct decision_list *all = &item_in(meeting_day(m), e->item)->decisions;
    const struct decision *last = &all->items[all->count - 1];
    ALWAYS(strcmp(last->hash, e->hash) == 0 && last->fields.count == e->fields.count,
           "%s: the day has another decision", e->item);
}

static void a_group_has_handed_in(const struct meeting *m, const struct event_group_handed_in *e)
{
    for (size_t i = 0; i < meeting_day(m)->groups.count; i++) {
        const struct working_group *group = &meeting_day(m)->groups.items[i];
        if (strcmp(group->group, e->group) != 0)
            continue;
        a_formal_text_is_whole(&e->fields,
                               &group->versions.items[group->versions.count - 1].actions);
        ALWAYS(are_the_words(m, group->doc, &e->fields), "%s handed in other words", e->group);
    }
}

/* 9 § a has the words that its group handed in. */
static void are_carried(const struct meeting *m, const struct taken_list *taken)
{
    for (size_t i = 0; i < taken->count; i++)
        for (size_t n = 0; n < m->ledger.fixed.count; n++)
            ALWAYS(strcmp(m->ledger.fixed.items[n].owner, taken->items[i].group) != 0 ||
                       are_the_words(m, taken->items[i].doc, &m->ledger.fixed.items[n].fields),
                   "%s has not the words of group %s", taken->items[i].doc, taken->items[i].group);
}

void always_fixed(const struct meeting *m)
{
    for (size_t i = 0; i < m->ledger.fixed.count; i++) {
        const struct fixed_text *text = &m->ledger.fixed.items[i];
        ALWAYS(are_the_words(m, text->doc, &text->fields), "%s has changed since it was fixed",
               text->doc);
    }
}

void always_texts(const struct meeting *m)
{
    for (size_t i = 0; i < m->step.count; i++) {
        if (m->step.events[i].kind == EVENT_item_decided)
            an_item_is_decided(m, &m->step.events[i].as.item_decided);
        if (m->step.events[i].kind == EVENT_group_handed_in)
            a_group_has_handed_in(m, &m->step.events[i].as.group_handed_in);
        if (m->step.events[i].kind == EVENT_proposals_taken)
            are_carried(m, &m->step.events[i].as.proposals_taken.taken);
    }
    bool has_written = false;
    for (log_pos pos = m->step.before + 1; pos <= last_pos(m->stage); pos++)
        has_written |= journal_fake_record(m->stage->journal, pos)->kind == RECORD_UPDATE;
    if (has_written)
        always_fixed(m);
}
