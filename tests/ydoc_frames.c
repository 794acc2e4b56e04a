/* ydoc_frames.c - ydoc as one end of a socket: frames of y-protocols, and awareness (see ydoc_cli.c). */
#include "base/base64.h"
#include "base/json_text.h"
#include "crdt/doc.h"
#include "ydoc_cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AWARENESS_STATE_BYTES = 64 * 1024 };

void do_hello(struct session *s, const char *rest)
{
    (void)rest;
    struct buf vector = {0};
    struct buf frame = {0};
    doc_state_vector(s->doc, &vector);
    ysync_write(&frame, YSYNC_STEP1, buf_bytes(&vector));
    buf_free(&vector);
    answer_base64(s, &frame);
}

static enum err aware(struct session *s, struct bytes update);

/* Appends the answer frame, if there is one. */
static enum err frame_answer(struct session *s, struct bytes frame, struct buf *answer)
{
    struct ysync_message message;
    enum err err = ysync_read(frame, &message);
    struct buf body = {0};
    if (err == OK && message.kind == YSYNC_STEP1) {
        err = doc_since(s->doc, message.body, &body);
        ysync_write(answer, YSYNC_STEP2, buf_bytes(&body));
    } else if (err == OK && (message.kind == YSYNC_STEP2 || message.kind == YSYNC_UPDATE)) {
        err = doc_apply(s->doc, message.body, NULL);
    } else if (err == OK && message.kind == YSYNC_AWARENESS) {
        err = aware(s, message.body);
    } else if (err == OK && message.kind == YSYNC_QUERY_AWARENESS) {
        awareness_encode_all(s->awareness, &body);
        ysync_write(answer, YSYNC_AWARENESS, buf_bytes(&body));
    }
    buf_free(&body);
    return err;
}

void do_frame(struct session *s, const char *rest)
{
    struct buf frame = {0};
    struct buf answer = {0};
    enum err err = ERR_MALFORMED;
    if (hex_read(&frame, rest))
        err = frame_answer(s, buf_bytes(&frame), &answer);
    if (err != OK) {
        rejected(s, err_code(err));
    } else if (answer.len == 0) {
        buf_text(&s->answer, "[]");
    } else {
        buf_text(&s->answer, "[\"");
        base64_write(&s->answer, buf_bytes(&answer));
        buf_text(&s->answer, "\"]");
    }
    buf_free(&frame);
    buf_free(&answer);
}

void do_aware_new(struct session *s, const char *rest)
{
    (void)rest;
    awareness_free(s->awareness);
    s->awareness = awareness_new(false);
    buf_text(&s->answer, "ok");
}

static void note_change(void *context, uint64_t client, enum awareness_change change)
{
    static const char *const lists[] = {"added", "updated", "removed"};
    struct session *s = context;
    char id[32];
    snprintf(id, sizeof id, "%" PRIu64, client);
    json_array_append_new(json_object_get(s->news, lists[change]), json_string(id));
}

static enum err aware(struct session *s, struct bytes update)
{
    struct awareness_rules rules = {
        .context = s, .on_change = note_change, .state_max_bytes = AWARENESS_STATE_BYTES};
    json_decref(s->news);
    s->news = json_pack("{s:[],s:[],s:[]}", "added", "updated", "removed");
    return awareness_apply(s->awareness, update, &rules, NULL);
}

static void states_write(struct session *s)
{
    for (size_t i = 0; i < awareness_present(s->awareness); i++) {
        uint64_t client = awareness_client(s->awareness, i);
        uint64_t clock;
        struct bytes state = awareness_state(s->awareness, client, &clock);
        buf_format(&s->answer,
                   "%s\"%" PRIu64 "\":{\"clock\":%" PRIu64 ",\"state\":", i > 0 ? "," : "", client,
                   clock);
        json_text_compact(state, &s->answer);
        buf_u8(&s->answer, '}');
    }
}

void do_aware(struct session *s, const char *rest)
{
    struct buf update = {0};
    enum err err = ERR_MALFORMED;
    if (hex_read(&update, rest))
        err = aware(s, buf_bytes(&update));
    if (err == OK) {
        char *news = json_dumps(s->news, JSON_COMPACT);
        news[strlen(news) - 1] = 0; /* the states go inside */
        buf_format(&s->answer, "%s,\"states\":{", news);
        states_write(s);
        buf_text(&s->answer, "}}");
        free(news);
    } else {
        rejected(s, err_code(err));
    }
    buf_free(&update);
}
