/* doc.h - the face of the engine: one Yjs document, read, written, diffed and merged without Yjs.
 *
 * It takes and gives Yjs update version 1, byte for byte as every Yjs client speaks it
 * (docs/formats.md), and knows all of its structs and contents. A value among values: no clock, no
 * input or output, no thread, no global. How it works and what it costs: docs/crdt.md.
 *
 * Units are UTF-16 code units of text and elements of arrays, as in Yjs. What comes out is in
 * normal form: clients descending, runs joined as far as the format allows, so that equal documents
 * give equal bytes.
 *
 * Views given in are borrowed for the call. What is given out is appended to the caller's buf.
 * Errors leave the document as it was. Thread: any, one at a time for each document. */
#ifndef SOPU_CRDT_DOC_H
#define SOPU_CRDT_DOC_H

#include "base/buf.h"
#include "base/bytes.h"
#include "base/err.h"
#include "crdt/limits.h"

#include <stdbool.h>
#include <stdint.h>

struct doc;

/* gc: drop the content of what is deleted (Yjs' default); false keeps it. */
struct doc *doc_new(bool gc);
void doc_free(struct doc *doc);

/* Takes one update into the document.
 *   OK             integrated, or partly or wholly waiting for what has not arrived: doc_is_pending
 *   ERR_MALFORMED  not an update, or one that would hurt Yjs clients
 *   ERR_TOO_BIG    over a bound of limits.h; what waited may have been forgotten
 * increment: if not NULL, the update holding just what this call integrated is appended ("00 00" if
 * nothing): that is what is stored and broadcast. */
enum err doc_apply(struct doc *doc, struct bytes update, struct buf *increment);

/* Something waits for what has not arrived. It shows in no output; ask the peer with sync step 1. */
bool doc_is_pending(const struct doc *doc);
bool doc_is_pending_structs(const struct doc *doc);
bool doc_is_pending_deletes(const struct doc *doc);
void doc_pending_drop(struct doc *doc);

void doc_state_vector(struct doc *doc, struct buf *out);

/* What a peer with that state vector lacks (empty view or "00": everything), always with the whole
 * delete set. ERR_MALFORMED for a bad vector. */
enum err doc_since(struct doc *doc, struct bytes state_vector, struct buf *out);

/* True if the update brings nothing new to this document; false for what is no update. */
bool doc_contains_update(const struct doc *doc, struct bytes update);

/* The live text of the root Y.Text; nothing if there is no such root. */
void doc_text(const struct doc *doc, struct bytes root, struct buf *utf8);
uint32_t doc_text_length_utf16(const struct doc *doc, struct bytes root);
/* Somebody has written to a root of that name. */
bool doc_has_root(const struct doc *doc, struct bytes root);

/* The server's own edits are written under this client id, which nobody else may use. */
void doc_client_set(struct doc *doc, uint64_t client);
/* Units integrated from that client: the next one's clock; 0 if it is unknown. */
uint32_t doc_client_clock(const struct doc *doc, uint64_t client);

/* One edit each (those of arrays and maps are in edit.h); the update to store and broadcast is
 * appended. Empty text or length 0: "00 00". ERR_MALFORMED: outside the text, inside a surrogate
 * pair, or not UTF-8; ERR_TOO_BIG: over a bound of limits.h. */
enum err doc_text_insert(struct doc *doc, struct bytes root, uint32_t at_utf16, struct bytes utf8,
                         struct buf *update);
enum err doc_text_delete(struct doc *doc, struct bytes root, uint32_t at_utf16, uint32_t len_utf16,
                         struct buf *update);

/* Several edits as one update. Between the two calls edits take NULL for their update, and no
 * update is applied or examined. */
void doc_begin(struct doc *doc);
void doc_commit(struct doc *doc, struct buf *update);

/* Several updates as one, in any order: what overlaps is written once, holes as Skip, delete sets
 * joined. ERR_MALFORMED if one of them is no update, ERR_TOO_BIG if one is over
 * DOC_MAX_UPDATE_BYTES; nothing is appended then. */
enum err doc_merge_updates(const struct bytes *updates, size_t count, struct buf *out);

/* Content kinds as in the format; also what doc_visitor tells. */
enum doc_kind {
    DOC_GC = 0,
    DOC_DELETED = 1,
    DOC_JSON = 2,
    DOC_BINARY = 3,
    DOC_STRING = 4,
    DOC_EMBED = 5,
    DOC_FORMAT = 6,
    DOC_TYPE = 7,
    DOC_ANY = 8,
    DOC_SUBDOC = 9,
    DOC_SKIP = 10,
};

/* How an update looks to a policy: called for each part that is new to the document, in the order
 * of integration. A callback's error ends the examination and is its result. Views told live as
 * long as the update's bytes and the document, unchanged. */
struct doc_visitor {
    void *context;
    /* root: name of the root type it stands in directly; {NULL, 0} if its parent is nested or gone.
     * key_present: it is a map entry or an attribute. utf8: the new part of a string, else {NULL,
     * 0}. What would be collected on arrival is told as DOC_GC. */
    enum err (*on_struct)(void *context, uint64_t client, uint32_t units, int content_kind,
                          struct bytes root, bool key_present, struct bytes utf8);
    /* Live units that the delete set would take out of a root, told once or more for each root. */
    enum err (*on_delete)(void *context, struct bytes root, uint32_t units);
};

/* Looks at an update as this document would take it; changes nothing. ERR_MALFORMED as in
 * doc_apply; ERR_PENDING if any part would wait (no callback has been called then). */
enum err doc_examine(const struct doc *doc, struct bytes update, const struct doc_visitor *visitor);

#endif
