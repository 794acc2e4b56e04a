#include "fault/sim/schedule.h"

#include "base/mem.h"

#include <assert.h>

static bool is_before(const struct happening *a, const struct happening *b)
{
    return a->at_us != b->at_us ? a->at_us < b->at_us : a->order < b->order;
}

static void swap(struct schedule *schedule, size_t a, size_t b)
{
    struct happening kept = schedule->heap[a];
    schedule->heap[a] = schedule->heap[b];
    schedule->heap[b] = kept;
}

void schedule_put(struct schedule *schedule, int64_t at_us, happening_fn *what, void *subject,
                  uint64_t number, struct buf bytes)
{
    if (schedule->count == schedule->capacity) {
        schedule->capacity = schedule->capacity ? schedule->capacity * 2 : 64;
        schedule->heap = mem_grow(schedule->heap, schedule->capacity, sizeof *schedule->heap);
    }
    size_t at = schedule->count++;
    schedule->heap[at] = (struct happening){at_us, schedule->order++, what, subject, number, bytes};
    for (; at > 0 && is_before(&schedule->heap[at], &schedule->heap[(at - 1) / 2]);
         at = (at - 1) / 2)
        swap(schedule, at, (at - 1) / 2);
}

int64_t schedule_next_us(const struct schedule *schedule)
{
    return schedule->count > 0 ? schedule->heap[0].at_us : INT64_MAX;
}

struct happening schedule_take(struct schedule *schedule)
{
    assert(schedule->count > 0);
    struct happening first = schedule->heap[0];
    schedule->heap[0] = schedule->heap[--schedule->count];
    for (size_t at = 0;;) {
        size_t least = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < schedule->count; child++)
            if (is_before(&schedule->heap[child], &schedule->heap[least]))
                least = child;
        if (least == at)
            return first;
        swap(schedule, at, least);
        at = least;
    }
}

void schedule_free(struct schedule *schedule)
{
    for (size_t i = 0; i < schedule->count; i++)
        buf_free(&schedule->heap[i].bytes);
    mem_free(schedule->heap);
    *schedule = (struct schedule){0};
}
