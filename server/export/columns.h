/* columns.h - how wide each column of a table is, where nobody but us can tell: in a DOCX.
 * Thread: any. */
#ifndef SOPU_EXPORT_COLUMNS_H
#define SOPU_EXPORT_COLUMNS_H

#include "export/paper.h"

/* Shares `total` (in twentieths of a point) among the table's columns: each gets what its longest word needs, and of the
 * rest as much as its texts ask for. The widths add up to `total`. */
void columns_share(const struct paper_block *table, unsigned total, unsigned *widths);

#endif
