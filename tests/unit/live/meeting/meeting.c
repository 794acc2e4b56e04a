#include "live/meeting/always.h"

#include "fuzz/command/shape_text.h"
#include "live/given_log.h"

/* --- who comes, and what is on the agenda --- */

static void cast(void *stage)
{
    /* The day of given.h, with more than one organisation, group and item; and nobody has begun. */
    static const struct {
        const char *seat, *organisation;
        enum role roles[2];
        size_t role_count;
        const char *group;
    } seats[] = {
        {"opener", "county", {ROLE_OPENER}, 1, ""},
        {"organiser", "county", {ROLE_ORGANISER}, 1, ""},
        {"host", "town", {ROLE_ORGANISER, ROLE_PARTICIPANT}, 2, "a"},
        {"fa", "town", {ROLE_FACILITATOR}, 1, "a"},
        {"pa", "town", {ROLE_PARTICIPANT}, 1, "a"},
        {"qa", "parish", {ROLE_PARTICIPANT}, 1, "a"},
        {"fb", "union", {ROLE_FACILITATOR, ROLE_PARTICIPANT}, 2, "b"},
        {"pb", "parish", {ROLE_PARTICIPANT}, 1, "b"},
        {"qb", "union", {ROLE_PARTICIPANT}, 1, "b"},
        {"fc", "county", {ROLE_FACILITATOR}, 1, "c"},
        {"pc", "parish", {ROLE_PARTICIPANT}, 1, "c"},
        {"free", "union", {ROLE_PARTICIPANT}, 1, ""},
    };
    stage_takes(stage, happened(phase_changed, PHASE_OPENING));
    stage_takes(stage, happened(organisation_added, "town", "Kaupunki", "municipality"));
    stage_takes(stage, happened(organisation_added, "parish", "Seurakunta", "parish"));
    stage_takes(stage, happened(organisation_added, "union", "Yhdistys", "association"));
    stage_takes(stage, group_added("c", "C", "doc-c"));
    for (size_t i = 0; i < sizeof seats / sizeof *seats; i++)
        stage_takes(stage, happened(seat_added, seats[i].seat, seats[i].organisation,
                                    {(enum role *)seats[i].roles, seats[i].role_count, 0},
                                    seats[i].group));
    stage_takes(stage, item_added("item-1", "1 §", ITEM_KIND_OPENING));
    stage_takes(stage, item_added("part", "", ITEM_KIND_BLOCK));
    stage_takes(stage, happened(item_added, "item-5", "part", "5 §", ITEM_KIND_PRESENTATION,
                                "Katsaus", "", "klo 13", ""));
}

struct meeting *meeting_begins(uint64_t seed, struct tally *tally)
{
    struct meeting *m = mem_new(sizeof *m);
    m->chance.state = seed;
    m->tally = tally;
    m->stage = given_a_hall();
    m->slowness = draw(&m->chance, 16);
    cast(m->stage);
    step_ends(m);
    return m;
}

struct guest *meeting_line(struct meeting *m, const char *seat)
{
    for (size_t i = 0; i < m->lines.count; i++)
        if (strcmp(m->lines.items[i].guest->seat, seat) == 0)
            return m->lines.items[i].guest;
    struct line line = {.guest = comes_in(m->stage, day_seat(meeting_day(m), seat)->seat)};
    LIST_ADD(&m->lines, line, &m->memory);
    return line.guest;
}

/* --- a step ------------------------------------------------------------------------------------------------------------- */

void step_begins(struct meeting *m)
{
    m->step = (struct step){.before = last_pos(m->stage)};
}

static void hears(struct meeting *m)
{
    for (log_pos pos = m->step.before + 1; pos <= last_pos(m->stage); pos++) {
        const struct record *record = journal_fake_record(m->stage->journal, pos);
        if (record->kind != RECORD_EVENT)
            continue;
        assert_true(m->step.count < STEP_EVENTS_MAX);
        struct event *event = &m->step.events[m->step.count];
        assert_int_equal(event_read(record->body, &m->ledger.memory, event), OK);
        m->step.by[m->step.count++] = record->actor;
        ledger_hears(&m->ledger, event, record->actor);
        if (event->kind == EVENT_group_handed_in || event->kind == EVENT_handin_cancelled)
            m->tally->accepted[COMMAND_handin_complete]++;
    }
}

static bool is_only_talk(const struct meeting *m)
{
    bool is_talk = m->step.count == 0;
    for (log_pos pos = m->step.before + 1; pos <= last_pos(m->stage); pos++)
        is_talk &= journal_fake_record(m->stage->journal, pos)->kind != RECORD_LATE;
    return is_talk;
}

/* Where nothing happened, the day is the very same, and what held of it holds. */
void step_ends(struct meeting *m)
{
    disk_catches_up(m->stage);
    hears(m);
    buf_clear(&m->spare);
    shape_text(&shape_day, meeting_day(m), &m->spare);
    bool is_talk = is_only_talk(m);
    ALWAYS(!is_talk || bytes_equal(buf_bytes(&m->spare), buf_bytes(&m->day)),
           "nothing happened, and the day is another");
    struct buf now = m->spare;
    m->spare = m->day;
    m->day = now;
    always_texts(m);
    always_log(m);
    always_told(m);
    if (is_talk)
        return;
    always_people(m);
    always_agenda(m);
    always_votes(m);
    always_minutes(m);
    always_states(m);
}

/* --- what goes on around it --------------------------------------------------------------------------------------------- */

static void time_goes_by(struct meeting *m)
{
    step_begins(m);
    time_passes(m->stage, draw(&m->chance, 4000));
    step_ends(m);
}

static void somebody_knocks(struct meeting *m)
{
    char name[40];
    snprintf(name, sizeof name, "Vieras " SECRET " %zu.", m->commands);
    step_begins(m);
    if (knocks(m->stage, PICK(&m->chance, "county", "town", "nowhere"), name))
        m->tally->accepted[COMMAND_lobby_ask]++;
    step_ends(m);
}

/* No two attempts have the same. */
static const char *a_mail(struct meeting *m)
{
    char text[24];
    snprintf(text, sizeof text, "mail-%zu", m->commands);
    return arena_text(&m->arena, text);
}

/* As the courier does, and sometimes at the wrong moment; and a mail may come back. */
static void a_delivery_goes_on(struct meeting *m)
{
    const struct delivery *one = SOME(m, meeting_day(m)->deliveries);
    log_pos pos;
    if (one == NULL)
        return;
    bool begins =
        one->state == DELIVERY_STATE_QUEUED ? !once_in(&m->chance, 8) : once_in(&m->chance, 8);
    bool comes_back = one->mail[0] != '\0' && once_in(&m->chance, 8);
    struct command command =
        comes_back ? wish(delivery_bounce, one->mail, "5.1.1")
        : begins   ? wish(delivery_begin, one->organisation, a_mail(m))
                   : wish(delivery_end, one->organisation,
                        once_in(&m->chance, 6)
                              ? DELIVERY_STATE_QUEUED
                              : (enum delivery_state)(DELIVERY_STATE_SENT + draw(&m->chance, 4)),
                          "");
    step_begins(m);
    m->tally->accepted[command.kind] += hall_server_wish(m->stage->hall, &command, &pos) == NULL;
    step_ends(m);
}

void meeting_goes_on(struct meeting *m)
{
    if (once_in(&m->chance, 2))
        time_goes_by(m);
    if (once_in(&m->chance, 5))
        meeting_types(m);
    if (once_in(&m->chance, 25))
        somebody_knocks(m);
    if (once_in(&m->chance, 2))
        a_delivery_goes_on(m);
    meeting_command(m);
}

/* --- the end ------------------------------------------------------------------------------------------------------------ */

/* Which answer a hall has for a command that it knows. */
static void answer_of(struct hall *hall, const struct asked *asked, struct buf *out)
{
    char body[64];
    struct outbox *outbox = outbox_fake_new();
    snprintf(body, sizeof body, "{\"id\":\"%s\"}", asked->id);
    hall_command(hall, asked->seat, bytes_text(body), outbox);
    buf_clear(out);
    buf_bytes_append(out, outbox_fake_last(outbox).bytes);
    outbox_fake_free(outbox);
}

static void the_same_answers(struct meeting *m, struct hall *again)
{
    struct buf one = {0};
    struct buf other = {0};
    for (size_t i = m->answered_count % 7; i < m->answered_count; i += 7) {
        answer_of(m->stage->hall, &m->answered[i], &one);
        answer_of(again, &m->answered[i], &other);
        ALWAYS(bytes_equal(buf_bytes(&one), buf_bytes(&other)),
               "after a restart, %s hears another answer", m->answered[i].seat);
    }
    buf_free(&one);
    buf_free(&other);
}

void meeting_ends(struct meeting *m)
{
    always_fixed(m);
    struct hall *again = told_again(m->stage);
    the_same_answers(m, again);
    hall_free(again);
    hall_free(told_by(m->stage, true));
    m->tally->published += meeting_day(m)->minutes.state == MINUTES_STATE_PUBLISHED;
    for (size_t i = 0; i < m->lines.count; i++)
        goes(m->lines.items[i].guest);
    stage_forget(m->stage);
    arena_free(&m->ledger.memory);
    arena_free(&m->memory);
    arena_free(&m->arena);
    buf_free(&m->day);
    buf_free(&m->spare);
    mem_free(m);
}
