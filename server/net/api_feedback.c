/* How the day was, without names: for those who look after it. */
#include "domain/nouns.h"
#include "domain/rights.h"
#include "net/api.h"

static json_t *grades_json(const int64_t grades[5])
{
    json_t *all = json_array();
    for (size_t i = 0; i < 5; i++)
        json_array_append_new(all, json_integer((json_int_t)grades[i]));
    return all;
}

void feedback_answer(struct request *request)
{
    if (!api_reader(request))
        return;
    const struct day *day = hall_look(request->server->hall, &request->after);
    unsigned readers = WHO_CHAIR | WHO_SECRETARY | WHO_ORGANISER;
    if (day == NULL || !(rights_roles(day, request->seat) & readers)) {
        answer_code(request, 403, "not_allowed");
        return;
    }
    struct arena arena = {0};
    struct feedback_summary all = hall_feedback_summary(request->server->hall, &arena);
    json_t *texts = json_array();
    for (size_t i = 0; i < all.texts.count; i++)
        json_array_append_new(texts, json_string(all.texts.items[i]));
    api_answer_json(request, 200, NULL,
                    json_pack("{s:I, s:o, s:o, s:o}", "count", (json_int_t)all.count, "benefit",
                              grades_json(all.benefit), "influence", grades_json(all.influence),
                              "texts", texts));
    arena_free(&arena);
}
