#include "net/mail_line.h"

#include "base/mem.h"

#include <assert.h>
#include <curl/curl.h>
#include <stdio.h>

struct mail_line {
    CURLM *multi;
    CURL *easy;
    enum line_state state;
    CURLcode result;
};

/* --- the address --- */

/* A part of the URL; NULL: it has none. Freed with curl_free. */
static char *part_of(CURLU *parsed, CURLUPart part)
{
    char *text = NULL;
    return curl_url_get(parsed, part, &text, 0) == CURLUE_OK ? text : NULL;
}

static bool part_is(CURLU *parsed, CURLUPart part, const char *expected)
{
    char *text = part_of(parsed, part);
    bool is = text != NULL && strcmp(text, expected) == 0;
    curl_free(text);
    return is;
}

static bool has_part(CURLU *parsed, CURLUPart part)
{
    char *text = part_of(parsed, part);
    curl_free(text);
    return text != NULL;
}

/* A server, and nothing else: no name or password either, which would stand in lists of processes. */
bool mail_url_is_good(const char *url)
{
    CURLU *parsed = curl_url();
    bool is_good =
        curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK &&
        (part_is(parsed, CURLUPART_SCHEME, "smtp") || part_is(parsed, CURLUPART_SCHEME, "smtps")) &&
        part_is(parsed, CURLUPART_PATH, "/") && !has_part(parsed, CURLUPART_USER) &&
        !has_part(parsed, CURLUPART_PASSWORD) && !has_part(parsed, CURLUPART_OPTIONS) &&
        !has_part(parsed, CURLUPART_QUERY) && !has_part(parsed, CURLUPART_FRAGMENT) &&
        !has_part(parsed, CURLUPART_ZONEID);
    curl_url_cleanup(parsed);
    return is_good;
}

static bool is_this_machine(const char *url)
{
    CURLU *parsed = curl_url();
    bool is =
        curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK &&
        (part_is(parsed, CURLUPART_HOST, "127.0.0.1") || part_is(parsed, CURLUPART_HOST, "[::1]") ||
         part_is(parsed, CURLUPART_HOST, "localhost"));
    curl_url_cleanup(parsed);
    return is;
}

/* --- how libcurl is to behave --- */

static void set_text(CURL *easy, CURLoption option, const char *value)
{
    CURLcode result = curl_easy_setopt(easy, option, value);
    assert(result == CURLE_OK);
    (void)result;
}

static void set_number(CURL *easy, CURLoption option, long value)
{
    CURLcode result = curl_easy_setopt(easy, option, value);
    assert(result == CURLE_OK);
    (void)result;
}

/* The folder of authorities, of which OpenSSL reads the one it needs. Reading the file with all of them holds the loop for
 * 20 ms and more. */
static void authorities_set(CURL *easy, const char *ca_file)
{
    char *folder = NULL;
    curl_easy_getinfo(easy, CURLINFO_CAPATH, &folder);
    if (ca_file != NULL) {
        set_text(easy, CURLOPT_CAPATH, NULL);
        set_text(easy, CURLOPT_CAINFO, ca_file);
    } else if (folder != NULL) {
        set_text(easy, CURLOPT_CAINFO, NULL);
    }
}

static void tls_set(CURL *easy, const struct mail_server *server)
{
    set_number(easy, CURLOPT_USE_SSL,
               is_this_machine(server->url) ? CURLUSESSL_NONE : CURLUSESSL_ALL);
    set_number(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    set_number(easy, CURLOPT_SSL_VERIFYPEER, 1);
    set_number(easy, CURLOPT_SSL_VERIFYHOST, 2);
    authorities_set(easy, server->ca_file);
}

/* With the password alone: Kerberos would ask its own server, and wait. */
static void user_set(CURL *easy, const struct mail_server *server)
{
    if (server->user == NULL)
        return;
    set_text(easy, CURLOPT_USERNAME, server->user);
    set_text(easy, CURLOPT_PASSWORD, server->password);
    set_text(easy, CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN");
}

static void options_set(CURL *easy, const struct mail_server *server)
{
    set_text(easy, CURLOPT_URL, server->url);
    set_text(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set_text(easy, CURLOPT_PROXY, ""); /* whatever the environment says */
    set_number(easy, CURLOPT_NOSIGNAL, 1);
    set_number(easy, CURLOPT_QUICK_EXIT, 1); /* without it, giving up waits for the name */
    set_number(easy, CURLOPT_CONNECT_ONLY, 1);
    set_number(easy, CURLOPT_CONNECTTIMEOUT, server->seconds);
    set_number(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, server->seconds);
    tls_set(easy, server);
    user_set(easy, server);
}

/* --- the line --- */

struct mail_line *line_new(const struct mail_server *server)
{
    struct mail_line *line = mem_new(sizeof *line);
    line->multi = curl_multi_init();
    line->easy = curl_easy_init();
    assert(line->multi != NULL && line->easy != NULL);
    options_set(line->easy, server);
    curl_multi_add_handle(line->multi, line->easy);
    return line;
}

void line_free(struct mail_line *line)
{
    if (line == NULL)
        return;
    curl_multi_remove_handle(line->multi, line->easy);
    curl_easy_cleanup(line->easy);
    curl_multi_cleanup(line->multi);
    mem_free(line);
}

static void line_break(struct mail_line *line, CURLcode result)
{
    line->state = LINE_BROKEN;
    line->result = result;
}

enum line_state line_poll(struct mail_line *line)
{
    int count;
    if (line->state != LINE_CONNECTING)
        return line->state;
    curl_multi_perform(line->multi, &count);
    const CURLMsg *message = curl_multi_info_read(line->multi, &count);
    if (message == NULL)
        return line->state;
    if (message->data.result == CURLE_OK)
        line->state = LINE_OPEN;
    else
        line_break(line, message->data.result);
    return line->state;
}

size_t line_send(struct mail_line *line, struct bytes bytes)
{
    size_t sent = 0;
    if (line->state != LINE_OPEN)
        return 0;
    CURLcode result = curl_easy_send(line->easy, bytes.data, bytes.len, &sent);
    if (result != CURLE_OK && result != CURLE_AGAIN)
        line_break(line, result);
    return result == CURLE_OK ? sent : 0;
}

size_t line_receive(struct mail_line *line, void *into, size_t size)
{
    size_t received = 0;
    if (line->state != LINE_OPEN)
        return 0;
    CURLcode result = curl_easy_recv(line->easy, into, size, &received);
    if (result == CURLE_OK && received == 0)
        line_break(line, CURLE_GOT_NOTHING);
    else if (result != CURLE_OK && result != CURLE_AGAIN)
        line_break(line, result);
    return result == CURLE_OK ? received : 0;
}

void line_why(struct mail_line *line, char *why, size_t size)
{
    long code = 0;
    curl_easy_getinfo(line->easy, CURLINFO_RESPONSE_CODE, &code);
    int len =
        snprintf(why, size, "curl %d (%s)", (int)line->result, curl_easy_strerror(line->result));
    if (code > 0 && len > 0 && (size_t)len < size)
        snprintf(why + len, size - (size_t)len, ", SMTP %ld", code);
}
