#include "net/mail.h"

#include "base/log.h"
#include "base/mail_address.h"
#include "base/mem.h"
#include "net/mail_dialogue.h"
#include "net/mail_line.h"

#include <assert.h>
#include <curl/curl.h>
#include <sodium.h>
#include <stdio.h>
#include <time.h>

enum { MS_PER_SECOND = 1000, NS_PER_MS = 1000000, HEARD_AT_ONCE = 4096, TURNS_A_TICK = 8 };

/* One mail on its way. */
struct letter {
    enum { NO_LETTER, ON_ITS_WAY, ARRIVED_OR_NOT } state;
    char key[MAIL_KEY_MAX + 1];
    int64_t until_ms;
    struct mail_line *line;
    struct mail_dialogue dialogue;
};

struct mail_desk {
    struct mail_server server; /* the texts are ours */
    struct letter letters[MAIL_AT_A_TIME];
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * MS_PER_SECOND + now.tv_nsec / NS_PER_MS;
}

/* --- the desk --- */

static char *text_or_none(const char *text)
{
    return text != NULL ? mem_text(text) : NULL;
}

struct mail_desk *mail_desk_new(const struct mail_server *server)
{
    if (!mail_url_is_good(server->url) || !mail_address_is_good(server->from_address))
        return NULL;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    struct mail_desk *desk = mem_new(sizeof *desk);
    desk->server = (struct mail_server){
        .url = mem_text(server->url),
        .from_address = mem_text(server->from_address),
        .from_name = text_or_none(server->from_name),
        .user = text_or_none(server->user),
        .password = text_or_none(server->password),
        .ca_file = text_or_none(server->ca_file),
        .seconds = server->seconds > 0 ? server->seconds : MAIL_SECONDS,
    };
    return desk;
}

static void letter_close(struct letter *letter)
{
    line_free(letter->line);
    letter->line = NULL;
}

void mail_desk_free(struct mail_desk *desk)
{
    if (desk == NULL)
        return;
    for (size_t i = 0; i < MAIL_AT_A_TIME; i++) {
        letter_close(&desk->letters[i]);
        dialogue_free(&desk->letters[i].dialogue);
    }
    if (desk->server.password != NULL)
        sodium_memzero((char *)desk->server.password, strlen(desk->server.password));
    mem_free((char *)desk->server.url);
    mem_free((char *)desk->server.from_address);
    mem_free((char *)desk->server.from_name);
    mem_free((char *)desk->server.user);
    mem_free((char *)desk->server.password);
    mem_free((char *)desk->server.ca_file);
    mem_free(desk);
    curl_global_cleanup();
}

/* --- a letter --- */

static const char *outcome_word(enum mail_outcome outcome)
{
    static const char *const words[] = {"sent", "refused", "later"};
    return words[outcome];
}

static void letter_end(struct letter *letter)
{
    letter_close(letter);
    letter->state = ARRIVED_OR_NOT;
    log_info("mail", "key=%s outcome=%s reason=\"%s\"", letter->key,
             outcome_word(letter->dialogue.outcome), letter->dialogue.reason);
}

static size_t letter_say(struct letter *letter)
{
    struct bytes words = dialogue_words(&letter->dialogue);
    size_t said = words.len > 0 ? line_send(letter->line, words) : 0;
    dialogue_said(&letter->dialogue, said);
    return said;
}

static size_t letter_hear(struct letter *letter)
{
    uint8_t heard[HEARD_AT_ONCE];
    size_t len = line_receive(letter->line, heard, sizeof heard);
    dialogue_hear(&letter->dialogue, bytes_of(heard, len));
    return len;
}

/* As far as it goes without waiting, and not so far that others would wait. The last words are QUIT, whose answer nobody
 * needs. */
static void letter_talk(struct letter *letter)
{
    size_t moved = 1;
    for (int turn = 0; turn < TURNS_A_TICK && moved > 0; turn++) {
        moved = letter_say(letter);
        if (letter->dialogue.stage != DIALOGUE_OVER)
            moved += letter_hear(letter);
    }
}

static void letter_tick(struct letter *letter)
{
    char why[MAIL_REASON_MAX];
    if (line_poll(letter->line) == LINE_OPEN)
        letter_talk(letter);
    if (line_poll(letter->line) == LINE_BROKEN) {
        line_why(letter->line, why, sizeof why);
        dialogue_break(&letter->dialogue, why);
    }
    if (now_ms() >= letter->until_ms)
        dialogue_break(&letter->dialogue, curl_easy_strerror(CURLE_OPERATION_TIMEDOUT));
    if (letter->dialogue.stage == DIALOGUE_OVER)
        letter_end(letter);
}

void mail_desk_tick(struct mail_desk *desk)
{
    for (size_t i = 0; i < MAIL_AT_A_TIME; i++)
        if (desk->letters[i].state == ON_ITS_WAY)
            letter_tick(&desk->letters[i]);
}

/* --- what the caller asks --- */

static struct letter *letter_in(const struct mail_desk *desk, int state)
{
    for (size_t i = 0; i < MAIL_AT_A_TIME; i++)
        if ((int)desk->letters[i].state == state)
            return (struct letter *)&desk->letters[i];
    return NULL;
}

bool mail_has_room(const struct mail_desk *desk)
{
    return letter_in(desk, NO_LETTER) != NULL;
}

void mail_send(struct mail_desk *desk, const struct mail *mail)
{
    struct letter *letter = letter_in(desk, NO_LETTER);
    assert(letter != NULL && strlen(mail->key) <= MAIL_KEY_MAX);
    struct buf message = {0};
    bool is_mail =
        mail_message_write(mail, desk->server.from_address, desk->server.from_name, &message);
    snprintf(letter->key, sizeof letter->key, "%s", mail->key);
    if (is_mail) {
        dialogue_begin(&letter->dialogue, desk->server.from_address, mail->to, buf_bytes(&message));
        letter->line = line_new(&desk->server);
        letter->until_ms = now_ms() + (int64_t)desk->server.seconds * MS_PER_SECOND;
        letter->state = ON_ITS_WAY;
    } else {
        letter->dialogue = (struct mail_dialogue){.stage = DIALOGUE_OVER,
                                                  .outcome = MAIL_REFUSED,
                                                  .reason = "no mail: a field is malformed"};
        letter_end(letter);
    }
    buf_free(&message);
}

bool mail_result(struct mail_desk *desk, struct mail_result *result)
{
    struct letter *letter = letter_in(desk, ARRIVED_OR_NOT);
    if (letter == NULL)
        return false;
    *result = (struct mail_result){.outcome = letter->dialogue.outcome};
    memcpy(result->key, letter->key, sizeof result->key);
    memcpy(result->reason, letter->dialogue.reason, sizeof result->reason);
    dialogue_free(&letter->dialogue);
    letter->state = NO_LETTER;
    return true;
}
