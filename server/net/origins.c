#include "net/origins.h"

#include "base/buf.h"
#include "base/mem.h"

#include <string.h>

enum { ORIGINS_MAX = 3 };

struct origins {
    char *urls[ORIGINS_MAX]; /* the first is the one people are told */
    int count;
    char *policy;
};

/* "http://" or "https://", then letters of a host and a port; nothing behind. NULL: not that. */
static char *url_checked(const char *url)
{
    size_t scheme = strncmp(url, "https://", 8) == 0 ? 8 : strncmp(url, "http://", 7) == 0 ? 7 : 0;
    size_t len = strlen(url);
    if (len > scheme && url[len - 1] == '/')
        len--;
    const char *host = url + scheme;
    size_t host_len = len - scheme;
    if (scheme == 0 || host_len == 0 || host_len > 253 ||
        strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789-.:[]") < host_len)
        return NULL;
    return mem_text_n(url, len);
}

static void url_add(struct origins *origins, const char *host, int port)
{
    struct buf url = {0};
    const char *format = strchr(host, ':') != NULL ? "http://[%s]" : "http://%s";
    buf_format(&url, format, host);
    if (port != 80)
        buf_format(&url, ":%d", port);
    origins->urls[origins->count++] = mem_text(buf_c_string(&url));
    buf_free(&url);
}

/* Nothing from anywhere else, no inline script or style, and script sinks only through Trusted
 * Types. */
static char *policy_made(const struct origins *origins)
{
    struct buf policy = {0};
    buf_text(&policy, "default-src 'none'; script-src 'self'; style-src 'self'; "
                      "img-src 'self' data:; font-src 'self'; connect-src 'self'");
    for (int i = 0; i < origins->count; i++) /* http://x -> ws://x, https://x -> wss://x */
        buf_format(&policy, " ws%s", origins->urls[i] + strlen("http"));
    buf_text(&policy, "; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
                      "frame-ancestors 'none'; require-trusted-types-for 'script'");
    char *text = mem_text(buf_c_string(&policy));
    buf_free(&policy);
    return text;
}

struct origins *origins_new(const char *host, int port, const char *public_url)
{
    struct origins *origins = mem_new(sizeof *origins);
    if (public_url != NULL) {
        char *checked = url_checked(public_url);
        if (checked == NULL) {
            mem_free(origins);
            return NULL;
        }
        origins->urls[origins->count++] = checked;
    }
    url_add(origins, host, port);
    if (strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0)
        url_add(origins, "localhost", port);
    origins->policy = policy_made(origins);
    return origins;
}

void origins_free(struct origins *origins)
{
    if (origins == NULL)
        return;
    for (int i = 0; i < origins->count; i++)
        mem_free(origins->urls[i]);
    mem_free(origins->policy);
    mem_free(origins);
}

bool origins_has(const struct origins *origins, const char *origin)
{
    for (int i = 0; i < origins->count; i++)
        if (strcmp(origins->urls[i], origin) == 0)
            return true;
    return false;
}

bool origins_is_this_machine(const char *origin)
{
    static const char *const hosts[] = {"http://localhost", "http://127.0.0.1", "http://[::1]"};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        size_t len = strlen(hosts[i]);
        const char *rest = origin + len;
        if (strncmp(origin, hosts[i], len) == 0 &&
            (*rest == '\0' || (*rest == ':' && rest[1] != '\0' &&
                               strspn(rest + 1, "0123456789") == strlen(rest + 1))))
            return true;
    }
    return false;
}

const char *origins_url(const struct origins *origins)
{
    return origins->urls[0];
}

bool origins_is_secure(const struct origins *origins)
{
    return strncmp(origins->urls[0], "https://", 8) == 0;
}

const char *origins_policy(const struct origins *origins)
{
    return origins->policy;
}
