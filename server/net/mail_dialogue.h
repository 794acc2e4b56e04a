/* mail_dialogue.h - the words with an SMTP server about one e-mail, once it has greeted us: MAIL, RCPT, DATA, the message
 * (RFC 5321). Replies in, words out; no socket. Private to net/. Thread: any. */
#ifndef SOPU_NET_MAIL_DIALOGUE_H
#define SOPU_NET_MAIL_DIALOGUE_H

#include "net/mail.h"

enum dialogue_stage { SAY_MAIL, SAY_RCPT, SAY_DATA, SAY_MESSAGE, DIALOGUE_OVER };

struct mail_dialogue {
    enum dialogue_stage stage;
    struct buf words[DIALOGUE_OVER + 1]; /* what is said at each stage; at the end: QUIT */
    size_t said;                         /* of the present one's words                   */
    char line[4];                        /* how the line of the reply begins             */
    size_t column;
    size_t heard; /* of this reply */
    enum mail_outcome outcome;
    char reason[MAIL_REASON_MAX];
};

void dialogue_begin(struct mail_dialogue *dialogue, const char *from, const char *to,
                    struct bytes message);
void dialogue_free(struct mail_dialogue *dialogue);

/* What is to be said now; borrowed until the next call. */
struct bytes dialogue_words(const struct mail_dialogue *dialogue);
void dialogue_said(struct mail_dialogue *dialogue, size_t len);
void dialogue_hear(struct mail_dialogue *dialogue, struct bytes heard);
/* It ends from outside: the line broke, time is over. `why` is borrowed for the call. */
void dialogue_break(struct mail_dialogue *dialogue, const char *why);

#endif
