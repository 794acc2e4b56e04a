#include "fakes/journal_fake.h"

#include "base/arena.h"
#include "base/mem.h"

#include <assert.h>

struct journal {
    struct record *records; /* position p is records[p - 1] */
    size_t count;
    size_t capacity;
    log_pos durable;
    bool is_writable;
    struct arena copies;
};

struct journal *journal_fake_new(void)
{
    struct journal *journal = mem_new(sizeof *journal);
    journal->is_writable = true;
    return journal;
}

void journal_fake_free(struct journal *journal)
{
    if (journal == NULL)
        return;
    arena_free(&journal->copies);
    mem_free(journal->records);
    mem_free(journal);
}

static const char *text_copy(struct journal *journal, const char *text)
{
    return text == NULL ? NULL : arena_text(&journal->copies, text);
}

log_pos journal_append(struct journal *journal, const struct record *record)
{
    assert(journal->is_writable);
    if (journal->count == journal->capacity) {
        journal->capacity = journal->capacity == 0 ? 64 : journal->capacity * 2;
        journal->records = mem_grow(journal->records, journal->capacity, sizeof *journal->records);
    }
    struct record *copy = &journal->records[journal->count++];
    *copy = *record;
    copy->stream = text_copy(journal, record->stream);
    copy->actor = text_copy(journal, record->actor);
    copy->command = text_copy(journal, record->command);
    copy->body.data = (const uint8_t *)arena_text_n(
        &journal->copies, (const char *)record->body.data, record->body.len);
    copy->side.key = text_copy(journal, record->side.key);
    copy->side.seat = text_copy(journal, record->side.seat);
    copy->side.text = text_copy(journal, record->side.text);
    return journal->count;
}

log_pos journal_durable(const struct journal *journal)
{
    return journal->durable;
}

void journal_head(struct journal *journal, log_pos *pos, uint8_t chain[32])
{
    *pos = journal->durable;
    memset(chain, (uint8_t)journal->durable, 32);
}

bool journal_is_writable(const struct journal *journal)
{
    return journal->is_writable;
}

void journal_fake_durable_to(struct journal *journal, log_pos pos)
{
    assert(pos >= journal->durable && pos <= journal->count);
    journal->durable = pos;
}

void journal_fake_durable_all(struct journal *journal)
{
    journal->durable = journal->count;
}

void journal_fake_writable_set(struct journal *journal, bool is_writable)
{
    journal->is_writable = is_writable;
}

log_pos journal_fake_last(const struct journal *journal)
{
    return journal->count;
}

const struct record *journal_fake_record(const struct journal *journal, log_pos pos)
{
    assert(pos >= 1 && pos <= journal->count);
    return &journal->records[pos - 1];
}
