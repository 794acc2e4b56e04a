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
#include "crdt/doc.h"

enum {
    INFO_KIND = 0x1F,
    INFO_KEY = 0x20,
    INFO_RIGHT = 0x40,
    INFO_ORIGIN = 0x80,
};

enum type_ref {
    TYPE_ARRAY,
    TYPE_MAP,
    TYPE_TEXT,
    TYPE_XML_ELEMENT,
    TYPE_XML_FRAGMENT,
    TYPE_XML_HOOK,
    TYPE_XML_TEXT,
};

struct id {
    uint64_t client;
    uint32_t clock;
};

/* One struct as it stands in an update. Views into the update, or into the document it is written
 * from. content, by kind: STRING its UTF-8, ANY and JSON the values without their count, BINARY its
 * bytes, the others all bytes of the content; none for GC, DELETED. */
struct part {
    uint8_t info; /* bits 0x20..0x80 as on the wire; 0x20 tells of a key in the bytes only if there
                     is no 0xC0 */
    uint8_t kind; /* enum doc_kind, never DOC_SKIP */
    bool parent_is_root;
    bool is_apart; /* it follows a struct that its author did not join with it: something stands, or
                       will stand, between the two */
    bool is_padded; /* 16 bytes of memory from the content's beginning may be read */
    uint32_t clock;
    uint32_t len;
    uint32_t index; /* among the parts of its update */
    struct id origin;
    struct id right;
    struct id parent;
    struct bytes root;
    struct bytes key;
    struct bytes content;
};

/* A client id as its varUint stands in the bytes: most ids in a block are the block's own, and are
 * known by one comparison. */
struct id_bytes {
    uint64_t word; /* the bytes as a word of memory, nothing behind them */
    uint64_t mask;
    uint32_t len;
};

/* Short updates are copied, so that words may be read beyond their end: so many bytes. */
enum { UPDATE_PADDING = 48 };

/* Parts of one client that follow each other without a hole, as they stand in the update. */
struct block {
    uint64_t client;
    struct id_bytes client_bytes;
    uint32_t clock; /* of the next part */
    uint32_t end;   /* behind the last one */
    uint32_t count; /* of parts left */
    uint32_t index; /* of the next part, among those of its update */
    bool is_ascii;  /* all its text */
    bool is_begun;  /* parts were passed */
    struct bytes structs;
    const uint8_t *readable_end; /* memory may be read up to here */
};

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

/* Checks all of it: ERR_MALFORMED, or ERR_TOO_BIG. The memory of `update` is used again; start with
 * {0}. */
enum err update_read(struct update *update, struct bytes bytes);
void update_free(struct update *update);

/* The next part of a block of a checked update; one is left. Gives where its bytes end; the part is
 * passed by telling that. */
const uint8_t *block_peek(const struct block *block, struct part *part);
/* The same, if it is the usual struct: text or deleted units, made between units of the same client;
 * else NULL. */
const uint8_t *block_peek_usual(const struct block *block, struct part *part);
static inline void block_pass(struct block *block, const struct part *part, const uint8_t *end)
{
    block->structs.len -= (size_t)(end - block->structs.data);
    block->structs.data = end;
    block->clock += part->len;
    block->count--;
    block->index++;
    block->is_begun = true;
}

/* All parts of a checked update, by their index; the caller frees them with mem_free. */
struct part *update_parts(const struct update *update);

/* Bytes of the first `units` values of ANY or JSON content. */
size_t values_size(struct bytes values, uint8_t kind, uint32_t units);

/* A state vector: varUint count, each: varUint client, varUint clock. */
enum err state_vector_read(struct bytes bytes,
                           void (*each)(void *context, uint64_t client, uint64_t clock),
                           void *context);

#endif
