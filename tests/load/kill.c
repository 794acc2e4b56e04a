/* kill.c - the server is killed in the moment in which the last keystroke has reached everyone: what people saw and
 * is gone. Prints "killed", waits for a line on stdin (somebody has started the server again), joins and counts. */
#include "crowd.h"
#include "modes.h"

#include <stdio.h>

enum { DELIVERY_PATIENCE_S = 30 };

int mode_kill(const struct options *o)
{
    static struct crowd crowd;
    char answer[16];
    if (!crowd_begin(&crowd, o))
        return 1;
    crowd.kill_pid = o->pid;
    crowd.kill_at = (uint64_t)o->keystrokes * (o->clients - 1);
    crowd_type(&crowd, o->rate, DELIVERY_PATIENCE_S, o->keystrokes);
    bool is_whole = crowd_drain(&crowd, DELIVERY_PATIENCE_S);
    bool is_killed = crowd.kill_pid == 0;
    puts("killed");
    fflush(stdout);
    if (!is_killed || fgets(answer, sizeof answer, stdin) == NULL)
        return 1;
    printf("{\"mode\":\"kill\",\"sent\":%lu,\"delivered\":%s,\"gone\":%lu}\n", crowd.tally.sent,
           is_whole ? "true" : "false", crowd_missing(&crowd));
    crowd_end(&crowd);
    return 0;
}
