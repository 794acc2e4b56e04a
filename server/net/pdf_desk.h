/* pdf_desk.h - one PDF at a time is made of a document, and kept until another is asked for. Who asks while it is being
 * made comes again. Private to net/. Thread: loop. */
#ifndef SOPU_NET_PDF_DESK_H
#define SOPU_NET_PDF_DESK_H

#include "export/pdf.h"

struct pdf_desk;

struct pdf_desk *pdf_desk_new(void);
void pdf_desk_free(struct pdf_desk *desk);
/* PDF_DONE: *pdf is borrowed until the next call. */
enum pdf_state pdf_desk_ask(struct pdf_desk *desk, struct bytes docx, struct bytes *pdf);
/* Now and then: whether what is being made is done. */
void pdf_desk_tick(struct pdf_desk *desk);

#endif
