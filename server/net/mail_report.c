/* One walk over the lines, once each: the mail's own head, then its parts as the boundary of the outermost multipart divides
 * them. Parts within parts are not looked for: a report has none that matter.
 *
 *   head          Content-Type says that this is a report and how its parts are divided; In-Reply-To, References
 *   part's head   Content-Type says which part this is
 *   status part   groups of fields, an empty line between them: the report's own, then one for each receiver (RFC 3464, 2.1)
 *   returned part the head of the mail that came back: Message-ID
 *
 * A field that goes on in the next lines (RFC 5322, 2.2.3) lies in the mail in one piece, so it is read where it is: CR and
 * LF count as blanks. */
#include "net/mail_report.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { BOUNDARY_SIZE = 201 /* RFC 2046 allows 70 letters */ };

enum place { HEAD, SKIPPED, PART_HEAD, STATUS, RETURNED, END };

struct receiver {
    bool is_failed;
    char status[MAIL_STATUS_SIZE];
};

struct reading {
    struct mail_report report;
    enum place place;
    enum place next; /* where the body of this part is read */
    bool is_report;
    char boundary[BOUNDARY_SIZE];
    struct receiver receiver;
    size_t ids; /* seen, also those that others took the place of */
};

/* --- letters --- */

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static struct bytes skip(struct bytes text, size_t len)
{
    return bytes_of(text.data + len, text.len - len);
}

static struct bytes skip_blanks(struct bytes text)
{
    while (text.len > 0 && is_blank(text.data[0]))
        text = skip(text, 1);
    return text;
}

static struct bytes without_end(struct bytes text)
{
    while (text.len > 0 && is_blank(text.data[text.len - 1]))
        text.len--;
    return text;
}

static bool is_word(struct bytes text, const char *word)
{
    return text.len == strlen(word) && strncasecmp((const char *)text.data, word, text.len) == 0;
}

/* The letters up to the first blank or one of the signs; the rest stays in `text`. */
static struct bytes word_take(struct bytes *text, const char *signs)
{
    size_t len = 0;
    while (len < text->len && !is_blank(text->data[len]) &&
           (text->data[len] == 0 || strchr(signs, text->data[len]) == NULL))
        len++;
    struct bytes word = bytes_of(text->data, len);
    *text = skip(*text, len);
    return word;
}

/* --- lines and fields --- */

static size_t line_len(struct bytes text)
{
    const uint8_t *end = text.len > 0 ? memchr(text.data, '\n', text.len) : NULL;
    return end != NULL ? (size_t)(end - text.data) + 1 : text.len;
}

/* The first line, and those that go on with it. */
static size_t field_len(struct bytes text)
{
    size_t len = line_len(text);
    while (len < text.len && (text.data[len] == ' ' || text.data[len] == '\t') &&
           without_end(bytes_of(text.data + len, line_len(skip(text, len)))).len > 0)
        len += line_len(skip(text, len));
    return len;
}

/* False: no field, as the "From " before a mail in a mailbox. */
static bool field_read(struct bytes field, struct bytes *name, struct bytes *value)
{
    *name = word_take(&field, ":");
    field = skip_blanks(field);
    if (name->len == 0 || field.len == 0 || field.data[0] != ':')
        return false;
    *value = without_end(skip_blanks(skip(field, 1)));
    return true;
}

/* --- Content-Type --- */

/* A parameter's value, a word or in quotes, into `text`, cut where it does not fit. */
static void value_take(struct bytes *rest, char *text, size_t size)
{
    size_t len = 0;
    if (rest->len == 0 || rest->data[0] != '"') {
        struct bytes word = word_take(rest, ";");
        len = word.len < size ? word.len : size - 1;
        if (len > 0)
            memcpy(text, word.data, len);
    } else {
        *rest = skip(*rest, 1);
        while (rest->len > 0 && rest->data[0] != '"') {
            if (rest->data[0] == '\\' && rest->len > 1)
                *rest = skip(*rest, 1);
            if (len < size - 1)
                text[len++] = (char)rest->data[0];
            *rest = skip(*rest, 1);
        }
        if (rest->len > 0)
            *rest = skip(*rest, 1);
    }
    text[len] = '\0';
}

/* "" where there is none. */
static void parameter_find(struct bytes type, const char *name, char *text, size_t size)
{
    char unwanted[2];
    text[0] = '\0';
    while (type.len > 0) {
        word_take(&type, ";\"");
        if (type.len > 0 && type.data[0] == '"') {
            value_take(&type, unwanted, sizeof unwanted);
            continue;
        }
        bool is_next = type.len > 0 && type.data[0] == ';';
        if (type.len > 0)
            type = skip_blanks(skip(type, 1));
        struct bytes found = is_next ? word_take(&type, "=;\"") : (struct bytes){0};
        type = skip_blanks(type);
        if (found.len == 0 || type.len == 0 || type.data[0] != '=')
            continue;
        type = skip_blanks(skip(type, 1));
        bool is_it = is_word(found, name);
        value_take(&type, is_it ? text : unwanted, is_it ? size : sizeof unwanted);
        if (is_it)
            return;
    }
}

/* All of it is there, and it can stand at the beginning of a line. */
static bool is_boundary(const char *text)
{
    size_t len = strlen(text);
    for (size_t i = 0; i < len; i++)
        if (text[i] < ' ' || text[i] > '~')
            return false;
    return len > 0 && len < BOUNDARY_SIZE - 1 && text[len - 1] != ' ';
}

static void type_of_mail(struct reading *reading, struct bytes value)
{
    char kind[sizeof "delivery-status-"];
    struct bytes rest = value;
    if (!is_word(word_take(&rest, ";("), "multipart/report"))
        return;
    parameter_find(value, "report-type", kind, sizeof kind);
    parameter_find(value, "boundary", reading->boundary, sizeof reading->boundary);
    reading->is_report = (kind[0] == '\0' || strcasecmp(kind, "delivery-status") == 0) &&
                         is_boundary(reading->boundary);
}

/* The "global" ones are for addresses that are not ASCII (RFC 6533). */
static enum place place_of_part(struct bytes value)
{
    struct bytes type = word_take(&value, ";(");
    if (is_word(type, "message/delivery-status") || is_word(type, "message/global-delivery-status"))
        return STATUS;
    if (is_word(type, "message/rfc822") || is_word(type, "text/rfc822-headers") ||
        is_word(type, "message/global") || is_word(type, "message/global-headers"))
        return RETURNED;
    return SKIPPED;
}

/* --- which mail --- */

/* All that stands in brackets. */
static void ids_read(struct reading *reading, struct bytes value)
{
    const uint8_t *begin, *end;
    while (value.len > 0 && (begin = memchr(value.data, '<', value.len)) != NULL) {
        value = skip(value, (size_t)(begin - value.data) + 1);
        if (value.len == 0 || (end = memchr(value.data, '>', value.len)) == NULL)
            return;
        struct bytes id = bytes_of(value.data, (size_t)(end - value.data));
        reading->report.ids[reading->ids++ % MAIL_REPORT_IDS] = id;
        value = skip(value, id.len + 1);
    }
}

/* --- what became of it --- */

static struct bytes number_take(struct bytes *text)
{
    size_t len = 0;
    while (len < text->len && len < 3 && is_digit(text->data[len]))
        len++;
    struct bytes number = bytes_of(text->data, len);
    *text = skip(*text, len);
    return number;
}

/* "5.1.1", perhaps with words behind it: those stay where they are. "": no code. */
static void status_read(struct bytes value, char status[MAIL_STATUS_SIZE])
{
    struct bytes rest = value;
    status[0] = '\0';
    for (int i = 0; i < 3; i++) {
        size_t len = number_take(&rest).len;
        if (len == 0 || (i == 0 && len != 1))
            return;
        bool is_last = i == 2;
        if (!is_last && (rest.len == 0 || rest.data[0] != '.'))
            return;
        if (!is_last)
            rest = skip(rest, 1);
    }
    if (rest.len > 0 && !is_blank(rest.data[0]) && rest.data[0] != '(')
        return;
    snprintf(status, MAIL_STATUS_SIZE, "%.*s", (int)(value.len - rest.len),
             (const char *)value.data);
}

static bool is_class(const char *status, char class)
{
    return status[0] == class;
}

/* "failed" is final whatever the class: a server that gives up after days of trying says 4 (RFC 3464, 2.3.3). */
static void receiver_end(struct reading *reading)
{
    const struct receiver *one = &reading->receiver;
    struct mail_report *report = &reading->report;
    bool is_final = one->is_failed && (is_class(one->status, '5') || is_class(one->status, '4'));
    bool is_worse = is_class(one->status, '5') && !is_class(report->status, '5');
    if (is_final && (report->kind != MAIL_REPORT_FAILED || is_worse)) {
        report->kind = MAIL_REPORT_FAILED;
        memcpy(report->status, one->status, MAIL_STATUS_SIZE);
    }
    reading->receiver = (struct receiver){0};
}

/* --- from first to last --- */

static bool names_a_mail(enum place place, struct bytes name)
{
    return place == HEAD ? is_word(name, "in-reply-to") || is_word(name, "references")
                         : place == RETURNED && is_word(name, "message-id");
}

static void field_take(struct reading *reading, struct bytes field)
{
    struct bytes name, value;
    if (!field_read(field, &name, &value))
        return;
    if (names_a_mail(reading->place, name))
        ids_read(reading, value);
    else if (reading->place == HEAD && is_word(name, "content-type"))
        type_of_mail(reading, value);
    else if (reading->place == PART_HEAD && is_word(name, "content-type"))
        reading->next = place_of_part(value);
    else if (reading->place == STATUS && is_word(name, "action"))
        reading->receiver.is_failed = is_word(word_take(&value, ";("), "failed");
    else if (reading->place == STATUS && is_word(name, "status"))
        status_read(value, reading->receiver.status);
}

static void empty_line_take(struct reading *reading)
{
    if (reading->place == PART_HEAD) {
        reading->place = reading->next;
        if (reading->place == STATUS && reading->report.kind == MAIL_REPORT_NONE)
            reading->report.kind = MAIL_REPORT_NOT_FAILED;
    } else if (reading->place == STATUS) {
        receiver_end(reading);
    } else if (reading->place == HEAD) {
        reading->place = reading->is_report ? SKIPPED : END;
    } else {
        reading->place = SKIPPED; /* what follows is the returned mail's text */
    }
}

/* Between two parts, or behind the last: false: no such line. */
static bool boundary_take(struct reading *reading, struct bytes line)
{
    size_t len = strlen(reading->boundary);
    if (reading->place == HEAD || line.len < len + 2 || memcmp(line.data, "--", 2) != 0 ||
        memcmp(line.data + 2, reading->boundary, len) != 0)
        return false;
    struct bytes rest = without_end(skip(line, len + 2));
    bool is_last = rest.len == 2 && memcmp(rest.data, "--", 2) == 0;
    if (rest.len > 0 && !is_last)
        return false; /* another boundary that begins like ours */
    receiver_end(reading);
    reading->place = is_last ? END : PART_HEAD;
    reading->next = SKIPPED;
    return true;
}

struct mail_report mail_report_read(struct bytes mail)
{
    struct reading reading = {0};
    while (mail.len > 0 && reading.place != END) {
        struct bytes line = bytes_of(mail.data, line_len(mail));
        if (without_end(line).len == 0)
            empty_line_take(&reading);
        else if (!boundary_take(&reading, line) && reading.place != SKIPPED) {
            line.len = field_len(mail);
            field_take(&reading, line);
        }
        mail = skip(mail, line.len);
    }
    receiver_end(&reading);
    reading.report.id_count = reading.ids < MAIL_REPORT_IDS ? reading.ids : MAIL_REPORT_IDS;
    return reading.report;
}
