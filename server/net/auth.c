#include "net/auth.h"

#include "base/buf.h"
#include "base/mem.h"
#include "net/bucket.h"

#include <assert.h>
#include <sodium.h>

enum {
    ATTEMPTS_BURST = 20 /* wrong secrets, and right ones, counted apart: nobody who guesses at a
                           link can keep its owner out */
};
static const double ATTEMPTS_PER_S = 0.5;

static const int64_t HOUR_MS = (int64_t)3600 * 1000;

struct link {
    char id[AUTH_ID_SIZE];
    char *seat;
    uint8_t hash[AUTH_HASH_BYTES];
    bool is_ended;
    struct bucket right;
    struct bucket wrong;
};

struct session {
    char *seat;
    uint8_t hash[AUTH_HASH_BYTES];
    int64_t expires_ms;
    int64_t used_ms;
};

struct auth {
    struct journal *journal;
    struct clock_port clock;
    struct link *links;
    size_t link_count;
    struct session **sessions; /* open ones; each stays where it is, its seat is lent out */
    size_t session_count;
    struct tickets *tickets;
};

struct auth *auth_new(struct journal *journal, struct clock_port clock)
{
    int sodium = sodium_init();
    assert(sodium >= 0);
    struct auth *auth = mem_new(sizeof *auth);
    auth->journal = journal;
    auth->clock = clock;
    auth->tickets = tickets_new();
    return auth;
}

static void session_free(struct session *session)
{
    mem_free(session->seat);
    mem_free(session);
}

void auth_free(struct auth *auth)
{
    if (auth == NULL)
        return;
    for (size_t i = 0; i < auth->link_count; i++)
        mem_free(auth->links[i].seat);
    for (size_t i = 0; i < auth->session_count; i++)
        session_free(auth->sessions[i]);
    mem_free(auth->links);
    mem_free(auth->sessions);
    tickets_free(auth->tickets);
    mem_free(auth);
}

static bool seat_is_wellformed(const char *seat)
{
    size_t len = strlen(seat);
    return len > 0 && len <= AUTH_SEAT_MAX &&
           strspn(seat, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == len;
}

/* --- the log --- */

struct note {
    const char *what;
    const char *by;   /* the seat that did it           */
    const char *link; /* NULL: of no link in particular */
    const char *seat;
    bool is_followed; /* by more of the same happening  */
};

static log_pos audit(struct auth *auth, const struct note *note, const struct side *side)
{
    struct buf body = {0};
    buf_format(&body, "{\"what\":\"%s\"", note->what);
    if (note->link != NULL)
        buf_format(&body, ",\"link\":\"%s\"", note->link);
    buf_format(&body, ",\"seat\":\"%s\"}", note->seat);
    struct record record = {.kind = RECORD_AUDIT,
                            .stream = "day",
                            .actor = note->by,
                            .at_ms = clock_now_ms(&auth->clock),
                            .command = "",
                            .is_followed = note->is_followed,
                            .body = buf_bytes(&body),
                            .side = *side};
    log_pos pos = journal_append(auth->journal, &record);
    buf_free(&body);
    return pos;
}

static struct side side_of(enum side_kind kind, const char *key, const char *seat,
                           const uint8_t *hash, int64_t expires_ms)
{
    struct side side = {
        .kind = kind, .key = key, .seat = seat, .text = "", .expires_ms = expires_ms};
    if (hash != NULL)
        memcpy(side.hash, hash, AUTH_HASH_BYTES);
    return side;
}

/* --- links --- */

static struct link *link_find(struct auth *auth, const char *id)
{
    for (size_t i = 0; i < auth->link_count; i++)
        if (strcmp(auth->links[i].id, id) == 0)
            return &auth->links[i];
    return NULL;
}

void auth_load_link(struct auth *auth, const char *id, const char *seat,
                    const uint8_t hash[AUTH_HASH_BYTES], bool ended)
{
    assert(strlen(id) < AUTH_ID_SIZE && link_find(auth, id) == NULL && seat_is_wellformed(seat));
    auth->links = mem_grow(auth->links, auth->link_count + 1, sizeof *auth->links);
    struct link *link = &auth->links[auth->link_count++];
    *link = (struct link){.seat = mem_text(seat),
                          .is_ended = ended,
                          .right = {.left = ATTEMPTS_BURST},
                          .wrong = {.left = ATTEMPTS_BURST}};
    memcpy(link->id, id, strlen(id) + 1);
    memcpy(link->hash, hash, AUTH_HASH_BYTES);
}

static log_pos link_make(struct auth *auth, const char *seat, const char *by, char id[AUTH_ID_SIZE],
                         char secret[AUTH_SECRET_SIZE])
{
    uint8_t hash[AUTH_HASH_BYTES];
    do
        secret_make(id, AUTH_ID_SIZE);
    while (link_find(auth, id) != NULL);
    secret_make(secret, AUTH_SECRET_SIZE);
    secret_hash(secret, hash);
    auth_load_link(auth, id, seat, hash, false);
    struct side side = side_of(SIDE_LINK, id, seat, hash, 0);
    return audit(auth, &(struct note){"link_made", by, id, seat, false}, &side);
}

log_pos auth_link_new(struct auth *auth, const char *seat, char id[AUTH_ID_SIZE],
                      char secret[AUTH_SECRET_SIZE])
{
    return link_make(auth, seat, seat, id, secret);
}

enum err auth_link_open(struct auth *auth, const char *link_id, const char *secret,
                        const struct link **out)
{
    struct link *link = link_find(auth, link_id);
    if (link == NULL)
        return ERR_NOT_FOUND;
    uint8_t hash[AUTH_HASH_BYTES];
    secret_hash(secret, hash);
    bool is_right = secret_hash_is(hash, link->hash);
    if (!bucket_take(is_right ? &link->right : &link->wrong, ATTEMPTS_BURST, ATTEMPTS_PER_S,
                     clock_now_ms(&auth->clock)))
        return ERR_RATE;
    if (!is_right)
        return ERR_NOT_FOUND;
    if (link->is_ended)
        return ERR_NO_ACCESS;
    *out = link;
    return OK;
}

const char *auth_link_seat(const struct link *link)
{
    return link->seat;
}

/* --- sessions --- */

static void session_drop(struct auth *auth, size_t index)
{
    session_free(auth->sessions[index]);
    auth->sessions[index] = auth->sessions[--auth->session_count];
}

void auth_load_session(struct auth *auth, const uint8_t hash[AUTH_HASH_BYTES], const char *seat,
                       int64_t expires_ms, bool ended)
{
    int64_t now_ms = clock_now_ms(&auth->clock);
    for (size_t i = auth->session_count; i-- > 0;)
        if (auth->sessions[i]->expires_ms <= now_ms)
            session_drop(auth, i);
    if (ended || expires_ms <= now_ms)
        return;
    auth->sessions = mem_grow(auth->sessions, auth->session_count + 1, sizeof *auth->sessions);
    struct session *session = mem_new(sizeof *session);
    session->seat = mem_text(seat);
    session->expires_ms = expires_ms;
    session->used_ms = now_ms;
    memcpy(session->hash, hash, AUTH_HASH_BYTES);
    auth->sessions[auth->session_count++] = session;
}

/* The index of an open session, or session_count. */
static size_t session_index(struct auth *auth, const uint8_t hash[AUTH_HASH_BYTES])
{
    int64_t now_ms = clock_now_ms(&auth->clock);
    size_t i = 0;
    while (i < auth->session_count && !(secret_hash_is(auth->sessions[i]->hash, hash) &&
                                        auth->sessions[i]->expires_ms > now_ms))
        i++;
    return i;
}

/* `what` happened to it; more of the same happening may follow. */
static log_pos session_end(struct auth *auth, size_t index, const char *what, const char *by,
                           bool is_followed)
{
    const struct session *session = auth->sessions[index];
    struct side side = side_of(SIDE_SESSION_END, "", session->seat, session->hash, 0);
    struct note note = {what, by, NULL, session->seat, is_followed};
    log_pos pos = audit(auth, &note, &side);
    session_drop(auth, index);
    return pos;
}

/* Where a seat has as many as it may, the one used longest ago ends. */
static void sessions_make_room(struct auth *auth, const char *seat)
{
    size_t count = 0, unused = 0;
    for (size_t i = 0; i < auth->session_count; i++) {
        if (strcmp(auth->sessions[i]->seat, seat) != 0)
            continue;
        if (count++ == 0 || auth->sessions[i]->used_ms < auth->sessions[unused]->used_ms)
            unused = i;
    }
    if (count >= AUTH_SESSIONS_PER_SEAT)
        session_end(auth, unused, "session_pushed_out", seat, true);
}

enum err auth_sign_in(struct auth *auth, const struct link *link, struct auth_signed_in *out)
{
    if (!journal_is_writable(auth->journal))
        return ERR_STORAGE;
    secret_make(out->token, AUTH_TOKEN_SIZE);
    memcpy(out->seat, link->seat, strlen(link->seat) + 1);
    uint8_t hash[AUTH_HASH_BYTES];
    secret_hash(out->token, hash);
    int64_t expires_ms = clock_now_ms(&auth->clock) + AUTH_SESSION_HOURS * HOUR_MS;
    sessions_make_room(auth, link->seat);
    auth_load_session(auth, hash, link->seat, expires_ms, false);
    struct side side = side_of(SIDE_SESSION, "", link->seat, hash, expires_ms);
    struct note note = {"signed_in", link->seat, link->id, link->seat, false};
    out->pos = audit(auth, &note, &side);
    return OK;
}

static bool is_idle(const struct session *session, int64_t now_ms)
{
    return now_ms - session->used_ms >= AUTH_IDLE_HOURS * HOUR_MS;
}

const char *auth_session(struct auth *auth, const char *token, const char *seat,
                         uint8_t hash[AUTH_HASH_BYTES])
{
    int64_t now_ms = clock_now_ms(&auth->clock);
    uint8_t shown[AUTH_HASH_BYTES];
    secret_hash(token, shown);
    size_t index = session_index(auth, shown);
    if (index == auth->session_count)
        return NULL;
    struct session *session = auth->sessions[index];
    if (is_idle(session, now_ms) || (seat != NULL && strcmp(seat, session->seat) != 0))
        return NULL;
    session->used_ms = now_ms;
    if (hash != NULL)
        memcpy(hash, shown, AUTH_HASH_BYTES);
    return session->seat;
}

bool auth_session_keep(struct auth *auth, const uint8_t hash[AUTH_HASH_BYTES])
{
    size_t index = session_index(auth, hash);
    if (index == auth->session_count)
        return false;
    auth->sessions[index]->used_ms = clock_now_ms(&auth->clock);
    return true;
}

void auth_tick(struct auth *auth)
{
    int64_t now_ms = clock_now_ms(&auth->clock);
    for (size_t i = auth->session_count; i-- > 0;)
        if (is_idle(auth->sessions[i], now_ms) && journal_is_writable(auth->journal))
            session_end(auth, i, "session_idle", auth->sessions[i]->seat, false);
}

enum err auth_session_end(struct auth *auth, const uint8_t hash[AUTH_HASH_BYTES], log_pos *pos)
{
    *pos = 0;
    if (!journal_is_writable(auth->journal))
        return ERR_STORAGE;
    size_t index = session_index(auth, hash);
    if (index < auth->session_count)
        *pos = session_end(auth, index, "signed_out", auth->sessions[index]->seat, false);
    return OK;
}

/* --- a lost phone --- */

static void link_end(struct auth *auth, struct link *link, const char *by)
{
    link->is_ended = true;
    struct side side = side_of(SIDE_LINK_END, link->id, link->seat, NULL, 0);
    audit(auth, &(struct note){"link_ended", by, link->id, link->seat, true}, &side);
}

log_pos auth_link_renew(struct auth *auth, const char *seat, const char *by, char id[AUTH_ID_SIZE],
                        char secret[AUTH_SECRET_SIZE])
{
    for (size_t i = auth->session_count; i-- > 0;)
        if (strcmp(auth->sessions[i]->seat, seat) == 0)
            session_end(auth, i, "session_ended", by, true);
    for (size_t i = 0; i < auth->link_count; i++)
        if (!auth->links[i].is_ended && strcmp(auth->links[i].seat, seat) == 0)
            link_end(auth, &auth->links[i], by);
    return link_make(auth, seat, by, id, secret);
}

/* --- tickets --- */

void auth_ticket_new(struct auth *auth, const uint8_t session[AUTH_HASH_BYTES],
                     char ticket[TICKET_SIZE])
{
    ticket_new(auth->tickets, session, clock_now_ms(&auth->clock), ticket);
}

const char *auth_ticket_use(struct auth *auth, const char *ticket, uint8_t session[AUTH_HASH_BYTES])
{
    if (!ticket_use(auth->tickets, ticket, clock_now_ms(&auth->clock), session))
        return NULL;
    size_t index = session_index(auth, session);
    return index < auth->session_count ? auth->sessions[index]->seat : NULL;
}
