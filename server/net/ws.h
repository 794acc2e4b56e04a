/* ws.h - sockets, on their way in: who is let through the upgrade, callbacks to whole messages.
 * release.h is the way out. Private to net/. Thread: loop. */
#ifndef SOPU_NET_WS_H
#define SOPU_NET_WS_H

#include "net/session.h"

enum { WS_MESSAGE_MAX = 256 * 1024 };

/* Before the 101. 0: let through, and the session hangs on the wsi; -1: refused, and told so. */
int ws_confirm(struct server *server, struct lws *wsi);
/* These return what lws wants: 0, or -1 to close. */
int ws_established(struct session *session);
int ws_receive(struct session *session, const uint8_t *data, size_t len);

#endif
