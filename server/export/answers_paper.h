/* answers_paper.h - what the round answered: under each of its questions what was decided, the actions, the goal of the
 * plan that each serves, and what has become of it. Names of people are in it only where somebody wrote them into a text.
 * Thread: any. */
#ifndef SOPU_EXPORT_ANSWERS_PAPER_H
#define SOPU_EXPORT_ANSWERS_PAPER_H

#include "domain/messages.h"
#include "export/paper.h"

/* In the day's language. Texts are the paper's arena, or borrowed from the day: it outlives the paper. */
void answers_paper(const struct day *day, struct paper *paper);

#endif
