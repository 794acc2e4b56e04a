#include "base/err.h"

const char *err_code(enum err err)
{
    switch (err) {
    case OK:
        return "ok";
#define ERR_CASE(name, code, sentence)                                                             \
    case name:                                                                                     \
        return code;
        ERR_LIST(ERR_CASE)
#undef ERR_CASE
    }
    return "unknown";
}

const char *err_sentence(enum err err)
{
    switch (err) {
    case OK:
        return "all is well";
#define ERR_CASE(name, code, sentence)                                                             \
    case name:                                                                                     \
        return sentence;
        ERR_LIST(ERR_CASE)
#undef ERR_CASE
    }
    return "an unknown error";
}
