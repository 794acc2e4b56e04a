/* post.c - a command by POST, beside the socket: whichever arrives first, it happens once, and both
 * doors say the same of it. */
#include "fault/sim/run.h"

#include "base/mem.h"

struct posted {
    struct peer peer;
    struct run *run;
    struct line *line; /* NULL: answered, or lost */
};

static void on_receive(struct peer *peer, bool is_text, struct bytes frame)
{
    struct posted *post = (struct posted *)peer;
    json_t *answer = is_text ? json_loadb((const char *)frame.data, frame.len, 0, NULL) : NULL;
    if (answer == NULL)
        run_fail(post->run, "a POST is answered by something else than JSON");
    else
        ledger_answered(post->run, answer);
    json_decref(answer);
    line_cut(post->line, true);
    post->line = NULL;
}

static void on_lost(struct peer *peer, uint16_t code)
{
    (void)code;
    ((struct posted *)peer)->line = NULL;
}

static bool on_is_quiet(const struct peer *peer)
{
    return ((const struct posted *)peer)->line == NULL;
}

static void on_check(struct peer *peer)
{
    (void)peer;
}

static void on_free(struct peer *peer)
{
    mem_free(peer);
}

void post_send(struct run *run, const char *seat, struct buf body)
{
    struct posted *post = mem_new(sizeof *post);
    post->peer = (struct peer){on_receive, on_lost, on_is_quiet, on_check, on_free};
    post->run = run;
    post->line = line_open(run, &post->peer, seat, DOOR_POST, NULL);
    line_send(post->line, true, body);
    run_peer_add(run, &post->peer);
}
