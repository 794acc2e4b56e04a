/* minutes_paper.h - the minutes as a formal document, for every format there is; and the groups' proposals as they were
 * handed in, which are an annex of their own. Thread: any. */
#ifndef SOPU_EXPORT_MINUTES_PAPER_H
#define SOPU_EXPORT_MINUTES_PAPER_H

#include "domain/messages.h"
#include "export/paper.h"

#include <stdint.h>

struct minutes_sheet {
    const struct day *day;
    const struct minutes_text *text;
    bool has_names; /* false: the web edition, without the names of people */
    const char *(*name_of)(const void *context, const char *seat); /* for signatures */
    const void *context;
    const char *seal; /* of this text */
    /* The log up to a record; 0: there is no such at this moment. */
    uint64_t record;
    const char *chain;
};

/* Texts are the paper's arena, or borrowed from the sheet: they outlive the paper. */
void minutes_paper(const struct minutes_sheet *sheet, struct paper *paper);
void originals_paper(const struct minutes_sheet *sheet, struct paper *paper);

#endif
