/* What people ask for at the meeting: amendments, statements, votes on phones and by hands, who is away; and, when it is
 * closed, the minutes. */
#include "fault/sim/wishes.h"

static bool is_chair(const struct thinking *t)
{
    return strcmp(day_chair(t->day), t->seat) == 0;
}

static const char *some_seat(struct thinking *t)
{
    return t->day->seats.items[draw(&t->run->chance, (uint32_t)t->day->seats.count)].seat;
}

/* Oneself, sometimes somebody else. */
static const char *self_or_other(struct thinking *t)
{
    return once_in(&t->run->chance, 8) ? some_seat(t) : t->seat;
}

bool think_of_officers(struct thinking *t)
{
    struct chance *chance = &t->run->chance;
    return wish_say(
        t, "officers_elect",
        "\"item\":\"item-4\",\"officers\":[{\"post\":\"counter\",\"seat\":\"opener\"},"
        "{\"post\":\"counter\",\"seat\":\"a-%u\"},{\"post\":\"examiner\",\"seat\":\"%s\"}]",
        draw(chance, 2), some_seat(t));
}

/* --- a vote --- */

static const char *some_voter(struct thinking *t, const struct vote *vote)
{
    return vote->voters.items[draw(&t->run->chance, (uint32_t)vote->voters.count)].seat;
}

/* Whoever votes for an organisation may not know it: then the others try, too. */
static bool think_of_ballot(struct thinking *t, const struct vote *vote)
{
    struct chance *chance = &t->run->chance;
    const char *about = t->seat;
    if (day_is_secretary(t->day, t->seat) && once_in(chance, 2))
        about = some_voter(t, vote);
    if (day_stay(t->day, about) == NULL && once_in(chance, 2))
        return wish_say(t, "presence_set", "\"seat\":\"%s\",\"here\":true", about);
    return wish_say(t, "ballot_cast", "\"vote\":\"%s\",\"seat\":\"%s\",\"choice\":\"%s\"",
                    vote->vote, about, PICK(chance, "yes", "no", "empty"));
}

/* Counters see the same, most often. */
static bool think_of_count(struct thinking *t, const struct vote *vote)
{
    return wish_say(t, "count_enter", "\"vote\":\"%s\",\"yes\":%u,\"no\":0,\"empty\":0", vote->vote,
                    once_in(&t->run->chance, 4));
}

static bool think_of_cancelling(struct thinking *t, const struct vote *vote)
{
    return wish_say(t, "vote_cancel", "\"vote\":\"%s\",\"reason\":\"Virhe\"", vote->vote);
}

static bool think_of_open_vote(struct thinking *t, const struct vote *vote)
{
    struct chance *chance = &t->run->chance;
    if (once_in(chance, 12))
        return wish_say(t, "voter_name", "\"seat\":\"%s\"", some_seat(t));
    if (is_chair(t) && once_in(chance, 12))
        return think_of_cancelling(t, vote);
    if (is_chair(t) && once_in(chance, 3))
        return wish_say(t, "vote_close", "\"vote\":\"%s\"", vote->vote);
    if (vote->method == VOTE_METHOD_HANDS)
        return day_is_officer(t->day, POST_COUNTER, t->seat) && think_of_count(t, vote);
    return think_of_ballot(t, vote);
}

static bool think_of_closed_vote(struct thinking *t, const struct vote *vote)
{
    struct chance *chance = &t->run->chance;
    bool is_due = vote->yes == vote->no && vote->tie != TIE_RULE_BASE;
    if (!is_chair(t))
        return once_in(chance, 6) && think_of_ballot(t, vote); /* too late */
    if (once_in(chance, 8))
        return think_of_cancelling(t, vote);
    return wish_say(t, "vote_confirm", "\"vote\":\"%s\",\"casting\":\"%s\"", vote->vote,
                    is_due != once_in(chance, 12) ? PICK(chance, "yes", "no") : "empty");
}

static const struct vote *vote_now(const struct thinking *t)
{
    for (size_t i = 0; i < t->day->votes.count; i++) {
        enum vote_state state = t->day->votes.items[i].state;
        if (state == VOTE_STATE_OPEN || state == VOTE_STATE_CLOSED)
            return &t->day->votes.items[i];
    }
    return NULL;
}

static bool think_of_opening(struct thinking *t)
{
    struct chance *chance = &t->run->chance;
    const struct amendment_list *all = &t->day->amendments;
    const char *amendment = "";
    for (size_t i = 0; i < all->count && once_in(chance, 2); i++)
        if (all->items[i].state == AMENDMENT_STATE_OPEN)
            amendment = all->items[i].amendment;
    bool is_by_hands = once_in(chance, 5);
    return wish_say(
        t, "vote_open",
        "\"item\":\"%s\",\"amendment\":\"%s\",\"question\":\"Kumpi?\",\"yes_text\":\"Esitys\","
        "\"no_text\":\"Muutos\",\"method\":\"%s\",\"secret\":%s",
        t->day->in_hand, amendment, is_by_hands ? "hands" : "ballot",
        !is_by_hands && once_in(chance, 2) ? "true" : "false");
}

/* --- motions --- */

static bool think_of_amendment(struct thinking *t)
{
    struct chance *chance = &t->run->chance;
    const struct amendment_list *all = &t->day->amendments;
    if (all->count == 0 || once_in(chance, 3))
        return wish_say(
            t, "amendment_make",
            "\"item\":\"%s\",\"field\":\"decision\",\"seat\":\"%s\",\"seconder\":\"%s\","
            "\"text\":\"Muutetaan.\"",
            t->day->in_hand, self_or_other(t), once_in(chance, 3) ? some_seat(t) : "");
    const char *amendment = all->items[draw(chance, (uint32_t)all->count)].amendment;
    switch (draw(chance, 5)) {
    case 0:
        return wish_say(t, "amendment_withdraw", "\"amendment\":\"%s\"", amendment);
    case 1:
        return wish_say(t, "amendment_settle",
                        "\"amendment\":\"%s\",\"outcome\":\"%s\",\"wording\":\"Sovittu.\"",
                        amendment, PICK(chance, "adopted", "rejected", "lapsed"));
    default:
        return wish_say(t, "amendment_second", "\"amendment\":\"%s\",\"seat\":\"%s\"", amendment,
                        self_or_other(t));
    }
}

static bool think_of_statement(struct thinking *t)
{
    struct chance *chance = &t->run->chance;
    const struct statement_list *all = &t->day->statements;
    if (all->count > 0 && once_in(chance, 3))
        return wish_say(t, "statement_withdraw", "\"statement\":\"%s\"",
                        all->items[draw(chance, (uint32_t)all->count)].statement);
    return wish_say(
        t, "statement_make", "\"item\":\"%s\",\"seat\":\"%s\",\"kind\":\"%s\",\"text\":\"Lausun.\"",
        once_in(chance, 4) ? t->day->items.items[draw(chance, (uint32_t)t->day->items.count)].item
                           : t->day->in_hand,
        self_or_other(t), PICK(chance, "statement", "dissent"));
}

static bool think_of_absence(struct thinking *t)
{
    const char *about = self_or_other(t);
    if (day_absence(t->day, about) != NULL)
        return wish_say(t, "absence_end", "\"seat\":\"%s\"", about);
    return wish_say(t, "absence_begin", "\"seat\":\"%s\",\"disqualified\":%s", about,
                    once_in(&t->run->chance, 2) ? "true" : "false");
}

static bool think_of_rules(struct thinking *t)
{
    struct chance *chance = &t->run->chance;
    if (once_in(chance, 2))
        return wish_say(t, "voter_name", "\"seat\":\"%s\"", some_seat(t));
    return wish_say(t, "rules_agree", "\"item\":\"item-4\",\"unit\":\"%s\",\"tie\":\"%s\"",
                    PICK(chance, "organisation", "person", "person"),
                    PICK(chance, "chair", "base", "lot"));
}

static bool think_of_motion(struct thinking *t)
{
    struct chance *chance = &t->run->chance;
    if (is_chair(t) && !once_in(chance, 3))
        return think_of_opening(t);
    if (once_in(chance, 2))
        return think_of_amendment(t);
    return once_in(chance, 2) ? think_of_statement(t) : think_of_absence(t);
}

bool think_of_assembly(struct thinking *t)
{
    struct chance *chance = &t->run->chance;
    const struct vote *vote = vote_now(t);
    if (vote != NULL && !once_in(chance, 8))
        return vote->state == VOTE_STATE_OPEN ? think_of_open_vote(t, vote)
                                              : think_of_closed_vote(t, vote);
    if ((is_chair(t) || day_is_secretary(t->day, t->seat)) && once_in(chance, 8))
        return think_of_rules(t);
    bool is_moved = is_chair(t) || once_in(chance, 2);
    return t->day->in_hand[0] != '\0' && is_moved && think_of_motion(t);
}

/* --- the minutes --- */

static bool say_of_hash(struct thinking *t, const char *kind)
{
    return wish_say(t, kind, "\"hash\":\"%s\"",
                    once_in(&t->run->chance, 12) ? "0" : t->day->minutes.hash);
}

/* As the secretary sees them now: by the time it arrives, somebody may have written more. */
static bool think_of_sending(struct thinking *t)
{
    struct arena arena = {0};
    wish_say(t, "minutes_send", "\"hash\":\"%s\"", hall_minutes_seal(t->run->server.hall, &arena));
    arena_free(&arena);
    return true;
}

static bool think_of_examining(struct thinking *t)
{
    struct chance *chance = &t->run->chance;
    if (day_is_secretary(t->day, t->seat) && once_in(chance, 4))
        return wish_say(t, "minutes_take_back", "\"reason\":\"Kirjoitusvirhe\"");
    if (once_in(chance, 3))
        return wish_say(t, "minutes_remark", "\"item\":\"%s\",\"text\":\"Puuttuu sana.\"",
                        PICK(chance, "", "item-4", "item-9"));
    return say_of_hash(t, "minutes_approve");
}

bool think_of_minutes(struct thinking *t)
{
    struct chance *chance = &t->run->chance;
    enum minutes_state state = t->day->minutes.state;
    if (state > MINUTES_STATE_EXAMINING && once_in(chance, 4))
        return wish_say(t, "minutes_correct", "\"reason\":\"Virhe\"");
    switch (state) {
    case MINUTES_STATE_DRAFT:
        return think_of_sending(t);
    case MINUTES_STATE_EXAMINING:
        return think_of_examining(t);
    case MINUTES_STATE_EXAMINED:
        return say_of_hash(t, "minutes_sign");
    case MINUTES_STATE_SIGNED:
        return say_of_hash(t, "minutes_publish");
    default:
        return false;
    }
}
