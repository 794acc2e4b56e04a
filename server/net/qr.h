/* qr.h - a QR code as a shape that a page can draw. Thread: any. */
#ifndef SOPU_NET_QR_H
#define SOPU_NET_QR_H

#include "base/buf.h"

/* The dark modules of the text's code as the path of an SVG of size x size units, without the quiet zone around it.
 * 0: the text is too long for a code. */
int qr_path(const char *text, struct buf *path);

#endif
