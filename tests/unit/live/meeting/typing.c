/* Words that people type into the texts, and whether the text takes them: a text of the real engine at each end. */
#include "live/meeting/always.h"
#include "live/meeting/rights_told.h"

enum { LONG_TEXT = 100 };

const char *meeting_words(const struct meeting *m, const char *doc, const char *field)
{
    const struct doc *found = document(m->stage, doc);
    return found != NULL ? text_in(found, field) : "";
}

/* Opens it anew, as a browser without a copy; false: refused. What it had open is closed. */
static bool opens_anew(struct guest *guest, const char *doc)
{
    if (guest->doc_id != NULL)
        closes(guest);
    guest->client = 0;
    if (!tries_to_open(guest, doc))
        return false;
    takes_anew(guest);
    return true;
}

static const char *some_field(struct meeting *m, const char *doc)
{
    if (strcmp(doc, MINUTES_DOC) == 0)
        return PICK(&m->chance, "item-4/handling", "item-9/decision", "item-1/presentation");
    return PICK(&m->chance, "title", "decision", "rationale", "a1/what", "a1/who", "a2/what");
}

static const char *some_text(struct meeting *m)
{
    const struct agenda_item *item = SOME(m, meeting_day(m)->items);
    if (once_in(&m->chance, 6))
        return MINUTES_DOC;
    return item->doc[0] != '\0' ? item->doc : SOME(m, meeting_day(m)->groups)->doc;
}

static const char *some_typist(struct meeting *m, const char *doc)
{
    const struct seat_list *seats = &meeting_day(m)->seats;
    size_t from = draw(&m->chance, (uint32_t)seats->count);
    bool is_anybody = once_in(&m->chance, 3);
    for (size_t i = 0; i < seats->count && !is_anybody; i++) {
        const char *seat = seats->items[(from + i) % seats->count].seat;
        if (told_may_type(m, seat, doc))
            return seat;
    }
    return seats->items[from].seat;
}

/* A text has a field as long as its action is there; after that it can only be emptied. */
static bool has_field(struct meeting *m, const char *doc, const char *field)
{
    struct id_list names = day_doc_fields(meeting_day(m), doc, &m->arena);
    return ids_have(&names, field);
}

static void types_or_wipes(struct meeting *m, struct guest *guest, const char *doc,
                           const char *field)
{
    char before[4096];
    snprintf(before, sizeof before, "%s", meeting_words(m, doc, field));
    bool is_wiped = once_in(&m->chance, 8) && before[0] != '\0';
    bool may = told_may_type(m, guest->seat, doc) && (is_wiped || has_field(m, doc, field));
    if (is_wiped)
        wipes(guest, field);
    else
        types(guest, field, PICK(&m->chance, "Foorumi ", "ä", "😀", "rivi\n", "Järjestö"));
    bool has_changed = strcmp(before, meeting_words(m, doc, field)) != 0;
    ALWAYS(has_changed == may, "%s %s %s of %s", guest->seat, may ? "may not write" : "wrote",
           field, doc);
    m->tally->typed += has_changed;
    m->tally->typed_not += !has_changed;
}

void meeting_types(struct meeting *m)
{
    const char *doc = some_text(m);
    const char *seat = some_typist(m, doc);
    struct guest *guest = meeting_line(m, seat);
    bool may_see = told_may_see(m, seat, doc);
    step_begins(m);
    bool sees = opens_anew(guest, doc);
    ALWAYS(sees == may_see, "%s %s %s", seat, sees ? "sees" : "does not see", doc);
    if (sees)
        types_or_wipes(m, guest, doc, some_field(m, doc));
    step_ends(m);
}

static void fills(struct meeting *m, struct guest *guest, const char *doc, const char *field)
{
    const char *words = meeting_words(m, doc, field);
    if (strlen(words) > LONG_TEXT)
        wipes(guest, field);
    if (words[strspn(words, " \t\n")] == '\0')
        types(guest, field, "Perustetaan");
}

bool meeting_fills_in(struct meeting *m, const char *doc, const struct id_list *actions)
{
    char field[80];
    const char *seat = some_typist(m, doc);
    struct guest *guest = meeting_line(m, seat);
    if (!told_may_type(m, seat, doc))
        return false;
    step_begins(m);
    if (opens_anew(guest, doc)) {
        fills(m, guest, doc, "title");
        fills(m, guest, doc, "decision");
        for (size_t i = 0; i < actions->count; i++) {
            snprintf(field, sizeof field, "%s/what", actions->items[i]);
            fills(m, guest, doc, field);
        }
    }
    step_ends(m);
    return true;
}
