/* sample.h - minutes with everything a paper can have in them: three pages, all letters of the country, emoji. */
#ifndef SOPU_TESTS_PAPER_SAMPLE_H
#define SOPU_TESTS_PAPER_SAMPLE_H

#include "export/paper.h"

/* The caller frees it with paper_free. */
void sample_paper(struct paper *paper);

#endif
