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
        nothing,  both_write, one_announces, both_handed_in, merged,
        deciding, decided,    reopened,      closed,
    };
    static struct lived all[STAGES];
    struct lived *one = &all[number];
    if (one->log != NULL)
        return one;
    struct stage *stage = given_a_hall();
    lives[number](stage);
    disk_catches_up(stage);
    *one =
        (struct lived){stage->journal, codec_encode(&shape_day, stage_day(stage)), stage->now_ms};
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
