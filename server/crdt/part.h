/* part.h - one struct as it stands in an update (update.h has the format), and how it is read: once with
 * every check, then again without. For the engine's own files. Thread: any. */
#ifndef SOPU_CRDT_PART_H
#define SOPU_CRDT_PART_H

#include "base/lib0.h"
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

/* Whose structs are being read. */
struct author {
    uint64_t client;
    struct id_bytes bytes;
    bool is_ascii; /* all text so far */
    const uint8_t *readable_end;
};

struct id_bytes id_bytes_of(const uint8_t *at, size_t len);
/* Reads and checks the author's struct at that clock; gives the clock behind it. A fault shows in the
 * reader. The kind may be DOC_SKIP. */
uint32_t part_read(struct reader *reader, struct part *part, struct author *author, uint32_t clock);

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

/* Bytes of the first `units` values of ANY or JSON content. */
size_t values_size(struct bytes values, uint8_t kind, uint32_t units);

#endif
