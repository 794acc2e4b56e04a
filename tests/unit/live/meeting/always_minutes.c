#include "live/meeting/always.h"
#include "live/meeting/rights_told.h"

static bool is_approved_by_all(const struct ledger *ledger)
{
    for (size_t i = 0; i < ledger->officers.count; i++)
        if (ledger->officers.items[i].post == POST_EXAMINER &&
            !ids_have(&ledger->approvals, ledger->officers.items[i].seat))
            return false;
    return true;
}

/* Under examination until all examiners have approved the same words; after that, never without them. */
static void the_minutes_stand_where_they_are(const struct meeting *m)
{
    const struct minutes *minutes = &meeting_day(m)->minutes;
    bool is_draft = minutes->state == MINUTES_STATE_DRAFT;
    ALWAYS(minutes->version == m->ledger.minutes_version, "version %lld of the minutes",
           (long long)minutes->version);
    ALWAYS(is_draft == (m->ledger.minutes_hash[0] == '\0'), "a draft that was sent, or none");
    ALWAYS(strcmp(minutes->hash, m->ledger.minutes_hash) == 0, "not the minutes that were sent");
    ALWAYS(is_draft || meeting_day(m)->phase == PHASE_CLOSED, "minutes before the end");
    ALWAYS(is_draft ||
               (minutes->state == MINUTES_STATE_EXAMINING) == !is_approved_by_all(&m->ledger),
           "examined by some, or examining for none");
    ALWAYS((minutes->state >= MINUTES_STATE_SIGNED) == (minutes->signed_ms != 0),
           "signed without the hour, or the other way");
}

static void is_of_what_was_sent(const struct meeting *m, const char *hash)
{
    ALWAYS(strcmp(hash, m->ledger.minutes_hash) == 0, "other minutes than were sent");
}

static void was_there(const struct meeting *m, const struct id_list *organisations)
{
    ALWAYS(organisations->count == m->ledger.were_here.count, "sent to %zu, there were %zu",
           organisations->count, m->ledger.were_here.count);
    for (size_t i = 0; i < organisations->count; i++)
        ALWAYS(ids_have(&m->ledger.were_here, organisations->items[i]), "%s was not there",
               organisations->items[i]);
    ALWAYS(meeting_day(m)->minutes.state == MINUTES_STATE_PUBLISHED, "sent before published");
}

static void speaks_for_itself(const struct meeting *m, const char *by, const char *organisation)
{
    ALWAYS(strcmp(told_seat(&m->ledger, by)->organisation, organisation) == 0, "%s speaks for %s",
           by, organisation);
}

static void happened_rightly(const struct meeting *m, const struct event *event, const char *by)
{
    switch (event->kind) {
    case EVENT_minutes_sent:
        ALWAYS(event->as.minutes_sent.version == m->ledger.minutes_version, "another version");
        break;
    case EVENT_minutes_approved:
        is_of_what_was_sent(m, event->as.minutes_approved.hash);
        ALWAYS(told_holds(&m->ledger, POST_EXAMINER, by), "%s is no examiner", by);
        break;
    case EVENT_minutes_signed:
        is_of_what_was_sent(m, event->as.minutes_signed.hash);
        ALWAYS(strcmp(meeting_day(m)->minutes.signed_by, told_leader(m)) == 0,
               "%s signed, and does not lead", meeting_day(m)->minutes.signed_by);
        break;
    case EVENT_minutes_published:
        is_of_what_was_sent(m, event->as.minutes_published.hash);
        break;
    case EVENT_minutes_distributed:
        was_there(m, &event->as.minutes_distributed.organisations);
        ALWAYS(event->as.minutes_distributed.version == m->ledger.minutes_version,
               "another version is sent out");
        break;
    case EVENT_delivery_opened:
        speaks_for_itself(m, by, event->as.delivery_opened.organisation);
        break;
    case EVENT_delivery_acknowledged:
        speaks_for_itself(m, by, event->as.delivery_acknowledged.organisation);
        break;
    case EVENT_onward_told:
        speaks_for_itself(m, by, event->as.onward_told.organisation);
        break;
    default:
        break;
    }
}

void always_minutes(const struct meeting *m)
{
    the_minutes_stand_where_they_are(m);
    for (size_t i = 0; i < m->step.count; i++)
        happened_rightly(m, &m->step.events[i], m->step.by[i]);
    for (size_t i = 0; i < meeting_day(m)->deliveries.count; i++)
        ALWAYS(meeting_day(m)->deliveries.items[i].version <= m->ledger.minutes_version,
               "a version that is not made yet is under way");
}
