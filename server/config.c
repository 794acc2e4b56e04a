#include "config.h"

#include <stdlib.h>
#include <string.h>

enum { PORT_DEFAULT = 8750 };

const char *config_help(void)
{
    return "sopu - a workshop server for negotiations that end in decisions\n"
           "\n"
           "  sopu demo  [--fresh] [--db FILE] [--host ADDRESS] [--port N] [--json-links]\n"
           "      serves a whole negotiation day to try out and prints personal links; the day "
           "goes on\n"
           "      where it was left, --fresh starts it anew (default file: build/demo/day.db)\n"
           "  sopu serve --db FILE | --data DIR [--host ADDRESS] [--port N] [--public-url URL]\n"
           "      serves the day in FILE, or in DIR/sopu.db (default: 127.0.0.1, port 8750; 0 "
           "takes any free port).\n"
           "      --public-url: what people type when a TLS proxy stands in front, "
           "https://sopu.example\n"
           "  sopu serve --lab --data DIR [--port N]\n"
           "      for people who write editors, and for load tests: every /yjs/NAME is a text that "
           "anybody\n"
           "      on this machine may write anything into, without signing in; on loopback only\n"
           "  sopu import PACK --db FILE [--public-url URL]\n"
           "      makes a new FILE with the day of a scenario pack and prints every seat's link as "
           "JSON\n"
           "  sopu verify FILE [--json]\n"
           "      checks pages, chain, digests and formal texts, replays the log and prints each "
           "text's hash;\n"
           "      may run beside a server\n"
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

enum value_of { NO_OPTION, VALUE_MISSING, VALUE_WRONG, FLAG_TAKEN, VALUE_TAKEN };

static enum value_of option_take(struct config *config, const char *option, const char *value)
{
    const unsigned any = ~0u, server = 1u << DO_SERVE | 1u << DO_DEMO;
    const struct {
        const char *name;
        unsigned commands;
        bool *flag;
        const char **text;
    } options[] = {
        {"--fresh", 1u << DO_DEMO, &config->fresh, NULL},
        {"--lab", 1u << DO_SERVE, &config->lab, NULL},
        {"--data", 1u << DO_SERVE, NULL, &config->data},
        {"--json-links", 1u << DO_DEMO, &config->json_links, NULL},
        {"--json", 1u << DO_VERIFY, &config->as_json, NULL},
        {"--db", any & ~(1u << DO_VERIFY), NULL, &config->db},
        {"--host", server, NULL, &config->host},
        {"--public-url", server | 1u << DO_IMPORT, NULL, &config->public_url},
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
    } commands[] = {{"--help", DO_HELP},  {"-h", DO_HELP},   {"--version", DO_VERSION},
                    {"serve", DO_SERVE},  {"demo", DO_DEMO}, {"import", DO_IMPORT},
                    {"verify", DO_VERIFY}};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(commands[i].word, word) == 0) {
            config->what = commands[i].what;
            return true;
        }
    }
    return false;
}

static enum config_result whole(struct config *config, struct buf *wrong)
{
    if (config->what == DO_IMPORT && config->pack == NULL)
        buf_text(wrong, "import needs the file of a scenario pack");
    else if (config->db == NULL && config->what == DO_VERIFY)
        buf_text(wrong, "verify needs the file of a database");
    else if (config->db != NULL && config->data != NULL)
        buf_text(wrong, "--db FILE and --data DIR both say where the file is: one is enough");
    else if (config->db == NULL && config->data == NULL &&
             (config->what == DO_SERVE || config->what == DO_IMPORT))
        buf_text(wrong, "--db FILE is needed: where the day is kept");
    else if (config->lab && !is_loopback(config->host))
        buf_text(wrong, "--lab lets anybody in, so it listens on 127.0.0.1 or ::1 only");
    else if (config->lab && config->public_url != NULL)
        buf_text(wrong, "--lab lets anybody in, so it has no public address");
    else if (config->public_url != NULL && !is_url(config->public_url))
        buf_text(wrong, "--public-url must be https://HOST or http://HOST, without a path");
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
        const char **word = config->what == DO_VERIFY   ? &config->db
                            : config->what == DO_IMPORT ? &config->pack
                                                        : NULL;
        if (argv[i][0] != '-' && word != NULL && *word == NULL) {
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
    return whole(config, wrong);
}
