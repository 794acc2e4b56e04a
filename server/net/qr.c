#include "net/qr.h"

#include <qrencode.h>
#include <stdbool.h>

static bool is_dark(const QRcode *code, int x, int y)
{
    return x < code->width && (code->data[y * code->width + x] & 1);
}

int qr_path(const char *text, struct buf *path)
{
    QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    if (code == NULL)
        return 0;
    int width = code->width;
    for (int y = 0; y < width; y++) {
        for (int x = 0; x < width; x++) {
            int from = x;
            while (is_dark(code, x, y))
                x++;
            if (x > from)
                buf_format(path, "M%d %dh%dv1h-%dz", from, y, x - from, x - from);
        }
    }
    QRcode_free(code);
    return width;
}
