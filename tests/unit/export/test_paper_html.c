/* A paper as a page: what is a heading is a heading, what is a table has heads, and no text is markup. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "export/paper_html.h"

#include <string.h>

static struct paper an_empty_paper(void)
{
    return (struct paper){.language = "sv",
                          .title = "Protokoll <1>",
                          .maker = "Välfärdsområdet",
                          .kind = "Protokoll",
                          .date = "12.9.2024",
                          .status = "Utkast",
                          .page = "Sida"};
}

static void assert_page_has(const struct paper *paper, const char *text)
{
    struct buf html = {0};
    paper_html(paper, "/paper.css", &html);
    if (strstr(buf_c_string(&html), text) == NULL)
        fail_msg("\"%s\" is not in %s", text, buf_c_string(&html));
    buf_free(&html);
}

static void assert_page_lacks(const struct paper *paper, const char *text)
{
    struct buf html = {0};
    paper_html(paper, "/paper.css", &html);
    assert_null(strstr(buf_c_string(&html), text));
    buf_free(&html);
}

static void the_page_says_at_once_what_it_is_and_of_what_standing(void **unused)
{
    (void)unused;
    struct paper paper = an_empty_paper();
    assert_page_has(&paper, "<html lang=\"sv\">");
    assert_page_has(&paper, "<title>Protokoll &lt;1&gt;</title>");
    assert_page_has(&paper, "<link rel=\"stylesheet\" href=\"/paper.css\">");
    assert_page_has(&paper, "<p class=\"maker\">Välfärdsområdet</p>\n<p class=\"kind\">Protokoll "
                            "<span class=\"date\">12.9.2024</span></p>\n"
                            "<p class=\"status\">Utkast</p>");
    assert_page_lacks(&paper, "<script");
    assert_page_lacks(&paper, "style=\"");
    paper_free(&paper);
}

static void headings_have_their_level_anchor_and_number(void **unused)
{
    (void)unused;
    struct paper paper = an_empty_paper();
    paper_heading(&paper, 1, "", "", "Titel");
    paper_heading(&paper, 3, "p9a", "9 § a", "Forum & möten");
    assert_page_has(&paper, "<h1>Titel</h1>");
    assert_page_has(&paper,
                    "<h3 id=\"p9a\"><span class=\"code\">9 § a</span> Forum &amp; möten</h3>");
    paper_free(&paper);
}

static void a_table_has_a_caption_and_heads_for_columns_and_rows(void **unused)
{
    (void)unused;
    struct paper paper = an_empty_paper();
    const char *const columns[] = {"Nr", "Vem", ""};
    const char *const row[] = {"1", "<b>Åke</b>", "'x'"};
    const char *const nameless[] = {"", "Öst", ""};
    paper_table(&paper, "Närvarande", columns, 3);
    paper_row(&paper, row);
    paper_row(&paper, nameless);
    assert_page_has(&paper, "<caption id=\"table-0\">Närvarande</caption>");
    assert_page_has(&paper, "aria-labelledby=\"table-0\"");
    assert_page_has(&paper,
                    "<tr><th scope=\"col\">Nr</th><th scope=\"col\">Vem</th><td></td></tr>");
    assert_page_has(&paper, "<tr><th scope=\"row\">1</th><td>&lt;b&gt;Åke&lt;/b&gt;</td>"
                            "<td>&#39;x&#39;</td></tr>");
    assert_page_has(&paper, "<tr><td></td><td>Öst</td><td></td></tr>");
    paper_free(&paper);
}

static void paragraphs_lists_and_small_print_keep_their_line_breaks(void **unused)
{
    (void)unused;
    struct paper paper = an_empty_paper();
    paper_text(&paper, "en\ntvå");
    paper_labelled(&paper, "Beslut", "Godkändes \"enligt\" förslaget.");
    paper_labelled(&paper, "Behandling", "");
    paper_list(&paper);
    for (int i = 0; i < 20; i++)
        paper_item(&paper, "bilaga");
    paper_page(&paper);
    paper_small(&paper, "c0ffee");
    assert_page_has(&paper, "<p>en<br>två</p>");
    assert_page_has(&paper, "<div class=\"labelled\"><p class=\"label\">Beslut</p>\n"
                            "<p>Godkändes &quot;enligt&quot; förslaget.</p>\n</div>");
    assert_page_lacks(&paper, "Behandling"); /* nothing was said under it */
    assert_page_has(&paper, "<li>bilaga</li>\n</ul>");
    assert_page_has(&paper, "<hr class=\"page\">\n<p class=\"seal\">c0ffee</p>");
    paper_free(&paper);
}

static void what_is_no_text_is_not_written(void **unused)
{
    (void)unused;
    struct paper paper = an_empty_paper();
    paper_text(&paper, "a\001b\r\033c\td\xef\xbf\xbe");
    paper_text(&paper, "e\xc3(f\xed\xa0\x80g\xf0\x9f\x98\x80h\xe2\x82");
    assert_page_has(&paper, "<p>abc\td</p>");
    assert_page_has(&paper, "<p>e\uFFFD(f\uFFFD\uFFFD\uFFFDg😀h\uFFFD\uFFFD</p>");
    paper_free(&paper);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_says_at_once_what_it_is_and_of_what_standing),
        cmocka_unit_test(headings_have_their_level_anchor_and_number),
        cmocka_unit_test(a_table_has_a_caption_and_heads_for_columns_and_rows),
        cmocka_unit_test(paragraphs_lists_and_small_print_keep_their_line_breaks),
        cmocka_unit_test(what_is_no_text_is_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
