/* limits.h - every bound of the engine, each with its reason. What lies beyond is refused before
 * anything is allocated for it or, where that cannot be known before, taken back: the document then
 * is as it was. Thread: any. */
#ifndef SOPU_CRDT_LIMITS_H
#define SOPU_CRDT_LIMITS_H

#include <stdint.h>

enum {
    /* No clock, and no sum of a clock and a length: they fit 32 bits with room to spare. */
    DOC_MAX_CLOCK = INT32_MAX,
    /* One update. A day's text has a few hundred KiB. */
    DOC_MAX_UPDATE_BYTES = 16 * 1024 * 1024,
    /* The contents of a document: they are found by 32 bits, and memory has an end. */
    DOC_MAX_CONTENT_BYTES = 128 * 1024 * 1024,
    /* Names of roots and keys: nothing ever frees them. */
    DOC_MAX_NAME_BYTES = 128 * 1024 * 1024,
    /* Runs: their numbers are 32 bits, with room to spare. */
    DOC_MAX_ITEMS = 1 << 28,
    /* Every reload of a page is a new client, kept for ever: the longest texts have thousands.
     * Their numbers are 16 bits. */
    DOC_MAX_CLIENTS = 60 * 1000,
    /* A program names its roots; a stranger could name a new one with every struct. */
    DOC_MAX_ROOTS = 1 << 12,
    /* Of one update among concurrent inserts: 0.1 s. Honest ones need thousands. */
    DOC_MAX_SCAN_STEPS = 20 * 1000 * 1000,
    /* What comes too early is a stranger's memory in ours; shuffled sessions need 2 800 and 470. */
    DOC_MAX_WAITING_STRUCTS = 10 * 1000,
    DOC_MAX_WAITING_RANGES = 10 * 1000,
    DOC_MAX_WAITING_BYTES = 512 * 1024,
    /* Types inside one another that doc_tree shows: it calls itself. (Values of lib0 and JSON are
     * at most LIB0_DEPTH_MAX and JSON_TEXT_DEPTH_MAX deep: base/lib0.h, base/json_text.h.) */
    DOC_MAX_TREE_DEPTH = 64,
};

#endif
