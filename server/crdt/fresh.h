/* fresh.h - a document that holds nothing takes an update while it is still being checked: what a
 * loading is. If the update turns out to be refused, the document is emptied again. For the engine's
 * own files. */
#ifndef SOPU_CRDT_FRESH_H
#define SOPU_CRDT_FRESH_H

#include "crdt/store.h"

/* It knows nobody and nothing waits for it. */
bool is_fresh(const struct doc *doc);
/* Checks an update as update_read does, into doc->update; what was taken already is not in there any
 * more. After an error the document is fresh. */
enum err fresh_read(struct doc *doc, struct bytes update);

#endif
