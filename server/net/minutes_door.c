#include "net/minutes_door.h"

#include "domain/nouns.h"
#include "domain/rights.h"
#include "export/answers_paper.h"
#include "export/minutes_paper.h"
#include "export/paper_docx.h"
#include "export/paper_html.h"
#include "net/api.h"
#include "net/pdf_desk.h"
#include "net/session.h"
#include "wire/codec.h"

#include <sodium.h>
#include <stdio.h>

enum { PDF_PATIENCE_MS = 3000 };

/* What an answer is made of; freed when it has been made. */
struct sheet {
    struct arena arena;
    struct minutes_text text;
    struct minutes_sheet sheet;
    char chain[65];
};

static const char *name_of(const void *context, const char *seat)
{
    return hall_person_name(context, seat);
}

static void sheet_fill(struct request *request, bool has_names, struct sheet *s)
{
    const struct hall *hall = request->server->hall;
    uint8_t chain[32];
    log_pos record, after;
    s->text = hall_minutes(hall, has_names ? MINUTES_NAMES : MINUTES_ORGANISATIONS, &s->arena,
                           &request->after);
    journal_head(request->server->journal, &record, chain);
    sodium_bin2hex(s->chain, sizeof s->chain, chain, sizeof chain);
    s->sheet = (struct minutes_sheet){
        .day = hall_look(hall, &after),
        .text = &s->text,
        .has_names = has_names,
        .name_of = name_of,
        .context = hall,
        .seal = hall_minutes_seal(hall, &s->arena),
        .record = record >= request->after ? record : 0,
        .chain = s->chain,
    };
}

/* --- who may --- */

/* The secretary and the chair at any time, the examiners once they are sent; everyone of the day when the chair has signed. */
static bool may_read(const struct day *day, const char *seat)
{
    unsigned who = rights_roles(day, seat);
    if (who & (WHO_SECRETARY | WHO_CHAIR))
        return true;
    if (who & WHO_EXAMINER)
        return day->minutes.state != MINUTES_STATE_DRAFT;
    const struct seat *found = day_seat(day, seat);
    return found != NULL && !seat_has_role(found, ROLE_WALL) &&
           day->minutes.state >= MINUTES_STATE_SIGNED;
}

/* --- formats --- */

static void html_answer(struct request *request, const struct paper *paper)
{
    struct buf html = {0};
    paper_html(paper, "/paper.css", &html);
    answer_html(request, 200, buf_bytes(&html));
    buf_free(&html);
}

static void file_answer(struct request *request, const struct day *day, int64_t version,
                        const char *end, const char *type, struct bytes content)
{
    char disposition[200];
    snprintf(disposition, sizeof disposition,
             "Content-Disposition: inline; filename=\"%.64s-%lld.%s\"\r\n", day->day,
             (long long)version, end);
    answer_file(request, type, disposition, content);
}

/* It takes long: the browser asks again by itself. */
static void wait_answer(struct request *request, const struct day *day)
{
    static const struct {
        const char *language, *sentence;
    } words[] = {{"fi", "PDF valmistuu hetkessä. Tämä sivu avaa sen itsestään."},
                 {"sv", "PDF-filen blir snart klar. Den här sidan öppnar den av sig själv."},
                 {"en", "The PDF will be ready in a moment. This page opens it by itself."}};
    size_t at = strcmp(day->language, "sv") == 0 ? 1 : strcmp(day->language, "en") == 0 ? 2 : 0;
    struct buf html = {0};
    buf_format(&html,
               "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<meta http-equiv=\"refresh\" content=\"1\"><title>PDF</title>\n"
               "<link rel=\"stylesheet\" href=\"/paper.css\"></head>\n"
               "<body><main><p role=\"status\">%s</p></main></body></html>\n",
               words[at].language, words[at].sentence);
    answer_html(request, 202, buf_bytes(&html));
    buf_free(&html);
}

static void pdf_answer(struct request *request, const struct day *day, enum pdf_state state,
                       struct bytes pdf)
{
    request->pdf_since_ms = 0;
    switch (state) {
    case PDF_RUNNING:
        wait_answer(request, day);
        break;
    case PDF_DONE:
        file_answer(request, day, request->pdf_version, "pdf", "application/pdf", pdf);
        break;
    case PDF_FAILED:
        answer_code(request, 503, "pdf_failed");
        break;
    case PDF_NOT_INSTALLED:
        answer_code(request, 503, "pdf_not_installed");
        break;
    }
}

static void pdf_ask(struct request *request, const struct day *day, struct bytes docx)
{
    struct bytes pdf = {0};
    struct pdf_desk *desk = request->server->pdf_desk;
    enum pdf_state state = pdf_desk_ask(desk, docx, request->pdf_key, &pdf);
    request->pdf_version = day->minutes.version;
    if (state == PDF_RUNNING && pdf_desk_has(desk, request->pdf_key))
        request->pdf_since_ms = monotonic_ms();
    else
        pdf_answer(request, day, state, pdf);
}

void minutes_tick(struct server *server)
{
    log_pos after;
    struct bytes pdf = {0};
    const struct day *day = hall_look(server->hall, &after);
    int64_t too_long_ms = monotonic_ms() - PDF_PATIENCE_MS;
    for (struct request *r = server->requests; r != NULL; r = r->next) {
        if (r->pdf_since_ms == 0)
            continue;
        enum pdf_state state = pdf_desk_see(server->pdf_desk, &pdf);
        if (state != PDF_RUNNING || r->pdf_since_ms < too_long_ms || server->is_stopping)
            pdf_answer(r, day, state, pdf);
    }
}

static void docx_or_pdf(struct request *request, const struct day *day, const struct paper *paper,
                        bool is_pdf)
{
    static const char type[] =
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    struct buf docx = {0};
    if (paper_docx(paper, &docx) != OK)
        answer_code(request, 503, "storage");
    else if (is_pdf)
        pdf_ask(request, day, buf_bytes(&docx));
    else
        file_answer(request, day, day->minutes.version, "docx", type, buf_bytes(&docx));
    buf_free(&docx);
}

/* The minutes as data, and their seal: what the secretary's screen shows, and what machines read. */
static void json_answer(struct request *request, const struct sheet *s)
{
    struct buf text = {0};
    json_t *all = json_pack("{s:s, s:o}", "seal", s->sheet.seal, "minutes",
                            codec_encode(&shape_minutes_text, &s->text));
    codec_write(all, &text);
    json_decref(all);
    answer_json(request, 200, NULL, buf_bytes(&text));
    buf_free(&text);
}

static void formatted(struct request *request, const char *format, bool is_originals)
{
    struct sheet s = {0};
    struct paper paper = {0};
    sheet_fill(request, true, &s);
    if (is_originals)
        originals_paper(&s.sheet, &paper);
    else
        minutes_paper(&s.sheet, &paper);
    if (strcmp(format, "json") == 0)
        json_answer(request, &s);
    else if (strcmp(format, "html") == 0)
        html_answer(request, &paper);
    else if (strcmp(format, "docx") == 0 || strcmp(format, "pdf") == 0)
        docx_or_pdf(request, s.sheet.day, &paper, format[0] == 'p');
    else
        answer_code(request, 404, "not_found");
    paper_free(&paper);
    arena_free(&s.arena);
}

void minutes_private(struct request *request)
{
    struct argument format, of;
    log_pos after;
    const struct day *day = hall_look(request->server->hall, &after);
    if (!api_reader(request))
        return;
    if (day == NULL || !may_read(day, request->seat))
        answer_code(request, 403, "not_allowed");
    else
        formatted(request, api_argument(request, "format=", &format),
                  strcmp(api_argument(request, "of=", &of), "originals") == 0);
}

void minutes_public(struct request *request)
{
    log_pos after;
    const struct day *day = hall_look(request->server->hall, &after);
    if (day == NULL || day->minutes.state != MINUTES_STATE_PUBLISHED) {
        http_not_found(request);
        return;
    }
    struct sheet s = {0};
    struct paper paper = {0};
    sheet_fill(request, false, &s);
    minutes_paper(&s.sheet, &paper);
    html_answer(request, &paper);
    paper_free(&paper);
    arena_free(&s.arena);
}

void answers_public(struct request *request)
{
    struct paper paper = {0};
    const struct day *day = hall_look(request->server->hall, &request->after);
    if (day == NULL) {
        http_not_found(request);
        return;
    }
    answers_paper(day, &paper);
    html_answer(request, &paper);
    paper_free(&paper);
}
