/* agenda_html.h - the agenda with its codes and times and the decided texts, as a page that needs no script.
 * Codes and times are shown exactly as they were given. No names of people are on it. Beside each decision stands the
 * hash of its words, and under all of it the chain head of the log: who keeps the page can tell later whether words or
 * log have been changed (`sopu verify --head`).
 * Thread: any. */
#ifndef SOPU_EXPORT_AGENDA_HTML_H
#define SOPU_EXPORT_AGENDA_HTML_H

#include "base/buf.h"
#include "domain/messages.h"

#include <stdint.h>

/* The log up to a record. */
struct agenda_head {
    uint64_t record;
    const char *chain; /* hexadecimal */
};

/* `language`: "fi", "sv" or "en"; anything else is Finnish. `head`: on disk, at or after everything the day holds; NULL:
 * there is none such at this moment. Appends a whole HTML document. */
void agenda_html(const struct day *day, const char *language, const struct agenda_head *head,
                 struct buf *html);

#endif
