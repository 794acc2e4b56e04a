/* integrate.h - where an insert lands among concurrent ones: the heart. For the engine's own files.
 */
#ifndef SOPU_CRDT_INTEGRATE_H
#define SOPU_CRDT_INTEGRATE_H

#include "crdt/store.h"

/* Takes in a part whose references are known and which is not wholly known itself.
 * ERR_TOO_BIG: the present update has used up its steps; the document must be rolled back. */
enum err part_integrate(struct doc *doc, uint64_t client, const struct part *part);

/* To be told before the first part of a client in a transaction is taken. */
void client_advance(struct doc *doc, uint32_t client);

#endif
