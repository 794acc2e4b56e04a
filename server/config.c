#include "config.h"

#include "base/mail_address.h"
#include "net/mail.h"

#include <stdlib.h>
#include <string.h>

enum { PORT_DEFAULT = 8750 };

const char *config_help(void)
{
    return "sopu - a workshop server for negotiations that end in decisions\n"
           "\n"
           "  sopu demo  [--fresh] [--opening] [--db FILE] [--host ADDRESS] [--port N] "
           "[--json-links]\n"
           "      serves a whole negotiation day to try out and prints personal links; the day "
           "goes on\n"
           "      where it was left, --fresh starts it anew (default file: build/demo/day.db).\n"
           "      It begins in the workshop; with --opening at 1 §, before anyone is elected\n"
           "  sopu serve --db FILE | --data DIR [--host ADDRESS] [--port N] [--public-url URL]\n"
           "      serves the day in FILE, or in DIR/sopu.db (default: 127.0.0.1, port 8750; 0 "
           "takes any free port).\n"
           "      --public-url: what people type when a TLS proxy stands in front, "
           "https://sopu.example\n"
           "  sopu serve|demo ... --smtp URL --mail-from ADDRESS [--smtp-user NAME "
           "--smtp-password-file FILE]\n"
           "      [--smtp-ca FILE]\n"
           "      sends e-mail by the server at URL: smtps://HOST, or smtp://HOST:587, which must "
           "offer STARTTLS\n"
           "      unless it is on this machine. The password is the first line of a FILE that "
           "only its owner may\n"
           "      read; --smtp-ca: the authority of the server's certificate, where this machine "
           "knows it not\n"
           "  sopu serve --lab --data DIR [--port N]\n"
           "      for people who write editors, and for load tests: every /yjs/NAME is a text that "
           "anybody\n"
           "      on this machine may write anything into, without signing in; on loopback only\n"
           "  sopu import PACK --db FILE [--opening] [--public-url URL]\n"
           "      makes a new FILE with the day of a scenario pack and prints every seat's link as "
           "JSON\n"
           "  sopu verify FILE [--json] [--head RECORD:HEX]\n"
           "      checks pages, chain, digests and formal texts, replays the log and prints each "
           "text's hash;\n"
           "      may run beside a server. --head: a chain head printed earlier (all of it or its "
           "first "
           "12 letters)\n"
           "      must be that record's\n"
           "  sopu backup FILE --to COPY\n"
           "      a whole, checked copy in a new file, also while a server runs; prints its chain "
           "head\n"
           "  sopu export-person FILE SEAT\n"
           "      prints as JSON what FILE holds about the person of a seat; may run beside a "
           "server\n"
           "  sopu erase-person FILE SEAT\n"
           "      erases the name, links, sessions, sign-ins, late edits and feedback; no server "
           "may run. "
           "The log "
           "tells\n"
           "      of it and stays whole. Backups made before keep what they hold\n"
           "  sopu --help, sopu --version\n"
           "\n"
           "Exit status: 0 done, 1 it could not be done, 2 the command line is wrong.\n";
}

struct option {
    const char *name;
    unsigned commands; /* bits of enum config_what */
};

static bool port_read(const char *text, int *port)
{
    char *end;
    long number = strtol(text, &end, 10);
    if (*text == '\0' || *end != '\0' || number < 0 || number > 65535)
        return false;
    *port = (int)number;
    return true;
}

static bool is_url(const char *text)
{
    size_t scheme = strncmp(text, "https://", 8) == 0  ? 8
                    : strncmp(text, "http://", 7) == 0 ? 7
                                                       : 0;
    return scheme > 0 && text[scheme] != '\0' && strpbrk(text + scheme, "/ ?#\"<>") == NULL;
}

static bool is_loopback(const char *host)
{
    return strcmp(host, "127.0.0.1") == 0 || strcmp(host, "::1") == 0 ||
           strcmp(host, "localhost") == 0;
}

/* "1234:1f9a0c33e8b2": a number and 12 to 64 hexadecimal letters. */
static bool is_head(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    const char *hex = text + digits + 1;
    if (digits == 0 || digits > 18 || text[digits] != ':')
        return false;
    size_t len = strlen(hex);
    return len >= 12 && len <= 64 && strspn(hex, "0123456789abcdef") == len;
}

enum value_of { NO_OPTION, VALUE_MISSING, VALUE_WRONG, FLAG_TAKEN, VALUE_TAKEN };

static enum value_of option_take(struct config *config, const char *option, const char *value)
{
    const unsigned server = 1u << DO_SERVE | 1u << DO_DEMO, import = 1u << DO_IMPORT;
    const struct {
        const char *name;
        unsigned commands;
        bool *flag;
        const char **text;
    } options[] = {
        {"--fresh", 1u << DO_DEMO, &config->fresh, NULL},
        {"--opening", 1u << DO_DEMO | import, &config->opening, NULL},
        {"--lab", 1u << DO_SERVE, &config->lab, NULL},
        {"--data", 1u << DO_SERVE, NULL, &config->data},
        {"--json-links", 1u << DO_DEMO, &config->json_links, NULL},
        {"--json", 1u << DO_VERIFY, &config->as_json, NULL},
        {"--db", server | import, NULL, &config->db},
        {"--host", server, NULL, &config->host},
        {"--public-url", server | import, NULL, &config->public_url},
        {"--smtp", server, NULL, &config->smtp},
        {"--mail-from", server, NULL, &config->mail_from},
        {"--smtp-user", server, NULL, &config->smtp_user},
        {"--smtp-password-file", server, NULL, &config->smtp_password},
        {"--smtp-ca", server, NULL, &config->smtp_ca},
        {"--to", 1u << DO_BACKUP, NULL, &config->to},
        {"--head", 1u << DO_VERIFY, NULL, &config->head},
        {"--port", server, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        if (strcmp(options[i].name, option) != 0 || !(options[i].commands & 1u << config->what))
            continue;
        if (options[i].flag != NULL) {
            *options[i].flag = true;
            return FLAG_TAKEN;
        }
        if (value == NULL)
            return VALUE_MISSING;
        if (options[i].text == NULL)
            return port_read(value, &config->port) ? VALUE_TAKEN : VALUE_WRONG;
        *options[i].text = value;
        return VALUE_TAKEN;
    }
    return NO_OPTION;
}

static bool command_take(const char *word, struct config *config)
{
    static const struct {
        const char *word;
        enum config_what what;
    } commands[] = {{"--help", DO_HELP},
                    {"-h", DO_HELP},
                    {"--version", DO_VERSION},
                    {"serve", DO_SERVE},
                    {"demo", DO_DEMO},
                    {"import", DO_IMPORT},
                    {"verify", DO_VERIFY},
                    {"backup", DO_BACKUP},
                    {"export-person", DO_EXPORT_PERSON},
                    {"erase-person", DO_ERASE_PERSON}};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(commands[i].word, word) == 0) {
            config->what = commands[i].what;
            return true;
        }
    }
    return false;
}

/* The words behind the command that are no options; NULL: there is no further one. */
static const char **word_next(struct config *config)
{
    bool is_person = config->what == DO_EXPORT_PERSON || config->what == DO_ERASE_PERSON;
    if (config->what == DO_IMPORT)
        return config->pack == NULL ? &config->pack : NULL;
    if (config->what == DO_VERIFY || config->what == DO_BACKUP || is_person)
        return config->db == NULL                  ? &config->db
               : is_person && config->seat == NULL ? &config->seat
                                                   : NULL;
    return NULL;
}

static void mail_whole(const struct config *config, struct buf *wrong)
{
    bool has_more = config->mail_from != NULL || config->smtp_user != NULL ||
                    config->smtp_password != NULL || config->smtp_ca != NULL;
    if (config->smtp == NULL && has_more)
        buf_text(wrong, "--smtp URL is needed: which server takes the mail");
    else if (config->smtp == NULL)
        return;
    else if (!mail_url_is_good(config->smtp))
        buf_text(wrong, "--smtp must be smtps://HOST[:PORT] or smtp://HOST[:PORT], without a name "
                        "or a password");
    else if (config->mail_from == NULL)
        buf_text(wrong, "--mail-from ADDRESS is needed: who the mail is from");
    else if (!mail_address_is_good(config->mail_from))
        buf_text(wrong, "--mail-from must be a plain address, as in sopu@organisation.example");
    else if ((config->smtp_user == NULL) != (config->smtp_password == NULL))
        buf_text(wrong, "--smtp-user and --smtp-password-file go together");
}

static enum config_result whole(const char *command, const struct config *config, struct buf *wrong)
{
    if (config->what == DO_HELP || config->what == DO_VERSION)
        return CONFIG_OK;
    if (config->what == DO_IMPORT && config->pack == NULL)
        buf_text(wrong, "import needs the file of a scenario pack");
    else if (config->db != NULL && config->data != NULL)
        buf_text(wrong, "--db FILE and --data DIR both say where the file is: one is enough");
    else if (config->db == NULL && config->data == NULL &&
             (config->what == DO_SERVE || config->what == DO_IMPORT))
        buf_text(wrong, "--db FILE is needed: where the day is kept");
    else if (config->db == NULL && config->data == NULL)
        buf_format(wrong, "%s needs the file of a database", command);
    else if (config->lab && !is_loopback(config->host))
        buf_text(wrong, "--lab lets anybody in, so it listens on 127.0.0.1 or ::1 only");
    else if (config->lab && config->public_url != NULL)
        buf_text(wrong, "--lab lets anybody in, so it has no public address");
    else if (config->to == NULL && config->what == DO_BACKUP)
        buf_text(wrong, "--to COPY is needed: the file to make");
    else if (config->seat == NULL &&
             (config->what == DO_EXPORT_PERSON || config->what == DO_ERASE_PERSON))
        buf_format(wrong, "%s needs a seat's id, as `sopu import` printed it", command);
    else if (config->head != NULL && !is_head(config->head))
        buf_text(wrong, "--head must be RECORD:HEX, as in 1234:1f9a0c33e8b2");
    else if (config->public_url != NULL && !is_url(config->public_url))
        buf_text(wrong, "--public-url must be https://HOST or http://HOST, without a path");
    else
        mail_whole(config, wrong);
    return wrong->len > 0 ? CONFIG_WRONG : CONFIG_OK;
}

enum config_result config_read(int argc, char **argv, struct config *config, struct buf *wrong)
{
    *config = (struct config){.host = "127.0.0.1", .port = PORT_DEFAULT};
    if (argc < 2)
        return CONFIG_OK; /* help */
    if (!command_take(argv[1], config)) {
        buf_format(wrong, "there is no command \"%s\"", argv[1]);
        return CONFIG_WRONG;
    }
    if (config->what == DO_DEMO)
        config->db = "build/demo/day.db";
    for (int i = 2; i < argc; i++) {
        const char **word = word_next(config);
        if (argv[i][0] != '-' && word != NULL) {
            *word = argv[i];
            continue;
        }
        switch (option_take(config, argv[i], i + 1 < argc ? argv[i + 1] : NULL)) {
        case VALUE_TAKEN:
            i++;
            break;
        case FLAG_TAKEN:
            break;
        case VALUE_MISSING:
            buf_format(wrong, "%s needs a value", argv[i]);
            return CONFIG_WRONG;
        case VALUE_WRONG:
            buf_format(wrong, "%s: \"%s\" is not a port from 0 to 65535", argv[i], argv[i + 1]);
            return CONFIG_WRONG;
        case NO_OPTION:
            buf_format(wrong, "%s does not know \"%s\"", argv[1], argv[i]);
            return CONFIG_WRONG;
        }
    }
    return whole(argv[1], config, wrong);
}
