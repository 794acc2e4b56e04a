/* The exact words of a proposal, and what identifies them. */
#include "given.h"

#include "crdt/doc.h"
#include "live/words.h"

static void every_field_is_read_in_order_empty_ones_too(void **unused)
{
    (void)unused;
    static const char *const order[] = {"title",  "decision", "rationale",  "a2/what",
                                        "a2/who", "a2/when",  "a2/measure", "a1/what",
                                        "a1/who", "a1/when",  "a1/measure"};
    struct world *world = given_a_day();
    struct doc *doc = doc_new(true);
    struct buf unused_update = {0};
    struct id_list actions = IDS("a2", "a1");
    doc_client_set(doc, 1);
    doc_text_insert(doc, bytes_text("a1/what"), 0, bytes_text("Tehdään 😀\nheti"), &unused_update);

    struct id_list names = day_field_names(day_of(world), &actions, &world->arena);
    struct field_list fields = words_read(doc, &names, &world->arena);

    assert_int_equal(fields.count, 11);
    for (size_t i = 0; i < 11; i++) {
        assert_string_equal(fields.items[i].field, order[i]);
        assert_string_equal(fields.items[i].text, i == 7 ? "Tehdään 😀\nheti" : "");
    }
    buf_free(&unused_update);
    doc_free(doc);
    forget(world);
}

/* The same in the browser: web/test/view/hash.test.ts. */
static void the_hash_is_sha_256_over_names_lengths_and_texts(void **unused)
{
    (void)unused;
    struct arena arena = {0};
    struct field fields[] = {{"title", "Foorumi"}, {"decision", "Päätös"}};
    /* printf 'title\n7\nFoorumi\ndecision\n9\nPäätös\n' | sha256sum */
    assert_string_equal(words_hash(&(struct field_list){fields, 2, 0}, &arena),
                        "3912d45d32aba46421dad4c01b15b23b57adc1002a0e1a10c4334485a1816274");
    assert_string_equal(words_hash(&(struct field_list){0}, &arena),
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    arena_free(&arena);
}

static void words_in_other_fields_or_another_order_are_other_words(void **unused)
{
    (void)unused;
    struct arena arena = {0};
    struct field one[] = {{"title", "a"}, {"decision", ""}};
    struct field other[] = {{"title", ""}, {"decision", "a"}};
    struct field turned[] = {{"decision", ""}, {"title", "a"}};
    struct field split[] = {{"title", "a\ndecision\n0\n"}};
    const char *hash = words_hash(&(struct field_list){one, 2, 0}, &arena);
    assert_int_equal(strlen(hash), 64);
    assert_string_not_equal(hash, words_hash(&(struct field_list){other, 2, 0}, &arena));
    assert_string_not_equal(hash, words_hash(&(struct field_list){turned, 2, 0}, &arena));
    assert_string_not_equal(hash, words_hash(&(struct field_list){split, 1, 0}, &arena));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_is_read_in_order_empty_ones_too),
        cmocka_unit_test(the_hash_is_sha_256_over_names_lengths_and_texts),
        cmocka_unit_test(words_in_other_fields_or_another_order_are_other_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
