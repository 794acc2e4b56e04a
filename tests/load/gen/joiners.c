#include "joiners.h"

#include "base/mem.h"
#include "clock.h"

static const double START_PATIENCE_S = 30;

static void say(struct joiners *joiners, struct line *line, enum kind kind, struct bytes body)
{
    struct buf frame = {0};
    char doc[64];
    options_doc(joiners->options, line->index % joiners->rooms, doc);
    if (kind == AUTHENTICATED)
        token_write(&frame, doc);
    else
        message_write(&frame, joiners->dialect, doc, kind, body);
    line_send(&joiners->lines, line, buf_bytes(&frame));
    buf_free(&frame);
}

static void on_open(void *context, struct line *line)
{
    struct joiners *joiners = context;
    bool asks_first = joiners->dialect == HOCUSPOCUS;
    say(joiners, line, asks_first ? AUTHENTICATED : STEP1, bytes_of("\0", 1));
}

static void run_got(void *context, uint64_t client, uint32_t clock, uint32_t len)
{
    struct joiners *joiners = context;
    joiners->units[joiners->reading] += len;
    if (joiners->on_run)
        joiners->on_run(joiners->context, client, clock, len);
}

static void got(struct joiners *joiners, uint32_t index, struct bytes update)
{
    joiners->reading = index;
    update_runs(update, run_got, joiners);
    if (joiners->is_served[index] || joiners->units[index] < joiners->whole)
        return;
    joiners->is_served[index] = true;
    joiners->served++;
    joiners->served_ns = now_ns();
}

static void on_message(void *context, struct line *line, struct bytes payload)
{
    struct joiners *joiners = context;
    struct message message;
    if (!message_read(joiners->dialect, payload, &message))
        return;
    if (message.kind == AUTHENTICATED)
        say(joiners, line, STEP1, bytes_of("\0", 1));
    else if (message.kind == STEP1)
        say(joiners, line, STEP2, bytes_of("\0\0", 2));
    else if (message.kind == STEP2 || message.kind == UPDATE)
        got(joiners, line->index, message.body);
}

static void connect_soon(struct joiners *joiners, uint32_t index, int64_t until_ns)
{
    char path[PATH_BYTES];
    options_path(joiners->options, index % joiners->rooms, path);
    while (!line_connect(&joiners->lines, &joiners->lines.line[index], path) && now_ns() < until_ns)
        nanosleep(&(struct timespec){.tv_nsec = NS_PER_MS}, NULL);
}

void join_begin(struct joiners *joiners)
{
    const struct options *options = joiners->options;
    joiners->dialect = options->dialect == HUB ? Y_WEBSOCKET : options->dialect;
    lines_begin(&joiners->lines, options->port, joiners->count);
    joiners->lines.context = joiners;
    joiners->lines.on_open = on_open;
    joiners->lines.on_message = on_message;
    joiners->units = mem_array(joiners->count, sizeof *joiners->units);
    joiners->is_served = mem_array(joiners->count, sizeof *joiners->is_served);
    joiners->begun_ns = now_ns();
    int64_t until = joiners->begun_ns + (int64_t)(START_PATIENCE_S * (double)NS_PER_S);
    for (uint32_t i = 0; i < joiners->count && joiners->lines.closed == 0; i++) {
        while (joiners->at_once > 0 && i - joiners->served >= joiners->at_once &&
               joiners->lines.closed == 0 && now_ns() < until)
            lines_turn(&joiners->lines, NS_PER_MS);
        connect_soon(joiners, i, until);
    }
}

bool join_wait(struct joiners *joiners, double patience_s)
{
    int64_t until = now_ns() + (int64_t)(patience_s * (double)NS_PER_S);
    while (joiners->served < joiners->count && now_ns() < until && joiners->lines.closed == 0)
        lines_turn(&joiners->lines, NS_PER_MS);
    return joiners->served == joiners->count;
}

void join_listen(struct joiners *joiners, double seconds)
{
    int64_t until = now_ns() + (int64_t)(seconds * (double)NS_PER_S);
    for (int64_t now = now_ns(); now < until; now = now_ns())
        lines_turn(&joiners->lines, until - now);
}

void join_end(struct joiners *joiners)
{
    lines_end(&joiners->lines);
    mem_free(joiners->units);
    mem_free(joiners->is_served);
}
