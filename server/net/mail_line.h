/* mail_line.h - a line to an SMTP server, made by libcurl: name, connection, TLS, greeting and signing in. What is said then
 * is the caller's. Each line has a multi handle of its own, which so reports about it alone. Private to net/. Thread: loop. */
#ifndef SOPU_NET_MAIL_LINE_H
#define SOPU_NET_MAIL_LINE_H

#include "net/mail.h"

struct mail_line;

enum line_state { LINE_CONNECTING, LINE_OPEN, LINE_BROKEN };

/* Never NULL. What the server has as texts is borrowed until line_free. */
struct mail_line *line_new(const struct mail_server *server);
/* In the middle of everything, and without waiting: a name being looked up is left to its thread. NULL is fine. */
void line_free(struct mail_line *line);
enum line_state line_poll(struct mail_line *line);
/* Of an open line: as much as goes at once, perhaps 0. It may break by it. */
size_t line_send(struct mail_line *line, struct bytes bytes);
size_t line_receive(struct mail_line *line, void *into, size_t size);
/* Why it is broken: libcurl's number and name of it, and the last code of the server. */
void line_why(struct mail_line *line, char *why, size_t size);

#endif
