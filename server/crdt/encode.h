/* encode.h - the document, or a part of it, as an update in normal form. For the engine's own
 * files. */
#ifndef SOPU_CRDT_ENCODE_H
#define SOPU_CRDT_ENCODE_H

#include "crdt/store.h"

/* The structs from given clocks on (a number for each client; NULL: from 0) and the whole delete
 * set. */
void encode_since(struct doc *doc, const uint32_t *clocks, struct buf *out);
/* What the present update integrated: its structs and the deletes in doc->deleted, which is sorted.
 */
void encode_increment(struct doc *doc, struct buf *out);
/* The document as it was before the present update, whose deletes have not been collected yet. */
void encode_before(struct doc *doc, struct buf *out);

#endif
