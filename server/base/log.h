/* log.h - one line on stderr for each happening: ids and counts, never names, texts or tokens.
 * Thread: any. */
#ifndef SOPU_BASE_LOG_H
#define SOPU_BASE_LOG_H

/* `what` names the happening ("room_opened"), the rest is logfmt ("room=%s people=%d"). */
void log_info(const char *what, const char *format, ...) __attribute__((format(printf, 2, 3)));
void log_warn(const char *what, const char *format, ...) __attribute__((format(printf, 2, 3)));
void log_error(const char *what, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
