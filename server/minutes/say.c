#include "minutes/say.h"

#include "domain/nouns.h"

#include <stdio.h>
#include <time.h>

enum { MOST = 6 };

const char *say(struct arena *arena, const char *sentence, ...)
{
    const char *about[MOST] = {"", "", "", "", "", ""};
    va_list rest;
    va_start(rest, sentence);
    for (int i = 0; i < MOST; i++) {
        const char *one = va_arg(rest, const char *);
        if (one == NULL)
            break;
        about[i] = one;
    }
    va_end(rest);
    struct buf text = {0};
    for (const char *c = sentence; *c != '\0'; c++) {
        if (c[0] == '{' && c[1] >= '1' && c[1] <= '0' + MOST && c[2] == '}') {
            buf_text(&text, about[c[1] - '1']);
            c += 2;
        } else {
            buf_u8(&text, (uint8_t)*c);
        }
    }
    return kept(arena, &text);
}

void said(struct buf *text, const char *between, const char *sentence)
{
    if (sentence[0] != '\0' && text->len > 0)
        buf_text(text, between);
    buf_text(text, sentence);
}

const char *kept(struct arena *arena, struct buf *text)
{
    const char *copy = arena_text_n(arena, (const char *)text->data, text->len);
    buf_free(text);
    return copy;
}

/* --- times: the machine's rules for the day's zone, which main.c has set --- */

static struct tm local(int64_t at_ms)
{
    time_t seconds = (time_t)(at_ms / 1000);
    struct tm tm;
    localtime_r(&seconds, &tm);
    return tm;
}

const char *say_clock(const struct writing *w, int64_t at_ms)
{
    struct tm tm = local(at_ms);
    char text[16];
    snprintf(text, sizeof text, "%d.%02d", tm.tm_hour, tm.tm_min);
    return arena_text(w->arena, text);
}

const char *say_time(const struct writing *w, int64_t at_ms)
{
    return say(w->arena, w->words->time, say_clock(w, at_ms), NULL);
}

const char *say_date(const struct writing *w, int64_t at_ms)
{
    struct tm tm = local(at_ms);
    char text[32];
    snprintf(text, sizeof text, "%d.%d.%d", tm.tm_mday, tm.tm_mon + 1, tm.tm_year + 1900);
    return arena_text(w->arena, text);
}

const char *say_span(const struct writing *w, int64_t from_ms, int64_t to_ms)
{
    return say(w->arena, "{1}–{2}", say_clock(w, from_ms), to_ms == 0 ? "" : say_clock(w, to_ms),
               NULL);
}

/* --- people --- */

const char *say_name(const struct writing *w, const char *seat)
{
    if (w->source->name_of == NULL)
        return seat;
    const char *name = w->source->name_of(w->source->context, seat);
    return name[0] != '\0' ? name : "–";
}

const char *say_organisation(const struct writing *w, const char *organisation)
{
    const struct organisation *found = day_organisation(w->day, organisation);
    return found != NULL ? found->name : "";
}

const char *say_whose(const struct writing *w, const char *seat)
{
    const struct seat *found = day_seat(w->day, seat);
    const char *name = say_name(w, seat);
    const char *from = found != NULL ? say_organisation(w, found->organisation) : "";
    return name[0] == '[' ? name : say(w->arena, "{1} ({2})", name, from, NULL);
}

const char *say_list(const struct writing *w, const struct id_list *names)
{
    return say_list_with(w, names, w->words->and);
}

const char *say_list_with(const struct writing *w, const struct id_list *names, const char *and)
{
    struct buf text = {0};
    for (size_t i = 0; i < names->count; i++) {
        if (i > 0)
            buf_text(&text, i + 1 == names->count ? and : ", ");
        buf_text(&text, names->items[i]);
    }
    return kept(w->arena, &text);
}
