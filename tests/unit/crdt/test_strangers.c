/* Bytes from strangers: damaged updates are refused whole, costly ones stay cheap (malformed and hostile vectors). */
#include "vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/resource.h>
#include <time.h>

#include <cmocka.h>

static unsigned complaints;

#define COMPLAIN(...)                                                                              \
    do {                                                                                           \
        if (++complaints <= 40)                                                                    \
            fprintf(stderr, "  " __VA_ARGS__);                                                     \
    } while (0)

static bool is_state(struct doc *doc, const json_t *crcs)
{
    return state_crc(doc) == json_integer_value(json_object_get(crcs, "crc")) &&
           vector_crc(doc) == json_integer_value(json_object_get(crcs, "svcrc"));
}

static void check_refused(const json_t *set, const char *name, struct doc *doc)
{
    if (!is_state(doc, json_object_get(set, "base_state")) || doc_is_pending(doc))
        COMPLAIN("%s: refused, and yet something changed\n", name);
}

static enum err visit_struct(void *context, uint64_t client, uint32_t units, int content_kind,
                             struct bytes root, bool key_present, struct bytes utf8)
{
    (void)context, (void)client, (void)units, (void)content_kind, (void)root, (void)key_present,
        (void)utf8;
    return OK;
}

static enum err visit_delete(void *context, struct bytes root, uint32_t units)
{
    (void)context, (void)root, (void)units;
    return OK;
}

/* An examination says the same as an application, and changes nothing. */
static void check_examined(const json_t *set, const char *name, struct doc *doc, struct bytes bytes)
{
    struct doc_visitor visitor = {NULL, visit_struct, visit_delete};
    enum err seen = doc_examine(doc, bytes, &visitor);
    bool known = doc_contains_update(doc, bytes);
    if (!is_state(doc, json_object_get(set, "base_state")))
        COMPLAIN("%s: looking at it changed something\n", name);
    enum err err = doc_apply(doc, bytes, NULL);
    enum err expected = err == OK && doc_is_pending(doc) ? ERR_PENDING : err;
    if (seen != expected)
        COMPLAIN("%s: examined as %s, applied as %s\n", name, err_code(seen), err_code(expected));
    if (known && !is_state(doc, json_object_get(set, "base_state")))
        COMPLAIN("%s: counted as known, and yet something changed\n", name);
}

static void check_case(const json_t *set, const json_t *change, const char *name)
{
    struct doc *doc = doc_new(true);
    json_t *base = json_object_get(set, "base");
    for (size_t i = 0; i < json_array_size(base); i++) {
        struct buf update = unbase64(json_array_get(base, i));
        assert_int_equal(doc_apply(doc, buf_bytes(&update), NULL), OK);
        buf_free(&update);
    }
    struct buf bytes = damaged_update(set, change);
    check_examined(set, name, doc, buf_bytes(&bytes));
    enum err err = doc_apply(doc, buf_bytes(&bytes), NULL);
    const char *expect = json_string_value(json_object_get(change, "expect"));
    struct buf next = unbase64(json_object_get(set, "next"));
    if (strcmp(expect, "reject") == 0) {
        if (err == OK)
            COMPLAIN("%s: accepted\n", name);
        check_refused(set, name, doc);
    } else if (strcmp(expect, "accept") == 0) {
        if (err != OK)
            COMPLAIN("%s: refused\n", name);
        else if (json_object_get(change, "crc") && !is_state(doc, change))
            COMPLAIN("%s: other result\n", name);
    }
    if (doc_apply(doc, buf_bytes(&next), NULL) != OK)
        COMPLAIN("%s: nothing works afterwards\n", name);
    if (strcmp(expect, "reject") == 0 && !is_state(doc, json_object_get(set, "after_next")))
        COMPLAIN("%s: differs afterwards\n", name);
    buf_free(&next);
    buf_free(&bytes);
    doc_free(doc);
}

static void damaged_updates_change_nothing(void **state)
{
    (void)state;
    json_t *file = vectors_load("malformed");
    json_t *sets = json_object_get(file, "sets");
    size_t count = 0;
    complaints = 0;
    for (size_t i = 0; i < json_array_size(sets); i++) {
        json_t *set = json_array_get(sets, i);
        json_t *cases = json_object_get(set, "cases");
        for (size_t j = 0; j < json_array_size(cases); j++, count++) {
            json_t *change = json_array_get(cases, j);
            char name[128];
            const char *given = json_string_value(json_object_get(change, "name"));
            snprintf(name, sizeof name, "%s %zu %s", json_string_value(json_object_get(set, "id")),
                     j, given ? given : "");
            check_case(set, change, name);
        }
    }
    print_message("malformed: %zu cases\n", count);
    json_decref(file);
    if (complaints > 0)
        fail_msg("%u complaints", complaints);
}

static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void check_hostile(const json_t *attack, double *seconds)
{
    const char *name = json_string_value(json_object_get(attack, "name"));
    bool must_accept = strcmp(json_string_value(json_object_get(attack, "expect")), "accept") == 0;
    json_t *updates = json_object_get(attack, "updates");
    size_t count = json_array_size(updates);
    struct buf *bytes = calloc(count, sizeof *bytes);
    for (size_t i = 0; i < count; i++)
        bytes[i] = unbase64(json_array_get(updates, i));
    struct buf next = unbase64(json_object_get(attack, "next"));
    double start = cpu_seconds();
    struct doc *doc = doc_new(true);
    bool refused = false;
    for (size_t i = 0; i < count; i++) {
        struct buf increment = {0};
        refused |= doc_apply(doc, buf_bytes(&bytes[i]), &increment) != OK;
        buf_free(&increment);
    }
    if (doc_apply(doc, buf_bytes(&next), NULL) != OK)
        COMPLAIN("%s: nothing works afterwards\n", name);
    struct buf state = {0};
    doc_since(doc, (struct bytes){NULL, 0}, &state);
    *seconds = cpu_seconds() - start;
    if (must_accept && refused)
        COMPLAIN("%s: refused\n", name);
    if (!refused && !is_state(doc, json_object_get(attack, "after_next")))
        COMPLAIN("%s: differs\n", name);
    print_message("  %-30s %.3f s%s\n", name, *seconds, refused ? ", refused" : "");
    buf_free(&state);
    buf_free(&next);
    for (size_t i = 0; i < count; i++)
        buf_free(&bytes[i]);
    free(bytes);
    doc_free(doc);
}

static void costly_updates_stay_cheap(void **state)
{
    (void)state;
    json_t *file = vectors_load("hostile");
    json_t *cases = json_object_get(file, "cases");
    complaints = 0;
    for (size_t i = 0; i < json_array_size(cases); i++) {
        double seconds;
        const json_t *attack = json_array_get(cases, i);
        check_hostile(attack, &seconds);
#ifndef __SANITIZE_ADDRESS__
        if (seconds > 2)
            COMPLAIN("%s: took %.1f s\n", json_string_value(json_object_get(attack, "name")),
                     seconds);
#endif
    }
    json_decref(file);
#ifndef __SANITIZE_ADDRESS__
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    if (usage.ru_maxrss > 256 * 1024)
        COMPLAIN("took %ld MiB of memory\n", usage.ru_maxrss / 1024);
#endif
    if (complaints > 0)
        fail_msg("%u complaints", complaints);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(costly_updates_stay_cheap),
        cmocka_unit_test(damaged_updates_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
