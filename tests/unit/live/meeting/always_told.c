/* What people's screens are told: nothing that is not on the disk; a text to nobody who may not see it, the name of somebody at the door only to those who
 * let people in, an opinion of the day or a vote to nobody. A right that this very step gave or took may have held in its
 * course. */
#include "live/meeting/always.h"
#include "live/meeting/rights_told.h"

#include <stdlib.h>

static bool has(struct bytes frame, const char *words)
{
    return memmem(frame.data, frame.len, words, strlen(words)) != NULL;
}

static bool sees_its_text(const struct meeting *m, const struct guest *guest)
{
    return guest->doc_id != NULL && told_may_see(m, guest->seat, guest->doc_id);
}

static bool keeps_the_door(const struct meeting *m, const struct guest *guest)
{
    struct command refuse = {.kind = COMMAND_lobby_refuse};
    return told_may(m, guest->seat, &refuse);
}

/* Words, or where somebody is in them; what is only acknowledged, refused or asked for holds none. */
static bool holds_words(struct bytes frame)
{
    struct reader reader = reader_of(frame);
    read_varuint(&reader); /* the channel */
    uint64_t kind = read_varuint(&reader);
    return kind == 1 || (kind == 0 && read_varuint(&reader) != YSYNC_STEP1);
}

static void no_name_of_who_waits(const struct meeting *m, const struct line *line,
                                 struct bytes frame)
{
    const struct waiting_list *lobby = &meeting_day(m)->lobby;
    for (size_t i = 0; i < lobby->count; i++)
        ALWAYS(line->kept_the_door ||
                   !has(frame, hall_person_name(m->stage->hall, lobby->items[i].seat)),
               "%s was told the name of %s, who waits", line->guest->seat, lobby->items[i].seat);
}

/* It leaves when the disk has what it waits for: each position that it tells. */
static void waits_for_all_it_tells(const struct line *line, const struct sent *sent)
{
    static const char pos[] = "\"pos\":";
    for (const char *at = sent->text; (at = strstr(at, pos)) != NULL;) {
        at += sizeof pos - 1;
        ALWAYS(strtoull(at, NULL, 10) <= sent->after, "%s is told record %.12s after record %llu",
               line->guest->seat, at, (unsigned long long)sent->after);
    }
}

static void is_told_nothing_private(const struct meeting *m, const struct line *line,
                                    const struct sent *sent)
{
    const char *seat = line->guest->seat;
    if (sent->type == FRAME_BINARY) {
        ALWAYS(line->saw_its_text || !holds_words(sent->bytes),
               "%s may not see %s, and was told its words", seat, line->guest->doc_id);
        return;
    }
    ALWAYS(!has(sent->bytes, OPINION), "%s was told an opinion", seat);
    ALWAYS(!has(sent->bytes, "\"ballot_cast\"") || !has(sent->bytes, "\"choice\""),
           "%s was told a vote", seat);
    no_name_of_who_waits(m, line, sent->bytes);
    waits_for_all_it_tells(line, sent);
}

void always_told(struct meeting *m)
{
    for (size_t i = 0; i < m->lines.count; i++) {
        struct line *line = &m->lines.items[i];
        bool sees = sees_its_text(m, line->guest);
        bool keeps = keeps_the_door(m, line->guest);
        line->saw_its_text |= sees;
        line->kept_the_door |= keeps;
        outbox_fake_take_streams(line->guest->out);
        for (size_t n = 0; n < outbox_fake_count(line->guest->out); n++) {
            struct sent sent = outbox_fake_sent(line->guest->out, n);
            is_told_nothing_private(m, line, &sent);
        }
        outbox_fake_clear(line->guest->out);
        line->saw_its_text = sees;
        line->kept_the_door = keeps;
    }
}
