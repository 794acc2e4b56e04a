/* mail.h - hands e-mails to an SMTP server, a few at a time, and tells later how each went. Nothing here waits: names are
 * looked up by a thread of libcurl's, all else happens in mail_desk_tick.
 * Thread: loop. */
#ifndef SOPU_NET_MAIL_H
#define SOPU_NET_MAIL_H

#include "net/mail_message.h"

#include <stdbool.h>

enum { MAIL_AT_A_TIME = 4, MAIL_KEY_MAX = 64, MAIL_REASON_MAX = 96, MAIL_SECONDS = 60 };

/* Texts that may be NULL say so. */
struct mail_server {
    /* "smtps://HOST[:PORT]": TLS from the first byte. "smtp://HOST[:PORT]": STARTTLS is demanded, but on this machine itself
     * (127.0.0.1, ::1, localhost), where nothing is encrypted. */
    const char *url;
    const char *from_address;
    const char *from_name; /* NULL: the address alone                            */
    const char *user;      /* NULL: without signing in                           */
    const char *password;
    const char *ca_file; /* NULL: the authorities this machine trusts          */
    int seconds;         /* for one attempt, from name to answer: MAIL_SECONDS */
};

enum mail_outcome {
    MAIL_SENT, /* the server has taken it                                                                */
    MAIL_REFUSED, /* it will never be taken: 5xx about this mail, or the mail is no mail                      */
    MAIL_LATER, /* it may be tried again: 4xx, network, time, TLS, signing in. Where the line broke just at
                     the end the server may have taken it                                                    */
};

struct mail_result {
    char key[MAIL_KEY_MAX + 1];
    enum mail_outcome outcome;
    char reason
        [MAIL_REASON_MAX]; /* "SMTP 550 to RCPT": no address, and no word of the mail or the server */
};

struct mail_desk;

bool mail_url_is_good(const char *url);

/* Copies what it is given. NULL: the URL or the sender's address is none. */
struct mail_desk *mail_desk_new(const struct mail_server *server);
/* What is under way ends in the middle. NULL is fine. */
void mail_desk_free(struct mail_desk *desk);
/* A few times a second. */
void mail_desk_tick(struct mail_desk *desk);

bool mail_has_room(const struct mail_desk *desk);
/* Only while there is room. What was sent takes room until its result is asked for. */
void mail_send(struct mail_desk *desk, const struct mail *mail);
/* The next that is over, in no order; false: none at the moment. */
bool mail_result(struct mail_desk *desk, struct mail_result *result);

#endif
