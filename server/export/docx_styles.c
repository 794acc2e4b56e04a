#include "export/docx_parts.h"

#include "export/markup.h"

#include <stdbool.h>

#define BRAND "<w:color w:val=\"" DOCX_BRAND "\"/>"
#define QUIET "<w:color w:val=\"5D6470\"/>"
#define BOLD "<w:b/><w:bCs/>"
/* Half points. */
#define SIZE(half_points) "<w:sz w:val=\"" half_points "\"/><w:szCs w:val=\"" half_points "\"/>"
/* Twentieths of a point. */
#define SPACE(before, after) "<w:spacing w:before=\"" before "\" w:after=\"" after "\"/>"
/* Never alone at the end of a page. */
#define WITH_NEXT "<w:keepNext/><w:keepLines/>"
#define OUTLINE(level) "<w:outlineLvl w:val=\"" level "\"/>"

struct style {
    const char *id;
    const char *name; /* as Word and LibreOffice know it; in lower case where it is built in */
    const char *paragraph;
    const char *run;
    bool is_ours;
};

static const struct style styles[] = {
    {"Heading1", "heading 1", WITH_NEXT SPACE("0", "240") OUTLINE("0"), BOLD BRAND SIZE("40"), 0},
    {"Heading2", "heading 2", WITH_NEXT SPACE("480", "120") OUTLINE("1"), BOLD SIZE("28"), 0},
    {"Heading3", "heading 3", WITH_NEXT SPACE("360", "100") OUTLINE("2"), BOLD SIZE("24"), 0},
    {"Heading4", "heading 4", WITH_NEXT SPACE("280", "80") OUTLINE("3"), BOLD SIZE("22"), 0},
    {"ListBullet", "List Bullet", SPACE("0", "80"), "", 0},
    {"Caption", "caption", WITH_NEXT SPACE("240", "100"), BOLD QUIET SIZE("20"), 0},
    {"Header", "header",
     "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"6\" w:color=\"C8CDD0\"/></w:pBdr>"
     "<w:tabs><w:tab w:val=\"right\" w:pos=\"9638\"/></w:tabs>" SPACE("0", "0"),
     SIZE("19"), 0},
    {"Label", "Label", WITH_NEXT SPACE("200", "20"), BOLD BRAND, 1},
    {"TableHead", "Table Head", "<w:keepNext/>" SPACE("60", "60"), BOLD SIZE("19"), 1},
    {"TableText", "Table Text", SPACE("60", "60"), SIZE("19"), 1},
    {"SmallPrint", "Small Print", SPACE("160", "80"), QUIET SIZE("17"), 1},
};

static void style(struct buf *xml, const struct style *style)
{
    buf_format(xml,
               "<w:style w:type=\"paragraph\"%s w:styleId=\"%s\"><w:name w:val=\"%s\"/>"
               "<w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:qFormat/>"
               "<w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>",
               style->is_ours ? " w:customStyle=\"1\"" : "", style->id, style->name,
               style->paragraph, style->run);
}

/* Arial is everywhere, or something of the same widths; what it has no picture of comes from another font. */
static void defaults(struct buf *xml, const char *language)
{
    buf_text(xml, "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Arial\" "
                  "w:hAnsi=\"Arial\" w:eastAsia=\"Arial\" w:cs=\"Arial\"/>" SIZE("22") "<w:lang");
    static const char *const scripts[] = {"val", "eastAsia", "bidi"};
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        buf_format(xml, " w:%s=\"", scripts[i]);
        markup_text(xml, language, "");
        buf_text(xml, "\"");
    }
    buf_text(xml, "/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/>"
                  "<w:spacing w:after=\"140\" w:line=\"281\" w:lineRule=\"auto\"/></w:pPr>"
                  "</w:pPrDefault></w:docDefaults>");
}

static void table_style(struct buf *xml)
{
    buf_text(xml, "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\">"
                  "<w:name w:val=\"Normal Table\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/>"
                  "<w:tblCellMar><w:left w:w=\"108\" w:type=\"dxa\"/><w:right w:w=\"108\" "
                  "w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>"
                  "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"PaperTable\">"
                  "<w:name w:val=\"Paper Table\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr>"
                  "<w:tblBorders><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" "
                  "w:color=\"C8CDD0\"/><w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" "
                  "w:color=\"C8CDD0\"/></w:tblBorders></w:tblPr></w:style>");
}

void docx_styles(const struct paper *paper, struct buf *xml)
{
    buf_text(xml, DOCX_XML "<w:styles xmlns:w=\"" DOCX_WORD "\">");
    defaults(xml, docx_language(paper->language));
    buf_text(xml, "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">"
                  "<w:name w:val=\"Normal\"/><w:qFormat/></w:style>");
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        style(xml, &styles[i]);
    table_style(xml);
    buf_text(xml, "</w:styles>");
}
