#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mail_address.h"

#include <string.h>

#define LABEL_20 "abcdefghijklmnopqrst"
#define LABEL_60 LABEL_20 LABEL_20 LABEL_20

static void plain_addresses_are_good(void **unused)
{
    (void)unused;
    static const char *const good[] = {
        "kirjaamo@hyvaep.example",
        "maija.meikalainen@kunta.example",
        "a@b.fi",
        "A.B-C_d+e%f@x-y.z1.example",
        "o'brien@example.com",
        "_post@example.com",
        "1@2.fi",
        "x@xn--hyv-ula.xn--fiqs8s",
        LABEL_60 "abcd@example.com",
        "a@" LABEL_60 "abc.example",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!mail_address_is_good(good[i]))
            fail_msg("refused: %s", good[i]);
}

static void what_is_no_plain_address_is_refused(void **unused)
{
    (void)unused;
    static const char *const wrong[] = {
        "",
        "a",
        "@",
        "a@",
        "@b.fi",
        "a@b",
        "a@localhost",
        "a@b.f",
        "a@b.1",
        "a@10.0.0.1",
        "a@[10.0.0.1]",
        "a@.fi",
        "a@b..fi",
        "a@b.fi.",
        "a@-b.fi",
        "a@b-.fi",
        "a@b_c.fi",
        ".a@b.fi",
        "a.@b.fi",
        "a..b@c.fi",
        "-a@b.fi",
        "a@b@c.fi",
        "a b@c.fi",
        "a@b.fi ",
        " a@b.fi",
        "a@b.fi\n",
        "a@b.fi\r\nRCPT TO:<c@d.fi>",
        "a\n@b.fi",
        "a\t@b.fi",
        "<a@b.fi>",
        "A <a@b.fi>",
        "a@b.fi,c@d.fi",
        "a@b.fi;c@d.fi",
        "\"a b\"@c.fi",
        "a(b)@c.fi",
        "a\\b@c.fi",
        "a!b@c.fi",
        "a@b.fi>",
        "ä@b.fi",
        "a@hyvä.fi",
        "a@b.fi\x7f",
        LABEL_60 "abcde@example.com",
        "a@" LABEL_60 "abcd.example",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (mail_address_is_good(wrong[i]))
            fail_msg("taken: %s", wrong[i]);
    assert_false(mail_address_is_good(NULL));
}

static void an_address_has_at_most_254_letters(void **unused)
{
    (void)unused;
    const char *longest = "abcde@" LABEL_60 "." LABEL_60 "." LABEL_60 "." LABEL_60 ".abcde";
    assert_int_equal(strlen(longest), MAIL_ADDRESS_MAX + 1);
    assert_false(mail_address_is_good(longest));
    assert_true(mail_address_is_good(longest + 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_addresses_are_good),
        cmocka_unit_test(what_is_no_plain_address_is_refused),
        cmocka_unit_test(an_address_has_at_most_254_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
