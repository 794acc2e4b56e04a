/* model.h - what a Yjs document is, in the plainest way: the reference the engine is set against.
 *
 * Written from docs/formats.md, with nothing of server/crdt in it but the numbers of the kinds. One
 * struct for each UTF-16 unit or element, lists walked from end to end, the conflict scan of the
 * book with two real sets, what waits tried again and again. Slow and obvious on purpose. (Of base/
 * it uses the readers of numbers, UTF-8 and JSON.) Thread: any, one at a time for each model. */
#ifndef SOPU_TESTS_MODEL_H
#define SOPU_TESTS_MODEL_H

#include "base/buf.h"
#include "crdt/types.h"

struct model;

enum model_verdict {
    MODEL_OK,
    MODEL_MALFORMED, /* nothing changed */
    MODEL_TOO_BIG,   /* more units than it was made for; of no use any more */
};

struct model *model_new(bool gc, size_t max_units);
void model_free(struct model *model);
/* As new; the memory is kept. */
void model_clear(struct model *model, bool gc);

enum model_verdict model_apply(struct model *model, struct bytes update);
/* Is it an update at all? */
bool model_can_read(struct bytes update);
/* How many clients have structs in it, a client with holes counted once for each stretch. */
size_t model_stretches(struct bytes update);

/* No honest client sends it, and it has no one result, in Yjs neither: an item whose right origin
 * lies in the same run as its origin, and not behind it. Where it ends depends on how far runs are
 * cut at that time. */
bool model_is_ambiguous(const struct model *model);
/* No honest client sends it, and an increment does not tell it whole. Several units under one key: written again
 * once some are deleted, they are several values, each deleting the one before. A place between units of two
 * lists: whoever hears of it when one of the two is gone takes it for gone too. */
bool model_is_half_told(const struct model *model);
bool model_waits_for_structs(const struct model *model);
bool model_waits_with_deletes(const struct model *model);

/* As doc_state_vector, doc_since, doc_text, doc_text_length_utf16, doc_tree give it. A vector that
 * is none: false. */
void model_vector(const struct model *model, struct buf *out);
bool model_since(const struct model *model, struct bytes vector, struct buf *out);
void model_text(const struct model *model, struct bytes root, struct buf *utf8);
uint32_t model_length(const struct model *model, struct bytes root);
void model_tree(const struct model *model, enum root_kind kind, struct bytes root,
                struct buf *json);
/* The names of the roots, one after the other; {NULL, 0} behind the last. */
struct bytes model_root(const struct model *model, size_t index);

/* Equal as JSON values but for the order of keys; numbers as they are written. */
bool json_same(struct bytes a, struct bytes b);

#endif
