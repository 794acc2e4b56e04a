#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf.h"
#include "net/mail_message.h"

#include <stdlib.h>
#include <string.h>

#define FROM "sopu@hyvaep.example"
#define MS_OF_THE_DAY INT64_C(1726124400123)

static struct mail given(void)
{
    return (struct mail){
        .key = "k",
        .to = "kirjaamo@kunta.example",
        .subject = "Minutes",
        .text = "Hello\n",
        .message_id = "minutes-1.a@hyvaep.example",
        .language = "fi",
        .date_ms = MS_OF_THE_DAY,
    };
}

/* --- a reader for these tests: headers unfolded, words and text decoded --- */

static int hex_of(const char *at)
{
    char digits[3] = {at[0], at[1], '\0'};
    return (int)strtol(digits, NULL, 16);
}

static struct buf written(const struct mail *mail, const char *name)
{
    struct buf out = {0};
    assert_true(mail_message_write(mail, FROM, name, &out));
    buf_c_string(&out);
    return out;
}

/* Every line ends with CRLF, is ASCII and has at most 76 letters. */
static void assert_lines_are_good(const struct buf *out)
{
    size_t column = 0;
    for (size_t i = 0; i < out->len; i++) {
        assert_true(out->data[i] < 0x7f && (out->data[i] >= ' ' || strchr("\r\n\t", out->data[i])));
        assert_int_equal(out->data[i] == '\n', i > 0 && out->data[i - 1] == '\r');
        column = out->data[i] == '\n' ? 0 : column + (out->data[i] != '\r');
        assert_true(column <= 76);
    }
    assert_int_equal(out->data[out->len - 1], '\n');
}

/* One encoded word; each must be whole UTF-8 by itself. */
static const char *word_read(const char *at, struct buf *text)
{
    struct buf word = {0};
    const char *end = strstr(at + 10, "?=");
    assert_memory_equal(at, "=?utf-8?Q?", 10);
    assert_non_null(end);
    assert_true(end + 2 - at <= 75);
    for (at += 10; at < end; at++) {
        buf_u8(&word, *at == '=' ? (uint8_t)hex_of(at + 1) : *at == '_' ? ' ' : (uint8_t)*at);
        at += *at == '=' ? 2 : 0;
    }
    assert_true(utf8_check(buf_bytes(&word), NULL));
    buf_bytes_append(text, buf_bytes(&word));
    buf_free(&word);
    return end + 2;
}

static struct buf words_read(const char *at)
{
    struct buf text = {0};
    for (;;) {
        at = word_read(at, &text);
        if (memcmp(at, "\r\n =?", 5) != 0)
            break;
        at += 3;
    }
    assert_memory_equal(at, "\r\n", 2);
    return text;
}

static struct buf text_read(const char *message)
{
    struct buf text = {0};
    const char *at = strstr(message, "\r\n\r\n") + 4;
    for (; *at != '\0'; at++) {
        if (*at != '=') {
            buf_u8(&text, (uint8_t)*at);
            continue;
        }
        if (at[1] != '\r')
            buf_u8(&text, (uint8_t)hex_of(at + 1));
        at += 2;
    }
    return text;
}

static void assert_subject_comes_back(const char *subject)
{
    struct mail mail = given();
    mail.subject = subject;
    struct buf out = written(&mail, NULL);
    assert_lines_are_good(&out);
    struct buf text = words_read(strstr(buf_c_string(&out), "Subject: ") + 9);
    assert_string_equal(buf_c_string(&text), subject);
    buf_free(&text);
    buf_free(&out);
}

static void assert_text_comes_back(const char *text, const char *expected)
{
    struct mail mail = given();
    mail.text = text;
    struct buf out = written(&mail, NULL);
    assert_lines_are_good(&out);
    struct buf read = text_read(buf_c_string(&out));
    assert_string_equal(buf_c_string(&read), expected);
    buf_free(&read);
    buf_free(&out);
}

/* --- the tests --- */

static void a_plain_mail_is_as_the_standard_says_to_the_letter(void **unused)
{
    (void)unused;
    struct mail mail = given();
    struct buf out = written(&mail, "Sopu");
    assert_string_equal(buf_c_string(&out), "From: Sopu <sopu@hyvaep.example>\r\n"
                                            "To: kirjaamo@kunta.example\r\n"
                                            "Subject: Minutes\r\n"
                                            "Date: Thu, 12 Sep 2024 07:00:00 +0000\r\n"
                                            "Message-ID: <minutes-1.a@hyvaep.example>\r\n"
                                            "MIME-Version: 1.0\r\n"
                                            "Content-Type: text/plain; charset=utf-8\r\n"
                                            "Content-Transfer-Encoding: quoted-printable\r\n"
                                            "Content-Language: fi\r\n"
                                            "Auto-Submitted: auto-generated\r\n"
                                            "\r\n"
                                            "Hello\r\n");
    buf_free(&out);
}

static void subjects_come_back_as_they_were(void **unused)
{
    (void)unused;
    assert_subject_comes_back("Pöytäkirja");
    assert_subject_comes_back("åäö ÅÄÖ šž – “hyte”");
    assert_subject_comes_back("🎉");
    assert_subject_comes_back(" a space before and after ");
    assert_subject_comes_back("looks like =?utf-8?Q?one?= but is none");
    assert_subject_comes_back(
        "ASCII that is longer than one line may be, and so is written in words that "
        "the reader puts together again, spaces and _underscores_ and all = ?");
    assert_subject_comes_back(
        "Päätöspöytäkirja 12.9.2024 – Etelä-Pohjanmaan hyvinvointialueen, kuntien, "
        "järjestöjen ja seurakuntien hyte-neuvottelu: 9 § a, b ja c hyväksytty");
}

/* Wherever the line ends, no letter is cut: 1 to 80 letters of each length before it. */
static void no_letter_is_cut_where_a_line_ends(void **unused)
{
    (void)unused;
    static const char *const letters[] = {"x", "ä", "€", "🎉"};
    for (size_t kind = 0; kind < 4; kind++) {
        for (size_t before = 1; before <= 80; before++) {
            struct buf subject = {0};
            for (size_t i = 0; i < before; i++)
                buf_u8(&subject, 'a');
            for (size_t i = 0; i < 30; i++)
                buf_text(&subject, letters[kind]);
            buf_text(&subject, "ö");
            assert_subject_comes_back(buf_c_string(&subject));
            buf_free(&subject);
        }
    }
}

static void a_name_with_letters_of_its_own_goes_before_the_address(void **unused)
{
    (void)unused;
    struct mail mail = given();
    struct buf out = written(&mail, "Hyvinvointialue, \"Etelä\" <x@y.fi>");
    assert_lines_are_good(&out);
    struct buf name = {0};
    const char *at = word_read(buf_c_string(&out) + strlen("From: "), &name);
    assert_string_equal(buf_c_string(&name), "Hyvinvointialue, \"Etelä\" <x@y.fi>");
    assert_memory_equal(at, "\r\n <" FROM ">\r\n", strlen("\r\n <" FROM ">\r\n"));
    buf_free(&name);
    buf_free(&out);
}

static void the_text_comes_back_line_by_line(void **unused)
{
    (void)unused;
    assert_text_comes_back("", "");
    assert_text_comes_back("no end", "no end\r\n");
    assert_text_comes_back("å ä ö š\n🎉\n", "å ä ö š\r\n🎉\r\n");
    assert_text_comes_back("one\r\ntwo\n\nfour\n", "one\r\ntwo\r\n\r\nfour\r\n");
    assert_text_comes_back("a space \nand a tab\t\n", "a space \r\nand a tab\t\r\n");
    assert_text_comes_back(".\n..\n=20\n", ".\r\n..\r\n=20\r\n");
    assert_text_comes_back("old\rline", "old\rline\r\n");
}

static void long_lines_are_broken_so_that_the_reader_joins_them(void **unused)
{
    (void)unused;
    for (size_t letters = 60; letters < 240; letters++) {
        struct buf text = {0};
        for (size_t i = 0; i < letters; i++)
            buf_text(&text, i % 7 == 0 ? "ä" : i % 5 == 0 ? " " : "a");
        struct buf expected = {0};
        buf_format(&expected, "%s\r\n", buf_c_string(&text));
        assert_text_comes_back(buf_c_string(&text), buf_c_string(&expected));
        buf_free(&expected);
        buf_free(&text);
    }
}

static void dates_are_in_english_and_utc(void **unused)
{
    (void)unused;
    static const struct {
        int64_t ms;
        const char *date;
    } dates[] = {
        {0, "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"},
        {INT64_C(1709251199999), "Date: Thu, 29 Feb 2024 23:59:59 +0000\r\n"},
        {INT64_C(253402300799999), "Date: Fri, 31 Dec 9999 23:59:59 +0000\r\n"},
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        struct mail mail = given();
        mail.date_ms = dates[i].ms;
        struct buf out = written(&mail, NULL);
        assert_non_null(strstr(buf_c_string(&out), dates[i].date));
        buf_free(&out);
    }
}

static void assert_refused(const struct mail *mail, const char *from, const char *name)
{
    struct buf out = {0};
    buf_text(&out, "before");
    assert_false(mail_message_write(mail, from, name, &out));
    assert_string_equal(buf_c_string(&out), "before");
    buf_free(&out);
}

static void no_value_can_add_a_header_or_a_text(void **unused)
{
    (void)unused;
    static const char *const tries[] = {
        "x\r\nBcc: a@b.fi",
        "x\nBcc: a@b.fi",
        "x\rBcc: a@b.fi",
        "x\r\n\r\ntext",
        "\n",
        "\r\n x",
        "x\x1b[2J",
        "x\x7f",
        "\xff",
        "x\xc3",
        "\xed\xa0\x80",
        NULL,
    };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        struct mail mail = given();
        mail.subject = tries[i];
        assert_refused(&mail, FROM, NULL);
        mail = given();
        mail.to = tries[i];
        assert_refused(&mail, FROM, NULL);
        mail = given();
        mail.message_id = tries[i];
        assert_refused(&mail, FROM, NULL);
        mail = given();
        mail.language = tries[i];
        assert_refused(&mail, FROM, NULL);
        mail = given();
        assert_refused(&mail, tries[i], NULL);
        if (tries[i] != NULL)
            assert_refused(&mail, FROM, tries[i]);
    }
}

static void what_is_not_as_it_should_be_is_refused(void **unused)
{
    (void)unused;
    static const char *const ids[] = {"",      "a",       "@b",      "a@",    "<a@b>",
                                      "a b@c", "a@b>\t<", "a@b c@d", "a@b@c", "ä@b"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        struct mail mail = given();
        mail.message_id = ids[i];
        assert_refused(&mail, FROM, NULL);
    }
    struct mail mail = given();
    mail.language = "fi, sv";
    assert_refused(&mail, FROM, NULL);
    mail = given();
    mail.text = "\xff";
    assert_refused(&mail, FROM, NULL);
    mail = given();
    mail.date_ms = -1;
    assert_refused(&mail, FROM, NULL);
    mail.date_ms = INT64_MAX;
    assert_refused(&mail, FROM, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_mail_is_as_the_standard_says_to_the_letter),
        cmocka_unit_test(subjects_come_back_as_they_were),
        cmocka_unit_test(no_letter_is_cut_where_a_line_ends),
        cmocka_unit_test(a_name_with_letters_of_its_own_goes_before_the_address),
        cmocka_unit_test(the_text_comes_back_line_by_line),
        cmocka_unit_test(long_lines_are_broken_so_that_the_reader_joins_them),
        cmocka_unit_test(dates_are_in_english_and_utc),
        cmocka_unit_test(no_value_can_add_a_header_or_a_text),
        cmocka_unit_test(what_is_not_as_it_should_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
