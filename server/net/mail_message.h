/* mail_message.h - an e-mail as it is sent: RFC 5322, its headers in ASCII (RFC 2047), its text in quoted-printable
 * (RFC 2045). Values in, bytes out. Private to net/, but for struct mail. Thread: any. */
#ifndef SOPU_NET_MAIL_MESSAGE_H
#define SOPU_NET_MAIL_MESSAGE_H

#include "base/buf.h"

#include <stdbool.h>

struct mail {
    const char *key;        /* the caller's own name for it, at most MAIL_KEY_MAX letters */
    const char *to;         /* one address: local@domain.tld                              */
    const char *subject;    /* one line of UTF-8                                          */
    const char *text;       /* UTF-8, the lines as the caller broke them                  */
    const char *message_id; /* "id@host", without brackets                                */
    const char *language;   /* "fi"                                                       */
    int64_t date_ms;        /* since 1970                                                 */
};

/* False, and `out` as it was: a value that is missing, no UTF-8, or no single line where one is meant. So nobody who
 * fills in a field can add a header. */
bool mail_message_write(const struct mail *mail, const char *from_address, const char *from_name,
                        struct buf *out);

#endif
