/* POST /api/bounce: a mail that came to the address which the minutes are sent from, as a mail server's pipe or a fetcher of
 * mailboxes hands it over. Most servers take a mail at once and tell later that nobody was there: in a report to its sender
 * (net/mail_report.h). Whoever names the Message-ID of a mail of ours has had it in hand; nobody can guess one. */
#include "base/log.h"
#include "net/api.h"
#include "net/courier.h"
#include "net/mail_report.h"

enum {
    BOUNCES_PER_MIN = 60, /* and as many at once: 15 MiB, where nobody but a mail server comes */
};

bool bounce_take(struct server *server)
{
    return bucket_take(&server->bounces, BOUNCES_PER_MIN, BOUNCES_PER_MIN / 60.0, monotonic_ms());
}

/* What the log would know it by; false: no Message-ID of ours. */
static bool hash_of(struct bytes id, char hash[MAIL_HASH_SIZE])
{
    char text[MAIL_ID_LEN + 1] = {0};
    if (id.len <= MAIL_ID_LEN || id.data[MAIL_ID_LEN] != '@')
        return false;
    memcpy(text, id.data, MAIL_ID_LEN);
    courier_mail_hash(text, hash);
    return true;
}

/* False: not ours. Else it is answered. */
static bool one_bounces(struct request *request, const char *status, struct bytes id)
{
    struct hall *hall = request->server->hall;
    char hash[MAIL_HASH_SIZE];
    log_pos pos = 0;
    struct command command = {COMMAND_delivery_bounce, .as.delivery_bounce = {hash, status}};
    if (!hash_of(id, hash) || hall_server_wish(hall, &command, &pos) != NULL)
        return false;
    if (pos == 0)
        hall_look(hall, &request->after); /* what it rests on came earlier */
    else
        request->after = pos;
    if (pos != 0)
        log_info("mail_bounced", "status=%s pos=%lld", status, (long long)pos);
    answer_code(request, 200, pos != 0 ? "bounced" : "known");
    return true;
}

static void report_answer(struct request *request, const struct mail_report *report)
{
    log_pos after;
    if (hall_look(request->server->hall, &after) == NULL) {
        answer_code(request, 200, "not_ours");
        return;
    }
    if (!journal_is_writable(request->server->journal)) {
        answer_code(request, 503, "storage");
        return;
    }
    for (size_t i = 0; i < report->id_count; i++)
        if (one_bounces(request, report->status, report->ids[i]))
            return;
    answer_code(request, 200, "not_ours");
}

/* 200 is: settled, whatever it was. Who brings mails must not come again with one that is none of ours. */
void api_bounce(struct request *request)
{
    struct mail_report report = mail_report_read(buf_bytes(&request->body));
    if (report.kind == MAIL_REPORT_NONE)
        answer_code(request, 200, "no_report");
    else if (report.kind == MAIL_REPORT_NOT_FAILED)
        answer_code(request, 200, "not_failed");
    else
        report_answer(request, &report);
}
