/* Who is who, by the ledger. */
#include "live/meeting/ledger.h"

#include <string.h>

const struct seat *told_seat(const struct ledger *ledger, const char *seat)
{
    for (size_t i = 0; i < ledger->seats.count; i++)
        if (strcmp(ledger->seats.items[i].seat, seat) == 0)
            return &ledger->seats.items[i];
    return NULL;
}

const struct told_item *told_item(const struct ledger *ledger, const char *item)
{
    for (size_t i = 0; i < ledger->items.count; i++)
        if (strcmp(ledger->items.items[i].item, item) == 0)
            return &ledger->items.items[i];
    return NULL;
}

const struct told_vote *told_vote(const struct ledger *ledger, const char *vote)
{
    for (size_t i = 0; i < ledger->votes.count; i++)
        if (strcmp(ledger->votes.items[i].opened.vote, vote) == 0)
            return &ledger->votes.items[i];
    return NULL;
}

const char *told_officer(const struct ledger *ledger, enum post post)
{
    for (size_t i = 0; i < ledger->officers.count; i++)
        if (ledger->officers.items[i].post == post)
            return ledger->officers.items[i].seat;
    return NULL;
}

bool told_holds(const struct ledger *ledger, enum post post, const char *seat)
{
    for (size_t i = 0; i < ledger->officers.count; i++)
        if (ledger->officers.items[i].post == post &&
            strcmp(ledger->officers.items[i].seat, seat) == 0)
            return true;
    return false;
}

bool told_has(const struct ledger *ledger, const char *seat, enum role role)
{
    const struct seat *found = told_seat(ledger, seat);
    for (size_t i = 0; found != NULL && i < found->roles.count; i++)
        if (found->roles.items[i] == role)
            return true;
    return false;
}

bool told_is_onlooker(const struct ledger *ledger, const char *seat)
{
    return told_has(ledger, seat, ROLE_WALL) || told_has(ledger, seat, ROLE_OBSERVER) ||
           told_has(ledger, seat, ROLE_REGISTRY);
}

bool told_takes_part(const struct ledger *ledger, const char *seat)
{
    bool only_organises =
        told_has(ledger, seat, ROLE_ORGANISER) && told_seat(ledger, seat)->roles.count == 1;
    return !told_is_onlooker(ledger, seat) && !only_organises;
}
