/* A paper for Word: whole parts of well-formed XML, the styles Word knows, and the same bytes every time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "export/columns.h"
#include "export/docx_parts.h"
#include "export/paper_docx.h"
#include "export/symbols.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zip.h>

static struct paper a_paper(void)
{
    struct paper paper = {.language = "fi",
                          .title = "Pöytäkirja & liitteet",
                          .maker = "Hyvinvointialue <A>",
                          .kind = "Päätöspöytäkirja",
                          .date = "12.9.2024",
                          .status = "Tarkastettavana",
                          .page = "Sivu"};
    static const char *const columns[] = {"Nro", "Toimenpide"};
    static const char *const row[] = {"1", "\"Kutsutaan\" <koolle>\001"};
    paper_heading(&paper, 1, "", "", "Pöytäkirja");
    paper_heading(&paper, 4, "p9a", "9 § a", "Foorumi");
    paper_labelled(&paper, "Päätös", "Hyväksyttiin\nmuutettuna 😀.");
    paper_list(&paper);
    paper_item(&paper, "Liite 1");
    paper_page(&paper);
    paper_table(&paper, "Toimenpiteet", columns, 2);
    paper_row(&paper, row);
    paper_row(&paper, row);
    return paper;
}

static struct buf docx_of(const struct paper *paper)
{
    struct buf docx = {0};
    assert_int_equal(paper_docx(paper, &docx), OK);
    return docx;
}

/* One part of the file, or all of them one after another. */
static struct buf part_of(const struct buf *docx, const char *name)
{
    struct buf part = {0};
    zip_source_t *memory = zip_source_buffer_create(docx->data, docx->len, 0, NULL);
    zip_t *archive = zip_open_from_source(memory, ZIP_RDONLY | ZIP_CHECKCONS, NULL);
    assert_non_null(archive);
    zip_stat_t stat;
    assert_int_equal(zip_stat(archive, name, 0, &stat), 0);
    zip_file_t *file = zip_fopen(archive, name, 0);
    assert_int_equal(zip_fread(file, buf_reserve(&part, stat.size), stat.size), stat.size);
    part.len = stat.size;
    zip_fclose(file);
    zip_discard(archive);
    return part;
}

static void assert_part_has(const struct buf *docx, const char *name, const char *text)
{
    struct buf part = part_of(docx, name);
    if (strstr(buf_c_string(&part), text) == NULL)
        fail_msg("\"%s\" is not in %s: %s", text, name, buf_c_string(&part));
    buf_free(&part);
}

static unsigned times_in(const struct buf *docx, const char *name, const char *text)
{
    struct buf part = part_of(docx, name);
    unsigned times = 0;
    for (const char *at = buf_c_string(&part); (at = strstr(at, text)) != NULL; at++)
        times++;
    buf_free(&part);
    return times;
}

/* Every element is closed by its own name, and nothing but elements stands beside the first. */
static bool is_well_formed(const char *xml)
{
    enum { DEPTH = 32 };
    const char *open[DEPTH];
    size_t depth = 0;
    for (const char *at = strchr(xml + 2, '<'); at != NULL; at = strchr(at, '<')) {
        const char *end = strchr(at, '>');
        size_t name = strcspn(at + 1, " />");
        if (end == NULL)
            return false;
        if (at[1] == '/') {
            size_t len = strcspn(at + 2, ">");
            if (depth == 0 || strncmp(open[--depth], at + 2, len) != 0 ||
                !strchr(" >", open[depth][len]))
                return false;
        } else if (end[-1] != '/') {
            if (depth == DEPTH || name == 0)
                return false;
            open[depth++] = at + 1;
        }
        at = end;
    }
    return depth == 0;
}

static void every_part_is_there_and_well_formed(void **unused)
{
    (void)unused;
    static const char *const names[] = {"[Content_Types].xml",
                                        "_rels/.rels",
                                        "docProps/core.xml",
                                        "word/document.xml",
                                        "word/_rels/document.xml.rels",
                                        "word/styles.xml",
                                        "word/numbering.xml",
                                        "word/settings.xml",
                                        "word/header1.xml"};
    struct paper paper = a_paper();
    struct buf docx = docx_of(&paper);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct buf part = part_of(&docx, names[i]);
        if (!is_well_formed(buf_c_string(&part)))
            fail_msg("%s: %s", names[i], buf_c_string(&part));
        buf_free(&part);
    }
    buf_free(&docx);
    paper_free(&paper);
}

static void headings_and_labels_have_the_styles_that_make_an_outline(void **unused)
{
    (void)unused;
    struct paper paper = a_paper();
    struct buf docx = docx_of(&paper);
    assert_part_has(&docx, "word/document.xml", "<w:pStyle w:val=\"Heading1\"/>");
    assert_part_has(&docx, "word/document.xml", "<w:pStyle w:val=\"Heading4\"/>");
    assert_part_has(&docx, "word/document.xml", "<w:pStyle w:val=\"Label\"/>");
    assert_part_has(&docx, "word/document.xml", "Hyväksyttiin</w:t><w:br/><w:t");
    assert_part_has(&docx, "word/styles.xml", "<w:name w:val=\"heading 4\"/>");
    assert_part_has(&docx, "word/styles.xml", "<w:outlineLvl w:val=\"3\"/>");
    assert_int_equal(times_in(&docx, "word/styles.xml", "w:val=\"fi-FI\""), 1);
    buf_free(&docx);
    paper_free(&paper);
}

static void pictures_stand_in_runs_of_their_own(void **unused)
{
    (void)unused;
    bool are_symbols;
    assert_int_equal(symbols_span("sanoja 😀", &are_symbols), strlen("sanoja "));
    assert_false(are_symbols);
    assert_int_equal(symbols_span("❤️👍🏽 ja", &are_symbols), strlen("❤️👍🏽"));
    assert_true(are_symbols);
    assert_int_equal(symbols_span("\xf0(\x9f", &are_symbols), 3);
    assert_false(are_symbols);
    assert_int_equal(symbols_span("", &are_symbols), 0);
    struct paper paper = a_paper();
    struct buf docx = docx_of(&paper);
    assert_part_has(&docx, "word/document.xml",
                    "Segoe UI Emoji\"/></w:rPr><w:t "
                    "xml:space=\"preserve\">😀</w:t></w:r><w:r>");
    buf_free(&docx);
    paper_free(&paper);
}

static void a_table_has_one_head_row_and_no_row_is_split(void **unused)
{
    (void)unused;
    struct paper paper = a_paper();
    struct buf docx = docx_of(&paper);
    assert_int_equal(times_in(&docx, "word/document.xml", "<w:tblHeader/>"), 1);
    assert_int_equal(times_in(&docx, "word/document.xml", "<w:cantSplit/>"), 3);
    assert_part_has(&docx, "word/document.xml", "<w:tblCaption w:val=\"Toimenpiteet\"/>");
    assert_part_has(&docx, "word/document.xml",
                    "<w:pStyle w:val=\"Caption\"/><w:pageBreakBefore/>");
    buf_free(&docx);
    paper_free(&paper);
}

static void no_text_is_markup_and_what_xml_forbids_is_left_out(void **unused)
{
    (void)unused;
    struct paper paper = a_paper();
    struct buf docx = docx_of(&paper);
    assert_part_has(&docx, "word/document.xml", ">&quot;Kutsutaan&quot; &lt;koolle&gt;</w:t>");
    assert_part_has(&docx, "word/header1.xml", "Hyvinvointialue &lt;A&gt;");
    assert_part_has(&docx, "docProps/core.xml", "<dc:title>Pöytäkirja &amp; liitteet</dc:title>");
    buf_free(&docx);
    paper_free(&paper);
}

static void the_head_of_every_page_tells_the_standing_and_the_page(void **unused)
{
    (void)unused;
    struct paper paper = a_paper();
    struct buf docx = docx_of(&paper);
    assert_part_has(&docx, "word/header1.xml", "Tarkastettavana");
    assert_part_has(&docx, "word/header1.xml", "w:instr=\" PAGE \"");
    assert_part_has(&docx, "word/header1.xml", "w:instr=\" NUMPAGES \"");
    buf_free(&docx);
    paper_free(&paper);
}

static void the_same_paper_gives_the_same_bytes_anywhere_and_at_any_time(void **unused)
{
    (void)unused;
    struct paper paper = a_paper();
    struct buf here = docx_of(&paper);
    setenv("TZ", "Pacific/Auckland", 1);
    tzset();
    time_t began = time(NULL);
    while (time(NULL) < began + 2) { /* as fine as a ZIP tells the time */
        struct timespec nap = {0, 100000000};
        nanosleep(&nap, NULL);
    }
    struct buf there = docx_of(&paper);
    assert_true(bytes_equal(buf_bytes(&here), buf_bytes(&there)));
    buf_free(&here);
    buf_free(&there);
    paper_free(&paper);
}

static void columns_get_what_their_words_need_and_all_of_the_width(void **unused)
{
    (void)unused;
    struct paper paper = {0};
    const char *const columns[] = {"Nro", "Toimenpide", "Aikataulu"};
    const char *const row[] = {"1", "Kutsutaan koolle kuntien ja järjestöjen yhteinen foorumi", ""};
    unsigned widths[3];
    paper_table(&paper, "", columns, 3);
    paper_row(&paper, row);
    columns_share(&paper.blocks.items[0], 9638, widths);
    assert_int_equal(widths[0] + widths[1] + widths[2], 9638);
    assert_true(widths[0] < widths[2] && widths[2] < widths[1]);
    columns_share(&paper.blocks.items[0], 1000, widths); /* too narrow for the words */
    assert_int_equal(widths[0] + widths[1] + widths[2], 1000);
    assert_true(widths[0] > 0 && widths[1] > widths[2]);
    paper_free(&paper);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_is_there_and_well_formed),
        cmocka_unit_test(headings_and_labels_have_the_styles_that_make_an_outline),
        cmocka_unit_test(pictures_stand_in_runs_of_their_own),
        cmocka_unit_test(a_table_has_one_head_row_and_no_row_is_split),
        cmocka_unit_test(no_text_is_markup_and_what_xml_forbids_is_left_out),
        cmocka_unit_test(the_head_of_every_page_tells_the_standing_and_the_page),
        cmocka_unit_test(the_same_paper_gives_the_same_bytes_anywhere_and_at_any_time),
        cmocka_unit_test(columns_get_what_their_words_need_and_all_of_the_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
