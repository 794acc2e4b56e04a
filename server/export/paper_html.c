#include "export/paper_html.h"

#include "export/markup.h"

#include <stdbool.h>

/* From so many columns on a table is wider than a phone. */
enum { WIDE_COLUMNS = 4 };

static void words(struct buf *html, const char *text)
{
    markup_text(html, text, "<br>");
}

static void paragraph(struct buf *html, const char *class, const char *text)
{
    if (text[0] == '\0')
        return;
    buf_format(html, class[0] ? "<p class=\"%s\">" : "<p>", class);
    words(html, text);
    buf_text(html, "</p>\n");
}

static void heading(struct buf *html, const struct paper_block *block)
{
    buf_format(html, "<h%d", block->level);
    if (block->id[0] != '\0') {
        buf_text(html, " id=\"");
        markup_text(html, block->id, "");
        buf_text(html, "\"");
    }
    buf_text(html, ">");
    if (block->number[0] != '\0') {
        buf_text(html, "<span class=\"code\">");
        words(html, block->number);
        buf_text(html, "</span> ");
    }
    words(html, block->text);
    buf_format(html, "</h%d>\n", block->level);
}

static void labelled(struct buf *html, const struct paper_block *block)
{
    if (block->text[0] == '\0')
        return;
    buf_text(html, "<div class=\"labelled\">");
    paragraph(html, "label", block->label);
    paragraph(html, "", block->text);
    buf_text(html, "</div>\n");
}

static void list(struct buf *html, const struct paper_block *block)
{
    if (block->items.count == 0)
        return;
    buf_text(html, "<ul>\n");
    for (size_t i = 0; i < block->items.count; i++) {
        buf_text(html, "<li>");
        words(html, block->items.items[i]);
        buf_text(html, "</li>\n");
    }
    buf_text(html, "</ul>\n");
}

/* What heads nothing is no head: a head without a text is a riddle to those who listen. */
static void cell(struct buf *html, const char *head_of, const char *text)
{
    bool is_head = head_of[0] != '\0' && text[0] != '\0';
    if (is_head)
        buf_format(html, "<th scope=\"%s\">", head_of);
    else
        buf_text(html, "<td>");
    words(html, text);
    buf_text(html, is_head ? "</th>" : "</td>");
}

static void row(struct buf *html, const struct paper_block *table, const struct paper_row *row)
{
    buf_text(html, "<tr>");
    for (size_t i = 0; i < table->column_count; i++)
        cell(html, i == 0 ? "row" : "", row->cells[i]);
    buf_text(html, "</tr>\n");
}

/* On a narrow screen the table alone moves sideways, by keys as well: a box with a name, and no landmark, for captions
 * are the same in many items. */
static void table(struct buf *html, const struct paper_block *block, size_t number)
{
    bool is_named = block->label[0] != '\0';
    buf_text(html, "<div class=\"scroll\" tabindex=\"0\"");
    if (is_named)
        buf_format(html, " role=\"group\" aria-labelledby=\"table-%zu\"", number);
    buf_format(html, "><table%s>\n", block->column_count >= WIDE_COLUMNS ? " class=\"wide\"" : "");
    if (is_named) {
        buf_format(html, "<caption id=\"table-%zu\">", number);
        words(html, block->label);
        buf_text(html, "</caption>\n");
    }
    buf_text(html, "<thead><tr>");
    for (size_t i = 0; i < block->column_count; i++)
        cell(html, "col", block->columns[i]);
    buf_text(html, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < block->rows.count; i++)
        row(html, block, &block->rows.items[i]);
    buf_text(html, "</tbody></table></div>\n");
}

static void block_html(struct buf *html, const struct paper *paper, size_t at)
{
    const struct paper_block *block = &paper->blocks.items[at];
    switch (block->kind) {
    case PAPER_HEADING:
        heading(html, block);
        break;
    case PAPER_TEXT:
        paragraph(html, "", block->text);
        break;
    case PAPER_LABELLED:
        labelled(html, block);
        break;
    case PAPER_LIST:
        list(html, block);
        break;
    case PAPER_TABLE:
        table(html, block, at);
        break;
    case PAPER_SMALL:
        paragraph(html, "seal", block->text);
        break;
    case PAPER_PAGE:
        buf_text(html, "<hr class=\"page\">\n");
        break;
    }
}

/* On a screen once, at the top; printed, on every page. */
static void head(struct buf *html, const struct paper *paper)
{
    buf_text(html, "<header>\n");
    paragraph(html, "maker", paper->maker);
    buf_text(html, "<p class=\"kind\">");
    words(html, paper->kind);
    buf_text(html, " <span class=\"date\">");
    words(html, paper->date);
    buf_text(html, "</span></p>\n");
    paragraph(html, "status", paper->status);
    buf_text(html, "</header>\n");
}

void paper_html(const struct paper *paper, const char *stylesheet_href, struct buf *html)
{
    buf_text(html, "<!doctype html>\n<html lang=\"");
    markup_text(html, paper->language, "");
    buf_text(html, "\"><head><meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                   "content=\"width=device-width, initial-scale=1\">\n<title>");
    markup_text(html, paper->title, " ");
    buf_text(html, "</title>\n<link rel=\"icon\" type=\"image/svg+xml\" href=\"/icon.svg\">\n"
                   "<link rel=\"stylesheet\" href=\"");
    markup_text(html, stylesheet_href, "");
    buf_text(html, "\"></head>\n<body><main>\n");
    head(html, paper);
    for (size_t i = 0; i < paper->blocks.count; i++)
        block_html(html, paper, i);
    buf_text(html, "</main></body></html>\n");
}
