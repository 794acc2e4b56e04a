#include "crdt/pending.h"

#include "base/mem.h"

#include <assert.h>

#define NONE UINT32_MAX

/* The list of those that wait at a client. */

static uint32_t slot_of(const struct waits *waits, uint64_t client)
{
    uint32_t slot = (uint32_t)((client * UINT64_C(0x9E3779B97F4A7C15)) >> 32);
    for (;; slot++) {
        slot &= waits->table_capacity - 1;
        const struct waiting_at *at = &waits->table[slot];
        if (at->client == client || at->client == UINT64_MAX)
            return slot;
    }
}

static void table_grow(struct waits *waits)
{
    struct waiting_at *old = waits->table;
    uint32_t old_capacity = waits->table_capacity;
    uint32_t live = 0;
    for (uint32_t i = 0; i < old_capacity; i++)
        live += old[i].client != UINT64_MAX && old[i].first != NONE;
    waits->table_capacity = 16;
    while (waits->table_capacity < live * 4)
        waits->table_capacity *= 2;
    waits->table = mem_array(waits->table_capacity, sizeof *waits->table);
    waits->table_used = 0;
    for (uint32_t i = 0; i < waits->table_capacity; i++)
        waits->table[i] = (struct waiting_at){UINT64_MAX, NONE};
    for (uint32_t i = 0; i < old_capacity; i++)
        if (old[i].client != UINT64_MAX && old[i].first != NONE) {
            waits->table[slot_of(waits, old[i].client)] = old[i];
            waits->table_used++;
        }
    mem_free(old);
}

static struct waiting_at *waiting_at(struct waits *waits, uint64_t client)
{
    if ((waits->table_used + 1) * 2 > waits->table_capacity)
        table_grow(waits);
    struct waiting_at *at = &waits->table[slot_of(waits, client)];
    if (at->client == UINT64_MAX) {
        at->client = client;
        waits->table_used++;
    }
    return at;
}

/* Runs. */

static uint32_t run_add(struct waits *waits, const struct block *block)
{
    uint32_t run = waits->run_count > 0 ? waits->free_runs : NONE;
    if (run != NONE) {
        waits->free_runs = waits->runs[run].link;
    } else {
        if (waits->run_count == waits->run_capacity) {
            waits->run_capacity = waits->run_capacity ? waits->run_capacity * 2 : 8;
            waits->runs = mem_grow(waits->runs, waits->run_capacity, sizeof *waits->runs);
        }
        waits->free_runs = NONE;
        run = waits->run_count++;
    }
    waits->runs[run] = (struct run){.rest = *block};
    return run;
}

static void run_remove(struct waits *waits, uint32_t run)
{
    struct run *removed = &waits->runs[run];
    if (removed->owned) {
        waits->kept_structs -= removed->owned_count;
        waits->kept_bytes -= removed->owned_bytes;
        mem_free(removed->owned);
        removed->owned = NULL;
    }
    removed->link = waits->free_runs;
    waits->free_runs = run;
}

static void run_park(struct waits *waits, uint32_t run)
{
    struct waiting_at *at = waiting_at(waits, waits->runs[run].needs_client);
    waits->runs[run].link = at->first;
    at->first = run;
    waits->waiting++;
}

static void ready_add(struct waits *waits, uint32_t run)
{
    if (waits->ready_count == waits->ready_capacity) {
        waits->ready_capacity = waits->ready_capacity ? waits->ready_capacity * 2 : 8;
        waits->ready = mem_grow(waits->ready, waits->ready_capacity, sizeof *waits->ready);
    }
    waits->ready[waits->ready_count++] = run;
}

static bool is_missing(struct run *run, const struct taker *taker, struct id id)
{
    if (id.client == run->rest.client || id.clock < taker->clock(taker->context, id.client))
        return false;
    run->needs_client = id.client;
    run->needs_clock = id.clock;
    return true;
}

/* Says in the run what the part needs and nobody has yet. */
static bool must_wait(struct run *run, const struct taker *taker, const struct part *part,
                      uint32_t known)
{
    if (part->clock > known) {
        run->needs_client = run->rest.client;
        run->needs_clock = part->clock - 1;
        return true;
    }
    if ((part->info & INFO_ORIGIN) && is_missing(run, taker, part->origin))
        return true;
    if ((part->info & INFO_RIGHT) && is_missing(run, taker, part->right))
        return true;
    if (part->kind == DOC_GC || part->info & (INFO_ORIGIN | INFO_RIGHT) || part->parent_is_root)
        return false;
    return is_missing(run, taker, part->parent);
}

bool part_is_ready(const struct taker *taker, uint64_t client, const struct part *part)
{
    struct run run = {.rest.client = client};
    return !must_wait(&run, taker, part, taker->clock(taker->context, client));
}

/* Takes as many parts as possible. Tells whether the client has got further. */
static enum err run_go(struct run *run, const struct taker *taker, bool *advanced)
{
    uint32_t known = taker->clock(taker->context, run->rest.client);
    uint32_t before = known;
    enum err err = OK;
    while (run->rest.count > 0 && err == OK) {
        struct part part;
        if (taker->take_quickly && run->rest.clock == known) {
            taker->take_quickly(taker->context, &run->rest);
            known = run->rest.clock;
            if (run->rest.count == 0)
                break;
        }
        const uint8_t *end = block_peek(&run->rest, &part);
        if (part.clock + part.len > known) {
            if (must_wait(run, taker, &part, known))
                break;
            err = taker->take(taker->context, run->rest.client, &part);
            known = part.clock + part.len;
        }
        block_pass(&run->rest, &part, end);
    }
    *advanced = known > before;
    return err;
}

/* Whoever waited at this client and has what it needs goes on. */
static enum err wake(struct waits *waits, uint64_t client, const struct taker *taker)
{
    if (waits->waiting == 0)
        return OK;
    uint32_t known = taker->clock(taker->context, client);
    uint32_t *link = &waiting_at(waits, client)->first;
    while (*link != NONE) {
        if (*taker->steps_left == 0)
            return ERR_TOO_BIG;
        --*taker->steps_left;
        uint32_t run = *link;
        if (waits->runs[run].needs_clock < known) {
            *link = waits->runs[run].link;
            waits->waiting--;
            ready_add(waits, run);
        } else {
            link = &waits->runs[run].link;
        }
    }
    return OK;
}

static enum err ready_go(struct waits *waits, const struct taker *taker)
{
    while (waits->ready_count > 0) {
        uint32_t run = waits->ready[--waits->ready_count];
        bool advanced;
        enum err err = run_go(&waits->runs[run], taker, &advanced);
        if (err != OK)
            return err;
        uint64_t client = waits->runs[run].rest.client;
        if (waits->runs[run].rest.count > 0)
            run_park(waits, run);
        else
            run_remove(waits, run);
        if (advanced)
            err = wake(waits, client, taker);
        if (err != OK)
            return err;
    }
    return OK;
}

enum err waits_run(struct waits *waits, const struct update *update, const struct taker *taker)
{
    for (size_t i = 0; i < update->block_count; i++) {
        ready_add(waits, run_add(waits, &update->blocks[i]));
        enum err err = ready_go(waits, taker);
        if (err != OK)
            return err;
    }
    return OK;
}

/* Keeping. */

/* The same stretch waits already: it came twice. */
static bool is_kept(const struct waits *waits, const struct run *run, uint32_t first)
{
    for (uint32_t i = first; i != NONE; i = waits->runs[i].link) {
        const struct run *other = &waits->runs[i];
        if (other->owned && other->rest.client == run->rest.client &&
            other->rest.clock <= run->rest.clock && other->rest.end == run->rest.end)
            return true;
    }
    return false;
}

/* False if there is no room. */
static bool run_keep(struct waits *waits, struct run *run)
{
    uint32_t count = run->rest.count;
    size_t bytes = run->rest.structs.len;
    if (waits->kept_structs + count > DOC_MAX_WAITING_STRUCTS ||
        waits->kept_bytes + bytes > DOC_MAX_WAITING_BYTES)
        return false;
    run->owned = mem_new(bytes + UPDATE_PADDING);
    run->owned_count = count;
    run->owned_bytes = bytes;
    memcpy(run->owned, run->rest.structs.data, bytes);
    run->rest.structs.data = run->owned;
    run->rest.readable_end = run->owned + bytes + UPDATE_PADDING;
    waits->kept_structs += count;
    waits->kept_bytes += bytes;
    return true;
}

void waits_keep(struct waits *waits)
{
    for (uint32_t i = 0; waits->waiting > 0 && i < waits->table_capacity; i++) {
        if (waits->table[i].client == UINT64_MAX)
            continue;
        uint32_t *link = &waits->table[i].first;
        while (*link != NONE) {
            uint32_t at = *link;
            struct run *run = &waits->runs[at];
            bool twice = !run->owned && is_kept(waits, run, waits->table[i].first);
            if (run->owned || (!twice && run_keep(waits, run))) {
                link = &run->link;
                continue;
            }
            waits->lost |= !twice;
            *link = run->link;
            waits->waiting--;
            run_remove(waits, at);
        }
    }
}

void waits_keep_delete(struct waits *waits, struct range range)
{
    if (waits->deletes.count >= DOC_MAX_WAITING_RANGES && !waits->lost) {
        ranges_sort(&waits->deletes);
        waits->lost = waits->deletes.count >= DOC_MAX_WAITING_RANGES;
    }
    if (waits->deletes.count >= DOC_MAX_WAITING_RANGES)
        return;
    ranges_add(&waits->deletes, range.client, range.clock, range.end);
}

void waits_drop(struct waits *waits)
{
    for (uint32_t i = 0; i < waits->run_count; i++)
        mem_free(waits->runs[i].owned);
    for (uint32_t i = 0; i < waits->table_capacity; i++)
        waits->table[i] = (struct waiting_at){UINT64_MAX, NONE};
    waits->run_count = waits->waiting = waits->table_used = waits->ready_count = 0;
    waits->free_runs = NONE;
    waits->kept_structs = waits->kept_bytes = 0;
    waits->lost = false;
    waits->deletes.count = 0;
}

void waits_free(struct waits *waits)
{
    waits_drop(waits);
    mem_free(waits->runs);
    mem_free(waits->table);
    mem_free(waits->ready);
    ranges_free(&waits->deletes);
    *waits = (struct waits){0};
}
