/* transaction.h - the frame around every change of a document: an update, or edits of its own. For
 * the engine's own files. */
#ifndef SOPU_CRDT_TRANSACTION_H
#define SOPU_CRDT_TRANSACTION_H

#include "crdt/store.h"

void transaction_begin(struct doc *doc, uint64_t steps);
/* Collects what was deleted and, if `increment` is not NULL, appends what the transaction brought
 * as an update. */
void transaction_end(struct doc *doc, struct buf *increment);
/* Takes back all that was integrated since the beginning; nothing has been collected yet. What
 * waited is forgotten. */
void transaction_roll_back(struct doc *doc);

/* For waits_run: whose `context` is the document. */
struct taker transaction_taker(struct doc *doc);

/* So many more bytes of contents and names would be over a bound. */
bool is_too_big(const struct doc *doc, size_t more_bytes);

#endif
