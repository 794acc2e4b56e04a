#include "export/paper_docx.h"

#include "base/mem.h"
#include "export/columns.h"
#include "export/docx_parts.h"
#include "export/markup.h"
#include "export/symbols.h"
#include "export/zip_file.h"

#include <stdbool.h>
#include <stdio.h>

/* The text being written, and what its next paragraph has to do. */
struct body {
    struct buf xml;
    bool is_new_page;
    bool is_after_table;
};

/* As one run, in looks of its own. */
static void words_as(struct body *body, const char *looks, struct bytes text)
{
    buf_format(&body->xml, "<w:r>%s<w:t xml:space=\"preserve\">", looks);
    markup_bytes(&body->xml, text, "</w:t><w:br/><w:t xml:space=\"preserve\">");
    buf_text(&body->xml, "</w:t></w:r>");
}

/* Pictures are runs of their own, in a font that has them or is replaced as a whole: LibreOffice would draw those inside
 * other words after the line's words, and so they would be read aloud. */
static void words(struct body *body, const char *text)
{
    static const char *const symbol_font =
        "<w:rPr><w:rFonts w:ascii=\"Segoe UI Emoji\" w:hAnsi=\"Segoe UI Emoji\" "
        "w:eastAsia=\"Segoe UI Emoji\" w:cs=\"Segoe UI Emoji\"/></w:rPr>";
    bool are_symbols;
    for (size_t span; (span = symbols_span(text, &are_symbols)) > 0; text += span)
        words_as(body, are_symbols ? symbol_font : "", bytes_of(text, span));
}

/* In the order the standard gives them. */
static void properties(struct body *body, const char *style)
{
    buf_text(&body->xml, "<w:pPr>");
    if (style[0] != '\0')
        buf_format(&body->xml, "<w:pStyle w:val=\"%s\"/>", style);
    if (body->is_new_page)
        buf_text(&body->xml, "<w:pageBreakBefore/>");
    if (strcmp(style, "ListBullet") == 0)
        buf_text(&body->xml, "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>");
    if (body->is_new_page)
        buf_text(&body->xml, "<w:spacing w:before=\"0\"/>");
    else if (body->is_after_table && strncmp(style, "Heading", 7) != 0)
        buf_text(&body->xml, "<w:spacing w:before=\"280\"/>");
    buf_text(&body->xml, "</w:pPr>");
    body->is_new_page = body->is_after_table = false;
}

static void paragraph(struct body *body, const char *style, const char *text)
{
    if (text[0] == '\0')
        return;
    buf_text(&body->xml, "<w:p>");
    properties(body, style);
    words(body, text);
    buf_text(&body->xml, "</w:p>");
}

static void heading(struct body *body, const struct paper_block *block)
{
    char style[16];
    snprintf(style, sizeof style, "Heading%d", block->level);
    buf_text(&body->xml, "<w:p>");
    properties(body, style);
    if (block->number[0] != '\0') {
        words_as(body, "<w:rPr><w:color w:val=\"" DOCX_BRAND "\"/></w:rPr>",
                 bytes_text(block->number));
        words(body, " ");
    }
    words(body, block->text);
    buf_text(&body->xml, "</w:p>");
}

static void labelled(struct body *body, const struct paper_block *block)
{
    if (block->text[0] == '\0')
        return;
    paragraph(body, "Label", block->label);
    paragraph(body, "", block->text);
}

/* A cell holds a paragraph even where it holds no text. */
static void cell(struct body *body, bool is_head, unsigned width, const char *text)
{
    buf_format(&body->xml, "<w:tc><w:tcPr><w:tcW w:w=\"%u\" w:type=\"dxa\"/>", width);
    if (is_head)
        buf_text(&body->xml, "<w:tcBorders><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"0\" "
                             "w:color=\"" DOCX_BRAND
                             "\"/></w:tcBorders><w:shd w:val=\"clear\" w:color=\"auto\" "
                             "w:fill=\"F1F4F8\"/><w:vAlign w:val=\"bottom\"/>");
    buf_format(&body->xml, "</w:tcPr><w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>",
               is_head ? "TableHead" : "TableText");
    words(body, text);
    buf_text(&body->xml, "</w:p></w:tc>");
}

static void row(struct body *body, bool is_head, const char *const *cells, const unsigned *widths,
                size_t count)
{
    buf_format(&body->xml, "<w:tr><w:trPr><w:cantSplit/>%s</w:trPr>",
               is_head ? "<w:tblHeader/>" : "");
    for (size_t i = 0; i < count; i++)
        cell(body, is_head, widths[i], cells[i]);
    buf_text(&body->xml, "</w:tr>");
}

static void table_begins(struct body *body, const struct paper_block *block, const unsigned *widths)
{
    buf_format(&body->xml,
               "<w:tbl><w:tblPr><w:tblStyle w:val=\"PaperTable\"/><w:tblW w:w=\"%d\" "
               "w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>"
               "<w:tblLook w:val=\"0020\" w:firstRow=\"1\"/>",
               DOCX_TEXT_WIDTH);
    if (block->label[0] != '\0') {
        buf_text(&body->xml, "<w:tblCaption w:val=\"");
        markup_text(&body->xml, block->label, " ");
        buf_text(&body->xml, "\"/>");
    }
    buf_text(&body->xml, "</w:tblPr><w:tblGrid>");
    for (size_t i = 0; i < block->column_count; i++)
        buf_format(&body->xml, "<w:gridCol w:w=\"%u\"/>", widths[i]);
    buf_text(&body->xml, "</w:tblGrid>");
}

/* Between two tables there is a paragraph, or they are one. */
static void gap(struct body *body)
{
    buf_text(&body->xml, "<w:p>");
    properties(body, "SmallPrint");
    buf_text(&body->xml, "</w:p>");
}

static void table(struct body *body, const struct paper_block *block)
{
    if (block->label[0] == '\0' && (body->is_after_table || body->is_new_page))
        gap(body);
    paragraph(body, "Caption", block->label);
    unsigned *widths = mem_array(block->column_count, sizeof *widths);
    columns_share(block, DOCX_TEXT_WIDTH, widths);
    table_begins(body, block, widths);
    row(body, true, block->columns, widths, block->column_count);
    for (size_t i = 0; i < block->rows.count; i++)
        row(body, false, block->rows.items[i].cells, widths, block->column_count);
    buf_text(&body->xml, "</w:tbl>");
    mem_free(widths);
    body->is_after_table = true;
}

static void block_docx(struct body *body, const struct paper_block *block)
{
    switch (block->kind) {
    case PAPER_HEADING:
        heading(body, block);
        break;
    case PAPER_TEXT:
        paragraph(body, "", block->text);
        break;
    case PAPER_LABELLED:
        labelled(body, block);
        break;
    case PAPER_LIST:
        for (size_t i = 0; i < block->items.count; i++)
            paragraph(body, "ListBullet", block->items.items[i]);
        break;
    case PAPER_TABLE:
        table(body, block);
        break;
    case PAPER_SMALL:
        paragraph(body, "SmallPrint", block->text);
        break;
    case PAPER_PAGE:
        body->is_new_page = true;
        break;
    }
}

static void document(const struct paper *paper, struct buf *xml)
{
    struct body body = {0};
    buf_text(&body.xml, DOCX_XML "<w:document xmlns:w=\"" DOCX_WORD "\" xmlns:r=\"" DOCX_RELATIONS
                                 "\"><w:body>");
    for (size_t i = 0; i < paper->blocks.count; i++)
        block_docx(&body, &paper->blocks.items[i]);
    if (body.is_after_table)
        gap(&body); /* Word wants a paragraph at the end */
    buf_format(&body.xml,
               "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId4\"/>"
               "<w:pgSz w:w=\"%d\" w:h=\"%d\"/><w:pgMar w:top=\"1985\" w:right=\"%d\" "
               "w:bottom=\"1134\" w:left=\"%d\" w:header=\"794\" w:footer=\"567\" w:gutter=\"0\"/>"
               "</w:sectPr></w:body></w:document>",
               DOCX_PAGE_WIDTH, DOCX_PAGE_HEIGHT, DOCX_SIDE, DOCX_SIDE);
    *xml = body.xml;
}

enum err paper_docx(const struct paper *paper, struct buf *out)
{
    enum {
        CONTENT_TYPES,
        PACKAGE,
        PROPERTIES,
        DOCUMENT,
        RELATIONS,
        STYLES,
        NUMBERING,
        SETTINGS,
        HEADER,
        PARTS
    };
    static const char *const names[PARTS] = {"[Content_Types].xml",
                                             "_rels/.rels",
                                             "docProps/core.xml",
                                             "word/document.xml",
                                             "word/_rels/document.xml.rels",
                                             "word/styles.xml",
                                             "word/numbering.xml",
                                             "word/settings.xml",
                                             "word/header1.xml"};
    struct buf xml[PARTS] = {0};
    docx_content_types(&xml[CONTENT_TYPES]);
    docx_package_relations(&xml[PACKAGE]);
    docx_properties(paper, &xml[PROPERTIES]);
    document(paper, &xml[DOCUMENT]);
    docx_document_relations(&xml[RELATIONS]);
    docx_styles(paper, &xml[STYLES]);
    docx_numbering(&xml[NUMBERING]);
    docx_settings(paper, &xml[SETTINGS]);
    docx_header(paper, &xml[HEADER]);
    struct zip_part parts[PARTS];
    for (size_t i = 0; i < PARTS; i++)
        parts[i] = (struct zip_part){names[i], buf_bytes(&xml[i])};
    enum err err = zip_file_write(parts, PARTS, out);
    for (size_t i = 0; i < PARTS; i++)
        buf_free(&xml[i]);
    return err;
}
