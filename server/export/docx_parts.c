#include "export/docx_parts.h"

#include "export/markup.h"

#define PACKAGE "http://schemas.openxmlformats.org/package/2006"
#define OFFICE_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml"

const char *docx_language(const char *language)
{
    static const char *const known[][2] = {{"fi", "fi-FI"}, {"sv", "sv-FI"}, {"en", "en-GB"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i][0], language) == 0)
            return known[i][1];
    return language;
}

static void content_type(struct buf *xml, const char *part, const char *type)
{
    buf_format(xml, "<Override PartName=\"/%s\" ContentType=\"%s\"/>", part, type);
}

void docx_content_types(struct buf *xml)
{
    buf_text(xml, DOCX_XML "<Types xmlns=\"" PACKAGE "/content-types\">"
                           "<Default Extension=\"rels\" ContentType=\"application/"
                           "vnd.openxmlformats-package.relationships+xml\"/>"
                           "<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
    content_type(xml, "word/document.xml", OFFICE_TYPE ".document.main+xml");
    content_type(xml, "word/styles.xml", OFFICE_TYPE ".styles+xml");
    content_type(xml, "word/numbering.xml", OFFICE_TYPE ".numbering+xml");
    content_type(xml, "word/settings.xml", OFFICE_TYPE ".settings+xml");
    content_type(xml, "word/header1.xml", OFFICE_TYPE ".header+xml");
    content_type(xml, "docProps/core.xml",
                 "application/vnd.openxmlformats-package.core-properties+xml");
    buf_text(xml, "</Types>");
}

static void relation(struct buf *xml, int number, const char *type, const char *target)
{
    buf_format(xml, "<Relationship Id=\"rId%d\" Type=\"%s\" Target=\"%s\"/>", number, type, target);
}

static void relations(struct buf *xml)
{
    buf_text(xml, DOCX_XML "<Relationships xmlns=\"" PACKAGE "/relationships\">");
}

void docx_package_relations(struct buf *xml)
{
    relations(xml);
    relation(xml, 1, DOCX_RELATIONS "/officeDocument", "word/document.xml");
    relation(xml, 2, PACKAGE "/relationships/metadata/core-properties", "docProps/core.xml");
    buf_text(xml, "</Relationships>");
}

void docx_document_relations(struct buf *xml)
{
    relations(xml);
    relation(xml, 1, DOCX_RELATIONS "/styles", "styles.xml");
    relation(xml, 2, DOCX_RELATIONS "/numbering", "numbering.xml");
    relation(xml, 3, DOCX_RELATIONS "/settings", "settings.xml");
    relation(xml, 4, DOCX_RELATIONS "/header", "header1.xml");
    buf_text(xml, "</Relationships>");
}

static void property(struct buf *xml, const char *name, const char *text)
{
    buf_format(xml, "<%s>", name);
    markup_text(xml, text, " ");
    buf_format(xml, "</%s>", name);
}

/* In the order their names have in the standard; no dates, so that the same paper is the same file. */
void docx_properties(const struct paper *paper, struct buf *xml)
{
    buf_text(xml, DOCX_XML "<cp:coreProperties xmlns:cp=\"" PACKAGE "/metadata/core-properties\" "
                           "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">");
    property(xml, "cp:contentStatus", paper->status);
    property(xml, "dc:creator", paper->maker);
    property(xml, "dc:language", docx_language(paper->language));
    property(xml, "dc:subject", paper->kind);
    property(xml, "dc:title", paper->title);
    buf_text(xml, "</cp:coreProperties>");
}

void docx_settings(const struct paper *paper, struct buf *xml)
{
    buf_text(
        xml, DOCX_XML
        "<w:settings xmlns:w=\"" DOCX_WORD "\"><w:zoom w:percent=\"100\"/>"
        "<w:defaultTabStop w:val=\"1304\"/><w:characterSpacingControl w:val=\"doNotCompress\"/>"
        "<w:compat><w:compatSetting w:name=\"compatibilityMode\" "
        "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
        "<w:themeFontLang w:val=\"");
    markup_text(xml, docx_language(paper->language), "");
    buf_text(xml, "\"/></w:settings>");
}

void docx_numbering(struct buf *xml)
{
    buf_text(xml, DOCX_XML
             "<w:numbering xmlns:w=\"" DOCX_WORD "\"><w:abstractNum w:abstractNumId=\"0\">"
             "<w:multiLevelType w:val=\"singleLevel\"/><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>"
             "<w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"•\"/><w:lvlJc w:val=\"left\"/>"
             "<w:pPr><w:ind w:left=\"397\" w:hanging=\"284\"/></w:pPr></w:lvl></w:abstractNum>"
             "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>");
}

static void run(struct buf *xml, const char *properties, const char *text)
{
    buf_format(xml, "<w:r>%s<w:t xml:space=\"preserve\">", properties);
    markup_text(xml, text, " ");
    buf_text(xml, "</w:t></w:r>");
}

/* What is told without the field being counted anew: readers of DOCX count by themselves. */
static void field(struct buf *xml, const char *name)
{
    buf_format(xml, "<w:fldSimple w:instr=\" %s \"><w:r><w:t>1</w:t></w:r></w:fldSimple>", name);
}

/* Two lines: who, and which page; what and when, and of what standing. */
void docx_header(const struct paper *paper, struct buf *xml)
{
    const char *strong = "<w:rPr><w:b/><w:bCs/></w:rPr>";
    const char *line_end = "<w:r><w:br/></w:r>";
    const char *to_the_right = "<w:r><w:tab/></w:r>";
    buf_text(xml, DOCX_XML "<w:hdr xmlns:w=\"" DOCX_WORD "\"><w:p><w:pPr><w:pStyle "
                           "w:val=\"Header\"/></w:pPr>");
    run(xml, strong, paper->maker);
    buf_text(xml, to_the_right);
    run(xml, "", paper->page);
    run(xml, "", " ");
    field(xml, "PAGE");
    run(xml, "", " (");
    field(xml, "NUMPAGES");
    run(xml, "", ")");
    buf_text(xml, line_end);
    run(xml, "", paper->kind);
    run(xml, "", " ");
    run(xml, "", paper->date);
    buf_text(xml, to_the_right);
    run(xml, strong, paper->status);
    buf_text(xml, "</w:p></w:hdr>");
}
