#include "net/auth.h"

#include "base/buf.h"
#include "base/mem.h"

#include <assert.h>
#include <sodium.h>

enum {
    TICKETS_PER_SESSION = 32,   /* a newer one pushes out the oldest                        */
    ATTEMPTS_BURST = 20,        /* wrong secrets, and right ones, counted apart: nobody who  */
    ATTEMPT_EVERY_MS = 2 * 1000 /* guesses at a link can keep its owner out                 */
};

struct attempts {
    double left;
    int64_t at_ms;
};

struct link {
    char id[AUTH_ID_SIZE];
    char *seat;
    uint8_t hash[AUTH_HASH_BYTES];
    bool is_ended;
    struct attempts right;
    struct attempts wrong;
};

struct session {
    char *seat;
    uint8_t hash[AUTH_HASH_BYTES];
    int64_t expires_ms;
};

struct ticket {
    uint8_t hash[AUTH_HASH_BYTES];
    uint8_t session[AUTH_HASH_BYTES];
    int64_t expires_ms;
};

struct auth {
    struct journal *journal;
    struct clock_port clock;
    struct link *links;
    size_t link_count;
    struct session **sessions; /* open ones; each stays where it is, its seat is lent out */
    size_t session_count;
    struct ticket *tickets; /* oldest first */
    size_t ticket_count;
};

struct auth *auth_new(struct journal *journal, struct clock_port clock)
{
    int sodium = sodium_init();
    assert(sodium >= 0);
    struct auth *auth = mem_new(sizeof *auth);
    auth->journal = journal;
    auth->clock = clock;
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
    mem_free(auth->tickets);
    mem_free(auth);
}

/* --- secrets --- */

/* Fills all but the last place with random letters, five bits each. */
static void letters_random(char *text, size_t size)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
    randombytes_buf(text, size - 1);
    for (size_t i = 0; i + 1 < size; i++)
        text[i] = letters[(uint8_t)text[i] % 32];
    text[size - 1] = 0;
}

/* The secrets are random and long, so a fast hash is as good as a slow one. */
static void hash_of(const char *text, uint8_t hash[AUTH_HASH_BYTES])
{
    crypto_generichash(hash, AUTH_HASH_BYTES, (const uint8_t *)text, strlen(text), NULL, 0);
}

static bool hash_is(const uint8_t a[AUTH_HASH_BYTES], const uint8_t b[AUTH_HASH_BYTES])
{
    return sodium_memcmp(a, b, AUTH_HASH_BYTES) == 0;
}

static bool seat_is_wellformed(const char *seat)
{
    size_t len = strlen(seat);
    return len > 0 && len <= AUTH_SEAT_MAX &&
           strspn(seat, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == len;
}

/* --- the log --- */

static log_pos audit(struct auth *auth, const char *what, const char *link, const char *seat,
                     const struct side *side)
{
    struct buf body = {0};
    buf_format(&body, "{\"what\":\"%s\"", what);
    if (link != NULL)
        buf_format(&body, ",\"link\":\"%s\"", link);
    buf_format(&body, ",\"seat\":\"%s\"}", seat);
    struct record record = {.kind = RECORD_AUDIT,
                            .stream = "day",
                            .actor = seat,
                            .at_ms = clock_now_ms(&auth->clock),
                            .command = "",
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

log_pos auth_link_new(struct auth *auth, const char *seat, char id[AUTH_ID_SIZE],
                      char secret[AUTH_SECRET_SIZE])
{
    uint8_t hash[AUTH_HASH_BYTES];
    do
        letters_random(id, AUTH_ID_SIZE);
    while (link_find(auth, id) != NULL);
    letters_random(secret, AUTH_SECRET_SIZE);
    hash_of(secret, hash);
    auth_load_link(auth, id, seat, hash, false);
    struct side side = side_of(SIDE_LINK, id, seat, hash, 0);
    return audit(auth, "link_made", id, seat, &side);
}

/* One more attempt? It comes back with time. */
static bool attempts_take(struct attempts *attempts, int64_t now_ms)
{
    if (now_ms > attempts->at_ms)
        attempts->left += (double)(now_ms - attempts->at_ms) / ATTEMPT_EVERY_MS;
    if (attempts->left > ATTEMPTS_BURST)
        attempts->left = ATTEMPTS_BURST;
    attempts->at_ms = now_ms;
    if (attempts->left < 1)
        return false;
    attempts->left -= 1;
    return true;
}

enum err auth_sign_in(struct auth *auth, const char *link_id, const char *secret,
                      struct auth_signed_in *out)
{
    struct link *link = link_find(auth, link_id);
    if (link == NULL)
        return ERR_NOT_FOUND;
    int64_t now_ms = clock_now_ms(&auth->clock);
    uint8_t hash[AUTH_HASH_BYTES];
    hash_of(secret, hash);
    bool is_right = hash_is(hash, link->hash);
    if (!attempts_take(is_right ? &link->right : &link->wrong, now_ms))
        return ERR_RATE;
    if (!is_right)
        return ERR_NOT_FOUND;
    if (link->is_ended)
        return ERR_NO_ACCESS;
    if (!journal_is_writable(auth->journal))
        return ERR_STORAGE;

    letters_random(out->token, AUTH_TOKEN_SIZE);
    memcpy(out->seat, link->seat, strlen(link->seat) + 1);
    hash_of(out->token, hash);
    int64_t expires_ms = now_ms + (int64_t)AUTH_SESSION_HOURS * 3600 * 1000;
    auth_load_session(auth, hash, link->seat, expires_ms, false);
    struct side side = side_of(SIDE_SESSION, "", link->seat, hash, expires_ms);
    out->pos = audit(auth, "signed_in", link->id, link->seat, &side);
    return OK;
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
    memcpy(session->hash, hash, AUTH_HASH_BYTES);
    auth->sessions[auth->session_count++] = session;
}

/* The index of an open session, or session_count. */
static size_t session_index(struct auth *auth, const uint8_t hash[AUTH_HASH_BYTES])
{
    int64_t now_ms = clock_now_ms(&auth->clock);
    size_t i = 0;
    while (i < auth->session_count &&
           !(hash_is(auth->sessions[i]->hash, hash) && auth->sessions[i]->expires_ms > now_ms))
        i++;
    return i;
}

const char *auth_session(struct auth *auth, const char *token, const char *seat,
                         uint8_t hash[AUTH_HASH_BYTES])
{
    uint8_t shown[AUTH_HASH_BYTES];
    hash_of(token, shown);
    size_t index = session_index(auth, shown);
    if (index == auth->session_count)
        return NULL;
    const struct session *session = auth->sessions[index];
    if (seat != NULL && strcmp(seat, session->seat) != 0)
        return NULL;
    if (hash != NULL)
        memcpy(hash, shown, AUTH_HASH_BYTES);
    return session->seat;
}

bool auth_session_is_open(struct auth *auth, const uint8_t hash[AUTH_HASH_BYTES])
{
    return session_index(auth, hash) < auth->session_count;
}

static log_pos session_end(struct auth *auth, size_t index, const char *what)
{
    const struct session *session = auth->sessions[index];
    struct side side = side_of(SIDE_SESSION_END, "", session->seat, session->hash, 0);
    log_pos pos = audit(auth, what, NULL, session->seat, &side);
    session_drop(auth, index);
    return pos;
}

enum err auth_session_end(struct auth *auth, const uint8_t hash[AUTH_HASH_BYTES], log_pos *pos)
{
    *pos = 0;
    if (!journal_is_writable(auth->journal))
        return ERR_STORAGE;
    size_t index = session_index(auth, hash);
    if (index < auth->session_count)
        *pos = session_end(auth, index, "signed_out");
    return OK;
}

log_pos auth_link_end(struct auth *auth, const char *id)
{
    struct link *link = link_find(auth, id);
    assert(link != NULL);
    link->is_ended = true;
    for (size_t i = auth->session_count; i-- > 0;)
        if (strcmp(auth->sessions[i]->seat, link->seat) == 0)
            session_end(auth, i, "session_ended");
    struct side side = side_of(SIDE_LINK_END, id, link->seat, NULL, 0);
    return audit(auth, "link_ended", id, link->seat, &side);
}

/* --- tickets --- */

static void ticket_drop(struct auth *auth, size_t index)
{
    auth->ticket_count--;
    memmove(auth->tickets + index, auth->tickets + index + 1,
            (auth->ticket_count - index) * sizeof *auth->tickets);
}

/* Drops what is too old, and the oldest of a session that has too many. */
static void tickets_tidy(struct auth *auth, const uint8_t session[AUTH_HASH_BYTES])
{
    int64_t now_ms = clock_now_ms(&auth->clock);
    size_t of_session = 0;
    for (size_t i = auth->ticket_count; i-- > 0;) {
        bool is_its = hash_is(auth->tickets[i].session, session);
        if (auth->tickets[i].expires_ms <= now_ms ||
            (is_its && of_session + 1 >= TICKETS_PER_SESSION))
            ticket_drop(auth, i);
        else if (is_its)
            of_session++;
    }
}

void auth_ticket_new(struct auth *auth, const uint8_t session[AUTH_HASH_BYTES],
                     char ticket[AUTH_TICKET_SIZE])
{
    tickets_tidy(auth, session);
    letters_random(ticket, AUTH_TICKET_SIZE);
    auth->tickets = mem_grow(auth->tickets, auth->ticket_count + 1, sizeof *auth->tickets);
    struct ticket *made = &auth->tickets[auth->ticket_count++];
    hash_of(ticket, made->hash);
    memcpy(made->session, session, AUTH_HASH_BYTES);
    made->expires_ms = clock_now_ms(&auth->clock) + (int64_t)AUTH_TICKET_S * 1000;
}

const char *auth_ticket_use(struct auth *auth, const char *ticket, uint8_t session[AUTH_HASH_BYTES])
{
    uint8_t hash[AUTH_HASH_BYTES];
    hash_of(ticket, hash);
    for (size_t i = 0; i < auth->ticket_count; i++) {
        if (!hash_is(auth->tickets[i].hash, hash))
            continue;
        struct ticket used = auth->tickets[i];
        ticket_drop(auth, i);
        size_t index = session_index(auth, used.session);
        if (used.expires_ms <= clock_now_ms(&auth->clock) || index == auth->session_count)
            return NULL;
        memcpy(session, used.session, AUTH_HASH_BYTES);
        return auth->sessions[index]->seat;
    }
    return NULL;
}
