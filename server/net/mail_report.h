/* mail_report.h - what a delivery status notification says (RFC 3464: multipart/report with a part message/delivery-status),
 * as mail servers send it to who sent a mail that they could not bring. Bytes in, values out. Private to net/. Thread: any.
 *
 * Of it are read: whether the mail was given up, by which code, and which mail it is about. Nothing else is kept, so no
 * word or address of somebody else's comes further than here. */
#ifndef SOPU_NET_MAIL_REPORT_H
#define SOPU_NET_MAIL_REPORT_H

#include "base/bytes.h"

enum {
    MAIL_STATUS_SIZE = sizeof "5.999.999",
    MAIL_REPORT_IDS = 8, /* more references than any report has: the last ones count */
};

enum mail_report_kind {
    MAIL_REPORT_NONE,       /* another mail: an automatic reply, a receipt, anything          */
    MAIL_REPORT_NOT_FAILED, /* a report that nothing was given up: delayed, relayed, delivered */
    MAIL_REPORT_FAILED,     /* nobody goes on trying                                           */
};

struct mail_report {
    enum mail_report_kind kind;
    char status[MAIL_STATUS_SIZE]; /* of what failed: the enhanced code (RFC 3463), "5.1.1" */
    struct bytes
        ids[MAIL_REPORT_IDS]; /* which mails it may be about, without brackets; of the mail */
    size_t id_count;
};

/* Any bytes, of any mail. Borrows them. */
struct mail_report mail_report_read(struct bytes mail);

#endif
