/* join.c - the long document: written update by update by one who stays, then opened by one after another, and by
 * many at once. */
#include "clock.h"
#include "joiners.h"
#include "longdoc.h"
#include "modes.h"
#include "process.h"

#include <stdio.h>

enum { SINGLES = 20, PATIENCE_S = 60, UNSENT_MOST_BYTES = 64 * 1024 };

/* Who has written it, and keeps it open. */
struct author {
    struct joiners joiners; /* of one */
};

static void send_update(void *context, struct bytes update)
{
    struct author *author = context;
    struct lines *lines = &author->joiners.lines;
    struct buf frame = {0};
    char doc[64];
    options_doc(author->joiners.options, 0, doc);
    message_write(&frame, author->joiners.dialect, doc, UPDATE, update);
    line_send(lines, &lines->line[0], buf_bytes(&frame));
    buf_free(&frame);
    do
        lines_turn(lines, 0);
    while (lines->closed == 0 && lines->line[0].out.len > UNSENT_MOST_BYTES);
}

static struct joiners one_joiner(const struct options *o, uint64_t whole)
{
    return (struct joiners){.options = o, .count = 1, .rooms = 1, .whole = whole};
}

static bool join_once(const struct options *o, uint64_t whole, double patience_s)
{
    struct joiners joiners = one_joiner(o, whole);
    join_begin(&joiners);
    bool is_served = join_wait(&joiners, patience_s);
    join_end(&joiners);
    return is_served;
}

/* Until somebody who joins gets all of it. */
static bool write_document(struct author *author, uint64_t *whole)
{
    const struct options *o = author->joiners.options;
    struct buf document = {0};
    bool is_relay = o->dialect == FLOOR; /* it has the document from a file */
    join_begin(&author->joiners);
    join_wait(&author->joiners, PATIENCE_S);
    *whole = longdoc_make(is_relay ? NULL : send_update, author, &document);
    buf_free(&document);
    for (int64_t until = now_ns() + PATIENCE_S * NS_PER_S; now_ns() < until;) {
        join_listen(&author->joiners, 0.5);
        if (join_once(o, *whole, 1))
            return true;
    }
    return false;
}

int mode_join(const struct options *o)
{
    struct author author = {one_joiner(o, 0)};
    uint64_t whole;
    if (!write_document(&author, &whole)) {
        fprintf(stderr, "load-gen: the long document did not come back whole\n");
        return 1;
    }
    join_listen(&author.joiners, o->seconds); /* stores are written, collectors have run */
    int64_t cpu = process_cpu_ns(o->pid);
    int64_t begun = now_ns();
    uint32_t served = 0;
    for (int i = 0; i < SINGLES; i++)
        served += join_once(o, whole, PATIENCE_S);
    double each_ms = (double)(now_ns() - begun) / NS_PER_MS / SINGLES;
    double cpu_ms = (double)(process_cpu_ns(o->pid) - cpu) / NS_PER_MS / SINGLES;
    long before_kib = process_resident_kib(o->pid);
    process_peak_forget(o->pid);
    struct joiners storm = one_joiner(o, whole);
    storm.count = o->clients;
    cpu = process_cpu_ns(o->pid);
    join_begin(&storm);
    bool is_well = join_wait(&storm, PATIENCE_S) && served == SINGLES;
    printf("{\"mode\":\"join\",\"units\":%lu,\"single_ms\":%.3f,\"single_cpu_ms\":%.3f,"
           "\"storm\":%u,\"served\":%u,\"storm_ms\":%.1f,\"storm_cpu_ms\":%.1f,"
           "\"storm_mib\":%.1f,\"before_kib\":%ld,\"peak_more_kib\":%ld}\n",
           whole, each_ms, cpu_ms, storm.count, storm.served,
           (double)(storm.served_ns - storm.begun_ns) / NS_PER_MS,
           (double)(process_cpu_ns(o->pid) - cpu) / NS_PER_MS,
           (double)storm.lines.bytes_in / (1 << 20), before_kib,
           process_peak_kib(o->pid) - before_kib);
    join_end(&storm);
    join_end(&author.joiners);
    return is_well ? 0 : 1;
}
