/* positions.h - the n-th live unit of a list, found without walking it. For the engine's own files.
 *
 * A B+ tree over the items of one list, in their order: leaves hold items, inner nodes hold nodes,
 * every node knows how many live units are below it. A list gets its tree when somebody asks it for
 * a unit by its number for the first time and it is long (edit.c), and keeps it from then on;
 * documents that only take updates have none. The nodes of all lists lie in one pool. */
#ifndef SOPU_CRDT_POSITIONS_H
#define SOPU_CRDT_POSITIONS_H

#include "crdt/store.h"

/* Builds the tree of a list that has none. */
void positions_build(struct doc *doc, uint32_t list);
/* The item that holds live unit `at` of a list with a tree, and how many live units stand before
 * that item. There are that many units. */
uint32_t positions_find(const struct doc *doc, uint32_t list, uint32_t at, uint32_t *before);
/* Gives back the tree of a list, if it has one. */
void positions_drop(struct doc *doc, uint32_t list);

/* To be told at once, whether the item's list has a tree or not: */
/* it was linked, and its units count from now on; */
void positions_insert(struct doc *doc, uint32_t item);
/* it is about to be unlinked, with no live units left; */
void positions_remove(struct doc *doc, uint32_t item);
/* it has more or fewer live units. */
void positions_change(struct doc *doc, uint32_t item, int64_t units);

#endif
