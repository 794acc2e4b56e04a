#include "base/mail_address.h"

#include <stddef.h>
#include <string.h>

enum { LOCAL_MAX = 64, LABEL_MAX = 63, TOP_MIN = 2 };

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_letter_or_digit(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9');
}

static bool is_of_local(char c)
{
    return is_letter_or_digit(c) || (c != '\0' && strchr("_-+%'", c) != NULL);
}

/* Words with single dots between them; the first begins with no sign, for a sign may mean something to a program. */
static bool local_is_good(const char *local, size_t len)
{
    if (len == 0 || len > LOCAL_MAX || !(is_letter_or_digit(local[0]) || local[0] == '_'))
        return false;
    for (size_t i = 0; i < len; i++) {
        bool is_dot_between = local[i] == '.' && i > 0 && i + 1 < len && is_of_local(local[i - 1]);
        if (!is_of_local(local[i]) && !is_dot_between)
            return false;
    }
    return true;
}

static bool label_is_good(const char *label, size_t len)
{
    if (len == 0 || len > LABEL_MAX || label[0] == '-' || label[len - 1] == '-')
        return false;
    for (size_t i = 0; i < len; i++)
        if (!is_letter_or_digit(label[i]) && label[i] != '-')
            return false;
    return true;
}

/* Two labels or more, and the last is a word, not a number. */
static bool domain_is_good(const char *domain)
{
    size_t labels = 1;
    for (;; labels++) {
        size_t len = strcspn(domain, ".");
        if (!label_is_good(domain, len))
            return false;
        if (domain[len] == '\0')
            return labels >= 2 && len >= TOP_MIN && is_letter(domain[0]);
        domain += len + 1;
    }
}

bool mail_address_is_good(const char *address)
{
    if (address == NULL || strnlen(address, MAIL_ADDRESS_MAX + 1) > MAIL_ADDRESS_MAX)
        return false;
    const char *at = strchr(address, '@');
    return at != NULL && local_is_good(address, (size_t)(at - address)) && domain_is_good(at + 1);
}
