/* What mail servers send back, as the field knows it: whether a mail was given up, by which code, which mail it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "net/mail_report.h"

#include "base/buf.h"

#include <stdbool.h>
#include <stdio.h>

#define ID "abcdefghijklmnopqrstuvwxyz@hva.example"

/* A mail server of the kind that returns the whole mail, as a pipe hands it over: with the line of a mailbox before it. */
static const char postfix[] = "From MAILER-DAEMON  Thu Sep 12 15:05:00 2024\n"
                              "Return-Path: <>\n"
                              "Received: by mx.kunta.example (Postfix)\n"
                              "\tid 4F3C21A0; Thu, 12 Sep 2024 15:05:00 +0300 (EEST)\n"
                              "From: MAILER-DAEMON@mx.kunta.example (Mail Delivery System)\n"
                              "Subject: Undelivered Mail Returned to Sender\n"
                              "To: sopu@hva.example\n"
                              "Auto-Submitted: auto-replied\n"
                              "MIME-Version: 1.0\n"
                              "Content-Type: multipart/report; report-type=delivery-status;\n"
                              "\tboundary=\"4F3C21A0.1726142700/mx.kunta.example\"\n"
                              "Message-Id: <20240912120500.9B1@mx.kunta.example>\n"
                              "\n"
                              "This is a MIME-encapsulated message.\n"
                              "\n"
                              "--4F3C21A0.1726142700/mx.kunta.example\n"
                              "Content-Description: Notification\n"
                              "Content-Type: text/plain; charset=us-ascii\n"
                              "\n"
                              "Status: 2.0.0\n"
                              "Action: delivered\n"
                              "\n"
                              "--4F3C21A0.1726142700/mx.kunta.example\n"
                              "Content-Description: Delivery report\n"
                              "Content-Type: message/delivery-status\n"
                              "\n"
                              "Reporting-MTA: dns; mx.kunta.example\n"
                              "X-Postfix-Queue-ID: 4F3C21A0\n"
                              "Arrival-Date: Thu, 12 Sep 2024 15:04:58 +0300 (EEST)\n"
                              "\n"
                              "Final-Recipient: rfc822; kirjaamo@kunta.example\n"
                              "Original-Recipient: rfc822;kirjaamo@kunta.example\n"
                              "Action: failed\n"
                              "Status: 5.1.1\n"
                              "Remote-MTA: dns; posti.kunta.example\n"
                              "Diagnostic-Code: smtp; 550 5.1.1 nobody of that name,\n"
                              "    Status: 4.9.9\n"
                              "\n"
                              "--4F3C21A0.1726142700/mx.kunta.example\n"
                              "Content-Description: Undelivered Message\n"
                              "Content-Type: message/rfc822\n"
                              "\n"
                              "Return-Path: <sopu@hva.example>\n"
                              "Received: from sopu (localhost [127.0.0.1])\n"
                              "From: sopu@hva.example\n"
                              "Message-ID: <" ID ">\n"
                              "Subject: x\n"
                              "\n"
                              "Message-ID: <text@of.the.mail>\n"
                              "--4F3C21A0.1726142700/mx.kunta.example--\n";

/* Another: CRLF, a plain boundary, the headers alone, no code in quotes. */
static const char exim[] = "Return-path: <>\r\n"
                           "Auto-Submitted: auto-replied\r\n"
                           "From: Mail Delivery System <Mailer-Daemon@relay.example>\r\n"
                           "To: sopu@hva.example\r\n"
                           "References: <" ID ">\r\n"
                           "Content-Type: multipart/report; report-type=delivery-status; "
                           "boundary=1726142700-eximdsn-1804289383\r\n"
                           "MIME-Version: 1.0\r\n"
                           "Subject: Mail delivery failed: returning message to sender\r\n"
                           "\r\n"
                           "--1726142700-eximdsn-1804289383\r\n"
                           "Content-type: text/plain; charset=us-ascii\r\n"
                           "\r\n"
                           "It came back.\r\n"
                           "\r\n"
                           "--1726142700-eximdsn-1804289383\r\n"
                           "Content-type: message/delivery-status\r\n"
                           "\r\n"
                           "Reporting-MTA: dns; relay.example\r\n"
                           "\r\n"
                           "Action: failed\r\n"
                           "Final-Recipient: rfc822;kirjaamo@kunta.example\r\n"
                           "Status: 5.2.2 (mailbox full)\r\n"
                           "\r\n"
                           "--1726142700-eximdsn-1804289383\r\n"
                           "Content-type: text/rfc822-headers\r\n"
                           "\r\n"
                           "Return-path: <sopu@hva.example>\r\n"
                           "Message-ID:\r\n"
                           " <" ID ">\r\n"
                           "Subject: x\r\n"
                           "\r\n"
                           "--1726142700-eximdsn-1804289383--\r\n";

/* And one that answers to the mail, wraps its words in a multipart of their own and has three digits. */
static const char exchange[] = "From: <postmaster@kunta.example>\r\n"
                               "To: <sopu@hva.example>\r\n"
                               "MIME-Version: 1.0\r\n"
                               "Content-Type: multipart/report; report-type=delivery-status;\r\n"
                               "\tboundary=\"7f0c=_9a.kunta.example\"\r\n"
                               "X-MS-Exchange-Message-Is-Ndr:\r\n"
                               "Content-Language: fi-FI\r\n"
                               "Message-ID: <8b1f@kunta.example>\r\n"
                               "In-Reply-To: <" ID ">\r\n"
                               "References: <other@hva.example>\r\n"
                               "\t<" ID ">\r\n"
                               "Subject: Undeliverable: x\r\n"
                               "\r\n"
                               "--7f0c=_9a.kunta.example\r\n"
                               "Content-Type: multipart/alternative; differences=Content-Type;\r\n"
                               "\tboundary=\"7f0c=_9a.kunta.example-2\"\r\n"
                               "\r\n"
                               "--7f0c=_9a.kunta.example-2\r\n"
                               "Content-Type: text/plain; charset=\"utf-8\"\r\n"
                               "Content-Transfer-Encoding: base64\r\n"
                               "\r\n"
                               "QWN0aW9uOiBkZWxpdmVyZWQ=\r\n"
                               "\r\n"
                               "--7f0c=_9a.kunta.example-2--\r\n"
                               "\r\n"
                               "--7f0c=_9a.kunta.example\r\n"
                               "Content-Type: message/delivery-status\r\n"
                               "\r\n"
                               "Reporting-MTA: dns;HE1.kunta.example\r\n"
                               "\r\n"
                               "Final-Recipient: rfc822;kirjaamo@kunta.example\r\n"
                               "Action: failed\r\n"
                               "Status: 5.1.10\r\n"
                               "Diagnostic-Code: smtp;550 5.1.10 not found\r\n"
                               "X-Display-Name: Kirjaamo\r\n"
                               "\r\n"
                               "--7f0c=_9a.kunta.example\r\n"
                               "Content-Type: message/rfc822\r\n"
                               "\r\n"
                               "Received: from x\r\n"
                               "Message-ID: <" ID ">\r\n"
                               "\r\n"
                               "text\r\n"
                               "--7f0c=_9a.kunta.example--\r\n";

#define REPORT(fields)                                                                             \
    "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n" \
    "Reporting-MTA: dns; x\n\n" fields "\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <" ID   \
    ">\n\n--b--\n"

static bool names(const struct mail_report *report, const char *id)
{
    for (size_t i = 0; i < report->id_count; i++)
        if (bytes_equal(report->ids[i], bytes_text(id)))
            return true;
    return false;
}

static struct mail_report report_of(const char *mail)
{
    return mail_report_read(bytes_text(mail));
}

static void what_servers_send_is_understood(void **unused)
{
    (void)unused;
    static const struct {
        const char *mail, *status;
    } all[] = {{postfix, "5.1.1"}, {exim, "5.2.2"}, {exchange, "5.1.10"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct mail_report report = report_of(all[i].mail);
        assert_int_equal(report.kind, MAIL_REPORT_FAILED);
        assert_string_equal(report.status, all[i].status);
        assert_true(names(&report, ID));
        assert_false(names(&report, "text@of.the.mail"));
    }
}

static void lines_may_end_in_either_way(void **unused)
{
    (void)unused;
    struct buf other = {0};
    for (const char *c = postfix; *c != '\0'; c++) {
        if (*c == '\n')
            buf_u8(&other, '\r');
        buf_u8(&other, (uint8_t)*c);
    }
    struct mail_report report = mail_report_read(buf_bytes(&other));
    assert_int_equal(report.kind, MAIL_REPORT_FAILED);
    assert_string_equal(report.status, "5.1.1");
    assert_true(names(&report, ID));
    buf_free(&other);
}

static void only_what_is_given_up_counts(void **unused)
{
    (void)unused;
    static const struct {
        const char *mail;
        enum mail_report_kind kind;
        const char *status;
    } all[] = {
        {REPORT("Action: failed\nStatus: 5.7.1\n"), MAIL_REPORT_FAILED, "5.7.1"},
        {REPORT("ACTION:FAILED (at last)\nstatus :  5.7.1\n"), MAIL_REPORT_FAILED, "5.7.1"},
        {REPORT("Status: 4.4.7\nAction: failed\n"), MAIL_REPORT_FAILED, "4.4.7"},
        {REPORT("Action: delayed\nStatus: 4.4.7\n"), MAIL_REPORT_NOT_FAILED, ""},
        {REPORT("Action: delayed\nStatus: 5.1.1\n"), MAIL_REPORT_NOT_FAILED, ""},
        {REPORT("Action: relayed\nStatus: 2.1.9\n"), MAIL_REPORT_NOT_FAILED, ""},
        {REPORT("Action: delivered\nStatus: 2.0.0\n"), MAIL_REPORT_NOT_FAILED, ""},
        {REPORT("Action: expanded\nStatus: 2.0.0\n"), MAIL_REPORT_NOT_FAILED, ""},
        {REPORT("Action: failed\nStatus: 2.0.0\n"), MAIL_REPORT_NOT_FAILED, ""},
        {REPORT("Action: failed\n"), MAIL_REPORT_NOT_FAILED, ""},
        {REPORT("Status: 5.1.1\n"), MAIL_REPORT_NOT_FAILED, ""},
        /* one receiver's action and another's code are not one */
        {REPORT("Action: failed\n\nStatus: 5.1.1\n"), MAIL_REPORT_NOT_FAILED, ""},
        {REPORT("Action: delivered\nStatus: 2.0.0\n\nAction: failed\nStatus: 5.1.1\n"),
         MAIL_REPORT_FAILED, "5.1.1"},
        {REPORT("Action: failed\nStatus: 4.4.7\n\nAction: failed\nStatus: 5.1.1\n"),
         MAIL_REPORT_FAILED, "5.1.1"},
        {REPORT("Action: failed\nStatus: 5.1.1\n\nAction: failed\nStatus: 5.2.2\n"),
         MAIL_REPORT_FAILED, "5.1.1"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct mail_report report = report_of(all[i].mail);
        assert_int_equal(report.kind, all[i].kind);
        assert_string_equal(report.status, all[i].status);
    }
}

static void a_code_is_three_numbers_and_nothing_else(void **unused)
{
    (void)unused;
    static const char *const wrong[] = {"5",      "5.1",        "5.1.",     "5..1",   "55.1.1",
                                        "5.1.1x", "5.1.1000",   "5.1000.1", "x5.1.1", "5.1.1.1",
                                        "",       "nobody.1.1", "5.1.1<b>", "-5.1.1", "5.1.1\x01"};
    char mail[1000];
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        snprintf(mail, sizeof mail, REPORT("Action: failed\nStatus: %s\n"), wrong[i]);
        assert_int_equal(report_of(mail).kind, MAIL_REPORT_NOT_FAILED);
    }
    struct mail_report report = report_of(REPORT("Action: failed\nStatus: 5.999.999 (x)\n"));
    assert_string_equal(report.status, "5.999.999");
}

static void other_mail_is_no_report(void **unused)
{
    (void)unused;
    static const char *const others[] = {
        "",
        "\n",
        "\r\n\r\n",
        "no mail",
        "Subject: x\n\nStatus: 5.1.1\nAction: failed\n",
        /* an absence, a receipt, a complaint, a forwarded report */
        "Auto-Submitted: auto-replied\nIn-Reply-To: <" ID ">\n\nI am away.\n",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n"
        "Content-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n\n--b--\n",
        "Content-Type: multipart/report; report-type=\"feedback-report\"; boundary=b\n\n--b\n"
        "Content-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n\n--b--\n",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
        "Content-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n\n--b--\n",
        /* no boundary, no such part, a part behind the end */
        "Content-Type: multipart/report\n\n--\nContent-Type: message/delivery-status\n\n"
        "Action: failed\nStatus: 5.1.1\n\n",
        "Content-Type: multipart/report; boundary=\"\t\"\n\n--\t\n"
        "Content-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n",
        "Content-Type: multipart/report; boundary=b\n\n--b\n\nAction: failed\nStatus: 5.1.1\n",
        "Content-Type: multipart/report; boundary=b\n\n--b--\n--b\n"
        "Content-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n\n",
        "Content-Type: multipart/report; boundary=b\n\n--bb\n"
        "Content-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n\n--bb--\n",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct mail_report report = report_of(others[i]);
        assert_int_equal(report.kind, MAIL_REPORT_NONE);
        assert_string_equal(report.status, "");
    }
}

static void a_boundary_may_stand_in_quotes_and_behind_others(void **unused)
{
    (void)unused;
    static const char *const types[] = {
        "multipart/report; boundary=\"b\"",
        "MULTIPART/REPORT;BOUNDARY=b;REPORT-TYPE=Delivery-Status",
        "multipart/report ;\n\tcharset=\"a;boundary=x\" ; boundary = b",
        "multipart/report; x=\"\\\"; boundary=x\"; report-type=\"delivery-status\";\r\n "
        "boundary=\"\\b\"",
        "multipart/report; x; ; = ; boundary=b",
    };
    char mail[1000];
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        snprintf(mail, sizeof mail,
                 "Content-Type: %s\n\n--b \nContent-Type: message/delivery-status\n\n"
                 "Action: failed\nStatus: 5.1.1\n--b--\n",
                 types[i]);
        assert_int_equal(report_of(mail).kind, MAIL_REPORT_FAILED);
    }
}

static void of_many_references_the_last_are_kept(void **unused)
{
    (void)unused;
    struct buf mail = {0};
    buf_text(&mail, "References:");
    for (int i = 0; i < 1000; i++)
        buf_format(&mail, "\n <%d@x>", i);
    buf_text(&mail, "\n <unfinished\n\n");
    struct mail_report report = mail_report_read(buf_bytes(&mail));
    assert_int_equal(report.id_count, MAIL_REPORT_IDS);
    assert_true(names(&report, "999@x"));
    assert_true(names(&report, "992@x"));
    assert_false(names(&report, "991@x"));
    buf_free(&mail);
}

/* Nothing beyond the mail is read, wherever it is cut (the sanitizers look), and nothing is invented. */
static void a_report_may_be_cut_anywhere(void **unused)
{
    (void)unused;
    static const char *const all[] = {postfix, exim, exchange};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        for (size_t len = 0; len <= strlen(all[i]); len++) {
            struct buf piece = {0};
            buf_append(&piece, all[i], len);
            struct mail_report whole = report_of(all[i]);
            struct mail_report report = mail_report_read(buf_bytes(&piece));
            if (report.kind == MAIL_REPORT_FAILED)
                assert_memory_equal(report.status, whole.status, 4);
            buf_free(&piece);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_servers_send_is_understood),
        cmocka_unit_test(lines_may_end_in_either_way),
        cmocka_unit_test(only_what_is_given_up_counts),
        cmocka_unit_test(a_code_is_three_numbers_and_nothing_else),
        cmocka_unit_test(other_mail_is_no_report),
        cmocka_unit_test(a_boundary_may_stand_in_quotes_and_behind_others),
        cmocka_unit_test(of_many_references_the_last_are_kept),
        cmocka_unit_test(a_report_may_be_cut_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
