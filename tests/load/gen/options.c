#include "options.h"

#include "base/mem.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void wrong(const char *what)
{
    fprintf(stderr, "load-gen: %s\n", what);
    exit(2);
}

static enum dialect dialect_of(const char *name)
{
    static const char *const names[] = {"y-websocket", "hocuspocus", "floor", "hub"};
    for (int i = 0; i < 4; i++)
        if (strcmp(name, names[i]) == 0)
            return (enum dialect)i;
    wrong("--dialect is y-websocket, hocuspocus, floor or hub");
    return Y_WEBSOCKET;
}

/* A line for each: ticket, document. */
static struct seat *seats_read(const char *path, size_t most)
{
    FILE *file = fopen(path, "r");
    struct seat *seats = mem_array(most, sizeof *seats);
    if (file == NULL)
        wrong("--seats cannot be read");
    for (size_t i = 0; i < most; i++)
        if (fscanf(file, "%63s %63s", seats[i].ticket, seats[i].doc) != 2)
            wrong("--seats has too few lines");
    fclose(file);
    return seats;
}

struct options options_read(int argc, char **argv)
{
    static const struct option known[] = {
        {"port", 1, NULL, 'p'},       {"pid", 1, NULL, 'i'},    {"dialect", 1, NULL, 'd'},
        {"path", 1, NULL, 'h'},       {"name", 1, NULL, 'n'},   {"rooms", 1, NULL, 'r'},
        {"clients", 1, NULL, 'c'},    {"rate", 1, NULL, 'R'},   {"seconds", 1, NULL, 's'},
        {"keystrokes", 1, NULL, 'k'}, {"cursor", 0, NULL, 'C'}, {"seed", 1, NULL, 'S'},
        {"file", 1, NULL, 'f'},       {"seats", 1, NULL, 'a'},  {NULL, 0, NULL, 0}};
    struct options o = {.path = "/",
                        .name = "load",
                        .rooms = 1,
                        .clients = 2,
                        .rate = 10,
                        .seconds = 3,
                        .keystrokes = 780,
                        .seed = 1};
    const char *seats = NULL;
    int option;
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
        switch (option) {
        case 'p':
            o.port = (uint16_t)atoi(optarg);
            break;
        case 'i':
            o.pid = atoi(optarg);
            break;
        case 'd':
            o.dialect = dialect_of(optarg);
            break;
        case 'h':
            o.path = optarg;
            break;
        case 'n':
            o.name = optarg;
            break;
        case 'r':
            o.rooms = (uint32_t)atoi(optarg);
            break;
        case 'c':
            o.clients = (uint32_t)atoi(optarg);
            break;
        case 'R':
            o.rate = atof(optarg);
            break;
        case 's':
            o.seconds = atof(optarg);
            break;
        case 'k':
            o.keystrokes = (uint32_t)atoi(optarg);
            break;
        case 'C':
            o.cursor = true;
            break;
        case 'S':
            o.seed = (uint64_t)atoll(optarg);
            break;
        case 'a':
            seats = optarg;
            break;
        case 'f':
            o.file = optarg;
            break;
        default:
            wrong("unknown option");
        }
    }
    if (optind + 1 != argc)
        wrong("one mode, please");
    o.mode = argv[optind];
    if (seats)
        o.seats = seats_read(seats, (size_t)o.rooms * (o.clients + 1));
    return o;
}

void options_doc(const struct options *options, uint32_t room, char name[64])
{
    if (options->seats)
        snprintf(name, 64, "%s", options->seats[room * options->clients].doc);
    else
        snprintf(name, 64, "%s-%u", options->name, room);
}

void options_path(const struct options *options, uint32_t room, char path[128])
{
    char name[64];
    options_doc(options, room, name);
    if (options->seats)
        snprintf(path, 128, "/yjs/%.40s?ticket=%s", name,
                 options->seats[options->rooms * options->clients + room].ticket);
    else if (options->dialect == HOCUSPOCUS)
        snprintf(path, 128, "%s", options->path);
    else
        snprintf(path, 128, "%.20s%.40s", options->path, name);
}

void options_seat_path(const struct options *options, uint32_t client, char path[128])
{
    snprintf(path, 128, "/ws?ticket=%s", options->seats[client].ticket);
}
