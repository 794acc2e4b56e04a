/* json_text.h - JSON as text, judged just as JSON.parse does and kept as it came.
 * (Jansson refuses what browsers accept: "\ud800", "\u0000", 1e400.)
 * Thread: any. */
#ifndef SOPU_BASE_JSON_TEXT_H
#define SOPU_BASE_JSON_TEXT_H

#include "base/buf.h"
#include "base/bytes.h"

#include <stdbool.h>

enum { JSON_TEXT_DEPTH_MAX = 128 };

/* RFC 8259, at most JSON_TEXT_DEPTH_MAX arrays and objects inside one another; UTF-8 is not checked
 * here. */
bool json_text_check(struct bytes text);
/* Checked JSON without the white space between its parts. */
void json_text_compact(struct bytes text, struct buf *out);
/* Checked UTF-8 as a JSON string, quotes included. */
void json_text_quote(struct bytes utf8, struct buf *out);

#endif
