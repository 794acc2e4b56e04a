#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "net/origins.h"

#include <string.h>

static void a_server_at_home_is_found_by_number_and_by_name(void **unused)
{
    (void)unused;
    struct origins *origins = origins_new("127.0.0.1", 8080, NULL);
    assert_string_equal(origins_url(origins), "http://127.0.0.1:8080");
    assert_true(origins_has(origins, "http://127.0.0.1:8080"));
    assert_true(origins_has(origins, "http://localhost:8080"));
    assert_false(origins_is_secure(origins));
    origins_free(origins);
}

static void an_origin_must_match_to_the_letter(void **unused)
{
    (void)unused;
    struct origins *origins = origins_new("127.0.0.1", 8080, "https://sopu.example/");
    const char *foreign[] = {"null",
                             "",
                             "https://sopu.example/",
                             "http://sopu.example",
                             "https://sopu.example:444",
                             "https://sopu.example.evil.example",
                             "https://evil-sopu.example",
                             "https://a.sopu.example",
                             "HTTPS://SOPU.EXAMPLE",
                             "http://127.0.0.1",
                             "https://127.0.0.1:8080",
                             "http://127.0.0.1:80800",
                             "http://127.0.0.1:8080, https://sopu.example"};
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        assert_false(origins_has(origins, foreign[i]));
    assert_true(origins_has(origins, "https://sopu.example"));
    assert_true(origins_is_secure(origins));
    origins_free(origins);
}

static void a_public_address_is_a_scheme_and_a_host(void **unused)
{
    (void)unused;
    const char *wrong[] = {"",
                           "sopu.example",
                           "ftp://sopu.example",
                           "https://",
                           "http:/",
                           "https:///",
                           "https://sopu.example/x",
                           "https://a b",
                           "https://x'; script-src *"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_null(origins_new("127.0.0.1", 8080, wrong[i]));
}

static void pages_may_talk_to_their_own_server_only(void **unused)
{
    (void)unused;
    struct origins *origins = origins_new("10.0.0.5", 80, "https://sopu.example");
    assert_non_null(
        strstr(origins_policy(origins), "connect-src 'self' wss://sopu.example ws://10.0.0.5; "));
    assert_non_null(strstr(origins_policy(origins), "require-trusted-types-for 'script'"));
    origins_free(origins);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_server_at_home_is_found_by_number_and_by_name),
        cmocka_unit_test(an_origin_must_match_to_the_letter),
        cmocka_unit_test(a_public_address_is_a_scheme_and_a_host),
        cmocka_unit_test(pages_may_talk_to_their_own_server_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
