#include "domain/rules.h"

#include "domain/rule.h"
#include "domain/table_words.h"

#include <assert.h>

const char *refusal_code(enum refusal refusal)
{
    static const char *const codes[] = {
        "allowed",
#define REFUSAL(code, sentence) #code,
#include "domain/refusals.def"
#undef REFUSAL
    };
    return codes[refusal];
}

static const struct row {
    unsigned who;
    unsigned phases;
    rule_function *rule;
} rows[COMMAND_KIND_COUNT] = {
#define COMMAND(name, who, in_phase, rule) [COMMAND_##name] = {who, in_phase, rule},
#include "domain/commands.def"
#undef COMMAND
};

/* The group a command names, "" if it names none. */
static const char *group_named(const struct command *command)
{
    switch (command->kind) {
    case COMMAND_group_start:
        return command->as.group_start.group;
    case COMMAND_group_pause:
        return command->as.group_pause.group;
    case COMMAND_group_resume:
        return command->as.group_resume.group;
    case COMMAND_clock_set:
        return command->as.clock_set.group;
    case COMMAND_handin_announce:
        return command->as.handin_announce.group;
    case COMMAND_handin_complete:
        return command->as.handin_complete.group;
    case COMMAND_group_return:
        return command->as.group_return.group;
    case COMMAND_lobby_admit:
        return command->as.lobby_admit.group;
    default:
        return "";
    }
}

/* The document a command on actions names, "" for other commands. */
static const char *doc_named(const struct command *command)
{
    switch (command->kind) {
    case COMMAND_action_add:
        return command->as.action_add.doc;
    case COMMAND_action_remove:
        return command->as.action_remove.doc;
    case COMMAND_action_move:
        return command->as.action_move.doc;
    default:
        return "";
    }
}

static const char *item_named(const struct command *command)
{
    switch (command->kind) {
    case COMMAND_item_open:
        return command->as.item_open.item;
    case COMMAND_officers_elect:
        return command->as.officers_elect.item;
    case COMMAND_item_close:
        return command->as.item_close.item;
    case COMMAND_item_postpone:
        return command->as.item_postpone.item;
    case COMMAND_item_decide:
        return command->as.item_decide.item;
    case COMMAND_item_reopen:
        return command->as.item_reopen.item;
    case COMMAND_rules_agree:
        return command->as.rules_agree.item;
    case COMMAND_materials_set:
        return command->as.materials_set.item;
    case COMMAND_amendment_make:
        return command->as.amendment_make.item;
    case COMMAND_statement_make:
        return command->as.statement_make.item;
    case COMMAND_vote_open:
        return command->as.vote_open.item;
    case COMMAND_status_set:
        return command->as.status_set.item;
    case COMMAND_action_goal_set:
        return command->as.action_goal_set.item;
    default:
        return "";
    }
}

static const char *amendment_named(const struct command *command)
{
    switch (command->kind) {
    case COMMAND_amendment_second:
        return command->as.amendment_second.amendment;
    case COMMAND_amendment_withdraw:
        return command->as.amendment_withdraw.amendment;
    case COMMAND_amendment_settle:
        return command->as.amendment_settle.amendment;
    case COMMAND_vote_open:
        return command->as.vote_open.amendment;
    default:
        return "";
    }
}

static const char *vote_named(const struct command *command)
{
    switch (command->kind) {
    case COMMAND_ballot_cast:
        return command->as.ballot_cast.vote;
    case COMMAND_count_enter:
        return command->as.count_enter.vote;
    case COMMAND_vote_close:
        return command->as.vote_close.vote;
    case COMMAND_vote_confirm:
        return command->as.vote_confirm.vote;
    case COMMAND_vote_cancel:
        return command->as.vote_cancel.vote;
    default:
        return "";
    }
}

/* The seat a command is about as such, or whose motion it is about; "" for other commands. */
static const char *seat_about(const struct day *day, const struct command *command)
{
    switch (command->kind) {
    case COMMAND_presence_set:
        return command->as.presence_set.seat;
    case COMMAND_floor_ask:
        return command->as.floor_ask.seat;
    case COMMAND_floor_withdraw:
        return command->as.floor_withdraw.seat;
    case COMMAND_floor_give:
        return command->as.floor_give.seat;
    case COMMAND_floor_end:
        return command->as.floor_end.seat;
    case COMMAND_absence_begin:
        return command->as.absence_begin.seat;
    case COMMAND_absence_end:
        return command->as.absence_end.seat;
    case COMMAND_voter_name:
        return command->as.voter_name.seat;
    case COMMAND_seat_name:
        return command->as.seat_name.seat;
    case COMMAND_amendment_make:
        return command->as.amendment_make.seat;
    case COMMAND_amendment_second:
        return command->as.amendment_second.seat;
    case COMMAND_amendment_withdraw:
        return day_amendment(day, amendment_named(command))->seat;
    case COMMAND_statement_make:
        return command->as.statement_make.seat;
    case COMMAND_statement_withdraw:
        return day_statement(day, command->as.statement_withdraw.statement)->seat;
    case COMMAND_ballot_cast:
        return command->as.ballot_cast.seat;
    case COMMAND_feedback_give:
        return command->as.feedback_give.seat;
    default:
        return "";
    }
}

const char *rules_document(const struct day *day, const struct command *command)
{
    const struct working_group *group = day_group(day, group_named(command));
    if (group != NULL)
        return group->doc;
    const struct agenda_item *item = day_item(day, item_named(command));
    return item != NULL ? item->doc : "";
}

/* Names in a command must exist before rights can be asked about them. */
static enum refusal names_exist(const struct day *day, const struct command *command)
{
    const char *group = group_named(command);
    if (group[0] != '\0' && day_group(day, group) == NULL)
        return REFUSED_no_such_group;
    const char *item = item_named(command);
    if (item[0] != '\0' && day_item(day, item) == NULL)
        return REFUSED_no_such_item;
    const char *doc = doc_named(command);
    if (doc[0] != '\0' && day_group_of_doc(day, doc) == NULL && day_item_of_doc(day, doc) == NULL)
        return REFUSED_no_such_document;
    const char *amendment = amendment_named(command);
    if (amendment[0] != '\0' && day_amendment(day, amendment) == NULL)
        return REFUSED_no_such_amendment;
    const char *vote = vote_named(command);
    if (vote[0] != '\0' && day_vote(day, vote) == NULL)
        return REFUSED_no_such_vote;
    if (command->kind == COMMAND_statement_withdraw &&
        day_statement(day, command->as.statement_withdraw.statement) == NULL)
        return REFUSED_no_such_statement;
    const char *about = seat_about(day, command);
    if (about[0] != '\0' && day_seat(day, about) == NULL)
        return REFUSED_no_such_seat;
    return ALLOWED;
}

static unsigned who_is(const struct day *day, const char *seat, const struct command *command)
{
    if (seat[0] == '\0')
        return WHO_SERVER;
    unsigned who = rights_roles(day, seat);
    const char *about = seat_about(day, command);
    if (about[0] != '\0' && strcmp(about, seat) == 0)
        who |= WHO_SELF;
    const char *group = about[0] != '\0' ? day_seat(day, about)->group : group_named(command);
    if (group[0] != '\0' && rights_facilitates(day, seat, group))
        who |= WHO_GROUP;
    const char *doc = doc_named(command);
    if (doc[0] != '\0' && rights_document(day, seat, doc) >= ACCESS_LOCKED)
        who |= WHO_WRITER;
    return who;
}

bool rules_may(const struct day *day, const char *seat, enum command_kind kind)
{
    return rights_roles(day, seat) & rows[kind].who;
}

struct verdict rules_judge(const struct day *day, const char *seat, const struct command *command,
                           const struct circumstances *so, struct arena *arena)
{
    assert((unsigned)command->kind < COMMAND_KIND_COUNT);
    const struct row *row = &rows[command->kind];
    enum refusal missing = names_exist(day, command);
    if (missing != ALLOWED)
        return refused(missing);
    unsigned who = who_is(day, seat, command);
    if (!(who & row->who)) {
        bool is_only_another_group = (row->who & WHO_GROUP) && (who & WHO_FACILITATOR);
        return refused(is_only_another_group ? REFUSED_not_own_group : REFUSED_not_allowed);
    }
    if (!(row->phases & (1u << day->phase)))
        return refused(REFUSED_wrong_phase);
    struct question question = {day, seat, who, command, so, arena};
    return row->rule(&question);
}
