/* config.h - what the command line says, and the settings with their defaults, units and reasons.
 * Thread: start of the program. */
#ifndef SOPU_CONFIG_H
#define SOPU_CONFIG_H

#include "base/buf.h"

#include <stdbool.h>

enum config_what {
    DO_HELP,
    DO_VERSION,
    DO_SERVE,
    DO_DEMO,
    DO_IMPORT,
    DO_VERIFY,
    DO_BACKUP,
    DO_EXPORT_PERSON,
    DO_ERASE_PERSON,
};

struct config {
    enum config_what what;
    const char *db; /* the SQLite file; demo: build/demo/day.db                                  */
    const char *data; /* serve: the folder of sopu.db, made where it is missing; NULL: db says */
    const char
        *host; /* 127.0.0.1: TLS and the world are a proxy's business                       */
    int port;  /* 8750; 0: any free one                                                     */
    const char
        *public_url; /* NULL: people come straight to host and port                               */
    const char
        *pack; /* import: the file                                                          */
    const char *head; /* verify: "RECORD:HEX", a chain head as it was printed */
    const char *to; /* backup: the copy, a new file                                              */
    const char
        *seat; /* export-person, erase-person: whose                                        */
    const char *smtp;          /* "smtps://HOST[:PORT]"; NULL: no mail is sent */
    const char *mail_from;     /* an address                                   */
    const char *smtp_user;     /* NULL: without signing in                     */
    const char *smtp_password; /* the file that holds it                       */
    const char *smtp_ca;       /* NULL: the authorities this machine trusts    */
    bool lab;        /* serve: no day; any text for anybody on this machine                    */
    bool opening;    /* demo, import: the day begins at 1 §                                    */
    bool fresh;      /* demo: forget the day that was played before                               */
    bool json_links; /* demo: every seat's link as one line of JSON, for programs                 */
    bool as_json;    /* verify: every document as a line of JSON, for programs                    */
};

enum config_result { CONFIG_OK, CONFIG_WRONG };

/* Texts are borrowed from argv. CONFIG_WRONG: `wrong` has one sentence. */
enum config_result config_read(int argc, char **argv, struct config *config, struct buf *wrong);
const char *config_help(void);

#endif
