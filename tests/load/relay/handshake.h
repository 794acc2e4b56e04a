/* handshake.h - the server's side of a WebSocket's beginning, RFC 6455, 4.2.2. */
#ifndef SOPU_LOAD_HANDSHAKE_H
#define SOPU_LOAD_HANDSHAKE_H

#include <stdbool.h>
#include <stddef.h>

/* request: a whole head. path gets its path, answer what to send. False: not an upgrade. */
bool handshake(const char *request, char path[128], char answer[256]);

#endif
