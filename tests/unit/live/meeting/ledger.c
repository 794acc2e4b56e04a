/* What each event adds to it. */
#include "live/meeting/ledger.h"

#include "domain/nouns.h"

#include <stdio.h>

/* --- seats and officers --- */

static void seat_comes(struct ledger *ledger, struct seat seat)
{
    struct seat *known = (struct seat *)told_seat(ledger, seat.seat);
    if (known != NULL)
        *known = seat;
    else
        LIST_ADD(&ledger->seats, seat, &ledger->memory);
}

static void seat_comes_as(struct ledger *ledger, const char *seat, const char *organisation,
                          enum role role, const char *group)
{
    struct seat one = {seat, organisation, {0}, group};
    LIST_ADD(&one.roles, role, &ledger->memory);
    seat_comes(ledger, one);
}

static void is_let_in(struct ledger *ledger, const struct event_lobby_admitted *e)
{
    for (size_t i = 0; i < ledger->lobby.count; i++)
        if (strcmp(ledger->lobby.items[i].seat, e->seat) == 0)
            seat_comes_as(ledger, e->seat, ledger->lobby.items[i].organisation, ROLE_PARTICIPANT,
                          e->group);
}

static void are_elected(struct ledger *ledger, const struct officer_list *elected)
{
    struct officer_list officers = {0};
    for (size_t i = 0; i < ledger->officers.count; i++) {
        bool is_replaced = false;
        for (size_t n = 0; n < elected->count; n++)
            is_replaced |= elected->items[n].post == ledger->officers.items[i].post;
        if (!is_replaced)
            LIST_ADD(&officers, ledger->officers.items[i], &ledger->memory);
    }
    for (size_t i = 0; i < elected->count; i++)
        LIST_ADD(&officers, elected->items[i], &ledger->memory);
    ledger->officers = officers;
}

static void registries_come(struct ledger *ledger, const struct id_list *organisations)
{
    for (size_t i = 0; i < organisations->count; i++) {
        char id[80];
        snprintf(id, sizeof id, "registry-%s", organisations->items[i]);
        seat_comes_as(ledger, arena_text(&ledger->memory, id), organisations->items[i],
                      ROLE_REGISTRY, "");
    }
}

/* --- texts --- */

static void text_is_free(struct ledger *ledger, const char *owner)
{
    size_t kept = 0;
    for (size_t i = 0; i < ledger->fixed.count; i++)
        if (strcmp(ledger->fixed.items[i].owner, owner) != 0)
            ledger->fixed.items[kept++] = ledger->fixed.items[i];
    ledger->fixed.count = kept;
}

static void text_is_fixed(struct ledger *ledger, const char *doc, const char *owner,
                          struct field_list fields)
{
    struct fixed_text one = {doc, owner, fields};
    text_is_free(ledger, owner);
    LIST_ADD(&ledger->fixed, one, &ledger->memory);
}

static const char *doc_of_group(const struct ledger *ledger, const char *group)
{
    for (size_t i = 0; i < ledger->groups.count; i++)
        if (strcmp(ledger->groups.items[i].group, group) == 0)
            return ledger->groups.items[i].doc;
    return "";
}

static void item_comes(struct ledger *ledger, const char *item, const char *parent,
                       const char *code, const char *doc)
{
    struct told_item one = {item, parent, code, doc, false, ""};
    LIST_ADD(&ledger->items, one, &ledger->memory);
}

static void take_is_undone(struct ledger *ledger, const char *parent)
{
    for (size_t i = 0; i < ledger->items.count; i++) {
        struct told_item *item = &ledger->items.items[i];
        if (item->doc[0] != '\0' && strcmp(item->parent, parent) == 0)
            item->is_gone = true;
    }
}

/* What the assembly saw first is what was proposed, until the texts are merged once more. */
static void is_proposed(struct ledger *ledger, const struct event_item_opened *e)
{
    struct told_item *item = (struct told_item *)told_item(ledger, e->item);
    if (item->proposed_hash[0] == '\0')
        item->proposed_hash = e->hash;
}

static void phase_comes(struct ledger *ledger, enum phase phase)
{
    for (size_t i = 0; phase == PHASE_MERGING && i < ledger->items.count; i++)
        ledger->items.items[i].proposed_hash = "";
}

/* --- votes --- */

static void vote_is_opened(struct ledger *ledger, const struct event_vote_opened *e)
{
    struct told_vote one = {.opened = *e};
    for (size_t i = 0; i < e->voters.count; i++)
        LIST_ADD(&one.voters, e->voters.items[i], &ledger->memory);
    LIST_ADD(&ledger->votes, one, &ledger->memory);
}

static bool is_running(const struct told_vote *vote)
{
    return vote->closed.vote == NULL && !vote->is_cancelled;
}

static void voter_is_named(struct ledger *ledger, const char *seat)
{
    const char *organisation = told_seat(ledger, seat)->organisation;
    for (size_t v = 0; v < ledger->votes.count; v++) {
        struct told_vote *vote = &ledger->votes.items[v];
        bool holds = is_running(vote) && vote->opened.unit == VOTE_UNIT_ORGANISATION;
        for (size_t i = 0; holds && i < vote->voters.count; i++)
            if (strcmp(vote->voters.items[i].organisation, organisation) == 0)
                vote->voters.items[i].seat = seat;
    }
}

void ledger_ballot(struct ledger *ledger, const struct command_ballot_cast *cast)
{
    struct told_vote *vote = (struct told_vote *)told_vote(ledger, cast->vote);
    struct ballot ballot = {arena_text(&ledger->memory, cast->seat), cast->choice};
    for (size_t i = 0; i < vote->cast.count; i++) {
        if (strcmp(vote->cast.items[i].seat, cast->seat) == 0) {
            vote->cast.items[i] = ballot;
            return;
        }
    }
    LIST_ADD(&vote->cast, ballot, &ledger->memory);
}

static void is_counted(struct ledger *ledger, const struct event_count_entered *e)
{
    struct told_vote *vote = (struct told_vote *)told_vote(ledger, e->vote);
    struct count count = {e->seat, e->yes, e->no, e->empty};
    struct count_list counts = {0};
    for (size_t i = 0; i < vote->counts.count; i++)
        if (strcmp(vote->counts.items[i].seat, e->seat) != 0)
            LIST_ADD(&counts, vote->counts.items[i], &ledger->memory);
    LIST_ADD(&counts, count, &ledger->memory);
    vote->counts = counts;
}

/* --- minutes --- */

static void minutes_are_another(struct ledger *ledger)
{
    ledger->minutes_hash = "";
    ledger->minutes_version++;
    ledger->approvals.count = 0;
}

static void was_here(struct ledger *ledger, const char *seat)
{
    const char *organisation = told_seat(ledger, seat)->organisation;
    if (!ids_have(&ledger->were_here, organisation))
        ids_add(&ledger->were_here, organisation, &ledger->memory);
}

void ledger_hears(struct ledger *ledger, const struct event *event, const char *by)
{
    switch (event->kind) {
    case EVENT_day_created:
        ledger->unit = VOTE_UNIT_ORGANISATION;
        ledger->tie = TIE_RULE_CHAIR;
        minutes_are_another(ledger);
        break;
    case EVENT_seat_added:
        seat_comes(ledger,
                   (struct seat){event->as.seat_added.seat, event->as.seat_added.organisation,
                                 event->as.seat_added.roles, event->as.seat_added.group});
        break;
    case EVENT_lobby_asked:
        LIST_ADD(
            &ledger->lobby,
            ((struct waiting){event->as.lobby_asked.seat, event->as.lobby_asked.organisation, 0}),
            &ledger->memory);
        break;
    case EVENT_lobby_admitted:
        is_let_in(ledger, &event->as.lobby_admitted);
        break;
    case EVENT_group_added:
        LIST_ADD(&ledger->groups,
                 ((struct working_group){.group = event->as.group_added.group,
                                         .doc = event->as.group_added.doc}),
                 &ledger->memory);
        break;
    case EVENT_item_added:
        item_comes(ledger, event->as.item_added.item, event->as.item_added.parent,
                   event->as.item_added.code, "");
        break;
    case EVENT_proposals_taken:
        for (size_t i = 0; i < event->as.proposals_taken.taken.count; i++) {
            const struct taken *one = &event->as.proposals_taken.taken.items[i];
            item_comes(ledger, one->item, event->as.proposals_taken.parent, one->code, one->doc);
        }
        break;
    case EVENT_take_undone:
        take_is_undone(ledger, event->as.take_undone.parent);
        break;
    case EVENT_phase_changed:
        phase_comes(ledger, event->as.phase_changed.phase);
        break;
    case EVENT_item_opened:
        is_proposed(ledger, &event->as.item_opened);
        break;
    case EVENT_group_handed_in:
        text_is_fixed(ledger, doc_of_group(ledger, event->as.group_handed_in.group),
                      event->as.group_handed_in.group, event->as.group_handed_in.fields);
        break;
    case EVENT_group_returned:
        text_is_free(ledger, event->as.group_returned.group);
        break;
    case EVENT_item_decided:
        text_is_fixed(ledger, told_item(ledger, event->as.item_decided.item)->doc,
                      event->as.item_decided.item, event->as.item_decided.fields);
        break;
    case EVENT_item_reopened:
        text_is_free(ledger, event->as.item_reopened.item);
        break;
    case EVENT_officer_elected: {
        struct officer one = {event->as.officer_elected.post, event->as.officer_elected.seat};
        are_elected(ledger, &(struct officer_list){&one, 1, 1});
        break;
    }
    case EVENT_officers_elected:
        are_elected(ledger, &event->as.officers_elected.officers);
        break;
    case EVENT_seat_arrived:
        was_here(ledger, event->as.seat_arrived.seat);
        break;
    case EVENT_rules_agreed:
        ledger->unit = event->as.rules_agreed.unit;
        ledger->tie = event->as.rules_agreed.tie;
        break;
    case EVENT_voter_named:
        voter_is_named(ledger, event->as.voter_named.seat);
        break;
    case EVENT_vote_opened:
        vote_is_opened(ledger, &event->as.vote_opened);
        break;
    case EVENT_count_entered:
        is_counted(ledger, &event->as.count_entered);
        break;
    case EVENT_vote_closed:
        ((struct told_vote *)told_vote(ledger, event->as.vote_closed.vote))->closed =
            event->as.vote_closed;
        break;
    case EVENT_vote_cancelled:
        ((struct told_vote *)told_vote(ledger, event->as.vote_cancelled.vote))->is_cancelled = true;
        break;
    case EVENT_minutes_sent:
        ledger->minutes_hash = event->as.minutes_sent.hash;
        break;
    case EVENT_minutes_taken_back:
    case EVENT_minutes_corrected:
        minutes_are_another(ledger);
        break;
    case EVENT_minutes_approved:
        ids_add(&ledger->approvals, by, &ledger->memory);
        break;
    case EVENT_minutes_distributed:
        registries_come(ledger, &event->as.minutes_distributed.organisations);
        break;
    default:
        break;
    }
}
