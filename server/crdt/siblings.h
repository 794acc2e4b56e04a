/* siblings.h - where to begin the scan in a crowd (integrate.c). For the engine's own files.
 *
 * Siblings are items made at the same place: same list, same origin, same right origin. They stand
 * by ascending client id, each followed by what hangs on it. A scan that has passed one with a
 * lower id has forgotten all before it: it stands right behind that sibling, with no conflict open.
 * So it may as well begin there, and the crowd at one place may be as large as it likes. Whenever a
 * scan was long, the item it was for is kept as an anchor for the next ones: so anchors come to
 * stand a few dozen steps apart. They are checked when they are used, as items are cut, joined and
 * dropped meanwhile.
 *
 * That is true as long as all that hangs on an item stands in one piece behind it. Honest clients
 * cannot make it otherwise; a liar can, by a right origin inside such a piece. The scan notices
 * (integrate.c: is_intruder), and from then on this document does without anchors. */
#ifndef SOPU_CRDT_SIBLINGS_H
#define SOPU_CRDT_SIBLINGS_H

#include "crdt/store.h"

/* The anchor with the highest client id below that of an item made at that spot; NONE if there is
 * none. */
uint32_t siblings_anchor(struct doc *doc, const struct spot *spot, uint64_t client);
/* The scan for this item, which stands in its place now, was long. */
void siblings_keep(struct doc *doc, uint32_t item);
/* Somebody has lied. */
void siblings_off(struct doc *doc);
void siblings_free(struct siblings *siblings);

#endif
