#include "net/courier.h"

#include "base/log.h"
#include "base/mail_address.h"
#include "base/mem.h"
#include "domain/nouns.h"
#include "minutes/say.h"
#include "net/letter.h"
#include "net/mail.h"
#include "net/secrets.h"

#include <sodium.h>

#include <stdio.h>
#include <time.h>

enum {
    UNDER_WAY_MOST = 4, /* so many may be unsure after a crash */
    TRIES_MOST = 8,
    SECRET_SIZE = MAIL_ID_LEN + 1,
    FIRST_PAUSE_MS = 60 * 1000, /* doubled each time: the last try is after two hours */
};

/* One mail between "it begins" and its result. */
struct parcel_out {
    char organisation[65];
    char mail[SECRET_SIZE]; /* what a report about it must name */
    bool is_handed_over;
    log_pos after; /* what has to be on the disk before it leaves */
    struct buf url;
};

struct courier {
    char host[MAIL_ADDRESS_MAX]; /* the sender's, for the ids of the mails */
    struct parcel_out parcels[UNDER_WAY_MOST];
    size_t count;
};

struct courier *courier_new(const char *from_address)
{
    struct courier *courier = mem_new(sizeof *courier);
    const char *at = strchr(from_address, '@');
    snprintf(courier->host, sizeof courier->host, "%s", at != NULL ? at + 1 : "sopu.invalid");
    return courier;
}

void courier_free(struct courier *courier)
{
    if (courier == NULL)
        return;
    for (size_t i = 0; i < courier->count; i++)
        buf_free(&courier->parcels[i].url);
    mem_free(courier);
}

static struct parcel_out *parcel_of(struct courier *courier, const char *organisation)
{
    for (size_t i = 0; i < courier->count; i++)
        if (strcmp(courier->parcels[i].organisation, organisation) == 0)
            return &courier->parcels[i];
    return NULL;
}

static void parcel_drop(struct courier *courier, struct parcel_out *parcel)
{
    buf_free(&parcel->url);
    *parcel = courier->parcels[--courier->count];
    courier->parcels[courier->count] = (struct parcel_out){0};
}

void courier_mail_hash(const char *id, char hex[MAIL_HASH_SIZE])
{
    uint8_t hash[SECRET_HASH_BYTES];
    secret_hash(id, hash);
    sodium_bin2hex(hex, MAIL_HASH_SIZE, hash, sizeof hash);
}

static int64_t now_ms(void)
{
    return (int64_t)time(NULL) * 1000;
}

/* --- what has become of those under way --- */

static void end(struct server *server, const char *organisation, enum delivery_state state,
                const char *reason)
{
    log_pos pos;
    struct command command = {COMMAND_delivery_end,
                              .as.delivery_end = {organisation, state, reason}};
    const char *why = hall_server_wish(server->hall, &command, &pos);
    if (why != NULL)
        log_warn("delivery_not_ended", "code=%s", why);
}

static void results_take(struct server *server)
{
    struct mail_result result;
    while (mail_result(server->mail_desk, &result)) {
        struct parcel_out *parcel = parcel_of(server->courier, result.key);
        log_pos after;
        const struct delivery *delivery = day_delivery(hall_look(server->hall, &after), result.key);
        bool is_sending = delivery != NULL && delivery->state == DELIVERY_STATE_SENDING;
        bool is_last = delivery == NULL || delivery->tries >= TRIES_MOST;
        enum delivery_state state = result.outcome == MAIL_SENT      ? DELIVERY_STATE_SENT
                                    : result.outcome == MAIL_REFUSED ? DELIVERY_STATE_REFUSED
                                    : is_last                        ? DELIVERY_STATE_FAILED
                                                                     : DELIVERY_STATE_QUEUED;
        if (is_sending) /* else it has come back already */
            end(server, result.key, state, result.reason);
        if (parcel != NULL)
            parcel_drop(server->courier, parcel);
    }
}

/* --- what begins --- */

static bool is_due(const struct delivery *delivery)
{
    int64_t pause_ms = delivery->tries == 0 ? 0 : (int64_t)FIRST_PAUSE_MS << (delivery->tries - 1);
    return delivery->state == DELIVERY_STATE_QUEUED && now_ms() - delivery->at_ms >= pause_ms;
}

static void begin(struct server *server, const struct delivery *delivery)
{
    char id[AUTH_ID_SIZE], secret[AUTH_SECRET_SIZE], mail[SECRET_SIZE], hash[MAIL_HASH_SIZE];
    log_pos pos;
    const char *address = hall_registry_address(server->hall, delivery->organisation);
    secret_make(mail, sizeof mail);
    courier_mail_hash(mail, hash);
    struct command command = {COMMAND_delivery_begin,
                              .as.delivery_begin = {delivery->organisation, hash}};
    if (hall_server_wish(server->hall, &command, &pos) != NULL)
        return;
    if (!mail_address_is_good(address)) {
        end(server, delivery->organisation, DELIVERY_STATE_REFUSED, "address");
        return;
    }
    struct parcel_out *parcel = &server->courier->parcels[server->courier->count++];
    *parcel = (struct parcel_out){0};
    snprintf(parcel->organisation, sizeof parcel->organisation, "%s", delivery->organisation);
    memcpy(parcel->mail, mail, sizeof mail);
    parcel->after = auth_link_renew(server->auth, delivery->seat, "", id, secret);
    buf_format(&parcel->url, "%s/l#%s.%s", origins_url(server->origins), id, secret);
}

static void hand_over(struct server *server, const struct day *day, struct parcel_out *parcel)
{
    struct arena arena = {0};
    const struct delivery *delivery = day_delivery(day, parcel->organisation);
    const char *to = hall_registry_address(server->hall, parcel->organisation);
    struct letter letter = letter_of(day, delivery, buf_c_string(&parcel->url), &arena);
    const char *message_id = say(&arena, "{1}@{2}", parcel->mail, server->courier->host, NULL);
    mail_send(server->mail_desk, &(struct mail){
                                     .key = parcel->organisation,
                                     .to = to,
                                     .subject = letter.subject,
                                     .text = letter.text,
                                     .message_id = message_id,
                                     .language = day->language,
                                     .date_ms = now_ms(),
                                 });
    parcel->is_handed_over = true;
    buf_free(&parcel->url);
    arena_free(&arena);
}

static void each_delivery(struct server *server, const struct day *day)
{
    struct courier *courier = server->courier;
    for (size_t i = 0; i < day->deliveries.count; i++) {
        const struct delivery *delivery = &day->deliveries.items[i];
        if (delivery->state == DELIVERY_STATE_SENDING &&
            parcel_of(courier, delivery->organisation) == NULL)
            end(server, delivery->organisation, DELIVERY_STATE_UNSURE, "restart");
        else if (is_due(delivery) && courier->count < UNDER_WAY_MOST &&
                 parcel_of(courier, delivery->organisation) == NULL &&
                 mail_has_room(server->mail_desk))
            begin(server, delivery);
    }
}

void courier_tick(struct server *server)
{
    log_pos after;
    const struct day *day = hall_look(server->hall, &after);
    if (server->mail_desk == NULL || day == NULL || day->deliveries.count == 0 ||
        !journal_is_writable(server->journal))
        return;
    results_take(server);
    each_delivery(server, day);
    for (size_t i = 0; i < server->courier->count; i++) {
        struct parcel_out *parcel = &server->courier->parcels[i];
        if (!parcel->is_handed_over && journal_durable(server->journal) >= parcel->after &&
            mail_has_room(server->mail_desk))
            hand_over(server, day, parcel);
    }
}
