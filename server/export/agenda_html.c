#include "export/agenda_html.h"

#include "domain/nouns.h"
#include "export/markup.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

struct sentences {
    const char *language;
    const char *agenda;
    const char *decided;
    const char *returned;
    const char *as_proposed;
    const char *as_amended;
    const char *undecided;
    const char *actions;
    const char *what, *who, *when, *measure;
    const char *clock; /* before a time of day */
    const char *words_hash;
    const char *log_head; /* before the number of a record */
};

static const struct sentences languages[] = {
    {"fi", "Asialista", "Päätös", "Palautettiin valmisteluun.",
     "Hyväksyttiin esityksen mukaisesti.", "Hyväksyttiin muutettuna.", "Ei vielä päätetty.",
     "Toimenpiteet", "Mitä tehdään", "Vastuutaho", "Aikataulu", "Seuranta", "klo",
     "Tekstin tiiviste", "Tapahtumalokin tiiviste, kirjaus"},
    {"sv", "Ärendelista", "Beslut", "Återremitterades.", "Godkändes enligt förslaget.",
     "Godkändes i ändrad form.", "Ännu inte beslutat.", "Åtgärder", "Vad görs", "Ansvarig part",
     "Tidtabell", "Uppföljning", "kl.", "Textens kontrollsumma",
     "Händelseloggens kontrollsumma, post"},
    {"en", "Agenda", "Decision", "Returned for preparation.", "Approved as proposed.",
     "Approved as amended.", "Not decided yet.", "Actions", "What is done", "Responsible party",
     "Timetable", "Follow-up", "at", "Digest of the text", "Digest of the log, record"},
};

static const struct sentences *sentences_in(const char *language)
{
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (strcmp(languages[i].language, language) == 0)
            return &languages[i];
    return &languages[0];
}

static void escaped(struct buf *html, const char *text)
{
    markup_text(html, text, "<br>");
}

static void element(struct buf *html, const char *tag, const char *class, const char *text)
{
    if (text[0] == '\0')
        return;
    buf_format(html, "<%s%s%s%s>", tag, class[0] ? " class=\"" : "", class, class[0] ? "\"" : "");
    escaped(html, text);
    buf_format(html, "</%s>\n", tag);
}

static void rows_of_action(struct buf *html, const struct decision *decision, const char *action,
                           const struct sentences *s)
{
    const char *const names[] = {"what", "who", "when", "measure"};
    const char *const labels[] = {s->what, s->who, s->when, s->measure};
    buf_text(html, "<li><dl>\n");
    for (size_t i = 0; i < 4; i++) {
        char field[160];
        snprintf(field, sizeof field, "%s/%s", action, names[i]);
        const char *text = fields_text(&decision->fields, field);
        element(html, "dt", "", text[0] ? labels[i] : "");
        element(html, "dd", "", text);
    }
    buf_text(html, "</dl></li>\n");
}

/* The time of day of the decision where the day is held: the machine's zone rules, asked for by name. */
static void clock_time(struct buf *html, const struct sentences *s, int64_t at_ms)
{
    time_t seconds = (time_t)(at_ms / 1000);
    struct tm local;
    localtime_r(&seconds, &local);
    buf_format(html, " %s %d.%02d", s->clock, local.tm_hour, local.tm_min);
}

/* What shows later that nothing was changed. */
static void seal(struct buf *html, const char *title, const char *hex)
{
    buf_format(html, "<p class=\"seal\">%s <code>", title);
    escaped(html, hex);
    buf_text(html, "</code></p>\n");
}

static void decision_html(struct buf *html, const struct agenda_item *item,
                          const struct sentences *s)
{
    const struct decision *decision = item_decision(item);
    if (decision == NULL) {
        element(html, "p", "undecided", s->undecided);
        return;
    }
    const char *outcome = decision->outcome == OUTCOME_RETURNED      ? s->returned
                          : decision->outcome == OUTCOME_AS_PROPOSED ? s->as_proposed
                                                                     : s->as_amended;
    buf_text(html, "<div class=\"decision\"><p><strong>");
    escaped(html, s->decided);
    clock_time(html, s, decision->at_ms);
    buf_text(html, ":</strong> ");
    escaped(html, outcome);
    buf_text(html, "</p>\n");
    if (decision->outcome != OUTCOME_RETURNED) {
        element(html, "p", "words", fields_text(&decision->fields, "decision"));
        element(html, "p", "rationale", fields_text(&decision->fields, "rationale"));
        element(html, "h4", "", decision->actions.count ? s->actions : "");
        buf_text(html, "<ol>\n");
        for (size_t i = 0; i < decision->actions.count; i++)
            rows_of_action(html, decision, decision->actions.items[i], s);
        buf_text(html, "</ol>\n");
        seal(html, s->words_hash, decision->hash);
    }
    buf_text(html, "</div>\n");
}

static void proposals_html(struct buf *html, const struct day *day,
                           const struct agenda_item *parent, const struct sentences *s)
{
    for (size_t i = 0; i < day->items.count; i++) {
        const struct agenda_item *item = &day->items.items[i];
        if (item->kind != ITEM_KIND_PROPOSAL || strcmp(item->parent, parent->item) != 0)
            continue;
        const struct decision *decision = item_decision(item);
        buf_format(html, "<section class=\"proposal%s\" id=\"%s\"><h3><span class=\"code\">",
                   decision ? " is-decided" : "", item->item);
        escaped(html, parent->code);
        buf_u8(html, ' ');
        escaped(html, item->code);
        buf_text(html, "</span> ");
        escaped(html, decision ? fields_text(&decision->fields, "title") : item->title);
        buf_text(html, "</h3>\n");
        decision_html(html, item, s);
        buf_text(html, "</section>\n");
    }
}

static void item_html(struct buf *html, const struct day *day, const struct agenda_item *item,
                      const struct sentences *s)
{
    buf_format(html, "<li id=\"%s\">", item->item);
    element(html, "p", "verbatim", item->verbatim[0] ? item->verbatim : item->title);
    element(html, "p", "more", item->text);
    proposals_html(html, day, item, s);
    buf_text(html, "</li>\n");
}

static void block_html(struct buf *html, const struct day *day, const struct agenda_item *block,
                       const struct sentences *s)
{
    buf_text(html, "<section><h2><span class=\"time\">");
    escaped(html, block->time_text);
    buf_text(html, "</span> ");
    escaped(html, block->title);
    buf_text(html, "</h2>\n");
    element(html, "p", "more", block->text);
    buf_text(html, "<ul>\n");
    for (size_t i = 0; i < day->items.count; i++)
        if (strcmp(day->items.items[i].parent, block->item) == 0)
            item_html(html, day, &day->items.items[i], s);
    buf_text(html, "</ul></section>\n");
}

/* Each language under its own name. */
static void languages_html(struct buf *html, const struct sentences *now)
{
    static const char *const names[] = {"Suomi", "Svenska", "English"};
    buf_text(html, "<nav aria-label=\"Kieli – Språk – Language\"><ul>\n");
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        buf_format(html, "<li><a href=\"/agenda?language=%s\" lang=\"%s\"%s>%s</a></li>\n",
                   languages[i].language, languages[i].language,
                   &languages[i] == now ? " aria-current=\"page\"" : "", names[i]);
    buf_text(html, "</ul></nav>\n");
}

static bool is_anything_decided(const struct day *day)
{
    for (size_t i = 0; i < day->items.count; i++)
        if (day->items.items[i].decisions.count > 0)
            return true;
    return false;
}

static void head_html(struct buf *html, const struct agenda_head *head, const struct sentences *s)
{
    char title[120];
    snprintf(title, sizeof title, "%s %" PRIu64 ":", s->log_head, head->record);
    seal(html, title, head->chain);
}

void agenda_html(const struct day *day, const char *language, const struct agenda_head *head,
                 struct buf *html)
{
    const struct sentences *s = sentences_in(language);
    buf_format(html, "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">\n",
               s->language);
    buf_text(html,
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    escaped(html, s->agenda);
    buf_text(html, " – ");
    escaped(html, day->title);
    buf_text(html, "</title>\n<link rel=\"icon\" type=\"image/svg+xml\" href=\"/icon.svg\">\n"
                   "<link rel=\"stylesheet\" href=\"/agenda.css\"></head>\n<body><main>\n");
    languages_html(html, s);
    buf_text(html, "<h1>");
    escaped(html, s->agenda);
    buf_text(html, "</h1>\n");
    element(html, "p", "place", day->title);
    element(html, "p", "place", day->place);
    for (size_t i = 0; i < day->items.count; i++)
        if (day->items.items[i].kind == ITEM_KIND_BLOCK ||
            day->items.items[i].kind == ITEM_KIND_BREAK)
            block_html(html, day, &day->items.items[i], s);
    if (head != NULL && is_anything_decided(day))
        head_html(html, head, s);
    element(html, "p", "disclaimer", day->disclaimer);
    buf_text(html, "</main></body></html>\n");
}
