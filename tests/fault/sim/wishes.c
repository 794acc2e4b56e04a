/* wishes.c - what people ask for: mostly what would come next in the day, sometimes anything. It is
 * thought of with the server's own day in view, which no client has as fresh: what it sends may have
 * become wrong by the time it arrives, and right by the time it is sent again. */
#include "fault/sim/wishes.h"

#include "live/words.h"

bool wish_say(struct thinking *t, const char *kind, const char *format, ...)
{
    char data[512];
    va_list args;
    va_start(args, format);
    vsnprintf(data, sizeof data, format, args);
    va_end(args);
    buf_format(t->out, "\"kind\":\"%s\",\"data\":{%s}", kind, data);
    return true;
}

static bool say_of_group(struct thinking *t, const char *kind, const char *group)
{
    return wish_say(t, kind, "\"group\":\"%s\"", group);
}

static const struct working_group *some_group(struct thinking *t)
{
    const struct working_group *own = day_group(t->day, (char[]){t->seat[0], '\0'});
    if (t->seat[1] == '-' && own != NULL)
        return own;
    return &t->day->groups.items[draw(&t->run->chance, (uint32_t)t->day->groups.count)];
}

static const struct agenda_item *some_proposal(struct thinking *t)
{
    const struct agenda_item_list *items = &t->day->items;
    for (size_t i = 0, from = draw(&t->run->chance, (uint32_t)items->count); i < items->count;
         i++) {
        const struct agenda_item *item = &items->items[(from + i) % items->count];
        if (item->doc[0] != '\0')
            return item;
    }
    return NULL;
}

/* --- the list of actions of a text --- */

static bool think_of_actions(struct thinking *t, const char *doc, const struct id_list *actions)
{
    struct chance *chance = &t->run->chance;
    if (actions->count == 0 || once_in(chance, 3))
        return wish_say(t, "action_add", "\"doc\":\"%s\"", doc);
    const char *action = actions->items[draw(chance, (uint32_t)actions->count)];
    if (once_in(chance, 2))
        return wish_say(t, "action_remove", "\"doc\":\"%s\",\"action\":\"%s\"", doc, action);
    return wish_say(t, "action_move", "\"doc\":\"%s\",\"action\":\"%s\",\"to\":%u", doc, action,
                    draw(chance, 3));
}

/* --- a group --- */

static bool think_of_group(struct thinking *t)
{
    struct chance *chance = &t->run->chance;
    const struct working_group *group = some_group(t);
    switch (group->state) {
    case GROUP_STATE_WAITING:
        return wish_say(t, "group_start", "\"group\":\"%s\",\"minutes\":%u", group->group,
                        draw(chance, 90));
    case GROUP_STATE_WRITING:
        if (once_in(chance, 6))
            return wish_say(t, "group_pause", "\"group\":\"%s\",\"reason\":\"talk\",\"note\":\"\"",
                            group->group);
        if (once_in(chance, 6))
            return wish_say(t, "clock_set", "\"group\":\"%s\",\"ends_ms\":%lld", group->group,
                            (long long)server_clock_ms(t->run) + draw(chance, 3600000));
        if (group->actions.count == 0 || once_in(chance, 4))
            return think_of_actions(t, group->doc, &group->actions);
        return say_of_group(t, "handin_announce", group->group);
    case GROUP_STATE_PAUSED:
        return say_of_group(t, once_in(chance, 4) ? "handin_announce" : "group_resume",
                            group->group);
    case GROUP_STATE_HANDED_IN:
        if (once_in(chance, 6))
            return wish_say(t, "group_return", "\"group\":\"%s\",\"reason\":\"Kesken\"",
                            group->group);
        return false;
    default:
        return false;
    }
}

/* --- the agenda --- */

static bool think_of_taking(struct thinking *t)
{
    struct buf takes = {0};
    for (size_t i = 0; i < t->day->groups.count; i++) {
        const struct working_group *group = &t->day->groups.items[i];
        if (group->state == GROUP_STATE_HANDED_IN)
            buf_format(&takes, "%s{\"group\":\"%s\",\"code\":\"%s\"}", takes.len ? "," : "",
                       group->group, group->letter);
    }
    bool has_any = takes.len > 0;
    if (has_any)
        wish_say(t, "proposals_take", "\"parent\":\"item-9\",\"take\":[%s]", buf_c_string(&takes));
    buf_free(&takes);
    return has_any;
}

static bool think_of_deciding(struct thinking *t)
{
    struct chance *chance = &t->run->chance;
    const struct agenda_item *item = some_proposal(t);
    if (item == NULL)
        return false;
    if (item->state == ITEM_STATE_DECIDED && once_in(chance, 3))
        return wish_say(t, "item_reopen", "\"item\":\"%s\",\"reason\":\"Virhe\"", item->item);
    if (item->state == ITEM_STATE_COMING)
        return wish_say(t, "item_open", "\"item\":\"%s\"", item->item);
    struct arena arena = {0};
    struct place *place = hall_place(t->run->server.hall, item->doc);
    struct id_list names = day_doc_fields(t->day, item->doc, &arena);
    struct field_list words = words_read(room_doc(place->room), &names, &arena);
    const char *hash = words_hash(&words, &arena);
    bool is_same = strcmp(hash, item->proposed_hash) == 0;
    wish_say(t, "item_decide", "\"item\":\"%s\",\"outcome\":\"%s\",\"hash\":\"%s\"", item->item,
             once_in(chance, 6) ? "returned"
             : is_same          ? "as_proposed"
                                : "as_amended",
             hash);
    arena_free(&arena);
    return true;
}

static bool think_of_agenda(struct thinking *t)
{
    struct chance *chance = &t->run->chance;
    const char *item = PICK(chance, "item-4", "item-9");
    if (t->day->in_hand[0] != '\0' && once_in(chance, 2))
        return wish_say(t, "item_close", "\"item\":\"%s\"", t->day->in_hand);
    if (once_in(chance, 4))
        return wish_say(t, "item_postpone", "\"item\":\"%s\",\"reason\":\"Kesken\"", item);
    return wish_say(t, "item_open", "\"item\":\"%s\"", item);
}

static bool think_of_lobby(struct thinking *t)
{
    struct chance *chance = &t->run->chance;
    const struct waiting_list *lobby = &t->day->lobby;
    if (lobby->count == 0)
        return false;
    const char *seat = lobby->items[draw(chance, (uint32_t)lobby->count)].seat;
    if (once_in(chance, 3))
        return wish_say(t, "lobby_refuse", "\"seat\":\"%s\"", seat);
    return wish_say(t, "lobby_admit", "\"seat\":\"%s\",\"group\":\"%s\"", seat,
                    some_group(t)->group);
}

static bool think_of_phase(struct thinking *t)
{
    static const char *const next[] = {"workshop", "merging", "deciding", "closed", "closed"};
    struct chance *chance = &t->run->chance;
    if (t->day->phase == PHASE_OPENING || once_in(chance, 6))
        return wish_say(t, "phase_change", "\"phase\":\"%s\"", next[t->day->phase]);
    if (once_in(chance, 20))
        return wish_say(t, "take_undo", "\"parent\":\"item-9\"");
    if (t->day->phase == PHASE_MERGING && once_in(chance, 3))
        return wish_say(t, "phase_change", "\"phase\":\"deciding\"");
    return t->day->phase == PHASE_DECIDING ? think_of_deciding(t) : think_of_taking(t);
}

static bool think_of_anything(struct thinking *t)
{
    struct chance *chance = &t->run->chance;
    switch (draw(chance, 5)) {
    case 0:
        return wish_say(t, "phase_change", "\"phase\":\"%s\"",
                        PICK(chance, "opening", "workshop", "merging", "deciding", "closed"));
    case 1:
        return wish_say(t, "officer_elect", "\"post\":\"%s\",\"seat\":\"a-%u\",\"item\":\"item-4\"",
                        PICK(chance, "chair", "secretary"), draw(chance, 3));
    case 2:
        return say_of_group(t, "handin_complete", "a");
    case 3:
        return think_of_officers(t);
    default:
        return think_of_group(t);
    }
}

/* One of a group: the list of actions; while merging also that of a text on the agenda. */
static bool think_as_member(struct thinking *t)
{
    const struct working_group *group = some_group(t);
    const struct agenda_item *item = some_proposal(t);
    if (item != NULL && once_in(&t->run->chance, 3))
        return think_of_actions(t, item->doc, &item->actions);
    if (group->state == GROUP_STATE_WRITING || once_in(&t->run->chance, 8))
        return think_of_actions(t, group->doc, &group->actions);
    return false;
}

bool wish_think(struct run *run, const char *seat, struct buf *out)
{
    log_pos after;
    struct thinking t = {run, hall_look(run->server.hall, &after), seat, out};
    bool has_group = seat[1] == '-';
    bool leads_group = has_group && strcmp(seat + 1, "-0") == 0;
    if (once_in(&run->chance, 16))
        return think_of_anything(&t);
    if (t.day->phase == PHASE_CLOSED && !once_in(&run->chance, 6))
        return think_of_minutes(&t);
    if (!once_in(&run->chance, 3) && think_of_assembly(&t))
        return true;
    if (once_in(&run->chance, 12))
        return wish_say(&t, "presence_set", "\"seat\":\"%s\",\"here\":%s", seat,
                        day_stay(t.day, seat) == NULL ? "true" : "false");
    if ((!has_group || leads_group) && once_in(&run->chance, 6))
        return think_of_lobby(&t) || think_of_agenda(&t);
    if (has_group && (!leads_group || once_in(&run->chance, 4)))
        return think_as_member(&t);
    if (leads_group)
        return think_of_group(&t) || think_of_taking(&t);
    if (strcmp(seat, "secretary") != 0 && once_in(&run->chance, 3))
        return think_of_group(&t);
    return think_of_phase(&t);
}
