#include "export/paper.h"

#include <string.h>

/* Room for one more in a list of the arena: the list itself, or one twice as long. */
static void *with_room(struct paper *paper, void *list, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return list;
    size_t doubled = *capacity == 0 ? 8 : *capacity * 2;
    void *longer = arena_new(&paper->arena, doubled * size);
    if (count > 0)
        memcpy(longer, list, count * size);
    *capacity = doubled;
    return longer;
}

static struct paper_block *block_of(struct paper *paper, enum paper_kind kind)
{
    paper->blocks.items = with_room(paper, paper->blocks.items, paper->blocks.count,
                                    &paper->blocks.capacity, sizeof *paper->blocks.items);
    struct paper_block *block = &paper->blocks.items[paper->blocks.count++];
    *block = (struct paper_block){
        .kind = kind, .id = "", .number = "", .label = "", .text = "", .column_count = 0};
    return block;
}

static struct paper_block *newest(struct paper *paper)
{
    return &paper->blocks.items[paper->blocks.count - 1];
}

/* The texts stay borrowed, the list of them becomes the paper's. */
static const char **texts_copied(struct paper *paper, const char *const *texts, size_t count)
{
    const char **copy = arena_new(&paper->arena, count * sizeof *copy);
    for (size_t i = 0; i < count; i++)
        copy[i] = texts[i];
    return copy;
}

void paper_heading(struct paper *paper, int level, const char *id, const char *number,
                   const char *text)
{
    struct paper_block *block = block_of(paper, PAPER_HEADING);
    block->level = level;
    block->id = id;
    block->number = number;
    block->text = text;
}

void paper_text(struct paper *paper, const char *text)
{
    block_of(paper, PAPER_TEXT)->text = text;
}

void paper_labelled(struct paper *paper, const char *label, const char *text)
{
    struct paper_block *block = block_of(paper, PAPER_LABELLED);
    block->label = label;
    block->text = text;
}

void paper_small(struct paper *paper, const char *text)
{
    block_of(paper, PAPER_SMALL)->text = text;
}

void paper_page(struct paper *paper)
{
    block_of(paper, PAPER_PAGE);
}

void paper_list(struct paper *paper)
{
    block_of(paper, PAPER_LIST);
}

void paper_item(struct paper *paper, const char *text)
{
    struct paper_block *list = newest(paper);
    list->items.items = with_room(paper, list->items.items, list->items.count,
                                  &list->items.capacity, sizeof *list->items.items);
    list->items.items[list->items.count++] = text;
}

void paper_table(struct paper *paper, const char *caption, const char *const *columns, size_t count)
{
    struct paper_block *table = block_of(paper, PAPER_TABLE);
    table->label = caption;
    table->columns = texts_copied(paper, columns, count);
    table->column_count = count;
}

void paper_row(struct paper *paper, const char *const *cells)
{
    struct paper_block *table = newest(paper);
    table->rows.items = with_room(paper, table->rows.items, table->rows.count,
                                  &table->rows.capacity, sizeof *table->rows.items);
    table->rows.items[table->rows.count++].cells = texts_copied(paper, cells, table->column_count);
}

void paper_free(struct paper *paper)
{
    arena_free(&paper->arena);
    *paper = (struct paper){0};
}
