#include "fuzz/command/stages.h"

#include "unit/live/given_hall.h"

static void both_write(struct stage *stage)
{
    given_open_group(stage, "a");
    given_open_group(stage, "b");
    struct guest *guest = comes_in(stage, "pa");
    opens(guest, "doc-a");
    fills_in(guest);
    closes(guest);
    goes(guest);
}

static void one_announces(struct stage *stage)
{
    both_write(stage);
    struct guest *silent = comes_in(stage, "qa"); /* is waited for */
    struct guest *leader = comes_in(stage, "fa");
    opens(silent, "doc-a");
    does(leader, wish(handin_announce, "a"));
    goes(leader);
    goes(silent);
}

static void both_handed_in(struct stage *stage)
{
    given_handed_in_text(stage, "a");
    given_handed_in_text(stage, "b");
}

static void merged(struct stage *stage)
{
    both_handed_in(stage);
    struct guest *secretary = comes_in(stage, "secretary");
    does(secretary, wish(proposals_take, "item-9", TAKES({"a", "a"}, {"b", "b"})));
    goes(secretary);
}

static void deciding(struct stage *stage)
{
    merged(stage);
    struct guest *opener = comes_in(stage, "opener");
    does(opener, wish(officer_elect, POST_CHAIR, "pa", "item-4"));
    goes(opener);
    struct guest *chair = comes_in(stage, "pa");
    does(chair, wish(phase_change, PHASE_DECIDING));
    does(chair, wish(item_open, "item-9-a"));
    goes(chair);
}

static void decides(struct stage *stage, const char *item)
{
    struct guest *chair = comes_in(stage, "pa");
    does(chair, wish(item_open, item));
    const char *hash = day_item(stage_day(stage), item)->proposed_hash;
    does(chair, wish(item_decide, item, OUTCOME_AS_PROPOSED, hash));
    goes(chair);
}

static void decided(struct stage *stage)
{
    deciding(stage);
    decides(stage, "item-9-a");
    decides(stage, "item-9-b");
}

static void reopened(struct stage *stage)
{
    decided(stage);
    struct guest *chair = comes_in(stage, "pa");
    does(chair, wish(item_reopen, "item-9-a", "kirjoitusvirhe"));
    goes(chair);
}

static void closed(struct stage *stage)
{
    decided(stage);
    struct guest *chair = comes_in(stage, "pa");
    does(chair, wish(phase_change, PHASE_CLOSED));
    goes(chair);
}

/* Motions, a rule, and a vote of all who are here. */
static void moved(struct stage *stage)
{
    deciding(stage);
    struct guest *chair = comes_in(stage, "pa");
    struct guest *mover = comes_in(stage, "qa");
    struct guest *secretary = comes_in(stage, "secretary");
    does(chair, wish(rules_agree, "item-4", VOTE_UNIT_PERSON, TIE_RULE_CHAIR));
    for (const char **seat = (const char *[]){"pa", "qa", "pb", "qb", "fb", NULL}; *seat; seat++)
        does(secretary, wish(presence_set, *seat, true));
    does(secretary, wish(absence_begin, "fb", true));
    does(mover, wish(amendment_make, "item-9-a", "decision", "qa", "", "Muutetaan."));
    does(secretary, wish(amendment_second, "amendment-1", "pb"));
    does(mover, wish(amendment_make, "item-9-a", "title", "qa", "", "Uusi otsikko"));
    does(mover, wish(statement_make, "item-9-a", "qa", STATEMENT_KIND_STATEMENT, "Lausun."));
    goes(secretary);
    goes(mover);
    goes(chair);
}

static void asks_the_meeting(struct stage *stage, enum vote_method method, bool is_secret)
{
    struct guest *chair = comes_in(stage, "pa");
    does(chair,
         wish(vote_open, "item-9-a", "amendment-1", "?", "Esitys", "Muutos", method, is_secret));
    goes(chair);
}

/* In secret, and one has thought again. */
static void voting(struct stage *stage)
{
    moved(stage);
    asks_the_meeting(stage, VOTE_METHOD_BALLOT, true);
    struct guest *one = comes_in(stage, "qa");
    struct guest *other = comes_in(stage, "qb");
    does(one, wish(ballot_cast, "vote-1", "qa", CHOICE_YES));
    does(other, wish(ballot_cast, "vote-1", "qb", CHOICE_EMPTY));
    does(one, wish(ballot_cast, "vote-1", "qa", CHOICE_NO));
    goes(other);
    goes(one);
}

static void counting(struct stage *stage)
{
    static struct officer counters[] = {{POST_COUNTER, "pb"}, {POST_COUNTER, "qb"}};
    moved(stage);
    struct guest *chair = comes_in(stage, "pa");
    does(chair, wish(officers_elect, "item-4", {counters, 2, 0}));
    goes(chair);
    asks_the_meeting(stage, VOTE_METHOD_HANDS, false);
    struct guest *counter = comes_in(stage, "pb");
    does(counter, wish(count_enter, "vote-1", 2, 1, 0));
    goes(counter);
}

/* The minutes are with one examiner; the other has approved them. */
static void sent(struct stage *stage)
{
    static struct officer examiners[] = {{POST_EXAMINER, "pb"}, {POST_EXAMINER, "qb"}};
    struct arena arena = {0};
    decided(stage);
    struct guest *chair = comes_in(stage, "pa");
    struct guest *secretary = comes_in(stage, "secretary");
    struct guest *examiner = comes_in(stage, "qb");
    opens(secretary, MINUTES_DOC);
    types(secretary, "item-4/handling", "Valittiin.");
    does(chair, wish(officers_elect, "item-4", {examiners, 2, 0}));
    does(chair, wish(phase_change, PHASE_CLOSED));
    does(secretary, wish(minutes_send, hall_minutes_seal(stage->hall, &arena)));
    does(examiner, wish(minutes_approve, stage_day(stage)->minutes.hash));
    goes(examiner);
    goes(secretary);
    goes(chair);
    arena_free(&arena);
}

static void nothing(struct stage *stage)
{
    (void)stage;
}

static const struct lived {
    const struct journal *log;
    json_t *day;
    int64_t now_ms;
} * lived(size_t number)
{
    static void (*const lives[STAGES])(struct stage *) = {
        nothing, both_write, one_announces, both_handed_in, merged,   deciding,
        decided, reopened,   closed,        voting,         counting, sent,
    };
    static struct lived all[STAGES];
    struct lived *one = &all[number];
    if (one->log != NULL)
        return one;
    struct arena arena = {0};
    struct stage *stage = given_a_hall();
    lives[number](stage);
    disk_catches_up(stage);
    *one =
        (struct lived){stage->journal, codec_encode(&shape_day, stage_day(stage)), stage->now_ms};
    json_object_set_new(one->day, "seal", json_string(hall_minutes_seal(stage->hall, &arena)));
    arena_free(&arena);
    hall_free(stage->hall);
    mem_free(stage);
    return one;
}

const struct journal *stage_log(size_t stage)
{
    return lived(stage)->log;
}

json_t *stage_json(size_t stage)
{
    return lived(stage)->day;
}

int64_t stage_now_ms(size_t stage)
{
    return lived(stage)->now_ms;
}
