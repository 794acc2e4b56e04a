/* markup.h - people's text inside HTML and XML.
 * Thread: any. */
#ifndef SOPU_EXPORT_MARKUP_H
#define SOPU_EXPORT_MARKUP_H

#include "base/buf.h"

/* `text` with its markup characters and quotes escaped and `line_break` for each newline. Characters that XML 1.0 has
 * no place for are left out; bytes that are no UTF-8 become U+FFFD. */
void markup_text(struct buf *out, const char *text, const char *line_break);
void markup_bytes(struct buf *out, struct bytes text, const char *line_break);

#endif
