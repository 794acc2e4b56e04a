/* The same rows twice: the server's rights and the screens' (web/src/model/rights.ts). This program tries every phase,
 * every state of a group and of an agenda text, every seat of given.h, and compares what it finds with
 * web/test/fixtures/rights.json; web/test/rightsParity.test.ts asks the screens the same.
 *
 * The file: {"day": the day itself, "seats": ids, "cells": one for each situation}. A cell's strings have a letter for each
 * seat. Texts: N none, R read, L locked, A arriving, W write; late edits: + or -; commands: N not_allowed, G
 * not_own_group, P wrong_phase, + neither. Steps: the phases to which the seat may take the day.
 * After a change of the tables: SOPU_WRITE_FIXTURES=1 make unit ONLY=domain */
#include "given.h"

#include "base/buf.h"
#include "wire/codec.h"

#include <stdio.h>
#include <stdlib.h>

static const char FIXTURE[] = "web/test/fixtures/rights.json";

static const char *const seats[] = {"opener", "secretary", "organiser", "wall", "observer",
                                    "fa",     "pa",        "fb",        "pb"};
enum { SEATS = sizeof seats / sizeof *seats };

/* The day as it would be in a situation; borrowed from the world and static memory until the next call. */
static struct day day_when(const struct world *world, enum phase phase, enum group_state state,
                           bool is_decided, bool is_elected)
{
    static struct working_group groups[2];
    static struct agenda_item items[3];
    static struct decision decision;
    static struct officer elected[] = {{POST_CHAIR, "pb"},
                                       {POST_SECRETARY, "observer"},
                                       {POST_COUNTER, "fb"},
                                       {POST_EXAMINER, "pa"}};
    struct day day = *day_of(world);
    assert_int_equal(day.groups.count, 2);
    assert_int_equal(day.items.count, 3);
    memcpy(groups, day.groups.items, sizeof groups);
    memcpy(items, day.items.items, sizeof items);
    groups[0].state = state;
    items[2].decisions = (struct decision_list){&decision, is_decided, 1};
    day.phase = phase;
    day.groups.items = groups;
    day.items.items = items;
    day.officers = (struct officer_list){elected, is_elected ? 4 : 0, 4};
    return day;
}

static void put(struct buf *line, const char *name, const char *letters)
{
    buf_format(line, ",\"%s\":\"%s\"", name, letters);
}

static void put_texts(struct buf *line, const struct day *day)
{
    static const char letters[] = "NRLAW";
    static const char *const docs[] = {"doc-a", "doc-b", "item-9-a", "minutes"};
    for (size_t d = 0; d < 4; d++) {
        char access[SEATS + 1] = {0};
        char late[SEATS + 1] = {0};
        char name[32];
        for (size_t s = 0; s < SEATS; s++) {
            access[s] = letters[rights_document(day, seats[s], docs[d])];
            late[s] = rights_late_edits(day, seats[s], docs[d]) ? '+' : '-';
        }
        put(line, docs[d], access);
        snprintf(name, sizeof name, "late %s", docs[d]);
        put(line, name, late);
    }
}

static char letter_of(enum refusal refusal)
{
    switch (refusal) {
    case REFUSED_not_allowed:
        return 'N';
    case REFUSED_not_own_group:
        return 'G';
    case REFUSED_wrong_phase:
        return 'P';
    default:
        return '+';
    }
}

/* About a group, a text of a group, a text of the agenda, nothing. */
static void put_commands(struct buf *line, struct world *world, const struct day *day)
{
    const struct command commands[] = {
        wish(officer_elect, POST_CHAIR, "wall", "item-4"),
        wish(group_start, "a", 0),
        wish(group_pause, "a", PAUSE_REASON_BREAK, ""),
        wish(group_resume, "a"),
        wish(clock_set, "a", 0),
        wish(handin_announce, "a"),
        wish(handin_complete, "a"),
        wish(group_return, "a", ""),
        wish(action_add, "doc-a", ""),
        wish(action_remove, "doc-a", "a9"),
        wish(action_move, "item-9-a", "a9", 0),
        wish(proposals_take, "item-9", {0}),
        wish(take_undo, "item-4"),
        wish(item_open, "item-4"),
        wish(item_close, "item-4"),
        wish(item_postpone, "item-4", ""),
        wish(item_decide, "item-9-a", OUTCOME_RETURNED, ""),
        wish(item_reopen, "item-9-a", ""),
        wish(officers_elect, "item-4", {0}),
        wish(lobby_ask, "county"),
        wish(lobby_admit, "guest-1", "a"),
        wish(lobby_refuse, "guest-1"),
        wish(presence_set, "pa", false),
        wish(floor_ask, "pa", SPEECH_SPEECH),
        wish(floor_withdraw, "pa"),
        wish(floor_give, "pa"),
        wish(floor_end, "pa"),
        wish(absence_begin, "pa", false),
        wish(absence_end, "pa"),
        wish(rules_agree, "item-4", VOTE_UNIT_PERSON, TIE_RULE_LOT),
        wish(voter_name, "pa"),
        wish(amendment_make, "item-9-a", "title", "pa", "", ""),
        wish(amendment_second, "amendment-1", "pa"),
        wish(amendment_withdraw, "amendment-1"),
        wish(amendment_settle, "amendment-1", AMENDMENT_STATE_LAPSED, ""),
        wish(statement_make, "item-9-a", "pa", STATEMENT_KIND_DISSENT, ""),
        wish(statement_withdraw, "statement-1"),
        wish(vote_open, "item-9-a", "", "", "", "", VOTE_METHOD_BALLOT, true),
        wish(ballot_cast, "vote-1", "pa", CHOICE_NO),
        wish(count_enter, "vote-1", 0, 0, 0),
        wish(vote_close, "vote-1"),
        wish(vote_confirm, "vote-1", CHOICE_EMPTY),
        wish(vote_cancel, "vote-1", ""),
        wish(minutes_send, ""),
        wish(minutes_take_back, ""),
        wish(minutes_remark, "", ""),
        wish(minutes_approve, ""),
        wish(minutes_sign, ""),
        wish(minutes_publish, ""),
        wish(minutes_correct, ""),
        wish(floor_switch, true),
        wish(materials_set, "item-4", {0}),
        wish(goals_set, {0}),
        wish(action_goal_set, "item-4", "a1", ""),
        wish(seat_make, "nobody", "", ""),
        wish(seat_name, "pa", "", false),
        wish(minutes_distribute, ""),
        wish(delivery_begin, "county", ""),
        wish(delivery_end, "county", DELIVERY_STATE_SENT, ""),
        wish(delivery_bounce, "", "5.1.1"),
        wish(delivery_repeat, "county"),
        wish(delivery_open, "county"),
        wish(delivery_acknowledge, "county"),
        wish(onward_set, "county", "", "", "", ""),
        wish(feedback_give, "pa", 5, 4, ""),
        wish(status_set, "county", "item-4", "a1", ACTION_STATE_DONE, ""),
    };
    for (size_t c = 0; c < sizeof commands / sizeof *commands; c++) {
        char letters[SEATS + 1] = {0};
        for (size_t s = 0; s < SEATS; s++)
            letters[s] = letter_of(
                rules_judge(day, seats[s], &commands[c], &world->so, &world->arena).refusal);
        put(line, names_command_kind[commands[c].kind], letters);
    }
}

static void put_steps(struct buf *line, struct world *world, const struct day *day)
{
    for (size_t to = 0; to < PHASE_COUNT; to++) {
        char letters[SEATS + 1] = {0};
        struct command step = wish(phase_change, (enum phase)to);
        for (size_t s = 0; s < SEATS; s++) {
            enum refusal why = rules_judge(day, seats[s], &step, &world->so, &world->arena).refusal;
            letters[s] = why == REFUSED_not_allowed || why == REFUSED_phase_order ? '-' : '+';
        }
        char name[32];
        snprintf(name, sizeof name, "to %s", names_phase[to]);
        put(line, name, letters);
    }
}

static size_t put_cells(struct buf *out, struct world *world)
{
    size_t situations = 0;
    for (int phase = 0; phase < PHASE_COUNT; phase++) {
        for (int state = 0; state < GROUP_STATE_COUNT; state++) {
            for (int other = 0; other < 4; other++) {
                bool is_decided = other & 1;
                bool is_elected = other & 2;
                struct day day = day_when(world, (enum phase)phase, (enum group_state)state,
                                          is_decided, is_elected);
                buf_format(out,
                           "%s{\"phase\":\"%s\",\"state\":\"%s\",\"decided\":%s,\"elected\":%s",
                           situations++ ? ",\n" : "", names_phase[phase], names_group_state[state],
                           is_decided ? "true" : "false", is_elected ? "true" : "false");
                put_texts(out, &day);
                put_commands(out, world, &day);
                put_steps(out, world, &day);
                buf_u8(out, '}');
            }
        }
    }
    return situations;
}

static void compare(struct bytes found)
{
    if (getenv("SOPU_WRITE_FIXTURES") != NULL) {
        FILE *file = fopen(FIXTURE, "w");
        assert_non_null(file);
        assert_int_equal(fwrite(found.data, 1, found.len, file), found.len);
        assert_int_equal(fclose(file), 0);
    }
    FILE *file = fopen(FIXTURE, "r");
    assert_non_null(file);
    char *kept = mem_new(found.len + 2);
    assert_int_equal(fread(kept, 1, found.len + 1, file), found.len);
    assert_memory_equal(kept, found.data, found.len);
    mem_free(kept);
    fclose(file);
}

static void the_screens_are_asked_what_the_server_answers(void **unused)
{
    (void)unused;
    struct world *world = given_a_day();
    given_voting(world, VOTE_METHOD_BALLOT, false);
    given(world,
          happened(statement_made, "statement-1", "item-9-a", "pa", STATEMENT_KIND_DISSENT, "Ei."));
    struct buf out = {0};
    buf_text(&out, "{\"seats\":[");
    for (size_t s = 0; s < SEATS; s++)
        buf_format(&out, "%s\"%s\"", s ? "," : "", seats[s]);
    buf_text(&out, "],\n\"day\":");
    json_t *day = codec_encode(&shape_day, day_of(world));
    codec_write(day, &out);
    json_decref(day);
    buf_text(&out, ",\n\"cells\":[\n");
    assert_int_equal(put_cells(&out, world), 120);
    buf_text(&out, "\n]}\n");
    compare(buf_bytes(&out));
    buf_free(&out);
    forget(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_screens_are_asked_what_the_server_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
