/* collect.h - drops what nobody can see any more. For the engine's own files. */
#ifndef SOPU_CRDT_COLLECT_H
#define SOPU_CRDT_COLLECT_H

#include "crdt/store.h"

/* Drops the content of what the present update deleted and joins neighbours that became alike. A
 * deleted item keeps its place as DOC_DELETED; all that stood in a deleted type becomes GC structs. */
void deleted_collect(struct doc *doc);

#endif
