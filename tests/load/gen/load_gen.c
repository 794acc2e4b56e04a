/* load-gen - many clients of one Yjs server on 127.0.0.1, far cheaper than it: `load-gen MODE OPTIONS`, one line of
 * JSON. tests/load/README.md tells the modes, options.h the options. */
#include "lines.h"
#include "modes.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    int (*run)(const struct options *options);
} modes[] = {
    {"typing", mode_typing},   {"ramp", mode_ramp},       {"kill", mode_kill},
    {"join", mode_join},       {"idle", mode_idle},       {"stock", mode_stock},
    {"restart", mode_restart}, {"longdoc", mode_longdoc}, {"disk", mode_disk},
};

int main(int argc, char **argv)
{
    struct options options = options_read(argc, argv);
    lines_prepare();
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
        if (strcmp(options.mode, modes[i].name) == 0)
            return modes[i].run(&options);
    fprintf(stderr, "load-gen: no mode %s\n", options.mode);
    return 2;
}
