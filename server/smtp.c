#include "smtp.h"

#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SENDER_NAME "Sopu"
enum { PASSWORD_MAX = 1024, FOR_OTHERS = S_IRWXG | S_IRWXO };

/* A pipe would let the start wait for its other end. */
static bool file_is_private(int file, const char *path, struct buf *why)
{
    struct stat stat;
    if (fstat(file, &stat) != 0 || !S_ISREG(stat.st_mode))
        buf_format(why, "%s is no file with a password", path);
    else if ((stat.st_mode & FOR_OTHERS) != 0)
        buf_format(why, "%s holds a password and others may open it: `chmod 600` makes it private",
                   path);
    return why->len == 0;
}

/* The first line, which must be all there is. */
static bool line_take(struct buf *password, const char *path, struct buf *why)
{
    const char *text = buf_c_string(password);
    size_t len = strcspn(text, "\r\n");
    size_t end = len + strspn(text + len, "\r\n");
    if (len == 0 || end != password->len || password->len > PASSWORD_MAX)
        buf_format(why, "%s must hold the password on one line, and nothing else", path);
    password->len = len;
    return why->len == 0;
}

static bool password_read(struct buf *password, const char *path, struct buf *why)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0) {
        buf_format(why, "%s cannot be read: the file with the password of --smtp", path);
        return false;
    }
    if (file_is_private(file, path, why)) {
        ssize_t len = read(file, buf_reserve(password, PASSWORD_MAX + 2), PASSWORD_MAX + 1);
        password->len = len > 0 ? (size_t)len : 0;
        line_take(password, path, why);
    }
    close(file);
    return why->len == 0;
}

bool smtp_read(struct smtp *smtp, const struct config *config, struct buf *why)
{
    if (config->smtp == NULL)
        return true;
    if (config->smtp_ca != NULL && access(config->smtp_ca, R_OK) != 0)
        buf_format(why, "%s cannot be read: the authority of --smtp-ca", config->smtp_ca);
    else if (config->smtp_password != NULL)
        password_read(&smtp->password, config->smtp_password, why);
    smtp->server = (struct mail_server){
        .url = config->smtp,
        .from_address = config->mail_from,
        .from_name = SENDER_NAME,
        .user = config->smtp_user,
        .password = config->smtp_user != NULL ? buf_c_string(&smtp->password) : NULL,
        .ca_file = config->smtp_ca,
        .seconds = MAIL_SECONDS,
    };
    return why->len == 0;
}

void smtp_forget(struct smtp *smtp)
{
    if (smtp->password.data != NULL)
        sodium_memzero(smtp->password.data, smtp->password.capacity);
    buf_free(&smtp->password);
    smtp->server = (struct mail_server){0};
}
