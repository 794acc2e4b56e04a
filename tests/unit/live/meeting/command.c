/* A command's way, and what its answer must agree with: the sender's rights at that moment, the log, the answer to the same
 * again. */
#include "live/meeting/always.h"
#include "live/meeting/rights_told.h"
#include "live/meeting/wishes.h"

static bool starts(const char *text, const char *beginning)
{
    return strncmp(text, beginning, strlen(beginning)) == 0;
}

static bool is_about_roles(const char *code)
{
    return strcmp(code, "not_allowed") == 0 || strcmp(code, "not_own_group") == 0;
}

/* What is looked at before anybody's rights are: what is not there, what is no command or no step; of a secret vote, whose
 * rights are its own, whether it is open. */
static bool is_said_first(const struct command *command, const char *code)
{
    return starts(code, "no_such_") || strcmp(code, "command_malformed") == 0 ||
           strcmp(code, "phase_order") == 0 || command->kind == COMMAND_ballot_cast;
}

/* Rights as they are at this message: whoever may is not turned away for the roles, whoever may not is let through in
 * nothing. */
static void rights_held(struct meeting *m, const struct command *command, const char *seat,
                        bool may, const char *code)
{
    bool is_done = code[0] == '\0';
    const char *kind = names_command_kind[command->kind];
    ALWAYS(may || !is_done, "%s may not %s, and did", seat, kind);
    ALWAYS(!may || !is_about_roles(code), "%s may %s, and heard %s", seat, kind, code);
    ALWAYS(may || is_done || is_about_roles(code) || is_said_first(command, code),
           "%s may not %s, and heard %s", seat, kind, code);
    m->tally->denied += is_about_roles(code);
}

/* Opened or come back a second time, nothing happens to a delivery, and nothing is wrong. */
static bool may_be_nothing(const struct command *command)
{
    return command->kind == COMMAND_delivery_open || command->kind == COMMAND_delivery_bounce;
}

/* Done: the answer waits for the last event of it. Refused: there is none. */
static void the_log_agrees(const struct meeting *m, const struct command *command, bool is_done,
                           log_pos pos, log_pos after)
{
    log_pos last = 0;
    for (log_pos p = m->step.before + 1; p <= last_pos(m->stage); p++)
        if (journal_fake_record(m->stage->journal, p)->kind == RECORD_EVENT)
            last = p;
    if (is_done && !(may_be_nothing(command) && last == 0))
        ALWAYS(last != 0 && pos == last && after == last, "done at %llu, the log says %llu",
               (unsigned long long)pos, (unsigned long long)last);
    else
        ALWAYS(last == 0, "refused, and it happened");
}

static enum refusal refusal_of(const char *code)
{
    for (int i = 0; i <= REFUSAL_END; i++)
        if (strcmp(refusal_code((enum refusal)i), code) == 0)
            return (enum refusal)i;
    fail_msg("no such refusal: %s", code);
    return ALLOWED;
}

/* The same again is answered the same, and nothing happens; its id is nobody else's. */
static void happens_once(struct meeting *m, struct guest *guest, const struct asked *asked,
                         const struct command *command, json_t *answer)
{
    log_pos last = last_pos(m->stage);
    struct guest *other = meeting_line(m, SOME(m, meeting_day(m)->seats)->seat);
    outbox_fake_clear(guest->out);
    asks_as(guest, asked->id, *command);
    json_t *again = heard(guest, "answer", NULL);
    ALWAYS(json_equal(again, answer), "another answer to the same command");
    json_decref(again);
    outbox_fake_clear(other->out);
    asks_as(other, asked->id, *command);
    if (other != guest)
        assert_answered(other, "command_reused");
    ALWAYS(last_pos(m->stage) == last, "it happened twice");
    m->tally->repeated++;
}

void meeting_command(struct meeting *m)
{
    struct command command = wish_next(m);
    struct asked asked = {wish_sender(m, &command), ""};
    struct guest *guest = meeting_line(m, asked.seat);
    bool may = told_may(m, asked.seat, &command);
    log_pos after = 0;
    snprintf(asked.id, sizeof asked.id, "00000000-0000-4000-8000-%012d", ++m->stage->commands);
    outbox_fake_clear(guest->out);
    step_begins(m);
    asks_as(guest, asked.id, command);

    json_t *answer = heard(guest, "answer", &after);
    const char *code = json_string_value(json_object_get(answer, "code"));
    bool is_done = code == NULL;
    m->tally->asked[command.kind]++;
    m->tally->accepted[command.kind] += is_done;
    m->tally->refused[refusal_of(is_done ? "allowed" : code)]++;
    rights_held(m, &command, asked.seat, may, is_done ? "" : code);
    the_log_agrees(m, &command, is_done,
                   (log_pos)json_integer_value(json_object_get(answer, "pos")), after);
    if (is_done && command.kind == COMMAND_ballot_cast)
        ledger_ballot(&m->ledger, &command.as.ballot_cast);
    bool is_logged = last_pos(m->stage) > m->step.before;
    if (is_logged)
        m->answered[m->answered_count++] = asked;
    if (is_logged && once_in(&m->chance, 6))
        happens_once(m, guest, &asked, &command, answer);
    step_ends(m);
    json_decref(answer);
    arena_free(&m->arena);
    m->commands++;
}
