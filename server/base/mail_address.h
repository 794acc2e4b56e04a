/* mail_address.h - which e-mail addresses we write to: the plain ones, local@domain.tld in ASCII. What RFC 5321 allows
 * beyond them (quotes, comments, numbers in brackets) is taken for a mistake or an attack.
 * Thread: any. */
#ifndef SOPU_BASE_MAIL_ADDRESS_H
#define SOPU_BASE_MAIL_ADDRESS_H

#include <stdbool.h>

enum { MAIL_ADDRESS_MAX = 254 };

/* NULL is none. */
bool mail_address_is_good(const char *address);

#endif
