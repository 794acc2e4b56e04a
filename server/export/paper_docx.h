/* paper_docx.h - a paper as a file for Word and LibreOffice: built-in heading styles, head rows, the head of every page.
 * The same paper gives the same bytes.
 * Thread: any, one at a time. */
#ifndef SOPU_EXPORT_PAPER_DOCX_H
#define SOPU_EXPORT_PAPER_DOCX_H

#include "base/buf.h"
#include "base/err.h"
#include "export/paper.h"

/* Appends the file. ERR_IO: it could not be packed. */
enum err paper_docx(const struct paper *paper, struct buf *out);

#endif
