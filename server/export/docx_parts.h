/* docx_parts.h - the parts of a DOCX beside its text: what kinds of parts there are, properties, styles, the head of
 * every page. Each appends one part's XML.
 * Thread: any, one at a time. */
#ifndef SOPU_EXPORT_DOCX_PARTS_H
#define SOPU_EXPORT_DOCX_PARTS_H

#include "base/buf.h"
#include "export/paper.h"

#define DOCX_XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define DOCX_WORD "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define DOCX_RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/* The colour of web/public/paper.css. */
#define DOCX_BRAND "00347A"

/* Of the page, in twentieths of a point: A4, 2 cm at the sides. */
enum { DOCX_PAGE_WIDTH = 11906, DOCX_PAGE_HEIGHT = 16838, DOCX_SIDE = 1134 };
enum { DOCX_TEXT_WIDTH = DOCX_PAGE_WIDTH - 2 * DOCX_SIDE };

void docx_content_types(struct buf *xml);
void docx_package_relations(struct buf *xml);
void docx_document_relations(
    struct buf *xml); /* rId1 styles, rId2 numbering, rId3 settings, rId4 header */
void docx_properties(const struct paper *paper, struct buf *xml);
void docx_settings(const struct paper *paper, struct buf *xml);
void docx_numbering(struct buf *xml); /* numId 1: a list */
void docx_header(const struct paper *paper, struct buf *xml);
void docx_styles(const struct paper *paper, struct buf *xml); /* docx_styles.c */

/* "fi-FI" for "fi": the languages as they are spoken in Finland. */
const char *docx_language(const char *language);

#endif
