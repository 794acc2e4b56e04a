/* api.h - what the doors under /api/v1 share (api.c), and the doors that stand in files of their own. Private to net/.
 * Thread: loop. */
#ifndef SOPU_NET_API_H
#define SOPU_NET_API_H

#include "base/mem.h"
#include "net/http.h"

#include <jansson.h>

/* The request's body; NULL: it is no JSON. The caller's. */
json_t *api_body(const struct request *request);
/* Takes the reference. `headers` as for answer_json. */
void api_answer_json(struct request *request, int status, const char *headers, json_t *json);

/* An argument of the address, "format=": borrows from `argument`; "" where there is none. */
struct argument {
    char text[512];
};
const char *api_argument(const struct request *request, const char *name,
                         struct argument *argument);

/* Whose cookie this is, by the seat in the address; false: nobody's, or too many requests, and that has been answered. */
bool api_reader(struct request *request);

/* --- api_registry.c --- */
/* GET /api/v1/registry?seat=S */
void registry_answer(struct request *request);
void api_registry_set(struct request *request);

/* --- api_feedback.c --- */
/* GET /api/v1/feedback?seat=S */
void feedback_answer(struct request *request);

/* --- api_bounce.c --- */
/* May one more mail come in? Asked before its body is read: nobody fills the memory with mails. */
bool bounce_take(struct server *server);
void api_bounce(struct request *request);

/* --- api_lobby.c --- */
void api_lobby_code(struct request *request);
void api_lobby_look(struct request *request);
void api_lobby_ask(struct request *request);

#endif
