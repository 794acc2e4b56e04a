#include "net/mail_message.h"

#include "base/mail_address.h"
#include "base/utf.h"

#include <time.h>

enum {
    LINE_MAX_COLUMNS = 76,
    LANGUAGE_MAX = 35,
    ID_MAX = 250,
    MS_PER_SECOND = 1000,
};
#define YEAR_10000 INT64_C(253402300800)

/* --- what may stand in a header --- */

static bool is_one_line(const char *value)
{
    if (value == NULL || !utf8_check(bytes_text(value), NULL))
        return false;
    for (const char *c = value; *c != '\0'; c++)
        if ((unsigned char)*c < ' ' || *c == '\x7f')
            return false;
    return true;
}

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Letters, digits and the given signs, at least one of them. */
static bool is_made_of(const char *value, size_t len, const char *signs)
{
    for (size_t i = 0; i < len; i++)
        if (!is_letter_or_digit(value[i]) && (value[i] == '\0' || strchr(signs, value[i]) == NULL))
            return false;
    return len > 0;
}

static bool is_language(const char *tag)
{
    return tag != NULL && strlen(tag) <= LANGUAGE_MAX && is_made_of(tag, strlen(tag), "-");
}

static bool is_message_id(const char *id)
{
    const char *at = id != NULL ? strchr(id, '@') : NULL;
    return at != NULL && strlen(id) <= ID_MAX && is_made_of(id, (size_t)(at - id), "-_.+=") &&
           is_made_of(at + 1, strlen(at + 1), "-.");
}

static bool is_whole(const struct mail *mail, const char *from_address, const char *from_name)
{
    return mail_address_is_good(from_address) && mail_address_is_good(mail->to) &&
           (from_name == NULL || is_one_line(from_name)) && is_one_line(mail->subject) &&
           is_message_id(mail->message_id) && is_language(mail->language) && mail->text != NULL &&
           utf8_check(bytes_text(mail->text), NULL) && mail->date_ms >= 0 &&
           mail->date_ms / MS_PER_SECOND < YEAR_10000;
}

/* --- letters --- */

/* Of checked UTF-8. */
static size_t letter_len(const char *letter)
{
    unsigned char first = (unsigned char)*letter;
    return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

static void hex_write(struct buf *out, char byte)
{
    buf_format(out, "=%02X", (unsigned)(unsigned char)byte);
}

/* --- encoded words, RFC 2047 --- */

static const char WORD_BEGIN[] = "=?utf-8?Q?";
static const char WORD_END[] = "?=";

/* As themselves also within a name: RFC 2047, section 5, rule 3. */
static bool is_plain_in_word(char c)
{
    return is_letter_or_digit(c) || (c != '\0' && strchr("!*+-/", c) != NULL);
}

static size_t size_in_word(const char *letter, size_t len)
{
    return len == 1 && (is_plain_in_word(*letter) || *letter == ' ') ? 1 : len * 3;
}

static void write_in_word(struct buf *out, const char *letter, size_t len)
{
    if (size_in_word(letter, len) == 1)
        buf_u8(out, *letter == ' ' ? '_' : (uint8_t)*letter);
    else
        for (size_t i = 0; i < len; i++)
            hex_write(out, letter[i]);
}

/* Behind a header's name that has taken `column` letters. A word ends where the line would become too long, between two
 * letters; the space that folds the line is none of the text. */
static void words_write(struct buf *out, const char *value, size_t column)
{
    const size_t begin = sizeof WORD_BEGIN - 1, end = sizeof WORD_END - 1;
    buf_text(out, WORD_BEGIN);
    column += begin;
    for (size_t len; *value != '\0'; value += len) {
        len = letter_len(value);
        size_t size = size_in_word(value, len);
        if (column + size + end > LINE_MAX_COLUMNS) {
            buf_format(out, "%s\r\n %s", WORD_END, WORD_BEGIN);
            column = 1 + begin;
        }
        write_in_word(out, value, len);
        column += size;
    }
    buf_text(out, WORD_END);
}

/* --- headers --- */

/* What is short and plain is left readable; everything else is encoded as a whole. */
static bool is_plain_subject(const char *subject, size_t column)
{
    size_t len = strlen(subject);
    for (const char *c = subject; *c != '\0'; c++)
        if ((unsigned char)*c > '~')
            return false;
    return len > 0 && column + len <= LINE_MAX_COLUMNS && subject[0] != ' ' &&
           subject[len - 1] != ' ' && strstr(subject, "=?") == NULL;
}

static void subject_write(struct buf *out, const char *subject)
{
    static const char name[] = "Subject: ";
    buf_text(out, name);
    if (*subject == '\0' || is_plain_subject(subject, sizeof name - 1))
        buf_text(out, subject);
    else
        words_write(out, subject, sizeof name - 1);
    buf_text(out, "\r\n");
}

static void from_write(struct buf *out, const char *address, const char *name)
{
    static const char header[] = "From: ";
    buf_text(out, header);
    if (name == NULL || *name == '\0') {
        buf_format(out, "%s\r\n", address);
    } else if (is_made_of(name, strlen(name), "-") && strlen(name) < LINE_MAX_COLUMNS / 2) {
        buf_format(out, "%s <%s>\r\n", name, address);
    } else {
        words_write(out, name, sizeof header - 1);
        buf_format(out, "\r\n <%s>\r\n", address);
    }
}

/* In English and UTC whatever the machine's language and place. */
static void date_write(struct buf *out, int64_t date_ms)
{
    static const char days[][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t seconds = (time_t)(date_ms / MS_PER_SECOND);
    struct tm tm;
    gmtime_r(&seconds, &tm);
    buf_format(out, "Date: %s, %02d %s %04d %02d:%02d:%02d +0000\r\n", days[tm.tm_wday], tm.tm_mday,
               months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* --- the text, quoted-printable --- */

/* A space at the end of a line would not arrive. */
static size_t size_in_text(const char *letter, size_t len, bool is_last)
{
    bool is_space = *letter == ' ' || *letter == '\t';
    bool is_plain = (*letter > ' ' && *letter <= '~' && *letter != '=') || (is_space && !is_last);
    return is_plain ? 1 : len * 3;
}

static void line_write(struct buf *out, const char *line, size_t len)
{
    size_t column = 0;
    for (size_t at = 0, step; at < len; at += step) {
        step = letter_len(line + at);
        size_t size = size_in_text(line + at, step, at + step == len);
        if (column + size >
            LINE_MAX_COLUMNS - 1) { /* the last column is the sign's that it goes on */
            buf_text(out, "=\r\n");
            column = 0;
        }
        column += size;
        if (size == 1)
            buf_u8(out, (uint8_t)line[at]);
        else
            for (size_t i = 0; i < step; i++)
                hex_write(out, line[at + i]);
    }
    buf_text(out, "\r\n");
}

static void text_write(struct buf *out, const char *text)
{
    while (*text != '\0') {
        size_t len = strcspn(text, "\n");
        bool has_end = text[len] == '\n';
        line_write(out, text, has_end && len > 0 && text[len - 1] == '\r' ? len - 1 : len);
        text += len + has_end;
    }
}

bool mail_message_write(const struct mail *mail, const char *from_address, const char *from_name,
                        struct buf *out)
{
    if (!is_whole(mail, from_address, from_name))
        return false;
    from_write(out, from_address, from_name);
    buf_format(out, "To: %s\r\n", mail->to);
    subject_write(out, mail->subject);
    date_write(out, mail->date_ms);
    buf_format(out, "Message-ID: <%s>\r\n", mail->message_id);
    buf_text(out, "MIME-Version: 1.0\r\n"
                  "Content-Type: text/plain; charset=utf-8\r\n"
                  "Content-Transfer-Encoding: quoted-printable\r\n");
    buf_format(out, "Content-Language: %s\r\n", mail->language);
    buf_text(out, "Auto-Submitted: auto-generated\r\n\r\n");
    text_write(out, mail->text);
    return true;
}
