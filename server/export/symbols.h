/* symbols.h - the pictures among the letters: emoji, arrows, boxes to tick. Text fonts lack them.
 * Thread: any. */
#ifndef SOPU_EXPORT_SYMBOLS_H
#define SOPU_EXPORT_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>

/* Of UTF-8 the bytes at its beginning that are pictures only, or letters only; which of them is told. 0: the end. */
size_t symbols_span(const char *text, bool *are_symbols);

#endif
