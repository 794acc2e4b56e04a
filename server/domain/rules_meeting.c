/* The meeting: its phases, and who leads it. */
#include "domain/rule.h"
#include "domain/table_words.h"

/* Who may take the day from here to there; nobody, if it does not go that way. */
static unsigned who_may_step(enum phase from, enum phase to)
{
#define PHASE_STEP(a, b, who)                                                                      \
    if (from == PHASE_##a && to == PHASE_##b)                                                      \
        return who;
#include "domain/phases.def"
#undef PHASE_STEP
    return 0;
}

static const struct agenda_item *first_item(const struct day *day,
                                            bool (*is)(const struct agenda_item *))
{
    for (size_t i = 0; i < day->items.count; i++)
        if (day->items.items[i].kind == ITEM_KIND_PROPOSAL && is(&day->items.items[i]))
            return &day->items.items[i];
    return NULL;
}

static bool is_undecided(const struct agenda_item *item)
{
    return item_decision(item) == NULL;
}

static bool was_ever_decided(const struct agenda_item *item)
{
    return item->decisions.count > 0;
}

struct verdict rule_phase_change(const struct question *q)
{
    enum phase to = q->command->as.phase_change.phase;
    unsigned who = who_may_step(q->day->phase, to);
    if (who == 0)
        return refused(REFUSED_phase_order);
    if (!(q->who & who))
        return refused(REFUSED_not_allowed);
    if (rule_vote_unsettled(q->day)[0] != '\0')
        return refused_for(REFUSED_vote_unsettled, rule_vote_unsettled(q->day));
    if (to == PHASE_DECIDING && first_item(q->day, is_undecided) == NULL)
        return refused(REFUSED_not_taken);
    if (to == PHASE_CLOSED && first_item(q->day, is_undecided) != NULL)
        return refused_for(REFUSED_undecided_items, first_item(q->day, is_undecided)->item);
    if (q->day->phase == PHASE_DECIDING && to == PHASE_MERGING &&
        first_item(q->day, was_ever_decided) != NULL)
        return refused_for(REFUSED_already_decided, first_item(q->day, was_ever_decided)->item);
    return happens((struct event){EVENT_phase_changed, .as.phase_changed = {to}});
}

/* --- officers --- */

/* Anyone may be elected but the wall and who only watches. */
static enum refusal seat_fits(const struct day *day, const char *id)
{
    const struct seat *seat = day_seat(day, id);
    if (seat == NULL)
        return REFUSED_no_such_seat;
    return seat_is_onlooker(seat) ? REFUSED_seat_unfit : ALLOWED;
}

static bool is_of_one(enum post post)
{
    return post == POST_CHAIR || post == POST_SECRETARY || post == POST_VICE_CHAIR;
}

/* Does an officer of this list bar another from the same act? */
static bool is_twice(const struct officer_list *officers, size_t index)
{
    const struct officer *one = &officers->items[index];
    for (size_t i = 0; i < index; i++) {
        const struct officer *other = &officers->items[i];
        if (other->post == one->post &&
            (is_of_one(one->post) || strcmp(other->seat, one->seat) == 0))
            return true;
    }
    return false;
}

static bool fills(const struct officer_list *officers, enum post post)
{
    for (size_t i = 0; i < officers->count; i++)
        if (officers->items[i].post == post)
            return true;
    return false;
}

static bool holds(const struct officer_list *officers, enum post post, const char *seat)
{
    for (size_t i = 0; i < officers->count; i++)
        if (officers->items[i].post == post && strcmp(officers->items[i].seat, seat) == 0)
            return true;
    return false;
}

/* Who would hold a post after the act: those elected, or those in office where it fills no such post. */
static bool would_hold(const struct day *day, const struct officer_list *elected, enum post post,
                       const char *seat)
{
    if (fills(elected, post))
        return holds(elected, post, seat);
    if (post == POST_SECRETARY)
        return day_is_secretary(day, seat);
    return day_is_officer(day, post, seat);
}

static struct verdict officers_fit(const struct question *q, const struct officer_list *elected)
{
    for (size_t i = 0; i < elected->count; i++) {
        const char *seat = elected->items[i].seat;
        enum refusal why = seat_fits(q->day, seat);
        if (why != ALLOWED)
            return refused_for(why, seat);
        if (is_twice(elected, i))
            return refused_for(REFUSED_post_twice, seat);
        if (would_hold(q->day, elected, POST_SECRETARY, seat) &&
            would_hold(q->day, elected, POST_EXAMINER, seat))
            return refused_for(REFUSED_examiner_is_secretary, seat);
        if (would_hold(q->day, elected, POST_CHAIR, seat) &&
            would_hold(q->day, elected, POST_VICE_CHAIR, seat))
            return refused_for(REFUSED_seat_unfit, seat);
    }
    return (struct verdict){.refusal = ALLOWED};
}

struct verdict rule_officer_elect(const struct question *q)
{
    const struct command_officer_elect *c = &q->command->as.officer_elect;
    struct officer one = {c->post, c->seat};
    struct officer_list elected = {&one, 1, 1};
    struct verdict fit = officers_fit(q, &elected);
    if (fit.refusal != ALLOWED)
        return refused(fit.refusal);
    if (day_item(q->day, c->item) == NULL)
        return refused(REFUSED_no_such_item);
    return happens(
        (struct event){EVENT_officer_elected, .as.officer_elected = {c->post, c->seat, c->item}});
}

/* Chair, secretary, examiners and counters in one act: the rights move all at once. */
struct verdict rule_officers_elect(const struct question *q)
{
    const struct command_officers_elect *c = &q->command->as.officers_elect;
    if (c->officers.count == 0)
        return refused(REFUSED_nobody_elected);
    struct verdict fit = officers_fit(q, &c->officers);
    if (fit.refusal != ALLOWED)
        return fit;
    return happens(
        (struct event){EVENT_officers_elected, .as.officers_elected = {c->item, c->officers}});
}
