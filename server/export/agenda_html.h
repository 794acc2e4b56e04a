/* agenda_html.h - the agenda with its codes and times and the decided texts, as a page that needs no script.
 * Codes and times are shown exactly as they were given. No names of people are on it.
 * Thread: any. */
#ifndef SOPU_EXPORT_AGENDA_HTML_H
#define SOPU_EXPORT_AGENDA_HTML_H

#include "base/buf.h"
#include "domain/messages.h"

/* `language`: "fi", "sv" or "en"; anything else is Finnish. Appends a whole HTML document. */
void agenda_html(const struct day *day, const char *language, struct buf *html);

#endif
