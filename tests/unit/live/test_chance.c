/* A day as it comes: people of every role say, type, drop off and come back by chance, the disk stops, the clock jumps,
 * the server restarts. Whatever happens, the server stays up, and its log tells the same day again. Seeded: a failure
 * repeats. SOPU_CHANCE=seed runs one. */
#include "live/given_log.h"

#include <stdlib.h>

enum { SEEDS = 12, STEPS = 800, GUESTS = 8 };

struct chance {
    uint64_t state;
    struct stage *stage;
    struct guest *guests[GUESTS];
};

static unsigned draw(struct chance *chance, unsigned below)
{
    chance->state = chance->state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((chance->state >> 33) % below);
}

#define PICK(chance, ...)                                                                          \
    ((const char *const[]){__VA_ARGS__})[draw(                                                     \
        (chance), sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))]

/* One of those on the agenda now, mostly. */
static const char *an_item(struct chance *chance)
{
    const struct agenda_item_list *items = &stage_day(chance->stage)->items;
    const struct agenda_item *item = &items->items[items->count - 1 - draw(chance, 2)];
    return draw(chance, 10) ? item->item : "item-9-a";
}

static const char *a_doc(struct chance *chance)
{
    return draw(chance, 2) ? PICK(chance, "doc-a", "doc-b") : an_item(chance);
}

/* Who waits, mostly. */
static const char *a_guest(struct chance *chance)
{
    const struct waiting_list *lobby = &stage_day(chance->stage)->lobby;
    return lobby->count > 0 ? lobby->items[draw(chance, (unsigned)lobby->count)].seat : "guest-1";
}

static struct command a_wish(struct chance *chance)
{
    static struct take takes[2];
    const char *group = PICK(chance, "a", "b");
    const char *action = PICK(chance, "a1", "a2", "a3", "a4");
    const struct agenda_item *item =
        day_item(stage_day(chance->stage), stage_day(chance->stage)->in_hand);
    bool decides = stage_day(chance->stage)->phase == PHASE_DECIDING && draw(chance, 4);
    switch (decides ? 17 + draw(chance, 4) : draw(chance, 24)) {
    case 0:
        return wish(phase_change, (enum phase)draw(chance, PHASE_COUNT));
    case 1:
        return wish(group_start, group, draw(chance, 90));
    case 2:
        return wish(group_pause, group, PAUSE_REASON_TALK, "Puhe");
    case 3:
        return wish(group_resume, group);
    case 4:
        return wish(clock_set, group, chance->stage->now_ms + draw(chance, 100) * MINUTE);
    case 5:
    case 6:
        return wish(action_add, a_doc(chance), "");
    case 7:
        return wish(action_add, a_doc(chance), action);
    case 8:
        return wish(action_remove, a_doc(chance), action);
    case 9:
        return wish(action_move, a_doc(chance), action, draw(chance, 3));
    case 10:
    case 11:
    case 12:
        return wish(handin_announce, group);
    case 13:
        return wish(group_return, group, "Kesken");
    case 14:
    case 15:
        takes[0] = (struct take){group, PICK(chance, "a", "b")};
        takes[1] = (struct take){PICK(chance, "a", "b"), PICK(chance, "a", "b")};
        return wish(proposals_take, "item-9", {takes, 1 + draw(chance, 2), 0});
    case 16:
        return draw(chance, 4) ? wish(group_resume, group) : wish(take_undo, "item-9");
    case 17:
    case 18:
        return wish(item_open, an_item(chance));
    case 19:
        return wish(item_decide, item ? item->item : an_item(chance),
                    (enum outcome)draw(chance, OUTCOME_COUNT), item ? item->proposed_hash : "");
    case 20:
        return wish(item_reopen, an_item(chance), "Virhe");
    case 21:
        return wish(lobby_admit, a_guest(chance), group);
    case 22:
        return wish(lobby_refuse, a_guest(chance));
    default:
        return draw(chance, 6) ? wish(handin_complete, group)
                               : wish(officer_elect, (enum post)draw(chance, POST_COUNT),
                                      PICK(chance, "pa", "fb", "opener", "organiser"), "item-4");
    }
}

/* Whoever has the text open in this copy types, or takes out what is there. */
static void writes(struct chance *chance, struct guest *guest)
{
    const char *field = PICK(chance, "title", "decision", "rationale", "a1/what", "a2/what");
    if (guest->doc == NULL)
        return;
    if (draw(chance, 8) == 0 && doc_text_length_utf16(guest->doc, bytes_text(field)) > 0)
        wipes(guest, field);
    else
        types(guest, field, PICK(chance, "Foorumi ", "ä", "😀", "rivi\n", "Järjestö"));
}

static void opens_if_it_may(struct chance *chance, struct guest *guest)
{
    const char *doc = a_doc(chance);
    if (guest->doc_id != NULL)
        closes(guest);
    if (draw(chance, 2))
        guest->client = 0;
    if (!tries_to_open(guest, doc))
        return;
    takes_anew(guest);
}

static void comes_or_goes(struct chance *chance, size_t index)
{
    if (chance->guests[index] != NULL && draw(chance, 3) == 0) {
        goes(chance->guests[index]);
        chance->guests[index] = NULL;
    } else if (chance->guests[index] == NULL) {
        chance->guests[index] =
            comes_in(chance->stage,
                     PICK(chance, "opener", "opener", "opener", "opener", "secretary", "organiser",
                          "fa", "fa", "pa", "qa", "fb", "fb", "pb", "wall", "observer"));
    }
}

static void says_something(struct chance *chance, struct guest *guest)
{
    switch (draw(chance, 5)) {
    case 0:
        says(guest, "{\"op\":\"flushed\",\"doc\":\"%s\",\"seq\":%u}", a_doc(chance),
             draw(chance, 5));
        break;
    case 1:
        says(guest, "{\"op\":\"late\",\"doc\":\"%s\"}", a_doc(chance));
        break;
    case 2:
        reads_on(guest);
        break;
    default:
        asks(guest, a_wish(chance));
    }
}

static void restarts(struct chance *chance)
{
    struct hall *again = told_again(chance->stage);
    for (size_t i = 0; i < GUESTS; i++)
        if (chance->guests[i] != NULL)
            goes(chance->guests[i]);
    memset(chance->guests, 0, sizeof chance->guests);
    hall_free(chance->stage->hall);
    chance->stage->hall = again;
    disk_is(chance->stage, true);
    disk_catches_up(chance->stage);
}

/* What must hold at every moment. */
static void assert_sound(const struct stage *stage)
{
    const struct day *day = stage_day(stage);
    size_t in_hand = 0;
    for (size_t i = 0; i < day->items.count; i++) {
        const struct agenda_item *item = &day->items.items[i];
        in_hand += item->state == ITEM_STATE_IN_HAND;
        assert_int_equal(item->state == ITEM_STATE_DECIDED, item_decision(item) != NULL);
        assert_true(item->kind != ITEM_KIND_PROPOSAL || item->actions.count <= 3);
        const struct working_group *group = day_group(day, item->group);
        assert_true(group == NULL || group->state == GROUP_STATE_ON_AGENDA);
    }
    assert_true(in_hand <= 1);
    for (size_t i = 0; i < day->groups.count; i++) {
        const struct working_group *group = &day->groups.items[i];
        assert_true(group->actions.count <= 3);
        assert_int_equal(group->state == GROUP_STATE_PAUSED, group->paused_ms != 0);
        assert_int_equal(group->state == GROUP_STATE_HANDING_IN, group->deadline_ms != 0);
        assert_true(group->state < GROUP_STATE_HANDED_IN || group->versions.count > 0);
    }
}

static void step(struct chance *chance)
{
    struct stage *stage = chance->stage;
    size_t index = draw(chance, GUESTS);
    struct guest *guest = chance->guests[index];
    switch (draw(chance, 40)) {
    case 0:
        disk_is(stage, draw(chance, 12) != 0);
        break;
    case 1:
        time_passes(stage, (int64_t)draw(chance, 20) * MINUTE - 5 * MINUTE);
        break;
    case 2:
    case 3:
    case 4:
    case 5:
        time_passes(stage, draw(chance, 3000));
        break;
    case 6:
    case 7:
    case 8:
    case 9:
        comes_or_goes(chance, index);
        break;
    case 10:
        disk_catches_up(stage);
        break;
    case 11:
        if (draw(chance, 4) == 0)
            restarts(chance);
        break;
    case 12:
        if (journal_is_writable(stage->journal))
            knocks(stage, "county", "Vieras");
        break;
    default:
        if (guest == NULL)
            comes_or_goes(chance, index);
        else if (guest->doc == NULL || draw(chance, 6) == 0)
            opens_if_it_may(chance, guest);
        else if (draw(chance, 2))
            writes(chance, guest);
        else
            says_something(chance, guest);
    }
    assert_sound(stage);
}

/* 0: groups write, 1: both have handed in, 2: their texts are merged, 3: and decided on. */
static struct stage *given_a_day_as_far_as(uint64_t part)
{
    struct stage *stage = given_a_hall();
    for (int g = 0; g < 2; g++) {
        if (part == 0)
            given_open_group(stage, g ? "b" : "a");
        else
            given_handed_in_text(stage, g ? "b" : "a");
    }
    struct guest *opener = comes_in(stage, "opener");
    if (part >= 2)
        does(opener, wish(proposals_take, "item-9", TAKES({"a", "a"}, {"b", "b"})));
    if (part == 3)
        does(opener, wish(phase_change, PHASE_DECIDING));
    goes(opener);
    return stage;
}

static void a_day_is_lived(uint64_t seed)
{
    struct chance chance = {.state = seed, .stage = given_a_day_as_far_as(seed % 4)};
    for (int i = 0; i < STEPS; i++)
        step(&chance);
    restarts(&chance);
    stage_forget(chance.stage);
}

static void whatever_happens_the_log_tells_the_same_day_again(void **unused)
{
    (void)unused;
    const char *only = getenv("SOPU_CHANCE");
    for (uint64_t seed = 0; only == NULL && seed < SEEDS; seed++)
        a_day_is_lived(seed);
    if (only != NULL)
        a_day_is_lived(strtoull(only, NULL, 10));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_happens_the_log_tells_the_same_day_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
