/* writer.h - writes the structs of one client after another in normal form: neighbours are joined
 * wherever the format lets it, and what lies between two that do not touch becomes a Skip. Thread:
 * any. */
#ifndef SOPU_CRDT_WRITER_H
#define SOPU_CRDT_WRITER_H

#include "crdt/update.h"

/* Start with {0}; the same writer does client after client. */
struct writer {
    uint64_t client;
    uint32_t first_clock;
    uint32_t next_clock;
    size_t struct_count;
    struct buf structs; /* of the present client */
    bool has_run;
    struct part run;    /* what is being joined: the first part with the length of all */
    struct buf content; /* of the whole run */
};

void writer_begin(struct writer *writer, uint64_t client);
/* The next struct, clocks ascending, without its first `skip` units. */
void writer_add(struct writer *writer, const struct part *part, uint32_t skip);
/* Appends the client's number of structs, id, first clock and structs: at least one was added. */
void writer_end(struct writer *writer, struct buf *out);
void writer_free(struct writer *writer);
/* Gives back what only a large update needed. */
void writer_trim(struct writer *writer);

/* Appends content from unit `skip` on, as it is kept; half a surrogate pair becomes U+FFFD. */
void content_append(struct buf *out, const struct part *part, uint32_t skip);
/* The right one continues the left one: on the wire they may be one struct. */
bool parts_join(uint64_t client, const struct part *left, const struct part *right);

#endif
