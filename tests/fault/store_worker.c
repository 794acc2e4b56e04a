/* store_worker.c DB - a loop with the real journal, to be killed: appends records without end and
 * tells on stdout o POS   opened, the log goes on after POS d POS   acknowledged: durable up to
 * here w 0|1   the journal has stopped taking records, takes them again c 0|1   SIGTERM: closed,
 * everything was written or not */
#include "store/journal_open.h"
#include "store_record.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST_WAITING = 300, MOST_AT_ONCE = 3 };

static volatile sig_atomic_t is_ending;

static void end(int signal_number)
{
    (void)signal_number;
    is_ending = 1;
}

static void tell(const char *what, uint64_t number)
{
    char line[40];
    int len = snprintf(line, sizeof line, "%s %llu\n", what, (unsigned long long)number);
    if (write(STDOUT_FILENO, line, (size_t)len) != len)
        _exit(3);
}

static void wake(void *context)
{
    const int *pipe_end = context;
    if (write(*pipe_end, "w", 1) != 1)
        _exit(3);
}

static void some_append(struct journal *journal)
{
    struct made_record made;
    for (int i = rand() % MOST_AT_ONCE; i >= 0; i--) {
        do {
            record_make(journal_last(journal) + 1, &made);
            journal_append(journal, &made.record);
        } while (made.record.is_followed);
    }
}

static void loop(struct journal *journal, int wakes)
{
    log_pos told = journal_durable(journal);
    bool was_writable = true;
    while (!is_ending) {
        log_pos durable = journal_durable(journal);
        bool is_writable = journal_is_writable(journal);
        if (is_writable != was_writable)
            tell("w", was_writable = is_writable);
        if (durable != told)
            tell("d", told = durable);
        if (is_writable && journal_last(journal) - durable < MOST_WAITING)
            some_append(journal);
        struct pollfd woken = {.fd = wakes, .events = POLLIN};
        char drained[64];
        if (poll(&woken, 1, 1) > 0 && read(wakes, drained, sizeof drained) <= 0)
            _exit(3);
    }
}

int main(int count, char **args)
{
    int wakes[2];
    if (count != 2 || pipe(wakes) != 0)
        return 2;
    signal(SIGXFSZ, SIG_IGN);
    signal(SIGTERM, end);
    srand((unsigned)getpid());
    struct journal *journal;
    struct buf why = {0};
    if (journal_open(args[1], wake, &wakes[1], &journal, &why) != OK) {
        fprintf(stderr, "%s\n", buf_c_string(&why));
        buf_free(&why);
        return 1;
    }
    tell("o", journal_last(journal));
    loop(journal, wakes[0]);
    tell("c", journal_close(journal) == OK);
    return 0;
}
