#include "live/meeting/wishes.h"

/* Chair and secretary, examiners and counters, as many as come to mind. */
static struct officer_list some_officers(struct meeting *m)
{
    struct officer_list officers = {0};
    for (uint32_t n = draw(&m->chance, 6); n > 0; n--) {
        struct officer one = {(enum post)draw(&m->chance, POST_COUNT), some_member(m)};
        LIST_ADD(&officers, one, &m->arena);
    }
    for (uint32_t n = once_in(&m->chance, 2) ? 2 : 0; n > 0; n--) {
        struct officer one = {POST_COUNTER, some_member(m)};
        LIST_ADD(&officers, one, &m->arena);
    }
    return officers;
}

static struct material_list some_materials(struct meeting *m)
{
    struct material_list materials = {0};
    for (uint32_t n = draw(&m->chance, 3); n > 0; n--) {
        struct material one = {some_words(m), PICK(&m->chance, "https://example.org/a",
                                                   "https://example.org/b", "http://example.org")};
        LIST_ADD(&materials, one, &m->arena);
    }
    return materials;
}

static const char *who_waits(struct meeting *m)
{
    const struct waiting *one = SOME(m, meeting_day(m)->lobby);
    return one != NULL ? one->seat : "guest-99";
}

static const char *who_is_away(struct meeting *m)
{
    const struct absence *one = SOME(m, meeting_day(m)->absences);
    return one != NULL ? one->seat : some_seat(m);
}

static const char *who_wants_to_speak(struct meeting *m)
{
    const struct speaker *one = SOME(m, meeting_day(m)->speakers);
    return one != NULL ? one->seat : some_member(m);
}

static const char *who_speaks(struct meeting *m)
{
    return meeting_day(m)->floor[0] != '\0' ? meeting_day(m)->floor : some_member(m);
}

static const char *some_name(struct meeting *m)
{
    return PICK(&m->chance, "Pekka " SECRET, "Kaisa " SECRET, "Å " SECRET, " ", SECRET "\n");
}

/* As the text is, most often. */
static struct command some_decision(struct meeting *m, const char *item)
{
    const struct agenda_item *found = day_item(meeting_day(m), item);
    const char *hash = words_now(m, item);
    bool is_same = found != NULL && strcmp(found->proposed_hash, hash) == 0;
    enum outcome outcome = is_same ? OUTCOME_AS_PROPOSED : OUTCOME_AS_AMENDED;
    return wish(item_decide, item,
                once_in(&m->chance, 3) ? (enum outcome)draw(&m->chance, OUTCOME_COUNT) : outcome,
                hash);
}

bool wish_agenda(struct meeting *m, enum command_kind kind, struct command *out)
{
    struct chance *chance = &m->chance;
    switch (kind) {
    case COMMAND_item_open:
        *out = wish(item_open, meeting_day(m)->phase == PHASE_DECIDING && draw(chance, 3)
                                   ? some_proposal(m)
                                   : some_item(m));
        return true;
    case COMMAND_item_close:
        *out = wish(item_close, item_in_hand(m));
        return true;
    case COMMAND_item_postpone:
        *out = wish(item_postpone, item_in_hand(m), some_words(m));
        return true;
    case COMMAND_item_decide:
        *out = some_decision(m, item_in_hand(m));
        return true;
    case COMMAND_item_reopen:
        *out = wish(item_reopen, some_item(m), some_words(m));
        return true;
    case COMMAND_officer_elect:
        *out = wish(officer_elect, (enum post)draw(chance, POST_COUNT), some_member(m), "item-4");
        return true;
    case COMMAND_officers_elect:
        *out = wish(officers_elect, "item-4", some_officers(m));
        return true;
    case COMMAND_lobby_ask:
        *out = wish(lobby_ask, some_organisation(m));
        return true;
    case COMMAND_lobby_admit:
        *out = wish(lobby_admit, who_waits(m), some_group(m));
        return true;
    case COMMAND_lobby_refuse:
        *out = wish(lobby_refuse, who_waits(m));
        return true;
    case COMMAND_presence_set:
        *out = wish(presence_set, some_seat(m), draw(chance, 5) > 0);
        return true;
    case COMMAND_floor_ask:
        *out = wish(floor_ask, some_member(m), (enum speech)once_in(chance, 3));
        return true;
    case COMMAND_floor_withdraw:
        *out = wish(floor_withdraw, who_wants_to_speak(m));
        return true;
    case COMMAND_floor_give:
        *out = wish(floor_give, who_wants_to_speak(m));
        return true;
    case COMMAND_floor_end:
        *out = wish(floor_end, who_speaks(m));
        return true;
    case COMMAND_floor_switch:
        *out = wish(floor_switch, draw(chance, 3) > 0);
        return true;
    case COMMAND_materials_set:
        *out = wish(materials_set, some_item(m), some_materials(m));
        return true;
    case COMMAND_seat_make:
        *out = wish(seat_make, some_organisation(m), once_in(chance, 3) ? "" : some_group(m),
                    some_name(m));
        return true;
    case COMMAND_seat_name:
        *out = wish(seat_name, some_seat(m), some_name(m), once_in(chance, 2));
        return true;
    case COMMAND_absence_begin:
        *out = wish(absence_begin, once_in(chance, 4) ? day_chair(meeting_day(m)) : some_member(m),
                    once_in(chance, 2));
        return true;
    case COMMAND_absence_end:
        *out = wish(absence_end, who_is_away(m));
        return true;
    default:
        return false;
    }
}
