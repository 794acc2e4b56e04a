#include "net/mail_dialogue.h"

#include <stdio.h>

enum { REPLY_MAX = 64 * 1024, CODE_DIGITS = 3 };

static const char *const names[] = {"MAIL", "RCPT", "DATA", "the message", "QUIT"};

/* A line that begins with a dot gets a second one; a dot alone ends the message. */
static void message_write(struct buf *out, struct bytes message)
{
    bool is_line_begin = true;
    for (size_t i = 0; i < message.len; i++) {
        if (is_line_begin && message.data[i] == '.')
            buf_u8(out, '.');
        buf_u8(out, message.data[i]);
        is_line_begin = message.data[i] == '\n';
    }
    buf_text(out, is_line_begin ? ".\r\n" : "\r\n.\r\n");
}

void dialogue_begin(struct mail_dialogue *dialogue, const char *from, const char *to,
                    struct bytes message)
{
    *dialogue = (struct mail_dialogue){.stage = SAY_MAIL};
    buf_format(&dialogue->words[SAY_MAIL], "MAIL FROM:<%s>\r\n", from);
    buf_format(&dialogue->words[SAY_RCPT], "RCPT TO:<%s>\r\n", to);
    buf_text(&dialogue->words[SAY_DATA], "DATA\r\n");
    message_write(&dialogue->words[SAY_MESSAGE], message);
    buf_text(&dialogue->words[DIALOGUE_OVER], "QUIT\r\n");
}

void dialogue_free(struct mail_dialogue *dialogue)
{
    for (size_t i = 0; i <= DIALOGUE_OVER; i++)
        buf_free(&dialogue->words[i]);
}

struct bytes dialogue_words(const struct mail_dialogue *dialogue)
{
    struct bytes all = buf_bytes(&dialogue->words[dialogue->stage]);
    return all.len == dialogue->said
               ? (struct bytes){0}
               : bytes_of(all.data + dialogue->said, all.len - dialogue->said);
}

void dialogue_said(struct mail_dialogue *dialogue, size_t len)
{
    dialogue->said += len;
}

/* Whether all of the present words are said: in the middle of a message QUIT would be a part of it. */
static bool is_all_said(const struct mail_dialogue *dialogue)
{
    return dialogue->said == dialogue->words[dialogue->stage].len;
}

static void end(struct mail_dialogue *dialogue, enum mail_outcome outcome)
{
    if (!is_all_said(dialogue))
        buf_clear(&dialogue->words[DIALOGUE_OVER]);
    dialogue->outcome = outcome;
    dialogue->stage = DIALOGUE_OVER;
    dialogue->said = 0;
}

void dialogue_break(struct mail_dialogue *dialogue, const char *why)
{
    if (dialogue->stage == DIALOGUE_OVER)
        return;
    snprintf(dialogue->reason, sizeof dialogue->reason, "%s, at %s", why, names[dialogue->stage]);
    end(dialogue, MAIL_LATER);
    buf_clear(&dialogue->words[DIALOGUE_OVER]);
}

/* 53x asks for signing in: that is put right here, not in the mail. */
static bool is_about_us(int code)
{
    return code / 10 == 53;
}

static void answer_take(struct mail_dialogue *dialogue, int code)
{
    int wanted = dialogue->stage == SAY_DATA ? 3 : 2;
    bool is_yes = code / 100 == wanted && is_all_said(dialogue);
    if (is_yes && dialogue->stage != SAY_MESSAGE) {
        dialogue->stage++;
        dialogue->said = 0;
        return;
    }
    snprintf(dialogue->reason, sizeof dialogue->reason, "SMTP %d to %s", code,
             names[dialogue->stage]);
    bool is_never = code / 100 == 5 && !is_about_us(code);
    end(dialogue, is_yes ? MAIL_SENT : is_never ? MAIL_REFUSED : MAIL_LATER);
}

static int code_of(const char *line)
{
    int code = 0;
    for (size_t i = 0; i < CODE_DIGITS; i++) {
        if (line[i] < '0' || line[i] > '9')
            return 0;
        code = code * 10 + (line[i] - '0');
    }
    return code >= 200 && code <= 599 ? code : 0;
}

/* "250-more follows", "250 the last line", "250". */
static void line_end(struct mail_dialogue *dialogue)
{
    int code = dialogue->column < CODE_DIGITS ? 0 : code_of(dialogue->line);
    char behind = dialogue->column > CODE_DIGITS ? dialogue->line[CODE_DIGITS] : ' ';
    dialogue->column = 0;
    if (code == 0 || (behind != '-' && behind != ' ' && behind != '\r')) {
        dialogue_break(dialogue, "no SMTP reply");
    } else if (behind != '-') {
        dialogue->heard = 0;
        answer_take(dialogue, code);
    }
}

void dialogue_hear(struct mail_dialogue *dialogue, struct bytes heard)
{
    for (size_t i = 0; i < heard.len && dialogue->stage != DIALOGUE_OVER; i++) {
        char c = (char)heard.data[i];
        if (c == '\n') {
            line_end(dialogue);
        } else if (++dialogue->heard > REPLY_MAX) {
            dialogue_break(dialogue, "an endless reply");
        } else {
            if (dialogue->column < sizeof dialogue->line)
                dialogue->line[dialogue->column] = c;
            dialogue->column++;
        }
    }
}
