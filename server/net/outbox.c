#include "net/outbox.h"

#include "base/mem.h"
#include "live/stream.h"

#include <assert.h>

enum { QUEUE_FIRST = 4 };

struct waiting {
    struct frame *frame;
    log_pos after;
    uint8_t type; /* enum frame_type */
    uint8_t prefix_len;
    uint8_t prefix[OUTBOX_SEND_PREFIX_MAX];
};

struct follow {
    uint32_t key;
    struct stream *stream;
    uint64_t cursor;
    uint64_t barrier;   /* as many frames of the queue leave first            */
    struct frame *held; /* taken from the stream, but not durable yet; or NULL */
    log_pos held_after;
    uint8_t prefix[OUTBOX_PREFIX_MAX];
    size_t prefix_len;
};

struct presence {
    uint32_t key;
    enum frame_type type;
    struct frame *frame; /* NULL: the newest has left */
    uint64_t barrier;
};

struct outbox {
    const struct journal *journal;
    void (*ask_for_turn)(void *context);
    void *context;
    struct waiting *queue; /* a ring of `capacity` */
    size_t capacity;
    uint64_t left;   /* frames of the queue that have gone           */
    uint64_t queued; /* frames that were ever put into it            */
    size_t queued_bytes;
    struct follow *follows;
    size_t follow_count;
    size_t next_follow; /* streams take turns */
    struct presence *presences;
    size_t presence_count;
    bool is_closing;
    bool is_closed; /* the close has been given its turn: there is no other after it */
    uint16_t close_code;
    char *close_reason;
};

struct outbox *outbox_new(const struct journal *journal, void (*ask_for_turn)(void *context),
                          void *context)
{
    struct outbox *out = mem_new(sizeof *out);
    out->journal = journal;
    out->ask_for_turn = ask_for_turn;
    out->context = context;
    out->capacity = QUEUE_FIRST;
    out->queue = mem_array(out->capacity, sizeof *out->queue);
    return out;
}

static struct waiting *queue_place(const struct outbox *out, uint64_t n)
{
    assert(out->capacity > 0);
    return &out->queue[n % out->capacity];
}

static void queue_drop(struct outbox *out)
{
    for (; out->left < out->queued; out->left++)
        frame_release(queue_place(out, out->left)->frame);
    out->queued_bytes = 0;
}

static void follow_end(struct outbox *out, size_t index)
{
    struct follow *follow = &out->follows[index];
    stream_leave(follow->stream, out);
    frame_release(follow->held);
    *follow = out->follows[--out->follow_count];
}

void outbox_free(struct outbox *out)
{
    if (out == NULL)
        return;
    queue_drop(out);
    while (out->follow_count > 0)
        follow_end(out, 0);
    for (size_t i = 0; i < out->presence_count; i++)
        frame_release(out->presences[i].frame);
    mem_free(out->queue);
    mem_free(out->follows);
    mem_free(out->presences);
    mem_free(out->close_reason);
    mem_free(out);
}

static void queue_grow(struct outbox *out)
{
    size_t capacity = out->capacity * 2;
    struct waiting *queue = mem_array(capacity, sizeof *queue);
    for (uint64_t n = out->left; n < out->queued; n++)
        queue[n % capacity] = *queue_place(out, n);
    mem_free(out->queue);
    out->queue = queue;
    out->capacity = capacity;
}

void outbox_send_shared(struct outbox *out, struct bytes prefix, enum frame_type type,
                        struct frame *frame, log_pos after)
{
    assert(prefix.len <= OUTBOX_SEND_PREFIX_MAX);
    size_t count = (size_t)(out->queued - out->left);
    if (!out->is_closing && count > 0 &&
        (count >= OUTBOX_FRAMES_MAX || out->queued_bytes + frame->len > OUTBOX_BYTES_MAX))
        outbox_cut(out, CLOSE_BEHIND, "too far behind");
    if (out->is_closing) {
        frame_release(frame);
        return;
    }
    if (count == out->capacity)
        queue_grow(out);
    struct waiting *last = queue_place(out, out->queued++);
    *last = (struct waiting){frame, after, (uint8_t)type, (uint8_t)prefix.len, {0}};
    if (prefix.len > 0)
        memcpy(last->prefix, prefix.data, prefix.len);
    out->queued_bytes += frame->len;
    out->ask_for_turn(out->context);
}

void outbox_send(struct outbox *out, enum frame_type type, struct frame *frame, log_pos after)
{
    outbox_send_shared(out, (struct bytes){NULL, 0}, type, frame, after);
}

static size_t follow_index(const struct outbox *out, uint32_t key)
{
    size_t i = 0;
    while (i < out->follow_count && out->follows[i].key != key)
        i++;
    return i;
}

void outbox_follow(struct outbox *out, uint32_t key, struct stream *stream, struct bytes prefix)
{
    assert(prefix.len <= OUTBOX_PREFIX_MAX);
    assert(out->follow_count < OUTBOX_FOLLOWS_MAX);
    assert(follow_index(out, key) == out->follow_count);
    out->follows = mem_grow(out->follows, out->follow_count + 1, sizeof *out->follows);
    struct follow *follow = &out->follows[out->follow_count++];
    *follow = (struct follow){.key = key,
                              .stream = stream,
                              .cursor = stream_end(stream),
                              .barrier = out->queued,
                              .prefix_len = prefix.len};
    if (prefix.len > 0)
        memcpy(follow->prefix, prefix.data, prefix.len);
    stream_join(stream, out);
}

void outbox_unfollow(struct outbox *out, uint32_t key)
{
    size_t index = follow_index(out, key);
    if (index < out->follow_count)
        follow_end(out, index);
}

void outbox_wake(struct outbox *out)
{
    out->ask_for_turn(out->context);
}

/* The slot of a key; else one whose newest has left; else a new one; NULL: all are waiting. */
static struct presence *presence_slot(struct outbox *out, uint32_t key)
{
    struct presence *empty = NULL;
    for (size_t i = 0; i < out->presence_count; i++) {
        if (out->presences[i].key == key)
            return &out->presences[i];
        if (out->presences[i].frame == NULL)
            empty = &out->presences[i];
    }
    if (empty == NULL && out->presence_count < OUTBOX_FOLLOWS_MAX) {
        out->presences = mem_grow(out->presences, ++out->presence_count, sizeof *out->presences);
        empty = &out->presences[out->presence_count - 1];
    }
    if (empty != NULL)
        *empty = (struct presence){.key = key};
    return empty;
}

/* barrier: how many frames of the queue leave first. */
static void presence_put(struct outbox *out, uint32_t key, enum frame_type type,
                         struct frame *frame, uint64_t barrier)
{
    struct presence *slot = presence_slot(out, key);
    if (slot == NULL) { /* a phone that has not read for a while: cursors renew themselves */
        frame_release(frame);
        return;
    }
    /* One that waits keeps its place: someone typing all the time would starve it. */
    if (slot->frame == NULL)
        slot->barrier = barrier;
    frame_release(slot->frame);
    slot->frame = frame;
    slot->type = type;
    out->ask_for_turn(out->context);
}

void outbox_presence(struct outbox *out, uint32_t key, enum frame_type type, struct frame *frame)
{
    presence_put(out, key, type, frame, out->queued);
}

void outbox_notice(struct outbox *out, uint32_t key, enum frame_type type, struct frame *frame)
{
    presence_put(out, key, type, frame, 0);
}

static void closing_begin(struct outbox *out, uint16_t code, const char *reason)
{
    out->is_closing = true;
    out->close_code = code;
    out->close_reason = mem_text(reason);
    out->ask_for_turn(out->context);
}

void outbox_close(struct outbox *out, uint16_t code, const char *reason)
{
    if (!out->is_closing)
        closing_begin(out, code, reason);
}

void outbox_cut(struct outbox *out, uint16_t code, const char *reason)
{
    queue_drop(out);
    outbox_close(out, code, reason);
}

bool outbox_is_closing(const struct outbox *out)
{
    return out->is_closing;
}

static bool queue_is_ready(const struct outbox *out)
{
    return out->left < out->queued &&
           queue_place(out, out->left)->after <= journal_durable(out->journal);
}

static bool follow_is_ready(const struct outbox *out, const struct follow *follow)
{
    if (out->left < follow->barrier)
        return false;
    if (follow->held != NULL)
        return follow->held_after <= journal_durable(out->journal);
    return follow->cursor < stream_end(follow->stream);
}

static bool presence_is_ready(const struct outbox *out, const struct presence *slot)
{
    return slot->frame != NULL && out->left >= slot->barrier;
}

bool outbox_is_ready(const struct outbox *out)
{
    if (queue_is_ready(out))
        return true;
    if (out->is_closing)
        return out->left == out->queued && !out->is_closed;
    for (size_t i = 0; i < out->follow_count; i++)
        if (follow_is_ready(out, &out->follows[i]))
            return true;
    for (size_t i = 0; i < out->presence_count; i++)
        if (presence_is_ready(out, &out->presences[i]))
            return true;
    return false;
}

bool outbox_is_waiting(const struct outbox *out)
{
    if (out->left < out->queued)
        return true;
    for (size_t i = 0; i < out->follow_count; i++)
        if (out->follows[i].held != NULL)
            return true;
    return false;
}

static struct turn queue_turn(struct outbox *out)
{
    struct waiting *head = queue_place(out, out->left++);
    out->queued_bytes -= head->frame->len;
    struct turn turn = {.kind = TURN_FRAME,
                        .type = (enum frame_type)head->type,
                        .frame = head->frame,
                        .prefix_len = head->prefix_len};
    memcpy(turn.prefix, head->prefix, head->prefix_len);
    return turn;
}

/* False: the stream's next frame is not durable yet and is held here. */
static bool follow_turn(struct outbox *out, struct follow *follow, struct turn *turn)
{
    if (follow->held == NULL)
        follow->held = stream_next(follow->stream, &follow->cursor, &follow->held_after);
    if (follow->held == NULL || follow->held_after > journal_durable(out->journal))
        return false;
    *turn = (struct turn){.kind = TURN_FRAME,
                          .type = stream_frame_type(follow->stream),
                          .frame = follow->held,
                          .prefix_len = follow->prefix_len};
    memcpy(turn->prefix, follow->prefix, follow->prefix_len);
    follow->held = NULL;
    return true;
}

struct turn outbox_turn(struct outbox *out)
{
    struct turn turn = {.kind = TURN_NOTHING};
    if (queue_is_ready(out))
        return queue_turn(out);
    if (out->is_closing) {
        if (out->left == out->queued && !out->is_closed)
            turn = (struct turn){
                .kind = TURN_CLOSE, .code = out->close_code, .reason = out->close_reason};
        out->is_closed = turn.kind == TURN_CLOSE || out->is_closed;
        return turn;
    }
    for (size_t i = 0; i < out->follow_count; i++) {
        size_t index = (out->next_follow + i) % out->follow_count;
        struct follow *follow = &out->follows[index];
        if (follow_is_ready(out, follow) && follow_turn(out, follow, &turn)) {
            out->next_follow = index + 1;
            return turn;
        }
    }
    for (size_t i = 0; i < out->presence_count; i++) {
        struct presence *slot = &out->presences[i];
        if (presence_is_ready(out, slot)) {
            turn = (struct turn){.kind = TURN_FRAME, .type = slot->type, .frame = slot->frame};
            slot->frame = NULL;
            return turn;
        }
    }
    return turn;
}
