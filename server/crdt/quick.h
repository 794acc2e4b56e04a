/* quick.h - the quick way for what people do most: text typed, or deleted since, between two units of
 * one's own that still stand side by side. For the engine's own files.
 *
 * Such a struct needs nobody who might be missing, meets nobody it could be in conflict with, and
 * cuts nothing: it goes where it says. A text that one person has written is almost all of this
 * kind. Whatever is not goes the long way (integrate.c), with the same result. */
#ifndef SOPU_CRDT_QUICK_H
#define SOPU_CRDT_QUICK_H

#include "crdt/store.h"

/* Takes structs out of the beginning of a block, until one has to go the long way. */
void quick_take(struct doc *doc, struct block *block);

#endif
