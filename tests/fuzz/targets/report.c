/* report.c - fuzz target: mails as they come to the door of bounces (server/net/mail_report.h). Feeds: a mail. Checks: a code
 * stands there just when something failed, and is one of RFC 3463; every id lies inside the mail, between brackets; the
 * same mail with lines ended otherwise, or with the line of a mailbox before it, says the same. */
#include "fuzz/fuzz.h"

#include "net/mail_report.h"

static bool is_code(const char *text)
{
    if ((*text != '4' && *text != '5') || text[1] != '.')
        return false;
    size_t subject = strspn(text + 2, "0123456789");
    const char *rest = text + 2 + subject;
    if (subject == 0 || subject > 3 || *rest != '.')
        return false;
    size_t detail = strspn(rest + 1, "0123456789");
    return detail > 0 && detail <= 3 && rest[1 + detail] == '\0';
}

static void check_ids(const struct mail_report *report, struct bytes mail)
{
    CHECK(report->id_count <= MAIL_REPORT_IDS);
    for (size_t i = 0; i < report->id_count; i++) {
        struct bytes id = report->ids[i];
        CHECK(id.data > mail.data && id.data + id.len < mail.data + mail.len);
        CHECK(id.data[-1] == '<' && id.data[id.len] == '>');
    }
}

static void check_same(const struct mail_report *report, struct bytes other)
{
    struct mail_report again = mail_report_read(other);
    CHECK(again.kind == report->kind && strcmp(again.status, report->status) == 0);
    CHECK(again.id_count == report->id_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes mail = bytes_of(data, size);
    struct mail_report report = mail_report_read(mail);
    CHECK((report.kind == MAIL_REPORT_FAILED) == (report.status[0] != '\0'));
    CHECK(report.status[0] == '\0' || is_code(report.status));
    check_ids(&report, mail);

    struct buf other = {0};
    bool is_in_line =
        size > 0 && (data[0] == ' ' || data[0] == '\t'); /* it would go on with the one before */
    buf_text(&other, is_in_line ? "" : "From MAILER-DAEMON  Thu Sep 12 15:05:00 2024\n");
    buf_bytes_append(&other, mail);
    check_same(&report, buf_bytes(&other));
    buf_clear(&other);
    for (size_t i = 0; i < size; i++) {
        if (data[i] == '\n')
            buf_u8(&other, '\r');
        buf_u8(&other, data[i]);
    }
    check_same(&report, buf_bytes(&other));
    buf_free(&other);
    return 0;
}
