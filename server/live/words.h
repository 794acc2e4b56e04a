/* words.h - the exact words of a proposal: out of its document, and what identifies them.
 * The hash is SHA-256 over, for each field in order (title, decision, rationale, then what, who, when, measure of each
 * action): name, newline, length of the text in UTF-8 bytes, newline, text, newline. Lower-case hex. The browser makes
 * the same from what it shows (web/src/view/decide/hash.ts), and only words both agree on are decided.
 * Thread: any. */
#ifndef SOPU_LIVE_WORDS_H
#define SOPU_LIVE_WORDS_H

#include "base/arena.h"
#include "crdt/doc.h"
#include "domain/messages.h"

/* These fields of the document (day_doc_fields), in order, empty ones too. The names are borrowed. */
struct field_list words_read(const struct doc *doc, const struct id_list *names,
                             struct arena *arena);
const char *words_hash(const struct field_list *fields, struct arena *arena);

#endif
