#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

/* One vfprintf-sized line per call, so that lines of two threads never mix. */
static void line(const char *priority, const char *what, const char *format, va_list args)
{
    char text[512];
    int len = vsnprintf(text, sizeof text, format, args);
    (void)len;
    fprintf(stderr, "%s%s %s\n", priority, what, text);
}

#define LOG_FUNCTION(name, priority)                                                               \
    void name(const char *what, const char *format, ...)                                           \
    {                                                                                              \
        va_list args;                                                                              \
        va_start(args, format);                                                                    \
        line(priority, what, format, args);                                                        \
        va_end(args);                                                                              \
    }

/* <6>, <4>, <3>: syslog priorities, which journald reads from the start of a line. */
LOG_FUNCTION(log_info, "<6>")
LOG_FUNCTION(log_warn, "<4>")
LOG_FUNCTION(log_error, "<3>")
