/* pdf_desk.h - one PDF at a time is made of a document, and kept until another is asked for. Whoever asks for it may wait for
 * it there, by its key. Private to net/. Thread: loop. */
#ifndef SOPU_NET_PDF_DESK_H
#define SOPU_NET_PDF_DESK_H

#include "export/pdf.h"

#include <stdbool.h>
#include <stdint.h>

enum { PDF_KEY_BYTES = 32 };

struct pdf_desk;

struct pdf_desk *pdf_desk_new(void);
void pdf_desk_free(struct pdf_desk *desk);
/* Begins to make it, if it is not there and no other is being made. Gives its key. PDF_DONE: *pdf is borrowed until the next
 * call. */
enum pdf_state pdf_desk_ask(struct pdf_desk *desk, struct bytes docx, uint8_t key[PDF_KEY_BYTES],
                            struct bytes *pdf);
/* It is this one that is being made, or was made last. */
bool pdf_desk_has(const struct pdf_desk *desk, const uint8_t key[PDF_KEY_BYTES]);
/* How far the one is that the desk has. */
enum pdf_state pdf_desk_see(struct pdf_desk *desk, struct bytes *pdf);
/* Now and then: looks whether what is being made is done. Only so does it become so: whoever waits sees it before another one is
 * begun. */
void pdf_desk_tick(struct pdf_desk *desk);

#endif
