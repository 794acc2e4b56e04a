/* kill.c - the server is killed in the moment in which the last keystroke has reached everyone: what people saw and is
 * gone. Prints "killed" and waits for a line on stdin (somebody has started the server again), joins and counts; prints
 * "counted" and waits again (it was started with what had been synced to the disk), and counts once more. */
#include "crowd.h"
#include "modes.h"

#include <stdio.h>

enum { DELIVERY_PATIENCE_S = 30 };

static bool is_up_again(const char *after)
{
    char answer[16];
    puts(after);
    fflush(stdout);
    return fgets(answer, sizeof answer, stdin) != NULL;
}

int mode_kill(const struct options *o)
{
    static struct crowd crowd;
    if (!crowd_begin(&crowd, o))
        return 1;
    crowd.kill_pid = o->pid;
    crowd.kill_at = (uint64_t)o->keystrokes * (o->clients - 1);
    crowd_type(&crowd, o->rate, DELIVERY_PATIENCE_S, o->keystrokes);
    bool is_whole = crowd_drain(&crowd, DELIVERY_PATIENCE_S);
    bool is_killed = crowd.kill_pid == 0;
    if (!is_killed || !is_up_again("killed"))
        return 1;
    uint64_t gone = crowd_missing(&crowd);
    if (!is_up_again("counted"))
        return 1;
    printf("{\"mode\":\"kill\",\"sent\":%lu,\"delivered\":%s,\"gone\":%lu,\"unsynced\":%lu}\n",
           crowd.tally.sent, is_whole ? "true" : "false", gone, crowd_missing(&crowd));
    crowd_end(&crowd);
    return 0;
}
