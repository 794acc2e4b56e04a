#include "store/given_store.h"

#include "store/chain.h"

static const uint8_t START[CHAIN_BYTES];
static const uint8_t DIGEST[CHAIN_BYTES] = {1, 2, 3};

static struct log_row a_row(void)
{
    return (struct log_row){.pos = 1,
                            .kind = RECORD_EVENT,
                            .stream = "day",
                            .epoch = 0,
                            .actor = "seat",
                            .at_ms = 1000,
                            .command = "c"};
}

static bool chain_differs(const struct log_row *a, const struct log_row *b)
{
    uint8_t chain_a[CHAIN_BYTES];
    uint8_t chain_b[CHAIN_BYTES];
    chain_next(START, a, DIGEST, chain_a);
    chain_next(START, b, DIGEST, chain_b);
    return memcmp(chain_a, chain_b, CHAIN_BYTES) != 0;
}

static void the_same_row_gives_the_same_chain(void **state)
{
    (void)state;
    struct log_row row = a_row();
    assert_false(chain_differs(&row, &row));
}

static void every_field_is_in_the_chain(void **state)
{
    (void)state;
    struct log_row row = a_row();
    struct log_row other[7];
    for (int i = 0; i < 7; i++)
        other[i] = row;
    other[0].pos = 2;
    other[1].kind = RECORD_AUDIT;
    other[2].stream = "days";
    other[3].epoch = 1;
    other[4].actor = "";
    other[5].at_ms = -1000;
    other[6].command = "d";

    for (int i = 0; i < 7; i++)
        assert_true(chain_differs(&row, &other[i]));
}

static void letters_cannot_move_from_one_field_to_the_next(void **state)
{
    (void)state;
    struct log_row row = a_row();
    struct log_row other = row;
    row.actor = "ab";
    row.command = "c";
    other.actor = "a";
    other.command = "bc";

    assert_true(chain_differs(&row, &other));
}

static void the_previous_row_and_the_digest_are_in_the_chain(void **state)
{
    (void)state;
    struct log_row row = a_row();
    uint8_t plain[CHAIN_BYTES];
    uint8_t after_other[CHAIN_BYTES];
    uint8_t of_other[CHAIN_BYTES];

    chain_next(START, &row, DIGEST, plain);
    chain_next(DIGEST, &row, DIGEST, after_other);
    chain_next(START, &row, START, of_other);

    assert_memory_not_equal(plain, after_other, CHAIN_BYTES);
    assert_memory_not_equal(plain, of_other, CHAIN_BYTES);
}

/* Computed with Python's hashlib: an old log must stay readable, whatever the code does. */
static void a_digest_is_blake2b_of_salt_and_body(void **state)
{
    (void)state;
    static const uint8_t salt[SALT_BYTES] = "0123456789abcdef";
    static const uint8_t expected[CHAIN_BYTES] = {0xf1, 0x3b, 0xad, 0x5b, 0x94, 0x78, 0xc3, 0xb7,
                                                  0xbf, 0x79, 0x92, 0x85, 0x3e, 0x4b, 0xe5, 0x3f,
                                                  0xc3, 0x3e, 0x70, 0xea, 0xbf, 0xa4, 0x33, 0x73,
                                                  0xff, 0xec, 0x95, 0x3e, 0x03, 0x57, 0x62, 0xc9};
    uint8_t digest[CHAIN_BYTES];

    chain_digest(salt, bytes_text("{\"kind\":\"x\"}"), digest);

    assert_memory_equal(digest, expected, CHAIN_BYTES);
}

static void a_chain_is_blake2b_of_the_fields_as_written_in_the_header(void **state)
{
    (void)state;
    static const uint8_t expected[CHAIN_BYTES] = {0xe8, 0xd8, 0xdd, 0x6e, 0xd2, 0xf3, 0xab, 0xc3,
                                                  0x32, 0x4a, 0x92, 0x59, 0xd5, 0x89, 0x9a, 0xd2,
                                                  0x16, 0x16, 0x6d, 0x49, 0xf0, 0xea, 0xcf, 0x9c,
                                                  0x82, 0x84, 0xe8, 0x45, 0xda, 0x44, 0x7e, 0xe1};
    struct log_row row = a_row();
    uint8_t chain[CHAIN_BYTES];

    chain_next(START, &row, DIGEST, chain);

    assert_memory_equal(chain, expected, CHAIN_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_row_gives_the_same_chain),
        cmocka_unit_test(every_field_is_in_the_chain),
        cmocka_unit_test(letters_cannot_move_from_one_field_to_the_next),
        cmocka_unit_test(the_previous_row_and_the_digest_are_in_the_chain),
        cmocka_unit_test(a_digest_is_blake2b_of_salt_and_body),
        cmocka_unit_test(a_chain_is_blake2b_of_the_fields_as_written_in_the_header),
    };
    return cmocka_run_group_tests_name("store/chain", tests, NULL, NULL);
}
