/* How the day was. Everyone is told who has answered, nobody what; those who look after the day read the answers without
 * names. The log never holds them, only a table of which a person can be erased. */
#include "live/hall_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GRADES = 5, TEXT_AT = 4 /* "4 5 text" */ };

void hall_feedback(struct hall *hall, const char *seat, const char *answers)
{
    struct person one = {arena_text(&hall->memory, seat), arena_text(&hall->memory, answers)};
    for (size_t i = 0; i < hall->feedback.count; i++) {
        if (strcmp(hall->feedback.items[i].seat, seat) == 0) {
            hall->feedback.items[i] = one;
            return;
        }
    }
    LIST_ADD(&hall->feedback, one, &hall->memory);
}

struct side feedback_side(struct hall *hall, const struct event *event,
                          const struct command *command)
{
    const struct command_feedback_give *c = &command->as.feedback_give;
    if (event->kind != EVENT_feedback_given)
        return (struct side){.kind = SIDE_NONE};
    struct buf answers = {0};
    buf_format(&answers, "%d %d %s", (int)c->benefit, (int)c->influence, c->text);
    const char *text = arena_text(&hall->memory, buf_c_string(&answers));
    buf_free(&answers);
    return (struct side){.kind = SIDE_FEEDBACK, .key = c->seat, .text = text};
}

void feedback_follow(struct hall *hall, const struct side *side)
{
    if (side->kind == SIDE_FEEDBACK)
        hall_feedback(hall, side->key, side->text);
}

static int by_words(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void count(int64_t grades[GRADES], char digit)
{
    if (digit >= '1' && digit <= '0' + GRADES)
        grades[digit - '1']++;
}

struct feedback_summary hall_feedback_summary(const struct hall *hall, struct arena *arena)
{
    struct feedback_summary all = {.count = hall->feedback.count};
    for (size_t i = 0; i < hall->feedback.count; i++) {
        const char *answers = hall->feedback.items[i].name;
        if (strlen(answers) < TEXT_AT)
            continue;
        count(all.benefit, answers[0]);
        count(all.influence, answers[2]);
        if (answers[TEXT_AT + strspn(answers + TEXT_AT, " \n\t")] != '\0')
            ids_add(&all.texts, answers + TEXT_AT, arena);
    }
    if (all.texts.count > 1)
        qsort(all.texts.items, all.texts.count, sizeof *all.texts.items, by_words);
    return all;
}
