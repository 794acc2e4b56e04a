#include "export/columns.h"

#include "base/mem.h"

#include <stdbool.h>
#include <string.h>

/* Of a table's small letters, in twentieths of a point: an average letter, the space beside the texts of a column, and
 * how long a line still reads well. */
enum { LETTER = 112, MARGINS = 240, LINE_MAX = 140 };

struct need {
    unsigned word; /* letters of the longest word */
    unsigned line; /* letters of the longest line, at most LINE_MAX */
};

static bool is_middle_of_character(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

static unsigned larger(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

static void need_grows(struct need *need, const char *text)
{
    unsigned word = 0;
    unsigned line = 0;
    for (const char *c = text; *c != '\0'; c++) {
        if (is_middle_of_character(*c))
            continue;
        word = *c == ' ' || *c == '\n' ? 0 : word + 1;
        line = *c == '\n' ? 0 : line + 1;
        need->word = larger(need->word, word);
        need->line = larger(need->line, line < LINE_MAX ? line : LINE_MAX);
    }
}

static struct need need_of(const struct paper_block *table, size_t column)
{
    struct need need = {1, 1};
    need_grows(&need, table->columns[column]);
    need.word += need.word / 8; /* heads are bold */
    for (size_t i = 0; i < table->rows.count; i++)
        need_grows(&need, table->rows.items[i].cells[column]);
    need.line = larger(need.line, need.word);
    return need;
}

/* `amount` shared in proportion; what division leaves over is the last one's. */
static void share(unsigned amount, const unsigned *wishes, size_t count, unsigned *widths)
{
    unsigned long wished = 0;
    for (size_t i = 0; i < count; i++)
        wished += wishes[i];
    unsigned left = amount;
    for (size_t i = 0; i < count; i++) {
        unsigned part = wished == 0 ? amount / (unsigned)count
                                    : (unsigned)((unsigned long)amount * wishes[i] / wished);
        part = i + 1 == count ? left : part;
        widths[i] += part;
        left -= part;
    }
}

void columns_share(const struct paper_block *table, unsigned total, unsigned *widths)
{
    size_t count = table->column_count;
    unsigned *wishes = mem_array(count, sizeof *wishes);
    unsigned needed = 0;
    for (size_t i = 0; i < count; i++) {
        struct need need = need_of(table, i);
        widths[i] = need.word * LETTER + MARGINS;
        wishes[i] = (need.line - need.word) * LETTER;
        needed += widths[i];
    }
    if (needed > total) { /* then each is as much too narrow as the others */
        memcpy(wishes, widths, count * sizeof *widths);
        memset(widths, 0, count * sizeof *widths);
        needed = 0;
    }
    share(total - needed, wishes, count, widths);
    mem_free(wishes);
}
