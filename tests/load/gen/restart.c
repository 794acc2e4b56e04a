/* restart.c - many stored documents, and a client for each the moment the server is up again. `stock` writes them;
 * `restart` is begun together with the server. */
#include "base/mem.h"
#include "clock.h"
#include "joiners.h"
#include "modes.h"

#include <stdio.h>

enum { PARTS = 20, PART_UNITS = 100, AT_ONCE = 100, PATIENCE_S = 60 };

static void write_part(struct joiners *joiners, uint32_t room, uint32_t part)
{
    struct buf update = {0};
    struct buf frame = {0};
    char doc[64];
    char text[PART_UNITS];
    memset(text, 'a' + (int)part, sizeof text);
    options_doc(joiners->options, room, doc);
    update_first(&update, (struct id){0x5eed0000 + room, part * PART_UNITS}, "t",
                 bytes_of(text, sizeof text));
    message_write(&frame, joiners->options->dialect, doc, UPDATE, buf_bytes(&update));
    line_send(&joiners->lines, &joiners->lines.line[room], buf_bytes(&frame));
    buf_free(&update);
    buf_free(&frame);
}

static struct joiners one_for_each(const struct options *o)
{
    return (struct joiners){.options = o, .count = o->rooms, .rooms = o->rooms};
}

int mode_stock(const struct options *o)
{
    struct joiners writers = one_for_each(o);
    writers.at_once = AT_ONCE;
    join_begin(&writers);
    bool is_well = join_wait(&writers, PATIENCE_S);
    for (uint32_t part = 0; is_well && part < PARTS; part++) {
        for (uint32_t room = 0; room < o->rooms; room++)
            write_part(&writers, room, part);
        join_listen(&writers, 0.1);
    }
    struct joiners readers = one_for_each(o);
    readers.at_once = AT_ONCE;
    readers.whole = PARTS * PART_UNITS;
    join_listen(&writers, o->seconds); /* stores that wait have written */
    if (is_well)
        join_begin(&readers);
    is_well = is_well && join_wait(&readers, PATIENCE_S);
    printf("{\"mode\":\"stock\",\"rooms\":%u,\"whole\":%u}\n", o->rooms, readers.served);
    join_end(&writers);
    if (readers.units)
        join_end(&readers);
    return is_well ? 0 : 1;
}

/* served_at_ns: on the clock that Node's process.hrtime reads. */
int mode_restart(const struct options *o)
{
    struct joiners readers = one_for_each(o);
    readers.whole = PARTS * PART_UNITS;
    join_begin(&readers);
    bool is_well = join_wait(&readers, PATIENCE_S);
    printf("{\"mode\":\"restart\",\"rooms\":%u,\"served\":%u,\"served_at_ns\":%ld}\n", o->rooms,
           readers.served, readers.served_ns);
    join_end(&readers);
    return is_well ? 0 : 1;
}
