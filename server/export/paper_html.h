/* paper_html.h - a paper as one page for browsers: no script, no style of its own, structure for those who listen.
 * The looks are web/public/paper.css.
 * Thread: any, one at a time. */
#ifndef SOPU_EXPORT_PAPER_HTML_H
#define SOPU_EXPORT_PAPER_HTML_H

#include "base/buf.h"
#include "export/paper.h"

void paper_html(const struct paper *paper, const char *stylesheet_href, struct buf *out);

#endif
