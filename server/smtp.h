/* smtp.h - who takes the server's mail: the command line and the file with the password, read before anything begins.
 * Thread: start of the program. */
#ifndef SOPU_SMTP_H
#define SOPU_SMTP_H

#include "config.h"
#include "net/mail.h"

struct smtp {
    struct mail_server server; /* borrows from the configuration and from `password` */
    struct buf password;
};

/* False: `why` has one sentence. Without --smtp there is nothing to read. */
bool smtp_read(struct smtp *smtp, const struct config *config, struct buf *why);
/* The password is gone from memory. */
void smtp_forget(struct smtp *smtp);

#endif
