/* edit.h - the server's own edits of arrays and maps (those of text are in doc.h). One edit each;
 * the update to store and broadcast is appended, "00 00" if nothing changed, or NULL within
 * doc_begin and doc_commit. Values are single lib0 `any` values, checked. ERR_MALFORMED: outside
 * the array, not one value, or not UTF-8; ERR_TOO_BIG: over a bound of limits.h; nothing changed.
 * Thread: as the document's. */
#ifndef SOPU_CRDT_EDIT_H
#define SOPU_CRDT_EDIT_H

#include "crdt/doc.h"

/* values: `count` any values, back to back. */
enum err doc_array_insert(struct doc *doc, struct bytes root, uint32_t at, struct bytes values,
                          uint32_t count, struct buf *update);
enum err doc_array_delete(struct doc *doc, struct bytes root, uint32_t at, uint32_t count,
                          struct buf *update);
enum err doc_map_set(struct doc *doc, struct bytes root, struct bytes key, struct bytes value,
                     struct buf *update);
/* The key's value becomes a new Y.Text with that content. */
enum err doc_map_set_text(struct doc *doc, struct bytes root, struct bytes key, struct bytes utf8,
                          struct buf *update);
enum err doc_map_delete(struct doc *doc, struct bytes root, struct bytes key, struct buf *update);

#endif
