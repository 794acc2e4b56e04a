/* What an event does to the rooms: they open, lock, begin anew, and the groups' words are carried to 9 §. */
#include "live/hall_inside.h"

#include "domain/nouns.h"

#include <assert.h>

static void actions_follow(struct hall *hall, const char *doc)
{
    struct place *place = hall_place(hall, doc);
    const struct working_group *group = day_group_of_doc(hall_day(hall), doc);
    const struct agenda_item *item = day_item_of_doc(hall_day(hall), doc);
    if (place != NULL && (group != NULL || item != NULL))
        room_actions_set(place->room, group ? &group->actions : &item->actions);
}

/* Which items the minutes can speak of. */
static void minutes_follow(struct hall *hall)
{
    struct id_list items = {0};
    struct arena arena = {0};
    const struct agenda_item_list *all = &hall_day(hall)->items;
    for (size_t i = 0; i < all->count; i++)
        if (item_is_minuted(&all->items[i]))
            ids_add(&items, all->items[i].item, &arena);
    room_actions_set(hall_place(hall, MINUTES_DOC)->room, &items);
    arena_free(&arena);
}

static struct room *room_of_group(struct hall *hall, const char *group)
{
    return hall_place(hall, day_group(hall_day(hall), group)->doc)->room;
}

static void item_text_locks(struct hall *hall, const char *item)
{
    struct place *place = hall_place(hall, day_item(hall_day(hall), item)->doc);
    if (place != NULL)
        room_lock(place->room);
}

static void item_text_begins(struct hall *hall, const char *item)
{
    struct place *place = hall_place(hall, day_item(hall_day(hall), item)->doc);
    if (place != NULL)
        room_epoch_begin(place->room);
}

void carry_event(struct hall *hall, const struct event *event, const char *by)
{
    switch (event->kind) {
    case EVENT_day_created:
        hall_place_add(hall, MINUTES_DOC);
        break;
    case EVENT_item_added:
    case EVENT_take_undone:
        minutes_follow(hall);
        break;
    case EVENT_group_added:
        hall_place_add(hall, event->as.group_added.doc);
        break;
    case EVENT_action_added:
        actions_follow(hall, event->as.action_added.doc);
        break;
    case EVENT_action_removed:
        actions_follow(hall, event->as.action_removed.doc);
        break;
    case EVENT_handin_announced:
        handin_announced(hall, event->as.handin_announced.group, by);
        break;
    case EVENT_group_handed_in:
        room_lock(room_of_group(hall, event->as.group_handed_in.group));
        break;
    case EVENT_group_returned:
        room_epoch_begin(room_of_group(hall, event->as.group_returned.group));
        break;
    case EVENT_proposals_taken:
        for (size_t i = 0; i < event->as.proposals_taken.taken.count; i++) {
            const struct taken *taken = &event->as.proposals_taken.taken.items[i];
            hall_place_add(hall, taken->doc);
            actions_follow(hall, taken->doc);
        }
        minutes_follow(hall);
        break;
    case EVENT_item_decided:
        item_text_locks(hall, event->as.item_decided.item);
        break;
    case EVENT_item_reopened:
        item_text_begins(hall, event->as.item_reopened.item);
        break;
    default:
        break;
    }
}

void carry_texts(struct hall *hall, const struct event *taken, int64_t now_ms)
{
    const struct taken_list *all = &taken->as.proposals_taken.taken;
    for (size_t i = 0; i < all->count; i++) {
        struct place *place = hall_place(hall, all->items[i].doc);
        const struct working_group *group = day_group(hall_day(hall), all->items[i].group);
        assert(place != NULL && group_version(group) != NULL);
        room_write(place->room, &group_version(group)->fields, now_ms, i + 1 < all->count);
    }
}
