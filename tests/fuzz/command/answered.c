#include "fuzz/command/answered.h"

#include "domain/rules.h"
#include "fuzz/command/honest.h"
#include "fuzz/command/play.h"
#include "fuzz/fuzz.h"
#include "wire/codec.h"
#include "wire/command_json.h"

#include <jansson.h>
#include <stdio.h>

enum { DISMISSED = 4400 };

static json_t *json_of(struct bytes text)
{
    return json_loadb((const char *)text.data, text.len, JSON_REJECT_DUPLICATES, NULL);
}

static const char *text_of(const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));
    return text ? text : "";
}

/* Text frames with that op, which stands first in all that we say: the first of them, and how many there are. */
static struct bytes find(const struct outbox *out, const char *op, size_t *count)
{
    struct bytes first = {0};
    char begins[32];
    int len = snprintf(begins, sizeof begins, "{\"op\":\"%s\"", op);
    *count = 0;
    for (size_t i = 0; i < outbox_fake_count(out); i++) {
        struct sent sent = outbox_fake_sent(out, i);
        if (sent.type == FRAME_TEXT && strncmp(sent.text, begins, (size_t)len) == 0 &&
            (*count)++ == 0)
            first = sent.bytes;
    }
    return first;
}

static void all_is_json(const struct outbox *out)
{
    for (size_t i = 0; i < outbox_fake_count(out); i++)
        CHECK(outbox_fake_sent(out, i).type == FRAME_BINARY ||
              is_json(outbox_fake_sent(out, i).bytes));
}

size_t answered_count(const struct outbox *out, const char *op)
{
    size_t count;
    find(out, op, &count);
    return count;
}

struct bytes answered_first(const struct outbox *out, const char *op)
{
    size_t count;
    return find(out, op, &count);
}

static bool is_known(const char *code)
{
    static const char *const codes[] = {
#define REFUSAL(code, sentence) #code,
#include "domain/refusals.def"
#undef REFUSAL
    };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(codes[i], code) == 0)
            return true;
    return false;
}

/* --- commands ---------------------------------------------------------------------------------------------------------- */

/* Done: at the position of its last event. Refused: nothing happened, and at most that is written down. */
static void records_agree(const struct journal *journal, log_pos before, const json_t *answer)
{
    bool is_done = strcmp(text_of(answer, "outcome"), "done") == 0;
    log_pos event = 0;
    for (log_pos pos = before + 1; pos <= journal_fake_last(journal); pos++) {
        const struct record *record = journal_fake_record(journal, pos);
        CHECK(record->kind != RECORD_LATE && record->kind != RECORD_AUDIT);
        CHECK((record->kind == RECORD_REFUSAL) == !is_done);
        if (record->kind == RECORD_EVENT)
            event = pos;
        if (record->kind == RECORD_EVENT || record->kind == RECORD_REFUSAL)
            CHECK(strcmp(record->command, text_of(answer, "id")) == 0);
    }
    log_pos appended = journal_fake_last(journal) - before;
    CHECK(is_done || appended <= 1);
    CHECK(!is_done || appended == 0 ||
          (json_int_t)event == json_integer_value(json_object_get(answer, "pos")));
    /* One happening: either all of it is on disk, or nothing. */
    for (log_pos pos = before + 1; pos < journal_fake_last(journal); pos++)
        CHECK(journal_fake_record(journal, pos)->is_followed);
    CHECK(appended == 0 || !journal_fake_record(journal, journal_fake_last(journal))->is_followed);
}

static void check_answer(const struct journal *journal, log_pos before, struct bytes text,
                         bool with_op)
{
    CHECK(text.len <= ANSWER_BYTES_MAX);
    json_t *answer = json_of(text);
    const json_t *detail = json_object_get(answer, "detail");
    CHECK(json_is_string(json_object_get(answer, "id")));
    CHECK((json_object_get(answer, "op") != NULL) == with_op);
    if (strcmp(text_of(answer, "outcome"), "done") == 0) {
        CHECK(json_object_size(answer) == (with_op ? 4U : 3U));
        CHECK(json_integer_value(json_object_get(answer, "pos")) > 0);
    } else {
        CHECK(strcmp(text_of(answer, "outcome"), "refused") == 0);
        CHECK(json_object_size(answer) == (with_op ? 5U : 4U));
        CHECK(is_known(text_of(answer, "code")));
        CHECK(json_is_null(detail) || json_is_string(detail));
    }
    records_agree(journal, before, answer);
    json_decref(answer);
}

/* What is judged was read as it stood there: what the command says, written again, is what came. */
static void check_reading(json_t *json)
{
    struct arena arena = {0};
    struct wish wish = wish_read(json, &arena);
    CHECK(wish.wrong[0] == '\0');
    json_t *again = codec_encode(shapes_of_command[wish.command.kind], &wish.command.as);
    CHECK(json_equal(again, json_object_get(json, "data")));
    json_decref(again);
    arena_free(&arena);
}

void answered_post(const struct journal *journal, log_pos before, const struct outbox *out)
{
    CHECK(outbox_fake_count(out) == 1 && outbox_fake_last(out).type == FRAME_TEXT);
    CHECK(outbox_fake_close_code(out) == 0);
    check_answer(journal, before, outbox_fake_last(out).bytes, false);
}

/* --- the other ops ----------------------------------------------------------------------------------------------------- */

/* Answered, or passed over in silence where the protocol says so. */
static bool is_answered(const struct outbox *out, const char *op)
{
    size_t answers = answered_count(out, "opened") + answered_count(out, "refused") +
                     answered_count(out, "late");
    if (strcmp(op, "open") == 0 || strcmp(op, "late") == 0)
        return answers == 1;
    return (strcmp(op, "close") == 0 || strcmp(op, "flushed") == 0) && answers == 0;
}

void answered_frame(const struct journal *journal, log_pos before, const struct outbox *out,
                    struct bytes frame)
{
    json_t *json = json_of(frame);
    const char *op = text_of(json, "op");
    struct bytes answer = answered_first(out, "answer");
    bool is_dismissed = outbox_fake_close_code(out) != 0;
    all_is_json(out);
    CHECK(answered_count(out, "error") == is_dismissed);
    CHECK(!is_dismissed || outbox_fake_close_code(out) == DISMISSED);
    if (is_dismissed) {
        CHECK(answer.len == 0 && journal_fake_last(journal) == before);
    } else if (strcmp(op, "command") == 0) {
        CHECK(answered_count(out, "answer") == 1);
        check_answer(journal, before, answer, true);
        if (journal_fake_last(journal) > before)
            check_reading(json);
    } else {
        CHECK(is_answered(out, op) && answer.len == 0);
    }
    CHECK(is_dismissed || is_honest(frame, json, DEPTH_MAX));
    json_decref(json);
}

/* --- after a restart ----------------------------------------------------------------------------------------------------- */

static void asks(struct hall *hall, const struct record *record, struct outbox *out)
{
    json_t *json = json_pack("{s:s}", "id", record->command);
    struct buf body = {0};
    codec_write(json, &body);
    json_decref(json);
    hall_command(hall, record->actor, buf_bytes(&body), out);
    buf_free(&body);
}

void answered_same(const struct journal *journal, struct hall *one, struct hall *other)
{
    log_pos last = journal_fake_last(journal);
    for (log_pos pos = 1; pos <= last; pos++) {
        const struct record *record = journal_fake_record(journal, pos);
        if (record->command == NULL || record->command[0] == '\0')
            continue;
        struct outbox *of_one = outbox_fake_new();
        struct outbox *of_other = outbox_fake_new();
        asks(one, record, of_one);
        asks(other, record, of_other);
        CHECK(bytes_equal(outbox_fake_last(of_one).bytes, outbox_fake_last(of_other).bytes));
        outbox_fake_free(of_one);
        outbox_fake_free(of_other);
    }
    CHECK(journal_fake_last(journal) == last); /* all were known */
}
