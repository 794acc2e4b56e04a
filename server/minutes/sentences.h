/* sentences.h - what the minutes say, in each language of a day. {1} {2} ... are what a sentence is about.
 * For server/minutes only, and for who puts the parts on paper. Thread: any. */
#ifndef SOPU_MINUTES_SENTENCES_H
#define SOPU_MINUTES_SENTENCES_H

struct sentences {
    const char *language;
    const char *kind;    /* of the document */
    const char *part[4]; /* labels by enum minutes_part_kind */
    const char *and, *and_also, *time, *page;
    const char *status[5]; /* by enum minutes_state */
    const char *corrected;
    /* facts */
    const char *when, *where, *breaks, *opener, *chair, *secretary, *examiners, *counters,
        *vice_chair;
    const char *present_counts, *one_organisation, *organisations;
    /* what happened */
    const char *opened, *noted_opening, *roll_call, *roll_noted, *arrived, *left, *nobody_handled;
    const char *gap, *agenda_approved, *unit[2], *tie[3];
    const char *elected, *post[5], *presented, *noted, *proposals_taken, *proposal_of;
    const char *amendment, *amendment_unseconded, *outcome[5], *wording;
    const char *substitute; /* in the list of those present */
    const char *voted, *yes, *no, *blank, *won_yes, *won_no, *tied[3], *voted_secretly, *by_hands;
    const char *as_proposed, *as_amended, *unanimously, *returned, *undecided, *reopened;
    const char *statement, *dissent, *away, *disqualified, *postponed, *closed;
    /* on paper */
    const char *actions, *number, *what, *who, *when_due, *measure, *rationale;
    const char *presence_list, *organisation, *person, *times, *ballots, *choice;
    const char *attachments, *originals, *signatures, *signed_by, *examined_by, *waits,
        *distribution;
    const char *seal, *log_head, *web_edition;
};

/* Finnish where the language is not known. */
const struct sentences *sentences_in(const char *language);

#endif
