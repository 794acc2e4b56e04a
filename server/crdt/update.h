/* update.h - update version 1: checked whole before anybody acts on it, then read struct by struct.
 * (writer.h writes it.)
 *
 *   varUint clients
 *     each: varUint structs, varUint client, varUint first clock, the structs
 *   delete set (deletes.h)
 *
 *   struct:     info byte: low 5 bits kind, 0x80 origin, 0x40 right origin, 0x20 map key
 *     GC 0, Skip 10: varUint length
 *     item 1..9:     [origin id] [right origin id]
 *                    if neither: parent (1, root name | 0, id) [map key]
 *                    content
 *
 * We accept only what Yjs accepts, and not all of that: bytes left over, empty structs and ranges,
 * a client named twice, clocks above DOC_MAX_CLOCK and references of a client to its own future are
 * refused: Yjs never writes them and they hurt somebody. Thread: any. */
#ifndef SOPU_CRDT_UPDATE_H
#define SOPU_CRDT_UPDATE_H

#include "base/err.h"
#include "crdt/deletes.h"
#include "crdt/part.h"

/* An update that was checked. Views live as long as this and the bytes it was read from. */
struct update {
    struct block *blocks;
    size_t block_count;
    size_t block_capacity;
    uint32_t part_count;
    size_t content_bytes;  /* of all parts */
    struct ranges deletes; /* sorted */
    struct buf copy;
};

/* Whoever takes structs while those behind them are still to be checked. */
struct eager {
    void *context;
    /* A client's structs begin: at most so many. False: none of them is taken. */
    bool (*begin)(void *context, uint64_t client, uint32_t clock, size_t structs);
    /* Reads and takes usual structs, at most so many, until one is to be read as any; how many. */
    size_t (*take_usual)(void *context, struct reader *reader, struct author *author,
                         uint32_t *clock, size_t most);
    /* False: neither this one nor those behind it. */
    bool (*take)(void *context, uint64_t client, const struct part *part);
};

/* Checks all of it: ERR_MALFORMED, or ERR_TOO_BIG. What `eager` (NULL: nobody) took meanwhile is not in
 * `update`; after an error it is for its giver to take back. The memory of `update` is used again; start
 * with {0}. */
enum err update_read(struct update *update, struct bytes bytes, const struct eager *eager);
void update_free(struct update *update);

/* All parts of a checked update, by their index; the caller frees them with mem_free. */
struct part *update_parts(const struct update *update);

/* A state vector: varUint count, each: varUint client, varUint clock. */
enum err state_vector_read(struct bytes bytes,
                           void (*each)(void *context, uint64_t client, uint64_t clock),
                           void *context);

#endif
